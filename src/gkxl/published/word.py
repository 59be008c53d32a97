"""Reads Word documents: paragraphs with their heading styles, and tables with their merged cells."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.errors import LimitError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Budget, refuse_above
from gkxl.published.blocks import WIDEST, Source
from gkxl.published.drafts import APART, Drafts
from gkxl.xlsx.package import Package, only
from gkxl.xlsx.tree import Tree, begun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits
    from gkxl.published.blocks import Block

_UNSEEN: Final = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "Fallback",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "rt",
    }
)
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_RAISED: Final = ("superscript", "subscript")
_PICTURES: Final = frozenset({"drawing", "pict", "object"})
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST: Final = 20
"""Styles that are based on one another further than that are taken for no headings."""


_NO_WORD: Final = (
    "文件不是 Word 文档（.docx）。请提供 .html、.docx 或 .pdf。",
    "this is not a Word document; an .html, .docx or .pdf file is wanted",
)
_WORKBOOK: Final = (
    "文件是工作簿，不是已发布的报告。请用 gkxl check 读取。",
    "this is a workbook, not a published report; read it with gkxl check",
)
_DAMAGED: Final = (
    "文档已损坏。请重新拷贝或下载；仍不行的，请用 Word 或 WPS 打开后另存为 .docx。",
    "the document is damaged; copy or download it again, or save it as .docx in Word or WPS",
)
_UNSAFE: Final = (
    "文档结构异常，未予读取。请用 Word 或 WPS 打开核对后另存为 .docx。",
    "the document is built as no program builds it; check it and save it as .docx in Word or WPS",
)


def read_word(data: bytes, limits: Limits) -> Source:
    """What stands in a Word document.

    Raises:
        UnreadableFileError: It is a package of something else, or damaged.
        UnsafeFileError: It is built as no program builds it.
        LimitError: It is larger than the limits allow.
    """
    if b"[Content_Types].xml" not in data:
        raise UnreadableFileError(*_NO_WORD)
    try:
        package = Package(data, Budget(limits))
        main = only(package.relationships(), "officeDocument") or ""
        if "wordprocessingml" in package.content_type(main):
            return Source(format="docx", blocks=tuple(_blocks(package, main)))
    except LimitError:
        raise
    except UnsafeFileError:
        raise UnsafeFileError(*_UNSAFE) from None
    except UnreadableFileError:
        raise UnreadableFileError(*_DAMAGED) from None
    is_workbook = any(name.casefold().startswith("xl/") for name in package.names())
    raise UnreadableFileError(*(_WORKBOOK if is_workbook else _NO_WORD))


def _blocks(package: Package, main: str) -> list[Block]:
    styles = only(package.relationships(main), "styles")
    reader = _Reader(_levels(_tree(package, styles)) if styles else {}, Drafts(package.budget))
    body = _child(_tree(package, main), "body")
    if body is not None:
        reader.walk(body)
    return reader.drafts.blocks


def _tree(package: Package, name: str) -> Element:
    """A part as a tree; its elements are counted before they are parsed."""
    limits = package.budget.limits
    tree, elements = Tree(name, limits), 0
    for chunk in package.chunks(name):
        elements += begun(chunk)
        most = limits.document_elements
        refuse_above(most, elements, "文档的 XML 元素数", "The number of XML elements")
        tree.feed(chunk)
    return tree.close()


def _tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition(" ")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((below for below in element if _tag(below) == name), None)


def _said(element: Element, *path: str) -> str | None:
    """What an element below says as its value; "" where it says none, None where there is no such element."""
    found: Element | None = element
    for step in path:
        found = None if found is None else _child(found, step)
    if found is None:
        return None
    return next((value for name, value in found.attrib.items() if name.rpartition(" ")[2] == "val"), "")


def _levels(styles: Element) -> dict[str, int]:
    """How deep a heading each paragraph style is, by its id; those that are none are left out."""
    known: dict[str, tuple[int, str]] = {}
    for style in styles:
        if _tag(style) == "style":
            ids = [value for name, value in style.attrib.items() if name.endswith("styleId")]
            known.update({id_: (_own_level(style), _said(style, "basedOn") or "") for id_ in ids})
    found: dict[str, int] = {}
    for id_, (own, parent) in known.items():
        level, based = own, parent
        for _ in range(_DEEPEST):
            if level or based not in known:
                break
            level, based = known[based]
        if level:
            found[id_] = level
    return found


def _own_level(style: Element) -> int:
    name = (_said(style, "name") or "").lower()
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else 1 if name == "title" else _outline(style)


def _outline(element: Element) -> int:
    """The level in the outline that a style or paragraph has by itself."""
    level = _said(element, "pPr", "outlineLvl") or ""
    return int(level) + 1 if level.isascii() and level.isdecimal() and len(level) == 1 and level != "9" else 0


def _number(text: str | None) -> int:
    """How many columns a cell says it spans, as far as that can be meant."""
    digits = re.fullmatch("[0-9]{1,9}", text or "")
    return min(max(int(digits[0]), 1), WIDEST) if digits else 1


class _Merges:
    """The cells of a table that go on below, by their first column."""

    def __init__(self) -> None:
        self.column = 0
        self._above: dict[int, tuple[int, int]] = {}
        self._begun: dict[int, tuple[int, int]] = {}

    def next_row(self) -> None:
        """Begin a row."""
        self.column = 0
        self._above, self._begun = self._begun, {}

    def begin(self, spot: tuple[int, int]) -> None:
        """Note a cell that may go on below."""
        self._begun[self.column] = spot

    def goes_on(self) -> tuple[int, int] | None:
        """Where the cell begins that goes on in this column, if there is one."""
        spot = self._above.get(self.column)
        if spot is not None:
            self._begun[self.column] = spot
        return spot


_HELD: Final = {"": ("p", "tbl"), "tc": ("p", "tbl"), "tbl": ("tr",), "tr": ("tc",)}
"""What is looked for in each of these, whatever it is wrapped in; "" is the body."""

_HOLDERS: Final = frozenset({"p", "tbl", "tr", "tc"})


class _Reader:
    """Goes through the elements of a body once, without calling itself."""

    def __init__(self, levels: Mapping[str, int], drafts: Drafts) -> None:
        self.drafts = drafts
        self._levels = levels
        self._holders = [""]
        self._merges: list[_Merges] = []
        self._level = 0
        self._pictured = False

    def walk(self, body: Element) -> None:
        """Take everything in that can be seen."""
        left: list[tuple[Element, Callable[[], None] | None]] = [(below, None) for below in reversed(body)]
        while left:
            element, end = left.pop()
            if end:
                end()
                continue
            tag = _tag(element)
            if tag in _UNSEEN or not self._may_be_here(tag):
                continue
            end = self._start(tag, element)
            if end is not None:
                left.append((element, end))
                left.extend((below, None) for below in reversed(element))

    def _may_be_here(self, tag: str) -> bool:
        holder = self._holders[-1]
        return holder == "p" or tag not in _HOLDERS or tag in _HELD[holder]

    def _start(self, tag: str, element: Element) -> Callable[[], None] | None:
        """Begin an element; what ends it, or None where nothing of it is read."""
        if self._holders[-1] == "p" and tag in _HOLDERS:  # of a text box
            self._write("\n" if tag == "p" else "")
            return _nothing
        begin = self._BEGINNINGS.get(tag)
        if begin is not None:
            return begin(self, element)
        if tag == "t":
            self._write(element.text or "")
        elif tag in _PICTURES and not self._pictured:
            self._pictured = True
            self.drafts.picture()
        self._write(_BREAKS.get(tag, ""))
        return _nothing

    def _write(self, text: str) -> None:
        if self._holders[-1] in ("p", "tc"):
            self.drafts.write(text)

    def _paragraph(self, element: Element) -> Callable[[], None]:
        self._holders.append("p")
        self._pictured = False
        style = self._levels.get(_said(element, "pPr", "pStyle") or "", 0)
        self.drafts.level = style or _outline(element)
        return self._end_paragraph

    def _end_paragraph(self) -> None:
        self._holders.pop()
        self.drafts.break_line()
        self.drafts.level = 0

    def _table(self, _element: Element) -> Callable[[], None]:
        self._holders.append("tbl")
        self._merges.append(_Merges())
        self.drafts.break_line()
        self.drafts.open_table()
        return self._end_table

    def _end_table(self) -> None:
        self._holders.pop()
        self._merges.pop()
        self.drafts.close_table()

    def _row(self, element: Element) -> Callable[[], None] | None:
        properties = _child(element, "trPr")
        if properties is not None and _is_on(properties, "del", "hidden"):
            return None
        self._holders.append("tr")
        self.drafts.open_row()
        self._merges[-1].next_row()
        before = _said(element, "trPr", "gridBefore")
        if before is not None:  # columns that a row leaves free at its left become an empty cell
            self.drafts.open_cell(1, _number(before))
            self.drafts.close_cell()
            self._merges[-1].column = _number(before)
        return self._end_row

    def _end_row(self) -> None:
        self._holders.pop()

    def _cell(self, element: Element) -> Callable[[], None]:
        self._holders.append("tc")
        merges, drafts = self._merges[-1], self.drafts
        columns = _number(_said(element, "tcPr", "gridSpan"))
        merge = _said(element, "tcPr", "vMerge")
        above = merges.goes_on() if merge in ("", "continue") else None
        if above is not None:
            drafts.stretch_cell(*above)
        else:
            if merge == "restart":
                merges.begin(drafts.spot)
            drafts.open_cell(1, columns)
        merges.column += columns
        return self._end_cell

    def _end_cell(self) -> None:
        self._holders.pop()
        self.drafts.break_line()
        self.drafts.close_cell()

    def _run(self, element: Element) -> Callable[[], None] | None:
        properties = _child(element, "rPr")
        if properties is None:
            return _nothing
        if _is_on(properties, "vanish"):
            return None
        if self.drafts.in_cell and _stands_apart(properties):
            self._write(APART)
            return partial(self._write, APART)
        return _nothing

    _BEGINNINGS: Final = {"p": _paragraph, "tbl": _table, "tr": _row, "tc": _cell, "r": _run}


def _nothing() -> None:
    """End an element that ends nothing."""


def _is_on(properties: Element, *names: str) -> bool:
    """Whether one of these properties is there, and does not say that it is off."""
    return any(_said(properties, name) not in (None, "0", "false", "off") for name in names)


def _stands_apart(properties: Element) -> bool:
    """Whether a run is raised, lowered or struck out, so that it is no part of a number beside it."""
    raised = _said(properties, "vertAlign") in _RAISED
    return raised or _is_on(properties, "strike", "dstrike", "position")
