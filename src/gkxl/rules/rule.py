"""The arithmetic of the form (勾稽关系): every printed sum and every balance as a `Rule`.

A rule names the cells on both sides. What becomes of it is one expression, `Rule.outcome`: `check_rule`
computes it, the check sheet writes it as a formula. There is no second statement of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.frozen import NamedTuple, frozen
from gkxl.issues.catalogue.code import CORRECT, PASSED
from gkxl.model.marks import Total, marks
from gkxl.model.outline import Node, cells, fill, node, parts_by_total, sums
from gkxl.rules.expression import Constant, If, any_of, bracketed, equal, less, total, unfilled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance

    from gkxl.forms.edition import Balance, Edition
    from gkxl.rules.expression import Expression


Numbers: TypeAlias = Mapping[str, Any]
"""The numbers of a report by path; a cell that is None or left out was not filled in."""


LAST: Final = "last."
"""What the path of a cell of last year's report begins with."""


class Outcome(StrEnum):
    """The outcome of checking a rule, in the words of the check sheet."""

    HOLDS = PASSED.zh
    BROKEN = CORRECT.zh
    KNOCK_ON = "连带"
    """It does not hold, but only because of a fault that another rule reports."""
    UNFILLED = "未填"
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


@frozen(eq=False)
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

    @cached_property
    def filed(self) -> Expression:
        """The sum of the cells as they were filed."""
        return total(self.cells, self.taken)

    @cached_property
    def recomputed(self) -> Expression:
        """The sum with every total computed from its parts."""
        return total(self.inputs, self.taken)


@frozen(kw_only=True, eq=False)
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
        own = [p for side in (self.left, self.right) for p in (*side.cells, *side.inputs, *side.taken)]
        columns = (path for column in self.follows for path in column.left.cells + column.right.cells)
        return tuple(dict.fromkeys((*own, *columns)))

    @cached_property
    def is_kept(self) -> Expression:
        """Whether both sides are equal."""
        return equal(self.left.filed, self.right.filed)

    @cached_property
    def outcome(self) -> Expression:
        """What becomes of it: an `Outcome`."""
        broken = self.unless_follows(Constant(Outcome.BROKEN))
        kept = If(self.is_kept, Constant(Outcome.HOLDS), broken)
        return If(unfilled(self.needs), Constant(Outcome.UNFILLED), kept)

    def unless_follows(self, broken: Expression) -> Expression:
        """What becomes of it if it does not hold: it follows from another fault, or is broken.

        A fault is reported once, where it is: a rule that would hold if totals were computed from their
        parts is broken by a wrong total, and that total has a rule of its own.
        """
        left, right, reasons = self.left, self.right, []
        if (left.cells, right.cells) != (left.inputs, right.inputs):
            reasons.append(equal(left.recomputed, right.recomputed))
        if self.follows:
            reasons.append(equal(_difference(self), _difference(*self.follows)))
        return If(any_of(*reasons), Constant(Outcome.KNOCK_ON), broken) if reasons else broken


def _difference(*rules: Rule) -> Expression:
    """The left sides of rules less their right sides."""
    left, right = (
        total((p for side in sides for p in side.cells), (p for side in sides for p in side.taken))
        for sides in ([rule.left for rule in rules], [rule.right for rule in rules])
    )
    return less(left, bracketed(right))


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
            right=_make_side(form, Terms(parts)),
        )


@cache
def inputs(form: type[AttrsInstance]) -> dict[str, tuple[str, ...]]:
    """For every cell the cells it is computed from: itself, or for a total those of its parts."""
    found: dict[str, tuple[str, ...]] = {cell.path: (cell.path,) for cell in cells(form)}
    for path, parts in parts_by_total(form).items():
        found[path] = tuple(below for part in parts for below in found[part])
    return found


@cache
def reference_report(form: type[AttrsInstance], year: str = "") -> Any:  # noqa: ANN401 (a report of that form)
    """A report that holds `Terms` instead of numbers: a rule run on it returns the cells that it adds up.

    Args:
        form: The form.
        year: What the paths begin with: `LAST` in last year's report.
    """
    return fill(form, lambda cell: Terms((year + cell.path,)))


def _balance_rules(form: type[AttrsInstance], balance: Balance) -> Iterator[Rule]:
    """A balance in every column of its lines."""
    for column in split_columns(form, *balance.sides(reference_report(form))):
        cell = node(form, column.right.cells[-1])
        yield column.rule(code=balance.code, words=balance.rule, cell=cell)


class Column(NamedTuple):
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


def split_columns(form: type[AttrsInstance], left: Any, right: Any) -> Iterator[Column]:  # noqa: ANN401 (`Terms`, or a line of them)
    """The columns of a rule's two sides, or the one cell that each of them is."""
    if isinstance(left, Terms):
        yield Column(_make_side(form, left), _make_side(form, right))
        return
    line: type[AttrsInstance] = type(left)
    found: list[Column] = []
    for name, (_, mark) in marks(line).items():
        first, second = (_make_side(form, getattr(side, name)) for side in (left, right))
        column = Column(first, second, follows=tuple(found) if isinstance(mark, Total) else ())
        found.append(column)
        yield column


def _make_side(form: type[AttrsInstance], terms: Terms) -> Side:
    entered = tuple(below for path in terms.added for below in _inputs_of(form, path))
    return Side(terms.added, entered, terms.taken)


def _inputs_of(form: type[AttrsInstance], path: str) -> Iterator[str]:
    year = LAST if path.startswith(LAST) else ""
    return (year + below for below in inputs(form)[path.removeprefix(LAST)])


def find_broken(edition: Edition, values: Numbers) -> list[Rule]:
    """The rules of an edition that are broken, in printed order; those with cells missing are passed over."""
    suspects = rules(edition)
    if None not in map(values.get, _needed_cells(edition)):
        suspects = tuple(rule for rule in suspects if not rule.is_kept.value(values))
    return [rule for rule in suspects if check_rule(rule, values) is Outcome.BROKEN]


@cache
def _needed_cells(edition: Edition) -> tuple[str, ...]:
    """Every cell that some rule needs."""
    return tuple(dict.fromkeys(path for rule in rules(edition) for path in rule.needs))


def check_rule(rule: Rule, values: Numbers) -> Outcome:
    """Check a rule against these values; a cell that is None or left out was not filled in."""
    found: Outcome = rule.outcome.value(values)
    return found


def distinct_labels(edition: Edition, rule: Rule) -> tuple[dict[str, str], str]:
    """What sets the cells of a rule apart, by path, and the label of the column that they share."""
    paths = [path for side in (rule.left, rule.right) for path in (*side.cells, *side.taken)]
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
