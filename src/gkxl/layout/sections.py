"""Lays out each section of an edition as boxes on a grid, in the way of its kind of section."""

from __future__ import annotations

from functools import cache, singledispatch
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Final

from gkxl.frozen import NamedTuple
from gkxl.issues import Place
from gkxl.layout.page import Box, Page, Role
from gkxl.model.marks import Blocks, Grid, Particulars, Prose, Section, Strip
from gkxl.model.outline import Node, outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gkxl.forms.edition import Edition


class Heading(NamedTuple):
    """A heading in a tree of headings; the innermost ones belong to a line or a column."""

    label: str
    below: tuple[Heading, ...]

    @property
    def depth(self) -> int:
        """How many levels of headings it has, including itself."""
        return 1 + max((heading.depth for heading in self.below), default=0)

    @property
    def extent(self) -> int:
        """How many lines or columns it covers."""
        return sum(heading.extent for heading in self.below) or 1


class Span(NamedTuple):
    """What a heading takes up on the page.

    Attributes:
        heading: The heading.
        level: Its first level, from 0 for the outermost.
        levels: How many levels it takes.
        start: Its first line or column, from 0.
    """

    heading: Heading
    level: int
    levels: int
    start: int


def find_headings(nodes: Iterable[Node], below: Callable[[Node], tuple[Node, ...]]) -> tuple[Heading, ...]:
    """The tree of headings over nodes; headings that have no path of their own join their neighbours."""
    found: list[Heading] = []
    for under, group in groupby(nodes, key=lambda node: node.item.under):
        own = tuple(Heading(node.item.label, find_headings(below(node), below)) for node in group)
        found.extend([Heading(under, own)] if under else own)
    return tuple(found)


def count_levels(headings: tuple[Heading, ...]) -> int:
    """How many levels of headings the deepest tree has."""
    return max(heading.depth for heading in headings)


def find_spans(headings: tuple[Heading, ...], levels: int, level: int = 0, start: int = 0) -> Iterator[Span]:
    """Every heading with its span, where all innermost headings end at the same level.

    A heading whose tree is shallower than the deepest takes the levels that are left over, as in printed
    tables: one without groups reaches over the rows of its neighbour's groups.
    """
    for heading in headings:
        own = levels - level - (heading.depth - 1)
        yield Span(heading, level, own, start)
        yield from find_spans(heading.below, levels, level + own, start)
        start += heading.extent


# Excel: no row is higher than 409 points, which is 25 lines of text
TEXT_ROWS: Final = 10
"""How many rows a text cell is merged over."""

TEXT_WIDTH: Final = 80.0
"""The width of a page of text, in characters of half width: what fits A4 upright."""

LINE_CHARACTERS: Final = (TEXT_WIDTH - 1) / 2
"""How many characters of full width fit on a line of it."""

_SPARE_LINES: Final = 4
"""Lines that a blank text has for the ends of paragraphs."""


def count_text_lines(text: str) -> float:
    """How many lines a text takes at most, each paragraph ending within a line.

    >>> count_text_lines("一段。" * 13 + chr(10) + "又一段。")
    3.1
    """
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2  # as spreadsheet programs count
    return round(length / LINE_CHARACTERS + text.count("\n") + 1, 1)


def room_of(section: Prose) -> int:
    """How many lines each text of a section has room for in a blank workbook."""
    return ceil(section.room / LINE_CHARACTERS) + _SPARE_LINES


@cache
def pages(edition: Edition) -> tuple[Page, ...]:
    """Every section of an edition laid out, in printed order."""
    return tuple(lay_out(section.section, section) for section in outline(edition.form))


@cache
def places(edition: Edition) -> dict[str, Place]:
    """The sheet, row and column of every cell of an edition, by path, in printed order."""
    return {
        box.cell.path: Place.of(page.sheet, box.row, box.column)
        for page in pages(edition)
        for box in page.boxes
        if box.cell
    }


@singledispatch
def lay_out(mark: Section, section: Node) -> Page:
    """A section laid out as the kind of its mark has it."""
    raise TypeError(f"{section.path}: {type(mark).__name__} has no layout")


def _title_box(section: Node, columns: int) -> Box:
    return Box(Role.TITLE, 1, 1, columns=columns, text=section.item.label)


