"""Judges reports and single values: the rules of the form, and what a cell may hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.blanks import is_empty
from gkxl.expectations import across_years, as_last, last_values, unusual
from gkxl.forms import edition_of
from gkxl.issues.issue import Issue, Term
from gkxl.model.domain import COUNT
from gkxl.model.outline import Node, cells, node
from gkxl.model.values import values_of
from gkxl.narrative import narrative_issues
from gkxl.rules import Numbers, Rule, broken, labels_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.issues.catalogue import Lang


UNIT: Final = "cover.unit"
"""The path of the cover cell with the name of the unit."""


def check(report: AttrsInstance, *, previous: AttrsInstance | None = None, lang: Lang = "zh") -> list[Issue]:
    """Everything that is wrong in a report: what its cells may hold, its sums, its balances.

    What is unusual, or does not follow from last year's report, is to be confirmed. Figures that its texts
    quote otherwise, figures that jump, and sections left empty are told as information.

    The rules are those of the notice that the report's edition comes from (see `gkxl.EDITIONS`).

    Args:
        report: A report of any edition.
        previous: The unit's report of the year before, of any edition; what only one of the editions has
            is passed over.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        The issues in printed order; none if the report is consistent.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        DataError: The other report is not of the year before.
    """
    edition, values = edition_of(report), values_of(report)
    last = last_values(edition, values, previous) if previous else None
    found = [*issues_in(edition, values), *expectation_issues(edition, values, last)]
    return [evolve(issue, lang=lang) for issue in in_printed_order(edition, found)]


def issues_in(edition: Edition, values: Mapping[str, Any]) -> list[Issue]:
    """What is wrong with these values, by path, and with the texts; a cell left out is not judged."""
    wrong, sound = _parted(edition, values)
    return [
        *wrong,
        *_blank_cover(edition, sound),
        *rule_issues(edition, sound),
        *narrative_issues(edition, sound),
    ]


def _blank_cover(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue if the cover does not name the unit: collecting finds the unit in the roster by it."""
    if UNIT in values and is_empty(values[UNIT]):
        yield Issue(code="cover.blank", path=UNIT, label=node(edition.form, UNIT).label)


def expectation_issues(
    edition: Edition,
    values: Mapping[str, Any],
    last: Mapping[str, Any] | None = None,
    *,
    carried: Mapping[str, Any] | None = None,
) -> list[Issue]:
    """What is to be confirmed about these values.

    Args:
        edition: The edition.
        values: This year's values by path; a cell left out is not judged.
        last: All values of last year's report; None where nobody has it.
        carried: Those of its figures that this year's workbook brings along, in case nobody has it.
    """
    _, sound = _parted(edition, values)
    compared = as_last(last if last is not None else carried or {})
    whole = across_years(edition, sound, last) if last is not None else ()
    return [*unusual(edition, {**sound, **compared}), *whole]


def _parted(edition: Edition, values: Mapping[str, Any]) -> tuple[list[Issue], Mapping[str, Any]]:
    """What is said of values that their cells may not hold, and all the others."""
    wrong = {issue.path: issue for issue in domain_issues(edition, values)}
    sound = {path: value for path, value in values.items() if path not in wrong} if wrong else values
    return [*wrong.values()], sound


def in_printed_order(edition: Edition, issues: Iterable[Issue]) -> list[Issue]:
    """The issues in the order in which the form prints their cells."""
    order = {cell.path: index for index, cell in enumerate(cells(edition.form))}
    return sorted(issues, key=lambda issue: order.get(issue.path, -1))


def domain_issues(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue for each value that its cell may not hold; a cell that is left out has none."""
    for cell in _doubtful(edition.form, values):
        code = _domain(edition, cell, values[cell.path]) if cell.path in values else None
        if code:
            facts = {"choices": cell.item.choices}
            yield Issue(code=code, path=cell.path, label=cell.label, found=values[cell.path], facts=facts)


def _doubtful(form: type[AttrsInstance], values: Mapping[str, Any]) -> tuple[Node, ...]:
    """The cells to be judged one by one: all, or where all counts are plainly counts the others."""
    counts, others = _counts(form)
    found: list[Any] = [*map(values.get, counts)]
    return others if {*map(type, found)} == {int} and min(found) >= 0 else cells(form)


@cache
def _counts(form: type[AttrsInstance]) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """The paths of the cells for counts, and all other cells."""
    every = cells(form)
    counts = tuple(cell.path for cell in every if cell.in_table and cell.domain == COUNT)
    return counts, tuple(cell for cell in every if cell.path not in counts)


def _domain(edition: Edition, cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if cell.type is str:
        return _text_domain(cell, value)
    if not cell.in_table:
        return None if type(value) is int and edition.covers(value) else "domain.year"
    return None if cell.domain.holds(value) else cell.domain.code


def _text_domain(cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if not isinstance(value, str):
        return "domain.text"
    return "cover.choice" if value and cell.item.choices and value not in cell.item.choices else None


def rule_issues(edition: Edition, values: Numbers) -> Iterator[Issue]:
    """An issue for each broken rule; rules with cells that are missing are passed over."""
    return (_issue(edition, rule, values) for rule in broken(edition, values))


def _issue(edition: Edition, rule: Rule, values: Numbers) -> Issue:
    """A total has a number that it should be; of a balance nobody can tell which of its cells is wrong."""
    labels, column = labels_apart(edition, rule)
    terms = tuple(Term(path, label, values[path]) for path, label in labels.items())
    split = len(rule.left.cells)
    return Issue(
        code=rule.code,
        path=rule.cell.path,
        label=rule.cell.label,
        found=values[rule.cell.path] if rule.is_sum else None,
        expected=rule.right.as_filed(values) if rule.is_sum else None,
        left=terms[:split],
        right=terms[split:],
        facts={"rule": rule.words, "column": column},
    )
