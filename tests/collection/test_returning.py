"""What has to be corrected goes back marked, under a name that every system takes, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from offices import YEAR, book, collected, values, write

import gkxl

if TYPE_CHECKING:
    from pathlib import Path

A1 = values("A1", "某市财政局")
PATH = "requests.received.total"
WRONG = A1 | {PATH: A1[PATH] + 1}


def back(folder: Path) -> list[str]:
    copies = folder / "out" / "退回"
    return sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*") if path.is_file())


def test_a_return_with_errors_goes_back_and_reads_as_it_was(tmp_path: Path) -> None:
    collected(tmp_path, {"补报/财政局.xlsx": book(WRONG | {"cover.unit_code": "A1"})})
    assert back(tmp_path) == ["需改正/A1-某市财政局.xlsx"]
    reading = gkxl.read(tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx")
    assert (reading.values[PATH], reading.ok) == (WRONG[PATH], False)


def test_a_copy_is_made_once_and_taken_away_when_all_is_right(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    copy = tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx"
    before = copy.stat().st_mtime_ns
    collected(tmp_path, {})
    assert copy.stat().st_mtime_ns == before
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert back(tmp_path) == []


def test_what_others_put_beside_the_copies_stays(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    write(tmp_path / "out" / "退回", {"催报清单.xlsx": b"notes"})
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert back(tmp_path) == ["催报清单.xlsx"]


def test_a_copy_says_what_one_run_would_have_said(tmp_path: Path) -> None:
    """Last year's figures may be given later than the returns."""
    previous = write(tmp_path / "last", {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR - 1))})
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    collected(tmp_path, {}, previous=previous)
    copy = tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx"
    later = copy.read_bytes()
    copy.unlink()
    collected(tmp_path, {}, previous=previous)
    assert copy.read_bytes() == later


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    write(tmp_path / "out", {"退回": b""})
    with pytest.raises(gkxl.WriteError, match="退回"):
        collected(tmp_path, {"A1.xlsx": book(WRONG)})


def test_none_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)}, marks=False)
    assert back(tmp_path) == []


def test_hostile_names_of_units_are_names_of_files(tmp_path: Path) -> None:
    name = "A/B:*?" + "长" * 80 + "..."
    units = f"单位代码,单位名称\nA1,{name}\n"
    collected(tmp_path, {"1.xlsx": book(WRONG | {"cover.unit": name})}, units=units)
    (found,) = back(tmp_path)
    assert found == "需改正/A1-A_B___" + "长" * 51 + ".xlsx"
