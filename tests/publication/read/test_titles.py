"""Unit and year are those of the title nearest to section one; page title and period are witnesses."""

from __future__ import annotations

import re

import pytest
from pages_of_tables import NEWEST, PERMITS, Cell, codes, page
from test_passages import report

from gkxl.publication.read import TextLine
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.titles import Title, find_title
from workbooks import at

UNIT = "某市财政局"


@pytest.mark.parametrize(
    "lines",
    [
        ["某市财政局2023年政府信息公开工作年度报告"],
        ["某市财政局", "2023年政府信息公开工作年度报告"],
        ["某市财政局2023年政府信息", "公开工作年度报告"],
        ["某市财政局政府信息公开工作年度报告（2023年）"],
        ["某市财政局政府信息公开工作年度报告", "（2023年度）"],
        ["关于印发《某市财政局2023年政府信息公开工作年度报告》的通知"],
        ["某市财政局关于发布《某市财政局2023年政府信息公开年报》的公告"],
        ["某市财政局2023年度政府信息公开年报"],
        ["2023年某市财政局政府信息公开工作年度报告"],
        ["某 市 财 政 局", "2023 年 政 府 信 息 公 开 工 作 年 度 报 告"],
        ["某市财政局二〇二三年政府信息公开工作年度报告"],
        ["某市财政局关于2023年政府信息公开工作的年度报告"],
        ["某市财政局关于发布2023年政府信息公开工作年度报告的通知"],
        ["某市财政局关于印发《2023年政府信息公开年报》的通知"],
        ["某县2022年政府信息公开年报", "某市财政局2023年政府信息公开年报"],
    ],
)
def test_the_title_nearest_to_section_one_names_unit_and_year(lines: list[str]) -> None:
    found = find_title([TextLine(line) for line in lines])
    assert (found.unit, found.year) == (UNIT, 2023)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("“双减”工作办公室", "“双减”工作办公室"),
        ("《某市财政局》", UNIT),
        ("“某市财政局", UNIT),
        ('某市"一带一路"办', '某市"一带一路"办'),
    ],
)
def test_quotation_marks_belong_to_a_name_where_they_are_in_it(name: str, unit: str) -> None:
    assert find_title([TextLine(f"{name}2023年政府信息公开工作年度报告")]).unit == unit


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("根据《条例》，编制某局2023年政府信息公开工作年度报告。", None),
        ("甲局，乙局2023年政府信息公开工作年度报告", ("", 2023)),
        ("首页 > 2023年政府信息公开工作年度报告", ("", 2023)),
        ("首页 » 某局 » 2023年政府信息公开工作年度报告", ("", 2023)),
        ("某市人民政府 | 2023年政府信息公开年报", ("", 2023)),
        ("2023年政府信息公开工作年度报告", ("", 2023)),
    ],
)
def test_a_sentence_is_no_title_and_a_list_no_unit(line: str, found: tuple[str, int] | None) -> None:
    made = find_title([TextLine(line)])
    assert (made.unit, made.year) == found if found else made == Title()


@pytest.mark.parametrize(
    ("period", "page_title"),
    [
        ("统计期限自2022年1月1日至2022年12月31日。", ""),
        ("数据的统计期限为二〇二二年1月1日到12月31日。", ""),
        ("", "某市财政局2022年政府信息公开工作年度报告_某市人民政府"),
    ],
)
def test_years_that_disagree_are_an_issue_and_none_is_read(period: str, page_title: str) -> None:
    made = report(["开头。"]).replace("<p>一、总体", f"<p>{period}</p><p>一、总体")
    made = f"<html><title>{page_title}</title><body>{made}"
    reading = read_published(made)
    assert (reading.values["cover.year"], at(reading.issues, "cover.year")) == (None, ["published.years"])
    assert read_published(made, year=2023).values["cover.year"] == 2023


@pytest.mark.parametrize(
    "title", ["2023年政府信息公开工作年度报告", "政府信息公开工作年度报告（2023年）", ""]
)
def test_no_unit_is_an_issue(title: str) -> None:
    assert "cover.blank" in codes(read_published(report(["开头。"], before=title or "<hr>"), year=2023))


