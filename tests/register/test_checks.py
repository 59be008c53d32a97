"""Each check finds its fault at its cell, and nothing in a register that is right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from attrs import evolve

from gkxl.errors import DataError
from gkxl.forms.register import REVIEWED_FIRST, Application, Dispute, Register, words_of
from gkxl.issues.catalogue import CODES, Severity
from gkxl.model.outline import report_from
from gkxl.register.checks import check_register
from gkxl.register.counting import carry_over, count
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register
from workbooks import every_edition, zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

FIRST: Final = Application(
    number="1",
    received=date(2026, 1, 5),
    kind="自然人",
    applicant="甲",
    closed=date(2026, 2, 2),
    outcome="予以公开",
)
ROW: Final = evolve(FIRST, number="2", received=date(2026, 3, 5), closed=date(2026, 3, 25))
CASE: Final = Dispute(
    number="1",
    application="2",
    route="行政复议",
    accepted=date(2026, 5, 5),
    closed=date(2026, 6, 1),
    result="维持",
)


def found(**changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 (what a cell holds)
    """The codes and columns of what is found about a row that holds something else."""
    return said(Register(year=2026, applications=(FIRST, evolve(ROW, **changes))))


def found_in_case(**changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 (what a cell holds)
    """The same of a case."""
    return said(Register(year=2026, applications=(FIRST, ROW), disputes=(evolve(CASE, **changes),)))


def said(register: Register) -> list[tuple[str, str]]:
    return [
        (issue.code.removeprefix("register."), issue.path.partition(".")[2])
        for issue in check_register(register)
    ]


def test_nothing_is_found_in_a_register_that_is_right() -> None:
    assert found() == []
    assert found_in_case() == []


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"number": ""}, "blank", "number"),
        ({"kind": ""}, "blank", "kind"),
        ({"number": "１"}, "duplicate", "number"),
        ({"received": date(2027, 3, 5), "closed": None, "outcome": ""}, "late", "received"),
        ({"closed": date(2028, 3, 5)}, "late", "closed"),
        ({"received": date(2025, 3, 5), "closed": date(2025, 4, 5)}, "other_year", "closed"),
        ({"closed": date(2026, 3, 4)}, "order", "closed"),
        ({"correction_asked": date(2026, 3, 4)}, "order", "correction_asked"),
        ({"closed": None}, "unfinished", "closed"),
        ({"outcome": ""}, "unfinished", "outcome"),
        ({"outcome": "申请人无正当理由逾期不补正"}, "unfounded", "correction_asked"),
        ({"outcome": "补正后申请内容仍不明确"}, "unfounded", "corrected"),
        ({"outcome": "申请人逾期未按收费通知要求缴纳费用"}, "unfounded", "fee_asked"),
        ({"outcome": "保护第三方合法权益"}, "unfounded", "third_party_asked"),
        ({"outcome": "其他"}, "reason", "reason"),
        ({"outcome": "重复申请", "applicant": "乙"}, "repeated", "outcome"),
        ({"outcome": "重复申请", "applicant": "", "kind": "商业企业"}, "repeated", "outcome"),
    ],
)
def test_a_fault_of_a_row_is_found_at_its_cell(changes: dict[str, Any], code: str, column: str) -> None:
    assert found(**changes) == [(code, column)]


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "申请人无正当理由逾期不补正", "correction_asked": date(2026, 3, 6)},
        {"outcome": "其他", "reason": "撤回"},
        {"outcome": "重复申请"},
        {"outcome": "重复申请", "applicant": ""},
        {"closed": None, "outcome": ""},
        {"closed": date(2027, 1, 8)},
    ],
)
def test_what_may_be_so_is_not_found(changes: dict[str, Any]) -> None:
    assert found(**changes) == []


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"route": ""}, "blank", "route"),
        ({"accepted": date(2027, 1, 1), "closed": None, "result": ""}, "late", "accepted"),
        ({"closed": date(2026, 5, 4)}, "order", "closed"),
        ({"result": ""}, "unfinished", "result"),
        ({"application": "77"}, "case", "application"),
        ({"application": ""}, "case", "application"),
    ],
)
def test_a_fault_of_a_case_is_found_at_its_cell(changes: dict[str, Any], code: str, column: str) -> None:
    assert found_in_case(**changes) == [(code, column)]


def test_a_case_may_have_no_application_or_one_of_an_earlier_year() -> None:
    assert found_in_case(application="不涉及申请") == []
    assert found_in_case(application="77", accepted=date(2025, 12, 31), closed=date(2026, 2, 1)) == []


@every_edition
def test_a_direct_suit_about_a_refusal_is_to_be_confirmed_since_2024(edition: Edition) -> None:
    """Only the first seven refusals, as 行政查询事项 is none of disclosure."""
    refused = {word for word, path in words_of(edition).outcomes.items() if path in REVIEWED_FIRST}
    assert len(refused) == 7
    for word in refused | {"予以公开", "属于行政查询事项"}:
        for year in (2023, 2024):
            row = evolve(ROW, received=date(year, 3, 5), closed=date(year, 4, 1), outcome=word)
            case = evolve(CASE, route="未经复议直接起诉", accepted=date(year, 5, 5), closed=None, result="")
            codes = said(Register(year=year, applications=(row,), disputes=(case,)))
            assert (("direct", "route") in codes) is (year == 2024 and word in refused), (word, year)


def opening_issues(register: Register, previous: Any = None) -> list[Any]:  # noqa: ANN401 (report or register)
    return [one for one in check_register(register, previous=previous) if one.code == "register.opening"]


def test_what_is_brought_forward_is_compared_with_last_years_register_row_by_row() -> None:
    open_rows = (
        evolve(FIRST, closed=None, outcome=""),
        evolve(ROW, closed=None, outcome="", kind="商业企业"),
    )
    last = Register(year=2026, applications=open_rows)
    this = read_register(make_register(carry_over(last, 2027))).register
    assert opening_issues(this, last) == opening_issues(this) == []
    (issue,) = opening_issues(
        evolve(this, applications=this.applications[:1]), read_register(make_register(last)).register
    )
    assert (issue.path, issue.found, issue.expected) == ("requests.brought_forward.business", 0, 1)
    assert "申请 5" in issue.message
    swapped = evolve(this, applications=(evolve(this.applications[0], number="9"), this.applications[1]))
    (issue,) = opening_issues(swapped, last)
    assert issue.found == issue.expected == 1


def test_what_is_brought_forward_is_compared_with_last_years_report() -> None:
    edition = Register(year=2026).edition
    values = zeros(edition) | {"cover.year": 2025, "requests.carried_forward.business": 2}
    report = report_from(edition.form, values)
    (issue,) = opening_issues(Register(year=2026, applications=(FIRST,)), report)
    assert (issue.path, issue.found, issue.expected) == ("requests.brought_forward.business", 0, 2)
    with pytest.raises(DataError):
        check_register(Register(year=2027), previous=report)


def test_severities_are_those_of_the_form() -> None:
    grave = {
        code for code, one in CODES.items() if code.startswith("register.") and one.severity is Severity.ERROR
    }
    assert grave == {
        f"register.{name}"
        for name in (
            "missing", "unread", "unreadable", "no_day", "unlisted", "blank", "duplicate", "late", "order",
            "unfinished", "reason",
        )
    }  # fmt: skip


def test_messages_are_made_in_both_languages() -> None:
    register = Register(
        year=2026, applications=(ROW, evolve(ROW, kind="")), disputes=(evolve(CASE, application=""),)
    )
    for lang in ("zh", "en"):
        assert all("{" not in issue.message for issue in check_register(register, lang=lang))
    assert count(register).requests.received.total == 1
