"""The official form with what a return holds, as html for the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.forms import edition_named
from gkxl.layout import pages
from gkxl.model.values import digits
from gkxl.publish.table import html_table
from gkxl.text import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.layout import Page
    from gkxl.model.outline import Node
    from gkxl.reading import Filed, Reading

_MOST: Final = 100
"""So many characters are shown of what could not be read: 32,000 accents in every cell stopped a browser."""


@frozen
class _Shown:
    """What the cells of a return show: what was read, else how what was filed begins."""

    values: Mapping[str, Any]
    cells: Mapping[str, Filed]

    def figure(self, cell: Node) -> str:
        """What a cell of a table shows."""
        value = self.values[cell.path]
        return self._unread(cell) if value is None else digits(value)

    def text(self, cell: Node) -> str:
        """What any other cell shows."""
        value = self.values[cell.path]
        return self._unread(cell) if value is None else legible(str(value))

    def _unread(self, cell: Node) -> str:
        filed = self.cells[cell.path].text
        return legible(f"{filed[:_MOST]}……" if len(filed) > _MOST else filed)

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest number in a table has."""
        return max(1, *(len(self.figure(box.cell)) for box in page.boxes if box.cell))


def filed_sections(reading: Reading) -> list[str]:
    """Every section of a return as html: tables as they are printed, texts and cover as lists."""
    shown = _Shown(reading.values, {cell.path: cell for cell in reading.cells})
    return ["".join(_section(shown, page)) for page in pages(edition_named(reading.edition))]


def _section(shown: _Shown, page: Page) -> Iterator[str]:
    title = page.section.item.label
    yield f'<h4 class="gkxl-section" id="gkxl-{page.section.path}">{escape(title)}</h4>'
    yield from html_table(shown, page, title) if page.section.in_table else _texts(shown, page)


def _texts(shown: _Shown, page: Page) -> Iterator[str]:
    yield '<dl class="texts">'
    for cell in page.section.leaves:
        text = escape(shown.text(cell))
        yield f'<dt>{escape(cell.item.label)}</dt><dd data-gk="{cell.path}">{text}</dd>'
    yield "</dl>"
