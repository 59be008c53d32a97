"""Reads web pages: a saved page or a piece of one, as a browser would show it without style sheets."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from gkxl.errors import LimitError
from gkxl.files.limits import Budget, check_limit
from gkxl.publication.read import BlockBuilder, SourceDocument, parse_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.files.limits import Limits

# libxml2 refuses elements that are nested deeper, and then drops what is in them.
_MAX_DEPTH: Final = 255

# HTML 15.3.1: what browsers do not show, and what they show only on request; rp and rt spell a word out.
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
"""Elements that begin and end a line."""

# What is raised, lowered or struck out is no part of the number next to it: 22 with a note 1 is not 221.
_NOTE_ELEMENTS: Final = frozenset({"del", "s", "strike", "sub", "sup"})
_NOTE_STYLE: Final = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b|line-through", re.IGNORECASE)
_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_PAGE_MARGINS: Final = ("header", "footer")
"""The titles that LibreOffice gives to the head and foot of all pages when it saves a document as html."""

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, limits: Limits) -> SourceDocument:
    """The lines, tables and pictures of a web page.

    Raises:
        LimitError: It is larger than the limits allow.
    """
    text, lost = decode_page(data)
    root, title = _parse_html(strip_attributes(text, limits))
    builder = BlockBuilder(Budget(limits))
    if root is not None:
        _HtmlWalker(builder).walk(root)
    return SourceDocument(format="html", blocks=tuple(builder.blocks), title=title, encoding_lost=lost)


def _parse_html(text: str) -> tuple[Any, str]:
    """The tree of a page and its title; no tree for an empty page."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, ""
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise LimitError(_MAX_DEPTH, _MAX_DEPTH + 1, "网页的嵌套层数")
    title = None if root is None else root.findtext(".//title")
    return root, " ".join((title or "").split())