@lay_out.register
def _lay_out_particulars(_mark: Particulars, section: Node) -> Page:
    lines = enumerate(section.leaves, start=2)
    boxes = [box for row, cell in lines for box in _entry_boxes(row, cell)]
    return Page(section, (_title_box(section, 2), *boxes), lead_rows=1, lead_columns=1)


def _entry_boxes(row: int, cell: Node) -> tuple[Box, Box]:
    return Box(Role.LINE, row, 1, text=cell.item.label), Box(Role.CELL, row, 2, cell=cell)


@lay_out.register
def _lay_out_prose(_mark: Prose, section: Node) -> Page:
    boxes, row = [_title_box(section, 1)], 2
    for cell in section.leaves:
        if cell.headings:
            boxes.append(Box(Role.LINE, row, 1, text=cell.item.label))
            row += 1
        boxes.append(Box(Role.CELL, row, 1, rows=TEXT_ROWS, cell=cell))
        row += TEXT_ROWS
    return Page(section, tuple(boxes), lead_rows=1, lead_columns=0)


@lay_out.register
def _lay_out_blocks(mark: Blocks, section: Node) -> Page:
    width = 1 + max(len(line.children) for line in section.children)
    boxes, row = [_title_box(section, width)], 2
    for bar, group in groupby(section.children, key=lambda line: line.item.under):
        lines = list(group)
        boxes.append(Box(Role.BAR, row, 1, columns=width, text=bar))
        boxes.append(Box(Role.CORNER, row + 1, 1, text=mark.stub))
        boxes.extend(_boxes_of_line(Role.HEADING, row + 1, lines[0].children, width))
        for below, line in enumerate(lines, start=row + 2):
            boxes.append(Box(Role.LINE, below, 1, text=line.item.label))
            boxes.extend(_boxes_of_line(Role.CELL, below, line.children, width))
        row += 2 + len(lines)
    return Page(section, tuple(boxes), lead_rows=1, lead_columns=1)


def _boxes_of_line(role: Role, row: int, cells: tuple[Node, ...], width: int) -> Iterator[Box]:
    """One box for each cell of a line; the last one takes the columns that are left over."""
    for column, cell in enumerate(cells, start=2):
        columns = width - column + 1 if cell is cells[-1] else 1
        if role is Role.CELL:
            yield Box(role, row, column, columns=columns, cell=cell)
        else:
            yield Box(role, row, column, columns=columns, text=cell.item.label)


@lay_out.register
def _lay_out_grid(mark: Grid, section: Node) -> Page:
    lines = [node for node in section.walk() if node.children and _is_line(node)]
    stubs = find_headings(section.children, lambda node: () if _is_line(node) else node.children)
    heads = (Heading(mark.banner, find_headings(lines[0].children, lambda node: node.children)),)
    left, top = count_levels(stubs), 1 + count_levels(heads)
    boxes = [
        _title_box(section, left + len(lines[0].children)),
        Box(Role.CORNER, 2, 1, rows=top - 1, columns=left, text=mark.corner),
        *_heading_boxes(heads, row=2, column=left + 1),
        *(
            Box(Role.LINE, top + 1 + s.start, 1 + s.level, s.heading.extent, s.levels, s.heading.label)
            for s in find_spans(stubs, left)
        ),
        *(
            Box(Role.CELL, row, column, cell=cell)
            for row, line in enumerate(lines, start=top + 1)
            for column, cell in enumerate(line.children, start=left + 1)
        ),
    ]
    return Page(section, tuple(boxes), lead_rows=top, lead_columns=left)


def _is_line(node: Node) -> bool:
    return all(not child.children for child in node.children)


def _heading_boxes(heads: tuple[Heading, ...], row: int, column: int) -> Iterator[Box]:
    for s in find_spans(heads, count_levels(heads)):
        yield Box(Role.HEADING, row + s.level, column + s.start, s.levels, s.heading.extent, s.heading.label)


@lay_out.register
def _lay_out_strip(_mark: Strip, section: Node) -> Page:
    heads = find_headings(section.children, lambda node: node.children)
    top = 1 + count_levels(heads)
    cells = section.leaves
    boxes = [
        _title_box(section, len(cells)),
        *_heading_boxes(heads, row=2, column=1),
        *(Box(Role.CELL, top + 1, column, cell=cell) for column, cell in enumerate(cells, start=1)),
    ]
    return Page(section, tuple(boxes), lead_rows=top, lead_columns=0)
