"""Where everything stands: the official tables as boxes on a grid, computed from the outline.

This is the only module that knows geometry. A page is one section; its boxes carry printed headings or
cells, with their spans. Workbooks, web pages and documents are drawn from the same boxes.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import cache, singledispatch
from itertools import groupby
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.issues import Place
from gkxl.outline import Node, outline
from gkxl.spec import Blocks, Grid, Particulars, Prose, Section, Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gkxl.forms.edition import Edition

VERSIONS: Final = ("1", "2")
"""Every version of the workbook that was ever issued, oldest first. All of them are read."""

VERSION: Final = VERSIONS[-1]
"""The version that is issued today; a workbook says which one it was made with."""

GUIDE_SHEET: Final = "填报说明"
AUDIT_SHEET: Final = "审核"
"""The sheets before and after the form's own: instructions, and checks with what units explain of them."""

LEDGER_SHEET: Final = "台账"
DETAIL_SHEET: Final = "明细"
"""The sheets behind a consolidated report: its units, and what each of them filed. They are not read."""

RETURN_SHEET: Final = "退回说明"
"""The sheet in front of a workbook that goes back to the unit: what has to be corrected."""

TEXT_ROWS: Final = 10
"""How many rows a text cell is merged over: no row may be higher than 409 points, and texts are long."""


class Role(Enum):
    """What a box is on the printed page."""

    TITLE = auto()
    BAR = auto()
    """A heading across the whole table, over a block of its own."""
    HEADING = auto()
    """A heading over columns."""
    CORNER = auto()
    """What stands above the names of the lines."""
    LINE = auto()
    """The name of a line or of a group of lines."""
    CELL = auto()


@frozen
class Box:
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

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(box.column + box.columns - 1 for box in self.boxes)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(box.row + box.rows - 1 for box in self.boxes)

    def bar(self, cell: Box) -> Box | None:
        """The bar over the block that a cell is in."""
        bars = [box for box in self.boxes if box.role is Role.BAR and box.row < cell.row]
        return max(bars, key=lambda box: box.row, default=None)

    def heads(self, cell: Box) -> list[Box]:
        """The headings of a cell's column within its block, outer to inner."""
        bar = self.bar(cell)
        above = bar.row if bar else 0
        over = (box for box in self.boxes if box.role is Role.HEADING and above < box.row < cell.row)
        covering = (box for box in over if box.column <= cell.column < box.column + box.columns)
        return sorted(covering, key=lambda box: box.row)

    def lines(self, cell: Box) -> list[Box]:
        """The names of a cell's line, outer to inner."""
        names = (box for box in self.boxes if box.role is Role.LINE)
        beside = (box for box in names if box.row <= cell.row < box.row + box.rows)
        return sorted(beside, key=lambda box: box.column)


@cache
def pages(edition: Edition) -> tuple[Page, ...]:
    """Every section of an edition laid out, in printed order."""
    return tuple(_page(section.section, section) for section in outline(edition.form))


@cache
def places(edition: Edition) -> dict[str, Place]:
    """Where every cell of an edition stands: by path, in printed order."""
    return {
        box.cell.path: Place.of(page.sheet, box.row, box.column)
        for page in pages(edition)
        for box in page.boxes
        if box.cell
    }


@frozen
class _Heading:
    """A heading in a tree of headings; the innermost ones belong to a line or a column."""

    label: str
    below: tuple[_Heading, ...]

    @property
    def depth(self) -> int:
        return 1 + max((heading.depth for heading in self.below), default=0)

    @property
    def extent(self) -> int:
        """How many lines or columns it covers."""
        return sum(heading.extent for heading in self.below) or 1


@frozen
class _Span:
    """A heading in the tree: the levels it takes, outer to inner, and where its lines or columns begin."""

    heading: _Heading
    level: int
    levels: int
    start: int


def _headings(nodes: Iterable[Node], below: Callable[[Node], tuple[Node, ...]]) -> tuple[_Heading, ...]:
    """The tree of headings over nodes; headings that have no path of their own join their neighbours."""
    found: list[_Heading] = []
    for under, group in groupby(nodes, key=lambda node: node.item.under):
        own = tuple(_Heading(node.item.label, _headings(below(node), below)) for node in group)
        found.extend([_Heading(under, own)] if under else own)
    return tuple(found)


def _depth(headings: tuple[_Heading, ...]) -> int:
    return max(heading.depth for heading in headings)


def _spans(headings: tuple[_Heading, ...], levels: int, level: int = 0, start: int = 0) -> Iterator[_Span]:
    """Every heading with its span, where all innermost headings end at the same level.

    A heading whose tree is shallower than the deepest takes the levels that are left over, as the printed
    tables have it: 自然人 reaches over two rows, 一、本年新收 over three columns.
    """
    for heading in headings:
        own = levels - level - (heading.depth - 1)
        yield _Span(heading, level, own, start)
        yield from _spans(heading.below, levels, level + own, start)
        start += heading.extent


