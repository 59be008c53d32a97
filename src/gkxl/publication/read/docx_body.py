"""Reads the body of a Word document: its paragraphs, tables and pictures, in one pass."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.publication.read import NOTE_MARK, parse_span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from gkxl.publication.read import BlockBuilder

    End = Callable[[], None]

# ECMA-376 Part 1, 17.13.5: what was deleted or moved away is kept in the file, but is no longer its text.
# mc:Fallback repeats a drawing for programs that do not know it; 17.3.3.24: rt is how to pronounce a word.
_INVISIBLE: Final = frozenset({
    "del", "moveFrom", "delText", "instrText", "Fallback", "rt",
    "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr",
})  # fmt: skip
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_PICTURES: Final = frozenset({"drawing", "pict", "object"})

# ECMA-376 Part 1, 17.3.1.20: outlineLvl is 0 to 8 for headings, and 9 for body text.
_OUTLINE_LEVELS: Final = {str(level): level + 1 for level in range(9)}

_CHILDREN: Final = {"": ("p", "tbl"), "tc": ("p", "tbl"), "tbl": ("tr",), "tr": ("tc",)}
"""What is read inside each of these, however it is wrapped; "" is the body."""

_CONTAINERS: Final = frozenset({"p", "tbl", "tr", "tc"})


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition(" ")[2]


def find_child(element: Element, name: str) -> Element | None:
    """The first child with this local name; None where there is none."""
    return next((child for child in element if local_name(child) == name), None)


def read_value(element: Element, *path: str) -> str | None:
    """The ``val`` of an element further down; "" where it has none, None where there is no such element."""
    found: Element | None = element
    for step in path:
        found = None if found is None else find_child(found, step)
    if found is None:
        return None
    return next((value for name, value in found.attrib.items() if name.rpartition(" ")[2] == "val"), "")


def outline_level(element: Element) -> int:
    """The heading level that a style or paragraph has by itself, from 1; 0 for none."""
    return _OUTLINE_LEVELS.get(read_value(element, "pPr", "outlineLvl") or "", 0)


class _VerticalMerges:
    """The cells of a table that continue in the row below, by their first column."""

    def __init__(self) -> None:
        self.column = 0
        self._above: dict[int, tuple[int, int]] = {}
        self._open: dict[int, tuple[int, int]] = {}

    def next_row(self) -> None:
        """Begin a row."""
        self.column = 0
        self._above, self._open = self._open, {}

    def begin(self, position: tuple[int, int]) -> None:
        """Note a cell that may continue in the row below."""
        self._open[self.column] = position

    def continued(self) -> tuple[int, int] | None:
        """The position of the cell that continues in this column; None where there is none."""
        position = self._above.get(self.column)
        if position is not None:
            self._open[self.column] = position
        return position


class DocxWalker:
    """Goes through the elements of a body once.

    Args:
        levels: The heading level of each paragraph style that is one, by its id.
        builder: Takes what is read.
    """

    def __init__(self, levels: Mapping[str, int], builder: BlockBuilder) -> None:
        self.builder = builder
        self._levels = levels
        self._containers = [""]
        self._merges: list[_VerticalMerges] = []
        self._has_picture = False

    def walk(self, body: Element) -> None:
        """Read everything that can be seen."""
        # A stack of its own instead of recursion: elements nested 100,000 deep would end the process.
        left: list[tuple[Element, End | None]] = [(child, None) for child in reversed(body)]
        while left:
            element, end = left.pop()
            if end:
                end()
                continue
            name = local_name(element)
            if name in _INVISIBLE or not self._is_expected(name):
                continue
            end = self._begin(name, element)
            if end is not None:
                left.append((element, end))
                left.extend((child, None) for child in reversed(element))

    def _is_expected(self, name: str) -> bool:
        container = self._containers[-1]
        return container == "p" or name not in _CONTAINERS or name in _CHILDREN[container]

    def _begin(self, name: str, element: Element) -> End | None:
        """Begin an element; returns what ends it, or None where nothing of it is read."""
        if self._containers[-1] == "p" and name in _CONTAINERS:  # in a text box
            self._write("\n" if name == "p" else "")
            return _end_nothing
        begin = self._BEGINNINGS.get(name)
        if begin is not None:
            return begin(self, element)
        if name == "t":
            self._write(element.text or "")
        elif name in _PICTURES and not self._has_picture:
            self._has_picture = True
            self.builder.add_picture()
        self._write(_BREAKS.get(name, ""))
        return _end_nothing

    def _write(self, text: str) -> None:
        if self._containers[-1] in ("p", "tc"):
            self.builder.write(text)

    def _begin_paragraph(self, element: Element) -> End:
        self._containers.append("p")
        self._has_picture = False
        style = self._levels.get(read_value(element, "pPr", "pStyle") or "", 0)
        self.builder.level = style or outline_level(element)
        return self._end_paragraph

    def _end_paragraph(self) -> None:
        self._containers.pop()
        self.builder.break_line()
        self.builder.level = 0

    def _begin_table(self, _element: Element) -> End:
        self._containers.append("tbl")
        self._merges.append(_VerticalMerges())
        self.builder.break_line()
        self.builder.open_table()
        return self._end_table

    def _end_table(self) -> None:
        self._containers.pop()
        self._merges.pop()
        self.builder.close_table()

    def _begin_row(self, element: Element) -> End | None:
        properties = find_child(element, "trPr")
        if properties is not None and _is_on(properties, "del", "hidden"):
            return None
        self._containers.append("tr")
        self.builder.open_row()
        self._merges[-1].next_row()
        # ECMA-376 Part 1, 17.4: gridBefore is how many columns a row leaves free at its left.
        before = read_value(element, "trPr", "gridBefore")
        if before is not None:
            self.builder.open_cell(1, parse_span(before))
            self.builder.close_cell()
            self._merges[-1].column = parse_span(before)
        return self._end_container

    def _end_container(self) -> None:
        self._containers.pop()

    def _begin_cell(self, element: Element) -> End:
        self._containers.append("tc")
        merges, builder = self._merges[-1], self.builder
        # ECMA-376 Part 1, 17.4.17: gridSpan is the number of columns that a cell spans.
        columns = parse_span(read_value(element, "tcPr", "gridSpan"))
        # 17.4.85: vMerge "restart" begins a merged cell; "continue", or no value, belongs to the cell above.
        merge = read_value(element, "tcPr", "vMerge")
        above = merges.continued() if merge in ("", "continue") else None
        if above is not None:
            builder.stretch_cell(*above)
        else:
            if merge == "restart":
                merges.begin(builder.next_position)
            builder.open_cell(1, columns)
        merges.column += columns
        return self._end_cell

    def _end_cell(self) -> None:
        self._containers.pop()
        self.builder.break_line()
        self.builder.close_cell()

    def _begin_run(self, element: Element) -> End | None:
        properties = find_child(element, "rPr")
        if properties is None:
            return _end_nothing
        # ECMA-376 Part 1, 17.3.2.41: vanish hides a run.
        if _is_on(properties, "vanish"):
            return None
        if self.builder.in_cell and _is_note(properties):
            self._write(NOTE_MARK)
            return partial(self._write, NOTE_MARK)
        return _end_nothing

    _BEGINNINGS: Final = {
        "p": _begin_paragraph, "tbl": _begin_table, "tr": _begin_row, "tc": _begin_cell, "r": _begin_run,
    }  # fmt: skip


def _end_nothing() -> None:
    """End an element that needs no ending."""


def _is_on(properties: Element, *names: str) -> bool:
    """Whether one of these properties is set."""
    # ECMA-376 Part 1, 17.17.4: a boolean property without a value is on.
    return any(read_value(properties, name) not in (None, "0", "false", "off") for name in names)


def _is_note(properties: Element) -> bool:
    """Whether a run is raised, lowered or struck out: then it is no part of the number next to it."""
    # ECMA-376 Part 1: 17.3.2.42 vertAlign, 17.3.2.37 strike, 17.3.2.9 dstrike, 17.3.2.24 position.
    raised = read_value(properties, "vertAlign") in ("superscript", "subscript")
    return raised or _is_on(properties, "strike", "dstrike", "position")
