"""Reads the cells of .ods and .fods files, which hold of every number how it is shown, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gkxl.errors import EncryptedFileError, LimitError
from gkxl.legacy.facts import UNKNOWN, Tab, span
from gkxl.legacy.opendocument_values import read_value
from gkxl.xlsx import Cell, Kind
from gkxl.xlsx.archive import CHUNK, Archive
from gkxl.xlsx.limits import Budget
from gkxl.xlsx.refusals import damaged, unsafe
from gkxl.xlsx.tree import strict_parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.xlsx import Limits

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{_OASIS}{name}:1.0 " for name in ("table", "text", "office", "style"))
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_DRAWING: Final = f"{_OASIS}drawing:1.0 "
_PASSED: Final = frozenset({f"{_OFFICE}annotation", f"{_TABLE}dde-links", f"{_TABLE}tracked-changes"})
"""What holds texts or tables that are on no sheet, as shapes do: a chart has a table of its own."""

_NESTED: Final = (f"{_TABLE}table", f"{_TEXT}note", f"{_TEXT}ruby-text")
"""What may be in a cell with texts of its own."""

_ENDLESS: Final = 10**9
"""What a number of repetitions counts as that has ten digits or more, or is no number."""

_SPACE, _TAB, _BREAK = "\1", "\2", "\3"
"""What stands for white space of its own element; XML can hold none of these characters."""

_WHITE: Final = re.compile(r"[ \t\r\n]+")
_OWN_SPACE: Final = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_MANIFEST: Final = "META-INF/manifest.xml"


def read_tabs(data: bytes, limits: Limits, *, flat: bool = False) -> list[Tab]:
    """The sheets of an .ods file, or of the one XML that an .fods file is, with their cells.

    Raises:
        UnreadableFileError: It is damaged, locked, or larger than the limits allow.
    """
    budget = Budget(limits)
    if flat:
        pieces: Iterable[bytes] = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
        return _Reader("document", budget).read(pieces)
    archive = Archive(data, budget)
    if _MANIFEST in archive and b"encryption-data" in b"".join(archive.chunks(_MANIFEST)):
        raise EncryptedFileError(
            "文件已加密，请取消密码后再报送。",
            "The file is encrypted. Remove the password and send it again.",
        )
    return _Reader("content.xml", budget).read(archive.chunks("content.xml"))


class _Reader:
    """Walks through the tables; repeated cells count as often as they are repeated."""

    def __init__(self, name: str, budget: Budget) -> None:
        self._tabs: list[Tab] = []
        self._name = name
        self._parser = strict_parser(name, {})
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._budget = budget
        self._style = ""
        self._hidden: set[str] = set()
        self._row = self._rows = self._column = 0
        self._cell: dict[str, str] | None = None
        self._passing = 0
        self._paragraphs: list[list[str]] = []
        self._length = 0
        self._in_row: list[tuple[int, int, Cell]] = []

    def read(self, chunks: Iterable[bytes]) -> list[Tab]:
        """The sheets of a document."""
        fed = 0
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)  # noqa: FBT003 (expat takes it by place)
                fed += len(chunk)
                # the parser reads an open tag from its beginning for every piece that is fed
                self._refuse_long(fed - self._parser.CurrentByteIndex)
                self._budget.check()
            self._parser.Parse(b"", True)  # noqa: FBT003 (here, too)
        except expat.ExpatError:
            raise damaged(f"{self._name} 不是规范的 XML", f"{self._name} is not well-formed") from None
        # sheets of other files that formulas refer to are kept as 'file:///…'#…
        return [tab for tab in self._tabs if not (tab.name.startswith("'") and "'#" in tab.name)]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._budget.elements += 1
        if self._passing or self._is_passed(tag):
            self._passing += 1
        elif self._cell is not None:
            self._text(tag, attributes)
        elif tag in _CELLS:
            self._cell, self._paragraphs, self._length = attributes, [], 0
        elif tag == f"{_TABLE}table-row":
            self._column, self._rows = 0, _count(attributes, f"{_TABLE}number-rows-repeated")
        elif tag == f"{_TABLE}table":
            state = "hidden" if attributes.get(f"{_TABLE}style-name") in self._hidden else "visible"
            self._tabs.append(Tab(attributes.get(f"{_TABLE}name", ""), state))
            self._row = 0
        elif tag == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif tag == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self._hidden.add(self._style)

    def _is_passed(self, tag: str) -> bool:
        return tag in _PASSED or tag.startswith(_DRAWING) or (self._cell is not None and tag in _NESTED)

    def _text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TEXT}p":
            self._paragraphs.append([])
        elif tag == f"{_TEXT}s":
            count = _count(attributes, f"{_TEXT}c")
            self._refuse_long(count)
            self._characters(_SPACE * count)
        elif tag == f"{_TEXT}tab":
            self._characters(_TAB)
        elif tag == f"{_TEXT}line-break":
            self._characters(_BREAK)

    def _characters(self, text: str) -> None:
        if self._cell is not None and self._paragraphs and not self._passing:
            self._length += len(text)
            self._refuse_long(self._length)
            self._paragraphs[-1].append(text)

    def _refuse_long(self, length: int) -> None:
        limit = self._budget.limits.text_length
        if length > limit:
            raise LimitError("单段文字的字数", "The length of one text", length, limit)

    def _end(self, tag: str) -> None:
        if self._passing:
            self._passing -= 1
        elif tag in _CELLS and self._cell is not None:
            shown = "\n".join(map(_paragraph, self._paragraphs)) if self._paragraphs else None
            self._keep(self._cell, shown)
            self._cell = None
        elif tag == f"{_TABLE}table-row":
            self._close_row()

    def _keep(self, cell: dict[str, str], shown: str | None) -> None:
        """Note the cell as often as it is repeated within its row."""
        repeated = _count(cell, f"{_TABLE}number-columns-repeated")
        self._note_ranges(cell)
        kind, text = read_value(cell, shown)
        formula = UNKNOWN if f"{_TABLE}formula" in cell else None
        if text or formula:
            _refuse_outside(self._row + self._rows, self._column + repeated)
            self._budget.take_text(len(text))
            cached = formula is not None and kind is not Kind.BLANK
            self._in_row.append((self._column, repeated, Cell(0, 0, kind, text, formula, cached)))
        self._column += repeated

    def _note_ranges(self, cell: dict[str, str]) -> None:
        """Note what is merged with this cell, and what its formula fills."""
        for ranges, name in ((self._tabs[-1].merges, "number"), (self._tabs[-1].arrays, "number-matrix")):
            rows, columns = (_count(cell, f"{_TABLE}{name}-{axis}-spanned") for axis in ("rows", "columns"))
            if rows * columns > 1:
                top, left = self._row + 1, self._column + 1
                span(ranges, top, left, top + rows - 1, left + columns - 1)

    def _close_row(self) -> None:
        """Note the row as often as it is repeated, which is counted before it is done."""
        if self._in_row:
            self._budget.take_items(self._rows * sum(repeated for _, repeated, _ in self._in_row))
            cells = self._tabs[-1].cells
            for row in range(self._row + 1, self._row + 1 + self._rows):
                for before, repeated, cell in self._in_row:
                    for column in range(before + 1, before + 1 + repeated):
                        cells[row, column] = cell._replace(row=row, column=column)
        self._row += self._rows
        self._in_row = []


def _refuse_outside(row: int, column: int) -> None:
    """Refuse a cell that no spreadsheet program has room for."""
    if row > _LAST_ROW or column > _LAST_COLUMN:
        raise unsafe("有单元格越界", "a cell is out of the grid")


def _paragraph(pieces: list[str]) -> str:
    """A paragraph as it is shown."""
    # ODF 1.2 part 1, 6.1.2 has all white space count as one space, and at both ends as none; LibreOffice,
    # which writes several spaces as such, does so only where the XML is laid out in lines
    return _WHITE.sub(_white, "".join(pieces)).translate(_OWN_SPACE)


def _white(found: re.Match[str]) -> str:
    if "\n" not in found[0]:
        return found[0]
    return "" if found.start() == 0 or found.end() == len(found.string) else " "


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text) if text.isdecimal() and len(text) < len(str(_ENDLESS)) else _ENDLESS)
