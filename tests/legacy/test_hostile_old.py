"""Hostile files of old formats are read or refused within 3 seconds of work and 150 MB."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from hostile_old import CASES, ordinary

from costs import MEMORY, MEMORY_OF_CHILDREN, cost

if TYPE_CHECKING:
    from pathlib import Path

HERE: Final = {
    ".xls": ("blank records", "the last cell", "beginnings"),
    ".ods": ("cells without end", "texts within texts"),
    ".fods": ("spans over all", "long numbers"),
}


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise")
@pytest.mark.parametrize(("suffix", "name"), [(suffix, name) for suffix in HERE for name in HERE[suffix]])
def test_hostile_files_are_read_or_refused_within_their_bounds(
    suffix: str, name: str, tmp_path: Path
) -> None:
    took = cost(tmp_path, "workbook", ordinary(suffix), CASES[suffix][name](), suffix)
    assert took.megabytes <= MEMORY, took
    assert took.megabytes_of_children <= MEMORY_OF_CHILDREN, took
    assert took.seconds <= 3, took
