"""``collect(…, take=…)``: decided for one unit, remembered, and refused without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from offices import book, collected, statuses, values
from test_returned_copies import corrected
from test_zipped import zipped

import gkxl
from workbooks import opened, saved

if TYPE_CHECKING:
    from pathlib import Path

A1 = values("A1", "某市财政局")
OTHER = values("A1", "某市财政局", "other")
WATER = values("A2", "某市水务局")
FILES = {
    "a.xlsx": book(A1),
    "县/b.xlsx": book(OTHER),
    "c.zip": zipped(("水1.xlsx", book(WATER)), ("水2.xlsx", book(WATER | {"cover.phone": "1"}))),
}
PATH = "requests.received.total"


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("take", "found"), [("a.xlsx", A1), ("县/b.xlsx", OTHER)])
def test_one_unit_is_decided_and_stays_so(take: str, found: dict[str, int], tmp_path: Path) -> None:
    """The next run needs no option, and gives the same bytes."""
    first = collected(tmp_path, FILES, take=[take])
    assert [statuses(first)[key] for key in ("A1", "A2")] == ["通过", "重复"]
    assert first.values[PATH] == found[PATH]
    first.close()
    before = state(tmp_path / "out")
    again = collected(tmp_path, {})
    assert again.values == {path: found[path] for path in again.values}
    again.close()
    assert state(tmp_path / "out") == before


def test_files_of_several_units_are_taken_at_once_in_zips_too(tmp_path: Path) -> None:
    collection = collected(tmp_path, FILES, take=["a.xlsx", "c.zip/水2.xlsx"])
    assert [statuses(collection)[key] for key in ("A1", "A2")] == ["通过", "通过"]
    rows = collection.query("SELECT unit, count(*) FROM takes GROUP BY unit").fetchall()
    assert rows == [("A1", 1), ("A2", 1)]


def test_what_is_said_of_both_files(tmp_path: Path) -> None:
    collection = collected(tmp_path, FILES, take=["a.xlsx"])
    said = {file.path: [i.message for i in collection.file_issues(file)] for file in collection.files}
    assert said["a.xlsx"] == ["报来几份不同的报表，收表人已选定这一份，没有采用县/b.xlsx。"]
    assert said["县/b.xlsx"] == ["收表人已选定同一单位的另一份（a.xlsx），这一份没有采用。"]


def test_a_new_file_asks_again_but_not_a_correction_of_what_was_taken(tmp_path: Path) -> None:
    wrong = book(A1 | {PATH: A1[PATH] + 1})
    collected(tmp_path, {"a.xlsx": wrong, "b.xlsx": book(OTHER)}, take=["a.xlsx"])
    assert statuses(collected(tmp_path, {"改正.xlsx": corrected(wrong)}))["A1"] == "通过"
    assert (
        statuses(collected(tmp_path, {"c.xlsx": book(values("A1", "某市财政局", "third"))}))["A1"] == "重复"
    )
    collection = collected(tmp_path, {}, take=["改正.xlsx"])
    assert (statuses(collection)["A1"], collection.values[PATH]) == ("通过", A1[PATH])


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (["d.xlsx"], "没有“d.xlsx”"),
        (["a.xlsx", "县/bb.xlsx"], "名称相近的有：“县/b.xlsx”"),
        (["z.xlsx"], "不属于名册上的任何单位"),
        (["县财政.xlsx"], "“某县财政局”没有需要选定的报表"),
        (["a.xlsx", "县/b.xlsx"], "只能选定一份"),
    ],
    ids=["none", "near", "no unit", "no duplicate", "two"],
)
def test_what_cannot_be_taken_changes_nothing(take: list[str], said: str, tmp_path: Path) -> None:
    """Neither results nor what the store knows, though new files lie there; the next run is as ever."""
    more = {"z.xlsx": book(values("Z9", "别处")), "县财政.xlsx": book(values("B1", "某县财政局"))}
    collected(tmp_path, {**FILES, **more}).close()
    collected(tmp_path, {}, take=["a.xlsx"]).close()
    before = state(tmp_path / "out")
    new = {"新.xlsx": book(values("B2", "某县水务局"))}
    with pytest.raises(gkxl.errors.DataError, match=said):
        collected(tmp_path, new, take=take)
    assert state(tmp_path / "out") == before
    collection = collected(tmp_path, {})
    assert [statuses(collection)[key] for key in ("A1", "B2")] == ["通过", "通过"]


def test_where_nothing_was_collected_yet_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.DataError, match="没有需要选定的报表"):
        collected(tmp_path, {"a.xlsx": book(A1)}, take=["a.xlsx"])
    assert state(tmp_path / "out") == {}


def test_a_taken_file_that_is_saved_again_in_its_place_is_still_taken(tmp_path: Path) -> None:
    """Its figures are what was chosen, not its bytes."""
    collected(tmp_path, FILES, take=["a.xlsx"]).close()
    collection = collected(tmp_path, {"a.xlsx": saved(opened(FILES["a.xlsx"]))})
    assert statuses(collection)["A1"] == "通过"
    assert collection.values[PATH] == A1[PATH]
