"""A page: a section as boxes on a grid, each with its span and a printed heading or a cell."""

from __future__ import annotations

from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.frozen import NamedTuple, frozen

if TYPE_CHECKING:
    from gkxl.model.outline import Node


class Role(Enum):
    """What a box is on the printed page."""

    TITLE = auto()
    BAR = auto()
    """A heading across the whole table, over a block of its own."""
    HEADING = auto()
    """A heading over columns."""
    CORNER = auto()
    """The corner above the names of the lines."""
    LINE = auto()
    """The name of a line or of a group of lines."""
    CELL = auto()


# ECMA-376 Part 1, 18.3.1.54: a box of several rows or columns is one merged range of a workbook
class Box(NamedTuple):
    """A rectangle on a page.

    Attributes:
        role: What it is.
        row: Its first row, from 1.
        column: Its first column, from 1.
        rows: How many rows it spans.
        columns: How many columns it spans.
        text: What is printed in it; "" for a cell.
        cell: The cell of the form that it holds; None for a heading.
    """

    role: Role
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    cell: Node | None = None


@frozen(eq=False)
class Page:
    """A section laid out; there is one for each section of an edition.

    Attributes:
        section: The section's node.
        boxes: All its boxes, none overlapping, headings before cells.
        lead_rows: How many rows at the top repeat on every page: title and column headings.
        lead_columns: How many columns at the left hold the names of lines.
    """

    section: Node
    boxes: tuple[Box, ...] = field(repr=False)
    lead_rows: int
    lead_columns: int

    @property
    def sheet(self) -> str:
        """The name of its sheet in a workbook."""
        return self.section.section.sheet

    @cached_property
    def width(self) -> int:
        """How many columns it has."""
        return max(box.column + box.columns - 1 for box in self.boxes)

    @cached_property
    def height(self) -> int:
        """How many rows it has."""
        return max(box.row + box.rows - 1 for box in self.boxes)

    @cached_property
    def _by_role(self) -> dict[Role, list[Box]]:
        found: dict[Role, list[Box]] = {role: [] for role in Role}
        for box in self.boxes:
            found[box.role].append(box)
        return found

    def bar(self, cell: Box) -> Box | None:
        """The bar over the block that a cell is in."""
        bars = (box for box in self._by_role[Role.BAR] if box.row < cell.row)
        return max(bars, key=lambda box: box.row, default=None)

    def heads(self, cell: Box) -> list[Box]:
        """The headings of a cell's column within its block, outer to inner."""
        bar = self.bar(cell)
        above = bar.row if bar else 0
        over = (box for box in self._by_role[Role.HEADING] if above < box.row < cell.row)
        covering = (box for box in over if box.column <= cell.column < box.column + box.columns)
        return sorted(covering, key=lambda box: box.row)

    def lines(self, cell: Box) -> list[Box]:
        """The names of a cell's line, outer to inner."""
        names = self._by_role[Role.LINE]
        here = (box for box in names if box.row <= cell.row < box.row + box.rows)
        return sorted(here, key=lambda box: box.column)


VERSIONS: Final = ("1", "2", "3")
"""Every version of the workbook that was ever issued, oldest first. All of them are read."""

VERSION: Final = VERSIONS[-1]
"""The version that is issued today; each workbook keeps the version that it was made with."""

# Excel: the name of a sheet has at most 31 characters, and none of []:*?/\
GUIDE_SHEET: Final = "填报说明"
AUDIT_SHEET: Final = "审核"
"""The sheets before and after the form's own: instructions, and checks with what units explain of them."""

LEDGER_SHEET: Final = "台账"
DETAIL_SHEET: Final = "明细"
"""The sheets behind a consolidated report: its units, and what each of them filed. They are not read."""

RETURN_SHEET: Final = "退回说明"
"""The sheet in front of a workbook that goes back to the unit: what has to be corrected."""
