"""What a document is made of, whatever its format: lines, pictures and tables with every cell in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, field, frozen

from gkxl.files.limits import check_limit

if TYPE_CHECKING:
    from gkxl.files.limits import Budget, Limits


MAX_COLUMNS: Final = 200
"""No table of the form has so many columns; a cell that claims more is cut."""


@frozen
class TextLine:
    """A line of text.

    Attributes:
        text: The line, without surplus spaces.
        level: How deep a heading it is, from 1; 0 for a paragraph.
        depth: How far inside the page it stands.
        low: How far out of the page one has to go to come here from what stands before it.
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
        rows: How many rows it says it spans.
        columns: How many columns it says it spans.
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
        format: What it is: ``html``, ``docx`` or ``pdf``.
        blocks: What stands in it, in order.
        title: What it says its title is, beside what stands in it.
        encoding_lost: Whether some characters could not be made out.
    """

    format: str
    blocks: tuple[Block, ...] = field(repr=False)
    title: str = ""
    encoding_lost: bool = False


def split_lines(text: str) -> list[str]:
    """The lines of a text without surplus spaces; empty ones are left out."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in found if line]


@frozen
class PlacedCell:
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
class PlacedRow:
    """A row of a grid.

    Attributes:
        slots: The cells that begin in it, from the left.
        covered: The columns that cells of rows above reach into.
    """

    slots: tuple[PlacedCell, ...]
    covered: frozenset[int] = field(default=frozenset())


def place_rows(table: Table, limits: Limits) -> tuple[PlacedRow, ...]:
    """The rows of a table with every cell in its place; spans end where the table does.

    Raises:
        LimitError: The table is larger than the limits allow.
    """
    until: dict[int, int] = {}
    found: list[PlacedRow] = []
    area = 0
    for number, cells in enumerate(table.rows):
        covered = frozenset(column for column, end in until.items() if end > number)
        slots = _place_cells(cells, covered, len(table.rows) - number)
        until |= {column: number + slot.rows for slot in slots for column in range(slot.column, slot.end)}
        area += 1 + sum(slot.columns for slot in slots) + len(covered)
        check_limit(limits.cells, area, "表格的单元格数", "The number of cells of a table")
        found.append(PlacedRow(slots, covered))
    return tuple(found)


def _place_cells(cells: tuple[TableCell, ...], covered: frozenset[int], left: int) -> tuple[PlacedCell, ...]:
    """The cells of a row, each in the next column that is free."""
    slots: list[PlacedCell] = []
    column = 1
    for cell in cells:
        while column in covered:
            column += 1
        if column > MAX_COLUMNS:
            break
        slots.append(PlacedCell(column, min(cell.columns, MAX_COLUMNS), min(cell.rows, left), cell.text))
        column += min(cell.columns, MAX_COLUMNS)
    return tuple(slots)


NOTE_MARK: Final = "\0"
"""Marks in a text where a note begins or ends: a line of its own in a cell, and nothing elsewhere."""


class _TableBuilder:
    """A table while it is being read."""

    def __init__(self, low: int) -> None:
        self.low = low
        self.rows: list[list[TableCell]] = []
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


class BlockBuilder:
    """The blocks of a document while it is read.

    Args:
        budget: Where cells, lines and texts are counted.
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
        """Take a piece of the line that is being read."""
        self._text.append(text)

    def break_line(self) -> None:
        """End a line; one that stands in a cell also belongs to that cell."""
        text = "".join(self._text)
        self._text.clear()
        for line in split_lines(text.replace(NOTE_MARK, "")):
            self._budget.take_items()
            self._budget.take_text(len(line))
            self._put(TextLine(line, self.level, self.depth, self.low))
        if self._tables and self._tables[-1].open:
            self._tables[-1].text.extend(split_lines(text.replace(NOTE_MARK, "\n")))

    def picture(self) -> None:
        """Take a picture."""
        self._put(Picture(self.low))

    def open_table(self) -> None:
        """Begin a table, within the cell that is being read if there is one."""
        self._tables.append(_TableBuilder(self.low))
        deepest = self._budget.limits.table_depth
        check_limit(deepest, len(self._tables), "表格的嵌套层数", "The depth of tables")

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
        check_limit(self._budget.limits.printed_cells, self._cells, "表格的单元格数", "The number of cells")
        table.rows = table.rows or [[]]
        table.rows[-1].append(TableCell("\n".join(table.text), rows, columns))
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
