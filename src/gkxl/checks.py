"""The arithmetic of the form (勾稽关系) and what a cell may hold, checked on reports and on single values.

Sums and balances become `Identity` values, which name the cells on both sides: evaluated here on numbers,
written by `gkxl.write` as formulas of the live check sheet. There is no second statement of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve, frozen

from gkxl.forms import edition_of
from gkxl.issues import Issue, Term
from gkxl.outline import Node, cells, fill, formulas, node, sums
from gkxl.spec import Total, marks
from gkxl.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from attrs import AttrsInstance

    from gkxl.codes import Lang
    from gkxl.forms.edition import Balance, Edition


class Status(Enum):
    """What became of a rule."""

    HOLDS = auto()
    BROKEN = auto()
    KNOCK_ON = auto()
    """It does not hold, but only because of a fault that another rule reports."""
    UNFILLED = auto()
    """A cell that it needs is blank or unreadable."""


class Terms(tuple[str, ...]):
    """Paths to be added up: what a cell becomes when a balance is asked for its cells."""

    __slots__ = ()

    def __add__(self, other: Any) -> Terms:  # noqa: ANN401 (a tuple of paths)
        """The cells of both."""
        return Terms((*self, *other))


@frozen
class Side:
    """One side of an identity.

    Attributes:
        cells: The cells that the rule names.
        inputs: The same with every total replaced by the cells it is computed from.
    """

    cells: tuple[str, ...]
    inputs: tuple[str, ...]


@frozen(kw_only=True)
class Identity:
    """One rule in one column or line: two sides that must be equal.

    Attributes:
        code: The code of the issue raised when they are not.
        rule: The rule in Chinese.
        cell: The cell where the issue stands.
        left: The left side.
        right: The right side.
        follows: Of a rule in a column of totals: the same rule in the columns it adds up.
    """

    code: str
    rule: str
    cell: Node
    left: Side
    right: Side
    follows: tuple[Identity, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether this is a printed total against its parts; its cell is then the one that is wrong."""
        return self.left.cells == (self.cell.path,)

    @property
    def needs(self) -> tuple[str, ...]:
        """Every cell that must be filled in before anything can be said."""
        own = (*self.left.cells, *self.left.inputs, *self.right.cells, *self.right.inputs)
        columns = (path for column in self.follows for path in column.left.cells + column.right.cells)
        return tuple(dict.fromkeys((*own, *columns)))


@cache
def identities(edition: Edition) -> tuple[Identity, ...]:
    """Every sum and balance of an edition, in printed order: sums first."""
    return (
        *_sum_identities(edition.form),
        *(i for rule in edition.balances for i in _balance(edition.form, rule)),
    )


def _sum_identities(form: type[AttrsInstance]) -> Iterator[Identity]:
    inputs = _inputs(form)
    for found in sums(form):
        total, parts = found.total, tuple(part.path for part in found.parts)
        yield Identity(
            code=found.mark.code,
            rule=found.mark.rule,
            cell=total,
            left=Side((total.path,), (total.path,)),
            right=Side(parts, tuple(path for part in parts for path in inputs[part])),
        )


@cache
def _inputs(form: type[AttrsInstance]) -> dict[str, Terms]:
    """For every cell the cells it is computed from: itself, or for a total those of its parts."""
    return {cell.path: Terms(_entered(form, cell.path)) for cell in cells(form)}


def _entered(form: type[AttrsInstance], path: str) -> Iterator[str]:
    found = formulas(form).get(path)
    if found is None:
        yield path
    else:
        yield from (below for part in found.parts for below in _entered(form, part.path))


def _balance(form: type[AttrsInstance], balance: Balance) -> Iterator[Identity]:
    """A balance in every column of its lines; in a column of totals it follows from the others."""
    inputs = _inputs(form)
    as_filed = balance.sides(fill(form, lambda cell: Terms((cell.path,))))
    recomputed = balance.sides(fill(form, lambda cell: inputs[cell.path]))
    columns: list[Identity] = []
    line: type[AttrsInstance] = type(as_filed[0])
    for name, (_, mark) in marks(line).items():
        left, right = (
            Side(getattr(filed, name), getattr(inner, name))
            for filed, inner in zip(as_filed, recomputed, strict=True)
        )
        found = Identity(
            code=balance.code,
            rule=balance.rule,
            cell=node(form, right.cells[-1]),
            left=left,
            right=right,
            follows=tuple(columns) if isinstance(mark, Total) else (),
        )
        columns.append(found)
        yield found


Numbers: TypeAlias = Mapping[str, Any]


