"""Headings are known by what they mean, however they are written, and so are the words below them."""

from __future__ import annotations

import pytest
from rosters import found, parents, written

from gkxl.collection.roster.columns import answer, level_of, meaning


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "上级",
            "上级主管部门",
            "上级单位名称",
            "主管部门",
            "隶属单位",
            "上级（必填）",
            "上 级*",
            "上级\n单位",
        ),
        *(
            "主管单位代码",
            "归口管理部门",
            "所属单位",
            "隶属于",
            "上一级单位",
            "直属上级",
            "業務主管部门"[2:],
            "parent",
        ),
        *("上级（代码或名称）", "【选填】上级", "上级机关", "parent_code", "上级政府", "单位名称（上级）"),
    ],
)
def test_headings_of_the_unit_above(heading: str) -> None:
    assert meaning(heading) == "parent"


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("单位⏎代码".replace("⏎", "\n"), "code"),
        ("统一社会信用代码（18位）", "code"),
        ("*机构编码", "code"),
        ("部门名称", "name"),
        ("填报单位（全称）", "name"),
        ("层级（必填）", "level"),
        ("单 位 级 别", "level"),
        ("是否含下级单位", "contains"),
        ("含下级（是/否）", "contains"),
        ("是否合并下级", "contains"),
        ("汇总口径", "contains"),
        ("数据范围（必填）", "contains"),
    ],
)
def test_other_headings(heading: str, meant: str) -> None:
    assert meaning(heading) == meant


@pytest.mark.parametrize(
    "heading",
    ["序号", "编号", "联系人", "主管领导", "上级联系电话", "单位地址", "行政级别", "隶属关系", "No.", "备注"],
)
def test_headings_of_further_columns(heading: str) -> None:
    """A number that counts the rows is no code, and who is in charge is no unit."""
    assert meaning(heading) == ""


def test_a_heading_is_read_along_with_that_of_its_group() -> None:
    assert meaning("代码", "上级") == meaning("名称", "主管单位") == "parent"
    assert meaning("代码", "单位") == "code"
    assert meaning("单位名称", "基本情况") == "name"


@pytest.mark.parametrize(
    "no",
    [
        "否",
        "N",
        "×",
        "无",
        "不包含",
        "仅本级",
        "否。",
        "不 含",
        "否 仅本级",
        " Ｎｏ ",
        "不含",
        "否（仅本级）",
        "✗",
        "FALSE",
    ],
)
def test_words_for_no(no: str) -> None:
    roster = written("单位代码,单位名称,含下级", f"1,甲,{no}")
    assert (roster.units[0].contains, found(roster)) == (False, [])


@pytest.mark.parametrize("yes", ["", "是", "Y", "√", "包含", "含下级", "是。", "１", "TRUE"])
def test_words_for_yes(yes: str) -> None:
    roster = written("单位代码,单位名称,含下级", f"1,甲,{yes}")
    assert (roster.units[0].contains, found(roster)) == (True, [])


@pytest.mark.parametrize("neither", ["大概", "是/否", "部分", "否，但含二级单位", "-", "2"])
def test_other_words_are_an_error_with_the_cell(neither: str) -> None:
    assert answer(neither) is None
    assert found(written("单位代码;单位名称;含下级", f"1;甲;{neither}")) == [("roster.contains", "C2")]


def test_levels_are_known_however_they_are_spaced() -> None:
    assert [level_of(text) for text in ("县级", " 县 级", "", "区级")] == ["县级", "县级", "", None]


def test_of_two_columns_of_codes_one_is_the_unit_s_own_and_both_are_known_as_parents() -> None:
    roster = written("统一社会信用代码,单位代码,单位名称,上级", "X1,1,甲,", "X2,2,乙,X1", "X3,3,丙,1")
    assert parents(roster) == {"1": "", "2": "1", "3": "1"}
    assert [unit.extra for unit in roster.units] == [{"统一社会信用代码": f"X{n}"} for n in (1, 2, 3)]
