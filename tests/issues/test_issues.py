"""An issue names place, values and remedy in both languages, and compares as a value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from openpyxl.utils import get_column_letter

from gkxl.address import column_letters
from gkxl.issues import Issue, Place, Term, add_places
from gkxl.issues.catalogue import Severity

BROKEN_SUM = Issue(
    code="sum.line",
    path="requests.received.total",
    label="一、本年新收 / 总计",
    found=5,
    expected=4,
    left=(Term("requests.received.total", "总计", 5),),
    right=(
        Term("requests.received.natural_person", "自然人", 4),
        Term("requests.received.business", "商业企业", 0),
    ),
    facts={"rule": "总计＝左侧六类申请人之和"},
)

PLACES = {
    "requests.received.total": Place("三、申请办理", 8, 10),
    "requests.received.natural_person": Place("三、申请办理", 8, 4),
}


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [column_letters(n) for n in range(1, 16_385)] == [get_column_letter(n) for n in range(1, 16_385)]


def test_a_message_without_a_workbook_names_the_printed_headings() -> None:
    assert BROKEN_SUM.message == (
        "“一、本年新收 / 总计”填的是 5，按“总计＝左侧六类申请人之和”应为 4（自然人 4），"
        "相差 1。请核对各分项和总计。"
    )
    assert (BROKEN_SUM.place, BROKEN_SUM.sheet, BROKEN_SUM.cell) == (None, None, None)


def test_a_message_about_a_workbook_names_sheet_and_cell_of_everything_it_mentions() -> None:
    found = add_places(BROKEN_SUM, PLACES)
    assert found.message == (
        "“三、申请办理”J8（一、本年新收 / 总计）填的是 5，按“总计＝左侧六类申请人之和”"
        "应为 4（自然人（D8） 4），相差 1。请核对各分项和总计。"
    )
    assert (found.sheet, found.cell) == ("三、申请办理", "J8")


def test_a_part_whose_place_is_unknown_is_named_without_one() -> None:
    assert add_places(BROKEN_SUM, PLACES).right[1].place is None


def test_the_words_of_printed_headings_are_the_same_in_english() -> None:
    """Only what joins them is English: no comma gets into 一、本年新收."""
    issue = Issue(
        code="balance",
        left=(Term("a", "一、本年新收", 3), Term("b", "二、上年结转（含）", 1)),
        right=(Term("c", "三、结果＋", 1), Term("d", "四、结转", 1)),
        facts={"rule": "", "column": "自然人"},
        lang="en",
    )
    assert issue.message == (
        "Column 自然人 does not balance: 一、本年新收 3 + 二、上年结转（含） 1 = 4, "
        "三、结果＋ 1 + 四、结转 1 = 2, a difference of 2."
    )


def test_parts_that_are_all_zero_are_represented_by_the_first() -> None:
    """A list of twenty zeros says nothing; no list at all would be a riddle."""
    issue = Issue(
        code="sum.column",
        found=2,
        expected=0,
        left=(Term("t", "总计", 2),),
        right=(Term("a", "甲", 0), Term("b", "乙", 0)),
        facts={"rule": "r"},
        lang="en",
    )
    assert "(甲 0)" in issue.message


@pytest.mark.parametrize(
    ("left", "right", "difference"),
    [((5,), (4, 0), 1), ((1, 1), (2, 3), -3), ((Decimal("0.3"),), (Decimal("0.1"),), Decimal("0.2"))],
)
def test_a_difference_is_left_less_right(
    left: tuple[int | Decimal, ...], right: tuple[int | Decimal, ...], difference: int | Decimal
) -> None:
    terms = [tuple(Term("", "", value) for value in side) for side in (left, right)]
    assert Issue(code="balance", left=terms[0], right=terms[1]).difference == difference


def test_an_issue_about_one_cell_has_no_difference() -> None:
    assert Issue(code="cell.blank", label="自然人").difference is None


def test_what_people_typed_is_quoted_as_it_is() -> None:
    """Braces and percent signs in a cell are text, not part of a format."""
    issue = Issue(code="cell.text", label="自然人", found="{place} 100%", facts={"hint": ""})
    assert "“{place} 100%”" in issue.message


def test_severity_is_that_of_the_code() -> None:
    assert Issue(code="cell.moved").severity is Severity.WARNING


def test_issues_are_values() -> None:
    """The same issue found twice is one issue, in sets too; facts, a mapping, take no part in the hash."""
    again = add_places(add_places(BROKEN_SUM, PLACES), {})
    assert again == BROKEN_SUM
    assert len({again, BROKEN_SUM}) == 1
