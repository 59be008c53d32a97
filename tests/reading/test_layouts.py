"""Every layout that was ever issued is read: workbooks come back years later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.layout import VERSION, VERSIONS
from keep_layouts import FILED, FOLDER, kept
from published import as_numbers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.xlsx")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_workbook_of_every_layout_is_read_without_a_word(path: Path) -> None:
    reading = gkxl.read(path)
    assert (reading.identity.layout, reading.edition) == (path.parent.name, path.stem)
    assert reading.report == gkxl.from_dict(as_numbers(FILED[path.stem]))
    assert reading.issues == ()


def test_workbooks_of_every_layout_are_kept() -> None:
    """Run ``python tests/keep_layouts.py`` once the sheets of a new layout are done."""
    assert {path.name for path in FOLDER.iterdir()} == {*VERSIONS}
    assert all(kept(VERSION, edition).exists() for edition in gkxl.EDITIONS)
