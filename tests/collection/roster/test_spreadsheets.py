"""Cells are read as they are shown, and CSV as Excel, WPS and people write it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from rosters import found, in_workbook, packed, parents, written

import gkxl
from gkxl.collection.roster import read_roster
from gkxl.collection.roster.spreadsheets import LIMITS

if TYPE_CHECKING:
    from office import Office


HEAD = ["单位代码", "单位名称", "层级", "上级"]


@pytest.mark.parametrize("merge", ["D3:D5", "D3:D9", "D3:E5"])
def test_what_is_merged_downwards_holds_for_all_its_rows(merge: str) -> None:
    rows = [HEAD, ["1", "甲"], ["2", "乙", "县级", "甲"], ["3", "丙", "县级"], ["4", "丁", "县级"]]
    roster = read_roster(in_workbook(rows, [merge]))
    assert (parents(roster), found(roster)) == ({"1": "", "2": "1", "3": "1", "4": "1"}, [])


def test_levels_are_merged_too_and_a_blank_merge_is_blank() -> None:
    rows = [HEAD, ["1", "甲", "县级"], ["2", "乙"], ["3", "丙", "县级", "甲"]]
    roster = read_roster(in_workbook(rows, ["C2:C3", "D2:D3"]))
    assert [(unit.level, unit.parent) for unit in roster.units] == [("县级", ""), ("县级", ""), ("县级", "1")]


def test_a_unit_merged_over_several_rows_is_one_unit_with_all_its_contacts() -> None:
    rows = [
        ["单位代码", "单位名称", "上级", "联系人"],
        ["1", "甲", None, "张"],
        [None, None, None, "李"],
        ["2", "乙", "甲", "王"],
    ]
    roster = read_roster(in_workbook(rows, ["A2:A3", "B2:B3", "C2:C3"]))
    assert (parents(roster), found(roster)) == ({"1": "", "2": "1"}, [])
    assert roster.units[0].extra == {"联系人": "张；李"}


def test_a_line_merged_over_the_columns_is_no_unit() -> None:
    rows = [["单位名称", "上级"], ["一、市直部门"], ["甲", None]]
    assert found(read_roster(in_workbook(rows, ["A2:B2"]))) == [("roster.no_unit", "A2")]


@pytest.mark.parametrize(
    ("value", "mask", "shown"),
    [
        (12, "0000", "0012"),
        (12, "000000", "000012"),
        (1234567, "0000", "1234567"),
        (7, '"JG"000', "JG007"),
        (12, "General", "12"),
        ("0012", "@", "0012"),
        (12, "0", "12"),
        (114105000057, "General", "114105000057"),
        (11410500005770, "0", "11410500005770"),
    ],
)
def test_codes_are_as_they_are_shown(value: object, mask: str, shown: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位代码", "单位名称", "上级"])
    sheet.append([value, "甲", None])
    sheet.append(["9", "乙", value])
    sheet["A2"].number_format = sheet["C3"].number_format = mask
    assert parents(read_roster(packed(book))) == {shown: "", "9": shown}


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("=VLOOKUP(1,B:B,1)", "General"),
        (dt.date(2024, 1, 2), "m/d"),
        (0.5, "0%"),
        ("#REF!", "@"),
        (12, '"1"0'),
    ],
)
@pytest.mark.parametrize("cell", ["A3", "D3"])
def test_what_does_not_show_what_was_typed_is_an_error(cell: str, value: Any, mask: str) -> None:  # noqa: ANN401 (anything)
    """A parent that cannot be read must not be no parent."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEAD, ["1", "甲", None, None], ["2", "乙", None, None]):
        sheet.append(row)
    sheet[cell] = value
    sheet[cell].number_format = mask
    if value == "#REF!":
        sheet[cell].data_type = "e"
    assert ("roster.unclear", cell) in found(read_roster(packed(book)))


@pytest.mark.parametrize("unseen", ["\x00", "\x1f", "\u202e", "\u200b", "\ufeff", "\x9b", "\ufffe"])
def test_what_nobody_sees_is_left_out_everywhere(unseen: str) -> None:
    roster = written(
        "单位代码,单位名称,上级,联系人", f"1{unseen},甲{unseen}局,,张{unseen}三", f"2,乙,甲{unseen}局,"
    )
    assert [unit.name for unit in roster.units] == ["甲局", "乙"]
    assert parents(roster) == {"1": "", "2": "1"}
    assert roster.units[0].extra == {"联系人": "张三"}


