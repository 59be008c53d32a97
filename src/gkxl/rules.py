"""The arithmetic of the form (勾稽关系): every printed sum and every balance as a `Rule`.

A rule names the cells on both sides. `status` evaluates it on numbers, `gkxl.write` writes it as a formula
of the live check sheet, `gkxl.checks` makes issues of it. There is no second statement of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from gkxl.outline import Node, cells, fill, formulas, node, sums
from gkxl.spec import Total, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance

    from gkxl.forms.edition import Balance, Edition


Numbers: TypeAlias = Mapping[str, Any]
"""The numbers of a report by path; a cell that is None or left out was not filled in."""


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
    """One side of a rule.

    Attributes:
        cells: The cells that the rule names.
        inputs: The same with every total replaced by the cells it is computed from.
    """

    cells: tuple[str, ...]
    inputs: tuple[str, ...]

    def as_filed(self, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
        """What the cells add up to."""
        return sum(map(values.__getitem__, self.cells))

    def recomputed(self, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
        """What they add up to if totals are computed from their parts."""
        return sum(map(values.__getitem__, self.inputs))


@frozen(kw_only=True)
class Rule:
    """One rule in one column or line: two sides that must be equal.

    Attributes:
        code: The code of the issue raised when they are not.
        words: The rule in Chinese.
        cell: The cell where the issue stands.
        left: The left side.
        right: The right side.
        follows: Of a rule in a column of totals: the same rule in the columns it adds up.
    """

    code: str
    words: str
    cell: Node
    left: Side
    right: Side
    follows: tuple[Rule, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether this is a printed total against its parts; its cell is then the one that is wrong."""
        return self.left.cells == (self.cell.path,)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Every cell that must be filled in before anything can be said."""
        own = (*self.left.cells, *self.left.inputs, *self.right.cells, *self.right.inputs)
        columns = (path for column in self.follows for path in column.left.cells + column.right.cells)
        return tuple(dict.fromkeys((*own, *columns)))


@cache
def rules(edition: Edition) -> tuple[Rule, ...]:
    """Every sum and balance of an edition, in printed order: sums first."""
    return (
        *_sum_rules(edition.form),
        *(rule for balance in edition.balances for rule in _balance_rules(edition.form, balance)),
    )


def _sum_rules(form: type[AttrsInstance]) -> Iterator[Rule]:
    inputs = _inputs(form)
    for found in sums(form):
        total, parts = found.total, tuple(part.path for part in found.parts)
        yield Rule(
            code=found.mark.code,
            words=found.mark.rule,
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


def _balance_rules(form: type[AttrsInstance], balance: Balance) -> Iterator[Rule]:
    """A balance in every column of its lines; in a column of totals it follows from the others."""
    inputs = _inputs(form)
    as_filed = balance.sides(fill(form, lambda cell: Terms((cell.path,))))
    recomputed = balance.sides(fill(form, lambda cell: inputs[cell.path]))
    columns: list[Rule] = []
    line: type[AttrsInstance] = type(as_filed[0])
    for name, (_, mark) in marks(line).items():
        left, right = (
            Side(getattr(filed, name), getattr(inner, name))
            for filed, inner in zip(as_filed, recomputed, strict=True)
        )
        found = Rule(
            code=balance.code,
            words=balance.rule,
            cell=node(form, right.cells[-1]),
            left=left,
            right=right,
            follows=tuple(columns) if isinstance(mark, Total) else (),
        )
        columns.append(found)
        yield found


def status(rule: Rule, values: Numbers) -> Status:
    """What becomes of a rule for these values; a cell that is None or left out was not filled in.

    A fault is reported once, where it is: a rule that would hold if totals were computed from their
    parts is broken by a wrong total, and that total has a rule of its own.
    """
    if None in map(values.get, rule.needs):
        return Status.UNFILLED
    difference = _difference(rule, values)
    if difference == 0:
        return Status.HOLDS
    if rule.left.recomputed(values) == rule.right.recomputed(values):
        return Status.KNOCK_ON
    if rule.follows and difference == sum(_difference(column, values) for column in rule.follows):
        return Status.KNOCK_ON
    return Status.BROKEN


def _difference(rule: Rule, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
    return rule.left.as_filed(values) - rule.right.as_filed(values)


def labels_apart(edition: Edition, rule: Rule) -> tuple[dict[str, str], str]:
    """What sets the cells of a rule apart, by path, and the label of the column that they share."""
    found = [node(edition.form, path) for path in rule.left.cells + rule.right.cells]
    before = _shared([cell.headings for cell in found])
    after = _shared([cell.headings[::-1] for cell in found])
    apart = {cell.path: " / ".join(cell.headings[before : len(cell.headings) - after]) for cell in found}
    return apart, " / ".join(found[0].headings[len(found[0].headings) - after :])


def _shared(headings: list[tuple[str, ...]]) -> int:
    """How many headings all begin with."""
    levels = zip(*headings, strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
