"""Checks reports and single values: the rules of the form, and what a cell may hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.arguments import checked
from gkxl.errors import ExtensionError
from gkxl.forms import edition_of
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import Issue, Term
from gkxl.model.marks import COUNT
from gkxl.model.outline import Node, cells, node, report_from, values_of
from gkxl.rules.expectations import compare_years, find_unusual, last_year_values, prefix_last_year
from gkxl.rules.expression import OverCells, is_number
from gkxl.rules.quotations import check_texts
from gkxl.rules.rule import Numbers, Rule, distinct_labels, find_broken
from gkxl.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from attrs import AttrsInstance

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.model.marks import Domain
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Cells
    from gkxl.text import Lang


class Condition(NamedTuple):
    """Something that a number of a cell has to be.

    Attributes:
        formula: Whether it is so, with ``{0}`` for the cell.
        holds: The same in Python.
    """

    formula: str
    holds: Callable[[Any], bool]


_NOT_NEGATIVE: Final = Condition("{0}>=0", lambda number: bool(number >= 0))
_WHOLE: Final = Condition("{0}=INT({0})", lambda number: type(number) is int)
_COUNT: Final = Condition("{0}=INT(ABS({0}))", lambda number: type(number) is int and number >= 0)
"""Both in one: there is a formula for each of 166 cells."""


@cache
def conditions_of(domain: Domain) -> tuple[Condition, ...]:
    """What numbers of a domain have to be, besides being numbers."""
    if domain.whole:
        return (_WHOLE if domain.signed else _COUNT,)
    return () if domain.signed else (_NOT_NEGATIVE,)


def fits(domain: Domain, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value is a number that a cell of this domain may hold."""
    if type(value) is int and value >= 0:  # which every domain takes: nearly all there is, and 166 a workbook
        return True
    return is_number(value) and all(condition.holds(value) for condition in conditions_of(domain))


def count_entered(cells: Sequence[Node]) -> OverCells:
    """How many cells hold anything."""
    paths = tuple(cell.path for cell in cells)
    return OverCells(paths, lambda contents: sum(content is not None for content in contents), "COUNTA({})")


@frozen(eq=False)
class Fitting:
    """Whether a cell holds a number that it may hold.

    A plain formula for each cell, as programs of the web do not know array formulas.

    Attributes:
        domain: What it may hold.
        path: The cell.
        yes: What this comes to if it does.
        no: What this comes to if it does not.
    """

    domain: Domain
    path: str
    yes: int
    no: int

    def value(self, values: Mapping[str, Any]) -> int:
        """One of both numbers."""
        return self.yes if fits(self.domain, values.get(self.path)) else self.no

    def excel(self, cells: Cells) -> str:
        """One test in the other: what is no number is not compared."""
        (at,) = cells.ranges((self.path,))
        test = str(self.yes)
        for condition in reversed(conditions_of(self.domain)):
            test = f"IF({condition.formula.format(at)},{test},{self.no})"
        return f"IF(ISNUMBER({at}),{test},{self.no})"


def misfilled(address: str, domain: Domain) -> str:
    """Excel formula for whether a cell holds anything but what it may hold; see `fits`."""
    tests = ",".join(condition.formula.format(address) for condition in conditions_of(domain))
    return f"IF(ISBLANK({address}),FALSE,IF(ISNUMBER({address}),NOT(AND({tests})),TRUE))"


