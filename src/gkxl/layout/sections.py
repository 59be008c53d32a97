"""Lays out the sections of an edition, each kind its own way: particulars, texts, blocks, grid, strip."""

from __future__ import annotations

from functools import cache, singledispatch
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gkxl.issues.issue import Place
from gkxl.layout.headings import Heading, depth_of, headings_over, spans
from gkxl.layout.page import Box, Page, Role
from gkxl.model.marks import Blocks, Grid, Particulars, Prose, Section, Strip
from gkxl.model.outline import Node, outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition

TEXT_ROWS: Final = 10
"""How many rows a text cell is merged over: no row may be higher than 409 points, and texts are long."""


@cache
def pages(edition: Edition) -> tuple[Page, ...]:
    """Every section of an edition laid out, in printed order."""
    return tuple(lay_out(section.section, section) for section in outline(edition.form))


@cache
def places(edition: Edition) -> dict[str, Place]:
    """Where every cell of an edition stands: by path, in printed order."""
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


def _title(section: Node, columns: int) -> Box:
    return Box(Role.TITLE, 1, 1, columns=columns, text=section.item.label)


@lay_out.register
def _particulars(_mark: Particulars, section: Node) -> Page:
    lines = enumerate(section.leaves, start=2)
    boxes = [box for row, cell in lines for box in _entry(row, cell)]
    return Page(section, (_title(section, 2), *boxes), lead_rows=1, lead_columns=1)


def _entry(row: int, cell: Node) -> tuple[Box, Box]:
    return Box(Role.LINE, row, 1, text=cell.item.label), Box(Role.CELL, row, 2, cell=cell)


@lay_out.register
def _prose(_mark: Prose, section: Node) -> Page:
    boxes, row = [_title(section, 1)], 2
    for cell in section.leaves:
        if cell.headings:
            boxes.append(Box(Role.LINE, row, 1, text=cell.item.label))
            row += 1
        boxes.append(Box(Role.CELL, row, 1, rows=TEXT_ROWS, cell=cell))
        row += TEXT_ROWS
    return Page(section, tuple(boxes), lead_rows=1, lead_columns=0)


@lay_out.register
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


@lay_out.register
def _grid(mark: Grid, section: Node) -> Page:
    lines = [node for node in section.walk() if node.children and _is_line(node)]
    stubs = headings_over(section.children, lambda node: () if _is_line(node) else node.children)
    heads = (Heading(mark.banner, headings_over(lines[0].children, lambda node: node.children)),)
    left, top = depth_of(stubs), 1 + depth_of(heads)
    boxes = [
        _title(section, left + len(lines[0].children)),
        Box(Role.CORNER, 2, 1, rows=top - 1, columns=left, text=mark.corner),
        *_column_headings(heads, row=2, column=left + 1),
        *(
            Box(Role.LINE, top + 1 + s.start, 1 + s.level, s.heading.extent, s.levels, s.heading.label)
            for s in spans(stubs, left)
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


def _column_headings(heads: tuple[Heading, ...], row: int, column: int) -> Iterator[Box]:
    for s in spans(heads, depth_of(heads)):
        yield Box(Role.HEADING, row + s.level, column + s.start, s.levels, s.heading.extent, s.heading.label)


@lay_out.register
def _strip(_mark: Strip, section: Node) -> Page:
    heads = headings_over(section.children, lambda node: node.children)
    top = 1 + depth_of(heads)
    cells = section.leaves
    boxes = [
        _title(section, len(cells)),
        *_column_headings(heads, row=2, column=1),
        *(Box(Role.CELL, top + 1, column, cell=cell) for column, cell in enumerate(cells, start=1)),
    ]
    return Page(section, tuple(boxes), lead_rows=top, lead_columns=0)
