"""Tables as the form has them: without columns that it lacks, or made anew of lines of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from gkxl.layout import Role
from gkxl.publication.read import Table, TableCell
from gkxl.publication.read.chapters import find_starts, section_at
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.line_figures import find_figures, is_of_table, split_row
from gkxl.text import NO_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.layout.printed import PrintedPage
    from gkxl.publication.read import PlacedCell, PlacedRow, TextLine
    from gkxl.publication.read.label_matching import SectionLabels
    from gkxl.publication.read.line_figures import LineFigures


@frozen
class OwnColumns:
    """A table with the columns of the form alone.

    Attributes:
        rows: Its rows.
        foreign: The headings of the columns that were taken away.
    """

    rows: tuple[PlacedRow, ...]
    foreign: tuple[str, ...]


def keep_own_columns(rows: Sequence[PlacedRow], official: SectionLabels) -> OwnColumns:
    """A table without columns that are empty or have a heading of their own.

    Args:
        rows: Its rows, with their labels.
        official: The labels of its section.
    """
    kept: list[PlacedRow] = []
    foreign: dict[str, None] = {}
    for block in _blocks(rows, official):
        heads = _innermost(block, official)
        asked = _heads_asked_for(block, official)
        dropped = {column for column, head in heads.items() if _is_foreign(column, head, block, asked)}
        foreign |= {head.text: None for column, head in heads.items() if column in dropped and head.text}
        kept += [_without(row, dropped) for row in block] if dropped else block
    return OwnColumns(tuple(kept), tuple(foreign))


def _blocks(rows: Sequence[PlacedRow], official: SectionLabels) -> Iterator[list[PlacedRow]]:
    """The rows in blocks, each from its rows of headings down to the next."""
    block: list[PlacedRow] = []
    for row in rows:
        if block and _has_heads(row, official) and not _has_heads(block[-1], official):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _has_heads(row: PlacedRow, official: SectionLabels) -> bool:
    return any(cell.label in official.inner or cell.label in official.outer for cell in row.cells)


def _innermost(block: Sequence[PlacedRow], official: SectionLabels) -> dict[int, PlacedCell]:
    """The last heading over each column."""
    found: dict[int, PlacedCell] = {}
    for row in block:
        if _has_heads(row, official):
            found |= {column: cell for cell in row.cells for column in range(cell.column, cell.end)}
    return found


def _heads_asked_for(block: Sequence[PlacedRow], official: SectionLabels) -> frozenset[str]:
    """The headings that the form has over the lines of a block."""
    lines = {cell.label for row in block for cell in row.cells if cell.label in official.lines} or {""}
    return frozenset(head for line in lines for heads in official.sequences.get(line, ()) for head in heads)


def _is_foreign(column: int, head: PlacedCell, block: Sequence[PlacedRow], asked: frozenset[str]) -> bool:
    """Whether a column is not the form's: with another heading, or empty below none or one of other lines."""
    own = [cell for row in block for cell in row.cells if cell.column == column and cell is not head]
    is_empty = all(cell.text == "" or cell.text in NO_NUMBER for cell in own)
    if head.label:
        return bool(own) and is_empty and head.label not in asked and head.columns == 1
    has_words = bool(head.text) and not head.text.isdecimal()
    return head.columns == 1 and not any(cell.label for cell in own) and (has_words or is_empty)


def _without(row: PlacedRow, dropped: set[int]) -> PlacedRow:
    """A row without some columns; the others move to the left."""

    def place(column: int) -> int:
        return column - sum(other < column for other in dropped)

    cells = tuple(
        evolve(cell, column=place(cell.column), columns=place(cell.end) - place(cell.column))
        for cell in row.cells
        if place(cell.end) > place(cell.column)
    )
    return evolve(row, cells=cells, covered=frozenset(place(one) for one in row.covered - dropped))


def figures_between(lines: Sequence[TextLine]) -> dict[str, LineFigures]:
    """The figures in the lines of a report, by the path of their section."""
    begin, end = find_table_lines(lines)
    return find_figures([split_row(index, line.text) for index, line in enumerate(lines[begin:end])])


def find_table_lines(lines: Sequence[TextLine]) -> tuple[int, int]:
    """The lines between which the tables are: from the first section with a table to the first after it."""
    starts = find_starts(lines, {})
    tables = [start.index for start in starts if section_at(start.number).in_table]
    if len(tables) < len(labels_by_section()):  # a heading is not there, or numbered as no section is
        tables = sorted([*tables, *_ends_of_figures(lines)])
    if not tables:
        return (0, len(lines)) if not starts else (len(lines), len(lines))
    after = (start.index for start in starts if start.index > tables[-1])
    return tables[0], next(after, len(lines))


def _ends_of_figures(lines: Sequence[TextLine]) -> list[int]:
    """The first and the last line of what looks like the lines of a table."""
    rows = [split_row(index, line.text) for index, line in enumerate(lines)]
    used = {place for figures in find_figures(rows).values() for place in figures.rows}
    if not used:
        return []
    first = min(used)
    while first and is_of_table(rows[first - 1]):
        first -= 1
    return [first, max(used)]


def make_table(section: str, figures: LineFigures) -> Table:
    """A table of the form with the figures of those lines that were read."""
    official = labels_by_section()[section]
    page = official.pages[figures.edition]
    if not official.lines:
        return Table((*_head_rows(page), tuple(map(TableCell, figures.lines[""]))))
    heads: dict[str, list[TableCell]] = {}
    for box in page.page.boxes:
        if box.cell:
            labels = page.labels[box.cell.path]
            heads.setdefault(labels.line, []).append(TableCell(labels.heads[-1], 1, box.columns))
    rows: list[tuple[TableCell, ...]] = []
    above: list[TableCell] = []
    for line, over in heads.items():
        if line in figures.lines:
            if over != above:
                rows.append((TableCell(""), *over))
            above = over
            own = zip(figures.lines[line], over, strict=True)
            rows.append((TableCell(line), *(TableCell(text, 1, head.columns) for text, head in own)))
    return Table(tuple(rows))


def _head_rows(page: PrintedPage) -> Iterator[tuple[TableCell, ...]]:
    """The headings of a table whose lines have no names, as they are printed."""
    heads = (box for box in page.boxes if box.role is Role.HEADING)
    for _, row in groupby(sorted(heads, key=lambda box: (box.row, box.column)), key=lambda box: box.row):
        yield tuple(TableCell(box.text, box.rows, box.columns) for box in row)
