"""Two reports compared cell by cell."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkxl
from gkxl.comparison.comparison import diff
from gkxl.comparison.result import Contrast
from gkxl.forms import EDITIONS
from gkxl.model.outline import cells, report_from, values_of
from gkxl.reports.conversion import correspondence
from gkxl.reports.plain import to_dict
from strategies import reports
from workbooks import different, every_edition, filled, real, template, workbook

if TYPE_CHECKING:
    from gkxl.comparison.result import Difference
    from gkxl.forms.edition import Edition


def as_json(report: Any) -> bytes:  # noqa: ANN401 (of any edition)
    return json.dumps(to_dict(report), ensure_ascii=False).encode()


def changed(edition: Edition, values: dict[str, Any]) -> Any:  # noqa: ANN401 (of that edition)
    return report_from(edition.form, {**different(edition), **values})


def told(found: gkxl.comparison.Comparison) -> list[tuple[str, str]]:
    return [(made.path, made.contrast) for made in found.differences]


@every_edition
def test_real_reports_are_the_same_in_every_format(edition: Edition) -> None:
    figures = [cell for cell in cells(edition.form) if cell.in_table]
    for report in real(edition):
        book = workbook(report)
        for other in (report, book, io.BytesIO(book), gkxl.read(book), as_json(report), to_dict(report)):
            found = diff(book, other)
            assert (found.same, found.figures.equal) == (True, len(figures))


@every_edition
@given(data=st.data())
def test_the_cell_that_was_changed_is_the_one_that_differs(edition: Edition, data: st.DataObject) -> None:
    report = data.draw(reports(edition))
    values = values_of(report)
    path = data.draw(st.sampled_from([cell.path for cell in cells(edition.form) if cell.in_table]))
    other = report_from(edition.form, {**values, path: values[path] + 1})
    (made,) = diff(report, other).differences
    assert (made.path, made.a, made.b, made.contrast) == (
        path,
        values[path],
        values[path] + 1,
        Contrast.CHANGED,
    )
    assert not diff(report, other).same
    assert diff(report, report).same


@every_edition
def test_amounts_are_compared_as_numbers(edition: Edition) -> None:
    (path,) = (cell.path for cell in cells(edition.form) if cell.type is Decimal)
    amounts = map(Decimal, ("72701.2578", "72701.25780", "72701.2579"))
    a, b, c = (changed(edition, {path: amount}) for amount in amounts)
    assert diff(a, b).same
    assert told(diff(a, c)) == [(path, "changed")]


@every_edition
def test_white_space_is_told_but_makes_no_difference(edition: Edition) -> None:
    a, b = (changed(edition, {"other_matters": text}) for text in ("一。\n二。", "一。 二。"))
    assert told(diff(a, b)) == [("other_matters", "spacing")]
    assert diff(a, b).same


@every_edition
def test_a_text_that_only_one_has_is_told_so(edition: Edition) -> None:
    a, b = (changed(edition, {"other_matters": text}) for text in ("一。", " \n"))
    assert told(diff(a, b)) == [("other_matters", "only_a")]
    assert told(diff(b, a)) == [("other_matters", "only_b")]


@every_edition
def test_what_cannot_be_read_is_never_the_same(edition: Edition) -> None:
    """A blank is nothing filed; a text where a number belongs is not comparable; totals follow."""
    report = report_from(edition.form, different(edition))
    line = "requests.received"
    blank, rough = f"{line}.natural_person", f"{line}.business"
    book = filled(workbook(report), {blank: None, rough: "约8"})
    found = diff(book, report)
    by_path = {made.path: made for made in found.differences}
    assert by_path[blank].contrast is Contrast.ONLY_B
    assert by_path[rough].contrast is Contrast.UNCOMPARED
    assert by_path[f"{line}.total"].contrast is Contrast.UNCOMPARED
    assert [issue.code for issue in by_path[blank].issues] == ["cell.blank"]
    assert [issue.code for issue in by_path[rough].issues] == ["cell.text"]
    assert not found.same
    assert found.figures.uncompared >= 2
    mirrored = diff(report, book)
    assert {made.path for made in mirrored.differences} == set(by_path)
    assert mirrored.figures == found.figures


@every_edition
def test_two_blank_forms_are_not_the_same_report(edition: Edition) -> None:
    found = diff(template(edition), template(edition))
    assert not found.same
    assert found.figures.uncompared == found.figures.total
    assert found.message.startswith("没有发现不同，但有的没有比较：")


PAIRS: Final = [(a, b) for a in EDITIONS.values() for b in EDITIONS.values() if a is not b]
NEWER_FIRST: Final = [(a, b) for a, b in PAIRS if a.first_year > b.first_year]


@pytest.mark.parametrize(("a", "b"), PAIRS, ids=lambda edition: edition.name)
def test_of_two_editions_what_both_have_is_compared(a: Edition, b: Edition) -> None:
    """A line that the newer edition divides is compared with what its parts add up to."""
    older = min(a, b, key=lambda edition: edition.first_year)
    one, other = (report_from(edition.form, different(edition)) for edition in (a, b))
    found = diff(one, other)
    compared = len(correspondence(max(a, b, key=lambda e: e.first_year).form, older.form))
    assert found.figures.total + found.texts.total == compared
    assert found.only_in_a
    assert found.only_in_b
    assert not found.same


@pytest.mark.parametrize(("a", "b"), NEWER_FIRST, ids=lambda edition: edition.name)
def test_a_report_moved_to_another_edition_agrees_where_it_was_carried(a: Edition, b: Edition) -> None:
    report = report_from(a.form, different(a))
    moved = gkxl.convert(report, b)
    filled_up = report_from(b.form, {path: 0 if v is None else v for path, v in moved.values.items()})
    found = diff(report, filled_up)
    assert found.differences == ()
    assert not found.same, "cells that one edition has alone were not compared"


BROKEN: Final = (b'{"edition": ', b'{"a":' * 100_000, b'{"edition": "2021"}', b"{}", b'{"a": "\xff"}')


@pytest.mark.parametrize("data", BROKEN, ids=range(5))
def test_broken_data_is_refused(data: bytes) -> None:
    with pytest.raises(gkxl.GkxlError):
        diff(data, data)


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(gkxl.errors.UnknownEditionError):
        diff(object(), object())  # type: ignore[arg-type] # the point of it


@every_edition
def test_labels_name_the_section(edition: Edition) -> None:
    (made,) = differing(edition, "disputes.review.upheld", 7)
    assert made.label == "四、复议诉讼 / 行政复议 / 结果维持"


def differing(edition: Edition, path: str, value: Any) -> tuple[Difference, ...]:  # noqa: ANN401 (any content)
    return diff(changed(edition, {}), changed(edition, {path: value})).differences
