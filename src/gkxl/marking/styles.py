"""Cell styles of a marked copy: those of the unit, as they are but for the colour, and those of the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.marking.parts import NewPart
from gkxl.write import style
from gkxl.xlsx.edits import change_attributes, read_attributes, read_elements, read_tag
from gkxl.xlsx.xml.schema import to_natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.xlsx.part_map import PartMap

STYLES_PART: Final = NewPart(
    "xl/styles", ".xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
)
EMPTY_STYLES: Final = '<styleSheet xmlns="{}"/>'
FAULT, INPUT, TOTAL, HEAD = (
    colour.removeprefix("#")
    for colour in (style.BAD["bg_color"], style.INPUT_COLOUR, style.TOTAL_COLOUR, style.HEAD_COLOUR)
)

# ECMA-376 Part 1, 18.8.39: the children of a style sheet come in this order
_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_PLAIN: Final = '<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
_DEFAULT_ENTRIES: Final = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="' + style.BODY_FONT + '"/></{0}font>',),
    "fills": tuple(
        f'<{{0}}fill><{{0}}patternFill patternType="{kind}"/></{{0}}fill>' for kind in ("none", "gray125")
    ),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",),
    "cellStyleXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": (_PLAIN,),
}
"""What each list begins with where a workbook has none: its first entries are what cells have by default."""

STYLE_LISTS: Final = tuple(_DEFAULT_ENTRIES)
"""The lists of a style sheet that matter."""

_USED: Final = re.compile(rb"""\ss(?:tyle)?\s*=\s*["']0*(\d{1,5})["']""")
"""The index of a style, where a cell, a row or a column names one."""

# Excel: a workbook has at most 65,490 cell formats; those that are added need room
_MOST_STYLES: Final = 64_000

_FILL: Final = (
    '<{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="00{1}"/></{0}patternFill></{0}fill>'
)


def count_used(chunks: Iterable[bytes]) -> int:
    """How many styles a sheet takes there to be: one more than the last that it names."""
    # the digits of ASCII are the same in UTF-16 but for the zeros between them
    content = b"".join(chunks).replace(b"\0", b"")
    indexes = {int(found[1]) for found in _USED.finditer(content)}
    return max((index + 1 for index in indexes if index < _MOST_STYLES), default=0)


class Styles:
    """The styles of one workbook.

    Args:
        part_map: Its part of styles, with the items of `LISTS`.
        used: How many styles its sheets take there to be. What they name and is not there looks like the
            first, and is not to look like one that is added.

    Attributes:
        faulty: The styles that an earlier marking made, each with the one that such a cell of the form has.
    """

    def __init__(self, part_map: PartMap, used: int) -> None:
        self._part_map = part_map
        self._prefix = part_map.prefix
        self._lists = {name: _StyleList(self._entries(name)) for name in STYLE_LISTS}
        self._lists["cellXfs"].pad(used)
        self._fills: dict[str, int] = {}
        self._coloured: dict[tuple[int, str], int] = {}
        marked = self._find_fills(FAULT)
        looks = enumerate([*self._lists["cellXfs"].entries]) if marked else ()
        self.faulty = {index: self._plain(index, raw) for index, raw in looks if _fill_index(raw) in marked}

    def add(self, name: str, template: str) -> int:
        """The index of an entry of a list, which is added unless it is there; ``{0}`` is for the prefix."""
        return self._lists[name].add(template.format(self._prefix).encode())

    def fill(self, colour: str) -> int:
        """The index of the fill of a colour."""
        if colour not in self._fills:
            found = self._find_fills(colour)
            self._fills[colour] = min(found) if found else self.add("fills", _FILL.format("{0}", colour))
        return self._fills[colour]

    def coloured(self, index: int, colour: str) -> int:
        """The index of a style that is as another, but for its colour."""
        key = index, colour
        if key not in self._coloured:
            entries = self._lists["cellXfs"].entries
            raw = entries[index] if index < len(entries) else _PLAIN.format(self._prefix).encode()
            tag = read_tag(raw)
            made = change_attributes(tag, {"fillId": str(self.fill(colour)), "applyFill": "1"})
            self._coloured[key] = self._lists["cellXfs"].add(made + raw[len(tag) :])
        return self._coloured[key]

    def pieces(self) -> Iterator[bytes | memoryview]:
        """The part with what was added."""
        part_map = self._part_map
        for name, entries in self._lists.items():
            before, number = _ORDER[: _ORDER.index(name)], str(len(entries.entries))
            part_map.extend(name, b"".join(entries.added).decode(), before, count=number)
        return part_map.edits.pieces()

    def _entries(self, name: str) -> tuple[list[bytes], list[bytes]]:
        """What a list has, and what it has to have to begin with."""
        entries = [self._part_map.raw(spot) for spot in self._part_map.items[name]]
        return entries, [] if entries else [
            one.format(self._prefix).encode() for one in _DEFAULT_ENTRIES[name]
        ]

    def _plain(self, index: int, raw: bytes) -> int:
        locked = read_elements(raw).get("protection", {}).get("locked", "1") not in ("0", "false")
        return self.coloured(index, TOTAL if locked else INPUT)

    def _find_fills(self, colour: str) -> set[int]:
        entries, wanted = self._lists["fills"].entries, colour.encode()
        likely = [(index, raw) for index, raw in enumerate(entries) if wanted in raw.upper()]
        return {index for index, raw in likely if _is_solid(read_elements(raw), colour)}


class _StyleList:
    """A list of a style sheet: what it has, and what is added to it."""

    def __init__(self, entries: tuple[list[bytes], list[bytes]]) -> None:
        there, self.added = entries
        self.entries = there + self.added
        last = len(self.entries) - 1
        self._index = {raw: last - index for index, raw in enumerate(reversed(self.entries))}

    def pad(self, count: int) -> None:
        """Have so many entries at least, of which those that are missing are like the first."""
        missing = [self.entries[0]] * (count - len(self.entries))
        self.entries += missing
        self.added += missing

    def add(self, raw: bytes) -> int:
        """The index of an entry, which is added unless it is there to the letter."""
        if raw not in self._index:
            self._index[raw] = len(self.entries)
            self.entries.append(raw)
            self.added.append(raw)
        return self._index[raw]


def _fill_index(raw: bytes) -> int:
    return to_natural(read_attributes(read_tag(raw)).get("fillId", "0"))


def _is_solid(fill: dict[str, dict[str, str]], colour: str) -> bool:
    """Whether a fill is of one colour; its transparency is spelt 00, FF or left out."""
    solid = fill.get("patternFill", {}).get("patternType") == "solid"
    return solid and fill.get("fgColor", {}).get("rgb", "").upper()[-6:] == colour
