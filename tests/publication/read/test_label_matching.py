"""Labels that are printed otherwise are known within a small tolerance, or not at all."""

from __future__ import annotations

import re

import pytest
from pages_of_tables import NEWEST, PERMITS, changed, is_read_right, page

from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.label_matching import find_nearest
from workbooks import at


@pytest.mark.parametrize(
    ("label", "printed", "told"),
    [
        ("规章", "规 章", False),
        ("规章", "规<br>章", False),
        ("行政复议", "行政法复议", True),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开", True),
        ("1.属于国家秘密", "1、属于国家秘密", True),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开", True),
        ("行政许可", "行政许可（含备案）", True),
        ("本年收费金额（单位：万元）", "本年收费金额", True),
        ("（三）不予公开", "三）不予公开", True),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"', False),
        ("其他", "其它", True),
        ("三、本年度办理结果", "三、本年度<wbr>办理结果", False),
    ],
)
def test_a_label_is_printed_otherwise(label: str, printed: str, told: bool) -> None:  # noqa: FBT001 (a case)
    made = changed(f">{re.escape(label)}<", f">{printed}<")
    assert is_read_right(made) == ({"published.label"} if told else set())


def test_labels_are_in_traditional_characters() -> None:
    pairs = {
        "行政许可": "行政許可",
        "行政处罚": "行政處罰",
        "行政复议": "行政複議",
        "总计": "總計",
        "规章": "規章",
        "法律服务机构": "法律服務機構",
        "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公開申請數量",
        "4.保护第三方合法权益": "4.保護第三方合法權益",
    }
    made = page(NEWEST).html()
    for plain, traditional in pairs.items():
        made = made.replace(f">{plain}<", f">{traditional}<")
    assert is_read_right(made) == {"published.label"}


def test_a_label_as_near_to_another_is_none() -> None:
    reading = read_published(changed(">行政许可<", ">行政处可<"))
    assert reading.values[PERMITS] is None
    assert at(reading.issues, PERMITS) == ["published.cell"]


def test_a_heading_in_yuan_is_not_taken_for_one_in_ten_thousands() -> None:
    reading = read_published(changed("（单位：万元）", "（单位：元）"))
    assert reading.values["disclosure.fees.amount"] is None
    assert at(reading.issues, "disclosure.fees.amount") != []


@pytest.mark.parametrize(
    ("text", "labels", "found"),
    [
        ("行政许可", ["行政许可", "行政处罚"], "行政许可"),
        ("行政许", ["行政许可", "规范性文件"], "行政许可"),
        ("行政许", ["行政许可", "行政处罚"], ""),  # one character from the first, two from the second
        ("行政处可", ["行政许可", "行政处罚"], ""),  # one character from either
        (
            "属于国家秘密事",
            ["属于国家秘密事项", "属于国家"],
            "属于国家秘密事项",
        ),  # one from the first, three from the second
        ("行改许叮", ["行政许可"], ""),  # two of four characters are wrong
        ("", ["行政许可"], ""),
        ("行政许可", [], ""),
    ],
)
def test_a_text_is_the_label_that_it_is_by_far_nearest_to(text: str, labels: list[str], found: str) -> None:
    """At most one character in four may be wrong, and every other label is more than twice as far away."""
    assert find_nearest(text, labels) == found


def test_a_text_between_two_labels_is_none_even_where_one_of_them_is_missing() -> None:
    """Taken for the missing 行政处罚, a misprinted 行政许可 would put its figure into the wrong line."""
    draft = page(NEWEST)
    rows = draft.tables[0].parts[0]
    rows[:] = [row for row in rows if row[0].inside != "行政处罚"]
    reading = read_published(draft.html().replace(">行政许可<", ">行政处可<"))
    assert reading.values[PERMITS] is None
    assert reading.values["disclosure.penalties.decisions"] is None
