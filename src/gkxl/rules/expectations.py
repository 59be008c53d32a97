"""What a report is expected to keep to (核实性): where it does not, a written explanation settles it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from gkxl.issues.issue import Issue, Term
from gkxl.model.outline import node
from gkxl.rules.expression import Cell, Constant, Equal, If, all_of, any_of, is_blank, not_zero, unfilled
from gkxl.rules.rule import (
    LAST,
    Outcome,
    Rule,
    Terms,
    distinct_labels,
    reference_reports,
    split_columns,
)
from gkxl.text import is_explanation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.forms.edition import Edition, Expectation
    from gkxl.rules.expression import Expression
    from gkxl.rules.rule import Numbers, Side


@frozen
class Expected:
    """One expectation in one column or line.

    Attributes:
        rule: Its two sides; paths that begin with `LAST` are last year's.
        mark: The expectation as the edition states it.
        subject: The column or line that it is about.
        level: The path of the cell with the level of the unit.
    """

    rule: Rule
    mark: Expectation
    subject: str
    level: str

    @property
    def label(self) -> str:
        """The expectation in words, with the column or line that it is about."""
        words = self.rule.words
        return words if words.startswith(self.subject) else f"{self.subject}：{words}"

    @cached_property
    def last(self) -> tuple[str, ...]:
        """The cells of last year's report that it needs, with `LAST` in front."""
        return tuple(path for path in self.rule.needs if path.startswith(LAST))

    @cached_property
    def _outcome(self) -> Expression:
        return self.expression(broken=Constant(Outcome.BROKEN), unknown=Constant(Outcome.UNFILLED))

    def outcome(self, values: Numbers) -> Outcome:
        """Check it against this year's values, and last year's under `LAST`."""
        found: Outcome = self._outcome.value(values)
        return found

    def expression(self, *, broken: Expression, unknown: Expression) -> Expression:
        """The outcome of checking it, as an expression.

        Args:
            broken: What it comes to if it is not kept.
            unknown: What it comes to if a figure of last year's is missing.
        """
        own = tuple(path for path in self.rule.needs if not path.startswith(LAST))
        found = If(unfilled(own), Constant(Outcome.UNFILLED), self._kept(broken))
        return If(unfilled(self.last), unknown, found) if self.last else found

    def _kept(self, broken: Expression) -> Expression:
        """What becomes of it if all figures are there."""
        rule, holds = self.rule, Constant(Outcome.HOLDS)
        if self.mark.apart:
            return If(all_of(rule.is_kept, not_zero(rule.left.filed)), broken, holds)
        if self.mark.levels:
            exempt = any_of(*(Equal(Cell(self.level), Constant(name)) for name in self.mark.levels))
            broken = If(is_blank(self.level), Constant(Outcome.UNFILLED), If(exempt, holds, broken))
        return If(rule.is_kept, holds, rule.unless_follows(broken))


@cache
def expected_rules(edition: Edition) -> tuple[Expected, ...]:
    """Everything that reports of an edition are expected to keep to, in the order of the edition."""
    return tuple(found for mark in edition.expectations for found in _make_expected(edition, mark))


def _make_expected(edition: Edition, mark: Expectation) -> Iterator[Expected]:
    form = edition.form
    years = zip(reference_reports(form), reference_reports(form, LAST), strict=True)
    filed, entered = (mark.sides(*both) for both in years)
    for column in split_columns(_as_terms(filed), _as_terms(entered)):
        rule = column.rule(code=mark.code, words=mark.rule, cell=node(form, column.left.cells[0]))
        yield Expected(rule, mark, _find_subject(edition, rule), edition.roles.level)


def _as_terms(sides: tuple[Any, Any]) -> tuple[Any, Any]:
    """Both sides, where one that is plainly 0 has no cells."""
    left, right = (Terms() if side == 0 else side for side in sides)
    return left, right


def _find_subject(edition: Edition, rule: Rule) -> str:
    column = distinct_labels(edition, rule)[1]
    return f"“{column}”列" if column else rule.cell.headings[-2:][0]


def prefix_last_year(values: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of last year's report under the paths by which rules name them."""
    return {LAST + path: value for path, value in values.items() if type(value) in (int, Decimal)}


def find_unusual(edition: Edition, values: Numbers) -> Iterator[Issue]:
    """An issue for each expectation that is not kept; one that lacks a figure is passed over.

    Args:
        edition: The edition.
        values: This year's values by path, and last year's under `LAST`.
    """
    return (
        _make_issue(edition, one, values)
        for one in expected_rules(edition)
        if one.outcome(values) is Outcome.BROKEN
    )


def _make_issue(edition: Edition, one: Expected, values: Numbers) -> Issue:
    rule = one.rule
    labels = distinct_labels(edition, rule)[0]
    return Issue(
        code=rule.code,
        path=rule.cell.path,
        label=rule.cell.label,
        found=values[rule.cell.path],
        expected=rule.right.filed.value(values),
        left=_make_terms(rule.left, labels, values),
        right=_make_terms(rule.right, labels, values),
        facts={"rule": rule.words, "level": values.get(one.level), "makers": one.mark.levels},
    )


def _make_terms(side: Side, labels: dict[str, str], values: Numbers) -> tuple[Term, ...]:
    def term(path: str, *, taken: bool) -> Term:
        year = "上年" if path.startswith(LAST) else ""
        value: Any = values[path]
        return Term(path, year + labels[path], value, taken=taken)

    added = (term(path, taken=False) for path in side.cells)
    return (*added, *(term(path, taken=True) for path in side.taken))


def add_explanations(issues: Iterable[Issue], explanations: Mapping[tuple[str, str], str]) -> Iterator[Issue]:
    """The issues, each with what the unit wrote about it or about all of its kind."""
    for issue in issues:
        why = explanations.get((issue.code, issue.path)) or explanations.get((issue.code, ""), "")
        yield evolve(issue, explanation=why if is_explanation(why) else "")
