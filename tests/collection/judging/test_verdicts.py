"""Whose a return is: what cover and file name tell together, and a question where they differ."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from arrivals import CITY, WITHOUT_CODES, judged, outcome, received
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import book, collected, statuses, values

from gkxl.collection.ledger import UnitStatus
from gkxl.collection.roster import Roster, Unit
from gkxl.collection.roster.directory import is_similar_name

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.issues import Issue

NEITHER = ("非本单位", "collect.misnamed")
UNTOLD = ("非本单位", "collect.homonyms")


def message(*given: str, units: Roster = CITY, **more: str) -> str:
    """What there is to say of a file that came alone."""
    (file,) = judged(received(*given, **more), units=units).files.values()
    return "".join(issue.message for issue in file.issues)


# A path and a cover that name different units


@pytest.mark.parametrize("units", [CITY, WITHOUT_CODES], ids=["codes", "none"])
@pytest.mark.parametrize(
    "path",
    [
        "乌有市财政局.xlsx",
        "乌有市财政局/年报.xlsx",
        "乌有市财政局.zip/年报.xlsx",
        "乌有市财政局.ZIP/报送/2024/年报.xlsx",
        "市直/乌有市财政局（新）.zip/1.xlsx",
        "2024年乌有市财政局年报（最终）.xlsx",
        "乌有市 财政局.xlsx",
    ],
)
@pytest.mark.parametrize("name", ["乌有市国资委", "乌有市水务局", "别处财政", "某县财政局", "乌有市"])
def test_a_file_named_after_one_unit_with_the_cover_of_another_is_counted_for_neither(
    units: Roster, path: str, name: str
) -> None:
    """Whether the roster has the other unit or not; both names are given."""
    assert outcome(path, name, units=units) == NEITHER
    text = message(path, name, units=units)
    assert "乌有市财政局" in text
    assert name in text


def test_the_unit_after_which_such_a_file_is_named_is_not_taken_to_have_sent_nothing() -> None:
    assert judged(received("乌有市财政局.xlsx", "乌有市国资委")).units["A1"].status is UnitStatus.NOT_OURS


@pytest.mark.parametrize(
    ("path", "name", "code"),
    [
        ("乌有市财政局.xlsx", "乌有市水务局", "A2"),
        ("乌有市财政局.xlsx", "乌有市国资委", "Z9"),
        ("A1.xlsx", "乌有市水务局", "A2"),
        ("A2-年报.xlsx", "乌有市财政局", "A1"),
        ("某县人民政府/某县财政局.xlsx", "某县人民政府", "B0"),
        ("乌有市财政局和乌有市水务局.xlsx", "某县财政局", "B1"),
        ("某县人民政府/财政局.xlsx", "某县水务局", "B2"),
        ("乌有市财政局预算科.xlsx", "乌有市财政局", "A1"),
    ],
)
def test_so_is_one_with_a_code(path: str, name: str, code: str) -> None:
    assert outcome(path, name, code) == NEITHER
    assert name in message(path, name, code)


@pytest.mark.parametrize(
    ("path", "name", "unit"),
    [
        ("乌有市财政局.xlsx", "乌有市 财政局", "A1"),
        ("乌有市财政局.xlsx", "乌有市财政局（本级）", "A1"),
        ("乌有市财政局.xlsx", "乌有市财政局机关", "A1"),
        ("乌有市财政局.xlsx", "财政局", "A1"),
        ("乌有市财政局.xlsx", "乌有市财政局办公室", "A1"),
        ("乌有市财政局.zip/年报.xlsx", "【乌有市】财政局", "A1"),
        ("某县人民政府/年报.xlsx", "某县", "B0"),
        ("某县/某县财政局（盖章）.xlsx", "某县财政局(机关)", "B1"),
        ("乌有市财政局/乌有市财政局预算科.xlsx", "预算科", "A3"),
    ],
)
def test_a_name_that_is_only_written_otherwise_is_that_of_the_file(path: str, name: str, unit: str) -> None:
    assert outcome(path, name) == (unit, "通过", "collect.by_name")
    text = message(path, name)
    assert f"“{name}”" in text
    assert f"“{CITY.by_key[unit].name}”" in text


@pytest.mark.parametrize(
    "name", ["乌有市财政局本级", "乌有市　财政局", "（乌有市财政局）", "乌有市财政局（机关）"]
)
def test_brackets_and_the_like_make_no_other_unit_whatever_the_file_is_called(name: str) -> None:
    assert outcome("1.xlsx", name) == ("A1", "通过", "collect.by_name")


def test_a_longer_name_that_is_a_unit_of_its_own_is_not_the_unit_that_it_begins_with() -> None:
    assert outcome("乌有市财政局.xlsx", "乌有市财政局预算科") == NEITHER
    assert outcome("年报.xlsx", "乌有市财政局预算科") == ("A3", "通过", "collect.by_name")
    short = Roster((Unit("1", "某县"), Unit("2", "某县人民政府")))
    assert outcome("某县.xlsx", "某县人民政府", units=short) == NEITHER
    assert outcome("某县人民政府.xlsx", "某县", units=short) == NEITHER
    assert outcome("某县.xlsx", "某县人民政府办公室", units=short) == NEITHER
    assert outcome("某县.xlsx", "某县", units=short) == ("1", "通过", "collect.by_name")


def test_a_folder_of_a_unit_above_holds_the_returns_of_those_below() -> None:
    for path in ("某县人民政府/年报.xlsx", "某县人民政府.zip/财政局.xlsx", "某县人民政府/B1/年报.xlsx"):
        assert outcome(path, "某县财政局", "B1") == ("B1", "通过")
        assert outcome(path, "某县财政局") == ("B1", "通过", "collect.by_name")
    assert outcome("某县人民政府.xlsx", "某县财政局", "B1") == NEITHER
    assert outcome("某县人民政府/年报.xlsx", "乌有市财政局", "A1") == NEITHER


# A cover that names no unit


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("乌有市财政局.xlsx", "A1"),
        ("某县财政局/年报.xlsx", "B1"),
        ("某县财政局.zip/1/年报.xlsx", "B1"),
        ("某县人民政府-某县财政局.xlsx", "B1"),
        ("某县人民政府/财政局.xlsx", "B1"),
        ("某县人民政府.zip/2024/水务局年报.xlsx", "B2"),
        ("乌有市/财政局.xlsx", "A1"),
        ("B2-年报.xlsx", "B2"),
    ],
)
@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_a_cover_without_a_unit_leaves_it_to_the_path(path: str, unit: str, name: str) -> None:
    assert outcome(path, name) == (unit, "通过", "collect.by_name")
    assert "文件名" in message(path, name)


@pytest.mark.parametrize(
    "path",
    ["年报.xlsx", "乌有市财政局和乌有市水务局.xlsx", "某县人民政府/审计局.xlsx", "某县人民政府/年报.xlsx"],
)
def test_where_the_path_does_not_tell_either_it_is_counted_for_none(path: str) -> None:
    """A county's folder may hold the return of any of its offices."""
    assert outcome(path) == ("非本单位", "collect.nameless")


