"""Places the cells of a table on a grid, as browsers and Word do, whatever spans they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.files.limits import refuse_above
from gkxl.published.blocks import WIDEST

if TYPE_CHECKING:
    from gkxl.files.limits import Limits
    from gkxl.published.blocks import Cell, Table


@frozen
class Slot:
    """A cell in its place.

    Attributes:
        column: Its first column, from 1.
        columns: How many columns it spans.
        rows: How many rows it spans, from the one it begins in.
        text: What stands in it.
        label: The printed label that this is, folded; "" for any other text.
        mended: Whether the text is not quite that label.
    """

    column: int
    columns: int
    rows: int
    text: str
    label: str = ""
    mended: bool = False

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.column + self.columns


@frozen
class Row:
    """A row of a grid.

    Attributes:
        slots: The cells that begin in it, from the left.
        covered: The columns that cells of rows above reach into.
    """

    slots: tuple[Slot, ...]
    covered: frozenset[int] = field(default=frozenset())


def placed_rows(table: Table, limits: Limits) -> tuple[Row, ...]:
    """The rows of a table with every cell in its place; spans end where the table does.

    Raises:
        LimitError: The table is larger than the limits allow.
    """
    until: dict[int, int] = {}
    found: list[Row] = []
    area = 0
    for number, cells in enumerate(table.rows):
        covered = frozenset(column for column, end in until.items() if end > number)
        slots = _across(cells, covered, len(table.rows) - number)
        until |= {column: number + slot.rows for slot in slots for column in range(slot.column, slot.end)}
        area += 1 + sum(slot.columns for slot in slots) + len(covered)
        refuse_above(limits.cells, area, "表格的单元格数", "The number of cells of a table")
        found.append(Row(slots, covered))
    return tuple(found)


def _across(cells: tuple[Cell, ...], covered: frozenset[int], left: int) -> tuple[Slot, ...]:
    """The cells of a row, each in the next column that is free."""
    slots: list[Slot] = []
    column = 1
    for cell in cells:
        while column in covered:
            column += 1
        if column > WIDEST:
            break
        slots.append(Slot(column, min(cell.columns, WIDEST), min(cell.rows, left), cell.text))
        column += min(cell.columns, WIDEST)
    return tuple(slots)
