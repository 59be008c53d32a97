"""Reads the body of a Word document: its paragraphs, tables and pictures, in one pass."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.publication.read.blocks import MAX_COLUMNS, NOTE_MARK, BlockBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element


_INVISIBLE: Final = frozenset(
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


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition(" ")[2]


def find_child(element: Element, name: str) -> Element | None:
    """The first child with this local name; None where there is none."""
    return next((below for below in element if local_name(below) == name), None)


def read_value(element: Element, *path: str) -> str | None:
    """What an element below says as its value; "" where it says none, None where there is no such element."""
    found: Element | None = element
    for step in path:
        found = None if found is None else find_child(found, step)
    if found is None:
        return None
    return next((value for name, value in found.attrib.items() if name.rpartition(" ")[2] == "val"), "")


def outline_level(element: Element) -> int:
    """The level in the outline that a style or paragraph has by itself."""
    level = read_value(element, "pPr", "outlineLvl") or ""
    return int(level) + 1 if level.isascii() and level.isdecimal() and len(level) == 1 and level != "9" else 0


def _read_span(text: str | None) -> int:
    """How many columns a cell says it spans, as far as that can be meant."""
    digits = re.fullmatch("[0-9]{1,9}", text or "")
    return min(max(int(digits[0]), 1), MAX_COLUMNS) if digits else 1


class _VerticalMerges:
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


_CHILDREN: Final = {"": ("p", "tbl"), "tc": ("p", "tbl"), "tbl": ("tr",), "tr": ("tc",)}
"""What is looked for in each of these, whatever it is wrapped in; "" is the body."""

_CONTAINERS: Final = frozenset({"p", "tbl", "tr", "tc"})


class DocxWalker:
    """Goes through the elements of a body once, without calling itself."""

    def __init__(self, levels: Mapping[str, int], drafts: BlockBuilder) -> None:
        self.drafts = drafts
        self._levels = levels
        self._holders = [""]
        self._merges: list[_VerticalMerges] = []
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
            tag = local_name(element)
            if tag in _INVISIBLE or not self._may_be_here(tag):
                continue
            end = self._start(tag, element)
            if end is not None:
                left.append((element, end))
                left.extend((below, None) for below in reversed(element))

    def _may_be_here(self, tag: str) -> bool:
        holder = self._holders[-1]
        return holder == "p" or tag not in _CONTAINERS or tag in _CHILDREN[holder]

    def _start(self, tag: str, element: Element) -> Callable[[], None] | None:
        """Begin an element; what ends it, or None where nothing of it is read."""
        if self._holders[-1] == "p" and tag in _CONTAINERS:  # of a text box
            self._write("\n" if tag == "p" else "")
            return _end_nothing
        begin = self._BEGINNINGS.get(tag)
        if begin is not None:
            return begin(self, element)
        if tag == "t":
            self._write(element.text or "")
        elif tag in _PICTURES and not self._pictured:
            self._pictured = True
            self.drafts.picture()
        self._write(_BREAKS.get(tag, ""))
        return _end_nothing

    def _write(self, text: str) -> None:
        if self._holders[-1] in ("p", "tc"):
            self.drafts.write(text)

    def _paragraph(self, element: Element) -> Callable[[], None]:
        self._holders.append("p")
        self._pictured = False
        style = self._levels.get(read_value(element, "pPr", "pStyle") or "", 0)
        self.drafts.level = style or outline_level(element)
        return self._end_paragraph

    def _end_paragraph(self) -> None:
        self._holders.pop()
        self.drafts.break_line()
        self.drafts.level = 0

    def _table(self, _element: Element) -> Callable[[], None]:
        self._holders.append("tbl")
        self._merges.append(_VerticalMerges())
        self.drafts.break_line()
        self.drafts.open_table()
        return self._end_table

    def _end_table(self) -> None:
        self._holders.pop()
        self._merges.pop()
        self.drafts.close_table()

    def _row(self, element: Element) -> Callable[[], None] | None:
        properties = find_child(element, "trPr")
        if properties is not None and _is_on(properties, "del", "hidden"):
            return None
        self._holders.append("tr")
        self.drafts.open_row()
        self._merges[-1].next_row()
        before = read_value(element, "trPr", "gridBefore")
        if before is not None:  # columns that a row leaves free at its left become an empty cell
            self.drafts.open_cell(1, _read_span(before))
            self.drafts.close_cell()
            self._merges[-1].column = _read_span(before)
        return self._end_row

    def _end_row(self) -> None:
        self._holders.pop()

    def _cell(self, element: Element) -> Callable[[], None]:
        self._holders.append("tc")
        merges, drafts = self._merges[-1], self.drafts
        columns = _read_span(read_value(element, "tcPr", "gridSpan"))
        merge = read_value(element, "tcPr", "vMerge")
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
        properties = find_child(element, "rPr")
        if properties is None:
            return _end_nothing
        if _is_on(properties, "vanish"):
            return None
        if self.drafts.in_cell and _is_note(properties):
            self._write(NOTE_MARK)
            return partial(self._write, NOTE_MARK)
        return _end_nothing

    _BEGINNINGS: Final = {"p": _paragraph, "tbl": _table, "tr": _row, "tc": _cell, "r": _run}


def _end_nothing() -> None:
    """End an element that ends nothing."""


def _is_on(properties: Element, *names: str) -> bool:
    """Whether one of these properties is there, and does not say that it is off."""
    return any(read_value(properties, name) not in (None, "0", "false", "off") for name in names)


def _is_note(properties: Element) -> bool:
    """Whether a run is raised, lowered or struck out, so that it is no part of a number beside it."""
    raised = read_value(properties, "vertAlign") in _RAISED
    return raised or _is_on(properties, "strike", "dstrike", "position")
