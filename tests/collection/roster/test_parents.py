"""A unit above is known by its code, its name, a path, or nearly; what cannot be told is asked."""

from __future__ import annotations

import pytest
from rosters import found, in_workbook, parents, sheets, written

import gkxl
from gkxl.collection.roster import read_roster

UNITS = ("0010,乌有市财政局,", "0020,乌有市甲县人民政府,", "0021,乌有市公路（桥梁）局,")
HEAD = "单位代码,单位名称,上级"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("0010", "0010"),
        ("乌有市财政局", "0010"),
        (" 乌有市 财政局", "0010"),
        ("００10", "0010"),
        ("乌有市公路(桥梁)局", "0021"),
        ("乌有市公路【桥梁】局", "0021"),
    ],
)
def test_white_space_width_and_brackets_make_no_difference(given: str, key: str) -> None:
    roster = written(HEAD, *UNITS, f"9,某所,{given}")
    assert (parents(roster)["9"], found(roster)) == (key, [])


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("乌有市财政局（本级）", "0010"),
        ("财政局", "0010"),
        ("市财政局", "0010"),
        ("10", "0010"),
        ("10.0", "0010"),
        ("0010.00", "0010"),
        ("乌有市财政局（主管）", "0010"),
        ("乌有市财政局[2024]", "0010"),
        ("甲县", "0020"),
        ("乌有市甲县政府", "0020"),
        ("甲县人民政府", "0020"),
        ("子虚省乌有市财政局", "0010"),
    ],
)
def test_a_text_that_nearly_names_a_unit_is_taken_for_it_with_a_warning(given: str, key: str) -> None:
    roster = written(HEAD, *UNITS, f"9,某所,{given}")
    (issue,) = roster.issues
    assert (issue.code, issue.cell, issue.severity) == ("roster.near", "C5", gkxl.Severity.WARNING)
    assert {unit.code: unit.name for unit in roster.units}[key] in issue.message
    assert parents(roster)["9"] == key


@pytest.mark.parametrize(
    "given",
    [
        "东县（C07）",
        "“东县”（代码 C07）",
        "东县 C07",
        "东县-c07",
        "C07 东县",
        "东县C07",
        "东县【Ｃ07】",
        "东县人民政府（C07）",
        "东县/",
    ],
)
def test_a_name_and_a_code_in_one_cell_are_that_unit_with_a_warning(given: str) -> None:
    """Messages write units so, and offices copy it: taken for a stranger the unit is added twice."""
    roster = written(HEAD, "C07,东县,", f"9,某所,{given}")
    assert (parents(roster)["9"], [issue.code for issue in roster.issues]) == ("C07", ["roster.near"])


@pytest.mark.parametrize("given", ["东县（C08）", "C08 东县", "东县、西县"])
def test_a_name_and_a_code_of_different_units_are_asked(given: str) -> None:
    roster = written(HEAD, "C07,东县,", "C08,西县,", f"9,某所,{given}")
    assert [issue.code for issue in roster.issues] == ["roster.ambiguous"]


@pytest.mark.parametrize(
    "given", ["乌有市财证局", "乌有市财政厅局", "乌有市财政局二科", "乌有市财政局机关党委", "乌有市财政局A"]
)
def test_a_slip_of_the_pen_or_a_longer_name_is_named_with_the_nearest_unit(given: str) -> None:
    roster = written(HEAD, *UNITS, f"9,某所,{given}")
    (issue,) = roster.issues
    assert (issue.code, issue.cell, "乌有市财政局" in issue.message) == ("roster.like", "C5", True)
    assert roster.outside == (given,)


@pytest.mark.parametrize(
    "given", ["某省人民政府", "乌有市人民政府", "乌有市税务局", "丙县财政局分局", "市委", "999"]
)
def test_what_is_like_no_unit_is_outside_the_roster(given: str) -> None:
    roster = written(HEAD, *UNITS, f"9,某所,{given}", f"8,另一所,{given}")
    assert (parents(roster)["9"], roster.outside, roster.issues) == (given, (given,), ())


@pytest.mark.parametrize("given", ["", "无", "—", "/", "-", "没有"])
def test_there_may_be_none_above(given: str) -> None:
    roster = written(HEAD, f"9,某所,{given}")
    assert (parents(roster)["9"], roster.outside) == ("", ())


TOWNS = ("1,甲县,", "2,乙县,", "3,城关镇,甲县", "4,城关镇,2", "5,柳树镇,乙县/城关镇", "6,某村,")