def _is_line(node: Node) -> bool:
    return all(not child.children for child in node.children)


def _title(section: Node, columns: int) -> Box:
    return Box(Role.TITLE, 1, 1, columns=columns, text=section.item.label)


@singledispatch
def _page(mark: Section, section: Node) -> Page:
    """A section laid out as the kind of its mark has it."""
    raise TypeError(f"{section.path}: {type(mark).__name__} has no layout")


@_page.register
def _particulars(_mark: Particulars, section: Node) -> Page:
    lines = enumerate(section.leaves(), start=2)
    boxes = [box for row, cell in lines for box in _entry(row, cell)]
    return Page(section, (_title(section, 2), *boxes), lead_rows=1, lead_columns=1)


def _entry(row: int, cell: Node) -> tuple[Box, Box]:
    return Box(Role.LINE, row, 1, text=cell.item.label), Box(Role.CELL, row, 2, cell=cell)


@_page.register
def _prose(_mark: Prose, section: Node) -> Page:
    boxes, row = [_title(section, 1)], 2
    for cell in section.leaves():
        if cell.headings:
            boxes.append(Box(Role.LINE, row, 1, text=cell.item.label))
            row += 1
        boxes.append(Box(Role.CELL, row, 1, rows=TEXT_ROWS, cell=cell))
        row += TEXT_ROWS
    return Page(section, tuple(boxes), lead_rows=1, lead_columns=0)


@_page.register
def _blocks(mark: Blocks, section: Node) -> Page:
    width = 1 + max(len(line.children) for line in section.children)
    boxes, row = [_title(section, width)], 2
    for bar, group in groupby(section.children, key=lambda line: line.item.under):
        lines = list(group)
        boxes.append(Box(Role.BAR, row, 1, columns=width, text=bar))
        boxes.append(Box(Role.CORNER, row + 1, 1, text=mark.stub))
        boxes.extend(_across(Role.HEADING, row + 1, lines[0].children, width))
        for below, line in enumerate(lines, start=row + 2):
            boxes.append(Box(Role.LINE, below, 1, text=line.item.label))
            boxes.extend(_across(Role.CELL, below, line.children, width))
        row += 2 + len(lines)
    return Page(section, tuple(boxes), lead_rows=1, lead_columns=1)


def _across(role: Role, row: int, cells: tuple[Node, ...], width: int) -> Iterator[Box]:
    """One box for each cell of a line; the last one takes the columns that are left over."""
    for column, cell in enumerate(cells, start=2):
        columns = width - column + 1 if cell is cells[-1] else 1
        if role is Role.CELL:
            yield Box(role, row, column, columns=columns, cell=cell)
        else:
            yield Box(role, row, column, columns=columns, text=cell.item.label)


@_page.register
def _grid(mark: Grid, section: Node) -> Page:
    lines = [node for node in section.walk() if node.children and _is_line(node)]
    stubs = _headings(section.children, lambda node: () if _is_line(node) else node.children)
    heads = (_Heading(mark.banner, _headings(lines[0].children, lambda node: node.children)),)
    left, top = _depth(stubs), 1 + _depth(heads)
    boxes = [
        _title(section, left + len(lines[0].children)),
        Box(Role.CORNER, 2, 1, rows=top - 1, columns=left, text=mark.corner),
        *_column_headings(heads, row=2, column=left + 1),
        *(
            Box(Role.LINE, top + 1 + s.start, 1 + s.level, s.heading.extent, s.levels, s.heading.label)
            for s in _spans(stubs, left)
        ),
        *(
            Box(Role.CELL, row, column, cell=cell)
            for row, line in enumerate(lines, start=top + 1)
            for column, cell in enumerate(line.children, start=left + 1)
        ),
    ]
    return Page(section, tuple(boxes), lead_rows=top, lead_columns=left)


def _column_headings(heads: tuple[_Heading, ...], row: int, column: int) -> Iterator[Box]:
    for s in _spans(heads, _depth(heads)):
        yield Box(Role.HEADING, row + s.level, column + s.start, s.levels, s.heading.extent, s.heading.label)


@_page.register
def _strip(_mark: Strip, section: Node) -> Page:
    heads = _headings(section.children, lambda node: node.children)
    top = 1 + _depth(heads)
    cells = tuple(section.leaves())
    boxes = [
        _title(section, len(cells)),
        *_column_headings(heads, row=2, column=1),
        *(Box(Role.CELL, top + 1, column, cell=cell) for column, cell in enumerate(cells, start=1)),
    ]
    return Page(section, tuple(boxes), lead_rows=top, lead_columns=0)
