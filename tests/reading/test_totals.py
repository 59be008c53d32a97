"""Totals are never trusted: formulas are computed again, and what is typed over them is checked."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.layout import places
from gkxl.outline import cells, sums
from gkxl.rules import rules
from gkxl.values import report_from
from workbooks import at, different, every_edition, found, with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.outline import Sum


def content(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, different(edition)))


def kinds(edition: Edition) -> Iterator[Sum]:
    """One total of each kind, such that no other total adds it up."""
    parts = {part.path for each in sums(edition.form) for part in each.parts}
    own = {each.mark.code: each for each in sums(edition.form) if each.total.path not in parts}
    yield from own.values()


@every_edition
@pytest.mark.parametrize("typed", [0, 7])
def test_a_total_typed_over_and_wrong_names_what_its_parts_add_up_to(edition: Edition, typed: int) -> None:
    """The total as filed is kept, and the issue tells the parts and where each of them stands."""
    values, here = different(edition), places(edition)
    for total in kinds(edition):
        reading = gkxl.read(with_cell(content(edition), edition, total.total.path, f"<v>{typed}</v>"))
        issue = next(issue for issue in reading.issues if issue.path == total.total.path)
        assert (issue.code, issue.found, issue.expected) == (
            total.mark.code,
            typed,
            sum(values[part.path] for part in total.parts),
        )
        assert issue.place == here[total.total.path]
        assert [(t.path, t.value, t.place) for t in issue.right] == [
            (part.path, values[part.path], here[part.path]) for part in total.parts
        ]
        assert reading.values[total.total.path] == typed


@every_edition
def test_every_total_broken_alone_is_reported_at_its_own_cell(edition: Edition) -> None:
    """In a workbook as in a report."""
    for rule in filter(attrgetter("is_sum"), rules(edition)):
        values = different(edition)
        values[rule.cell.path] += 1
        report = report_from(edition.form, values)
        reading = gkxl.read(workbook(report))
        assert found(reading.issues) == found(gkxl.check(report))
        assert (rule.code, rule.cell.path) in found(reading.issues)
        assert all(issue.place == places(edition)[issue.path] for issue in reading.issues)


@every_edition
def test_a_total_typed_over_and_right_is_nothing_to_speak_of(edition: Edition) -> None:
    values = different(edition)
    for total in kinds(edition):
        path = total.total.path
        reading = gkxl.read(with_cell(content(edition), edition, path, f"<v>{values[path]}</v>"))
        assert (reading.values, reading.issues) == (values, ())


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("<f>SUM(B2:G2)</f>", ""),
        ("<f>SUM(B2:G2)</f><v>1</v>", ""),
        ("<f>SUM(B2:G2)</f><v>#VALUE!</v>", ' t="e"'),
        ("", ""),
    ],
    ids=["no result", "stale", "error", "blank"],
)
def test_a_total_without_a_current_result_is_computed(edition: Edition, inside: str, attributes: str) -> None:
    """Whatever is shown there: its parts are what was filed. A note names it."""
    values = different(edition)
    for total in kinds(edition):
        path = total.total.path
        reading = gkxl.read(with_cell(content(edition), edition, path, inside, attributes))
        assert reading.values == values
        assert found(reading.issues) == [("total.computed", path)]
        assert reading.issues[0].place == places(edition)[path]
        assert reading.ok


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes", "code"),
    [
        ("<is><t>无</t></is>", ' t="inlineStr"', "cell.dash"),
        ("<is><t>见附件</t></is>", ' t="inlineStr"', "cell.text"),
        ("<v>#REF!</v>", ' t="e"', "cell.error"),
        ("<v>-3</v>", "", "cell.negative"),
    ],
)
def test_what_is_no_number_over_a_total_is_an_error_of_its_own(
    edition: Edition, inside: str, attributes: str, code: str
) -> None:
    """It is not replaced in silence by what the parts add up to."""
    for total in kinds(edition):
        path = total.total.path
        reading = gkxl.read(with_cell(content(edition), edition, path, inside, attributes))
        assert (reading.values[path], at(reading.issues, path)) == (None, [code])
        assert reading.report is None


@every_edition
def test_a_total_of_an_unreadable_part_is_not_complained_about(edition: Edition) -> None:
    """Its own result is not taken either: it may count what nobody can read."""
    for rule in rules(edition):
        if rule.is_sum and rule.cell.path in {each.total.path for each in kinds(edition)}:
            part = rule.right.inputs[0]
            wrong = with_cell(content(edition), edition, part, "<is><t>约8</t></is>", ' t="inlineStr"')
            reading = gkxl.read(wrong)
            assert found(reading.issues) == [("cell.text", part)]
            assert reading.values[rule.cell.path] is None


@every_edition
def test_a_balance_that_fails_tells_both_sides_with_their_places(edition: Edition) -> None:
    """Nobody can tell which of its cells is wrong, so all of them are named."""
    rule = next(rule for rule in rules(edition) if not rule.is_sum)
    values = different(edition)
    path = next(path for path in rule.left.cells if path in {c.path for c in cells(edition.form)})
    wrong = with_cell(content(edition), edition, path, f"<v>{values[path] + 5}</v>")
    issue = next(issue for issue in gkxl.read(wrong).issues if issue.code == rule.code)
    assert [term.path for term in issue.left] == list(rule.left.cells)
    assert [term.path for term in issue.right] == list(rule.right.cells)
    assert all(term.place == places(edition)[term.path] for term in (*issue.left, *issue.right))
    assert issue.difference == 5