@pytest.mark.parametrize("given", ["城关镇", "城关镇（本级）", "关镇"])
def test_a_name_of_two_units_is_an_error_that_asks_for_the_code(given: str) -> None:
    roster = written(HEAD, *TOWNS, f"9,某所,{given}")
    (issue,) = roster.issues
    assert (issue.code, issue.cell, issue.severity) == ("roster.ambiguous", "C8", gkxl.Severity.ERROR)
    assert "代码 3" in issue.message
    assert "代码 4" in issue.message


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("甲县/城关镇", "3"),
        ("乙县／城关镇", "4"),
        ("某市/乙县/城关镇", "4"),
        ("2\\城关镇", "4"),
        ("甲县>城关镇", "3"),
        ("甲县 → 城关镇", "3"),
        ("乙县/城关镇/柳树镇", "5"),
    ],
)
def test_a_path_is_followed(given: str, key: str) -> None:
    roster = written(HEAD, *TOWNS, f"9,某所,{given}")
    assert (parents(roster)["9"], parents(roster)["5"], found(roster)) == (key, "4", [])


@pytest.mark.parametrize("given", ["丙县/城关镇", "甲县/柳树镇", "甲县/某某所"])
def test_a_path_that_leads_nowhere_is_an_error(given: str) -> None:
    assert found(written(HEAD, *TOWNS, f"9,某所,{given}")) == [("roster.path", "C8")]


def test_a_path_outside_the_roster_is_one_unit_outside() -> None:
    assert written(HEAD, *TOWNS, "9,某所,某省/某市").outside == ("某省/某市",)


def test_names_that_hold_a_stroke_are_names() -> None:
    assert parents(written(HEAD, "1,甲/乙局,", "2,某所,甲/乙局")) == {"1": "", "2": "1"}


def test_two_columns_must_name_the_same_unit() -> None:
    head = "单位代码,单位名称,上级代码,上级名称"
    towns = ("1,甲县,,", "2,乙县,,", "3,城关镇,1,甲县", "4,城关镇,2,")
    assert not written(head, *towns, "9,某所,3,城关镇").issues
    assert parents(written(head, *towns, "9,某所,,甲县"))["9"] == "1"
    assert not written(head, *towns, "9,某所,X1,某省人民政府").issues
    assert found(written(head, *towns, "9,某所,1,乙县")) == [("roster.parents", "D6")]
    assert found(written(head, *towns, "9,某所,1,某省人民政府")) == [("roster.parents", "D6")]


def test_the_same_as_above_is_the_same_as_above() -> None:
    assert parents(written(HEAD, "1,甲,", "2,乙,甲", "3,丙,同上", "4,丁,〃"))["4"] == "1"


@pytest.mark.parametrize("heading", ["归谁", "挂靠在", "大类", "片区", "业务指导"])
def test_a_further_column_of_units_is_asked_before_anything_is_added(heading: str) -> None:
    roster = written(f"单位代码,单位名称,{heading}", "1,甲局,", "2,乙所,甲局", "3,丙所,1")
    (issue,) = roster.issues
    assert (issue.code, issue.cell, issue.severity) == ("roster.perhaps_parent", "C1", gkxl.Severity.ERROR)
    settled = written(f"单位代码,单位名称,{heading},上级", "1,甲局,,", "2,乙所,甲局,", "3,丙所,1,")
    assert [issue.severity for issue in settled.issues] == [gkxl.Severity.WARNING]


def test_a_column_of_other_things_is_no_doubt() -> None:
    roster = written("序号,单位代码,单位名称,简称,电话", "2,1,甲局,甲,11", "1,2,乙局,乙,12", "3,3,丙局,,13")
    assert not roster.issues


def test_levels_that_differ_without_a_column_of_parents_are_asked() -> None:
    rows = ("1,某县,县级", "2,某局,部门单位")
    assert found(written("单位代码,单位名称,层级", *rows)) == [("roster.no_parent", "C1")]
    assert not written("单位代码,单位名称,层级,上级", *(f"{row}," for row in rows)).issues
    assert not written("单位代码,单位名称,层级", "1,某局,部门单位", "2,某所,").issues


def test_a_sheet_called_after_a_unit_is_asked() -> None:
    head = ["单位代码", "单位名称"]
    roster = read_roster(sheets({"全县": [head, ["1", "甲县"]], "甲县": [head, ["2", "甲县财政局"]]}))
    assert found(roster) == [("roster.sheet_name", "B1")]


def test_very_many_levels_are_refused() -> None:
    rows = [
        ["单位代码", "单位名称", "上级"],
        *[[f"c{n}", f"单位{n}", f"c{n - 1}" if n else ""] for n in range(60)],
    ]
    with pytest.raises(gkxl.errors.LimitError, match="层数"):
        read_roster(in_workbook(rows))
