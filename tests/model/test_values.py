"""A report and its flat mapping of paths to values lead to each other; totals are computed or kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.errors import DataError
from gkxl.forms import EDITIONS
from gkxl.issues.catalogue import Severity
from gkxl.model.outline import cells, normalized, report_from, values_of, with_totals
from gkxl.rules.check import check
from strategies import broken_reports, reports
from workbooks import zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


@every_edition
@given(data=st.data())
def test_values_give_the_report_back(edition: Edition, data: st.DataObject) -> None:
    report = data.draw(broken_reports(edition))
    values = values_of(report)
    assert list(values) == [cell.path for cell in cells(edition.form)]
    assert report_from(edition.form, values) == report


@every_edition
@given(data=st.data())
def test_totals_left_out_are_computed_whichever_they_are(edition: Edition, data: st.DataObject) -> None:
    """Of a consistent report any totals can be left out or blank; the same report comes back."""
    values = values_of(data.draw(reports(edition)))
    totals = [cell.path for cell in cells(edition.form) if cell.computed]
    blank, gone = (data.draw(st.sets(st.sampled_from(totals))) for _ in range(2))
    some = {path: None if path in blank else value for path, value in values.items() if path not in gone}
    assert with_totals(edition.form, some) == values


@every_edition
@given(data=st.data())
def test_totals_given_are_kept(edition: Edition, data: st.DataObject) -> None:
    values = values_of(data.draw(broken_reports(edition)))
    assert with_totals(edition.form, values) == values


def test_a_total_with_a_part_unknown_stays_unknown() -> None:
    edition = EDITIONS["2021"]
    entered = dict.fromkeys((cell.path for cell in cells(edition.form) if not cell.computed), 1)
    del entered["requests.processed.granted.business"]
    missing = {cell.path for cell in cells(edition.form)} - set(with_totals(edition.form, entered))
    assert missing == {
        "requests.processed.granted.business",
        "requests.processed.granted.total",
        "requests.processed.total.business",
        "requests.processed.total.total",
    }


@every_edition
@given(data=st.data())
def test_normalizing_recomputes_totals_and_nothing_else(edition: Edition, data: st.DataObject) -> None:
    report = data.draw(broken_reports(edition))
    once = normalized(report)
    before, after = values_of(report), values_of(once)
    assert {cell.path for cell in cells(edition.form) if before[cell.path] != after[cell.path]} <= {
        cell.path for cell in cells(edition.form) if cell.computed
    }
    errors = {issue.code for issue in check(once) if issue.severity is Severity.ERROR}
    assert errors <= {rule.code for rule in edition.balances}
    assert normalized(once) == once


@every_edition
@pytest.mark.parametrize("wrong", [None, "3", True, Decimal("NaN")])
def test_what_cannot_be_added_up_is_named(edition: Edition, wrong: object) -> None:
    path = next(cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed)
    with pytest.raises(DataError, match=path):
        normalized(report_from(edition.form, {**zeros(edition), path: wrong}))
