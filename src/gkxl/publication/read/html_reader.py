"""Reads web pages: a saved page or a piece of one, as a browser would show it without style sheets."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from gkxl.errors import LimitError
from gkxl.files.limits import Budget, check_limit
from gkxl.publication.read.blocks import MAX_COLUMNS, BlockBuilder, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.files.limits import Limits


_MAX_DEPTH: Final = 255
"""How deep libxml2 goes."""

_INVISIBLE: Final = frozenset({
    "audio", "canvas", "datalist", "dialog", "iframe", "nav", "noembed", "noframes", "noscript", "object",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_LINE_ELEMENTS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own."""

_NOTE_ELEMENTS: Final = frozenset({"del", "s", "strike", "sub", "sup"})
_NOTE_STYLE: Final = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b|line-through", re.IGNORECASE)
"""What is raised, lowered or struck out is no part of the number beside it, nor is a link to a note."""

_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_PAGE_MARGINS: Final = ("header", "footer")
"""What LibreOffice calls the lines that run along all pages, and the numbers of these."""

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, limits: Limits) -> SourceDocument:
    """What stands on a web page.

    Raises:
        LimitError: It is larger than the limits allow.
    """
    text, lost = decode_page(data)
    root, title = _parse_html(strip_attributes(text, limits))
    page = _HtmlWalker(BlockBuilder(Budget(limits)))
    if root is not None:
        page.walk(root)
    return SourceDocument(format="html", blocks=tuple(page.drafts.blocks), title=title, encoding_lost=lost)


