"""Reads web pages: a saved page or a piece of one, as a browser would show it without style sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from gkxl.errors import LimitError
from gkxl.files.limits import Budget
from gkxl.published.blocks import WIDEST, Source
from gkxl.published.drafts import Drafts
from gkxl.published.encoding import decoded
from gkxl.published.tags import bare

if TYPE_CHECKING:
    from gkxl.files.limits import Limits

_DEEPEST: Final = 255
"""How deep libxml2 goes."""

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
    root, title = _parsed(bare(text, limits))
    page = _Page(Drafts(Budget(limits)))
    if root is not None:
        page.walk(root)
    return Source(format="html", blocks=tuple(page.drafts.blocks), title=title, encoding_lost=lost)


def _parsed(text: str) -> tuple[Any, str]:
    """The tree of a page, and its title; no tree where there is nothing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, ""
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise LimitError("网页的嵌套层数", "The depth of the page", _DEEPEST + 1, _DEEPEST)
    title = None if root is None else root.findtext(".//title")
    return root, " ".join((title or "").split())


class _Page:
    """Goes through the elements of a page once, without calling itself."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts

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
            self.drafts.write(_SPACES.sub(" ", element.tail or ""))
            following = element.getnext()
            element, down = (element.getparent(), False) if following is None else (following, True)
        self.drafts.break_line()

    def _start(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, drafts = element.tag, self.drafts
        if tag in _LINES or self._stands_apart(element):
            drafts.break_line()
        drafts.depth += 1
        drafts.level = _HEADINGS.get(tag, drafts.level)
        if tag == "table":
            drafts.open_table()
        elif tag == "tr" and drafts.in_table:
            drafts.open_row()
        elif tag in ("td", "th") and drafts.in_table:
            drafts.open_cell(_span(element.get("rowspan")), _span(element.get("colspan")))
        elif tag == "img":
            drafts.picture()
        drafts.write(_SPACES.sub(" ", element.text or ""))

    def _end(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, drafts = element.tag, self.drafts
        if tag in _LINES or self._stands_apart(element):
            drafts.break_line()
        if tag in ("td", "th") and drafts.in_table:
            drafts.close_cell()
        elif tag == "table":
            drafts.close_table()
        if tag in _HEADINGS:
            drafts.level = 0
        drafts.depth -= 1
        drafts.low = min(drafts.low, drafts.depth)

    def _stands_apart(self, element: Any) -> bool:  # noqa: ANN401 (of lxml)
        """Whether an element of a cell is no part of what it stands beside."""
        link = element.tag == "a" and (element.get("href") or "").startswith("#")
        return self.drafts.in_cell and bool(
            link or element.tag in _APART or _SET_APART.search(element.get("style") or "")
        )


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