@checked
def check(report: AnyReport, *, previous: AnyReport | None = None, lang: Lang = "zh") -> list[Issue]:
    """Everything that is wrong in a report: what its cells may hold, its sums, its balances.

    What is unusual, or does not follow from last year's report, is to be confirmed, and so is a section
    without text. Figures that jump, and figures that texts quote otherwise, are given as information.

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
    last = last_year_values(edition, values, previous) if previous else None
    found = [*check_values(edition, values), *check_expectations(edition, values, last)]
    return [evolve(issue, lang=lang) for issue in sort_as_printed(edition, found)]


def check_values(edition: Edition, values: Mapping[str, Any]) -> list[Issue]:
    """What is wrong with these values, by path, and with the texts; a cell left out is not judged."""
    wrong, sound = _split_sound(edition, values)
    return [
        *wrong,
        *_check_cover(edition, sound),
        *check_rules(edition, sound),
        *check_texts(edition, sound),
        *_check_further(edition, sound),
    ]


def _check_further(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """The issues of the checks that were registered, where every cell is known and sound.

    Raises:
        ExtensionError: A check fails.
    """
    labels = {cell.path: cell.label for cell in cells(edition.form)} if edition.checks else {}
    if not edition.checks or labels.keys() - values.keys():
        return
    report = report_from(edition.form, values)
    for further in edition.checks:
        try:
            found = [*further(report)]
        except Exception as error:
            name = getattr(further, "__qualname__", repr(further))
            raise ExtensionError(
                "扩展的核对“{name}”出错（{error}）。请改正或更新这个扩展。", name=name, error=repr(error)
            ) from error
        yield from (evolve(one, label=one.label or labels.get(one.path, "")) for one in found)


def _check_cover(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue if the cover does not name the unit: collecting finds the unit in the roster by it."""
    unit = edition.roles.unit
    if unit in values and is_empty(values[unit]):
        yield Issue(code="cover.blank", path=unit, label=node(edition.form, unit).label)


def check_expectations(
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
        last: All values of last year's report; None where it is not at hand.
        carried: Those of its figures that this year's workbook was issued with, used where `last` is None.
    """
    _, sound = _split_sound(edition, values)
    compared = prefix_last_year(last if last is not None else carried or {})
    whole = compare_years(edition, sound, last) if last is not None else ()
    return [*find_unusual(edition, {**sound, **compared}), *whole]


def _split_sound(edition: Edition, values: Mapping[str, Any]) -> tuple[list[Issue], Mapping[str, Any]]:
    """An issue for each value that its cell may not hold, and all the other values."""
    wrong = {issue.path: issue for issue in check_domains(edition, values)}
    sound = {path: value for path, value in values.items() if path not in wrong} if wrong else values
    return [*wrong.values()], sound


def sort_as_printed(edition: Edition, issues: Iterable[Issue]) -> list[Issue]:
    """The issues in the order in which the form prints their cells."""
    order = {cell.path: index for index, cell in enumerate(cells(edition.form))}
    return sorted(issues, key=lambda issue: order.get(issue.path, -1))


def check_domains(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue for each value that its cell may not hold; a cell that is left out has none."""
    for cell in _cells_to_check(edition.form, values):
        code = _find_fault(edition, cell, values[cell.path]) if cell.path in values else None
        if code:
            facts = {"choices": cell.item.choices}
            yield Issue(code=code, path=cell.path, label=cell.label, found=values[cell.path], facts=facts)


def _cells_to_check(form: type[AttrsInstance], values: Mapping[str, Any]) -> tuple[Node, ...]:
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


def _find_fault(edition: Edition, cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if cell.type is str:
        return _find_text_fault(cell, value)
    if cell.path == edition.roles.year:
        return None if type(value) is int and edition.covers(value) else "domain.year"
    return None if fits(cell.domain, value) else cell.domain.code


def _find_text_fault(cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if not isinstance(value, str):
        return "domain.text"
    return "cover.choice" if value and cell.item.choices and value not in cell.item.choices else None


def check_rules(edition: Edition, values: Numbers) -> Iterator[Issue]:
    """An issue for each broken rule; rules with cells that are missing are passed over."""
    return (_make_issue(edition, rule, values) for rule in find_broken(edition, values))


def _make_issue(edition: Edition, rule: Rule, values: Numbers) -> Issue:
    """The issue of a broken rule. Only of a total it is known which cell is wrong, and what it should be."""
    labels, column = distinct_labels(edition, rule)
    terms = tuple(Term(path, label, values[path]) for path, label in labels.items())
    split = len(rule.left.cells)
    return Issue(
        code=rule.code,
        path=rule.cell.path,
        label=rule.cell.label,
        found=values[rule.cell.path] if rule.is_sum else None,
        expected=rule.right.filed.value(values) if rule.is_sum else None,
        left=terms[:split],
        right=terms[split:],
        facts={"rule": rule.words, "column": column},
    )
