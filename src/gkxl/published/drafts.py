"""Puts a document together while it goes by: lines, tables within tables, pictures, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.files.limits import refuse_above
from gkxl.published.blocks import Block, Cell, Picture, Table, Words, lines

if TYPE_CHECKING:
    from gkxl.files.limits import Budget

APART: Final = "\0"
"""Marks in a text where a note begins or ends: a line of its own in a cell, and nothing elsewhere."""


class _Draft:
    """A table while it is being read."""

    def __init__(self, low: int) -> None:
        self.low = low
        self.rows: list[list[Cell]] = []
        self.flow: list[Block] = []
        self.frames = False
        """Whether it holds other tables, so that it only says where things stand on the page."""
        self.open: tuple[int, int] | None = None
        """The spans of the cell that is being read."""
        self.text: list[str] = []
        """Its lines."""

    @property
    def is_table(self) -> bool:
        """Whether things stand beside one another in it."""
        return not self.frames and any(len(row) > 1 for row in self.rows)


class Drafts:
    """The blocks of a document while it is read.

    Args:
        budget: Where cells, lines and texts are counted.
    """

    def __init__(self, budget: Budget) -> None:
        self.blocks: list[Block] = []
        self.level = self.depth = self.low = 0
        self._budget = budget
        self._tables: list[_Draft] = []
        self._text: list[str] = []
        self._cells = 0

    @property
    def in_table(self) -> bool:
        """Whether a table is being read."""
        return bool(self._tables)

    @property
    def in_cell(self) -> bool:
        """Whether a cell is being read."""
        return bool(self._tables and self._tables[-1].open)

    def write(self, text: str) -> None:
        """Take a piece of the line that is being read."""
        self._text.append(text)

    def break_line(self) -> None:
        """End a line; one that stands in a cell also belongs to that cell."""
        text = "".join(self._text)
        self._text.clear()
        for line in lines(text.replace(APART, "")):
            self._budget.take_items()
            self._budget.take_text(len(line))
            self._put(Words(line, self.level, self.depth, self.low))
        if self._tables and self._tables[-1].open:
            self._tables[-1].text.extend(lines(text.replace(APART, "\n")))

    def picture(self) -> None:
        """Take a picture."""
        self._put(Picture(self.low))

    def open_table(self) -> None:
        """Begin a table, within the cell that is being read if there is one."""
        self._tables.append(_Draft(self.low))
        deepest = self._budget.limits.table_depth
        refuse_above(deepest, len(self._tables), "表格的嵌套层数", "The depth of tables")

    def open_row(self) -> None:
        """Begin a row of the innermost table."""
        self.close_cell()
        self._tables[-1].rows.append([])

    def open_cell(self, rows: int, columns: int) -> None:
        """Begin a cell of the innermost table."""
        self.close_cell()
        self._tables[-1].open = (rows, columns)

    @property
    def spot(self) -> tuple[int, int]:
        """The row, and the place in it, of the next cell of the innermost table."""
        rows = self._tables[-1].rows
        return len(rows) - 1, len(rows[-1])

    def stretch_cell(self, row: int, index: int) -> None:
        """Let a cell of the innermost table reach down to the row that is being read."""
        rows = self._tables[-1].rows
        rows[row][index] = evolve(rows[row][index], rows=len(rows) - row)

    def close_cell(self) -> None:
        """End the cell that is being read, if one is: by its end, or where the next one begins without it."""
        table = self._tables[-1]
        if table.open is None:
            return
        rows, columns = table.open
        self._cells += 1
        refuse_above(self._budget.limits.printed_cells, self._cells, "表格的单元格数", "The number of cells")
        table.rows = table.rows or [[]]
        table.rows[-1].append(Cell("\n".join(table.text), rows, columns))
        table.open, table.text = None, []

    def close_table(self) -> None:
        """Hand a table on, or what stands in it: a single cell within a cell is part of that cell."""
        table = self._tables.pop()
        outer = self._tables[-1] if self._tables else None
        if outer and (table.is_table or table.frames):
            outer.frames = True
        elif outer and outer.open:
            outer.text.extend(cell.text for row in table.rows for cell in row if cell.text)
        if table.is_table:
            self._put(Table(tuple(tuple(row) for row in table.rows), table.low))
        else:
            (outer.flow if outer else self.blocks).extend(table.flow)

    def _put(self, block: Block) -> None:
        (self._tables[-1].flow if self._tables else self.blocks).append(block)
        self.low = self.depth