def test_a_code_that_no_unit_has_is_not_overruled_by_the_path() -> None:
    assert outcome("乌有市财政局.xlsx", "", "Z9") == ("非本单位", "collect.stranger")
    assert outcome("乌有市财政局.xlsx", "乌有市财政局（本级）", "Z9") == ("需改正", "collect.unit_code")


# A code and a name that do not fit


@pytest.mark.parametrize("name", ["乌有市国资委", "财会中心", "乌有市", "乌有市农业农村局", "乌有市財政"])
@pytest.mark.parametrize("path", ["年报.xlsx", "乌有市财政局.xlsx", "A1/1.xlsx"])
def test_the_right_code_under_an_entirely_other_name_is_to_be_confirmed(path: str, name: str) -> None:
    assert outcome(path, name, "A1") == ("A1", "需核实", "collect.other_name")
    text = message(path, name, "A1")
    assert "乌有市财政局" in text
    assert name in text


@pytest.mark.parametrize(
    "name",
    [
        "", "乌有市财政局", " 乌有市 财政局 ", "乌有市财政局（本级）", "乌有市财政局本级",
        "（乌有市）财政局", "财政局", "乌有市财政局国库科", "乌有市财政局机关", "中共乌有市财政局",
    ],
)  # fmt: skip
def test_a_name_that_is_written_otherwise_or_contains_the_other_is_not(name: str) -> None:
    assert outcome("年报.xlsx", name, "A1") == ("A1", "通过")


@pytest.mark.parametrize(
    ("name", "meant"), [("乌有市水务局", "A2"), ("乌有市财政局预算科", "A3"), ("乌有市　水务局", "A2")]
)
def test_the_name_of_another_unit_of_the_roster_is_an_error(name: str, meant: str) -> None:
    """Even where it contains that of the unit of the code."""
    assert outcome("年报.xlsx", name, "A1") == ("需改正", "collect.unit_code")
    assert meant in message("年报.xlsx", name, "A1")