@pytest.mark.parametrize(
    ("page_title", "is_other"),
    [
        ("某市公安局2023年政府信息公开工作年度报告", True),
        ("某市人民政府门户网站 - 某市审计局2023年政府信息公开年报", True),
        ("某县财政局2023年政府信息公开年报_某县人民政府", True),
        ("某市财政局2023年政府信息公开工作年度报告_某市人民政府", False),
        ("某市人民政府门户网站 - 某市财政局2023年政府信息公开年报", False),
        ("市财政局2023年政府信息公开年报", False),
        ("2023年政府信息公开年报 - 某市公安局", False),
        ("某市公安局", False),
    ],
)
def test_a_page_title_of_another_unit_is_an_issue(page_title: str, is_other: bool) -> None:  # noqa: FBT001 (a case)
    reading = read_published(f"<html><title>{page_title}</title><body>{report(['开头。'])}")
    assert reading.values["cover.unit"] == "某市财政局"
    assert ("published.unit" in codes(reading)) is is_other


NAMES = [
    "ABC经济开发区（B区）管理委员会",
    "O",
    "12345政务服务便民热线",
    "中国·某区—某市“飞地”办/中心",
    "X" * 119,
]


@pytest.mark.parametrize("unit", NAMES)
@pytest.mark.parametrize("level", [0, 1])
def test_a_name_of_any_usual_sign_is_one(unit: str, level: int) -> None:
    lines = [TextLine(unit, level), TextLine("2023年政府信息公开年报", level)]
    made = find_title(lines) if len(unit) < 99 or level else Title(unit, 2023)
    assert (made.unit, made.year) == (unit, 2023)


@pytest.mark.parametrize("unit", ["甲局，乙局", "甲《乙局", "甲局: "])
def test_a_heading_with_punctuation_names_no_unit(unit: str) -> None:
    assert find_title([TextLine(unit, 1), TextLine("2023年政府信息公开年报", 1)]) == Title("", 2023, (1,))


FEE = "disclosure.fees.amount"


@pytest.mark.parametrize(
    "name", ["2022年行政事业性收费", "行政事业性收费（2022年）", "行政事业性收费（上年）"]
)
def test_another_year_fills_no_gap_in_a_table(name: str) -> None:
    draft = page(NEWEST)
    rows = draft.tables[0].parts[0]
    fees = next(row for row in rows if any(cell.path == FEE for cell in row))
    fees[0].inside, fees[1].inside = name, "99"
    assert read_published(draft.html()).values[FEE] is None


@pytest.mark.parametrize("caption", ["附：2020年收费情况", "上年收费情况", "2019年度主要数据"])
def test_another_table_fills_no_gap(caption: str) -> None:
    """The table of this year lacks a line that a small table of another year has."""
    draft = page(NEWEST)
    rows = draft.tables[0].parts[0]
    begin = next(n for n, row in enumerate(rows) if "第（八）项" in row[0].inside)
    draft.tables[0].parts = [rows[:begin], rows[begin:]]
    draft.tables[0].between = f"<p>{caption}</p>"
    reading = read_published(draft.html())
    assert reading.values[FEE] is None
    assert reading.values[PERMITS] == draft.values[PERMITS]


@pytest.mark.parametrize("bar", ["2020年", "上年情况", "2019年数据"])
def test_rows_below_a_bar_of_another_year_fill_no_gap(bar: str) -> None:
    draft = page(NEWEST)
    rows = draft.tables[0].parts[0]
    begin = next(n for n, row in enumerate(rows) if "第（八）项" in row[0].inside)
    rows[begin] = [Cell(bar, 1, 4)]
    assert read_published(draft.html()).values[FEE] is None


def test_a_summary_of_last_year_is_no_table() -> None:
    draft = page(NEWEST)
    small = [[Cell("行政许可"), Cell("1")], [Cell("行政处罚"), Cell("2")], [Cell("行政强制"), Cell("3")]]
    draft.tables[0].parts = [small]
    made = re.sub("(<h2[^>]*>二、.*?</h2>)", r"\1<p>2020年主要数据</p>", draft.html(), flags=re.DOTALL)
    assert read_published(made).values[PERMITS] is None
