# ruff: noqa: ISC004 (official wording is longer than a line)
"""The arithmetic of the form: what is reported, where, and that nothing wrong goes unreported."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.errors import UnknownEditionError
from gkxl.forms import EDITIONS
from gkxl.forms.common import Applicants, Overview
from gkxl.issues.catalogue import CODES, Severity
from gkxl.model.marks import marks
from gkxl.model.outline import cells, fill, report_from, sums, values_of
from gkxl.reports.plain import from_dict
from gkxl.rules.check import check, check_domains, check_rules
from gkxl.rules.rule import Outcome, Rule, check_rule, find_broken, rules
from published import COMPLETE, WRITTEN, published
from strategies import broken_reports, counts, small_reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.model.outline import Node

E2019, E2021 = EDITIONS["2019"], EDITIONS["2021"]
COLUMNS = tuple(marks(Applicants))

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


def figures() -> dict[str, Any]:
    """The figures of a city: consistent, and large enough to be changed without going below zero."""
    return values_of(from_dict(published("suqian-2024")))


def zero(edition: Edition) -> Any:  # noqa: ANN401 (a report of that edition)
    def leaf(cell: Node) -> Any:  # noqa: ANN401 (what the cell holds)
        nothing = 0 if cell.in_table else edition.first_year
        return WRITTEN.get(cell.path, "") if cell.type is str else cell.type(nothing)

    return fill(edition.form, leaf)


def checked(values: Mapping[str, Any], edition: Edition = E2021, **options: Any) -> list[Issue]:  # noqa: ANN401
    return check(report_from(edition.form, values), **options)


def errors(report: Any) -> list[Issue]:  # noqa: ANN401 (a report of any edition)
    return [issue for issue in check(report) if issue.severity is Severity.ERROR]


def codes_at(issues: Iterable[Issue]) -> list[tuple[str, str]]:
    return [(issue.path, issue.code) for issue in issues]


def difference(rule: Rule, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a number)
    left, right = (sum(values[path] for path in side.cells) for side in (rule.left, rule.right))
    return left - right


# How many rules there are


def test_edition_2021_has_200_numbers_35_printed_sums_and_42_rules() -> None:
    numbers = [cell for cell in cells(E2021.form) if cell.in_table]
    assert len(numbers) == 200
    assert len({cell.path for cell in numbers if cell.computed}) == 34, "two sums meet in one cell"
    assert Counter(found.mark.code for found in sums(E2021.form)) == {
        "sum.line": 25,
        "sum.column": 7,
        "sum.outcome": 3,
    }
    assert len(rules(E2021)) == 42


# Every rule, broken alone


@pytest.mark.parametrize("path", sorted({found.total.path for found in sums(E2021.form)}))
def test_a_wrong_total_is_reported_there_and_nowhere_else(path: str) -> None:
    """A total that takes part in other rules breaks them too, but they would hold if it were right."""
    values = figures()
    values[path] += 1
    expected = [(path, found.mark.code) for found in sums(E2021.form) if found.total.path == path]
    assert codes_at(checked(values)) == expected


def test_two_sums_meet_in_the_grand_total_and_both_speak() -> None:
    values = figures()
    values["requests.processed.total.total"] += 1
    assert [issue.code for issue in checked(values)] == ["sum.column", "sum.line"]


@pytest.mark.parametrize("column", COLUMNS[:-1])
def test_a_balance_broken_in_one_column_is_reported_there_only(column: str) -> None:
    """The column 总计 is then out of balance as well, by the same difference: it is not said again."""
    values = figures()
    values[f"requests.carried_forward.{column}"] += 1
    values["requests.carried_forward.total"] += 1
    (issue,) = checked(values)
    assert (issue.code, issue.path) == ("balance", f"requests.carried_forward.{column}")
    assert issue.difference == -1


def test_columns_out_of_balance_that_cancel_are_each_reported() -> None:
    values = figures()
    values["requests.carried_forward.natural_person"] += 1
    values["requests.brought_forward.business"] += 1
    values["requests.carried_forward.total"] += 1
    values["requests.brought_forward.total"] += 1
    assert codes_at(checked(values)) == [
        ("requests.carried_forward.natural_person", "balance"),
        ("requests.carried_forward.business", "balance"),
    ]


def test_the_balance_of_totals_is_reported_when_the_columns_do_not_explain_it() -> None:
    """（七） was copied from the intake, so every column seems to balance; only its grand total is right."""
    values = figures()
    for column in COLUMNS[:-1]:
        values[f"requests.processed.total.{column}"] = (
            values[f"requests.received.{column}"]
            + values[f"requests.brought_forward.{column}"]
            - values[f"requests.carried_forward.{column}"]
        )
    values["requests.processed.granted.natural_person"] -= 5
    values["requests.processed.granted.total"] -= 5
    values["requests.processed.total.total"] -= 5
    assert codes_at(checked(values)) == [
        ("requests.processed.total.natural_person", "sum.column"),
        ("requests.carried_forward.total", "balance"),
    ]


def test_a_wrong_line_total_does_not_accuse_the_column_that_adds_it_up() -> None:
    values = figures()
    values["requests.processed.granted.natural_person"] += 1
    assert codes_at(checked(values)) == [
        ("requests.processed.granted.total", "sum.line"),
        ("requests.processed.total.natural_person", "sum.column"),
    ]


# Laws


@every_edition
@given(data=st.data())
def test_a_consistent_report_raises_nothing(edition: Edition, data: st.DataObject) -> None:
    assert check(data.draw(small_reports(edition))) == []


@every_edition
@given(data=st.data())
def test_every_change_of_one_cell_raises_an_issue(edition: Edition, data: st.DataObject) -> None:
    """Rules cover every cell of tables three and four; in table two nothing adds up."""
    values = values_of(data.draw(small_reports(edition)))
    ruled = sorted({path for rule in rules(edition) for path in rule.left.cells + rule.right.cells})
    path = data.draw(st.sampled_from(ruled))
    values[path] = data.draw(counts.filter(lambda number: number != values[path]))
    assert checked(values, edition)


def test_rules_cover_every_cell_of_tables_three_and_four() -> None:
    ruled = {path for rule in rules(E2021) for path in rule.left.cells + rule.right.cells}
    assert ruled == {
        cell.path for cell in cells(E2021.form) if cell.path.startswith(("requests.", "disputes."))
    }


@every_edition
@given(data=st.data())
def test_a_report_is_clean_only_if_every_rule_holds_as_filed(edition: Edition, data: st.DataObject) -> None:
    """A fault is reported once, where it is; but hiding what follows from it never hides everything."""
    report = data.draw(broken_reports(edition))
    values = values_of(report)
    holds = all(difference(rule, values) == 0 for rule in rules(edition))
    assert (errors(report) == []) == holds


@every_edition
@given(data=st.data())
def test_only_rules_that_do_not_hold_are_reported(edition: Edition, data: st.DataObject) -> None:
    report = data.draw(broken_reports(edition))
    broken = {(rule.cell.path, rule.code) for rule in rules(edition) if difference(rule, values_of(report))}
    assert set(codes_at(errors(report))) <= broken


@every_edition
@given(data=st.data())
def test_consistency_survives_addition(edition: Edition, data: st.DataObject) -> None:
    """Sums and balances are linear: the report of a city of consistent reports is consistent."""
    one, other = (values_of(data.draw(small_reports(edition))) for _ in range(2))
    both = {cell.path: one[cell.path] + other[cell.path] for cell in cells(edition.form) if cell.in_table}
    told = {issue.code for issue in check(report_from(edition.form, one | both))}
    assert told <= {"unusual.regulations", "unusual.decisions"}  # which are not linear, and block nothing


@every_edition
@given(data=st.data())
def test_rules_say_what_the_balance_says(edition: Edition, data: st.DataObject) -> None:
    """The rule as typed Python and the rules that are derived from it agree."""
    report = data.draw(broken_reports(edition))
    values = values_of(report)
    for balance in edition.balances:
        left, right = balance.sides(report)
        by_column = [rule for rule in rules(edition) if rule.code == balance.code]
        assert [difference(rule, values) for rule in by_column] == [
            a - b for a, b in zip(attrs.astuple(left), attrs.astuple(right), strict=True)
        ]


# Cells that were not filled in


@every_edition
def test_rules_with_a_cell_missing_are_passed_over(edition: Edition) -> None:
    """Nobody can tell whether a sum holds while a part of it is blank."""
    values = values_of(zero(edition))
    for gone in [path for path in values if path not in ("other_matters", "cover.year")]:
        lacking = {path: 1 if path != gone else None for path in values}
        for rule in rules(edition):
            if gone in rule.left.cells + rule.right.cells:
                assert check_rule(rule, lacking) is Outcome.UNFILLED
        assert gone not in {
            term.path for issue in check_rules(edition, lacking) for term in issue.left + issue.right
        }


@every_edition
@given(st.data())
def test_the_rules_found_broken_are_those_that_each_are_broken(edition: Edition, data: st.DataObject) -> None:
    """However many there are, and whatever cells are missing."""
    values = values_of(data.draw(broken_reports(edition)))
    for path in data.draw(st.sets(st.sampled_from(sorted(values)), max_size=2)):
        values[path] = None
    assert find_broken(edition, values) == [
        rule for rule in rules(edition) if check_rule(rule, values) is Outcome.BROKEN
    ]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("requests.processed.granted.business", []),
        ("requests.processed.total.business", []),
        ("requests.processed.total.research", [("requests.carried_forward.business", "balance")]),
    ],
)
def test_totals_are_not_judged_before_all_their_columns(
    missing: str, expected: list[tuple[str, str]]
) -> None:
    """A request of a business was lost: that is said in its column or, while that cannot be read, not yet."""
    values = values_of(zero(E2021))
    values["requests.received.business"] = values["requests.received.total"] = 1
    del values[missing]
    assert codes_at(check_rules(E2021, values)) == expected


# What a cell may hold


@pytest.mark.parametrize("path", ["requests.received.business", "disclosure.permits.decisions"])
@pytest.mark.parametrize("wrong", [-1, True, 2.0, Decimal(2), "2", None])
def test_a_count_is_a_whole_number_not_below_zero(path: str, wrong: object) -> None:
    values = values_of(zero(E2021)) | {path: wrong}
    assert codes_at(checked(values)) == [(path, "domain.count")]


@pytest.mark.parametrize("wrong", [Decimal(-1), -1, 2.5, Decimal("NaN"), Decimal("inf"), True, "2", None])
def test_an_amount_is_a_decimal_not_below_zero(wrong: object) -> None:
    values = values_of(zero(E2021)) | {"disclosure.fees.amount": wrong}
    assert codes_at(checked(values)) == [("disclosure.fees.amount", "domain.amount")]


@pytest.mark.parametrize("right", [0, 12, Decimal("0.000001"), Decimal("72701.2578")])
def test_an_amount_may_be_a_whole_number(right: object) -> None:
    assert checked(values_of(zero(E2021)) | {"disclosure.fees.amount": right}) == []


@pytest.mark.parametrize("wrong", [2020, 0, -2023, "2023", 2023.0, True, None])
def test_the_year_is_one_that_the_edition_is_used_for(wrong: object) -> None:
    assert codes_at(checked(values_of(zero(E2021)) | {"cover.year": wrong})) == [
        ("cover.year", "domain.year")
    ]


@pytest.mark.parametrize("wrong", [None, 0, ["文"]])
def test_a_text_is_text(wrong: object) -> None:
    values = values_of(zero(E2021)) | {"overview.platform": wrong}
    assert codes_at(checked(values)) == [("overview.platform", "domain.text")]


@every_edition
def test_every_cell_of_an_edition_is_held_to_its_domain(edition: Edition) -> None:
    values = values_of(zero(edition))
    for cell in cells(edition.form):
        (issue,) = check_domains(edition, values | {cell.path: object()})
        assert issue.path == cell.path


@every_edition
@given(st.data())
def test_what_is_said_of_a_value_is_said_whatever_other_cells_hold(
    edition: Edition, data: st.DataObject
) -> None:
    values = values_of(data.draw(small_reports(edition)))
    odd = st.sampled_from((-1, True, 2.0, Decimal(2), Decimal("inf"), "2", "文", None, 2020))
    values |= data.draw(st.dictionaries(st.sampled_from(sorted(values)), odd, max_size=3))
    for path in data.draw(st.sets(st.sampled_from(sorted(values)), max_size=1)):
        del values[path]
    alone = [check_domains(edition, {path: value}) for path, value in values.items()]
    assert list(check_domains(edition, values)) == [issue for found in alone for issue in found]


def test_a_wrong_cell_silences_the_rules_it_takes_part_in_but_no_others() -> None:
    values = figures()
    values["requests.received.business"] = -3
    values["disputes.review.total"] += 1
    assert codes_at(checked(values)) == [
        ("requests.received.business", "domain.count"),
        ("disputes.review.total", "sum.outcome"),
    ]


def test_issues_come_in_printed_order() -> None:
    values = figures()
    values["disputes.review.total"] += 1
    values["requests.carried_forward.business"] += 1
    values["requests.carried_forward.total"] += 1
    values["requests.received.total"] += 1
    values["disclosure.fees.amount"] = Decimal(-1)
    assert [issue.path for issue in checked(values)] == [
        "disclosure.fees.amount",
        "requests.received.total",
        "requests.carried_forward.business",
        "disputes.review.total",
    ]


def test_only_reports_can_be_checked() -> None:
    with pytest.raises(UnknownEditionError, match="Overview"):
        check(Overview())  # type: ignore[arg-type] # which type checkers catch too


# Published reports


@pytest.mark.parametrize("name", COMPLETE)
def test_these_published_reports_add_up(name: str) -> None:
    assert check(from_dict(published(name))) == []


@pytest.mark.parametrize("name", ["shanghai-office-2025", "hongze-2024"])
def test_what_can_be_checked_of_incomplete_published_reports_adds_up(name: str) -> None:
    """One prints remarks in number cells, the other a （六） without its lines: the other rules hold."""
    values = {path: value for path, value in published(name)["cells"].items() if type(value) is int}
    assert list(check_rules(E2021, values)) == []


def test_a_published_case_of_the_balance() -> None:
    """一 3525 + 二 121 = 三（七） 3521 + 四 125."""
    values = values_of(zero(E2021))
    for line, number in {
        "received": 3525, "brought_forward": 121, "processed.granted": 3521, "processed.total": 3521,
        "carried_forward": 125,
    }.items():  # fmt: skip
        values[f"requests.{line}.natural_person"] = values[f"requests.{line}.total"] = number
    assert checked(values) == []


# Messages


LINE = "一、本年新收政府信息公开申请数量 / 总计"
COLUMN = "三、本年度办理结果 / （七）总计 / 法人或其他组织 / 科研机构"
FEES = "第二十条第（八）项 / 行政事业性收费 / 本年收费金额（单位：万元）"

MESSAGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "sum.line": (
        {"requests.received.total": 3526},
        f"“{LINE}”填的是 3526，按“总计＝左侧六类申请人之和”应为 3525（自然人 3440、"
        "法人或其他组织 / 商业企业 75、法人或其他组织 / 社会公益组织 1、法人或其他组织 / 法律服务机构 6、"
        "法人或其他组织 / 其他 3），相差 1。请核对各分项和总计。",
        f"{LINE} says 3526; its parts add up to 3525 (自然人 3440, 法人或其他组织 / 商业企业 75, "
        "法人或其他组织 / 社会公益组织 1, 法人或其他组织 / 法律服务机构 6, 法人或其他组织 / 其他 3), "
        "a difference of 1.",
    ),
    "sum.column": (
        {"requests.processed.total.research": 2},
        f"“{COLUMN}”填的是 2，按“（七）总计＝（一）至（六）各行之和”应为 0（（一）予以公开 0），"
        "相差 2。请核对各分项和总计。",
        f"{COLUMN} says 2; its parts add up to 0 (（一）予以公开 0), a difference of 2.",
    ),
    "sum.outcome": (
        {"disputes.review.total": 173},
        "“行政复议 / 总计”填的是 173，按“总计＝维持＋纠正＋其他＋尚未审结”应为 170"
        "（结果维持 88、结果纠正 18、其他结果 28、尚未审结 36），相差 3。请核对各分项和总计。",
        "行政复议 / 总计 says 173; its parts add up to 170 "
        "(结果维持 88, 结果纠正 18, 其他结果 28, 尚未审结 36), a difference of 3.",
    ),
    "balance": (
        {"requests.carried_forward.business": 6, "requests.carried_forward.total": 126},
        "“法人或其他组织 / 商业企业”列不平衡（第一项＋第二项＝第三项（七）＋第四项）："
        "一、本年新收政府信息公开申请数量 75＋二、上年结转政府信息公开申请数量 3＝78，"
        "三、本年度办理结果 / （七）总计 73＋四、结转下年度继续办理 6＝79，相差 1。请核对这几格。",
        "Column 法人或其他组织 / 商业企业 does not balance: "
        "一、本年新收政府信息公开申请数量 75 + 二、上年结转政府信息公开申请数量 3 = 78, "
        "三、本年度办理结果 / （七）总计 73 + 四、结转下年度继续办理 6 = 79, a difference of 1.",
    ),
    "domain.count": (
        {"disclosure.permits.decisions": -3},
        "“第二十条第（五）项 / 行政许可 / 本年处理决定数量”是 -3，应为不小于 0 的整数。请改正。",
        "第二十条第（五）项 / 行政许可 / 本年处理决定数量 is -3; a whole number of at least 0 is wanted.",
    ),
    "domain.amount": (
        {"disclosure.fees.amount": Decimal("-0.5")},
        f"“{FEES}”是 -0.5，应为不小于 0 的数。请改正。",
        f"{FEES} is -0.5; a decimal number of at least 0 is wanted.",
    ),
    "domain.year": (
        {"cover.year": 2019},
        "“报告年度”是 2019，应为适用本格式的年份。请改正。",
        "报告年度 is 2019; a year of this edition of the form is wanted.",
    ),
    "domain.text": (
        {"overview.summary": None},
        "“总体概述”不是文字（None）。请改为文字。",
        "总体概述 is None; text is wanted.",
    ),
}


@pytest.mark.parametrize("code", MESSAGES)
def test_messages_say_where_what_and_what_to_do(code: str) -> None:
    changes, zh, en = MESSAGES[code]
    (chinese,), (english,) = (checked(figures() | changes, lang=lang) for lang in ("zh", "en"))
    assert chinese.code == code
    assert (chinese.message, english.message) == (zh, en)


def test_every_code_that_check_raises_has_its_message_tested() -> None:
    """Changes stand in edition 2019 only; their message is tested below."""
    assert {*MESSAGES, "domain.change"} == {
        code for code in CODES if code.startswith(("sum.", "balance", "domain."))
    }


# Edition 2019


def test_edition_2019_has_198_numbers_and_33_printed_sums() -> None:
    assert sum(cell.in_table for cell in cells(E2019.form)) == 198
    assert len(sums(E2019.form)) == 33
    assert len(rules(E2019)) == 40


@pytest.mark.parametrize(("change", "codes"), [(-18, []), (1036, []), (0.5, ["domain.change"])])
def test_a_change_may_be_below_zero_but_is_whole(change: object, codes: list[str]) -> None:
    values = values_of(zero(E2019)) | {"disclosure.permits.change": change}
    assert [issue.code for issue in checked(values, E2019)] == codes


def test_the_message_about_a_change_says_how_to_write_it() -> None:
    values = values_of(zero(E2019)) | {"disclosure.permits.change": "减4"}
    chinese, english = (checked(values, E2019, lang=lang)[0].message for lang in ("zh", "en"))
    label = "第二十条第（五）项 / 行政许可 / 本年增/减"
    assert chinese == f"“{label}”是 减4，应为整数，增加的为正，减少的为负。请改正。"
    assert english == f"{label} is 减4; a whole number is wanted, below 0 for a decrease."
