"""The arithmetic of the form (勾稽关系): every printed sum and every balance as a `Rule`.

A rule names the cells on both sides. `check_rule` evaluates it on numbers; the check sheet writes it as a
formula; `gkxl.rules.check` makes issues of it. There is no second statement of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.model.marks import Total, marks
from gkxl.model.outline import Node, cells, fill, node, sums, sums_by_total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance

    from gkxl.forms.edition import Balance, Edition


Numbers: TypeAlias = Mapping[str, Any]
"""The numbers of a report by path; a cell that is None or left out was not filled in."""


LAST: Final = "last."
"""What the path of a cell of last year's report begins with."""


class Outcome(Enum):
    """The outcome of checking a rule."""

    HOLDS = auto()
    BROKEN = auto()
    KNOCK_ON = auto()
    """It does not hold, but only because of a fault that another rule reports."""
    UNFILLED = auto()
    """A cell that it needs is blank or unreadable."""


@frozen
class Terms:
    """Paths of cells to be added up and taken away; run on these, a rule shows which cells it needs."""

    added: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def __add__(self, other: Terms) -> Terms:
        """The cells of both."""
        return Terms(self.added + other.added, self.taken + other.taken)

    def __sub__(self, other: Terms) -> Terms:
        """The cells of this less those of the other."""
        return Terms(self.added + other.taken, self.taken + other.added)


