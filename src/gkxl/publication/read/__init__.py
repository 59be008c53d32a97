"""What a document is made of, whatever its format: lines of text, tables and pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, field

from gkxl.files.limits import check_limit
from gkxl.frozen import frozen
from gkxl.text import split_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.files.limits import Budget, Limits
    from gkxl.publication.read.line_figures import LineFigures


# HTML 4.9.11 allows 1,000 columns and 65,534 rows, and Word any number: a page of 20 bytes could ask for
# 65 million cells. No table of the form has more than 16 columns.
MAX_COLUMNS: Final = 200

NOTE_MARK: Final = "\0"
"""Where a note begins or ends in a text: the end of a line within a cell, and nothing elsewhere."""


@frozen
class TextLine:
    """A line of text.

    Attributes:
        text: The line, without surplus spaces.
        level: The level of the heading that it is, from 1; 0 for a paragraph.
        depth: How many elements of the document it is inside of.
        low: The least such depth between the block before and this one: how far the document was left.
    """

    text: str
    level: int = 0
    depth: int = 0
    low: int = 0


@frozen
class TableCell:
    """A cell of a table as the document has it.

    Attributes:
        text: Its lines.
        rows: How many rows it claims to span.
        columns: How many columns it claims to span.
    """

    text: str
    rows: int = 1
    columns: int = 1


@frozen
class Table:
    """A table as the document has it: rows of cells, which may not fit together."""

    rows: tuple[tuple[TableCell, ...], ...] = field(repr=False)
    low: int = 0


@frozen
class Picture:
    """A picture, of which nothing can be read."""

    low: int = 0


Block: TypeAlias = TextLine | Table | Picture


@frozen(kw_only=True)
class SourceDocument:
    """A published document.

    Attributes:
        format: ``html``, ``docx`` or ``pdf``.
        blocks: Its lines, tables and pictures, in order.
        title: The title in its properties, which need not be printed.
        encoding_lost: Whether some characters could not be decoded.
        figures: The figures in its lines of text, by the path of their section: a second witness.
    """

    format: str
    blocks: tuple[Block, ...] = field(repr=False)
    title: str = ""
    encoding_lost: bool = False
    figures: Mapping[str, LineFigures] = field(factory=dict, repr=False)


@frozen
class PlacedCell:
    """A cell in its place in a table.

    Attributes:
        column: Its first column, from 1.
        columns: How many columns it spans.
        rows: How many rows it spans, from the one it begins in.
        text: Its text.
        label: The printed label that this is, folded; "" for any other text.
        repaired: Whether the text is not quite that label.
    """

    column: int
    columns: int
    rows: int
    text: str
    label: str = ""
    repaired: bool = False

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.column + self.columns


@frozen
class PlacedRow:
    """A row of a table with its cells in their places.

    Attributes:
        cells: The cells that begin in it, from the left.
        covered: The columns that cells of rows above reach into.
    """

    cells: tuple[PlacedCell, ...]
    covered: frozenset[int] = field(default=frozenset())

    @property
    def end(self) -> int:
        """The column after its last cell; 0 without cells."""
        return max((cell.end for cell in self.cells), default=0)


def place_rows(table: Table, limits: Limits) -> tuple[PlacedRow, ...]:
    """The rows of a table with every cell in its place; spans end where the table does.

    Raises:
        LimitError: The table is larger than the limits allow.
    """
    until: dict[int, int] = {}
    found: list[PlacedRow] = []
    area = 0
    for number, row in enumerate(table.rows):
        covered = frozenset(column for column, end in until.items() if end > number)
        cells = _place_cells(row, covered, len(table.rows) - number)
        until |= {column: number + cell.rows for cell in cells for column in range(cell.column, cell.end)}
        # Counted by area, not by cells: 1,000 cells that each span all rows cost as much as a million cells.
        area += 1 + sum(cell.columns for cell in cells) + len(covered)
        check_limit(limits.cells, area, "表格的单元格数")
        found.append(PlacedRow(cells, covered))
    return tuple(found)


def _place_cells(row: tuple[TableCell, ...], covered: frozenset[int], left: int) -> tuple[PlacedCell, ...]:
    """The cells of a row in their places; ``left`` is how many rows the table still has."""
    cells: list[PlacedCell] = []
    column = 1
    for cell in row:
        # HTML 4.9.12.1: each cell goes to the next column that no cell of a row above covers.
        while column in covered:
            column += 1
        if column > MAX_COLUMNS:
            break
        cells.append(PlacedCell(column, min(cell.columns, MAX_COLUMNS), min(cell.rows, left), cell.text))
        column = cells[-1].end
    return tuple(cells)


def parse_span(text: str | None) -> int:
    """How many rows or columns a cell claims to span, from 1 to `MAX_COLUMNS`."""
    digits = re.match(r"\s*([0-9]{1,9})", text or "")
    return min(max(int(digits[1]), 1), MAX_COLUMNS) if digits else 1


class _TableBuilder:
    """A table while it is read."""

    def __init__(self, low: int) -> None:
        self.low = low
        self.rows: list[list[TableCell]] = []
        self.flow: list[Block] = []
        self.is_layout = False
        """Whether it holds other tables, so that it only arranges the page."""
        self.open: tuple[int, int] | None = None
        """The spans of the cell that is being read."""
        self.text: list[str] = []
        """The lines of that cell."""

    @property
    def is_table(self) -> bool:
        """Whether it is a table of data: some row of it has several cells."""
        return not self.is_layout and any(len(row) > 1 for row in self.rows)


class BlockBuilder:
    """Collects the blocks of a document while it is read.

    Args:
        budget: Counts cells, lines and texts.
    """

    def __init__(self, budget: Budget) -> None:
        self.blocks: list[Block] = []
        self.level = self.depth = self.low = 0
        self._budget = budget
        self._tables: list[_TableBuilder] = []
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
        """Add a piece to the line that is being read."""
        self._text.append(text)

    def break_line(self) -> None:
        """End a line; a line of a cell also belongs to that cell."""
        text = "".join(self._text)
        self._text.clear()
        if not text:
            return
        for line in split_lines(text.replace(NOTE_MARK, "")):
            self._budget.take_items()
            self._budget.take_text(len(line))
            self._add(TextLine(line, self.level, self.depth, self.low))
        if self.in_cell:
            self._tables[-1].text.extend(split_lines(text.replace(NOTE_MARK, "\n")))

    def add_picture(self) -> None:
        """Add a picture."""
        self._add(Picture(self.low))

    def open_table(self) -> None:
        """Begin a table, within the cell that is being read if there is one."""
        self._tables.append(_TableBuilder(self.low))
        deepest = self._budget.limits.table_depth
        check_limit(deepest, len(self._tables), "表格的嵌套层数")

    def open_row(self) -> None:
        """Begin a row of the innermost table."""
        self.close_cell()
        self._tables[-1].rows.append([])

    def open_cell(self, rows: int, columns: int) -> None:
        """Begin a cell of the innermost table."""
        self.close_cell()
        self._tables[-1].open = (rows, columns)

    @property
    def next_position(self) -> tuple[int, int]:
        """The row of the next cell in the innermost table, and its number in that row, both from 0."""
        rows = self._tables[-1].rows
        return len(rows) - 1, len(rows[-1])

    def stretch_cell(self, row: int, index: int) -> None:
        """Let a cell of the innermost table reach down to the row that is being read."""
        rows = self._tables[-1].rows
        rows[row][index] = evolve(rows[row][index], rows=len(rows) - row)

    def close_cell(self) -> None:
        """End the cell that is being read, if there is one."""
        table = self._tables[-1]
        if table.open is None:
            return
        rows, columns = table.open
        self._cells += 1
        check_limit(self._budget.limits.printed_cells, self._cells, "表格的单元格数")
        table.rows = table.rows or [[]]
        table.rows[-1].append(TableCell("\n".join(table.text), rows, columns))
        table.open, table.text = None, []

    def close_table(self) -> None:
        """End a table: one that only arranges the page gives its content, a single cell its text."""
        table = self._tables.pop()
        outer = self._tables[-1] if self._tables else None
        if outer and (table.is_table or table.is_layout):
            outer.is_layout = True
        elif outer and outer.open:
            outer.text.extend(cell.text for row in table.rows for cell in row if cell.text)
        if table.is_table:
            self._add(Table(tuple(map(tuple, table.rows)), table.low))
        else:
            (outer.flow if outer else self.blocks).extend(table.flow)

    def _add(self, block: Block) -> None:
        (self._tables[-1].flow if self._tables else self.blocks).append(block)
        self.low = self.depth
