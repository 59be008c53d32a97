"""Reports add up cell by cell, and what is consistent stays so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.errors import DataError
from gkxl.forms import EDITIONS
from gkxl.model.outline import at, cells, report_from, values_of
from gkxl.reports.aggregation import aggregate, differences
from gkxl.reports.conversion import correspondence
from gkxl.rules.check import check
from strategies import reports
from workbooks import different, every_edition, real, zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


def of_one_year(edition: Edition, found: list[Any]) -> list[Any]:
    year = {"cover.year": edition.first_year}
    return [report_from(edition.form, {**values_of(report), **year}) for report in found]


def errors(report: Any) -> list[str]:  # noqa: ANN401 (a report)
    return [issue.code for issue in check(report) if issue.severity == "error"]


@every_edition
def test_consistent_reports_stay_consistent(edition: Edition) -> None:
    @settings(max_examples=40)
    @given(st.lists(reports(edition), min_size=1, max_size=4))
    def law(found: list[Any]) -> None:
        same = of_one_year(edition, found)
        total = aggregate(same)
        assert errors(total) == []
        for cell in cells(edition.form):
            if cell.in_table:
                assert at(total, cell.path) == sum(at(report, cell.path) for report in same)
        assert list(differences(total, same)) == []

    law()


@every_edition
def test_the_order_of_reports_does_not_matter_nor_who_adds_them(edition: Edition) -> None:
    """Adding sums is adding everything."""
    found = of_one_year(edition, [*real(edition), report_from(edition.form, different(edition))])
    half = len(found) // 2
    whole = aggregate(found)
    assert aggregate(found[::-1]) == whole
    parts = [part for part in (found[:half], found[half:]) if part]
    assert aggregate([aggregate(part) for part in parts]) == whole


@every_edition
def test_the_cover_is_that_of_the_unit_it_is_for_and_texts_are_not_mixed(edition: Edition) -> None:
    report = report_from(edition.form, different(edition))
    total = aggregate([report, report], unit="某市", unit_code="X1", level="市级")
    texts = {cell.path: at(total, cell.path) for cell in cells(edition.form) if cell.type is str}
    written = {path: text for path, text in texts.items() if text}
    assert written == {"cover.unit": "某市", "cover.unit_code": "X1", "cover.level": "市级"}


@every_edition
def test_every_cell_that_is_not_the_sum_of_its_parts_is_named(edition: Edition) -> None:
    part = report_from(edition.form, different(edition))
    total = values_of(aggregate([part, part]))
    for cell in cells(edition.form):
        if cell.in_table:
            wrong = report_from(edition.form, {**total, cell.path: total[cell.path] + 1})
            (issue,) = differences(wrong, [part, part])
            assert (issue.path, issue.found - issue.expected, issue.facts["count"]) == (cell.path, 1, 2)


@every_edition
def test_what_cannot_be_added_is_refused(edition: Edition) -> None:
    one = report_from(edition.form, zeros(edition))
    other = report_from(edition.form, {**zeros(edition), "cover.year": edition.first_year + 1})
    path = next(cell.path for cell in cells(edition.form) if cell.in_table)
    blank = report_from(edition.form, {**zeros(edition), path: None})
    for wrong, sentence in (([], "没有可以汇总"), ([one, other], "报告年度不同"), ([one, blank], "缺少数字")):
        with pytest.raises(DataError, match=sentence):
            aggregate(wrong)


def test_reports_of_several_editions_are_added_only_when_told_to_convert() -> None:
    """What only one of the editions has is not known of the sum, and never invented."""
    old, new = EDITIONS["2019"], EDITIONS["2021"]
    year = {"cover.year": new.first_year}
    reports = [report_from(edition.form, {**different(edition), **year}) for edition in (old, new)]
    with pytest.raises(DataError, match="报告格式不同"):
        aggregate(reports)
    total, known = aggregate(reports, convert="2021"), correspondence(old.form, new.form)
    for cell in cells(new.form):
        if cell.in_table and cell.path in known:
            parts = [sum(at(reports[0], path) for path in known[cell.path]), at(reports[1], cell.path)]
            assert at(total, cell.path) == sum(parts)
    assert at(total, "disclosure.normative_documents.issued") is None


@every_edition
def test_a_report_that_another_one_contains_is_not_added_twice(edition: Edition) -> None:
    def of(code: str) -> Any:  # noqa: ANN401 (a report)
        return report_from(edition.form, {**different(edition), "cover.unit_code": code})

    parents = {"B": "A", "C": "B", "D": "X", "E": "F", "F": "E"}
    assert aggregate(map(of, "ABCD"), parents=parents) == aggregate(map(of, "AD"))
    assert aggregate(map(of, "CD"), parents=parents) == aggregate(map(of, "CD"))
    assert aggregate(map(of, "E"), parents=parents) == aggregate(map(of, "E"))