def status(identity: Identity, values: Numbers) -> Status:
    """What becomes of a rule for these values; a cell that is None or left out was not filled in.

    A fault is reported once, where it is: a rule that would hold if totals were computed from their
    parts is broken by a wrong total, and that total has a rule of its own.
    """
    if any(values.get(path) is None for path in identity.needs):
        return Status.UNFILLED
    difference = _difference(identity, values)
    if difference == 0:
        return Status.HOLDS
    if _add(identity.left.inputs, values) == _add(identity.right.inputs, values):
        return Status.KNOCK_ON
    if identity.follows and difference == sum(_difference(column, values) for column in identity.follows):
        return Status.KNOCK_ON
    return Status.BROKEN


def _difference(identity: Identity, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
    return _add(identity.left.cells, values) - _add(identity.right.cells, values)


def _add(paths: Iterable[str], values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
    return sum(values[path] for path in paths)


def check(report: AttrsInstance, *, lang: Lang = "zh") -> list[Issue]:
    """Everything that is wrong in a report: what its cells may hold, its sums, its balances.

    The rules are those of the notice that the report's edition comes from (see `gkxl.EDITIONS`).

    Args:
        report: A report of any edition.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        The issues in printed order; none if the report is consistent.

    Raises:
        UnknownEditionError: It is not a report of any edition.
    """
    edition = edition_of(report)
    found = issues_in(edition, values_of(report))
    return [evolve(issue, lang=lang) for issue in in_printed_order(edition, found)]


def issues_in(edition: Edition, values: Mapping[str, Any]) -> list[Issue]:
    """Everything that is wrong with these values, by path; a cell that is left out is not judged."""
    wrong = {issue.path: issue for issue in domain_issues(edition, values)}
    sound = {path: value for path, value in values.items() if path not in wrong}
    return [*wrong.values(), *rule_issues(edition, sound)]


def in_printed_order(edition: Edition, issues: Iterable[Issue]) -> list[Issue]:
    """The issues in the order in which the form prints their cells."""
    order = {cell.path: index for index, cell in enumerate(cells(edition.form))}
    return sorted(issues, key=lambda issue: order.get(issue.path, -1))


def domain_issues(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue for each value that its cell may not hold; a cell that is left out has none."""
    for cell in cells(edition.form):
        code = _domain(edition, cell, values[cell.path]) if cell.path in values else None
        if code:
            facts = {"choices": "、".join(cell.item.choices)}
            yield Issue(code=code, path=cell.path, label=cell.label, found=values[cell.path], facts=facts)


def _domain(edition: Edition, cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if cell.type is str:
        return _text_domain(cell, value)
    if not cell.in_table:
        return None if type(value) is int and edition.covers(value) else "domain.year"
    if cell.type is int:
        return None if type(value) is int and value >= 0 else "domain.count"
    return None if _is_amount(value) else "domain.amount"


def _text_domain(cell: Node, value: Any) -> str | None:  # noqa: ANN401 (whatever was put there)
    if not isinstance(value, str):
        return "domain.text"
    return "cover.choice" if value and cell.item.choices and value not in cell.item.choices else None


def _is_amount(value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    if type(value) is int:
        return value >= 0
    return isinstance(value, Decimal) and value.is_finite() and value >= 0


def rule_issues(edition: Edition, values: Numbers) -> Iterator[Issue]:
    """An issue for each broken rule; rules with cells that are missing are passed over."""
    return (
        _issue(edition, identity, values)
        for identity in identities(edition)
        if status(identity, values) is Status.BROKEN
    )


def _issue(edition: Edition, identity: Identity, values: Numbers) -> Issue:
    labels, column = labels_apart(edition, identity)
    terms = tuple(Term(path, label, values[path]) for path, label in labels.items())
    split = len(identity.left.cells)
    return Issue(
        code=identity.code,
        path=identity.cell.path,
        label=identity.cell.label,
        found=values[identity.cell.path],
        expected=_expected(identity, values),
        left=terms[:split],
        right=terms[split:],
        facts={"rule": identity.rule, "column": column},
    )


def _expected(identity: Identity, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
    """What a total should be; of a balance nobody can tell which cell is wrong."""
    return _add(identity.right.cells, values) if identity.is_sum else None


def labels_apart(edition: Edition, identity: Identity) -> tuple[dict[str, str], str]:
    """What sets the cells of a rule apart, by path, and the label of the column that they share."""
    found = [node(edition.form, path) for path in identity.left.cells + identity.right.cells]
    before = _shared([cell.headings for cell in found])
    after = _shared([cell.headings[::-1] for cell in found])
    apart = {cell.path: " / ".join(cell.headings[before : len(cell.headings) - after]) for cell in found}
    return apart, " / ".join(found[0].headings[len(found[0].headings) - after :])


def _shared(headings: list[tuple[str, ...]]) -> int:
    """How many headings all begin with."""
    levels = zip(*headings, strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