def _parse_html(text: str) -> tuple[Any, str]:
    """The tree of a page, and its title; no tree where there is nothing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, ""
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise LimitError("网页的嵌套层数", "The depth of the page", _MAX_DEPTH + 1, _MAX_DEPTH)
    title = None if root is None else root.findtext(".//title")
    return root, " ".join((title or "").split())


class _HtmlWalker:
    """Goes through the elements of a page once, without calling itself."""

    def __init__(self, drafts: BlockBuilder) -> None:
        self.drafts = drafts

    def walk(self, root: Any) -> None:  # noqa: ANN401 (lxml has no types)
        """Take everything in that can be seen."""
        element, down = root, True
        while element is not None:
            if down and _is_visible(element):
                self._start(element)
                if len(element):
                    element = element[0]
                    continue
            if not down or _is_visible(element):
                self._end(element)
            if element is root:
                break
            self.drafts.write(_SPACES.sub(" ", element.tail or ""))
            following = element.getnext()
            element, down = (element.getparent(), False) if following is None else (following, True)
        self.drafts.break_line()

    def _start(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, drafts = element.tag, self.drafts
        if tag in _LINE_ELEMENTS or self._stands_apart(element):
            drafts.break_line()
        drafts.depth += 1
        drafts.level = _HEADINGS.get(tag, drafts.level)
        if tag == "table":
            drafts.open_table()
        elif tag == "tr" and drafts.in_table:
            drafts.open_row()
        elif tag in ("td", "th") and drafts.in_table:
            drafts.open_cell(_read_span(element.get("rowspan")), _read_span(element.get("colspan")))
        elif tag == "img":
            drafts.picture()
        drafts.write(_SPACES.sub(" ", element.text or ""))

    def _end(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, drafts = element.tag, self.drafts
        if tag in _LINE_ELEMENTS or self._stands_apart(element):
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
            link or element.tag in _NOTE_ELEMENTS or _NOTE_STYLE.search(element.get("style") or "")
        )


def _is_visible(element: Any) -> bool:  # noqa: ANN401 (of lxml)
    """Whether an element shows, as far as it says so itself."""
    if not isinstance(element.tag, str) or element.tag in _INVISIBLE or element.get("hidden") is not None:
        return False
    if element.tag == "div" and element.get("title") in _PAGE_MARGINS:
        return False
    return not _HIDDEN_STYLE.search(element.get("style") or "")


def _read_span(text: str | None) -> int:
    """How many rows or columns a cell says it spans, as far as that can be meant."""
    digits = re.match(r"\s*([0-9]{1,9})", text or "")
    return min(max(int(digits[1]), 1), MAX_COLUMNS) if digits else 1


_ATTRIBUTE: Final = r"[^\s/>][^\s/>=]*+"
_VALUE: Final = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES: Final = rf"(?:[\s/]*+{_ATTRIBUTE}(?:\s*+=\s*+{_VALUE}?+)?+)*+"
"""HTML standard, 13.2.5.32 to 13.2.5.39: names, and values in quotes of either kind or in none."""

_TOKEN: Final = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"
    r"|<(script|style)(?=[\s/>])[^<]*+(?:<(?!/\1)[^<]*+)*+(?:<[^>]*+(?:>|\Z)|\Z)"
    rf"|<(?P<tag>[A-Za-z][^\s/>]*+)(?=[\s/]){_ATTRIBUTES}(?P<end>[\s/]*+)(?:>|\Z)",
    re.IGNORECASE,
)
"""A comment, a script, a style sheet, or a tag with attributes. What has begun is always taken to its end,
or to that of the page: no search is ever given up and begun again."""

_PAIR: Final = re.compile(rf"[\s/]*+({_ATTRIBUTE})(?:\s*+=\s*+({_VALUE})?+)?+")
_KEPT_ATTRIBUTES: Final = frozenset({"rowspan", "colspan", "style", "hidden"})
_KEPT_IF: Final = {"href": ("#",), "title": ("header", "footer")}
"""Attributes of which only values are read that begin so."""

_EMPTY_COMMENT: Final = "<!---->"
"""Stands for what is left out: without it, what stands around might become a tag."""


def strip_attributes(text: str, limits: Limits) -> str:
    """A page without comments and scripts, whose tags have only the attributes that are read.

    libxml2 compares each attribute of a tag with all before it, for minutes where there are 200,000.

    Raises:
        LimitError: It has too many tags, a tag too many attributes, or a text too many characters.
    """
    tags = text.count("<")
    check_limit(limits.page_tags, tags, "网页的标签数", "The number of tags of the page")
    made: dict[str, str] = {}

    def instead(found: re.Match[str]) -> str:
        tag = found[0]
        if tag not in made:
            made[tag] = _strip_tag(found, limits)
        return made[tag]

    plain = _TOKEN.sub(instead, text)
    longest = max(map(len, plain.split("<")))
    check_limit(limits.text_length, longest, "网页单段文字的字数", "The length of one text of the page")
    return plain


def _strip_tag(found: re.Match[str], limits: Limits) -> str:
    if not found["tag"]:
        return _EMPTY_COMMENT
    kept: dict[str, str] = {}
    pairs = _PAIR.finditer(found[0], found.end("tag") - found.start(), found.start("end") - found.start())
    for count, pair in enumerate(pairs, start=1):
        most = limits.tag_attributes
        check_limit(most, count, "网页一个标签的属性数", "The number of attributes of a tag")
        name, value = pair[1].lower(), (pair[2] or "")
        value = value.strip(value[0]) if value[:1] in {'"', "'"} else value
        if name in _KEPT_ATTRIBUTES or value.startswith(_KEPT_IF.get(name, ())):
            kept.setdefault(name, value.replace('"', "&quot;"))
    attributes = "".join(f' {name}="{value}"' for name, value in kept.items())
    return f"<{found['tag']}{attributes}{'/' if '/' in found['end'] else ''}>"


_DECLARED_WITHIN: Final = 4096
_DECLARATION: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED_ENCODINGS: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs", "utf-16": "utf-16",
}  # fmt: skip
"""What is meant by the encodings that Chinese pages name; those that lack characters are widened."""


def decode_page(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether characters were lost.

    What can be read as UTF-8 is UTF-8, since Chinese in another encoding hardly ever can.
    """
    for encoding in dict.fromkeys(_possible_encodings(data)):
        try:
            return data.decode(encoding), False
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace"), True


def _possible_encodings(data: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark))
    yield "utf-8"
    declared = _DECLARATION.search(data[:_DECLARED_WITHIN])
    name = declared[1].decode("ascii").lower() if declared else ""
    yield from (*([_DECLARED_ENCODINGS[name]] if name in _DECLARED_ENCODINGS else []), "gb18030", "big5hkscs")
