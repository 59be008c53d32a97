"""Years in a row: a tidy table over what editions share, and what charts show of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import gkxl
from gkxl.forms import EDITIONS
from gkxl.model.marks import Total
from gkxl.model.outline import at, cells, report_from
from gkxl.reports.series import caseloads, count_absent
from published import as_numbers
from strategies import broken_reports
from workbooks import different, every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


def report(name: str, **cover: Any) -> Any:  # noqa: ANN401 (a report of any edition)
    """A published report, with other entries on its cover."""
    found = gkxl.from_dict(as_numbers(name))
    return evolve(found, cover=evolve(found.cover, **cover))


PINGTAN = [report(name) for name in ("pingtan-2022", "pingtan-2019", "pingtan-2021")]


def test_one_unit_across_both_editions_is_a_tidy_table_over_what_they_share() -> None:
    rows = gkxl.series(PINGTAN)
    assert [row.year for row in rows] == [2019] * 179 + [2021] * 179 + [2022] * 179
    assert len({row.path for row in rows}) == 179
    assert {(row.year, row.edition) for row in rows} == {(2019, "2019"), (2021, "2021"), (2022, "2021")}
    received = [row for row in rows if row.path == "requests.received.total"]
    assert [(row.unit, row.label, row.value) for row in received] == [
        ("平潭综合实验区管委会", "一、本年新收政府信息公开申请数量 / 总计", value) for value in (23, 70, 74)
    ]


def test_a_line_that_a_later_edition_divides_goes_on_as_the_sum_of_its_parts() -> None:
    otherwise = [row for row in gkxl.series(PINGTAN) if row.path == "requests.processed.otherwise.total"]
    assert [row.value for row in otherwise] == [0, 1, 4]


@every_edition
@settings(max_examples=30)
@given(data=st.data())
def test_of_one_edition_every_number_is_there_as_filed(edition: Edition, data: Any) -> None:  # noqa: ANN401 (hypothesis)
    filed = data.draw(broken_reports(edition))
    rows = gkxl.series([filed])
    assert [row.path for row in rows] == [cell.path for cell in cells(edition.form) if cell.in_table]
    assert all(row.value == at(filed, row.path) for row in rows)


def test_amounts_keep_their_digits() -> None:
    values = {row.path: row.value for row in gkxl.series([report("suqian-2024")])}
    assert str(values["disclosure.fees.amount"]) == "72701.2578"
    assert isinstance(values["disclosure.fees.amount"], Decimal)


def test_units_come_in_their_order_each_with_its_years_in_order() -> None:
    rows = gkxl.series([report("suqian-2024"), report("huaian-2024"), report("suqian-2023")])
    assert list(dict.fromkeys((row.unit[:2], row.year) for row in rows)) == [
        ("宿迁", 2024 - 1),
        ("宿迁", 2024),
        ("淮安", 2024),
    ]


def test_units_of_one_name_are_told_apart_by_their_codes() -> None:
    """Each is called the same whatever else is exported, so that tables of two days can be joined."""
    reports = [
        report("suqian-2024", unit="民政局", unit_code="甲-1"),
        report("huaian-2024", unit="民政局", unit_code="乙-1"),
        report("pingtan-2021", unit="财政局", unit_code=""),
    ]
    told = [(row.unit, row.unit_code) for row in gkxl.series(reports)]
    assert list(dict.fromkeys(told)) == [("民政局", "甲-1"), ("民政局", "乙-1"), ("财政局", "")]
    alone = [(row.unit, row.unit_code) for one in reports for row in gkxl.series([one])]
    assert set(alone) == set(told)


@pytest.mark.parametrize("copies", [1, 2, 5])
def test_copies_of_a_report_count_as_one(copies: int) -> None:
    assert gkxl.series([*PINGTAN, *[report("pingtan-2021")] * copies]) == gkxl.series(PINGTAN)
    assert caseloads([*PINGTAN, *[report("pingtan-2021")] * copies]) == caseloads(PINGTAN)
    assert count_absent([*PINGTAN, *[report("pingtan-2021")] * copies]) == {}


@pytest.mark.parametrize("count", [gkxl.series, caseloads])
def test_two_different_reports_of_one_unit_and_year_are_refused(count: Any) -> None:  # noqa: ANN401 (a function)
    """Whoever adds the table up would count the unit twice."""
    with pytest.raises(gkxl.errors.DataError, match="不止一份报告：“平潭综合实验区管委会”2021 年度"):
        count([*PINGTAN, report("pingtan-2021", phone="1")])


@pytest.mark.parametrize("count", [gkxl.series, caseloads])
def test_a_number_that_is_missing_is_named(count: Any) -> None:  # noqa: ANN401 (a function)
    edition = EDITIONS["2021"]
    bare = report_from(edition.form, {**different(edition), "requests.received.total": None})
    with pytest.raises(gkxl.errors.DataError, match=r"requests\.received\.total"):
        count([bare])


@pytest.mark.parametrize("count", [gkxl.series, caseloads])
@pytest.mark.parametrize("other", ["2024.xlsx", None, PINGTAN])
def test_what_is_no_report_is_refused(count: Any, other: Any) -> None:  # noqa: ANN401 (anything)
    """Such as the path of a file, or what was read of it, in place of its report."""
    with pytest.raises(gkxl.errors.UnknownEditionError, match=f"不是年度报告对象：{type(other).__name__}"):
        count([*PINGTAN, other])


def test_of_no_reports_there_is_an_empty_table() -> None:
    assert gkxl.series([]) == ()
    assert caseloads([]) == ()


# What charts show


def test_what_came_in_and_what_became_of_it_year_by_year() -> None:
    found = caseloads([report("suqian-2024"), report("suqian-2023")])
    assert [(one.year, one.reports, one.received[1]) for one in found] == [(2023, 1, 3511), (2024, 1, 3525)]
    assert {one.received[0] for one in found} == {"一、本年新收政府信息公开申请数量"}
    assert list(found[1].outcomes.values()) == [1431, 471, 92, 941, 117, 469]
    assert [label[:7] for label in found[1].outcomes] == [
        "（一）予以公开",
        "（二）部分公开",
        "（三）不予公开",
        "（四）无法提供",
        "（五）不予处理",
        "（六）其他处理",
    ]


def test_units_are_added_up_and_counted() -> None:
    (one,) = caseloads([report("suqian-2024"), report("huaian-2024")])
    parts = [caseloads([report(name)])[0] for name in ("suqian-2024", "huaian-2024")]
    assert (one.reports, one.received[1]) == (2, sum(part.received[1] for part in parts))
    assert one.outcomes == {label: sum(part.outcomes[label] for part in parts) for label in one.outcomes}


@every_edition
def test_the_outcomes_of_every_edition_add_up_to_its_printed_total(edition: Edition) -> None:
    """What an edition says that charts show are a line and a group of lines of its form."""
    filed = report_from(edition.form, different(edition))
    (one,) = caseloads([filed])
    charted = edition.charted
    assert charted
    group = at(filed, charted.outcomes)
    assert one.received[1] == at(filed, charted.received).total
    assert sum(one.outcomes.values()) == group.total.total
    marks = [cell.item for cell in cells(edition.form) if cell.path.startswith(charted.received)]
    assert any(isinstance(mark, Total) for mark in marks)
