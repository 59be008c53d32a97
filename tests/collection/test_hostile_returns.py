"""Hostile zips, mails, rosters and plain data are read or refused within 3 seconds of work and 150 MB."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from hostile_returns import CASES, HEAD, LARGE, csv, directory, overlapping, zipped

import gkxl
from costs import check_bounds
from gkxl.collection.intake.sources import find_sources

if TYPE_CHECKING:
    from pathlib import Path

HERE: Final = {
    ".zip": (
        "300 files over one body",
        "small files over one body",
        "a directory of short names",
        "zips of many files",
    ),
    ".eml": ("parts within parts, 10,000 deep", "as deep as may be, with short lines", "headers without end"),
    ".csv": ("a row of commas", "units of one name", "units above one another", "quotation marks"),
    ".json": ("lists", "objects within objects", "cells that are none"),
}


@pytest.mark.matrix
@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise")
@pytest.mark.parametrize(
    ("suffix", "name"), [(suffix, name) for suffix, names in HERE.items() for name in names]
)
def test_hostile_files_are_read_or_refused_within_their_bounds(
    suffix: str, name: str, tmp_path: Path
) -> None:
    job, files, ordinary = CASES[suffix]
    check_bounds(tmp_path, job, ordinary, files[name](), suffix)


REFUSED: Final = {
    "what unpacks to gigabytes": (zipped(100, 3_000_000), "解压后的字节数为 300,000,000，超过上限"),
    "entries that overlap": (overlapping(3, 9), "互相重叠"),
    "entries that overlap by a byte": (
        directory([(b"a", 1, b"1", 0), (b"b", 1, b"1", 30)], bytes(100)),
        "互相重叠",
    ),
    "too many files": (
        directory([(b"a", 0, b"", n * 30) for n in range(20_001)], b""),
        "内的文件数为 20,001",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_zip_is_a_file_that_says_why(case: str, tmp_path: Path) -> None:
    """It names the zip, what is too much and what to do; the files beside it are returns as ever."""
    content, why = REFUSED[case]
    (tmp_path / "某市.zip").write_bytes(content)
    (tmp_path / "a.xlsx").write_bytes(b"")
    files = find_sources(tmp_path)
    assert [file.name for file in files] == ["a.xlsx", "某市.zip"]
    with pytest.raises(gkxl.errors.UnreadableFileError, match=why) as caught:
        files[1].load()
    assert "某市.zip" in caught.value.zh
    assert "请" in caught.value.zh


@pytest.mark.parametrize("count", [1, 300])
def test_an_honest_zip_of_any_size_is_opened(count: int, tmp_path: Path) -> None:
    """Old formats pack well: up to twenty times their size is no bomb, nor is any small one."""
    (tmp_path / "某市.zip").write_bytes(zipped(count, LARGE // 300))
    assert len(find_sources(tmp_path)) == count


def test_a_roster_that_is_too_large_is_refused_with_its_figures() -> None:
    with pytest.raises(gkxl.errors.LimitError, match="名册的单元格数为 1,900,0"):
        gkxl.read_roster(csv("," * 1_900_000))
    assert len(gkxl.read_roster(f"{HEAD}1,甲局\n2,乙局\n".encode()).units) == 2
