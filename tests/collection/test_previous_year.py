"""A unit is followed from year to year by its code; by its name it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from offices import YEAR, book, collected, statuses, values, write

import gkxl
from gkxl.collection.previous_year import find_last_year
from gkxl.collection.roster import Roster, Unit

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = Roster((Unit("A1", "乌有市农业局"), Unit("A2", "乌有市水务局"), Unit("A3", "乌有市卫计委")))


def roster(*units: tuple[str, str]) -> Roster:
    return Roster(tuple(Unit(code, name) for code, name in units))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> gkxl.Collection:
    """Last year's collection."""
    return last_year(tmp_path_factory.mktemp("before"), BEFORE)


def last_year(folder: Path, units: Roster) -> gkxl.Collection:
    files = {
        f"{at}.xlsx": book(values(unit.code, unit.name, at, year=YEAR - 1))
        for at, unit in enumerate(units.units)
    }
    returns = write(folder / "last", files)
    return gkxl.collect(returns, roster=units, year=YEAR - 1, output=folder / "上年")


@pytest.mark.parametrize(
    ("now", "follows", "asked"),
    [
        (("A1", "乌有市农业局"), "乌有市农业局", ""),
        (("A1", "乌有市农业农村局"), "乌有市农业局", ""),
        (("A1", "乌有市自然资源局"), "乌有市农业局", ""),
        (("a1", "乌有市农业局（本级）"), "乌有市农业局", ""),
        (("", "乌有市 农业局"), "乌有市农业局", ""),
        (("", "乌有市农业农村局"), "", "乌有市农业局"),
        (("Z9", "乌有市农业局"), "", "乌有市农业局"),
        (("Z9", "乌有市卫健委"), "", "乌有市卫计委"),
        (("A1", "乌有市水务局"), "", "乌有市水务局"),
        (("Z9", "别处的某学校"), "", ""),
    ],
)
def test_a_unit_is_followed_by_code_and_asked_for_by_name(
    before: gkxl.Collection, now: tuple[str, str], follows: str, asked: str
) -> None:
    found = find_last_year(before, roster(now))
    key = now[0] or now[1]
    files = {entry.file.id: entry.unit.name for entry in before.ledger if entry.file}
    assert [files[file] for file in found.files.values()] == [follows] * bool(follows)
    assert {one: unit.name for one, unit in found.asked.items()} == ({key: asked} if asked else {})


def test_codes_that_were_given_out_anew_are_followed_by_none(before: gkxl.Collection) -> None:
    """A serial number says nothing of a unit."""
    found = find_last_year(
        before, roster(("A1", "乌有市水务局"), ("A2", "乌有市农业局"), ("A3", "乌有市卫计委"))
    )
    assert [*found.files] == ["A3"]
    assert {key: unit.name for key, unit in found.asked.items()} == {
        "A1": "乌有市水务局",
        "A2": "乌有市农业局",
    }


def test_rosters_without_codes_are_followed_by_name(tmp_path: Path) -> None:
    units = roster(("", "乌有市农业局"), ("", "乌有市水务局"))
    before = last_year(tmp_path, units)
    assert [*find_last_year(before, units).files] == ["乌有市农业局", "乌有市水务局"]
    assert [*find_last_year(before, roster(("A1", "乌有市农业局"))).files] == ["A1"]


def test_a_unit_that_is_still_there_is_not_what_a_new_one_was_called_before(before: gkxl.Collection) -> None:
    found = find_last_year(before, roster(("A1", "乌有市农业局"), ("Z9", "乌有市农业农村局")))
    assert [*found.files] == ["A1"]
    assert {unit.name for unit in found.asked.values()}.isdisjoint({"乌有市农业局"})


def now(folder: Path, before: Any, code: str, name: str) -> tuple[gkxl.Collection, list[str]]:  # noqa: ANN401 (a collection)
    """This year's collection of one unit, and what there is to say of the unit."""
    units = f"单位代码,单位名称\n{code},{name}\n"
    files = {"1.xlsx": book(values(code, name, "now"))}
    collection = collected(folder, files, units=units, previous=before)
    return collection, [issue.code for issue in collection.issues(code)]


def test_one_that_is_asked_for_is_to_be_confirmed_and_not_compared(
    before: gkxl.Collection, tmp_path: Path
) -> None:
    collection, codes = now(tmp_path, before, "Z9", "乌有市农业局")
    assert codes == ["collect.renamed"]
    assert statuses(collection) == {"Z9": "需核实"}
    text = collection.issues("Z9")[0].message
    assert "乌有市农业局 Z9" in text
    assert "乌有市农业局 A1" in text


def test_one_that_was_renamed_is_compared(before: gkxl.Collection, tmp_path: Path) -> None:
    _, codes = now(tmp_path, before, "A1", "乌有市农业农村局")
    assert "year.brought_forward" in codes
    assert not {"collect.renamed", "year.unavailable"} & {*codes}


def test_templates_are_filled_in_from_what_a_renamed_unit_filed(
    before: gkxl.Collection, tmp_path: Path
) -> None:
    units = roster(("A1", "乌有市农业农村局"), ("Z9", "乌有市水务局"), ("A3", "乌有市卫计委"))
    issued = gkxl.write_templates(units, year=YEAR, output=tmp_path, previous=before)
    assert [unit.code for unit in issued.without_last_year] == ["Z9"]


def test_a_unit_that_filed_nothing_last_year_is_not_taken_for_one_with_a_like_name(tmp_path: Path) -> None:
    units = roster(("A1", "乌有市农业局"), ("A2", "乌有市农业农村局"))
    returns = write(tmp_path / "last", {"1.xlsx": book(values("A1", "乌有市农业局", year=YEAR - 1))})
    before = gkxl.collect(returns, roster=units, year=YEAR - 1, output=tmp_path / "上年")
    found = find_last_year(before, roster(("A2", "乌有市农业农村局")))
    assert (found.files, found.asked) == ({}, {})