class _HtmlWalker:
    """Goes through the elements of a page once."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder

    def walk(self, root: Any) -> None:  # noqa: ANN401 (lxml has no types)
        """Read everything that can be seen."""
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
            self._builder.write(_SPACES.sub(" ", element.tail or ""))
            following = element.getnext()
            element, down = (element.getparent(), False) if following is None else (following, True)
        self._builder.break_line()

    def _start(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, builder = element.tag, self._builder
        if tag in _LINE_ELEMENTS or self._is_note(element):
            builder.break_line()
        builder.depth += 1
        builder.level = _HEADINGS.get(tag, builder.level)
        if tag == "table":
            builder.open_table()
        elif tag == "tr" and builder.in_table:
            builder.open_row()
        elif tag in ("td", "th") and builder.in_table:
            builder.open_cell(parse_span(element.get("rowspan")), parse_span(element.get("colspan")))
        elif tag == "img":
            builder.add_picture()
        builder.write(_SPACES.sub(" ", element.text or ""))

    def _end(self, element: Any) -> None:  # noqa: ANN401 (of lxml)
        tag, builder = element.tag, self._builder
        if tag in _LINE_ELEMENTS or self._is_note(element):
            builder.break_line()
        if tag in ("td", "th") and builder.in_table:
            builder.close_cell()
        elif tag == "table":
            builder.close_table()
        if tag in _HEADINGS:
            builder.level = 0
        builder.depth -= 1
        builder.low = min(builder.low, builder.depth)

    def _is_note(self, element: Any) -> bool:  # noqa: ANN401 (of lxml)
        """Whether an element of a cell is no part of the number next to it, such as a link to a note."""
        link = element.tag == "a" and (element.get("href") or "").startswith("#")
        return self._builder.in_cell and bool(
            link or element.tag in _NOTE_ELEMENTS or _NOTE_STYLE.search(element.get("style") or "")
        )


def _is_visible(element: Any) -> bool:  # noqa: ANN401 (of lxml)
    """Whether an element shows, judged by its own tag and attributes; style sheets are not read."""
    if not isinstance(element.tag, str) or element.tag in _INVISIBLE or element.get("hidden") is not None:
        return False
    if element.tag == "div" and element.get("title") in _PAGE_MARGINS:
        return False
    return not _HIDDEN_STYLE.search(element.get("style") or "")


# HTML 13.2.5.32 to 13.2.5.39: names of attributes, and their values in quotes of either kind or in none.
_ATTRIBUTE: Final = r"[^\s/>][^\s/>=]*+"
_VALUE: Final = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES: Final = rf"(?:[\s/]*+{_ATTRIBUTE}(?:\s*+=\s*+{_VALUE}?+)?+)*+"
# A comment, a script, a style sheet, or a tag with attributes. All repetitions are possessive: what has
# begun ends at its end or at that of the page, so that 500,000 unclosed quotes cost one pass, not one each.
_TOKEN: Final = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"
    r"|<(script|style)(?=[\s/>])[^<]*+(?:<(?!/\1)[^<]*+)*+(?:<[^>]*+(?:>|\Z)|\Z)"
    rf"|<(?P<tag>[A-Za-z][^\s/>]*+)(?=[\s/]){_ATTRIBUTES}(?P<end>[\s/]*+)(?:>|\Z)",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(rf"[\s/]*+({_ATTRIBUTE})(?:\s*+=\s*+({_VALUE})?+)?+")
_KEPT_ATTRIBUTES: Final = frozenset({"rowspan", "colspan", "style", "hidden"})
_KEPT_IF: Final = {"href": ("#",), "title": ("header", "footer")}
"""Attributes that are kept only if their values begin so."""

# HTML 13.2.6.4.22: what follows the end of a page still belongs to its body; libxml2 drops it.
_PAGE_END: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)

# Put in place of what is removed: "<<script></script>td>" would otherwise become a tag.
_EMPTY_COMMENT: Final = "<!---->"


def strip_attributes(text: str, limits: Limits) -> str:
    """A page without comments and scripts, whose tags have only the attributes that are read.

    Raises:
        LimitError: It has too many tags, a tag too many attributes, or a text too many characters.
    """
    # libxml2 compares each attribute of a tag with all before it: 200,000 of them take minutes.
    tags = text.count("<")
    check_limit(limits.page_tags, tags, "网页的标签数")
    made: dict[str, str] = {}

    def instead(found: re.Match[str]) -> str:
        tag = found[0]
        if tag not in made:
            made[tag] = _strip_tag(found, limits)
        return made[tag]

    plain = _TOKEN.sub(instead, _PAGE_END.sub(_EMPTY_COMMENT, text))
    longest = max(map(len, plain.split("<")))
    check_limit(limits.text_length, longest, "网页单段文字的字数")
    return plain


def _strip_tag(found: re.Match[str], limits: Limits) -> str:
    if not found["tag"]:
        return _EMPTY_COMMENT
    kept: dict[str, str] = {}
    pairs = _PAIR.finditer(found[0], found.end("tag") - found.start(), found.start("end") - found.start())
    for count, pair in enumerate(pairs, start=1):
        most = limits.tag_attributes
        check_limit(most, count, "网页一个标签的属性数")
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
# Encoding Standard 4.2: "gb2312" and "gbk" name one encoding, which is read as GB 18030.
_DECLARED_ENCODINGS: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs", "utf-16": "utf-16",
}  # fmt: skip
"""Python's names for the encodings that Chinese pages declare."""


def decode_page(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether characters were lost."""
    for encoding in dict.fromkeys(_possible_encodings(data)):
        try:
            return data.decode(encoding), False
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace"), True


def _possible_encodings(data: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark))
    # Before what the page declares: text in another Chinese encoding is hardly ever valid UTF-8 by chance.
    yield "utf-8"
    declared = _DECLARATION.search(data[:_DECLARED_WITHIN])
    name = declared[1].decode("ascii").lower() if declared else ""
    yield from (_DECLARED_ENCODINGS.get(name, "gb18030"), "gb18030", "big5hkscs")
