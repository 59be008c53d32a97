"""Tables are found wherever they are on a sheet, and headings are known by what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from rosters import found, in_workbook, packed, parents, sheets, written

import gkxl
from gkxl.collection.roster import read_roster
from gkxl.collection.roster.table import find_meaning, read_answer, read_level

if TYPE_CHECKING:
    from pathlib import Path


ROWS: list[list[Any]] = [["单位代码", "单位名称", "上级"], ["1", "甲", None], ["2", "乙", "甲"]]


@pytest.mark.parametrize(
    "above",
    [
        [["某市单位名册"]],
        [["某市单位名册"], [], ["填报单位：某市", None, "2024年"]],
        [["填报单位", "某市人民政府办公室"], ["说明：代码按统一社会信用代码填写"]],
        [[f"第 {n} 条说明"] for n in range(20)],
    ],
)
def test_titles_and_notes_may_come_before_the_headings(above: list[list[str]]) -> None:
    roster = read_roster(in_workbook([*above, *ROWS], ["A1:C1"] if len(above[0]) == 1 else ()))
    assert (parents(roster), found(roster)) == ({"1": "", "2": "1"}, [])
    assert roster.tables[0].row == len(above) + 1


def test_columns_come_in_any_order_beside_others() -> None:
    roster = read_roster(
        in_workbook([["备注", "上级", "", "单位名称", "单位代码"], ["x", "", "", "甲", "1"]])
    )
    assert [(c.heading, c.address, c.meaning) for c in roster.tables[0].columns] == [
        ("备注", "A1", ""),
        ("上级", "B1", "parent"),
        ("单位名称", "D1", "name"),
        ("单位代码", "E1", "code"),
    ]


def test_every_sheet_with_the_headings_is_read_in_order_and_others_are_named() -> None:
    tables: dict[str, list[list[Any]]] = {
        "说明": [["填表说明"], ["请逐项填写"]],
        "市直": ROWS,
        "县区": [["2024 年"], ["主管部门", "单位", "代码"], ["甲", "丙", "3"]],
        "空": [],
    }
    roster = read_roster(sheets(tables))
    assert parents(roster) == {"1": "", "2": "1", "3": "1"}
    assert [(table.sheet, table.row) for table in roster.tables] == [("市直", 1), ("县区", 2)]
    assert (roster.passed_over, found(roster)) == (("说明",), [("roster.sheet", "A1")])
    assert roster.checked()


def test_a_return_is_no_roster(tmp_path: Path) -> None:
    """Its cover has a line for the name of the unit, and would be read as a list of whatever stands below."""
    gkxl.write_template(tmp_path / "年报.xlsx", year=2024, unit="某市财政局")
    with pytest.raises(gkxl.errors.DataError, match="这是年度报告的表格，不是名册"):
        read_roster(tmp_path / "年报.xlsx")


def test_a_unit_on_two_sheets_is_named_with_both() -> None:
    roster = read_roster(sheets({"一": ROWS, "二": [ROWS[0], ["2", "乙", None]]}))
    (issue,) = roster.issues
    assert (issue.code, issue.sheet, issue.cell) == ("roster.duplicate", "二", "A2")
    assert "“一”第 3 行" in issue.message


def test_hidden_sheets_are_not_read_but_named() -> None:
    book = openpyxl.Workbook()
    for name in ("名册", "旧名册"):
        sheet = book.create_sheet(name)
        for row in ROWS:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book["旧名册"].sheet_state = "hidden"
    assert found(read_roster(packed(book))) == [("roster.hidden", "A1")]


def test_headings_that_are_printed_again_are_no_units_and_other_ones_begin_another_table() -> None:
    head = "单位代码,单位名称,上级"
    roster = written(head, "1,甲,", head, "2,乙,甲", "上级,代码,名称", "甲,3,丙")
    assert parents(roster) == {"1": "", "2": "1", "3": "1"}


def test_headings_in_two_rows_are_read_together() -> None:
    rows = [
        ["单位", None, "上级", None, "电话"],
        ["代码", "名称", "代码", "名称", None],
        ["1", "甲", None, None, "11"],
        ["2", "乙", "1", "甲", "12"],
        ["3", "丙", None, "乙", "13"],
    ]
    roster = read_roster(in_workbook(rows, ["A1:B1", "C1:D1", "E1:E2"]))
    assert (parents(roster), found(roster)) == ({"1": "", "2": "1", "3": "2"}, [])
    assert [unit.extra for unit in roster.units] == [{"电话": "11"}, {"电话": "12"}, {"电话": "13"}]


def test_a_title_over_most_columns_is_no_heading_of_a_group() -> None:
    rows = [["某市名册"], [*ROWS[0], "联系人"], ["1", "甲", None, "张"]]
    roster = read_roster(in_workbook(rows, ["A1:C1"]))
    assert [column.heading for column in roster.tables[0].columns] == [*ROWS[0], "联系人"]


def test_headings_merged_over_two_rows_are_one() -> None:
    rows = [
        [*ROWS[0], "联系人", None],
        [None, None, None, "姓名", "电话"],
        *[[*row, "张", "1"] for row in ROWS[1:]],
    ]
    roster = read_roster(in_workbook(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]))
    assert parents(roster) == {"1": "", "2": "1"}
    assert roster.units[0].extra == {"联系人 姓名": "张", "联系人 电话": "1"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["姓名", "电话"], ["张三", "1"]], ["“单位名称”", "第 1 至 2 行", "“姓名”、“电话”"]),
        (
            [["名册"], ["序号", "统一社会信用代码", "联系人"], ["1", "X", "张"]],
            ["第 2 行", "“统一社会信用代码”"],
        ),
    ],
)
def test_what_is_missing_and_what_is_there_instead_is_told(rows: list[list[str]], said: list[str]) -> None:
    with pytest.raises(gkxl.errors.DataError) as error:
        read_roster(in_workbook(rows))
    assert all(words in error.value.zh for words in said)


@pytest.mark.parametrize(
    "head", ["单位名称", "序号,单位名称", "序号,部门名称,联系人", "单位", "单位代码,单位名称"]
)
def test_a_code_may_be_left_out_and_the_name_is_the_key(head: str) -> None:
    columns = head.count(",") + 1
    row = {1: "{}", 2: ",{}" if "代码" in head else "9,{}", 3: "9,{},张"}[columns]
    roster = written(head, row.format("甲局"), row.replace("9", "8").format("乙局"))
    assert [(unit.key, unit.code, unit.name) for unit in roster.units] == [
        ("甲局", "", "甲局"),
        ("乙局", "", "乙局"),
    ]
    assert not roster.issues


def test_two_units_of_one_name_are_told_apart_by_codes_only() -> None:
    assert found(written("单位名称", "甲局", "乙局", "甲 局")) == [("roster.duplicate", "A4")]
    assert "第 2 行" in written("单位名称", "甲局", "乙局", "甲 局").issues[0].message
    assert not written("单位代码,单位名称", "1,甲局", "2,甲局").issues


@pytest.mark.parametrize("line", ["合计,", "注：本表由办公室填写,", "共 2 个单位,", "填表人：张三,"])
def test_sums_and_notes_below_are_no_units(line: str) -> None:
    roster = written("单位名称,电话", "甲,1", line)
    assert found(roster) == [("roster.no_unit", "A3")]


def test_rows_with_nothing_but_a_number_are_passed_over() -> None:
    roster = written("序号,单位代码,单位名称", "1,A,甲", "2,,", "3,,")
    assert ([unit.code for unit in roster.units], found(roster)) == (["A"], [])


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
    assert find_meaning(heading) == "parent"


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
    assert find_meaning(heading) == meant


@pytest.mark.parametrize(
    "heading",
    ["序号", "编号", "联系人", "主管领导", "上级联系电话", "单位地址", "行政级别", "隶属关系", "No.", "备注"],
)
def test_headings_of_further_columns(heading: str) -> None:
    """A number that counts the rows is no code, and who is in charge is no unit."""
    assert find_meaning(heading) == ""


def test_a_heading_is_read_along_with_that_of_its_group() -> None:
    assert find_meaning("代码", "上级") == find_meaning("名称", "主管单位") == "parent"
    assert find_meaning("代码", "单位") == "code"
    assert find_meaning("单位名称", "基本情况") == "name"


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
    assert read_answer(neither) is None
    assert found(written("单位代码;单位名称;含下级", f"1;甲;{neither}")) == [("roster.contains", "C2")]


def test_levels_are_known_however_they_are_spaced() -> None:
    assert [read_level(text) for text in ("县级", " 县 级", "", "区级")] == ["县级", "县级", "", None]


def test_of_two_columns_of_codes_one_is_the_unit_s_own_and_both_are_known_as_parents() -> None:
    roster = written("统一社会信用代码,单位代码,单位名称,上级", "X1,1,甲,", "X2,2,乙,X1", "X3,3,丙,1")
    assert parents(roster) == {"1": "", "2": "1", "3": "1"}
    assert [unit.extra for unit in roster.units] == [{"统一社会信用代码": f"X{n}"} for n in (1, 2, 3)]
