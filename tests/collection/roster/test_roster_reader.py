"""A roster is read from what offices keep, and what is wrong with it is said with its cell."""

from __future__ import annotations

import pytest
from rosters import in_workbook

from gkxl.collection.roster import Unit, read_roster
from gkxl.errors import DataError, UnreadableFileError

CHINESE = "单位代码,单位名称,层级,上级,联系电话\nA1,某市,市级,,123\nA2,某市财政局,部门单位,某市,\n"


def found(text: str) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.cell) for issue in read_roster(text.encode()).issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_that_offices_use_is_read(encoding: str) -> None:
    roster = read_roster(CHINESE.encode(encoding))
    assert roster.issues == ()
    assert roster.units == (
        Unit("A1", "某市", "市级", "", extra={"联系电话": "123"}),
        Unit("A2", "某市财政局", "部门单位", "A1", extra={"联系电话": ""}),
    )


def test_further_columns_are_kept() -> None:
    assert [unit.extra for unit in read_roster(CHINESE.encode()).units] == [
        {"联系电话": "123"},
        {"联系电话": ""},
    ]


def test_a_workbook_says_the_same() -> None:
    rows = [line.split(",") for line in CHINESE.splitlines()]
    assert read_roster(in_workbook([["全市名册"], *rows])) == read_roster(CHINESE.encode())


def test_english_headings_other_delimiters_and_titles_are_known() -> None:
    text = "名册\nlevel;unit;unit_code\n市级;某市;A1\n\n;某局;A2\n"
    assert read_roster(text.encode()).units == (Unit("A1", "某市", "市级"), Unit("A2", "某局"))


def test_numbers_are_codes_without_a_point() -> None:
    book = in_workbook([["单位代码", "单位名称"], [1101, "甲"], ["0012", "乙"]])
    assert [unit.code for unit in read_roster(book).units] == ["1101", "0012"]


def test_a_code_that_excel_has_rounded_is_named() -> None:
    book = in_workbook([["单位代码", "单位名称"], [114105000057702123, "甲"]])
    assert [(issue.code, issue.cell) for issue in read_roster(book).issues] == [("roster.mangled", "A2")]
    assert found("单位代码,单位名称\n1.14105E+17,甲\n") == [("roster.mangled", "A2")]


def test_what_is_blank_double_or_unknown_is_named_with_its_cell() -> None:
    text = "单位代码,单位名称,层级\nA1,甲,市级\nA1,乙,\n,丙,\nA4,,区级\n"
    assert found(text) == [
        ("roster.duplicate", "A3"),
        ("roster.blank", "A4"),
        ("roster.blank", "B5"),
        ("roster.level", "C5"),
    ]


def test_units_above_themselves_are_named_once() -> None:
    text = "单位代码,单位名称,上级\nA,甲,B\nB,乙,C\nC,丙,A\nD,丁,D\nE,戊,A\n"
    issues = read_roster(text.encode()).issues
    assert [(issue.code, issue.cell, issue.facts["names"]) for issue in issues] == [
        ("roster.cycle", "A2", "A→B→C→A"),
        ("roster.cycle", "A5", "D→D"),
    ]


def test_a_parent_that_is_not_in_the_roster_stays_as_it_was_given() -> None:
    (unit,) = read_roster("单位代码,单位名称,上级\nA,甲,某市人民政府\n".encode()).units
    assert unit.parent == "某市人民政府"


def test_a_return_contains_those_below_it_unless_the_roster_says_otherwise() -> None:
    text = "单位代码,单位名称,含下级\nA,甲,\nB,乙,否\nC,丙,是\n"
    assert [unit.contains for unit in read_roster(text.encode()).units] == [True, False, True]


def test_a_roster_with_errors_is_refused_with_their_places() -> None:
    with pytest.raises(DataError, match=r"名册有 1 处需改正：.*A3"):
        read_roster("单位代码,单位名称\nA,甲\nA,乙\n".encode()).checked()


@pytest.mark.parametrize("text", ["", "姓名,电话\n张三,1\n", "单位代码,单位名称\n"])
def test_what_is_no_roster_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="名册里"):
        read_roster(text.encode())


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_roster(b"\xff\xfe\x00")
