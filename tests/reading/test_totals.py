"""Totals are never trusted: formulas are computed again, and what is typed over them is checked."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.layout import places
from gkxl.model.outline import cells, report_from, sums
from gkxl.rules.rule import rules
from workbooks import at, different, every_edition, found, with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Sum


def content(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, different(edition)))


def kinds(edition: Edition) -> Iterator[Sum]:
    """One total of each kind, such that no other total adds it up."""
    parts = {part.path for each in sums(edition.form) for part in each.parts}
    own = {each.mark.code: each for each in sums(edition.form) if each.total.path not in parts}
    yield from own.values()


def formula(edition: Edition, path: str) -> str:
    """The formula of a total as the writer has it."""
    return next(cell.formula for cell in gkxl.read(content(edition)).cells if cell.path == path) or ""


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
        ("<f>{own}</f>", ""),
        ("<f>{own}</f><v>1</v>", ""),
        ("<f>{own}</f><v>#VALUE!</v>", ' t="e"'),
        ('<f t="shared" si="0"/><v>1</v>', ""),
        ("", ""),
    ],
    ids=["no result", "stale", "error", "shared", "blank"],
)
def test_a_total_without_a_current_result_is_computed(edition: Edition, inside: str, attributes: str) -> None:
    """Whatever is shown there: its parts are what was filed. A note names it."""
    values = different(edition)
    for total in kinds(edition):
        path = total.total.path
        own = inside.format(own=formula(edition, path))
        reading = gkxl.read(with_cell(content(edition), edition, path, own, attributes))
        assert reading.values == values
        assert found(reading.issues) == [("total.computed", path)]
        assert reading.issues[0].place == places(edition)[path]
        assert reading.ok


@every_edition
def test_a_sum_may_be_written_in_other_ways(edition: Edition) -> None:
    """With absolute references, with plus signs, with the name of its own sheet."""
    values, here = different(edition), places(edition)
    for total in kinds(edition):
        place = here[total.total.path]
        addresses = [here[part.path].address for part in total.parts]
        absolute = [
            f"${address.rstrip('0123456789')}${here[part.path].row}"
            for address, part in zip(addresses, total.parts, strict=True)
        ]
        for text in (
            "+".join(addresses),
            f"SUM({', '.join(absolute)})",
            f"SUM('{place.sheet}'!{','.join(addresses[::-1])})",
        ):
            inside = f"<f>{text}</f><v>{values[total.total.path]}</v>"
            reading = gkxl.read(with_cell(content(edition), edition, total.total.path, inside))
            assert (reading.values, reading.issues) == (values, ())


@every_edition
@pytest.mark.parametrize("text", ["{due}+1", "SUM({short})", "SUM({parts},{first})", "[1]Sheet1!A1", "NOW()"])
def test_another_formula_over_a_total_is_judged_by_its_result(edition: Edition, text: str) -> None:
    """A wrong result is as wrong as if it were typed; a right one, or none, is worth a note only."""
    values, here = different(edition), places(edition)
    for total in kinds(edition):
        path, due = total.total.path, values[total.total.path]
        parts = [here[part.path].address for part in total.parts]
        words = text.format(due=due, short=",".join(parts[1:]), parts=",".join(parts), first=parts[0])
        wrong = gkxl.read(with_cell(content(edition), edition, path, f"<f>{words}</f><v>{due + 1}</v>"))
        assert (total.mark.code, path) in found(wrong.issues)
        assert wrong.values[path] == due + 1
        for inside in (f"<f>{words}</f><v>{due}</v>", f"<f>{words}</f>"):
            noted = gkxl.read(with_cell(content(edition), edition, path, inside))
            assert (noted.values, noted.ok) == (values, True)
            assert found(noted.issues) == [("total.formula", path)]


@every_edition
def test_another_formula_with_a_result_that_is_no_count_is_an_error(edition: Edition) -> None:
    for total in kinds(edition):
        inside = "<f>17/2</f><v>8.5</v>"
        reading = gkxl.read(with_cell(content(edition), edition, total.total.path, inside))
        assert at(reading.issues, total.total.path) == ["cell.fraction"]


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
def test_the_result_of_another_formula_is_not_taken_without_the_parts(edition: Edition) -> None:
    for rule in rules(edition):
        if rule.is_sum and rule.cell.path in {each.total.path for each in kinds(edition)}:
            part = rule.right.inputs[0]
            blank = with_cell(content(edition), edition, part, "")
            reading = gkxl.read(with_cell(blank, edition, rule.cell.path, "<f>8+1</f><v>9</v>"))
            assert reading.values[rule.cell.path] is None
            assert found(reading.issues) == [("cell.blank", part)]


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
