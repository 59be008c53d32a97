"""Tables as the form has them: without columns that it lacks, or made anew of lines of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.frozen import frozen
from gkxl.layout import Role
from gkxl.publication.read import Table, TableCell
from gkxl.publication.read.chapters import find_starts, section_at
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.label_pieces import is_piece_of_label
from gkxl.publication.read.line_figures import find_figures
from gkxl.publication.read.text_rows import is_of_table, split_row
from gkxl.publication.read.titles import LONGEST_CAPTION, is_of_other_year, years_of_title
from gkxl.text import NO_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.layout.printed import PrintedPage
    from gkxl.publication.read import PlacedCell, PlacedRow, TextLine
    from gkxl.publication.read.chapters import Start
    from gkxl.publication.read.label_matching import SectionLabels
    from gkxl.publication.read.line_figures import LineFigures
    from gkxl.publication.read.text_rows import TextRow


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
    # What else has the words of a heading is a cell of its column that was shifted under another one.
    shifted = any(c.text == head.text for row in block for c in row.cells if c.column != column)
    has_words = bool(head.text) and not head.text.isdecimal() and not shifted
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


@frozen
class TableLines:
    """Where the tables are in lines of text.

    Attributes:
        begin: The number of the first line.
        end: The number of the line after the last one.
        starts: The numbers of all lines that are headings of sections.
    """

    begin: int
    end: int
    starts: frozenset[int]


def figures_between(lines: Sequence[TextLine]) -> dict[str, LineFigures]:
    """The figures in the lines of a report, by the path of their section."""
    return find_figures(own_rows(lines, find_table_lines(lines)))


def own_rows(lines: Sequence[TextLine], within: TableLines) -> list[TextRow]:
    """The lines in which the tables are, without those below a caption of another year."""
    years = years_of_title(lines[: within.begin])
    rows: list[TextRow] = []
    is_foreign = False
    for index, line in enumerate(lines[within.begin : within.end], within.begin):
        row = split_row(index, line.text)
        is_foreign = index not in within.starts and (is_foreign or _is_foreign_caption(row, line.text, years))
        if not is_foreign:
            rows.append(row)
    return rows


def _is_foreign_caption(row: TextRow, text: str, years: frozenset[str]) -> bool:
    short = len(text) <= LONGEST_CAPTION and not row.figures
    # The printed name of a column may itself speak of the year before.
    is_label = all(is_piece_of_label(word) for word in " ".join(row.pieces).split())
    return short and is_of_other_year(text, "", years) and not is_label


def find_table_lines(lines: Sequence[TextLine]) -> TableLines:
    """Where the tables are: from the first section with a table to the first after them."""
    starts = find_starts(lines, {})
    begin, end = _find_bounds(lines, starts)
    return TableLines(begin, end, frozenset(start.index for start in starts))


def _find_bounds(lines: Sequence[TextLine], starts: Sequence[Start]) -> tuple[int, int]:
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
