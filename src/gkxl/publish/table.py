"""An official table in html: the boxes of its page, each cell with the headings that it stands under."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Protocol

from gkxl.layout import Role
from gkxl.publish.style import FIGURE_SIZE, figure_size, is_whole, shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.layout import Box, Page
    from gkxl.model.outline import Node


class Figures(Protocol):
    """What the cells of a table show: the figures of a published report, or those of a return."""

    def figure(self, cell: Node) -> str:
        """What a cell shows."""

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest figure in a table has."""


def html_table(made: Figures, page: Page, caption: str) -> Iterator[str]:
    """The lines of a table; one that is wider than the screen scrolls by itself."""
    label = f"gkxl-{page.section.path}"
    yield f'<div class="gkxl-scroll" role="region" aria-labelledby="{label}" tabindex="0">'
    yield f'<table class="{_classes(page)}"{_style(made, page)}>'
    yield f"<caption>{escape(caption)}</caption>"
    columns = "".join(f'<col style="width:{share:.2%}">' for share in shares(page))
    yield f"<colgroup>{columns}</colgroup>"
    yield "".join(piece if isinstance(piece, str) else escape(made.figure(piece)) for piece in _pieces(page))
    yield "</table></div>"


def _classes(page: Page) -> str:
    kind = f"gkxl-table gkxl-{type(page.section.section).__name__.lower()}"
    return f"{kind} gkxl-whole" if is_whole(page) else kind


def _style(made: Figures, page: Page) -> str:
    """The size of figures on paper, where the usual one is too large for the longest of them."""
    size = figure_size(page, made.longest_figure(page))
    return f' style="--gkxl-figures:{size}pt"' if size < FIGURE_SIZE else ""


@cache
def _pieces(page: Page) -> tuple[str | Node, ...]:
    """The rows of a table: html, and between it the cells whose numbers stand there."""
    heads, lines = range(2, page.lead_rows + 1), range(page.lead_rows + 1, page.height + 1)
    return (*_rows(page, "thead", heads), *_rows(page, "tbody", lines))


def _rows(page: Page, group: str, rows: range) -> Iterator[str | Node]:
    if not rows:
        return
    yield f"<{group}>"
    for row in rows:
        yield "<tr>"
        for box in sorted((box for box in page.boxes if box.row == row), key=lambda box: box.column):
            yield from _cell(page, box)
        yield "</tr>"
    yield f"</{group}>"


def _cell(page: Page, box: Box) -> Iterator[str | Node]:
    spans = _spans(box)
    name = f'{spans} id="{_name(page, box)}"'
    if box.cell:
        yield f'<td{spans} data-gk="{box.cell.path}" headers="{_headers(page, box)}">'
        yield box.cell
        yield "</td>"
    elif box.role is Role.CORNER and box.rows > 1:
        yield f'<td{name} class="gkxl-corner">{escape(box.text)}</td>'
    else:
        kind = box.role.name.lower()
        yield f'<th{name} scope="{_scope(box)}" class="gkxl-{kind}">{escape(box.text)}</th>'


def _spans(box: Box) -> str:
    columns = f' colspan="{box.columns}"' if box.columns > 1 else ""
    return columns + (f' rowspan="{box.rows}"' if box.rows > 1 else "")


def _scope(box: Box) -> str:
    if box.role is Role.LINE:
        return "rowgroup" if box.rows > 1 else "row"
    return "colgroup" if box.columns > 1 else "col"


def _name(page: Page, box: Box) -> str:
    return f"gkxl-{page.section.path}-{box.row}-{box.column}"


def _headers(page: Page, cell: Box) -> str:
    bar = page.bar(cell)
    boxes = [*([bar] if bar else []), *page.lines(cell), *page.heads(cell)]
    return " ".join(_name(page, box) for box in boxes)
