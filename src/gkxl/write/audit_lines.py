"""The lines of the check sheet: what each says, and its formulas; those of an edition never change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.layout import pages, places
from gkxl.model.outline import by_domain
from gkxl.rules import labels_apart, rules
from gkxl.write import confirming
from gkxl.write.formulas import BROKEN, HOLDS, NONE, UNFILLED, Formula, Formulas

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules import Rule


@frozen
class Line:
    """One rule.

    Attributes:
        text: What it says.
        left: Its left side; None where it has no sides.
        right: Its right side.
        status: What becomes of it.
        explained: Whether the unit may explain it.
    """

    text: str
    left: Formula | int | None
    right: Formula | None
    status: Formula
    explained: bool = False

    def cells(self, row: int) -> tuple[Formula | int | None, ...]:
        """What its cells hold, if it stands in this row: its sides, their difference, what becomes of it."""
        return self.left, self.right, self._difference(row), self.status

    def _difference(self, row: int) -> Formula | None:
        """The left side less the right side; none where there is nothing to compare with."""
        if self.right is None:
            return None
        text = f"B{row}-C{row}"
        return Formula(f'IF(ISNUMBER(C{row}),{text},"{NONE}")' if self.explained else text)


@cache
def tables(edition: Edition) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    """The tables of an edition, each with its cells that are to be filled in."""
    found = (page.section for page in pages(edition) if page.section.in_table)
    return tuple((table, tuple(cell for cell in table.leaves if not cell.computed)) for table in found)


def filled(edition: Edition) -> tuple[Line, ...]:
    """For each table: whether every cell holds a number that it may hold."""
    write = Formulas(places(edition), across=True)
    return tuple(_filled(write, table, inputs) for table, inputs in tables(edition))


def _filled(write: Formulas, table: Node, inputs: tuple[Node, ...]) -> Line:
    valid = "+".join(
        write.valid([cell.path for cell in alike], domain) for domain, alike in by_domain(inputs).items()
    )
    entered = write.entered(cell.path for cell in inputs)
    status = f'IF({entered}>{valid},"{BROKEN}",IF({valid}<{len(inputs)},"{UNFILLED}","{HOLDS}"))'
    return Line(table.item.label, len(inputs), Formula(valid, array=True), Formula(status, array=True))


def expected(edition: Edition) -> tuple[Line, ...]:
    """For each expectation whether it is kept, or explained."""
    return tuple(
        Line(line.label, _side(left), _side(right), Formula(state), explained=True)
        for line, left, right, state in confirming.formulas(edition)
    )


def _side(text: str) -> Formula | None:
    return Formula(text) if text else None


def ruled(edition: Edition) -> tuple[Line, ...]:
    """For each sum and balance whether it holds."""
    write = Formulas(places(edition), across=True)
    return tuple(
        Line(
            f"{_subject(edition, rule)}：{rule.words}",
            Formula(write.side(rule.left)),
            Formula(write.side(rule.right)),
            Formula(write.status(rule)),
        )
        for rule in rules(edition)
    )


def _subject(edition: Edition, rule: Rule) -> str:
    """What a line is about: the total, or the column of a balance."""
    return rule.cell.label if rule.is_sum else f"“{labels_apart(edition, rule)[1]}”列"