def test_a_unit_that_was_renamed_is_followed_by_its_code_and_asked_for_by_its_name() -> None:
    renamed = Roster((Unit("A1", "乌有市农业农村局"), Unit("A2", "乌有市水务局")))
    assert outcome("A1-乌有市农业局.xlsx", "乌有市农业局", "A1", units=renamed) == (
        "A1", "需核实", "collect.other_name",
    )  # fmt: skip
    assert outcome("乌有市农业农村局.xlsx", "乌有市农业局", units=renamed) == NEITHER
    assert outcome("乌有市农业局.xlsx", "乌有市农业局", units=renamed) == ("非本单位", "collect.stranger")


def test_a_form_that_was_issued_to_another_unit_is_counted_for_neither() -> None:
    """Whatever tells whose it is now: a code, or only a name."""
    assert outcome("1.xlsx", "乌有市财政局", "A1", issued_to="A2") == ("非本单位", "collect.issued")
    assert outcome("1.xlsx", "乌有市财政局", "Z9", issued_to="A2") == ("非本单位", "collect.issued")
    assert outcome("1.xlsx", "乌有市财政局", "A1", issued_to="a1") == ("A1", "通过")


# Two units of one name


@pytest.mark.parametrize(
    "path", ["城关镇.xlsx", "年报.xlsx", "乌有市/城关镇.xlsx", "甲县、乙县/城关镇.xlsx", "1/2/3.xlsx"]
)
def test_two_units_of_one_name_are_told_to_be_that(path: str) -> None:
    assert outcome(path, "城关镇") == UNTOLD
    text = message(path, "城关镇")
    assert "名册里有 2 个同名单位（代码 C1、D1），报表里没有单位代码，无法分辨" in text


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("甲县人民政府/城关镇.xlsx", "C1"),
        ("甲县/年报.xlsx", "C1"),
        ("乌有市/乙县（补报）/城关镇.xlsx", "D1"),
        ("乙县.zip/1/城关镇.xlsx", "D1"),
        ("甲县城关镇.xlsx", "C1"),
        ("D0/城关镇.xlsx", "D1"),
        ("D1-城关镇.xlsx", "D1"),
    ],
)
def test_the_folder_they_lie_in_decides_where_it_bears_the_name_of_a_parent(path: str, unit: str) -> None:
    assert outcome(path, "城关镇") == (unit, "通过", "collect.by_name")
    if "城关镇" in path:
        assert outcome(path) == (unit, "通过", "collect.by_name")


def test_none_of_them_is_asked_for_what_came() -> None:
    """Nor where the file cannot be read; one that sent a return with its code has what it sent."""
    untold = received("城关镇.xlsx", "城关镇")
    found = judged(untold).units
    assert {found[key].status for key in ("C1", "D1")} == {UnitStatus.NOT_OURS}
    assert all(found[key].file for key in ("C1", "D1"))
    found = judged(untold, received("1.xlsx", "城关镇", "C1")).units
    assert (found["C1"].status, found["D1"].status) == (UnitStatus.PASSED, UnitStatus.NOT_OURS)
    found = judged(received("城关镇.xlsx", edition="")).units
    assert {found[key].status for key in ("C1", "D1")} == {UnitStatus.UNREADABLE}
    assert found["A1"].status is UnitStatus.MISSING


def test_a_code_that_is_of_none_of_them_is_named() -> None:
    assert outcome("城关镇.xlsx", "城关镇", "Z9") == UNTOLD
    assert "Z9" in message("城关镇.xlsx", "城关镇", "Z9")
    assert outcome("甲县/城关镇.xlsx", "城关镇", "Z9") == ("需改正", "collect.unit_code")


def test_a_file_under_their_name_with_another_cover_is_counted_for_none_of_them() -> None:
    assert outcome("城关镇.xlsx", "乌有市国资委") == NEITHER


# A roster without codes


@pytest.mark.parametrize("code", ["", "A1", "Z9"])
@pytest.mark.parametrize("name", ["乌有市财政局", "乌有市财政局（本级）"])
def test_without_codes_in_the_roster_the_name_is_enough(code: str, name: str) -> None:
    """No code is missed, and one that a return gives is no fault."""
    assert outcome("年报.xlsx", name, code, units=WITHOUT_CODES) == ("乌有市财政局", "通过")


