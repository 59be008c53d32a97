"""Hostile files of old formats are read or refused within 3 seconds of work and 150 MB."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from hostile_old import CASES, ordinary

from costs import check_bounds
from gkxl.errors import UnreadableFileError
from gkxl.legacy import read_legacy
from gkxl.xlsx import Limits

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
    check_bounds(tmp_path, "workbook", ordinary(suffix), CASES[suffix][name](), suffix)


@pytest.mark.parametrize("suffix", HERE)
def test_in_a_browser_a_file_is_read_as_in_a_process_of_its_own(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process can be started there; what would end one is refused in the same words."""
    data = ordinary(suffix)
    expected = read_legacy(data, limits=Limits())
    monkeypatch.setattr("sys.platform", "emscripten")
    assert read_legacy(data, limits=Limits()) == expected
    monkeypatch.setattr("gkxl.legacy.child.FileFormat", {})
    with pytest.raises(UnreadableFileError, match="另存为"):
        read_legacy(data, limits=Limits())
