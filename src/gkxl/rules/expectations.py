"""Finds unusual figures (核实性): expectations within a report, and comparisons with last year's report.

None of it is an error: the unit corrects the figure, or explains it in writing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.errors import DataError
from gkxl.forms import edition_of
from gkxl.frozen import frozen
from gkxl.issues import Issue, Term
from gkxl.issues.catalogue.report import EXPECTATIONS
from gkxl.model.outline import cells, node, sums, values_of
from gkxl.rules.expression import Constant, If, all_of, any_of, content, differs, equal, is_blank, unfilled
from gkxl.rules.rule import (
    LAST,
    Outcome,
    Rule,
    Terms,
    distinct_labels,
    reference_report,
    split_columns,
)
from gkxl.text import Wording, is_explanation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.forms.edition import AnyReport, Edition, Expectation
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Expression
    from gkxl.rules.rule import Numbers, Side


@frozen(eq=False)
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
            return If(all_of(rule.is_kept, differs(rule.left.filed, Constant(0))), broken, holds)
        if self.mark.levels:
            exempt = any_of(*(equal(content(self.level), Constant(name)) for name in self.mark.levels))
            broken = If(is_blank(self.level), Constant(Outcome.UNFILLED), If(exempt, holds, broken))
        return If(rule.is_kept, holds, rule.unless_follows(broken))


def expectation_codes(edition: Edition) -> frozenset[str]:
    """The codes of all that may be found when a report is compared with what is expected of it."""
    return EXPECTATIONS | {one.code for one in edition.expectations}


@cache
def expected_rules(edition: Edition) -> tuple[Expected, ...]:
    """Everything that reports of an edition are expected to keep to, in the order of the edition."""
    return tuple(found for mark in edition.expectations for found in _make_expected(edition, mark))


def _make_expected(edition: Edition, mark: Expectation) -> Iterator[Expected]:
    form = edition.form
    sides = mark.sides(reference_report(form), reference_report(form, LAST))
    for column in split_columns(form, *_as_terms(sides)):
        rule = column.rule(code=mark.code, words=mark.rule, cell=node(form, column.left.cells[0]))
        yield Expected(rule, mark, _find_subject(edition, rule), edition.roles.level)


def _as_terms(sides: tuple[Any, Any]) -> Iterator[Any]:
    """Both sides, where one that is plainly 0 has no cells."""
    return (Terms() if side == 0 else side for side in sides)


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


LEAST_FIGURES: Final = 3
"""A report with fewer figures that are not 0 is not called a copy: little happens at some units."""

JUMP: Final = 10
LEAST_JUMP: Final = 100
"""A figure jumps if it is so many times the other, and differs by at least so much."""


def last_year_values(edition: Edition, values: Mapping[str, Any], previous: AnyReport) -> Mapping[str, Any]:
    """What last year's report has, whatever its edition, in the cells of this year's; None where nothing.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        previous: The report of the year before.

    Raises:
        DataError: It is of another year or another kind, or the year of either is not known.
        UnknownEditionError: It is not a report of any edition.
    """
    other = edition_of(previous)
    if other.kind is not edition.kind:
        given = Wording(other.kind.name.zh, other.kind.title_en)
        raise DataError(
            "{kind}只能与上年的{kind}比对，而给出的是{given}。", kind=edition.kind.name, given=given
        )
    found = values_of(previous) if other == edition else _convert(previous, edition)
    year, before = values.get(edition.roles.year), found[edition.roles.year]
    if type(year) is not int or before != year - 1:
        raise DataError(
            "{year} 年度的报告只能与 {wanted} 年度的比对，而给出的是 {given} 年度的。",
            year=year,
            wanted=_year_before(year),
            given=before,
        )
    return found


def _convert(previous: AnyReport, edition: Edition) -> Mapping[str, Any]:
    from gkxl.reports.conversion import convert  # noqa: PLC0415 (only where the year before had another form)

    return convert(previous, edition).values


def _year_before(year: Any) -> str:  # noqa: ANN401 (whatever was put there)
    return str(year - 1) if type(year) is int else "上一"


def compare_years(edition: Edition, values: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[Issue]:
    """Compare a report as a whole with last year's.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        last: Last year's; what is None in either is passed over.
    """
    both = [cell for cell in cells(edition.form) if cell.in_table and _all_known(cell.path, values, last)]
    yield from _find_copy(edition, both, values, last)
    yield from _find_jumps(edition, both, values, last)


def _all_known(path: str, *reports: Mapping[str, Any]) -> bool:
    return all(values.get(path) is not None for values in reports)


def _find_copy(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """One issue if all figures are last year's, but for those that are filled in beforehand."""
    follow = prefilled_values(edition, last)
    entered = [cell.path for cell in both if not cell.computed and cell.path not in follow]
    count = sum(values[path] != 0 for path in entered)
    if count >= LEAST_FIGURES and all(values[path] == last[path] for path in entered):
        yield Issue(code="year.copied", label="各表数字", facts={"count": count})


def _find_jumps(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """An issue for each figure that jumps and is no part of a printed total."""
    for cell in both:
        now, before = values[cell.path], last[cell.path]
        if cell.path not in _parts_of_totals(edition) and not cell.domain.signed and _is_jump(now, before):
            yield Issue(code="year.jump", path=cell.path, label=cell.label, found=now, expected=before)


@cache
def _parts_of_totals(edition: Edition) -> frozenset[str]:
    return frozenset(part.path for found in sums(edition.form) for part in found.parts)


def _is_jump(now: Any, before: Any) -> bool:  # noqa: ANN401 (int or Decimal)
    return bool(abs(now - before) >= LEAST_JUMP and max(now, before) >= JUMP * min(now, before))


def last_year_to_keep(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """Those of last year's figures that expectations of an edition compare with, by path."""
    return {path: last[path] for path in last_year_paths(edition) if last.get(path) is not None}


@cache
def last_year_paths(edition: Edition) -> tuple[str, ...]:
    """The cells of last year's report that expectations of an edition compare with."""
    return tuple(
        dict.fromkeys(path.removeprefix(LAST) for one in expected_rules(edition) for path in one.last)
    )


def prefilled_values(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """What can be filled in beforehand, by path: cells that are expected to hold a figure of last year's."""
    return {to: last[path] for to, path in _same_as_last_year(edition).items() if last.get(path) is not None}


@cache
def _same_as_last_year(edition: Edition) -> dict[str, str]:
    """The cells to be filled in that are expected to be just what another was last year."""
    same = (one for one in expected_rules(edition) if _is_same(one) and not one.rule.cell.computed)
    return {one.rule.cell.path: one.last[0].removeprefix(LAST) for one in same}


def _is_same(one: Expected) -> bool:
    left, right = one.rule.left, one.rule.right
    return len(left.cells) == 1 and right.cells == one.last and not (right.taken or one.mark.apart)