@pytest.mark.parametrize("name", ["", "财政局"])
def test_without_codes_in_the_roster_what_only_the_file_name_tells_is_said(name: str) -> None:
    found = outcome("乌有市财政局.xlsx", name, "", units=WITHOUT_CODES)
    assert found == ("乌有市财政局", "通过", "collect.by_name")
    assert "代码" not in message("乌有市财政局.xlsx", name, units=WITHOUT_CODES)


def test_without_codes_in_the_roster_no_unit_is_taken_for_another() -> None:
    assert outcome("年报.xlsx", "乌有市国资委", units=WITHOUT_CODES) == ("非本单位", "collect.stranger")
    assert outcome("乌有市水务局.xlsx", "乌有市财政局", "A1", units=WITHOUT_CODES) == NEITHER


# From files to sums


def test_what_is_counted_for_neither_is_in_no_sum(tmp_path: Path) -> None:
    city = "单位代码,单位名称\nA1,乌有市财政局\nA2,乌有市水务局\n"
    (tmp_path / "returns").mkdir()
    with zipfile.ZipFile(tmp_path / "returns" / "乌有市财政局.zip", "w") as packed:
        packed.writestr("年报.xlsx", book(values("", "乌有市国资委")))
    files = {"2.xlsx": book(values("A2", "乌有市审计局")), "3.xlsx": book(values("", "别处某局"))}
    collection = collected(tmp_path, files, units=city)
    assert statuses(collection) == {"A1": "非本单位", "A2": "需核实"}
    assert [file.path for file in collection.strays] == ["3.xlsx"]
    assert [entry.unit.code for entry in collection.ledger if entry.counted] == ["A2"]


def test_units_of_one_name_show_what_came_for_them(tmp_path: Path) -> None:
    towns = "单位代码,单位名称,上级\nC1,城关镇,甲县\nD1,城关镇,乙县\n"
    files = {"城关镇.xlsx": book(values("", "城关镇"))}
    collection = collected(tmp_path, files, units=towns)
    assert statuses(collection) == {"C1": "非本单位", "D1": "非本单位"}
    assert (collection.missing, collection.strays) == ((), ())
    for unit in ("C1", "D1"):
        (issue,) = collection.issues(unit)
        assert "名册里有 2 个同名单位（代码 C1、D1），报表里没有单位代码，无法分辨" in issue.message
    moved = collected(tmp_path / "again", {"乙县/城关镇.xlsx": files["城关镇.xlsx"]}, units=towns)
    assert statuses(moved) == {"C1": "未报", "D1": "通过"}


@pytest.mark.parametrize(
    ("path", "name", "code"),
    [
        ("乌有市财政局.xlsx", "", ""),
        ("乌有市财政局.xlsx", "乌有市国资委", ""),
        ("城关镇.xlsx", "城关镇", ""),
        ("城关镇.xlsx", "城关镇", "Z9"),
        ("1.xlsx", "", ""),
        ("1.xlsx", "乌有市国资委", "A1"),
    ],
)
def test_all_is_said_in_english_too(path: str, name: str, code: str) -> None:
    (file,) = judged(received(path, name, code)).files.values()
    names = {unit.name for unit in CITY.units} | {name}
    for issue in file.issues:
        text = english(issue)
        for one in sorted(names, key=len, reverse=True):
            text = text.replace(one, "") if one else text
        assert text.isascii(), text


def english(issue: Issue) -> str:
    return evolve(issue, lang="en").message


# Laws


NAMES = [unit.name for unit in CITY.units]
PIECES = [*NAMES, *CITY.by_key, "甲县", "财政局", "乌有市", "年报", "乌有市国资委"]


@settings(max_examples=300)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=2).map("-".join), min_size=1, max_size=3),
    st.sampled_from([*NAMES, "", "乌有市国资委", "财政局", "某县", "乌有市财政局（本级）"]),
    st.sampled_from([*CITY.by_key, "", "", "Z9"]),
)
def test_no_unit_is_given_a_return_that_names_another(parts: list[str], name: str, code: str) -> None:
    """What counts bears the unit's code, or its name, or no unit at all, and no other name in its way."""
    counted, *_ = outcome(f"{'/'.join(parts)}.xlsx", name, code)
    if counted in CITY.by_key:
        unit = CITY.by_key[counted]
        assert code in ("", counted)
        assert not name or is_similar_name(name, unit.name) or code
        assert name in ("", unit.name) or name not in NAMES
        assert parts[-1] not in NAMES or parts[-1] == unit.name