@frozen
class Side:
    """One side of a rule.

    Attributes:
        cells: The cells that the rule adds up.
        inputs: The same with every total replaced by the cells it is computed from.
        taken: The cells that it takes away; no totals.
    """

    cells: tuple[str, ...]
    inputs: tuple[str, ...]
    taken: tuple[str, ...] = ()

    def as_filed(self, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
        """The sum of the cells as they were filed."""
        return _add_up(values, self.cells, self.taken)

    def recomputed(self, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
        """The sum with every total computed from its parts."""
        return _add_up(values, self.inputs, self.taken)


def _add_up(values: Numbers, added: tuple[str, ...], taken: tuple[str, ...]) -> Any:  # noqa: ANN401 (int stays int)
    found = sum(map(values.__getitem__, added))
    return found - sum(map(values.__getitem__, taken)) if taken else found


@frozen(kw_only=True)
class Rule:
    """One rule in one column or line: two sides that must be equal.

    Attributes:
        code: The code of the issue raised when they are not.
        words: The rule in Chinese.
        cell: The cell that the issue is placed at.
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
        """Every cell that must be filled in before the rule can be checked."""
        sides = (self.left, self.right)
        own = [path for side in sides for path in (*side.cells, *side.inputs, *side.taken)]
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
    for found in sums(form):
        total, parts = found.total, tuple(part.path for part in found.parts)
        yield Rule(
            code=found.mark.code,
            words=found.mark.rule,
            cell=total,
            left=Side((total.path,), (total.path,)),
            right=Side(parts, tuple(path for part in parts for path in inputs(form)[part])),
        )


@cache
def inputs(form: type[AttrsInstance]) -> dict[str, tuple[str, ...]]:
    """For every cell the cells it is computed from: itself, or for a total those of its parts."""
    return {cell.path: tuple(_find_inputs(form, cell.path)) for cell in cells(form)}


def _find_inputs(form: type[AttrsInstance], path: str) -> Iterator[str]:
    found = sums_by_total(form).get(path)
    if found is None:
        yield path
    else:
        yield from (below for part in found.parts for below in _find_inputs(form, part.path))


@cache
def reference_reports(form: type[AttrsInstance], year: str = "") -> tuple[Any, Any]:
    """Reports that hold `Terms` instead of numbers: a rule run on them returns the cells that it adds up.

    Args:
        form: The form.
        year: What the paths begin with: `LAST` in last year's report.

    Returns:
        Such a report, and one where every total is replaced by the cells it is computed from.
    """
    entered = inputs(form)
    return (
        fill(form, lambda cell: Terms((year + cell.path,))),
        fill(form, lambda cell: Terms(tuple(year + path for path in entered[cell.path]))),
    )


def _balance_rules(form: type[AttrsInstance], balance: Balance) -> Iterator[Rule]:
    """A balance in every column of its lines."""
    filed, entered = map(balance.sides, reference_reports(form))
    for column in split_columns(filed, entered):
        cell = node(form, column.right.cells[-1])
        yield column.rule(code=balance.code, words=balance.rule, cell=cell)


@frozen
class Column:
    """Both sides of a rule in one column of its lines.

    Attributes:
        left: The left side.
        right: The right side.
        follows: Of a column of totals: the columns it adds up.
    """

    left: Side
    right: Side
    follows: tuple[Column, ...] = ()

    def rule(self, *, code: str, words: str, cell: Node) -> Rule:
        """The rule that both sides are equal, with an issue of this code at this cell if they are not."""
        follows = tuple(column.rule(code=code, words=words, cell=cell) for column in self.follows)
        return Rule(code=code, words=words, cell=cell, left=self.left, right=self.right, follows=follows)


def split_columns(filed: tuple[Any, Any], entered: tuple[Any, Any]) -> Iterator[Column]:
    """The columns of a rule's two sides, or the one cell that each of them is.

    Args:
        filed: Both sides, of `Terms`.
        entered: The same where every total is replaced by the cells it is computed from.
    """
    if isinstance(filed[0], Terms):
        yield Column(_make_side(filed[0], entered[0]), _make_side(filed[1], entered[1]))
        return
    line: type[AttrsInstance] = type(filed[0])
    found: list[Column] = []
    for name, (_, mark) in marks(line).items():
        left, right = (
            _make_side(getattr(terms, name), getattr(inner, name))
            for terms, inner in zip(filed, entered, strict=True)
        )
        column = Column(left, right, follows=tuple(found) if isinstance(mark, Total) else ())
        found.append(column)
        yield column


def _make_side(filed: Terms, entered: Terms) -> Side:
    return Side(filed.added, entered.added, filed.taken)


def find_broken(edition: Edition, values: Numbers) -> list[Rule]:
    """The rules of an edition that are broken, in printed order; those with cells missing are passed over."""
    suspects = rules(edition)
    if None not in map(values.get, _needed_cells(edition)):
        suspects = tuple(rule for rule in suspects if _difference(rule, values) != 0)
    return [rule for rule in suspects if check_rule(rule, values) is Outcome.BROKEN]


@cache
def _needed_cells(edition: Edition) -> tuple[str, ...]:
    """Every cell that some rule needs."""
    return tuple(dict.fromkeys(path for rule in rules(edition) for path in rule.needs))


def check_rule(rule: Rule, values: Numbers) -> Outcome:
    """Check a rule against these values; a cell that is None or left out was not filled in.

    A fault is reported once, where it is: a rule that would hold if totals were computed from their
    parts is broken by a wrong total, and that total has a rule of its own.
    """
    if None in map(values.get, rule.needs):
        return Outcome.UNFILLED
    difference = _difference(rule, values)
    if difference == 0:
        return Outcome.HOLDS
    if rule.left.recomputed(values) == rule.right.recomputed(values):
        return Outcome.KNOCK_ON
    if rule.follows and difference == sum(_difference(column, values) for column in rule.follows):
        return Outcome.KNOCK_ON
    return Outcome.BROKEN


def _difference(rule: Rule, values: Numbers) -> Any:  # noqa: ANN401 (int stays int)
    return rule.left.as_filed(values) - rule.right.as_filed(values)


def distinct_labels(edition: Edition, rule: Rule) -> tuple[dict[str, str], str]:
    """What sets the cells of a rule apart, by path, and the label of the column that they share."""
    sides = (rule.left, rule.right)
    paths = [path for side in sides for path in (*side.cells, *side.taken)]
    found = {path: node(edition.form, path.removeprefix(LAST)).headings for path in paths}
    before = _count_shared([*found.values()])
    after = _count_shared([headings[::-1] for headings in found.values()])
    apart = {path: " / ".join(labels[before : len(labels) - after]) for path, labels in found.items()}
    shared = found[rule.cell.path]
    return apart, " / ".join(shared[len(shared) - after :])


def _count_shared(headings: list[tuple[str, ...]]) -> int:
    """How many headings all begin with."""
    levels = zip(*headings, strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