def test_merges_that_cover_very_much_are_refused_and_never_unfolded() -> None:
    rows = [HEAD, *[[str(n), f"单位{n}"] for n in range(1000)]]
    assert len(read_roster(in_workbook(rows, ["D2:D1048576"])).units) == len(rows) - 1
    wide = in_workbook([[*HEAD, *[None] * 700, "x"], *rows[1:]], ["E2:ZZ900"])
    assert LIMITS.cells < 900 * 700
    with pytest.raises(gkxl.errors.LimitError, match="合并"):
        read_roster(wide)


def test_so_many_units_may_be_in_a_roster() -> None:
    """All of a large province; a list without end is refused before its names are compared."""
    rows = ["单位代码,单位名称", *(f"{number},单位{number}" for number in range(15_001))]
    assert len(read_roster("\n".join(rows[:-1]).encode()).units) == 15_000
    with pytest.raises(gkxl.errors.LimitError, match="名册里的单位数为 15,001"):
        read_roster("\n".join(rows).encode())


@pytest.mark.parametrize("to", ["xls", "ods"])
def test_old_formats_are_read_but_for_numbers(office: Office, to: str) -> None:
    """Their number formats are not known: 12 may be shown as 0012."""
    pytest.importorskip("python_calamine", reason="the extra gkxl[legacy] is not installed")
    rows = [HEAD, ["0010", "甲", "县级", None], ["2", "乙", "县级", "甲"], [3, "丙", None, None]]
    old = office.convert({"old": in_workbook(rows, ["D3:D4"])}, to)["old"]
    roster = read_roster(old)
    assert (parents(roster), found(roster)) == (
        {"0010": "", "2": "0010", "3": "0010"},
        [("roster.unclear", "A4")],
    )


@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
def test_delimiters(mark: str) -> None:
    roster = written(
        "某市，各单位，名册", mark.join(["单位代码", "单位名称"]), mark.join(["1", "甲"]), mark.join("2乙")
    )
    assert [unit.code for unit in roster.units] == ["1", "2"]


@pytest.mark.parametrize("code", ['="0012"', '"=""0012"""', "'0012", " 0012 ", '"0012"', "００12"])
def test_codes_that_are_kept_from_excel(code: str) -> None:
    assert [unit.code for unit in written("单位代码,单位名称", f"{code},甲").units] == ["0012"]


@pytest.mark.parametrize("code", ["1.10E+17", "1E+15", "1.14105e+17"])
def test_digits_that_are_lost_are_an_error(code: str) -> None:
    assert found(written("单位代码,单位名称,上级", f"{code},甲,", f"2,乙,{code}")) == [
        ("roster.mangled", "A2"),
        ("roster.mangled", "C3"),
    ]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['1,"甲,市级', "2,乙,县级", "3,丙,县级"], 2),
        (["1,甲,市级", '2,"乙,县级', '3,丙",县级'], 3),
        (["1,甲,市级", '2,乙,"县级', '3,丙,县级"'], 3),
        (['1,"甲"乙,市级', "2,乙,县级"], 2),
        (['1,甲,"两行', '的说明"', '2,"乙,县级'], 4),
    ],
)  # fmt: skip
def test_an_unclosed_quotation_mark_is_named_with_its_line(lines: list[str], line: int) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError, match=f"第 {line} 行") as error:
        written("单位代码,单位名称,备注", *lines)
    assert "CSV" not in error.value.zh
    assert f"line {line}" in error.value.en


def test_a_cell_may_go_over_several_lines() -> None:
    roster = written("单位代码,单位名称,备注", '1,"某市\n财政局","一\n二"', "2,乙,")
    assert [(unit.name, unit.extra["备注"]) for unit in roster.units] == [("某市财政局", "一 二"), ("乙", "")]
    assert [unit.code for unit in roster.units] == ["1", "2"]


def test_a_comma_that_moves_the_cells_is_an_error() -> None:
    assert found(written("单位代码,单位名称,上级", "1,甲,", "2,乙,丙局,甲")) == [("roster.beyond", "B3")]


@pytest.mark.parametrize("code", ["1001.0", "10.00", "110000000000000001.0"])
def test_codes_that_a_program_kept_as_numbers_are_errors(code: str) -> None:
    """A return says 1001; as a parent the code is known, as no other is meant."""
    assert found(written("单位代码,单位名称", f"{code},甲局")) == [("roster.mangled", "A2")]
    whole = code.partition(".")[0]
    lines = (f"{whole},甲局,", f"2,乙局,{code}")
    assert found(written("单位代码,单位名称,上级", *lines)) == [("roster.near", "C3")]
