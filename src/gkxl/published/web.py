"""Reads web pages: a saved page or a piece of one, as a browser would show it without style sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from gkxl.errors import LimitError
from gkxl.published.blocks import WIDEST, Block, Cell, Picture, Source, Table, Words, lines
from gkxl.published.encoding import decoded

if TYPE_CHECKING:
    from gkxl.files.limits import Limits

MOST_TAGS: Final = 300_000
"""A real page has a few thousand."""

_UNSEEN: Final = frozenset({
    "audio", "canvas", "datalist", "dialog", "iframe", "nav", "noembed", "noframes", "noscript", "object",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_LINES: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own."""

_APART: Final = frozenset({"del", "s", "strike", "sub", "sup"})
_SET_APART: Final = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b|line-through", re.IGNORECASE)
"""What is raised, lowered or struck out is no part of the number beside it, nor is a link to a note."""

_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_RUNNING: Final = ("header", "footer")
"""What LibreOffice calls the lines that run along all pages, and the numbers of these."""

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def read_page(data: bytes, limits: Limits) -> Source:
    """What stands on a web page.

    Raises:
        LimitError: It is larger than the limits allow.
    """
    text, lost = decoded(data)
    root, title = _parsed(text)
    page = _Page(limits)
    if root is not None:
        page.walk(root)
    return Source(format="html", blocks=tuple(page.blocks), title=title, encoding_lost=lost)


def _parsed(text: str) -> tuple[Any, str]:
    """The tree of a page, and its title; no tree where there is nothing."""
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise LimitError("网页的标签数", "The number of tags of the page", tags, MOST_TAGS)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, ""
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise LimitError("网页的嵌套层数", "The depth of the page", 256, 255)
    title = None if root is None else root.findtext(".//title")
    return root, " ".join((title or "").split())


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


class _Page:
    """Goes through the elements of a page once, without calling itself."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self._limits = limits
        self._tables: list[_Draft] = []
        self._text: list[str] = []
        self._level = self._depth = self._low = 0
        self._cells = 0

    def walk(self, root: Any) -> None:  # noqa: ANN401 (lxml has no types)
        """Take everything in that can be seen."""
        element, down = root, True
        while element is not None:
            if down and _is_seen(element):
                self._start(element)
                if len(element):
                    element = element[0]
                    continue
            if not down or _is_seen(element):
                self._end(element)
            if element is root:
                break
            self._text.append(_SPACES.sub(" ", element.tail or ""))
            following = element.getnext()
            element, down = (element.getparent(), False) if following is None else (following, True)
        self._break()

    def _start(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag = element.tag
        if tag in _LINES or self._stands_apart(element):
            self._break()
        self._depth += 1
        self._level = _HEADINGS.get(tag, self._level)
        if tag == "table":
            self._tables.append(_Draft(self._low))
        elif tag == "tr" and self._tables:
            self._close_cell(self._tables[-1])
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            self._close_cell(self._tables[-1])
            self._tables[-1].open = (_span(element.get("rowspan")), _span(element.get("colspan")))
        elif tag == "img":
            self._put(Picture(self._low))
        self._text.append(_SPACES.sub(" ", element.text or ""))

    def _end(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag = element.tag
        if tag in _LINES or self._stands_apart(element):
            self._break()
        if tag in ("td", "th") and self._tables:
            self._close_cell(self._tables[-1])
        elif tag == "table":
            self._close_table(self._tables.pop())
        if tag in _HEADINGS:
            self._level = 0
        self._depth -= 1
        self._low = min(self._low, self._depth)

    def _stands_apart(self, element: Any) -> bool:  # noqa: ANN401 (of lxml)
        """Whether an element of a cell is no part of what it stands beside."""
        in_cell = bool(self._tables and self._tables[-1].open)
        link = element.tag == "a" and (element.get("href") or "").startswith("#")
        return in_cell and bool(
            link or element.tag in _APART or _SET_APART.search(element.get("style") or "")
        )

    def _break(self) -> None:
        """End a line; one that stands in a cell also belongs to that cell."""
        for line in lines("".join(self._text)):
            self._put(Words(line, self._level, self._depth, self._low))
            if self._tables and self._tables[-1].open:
                self._tables[-1].text.append(line)
        self._text.clear()

    def _put(self, block: Block) -> None:
        (self._tables[-1].flow if self._tables else self.blocks).append(block)
        self._low = self._depth

    def _close_cell(self, table: _Draft) -> None:
        """End the cell that is being read, if one is: by its end, or where the next one begins without it."""
        if table.open is None:
            return
        rows, columns = table.open
        self._cells += 1
        if self._cells > self._limits.cells:
            raise LimitError("网页表格的单元格数", "The number of cells", self._cells, self._limits.cells)
        table.rows = table.rows or [[]]
        table.rows[-1].append(Cell("\n".join(table.text), rows, columns))
        table.open, table.text = None, []

    def _close_table(self, table: _Draft) -> None:
        """Hand a table on, or what stands in it: a single cell within a cell is part of that cell."""
        outer = self._tables[-1] if self._tables else None
        if outer and (table.is_table or table.frames):
            outer.frames = True
        elif outer and outer.open:
            outer.text.extend(cell.text for row in table.rows for cell in row if cell.text)
        if table.is_table:
            self._put(Table(tuple(tuple(row) for row in table.rows), table.low))
        else:
            (outer.flow if outer else self.blocks).extend(table.flow)


def _is_seen(element: Any) -> bool:  # noqa: ANN401 (of lxml)
    """Whether an element shows, as far as it says so itself."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.get("hidden") is not None:
        return False
    if element.tag == "div" and element.get("title") in _RUNNING:
        return False
    return not _HIDDEN.search(element.get("style") or "")


def _span(text: str | None) -> int:
    """How many rows or columns a cell says it spans, as far as that can be meant."""
    digits = re.match(r"\s*([0-9]{1,9})", text or "")
    return min(max(int(digits[1]), 1), WIDEST) if digits else 1
