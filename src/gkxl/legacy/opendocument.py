"""Reads from an .ods file which cells are formulas, errors, percentages, merged, and texts with every space.

An .ods file holds beside every number how it is shown, so that nobody needs to know its format.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gkxl.errors import EncryptedFileError, LimitError
from gkxl.files.limits import Budget
from gkxl.legacy.facts import Fact, Tab, span
from gkxl.xlsx import Kind
from gkxl.xlsx.archive import Archive
from gkxl.xlsx.refusals import damaged, unsafe
from gkxl.xlsx.sheet import is_number
from gkxl.xlsx.styles import OTHER_NUMBER

if TYPE_CHECKING:
    from gkxl.files.limits import Limits

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = (f"{_OASIS}{name}:1.0 " for name in ("table", "text", "office"))
_ERROR: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_KINDS: Final = {
    "float": Kind.NUMBER,
    "currency": Kind.NUMBER,
    "percentage": Kind.PERCENT,
    "date": Kind.DATE,
    "time": Kind.DATE,
    "boolean": Kind.BOOLEAN,
    "string": Kind.TEXT,
}
_ENDLESS: Final = 10**9
"""What a number of repetitions counts as that has ten digits or more, or is no number."""

_SHOWN: Final = re.compile(r"([^0-9]*)([0-9]+(?:\.([0-9]+))?)(?:E([+-]?[0-9]{1,3}))?([^0-9]*)", re.DOTALL)
"""A number among other words: what stands before it, the number, its decimals, its power of ten, the rest."""

_MANIFEST: Final = "META-INF/manifest.xml"


def read_tabs(data: bytes, limits: Limits) -> list[Tab]:
    """The sheets of an .ods file with the facts about their cells.

    Raises:
        UnreadableFileError: It is damaged, locked, or larger than the limits allow.
    """
    archive = Archive(data, Budget(limits))
    if _MANIFEST in archive and b"encryption-data" in b"".join(archive.chunks(_MANIFEST)):
        raise EncryptedFileError(
            "文件已加密，请取消密码后再报送。",
            "The file is encrypted. Remove the password and send it again.",
        )
    reader = _Reader(limits)
    try:
        for chunk in archive.chunks("content.xml"):
            reader.parser.Parse(chunk, False)  # noqa: FBT003 (expat takes it by place)
        reader.parser.Parse(b"", True)  # noqa: FBT003 (here, too)
    except expat.ExpatError:
        raise damaged("content.xml 不是规范的 XML", "content.xml is not well-formed") from None
    return reader.tabs


class _Reader:
    """Walks through the tables; repeated cells count as often as they stand there."""

    def __init__(self, limits: Limits) -> None:
        self.tabs: list[Tab] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self._limit = limits.cells
        self._row = self._rows = self._column = self._kept = 0
        self._cell: dict[str, str] | None = None
        self._passing = 0
        self._paragraphs: list[list[str]] = []
        self._in_row: list[tuple[int, int, Fact]] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._passing or tag == f"{_OFFICE}annotation" or (self._cell is not None and tag in _NESTED):
            self._passing += 1
        elif tag == f"{_TABLE}table":
            self.tabs.append(Tab(attributes.get(f"{_TABLE}name", ""), "visible"))
            self._row = 0
        elif tag == f"{_TABLE}table-row":
            self._column, self._rows = 0, _count(attributes, f"{_TABLE}number-rows-repeated")
        elif tag in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif self._cell is not None:
            self._text(tag, attributes)

    def _text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TEXT}p":
            self._paragraphs.append([])
        elif self._paragraphs:
            spaces = " " * min(_count(attributes, f"{_TEXT}c"), self._limit)
            self._paragraphs[-1].append({"s": spaces, "tab": "\t", "line-break": "\n"}.get(_local(tag), ""))

    def _characters(self, text: str) -> None:
        if self._cell is not None and self._paragraphs and not self._passing:
            self._paragraphs[-1].append(text)

    def _end(self, tag: str) -> None:
        if self._passing:
            self._passing -= 1
        elif tag in _CELLS and self._cell is not None:
            self._keep(self._cell, "\n".join(map("".join, self._paragraphs)))
            self._cell = None
        elif tag == f"{_TABLE}table-row":
            self._close_row()

    def _keep(self, cell: dict[str, str], text: str) -> None:
        """Note the cell as often as it is repeated within its row."""
        repeated = _count(cell, f"{_TABLE}number-columns-repeated")
        self._note_ranges(cell)
        fact = _fact(cell, text)
        if fact is not None:
            self._in_row.append((self._column, repeated, fact))
            self._take(repeated)
        self._column += repeated

    def _note_ranges(self, cell: dict[str, str]) -> None:
        """Note what is merged with this cell, and what its formula fills."""
        for ranges, name in ((self.tabs[-1].merges, "number"), (self.tabs[-1].arrays, "number-matrix")):
            rows, columns = (_count(cell, f"{_TABLE}{name}-{axis}-spanned") for axis in ("rows", "columns"))
            if rows * columns > 1:
                top, left = self._row + 1, self._column + 1
                span(ranges, top, left, top + rows - 1, left + columns - 1)

    def _close_row(self) -> None:
        if self._in_row:
            self._take(self._rows * sum(repeated for _, repeated, _ in self._in_row))
        for row in range(self._row + 1, self._row + 1 + self._rows * bool(self._in_row)):
            for column, repeated, fact in self._in_row:
                self.tabs[-1].cells.update({(row, column + 1 + n): fact for n in range(repeated)})
        self._row += self._rows
        self._in_row = []

    def _take(self, count: int) -> None:
        self._kept += count
        if self._kept > 2 * self._limit:
            raise LimitError(
                "有内容的单元格总数", "The number of cells with content", self._kept, self._limit
            )


_NESTED: Final = frozenset(
    {f"{_TABLE}table", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 frame", f"{_TEXT}note"}
)
"""What may stand in a cell with texts of its own."""


def _fact(cell: dict[str, str], text: str) -> Fact | None:
    formula = f"{_TABLE}formula" in cell
    kind = _KINDS.get(cell.get(f"{_OFFICE}value-type", ""), Kind.TEXT if text else Kind.BLANK)
    if cell.get(_ERROR) == "error":
        kind = Kind.ERROR
    if kind is Kind.BLANK and not formula:
        return None
    if kind is Kind.NUMBER and not _shows(text, cell.get(f"{_OFFICE}value", "")):
        kind = Kind.MASKED
    return Fact(kind, formula, text if kind in (Kind.TEXT, Kind.ERROR) else None)


def _shows(text: str, value: str) -> bool:
    """Whether a text shows a number other than 0 as what it is, to as many decimals as it has."""
    if not is_number(value) or not float(value):
        return True
    found = _SHOWN.fullmatch(text.replace(",", ""))
    if not found or OTHER_NUMBER.search(f"{found[1]}{found[5]}".replace("万元", "")):
        return False
    digits, power = Decimal(found[2]), int(found[4] or 0)
    return abs(abs(Decimal(value)) - digits.scaleb(power)) <= Decimal(1).scaleb(power - len(found[3] or ""))


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text) if text.isdecimal() and len(text) < len(str(_ENDLESS)) else _ENDLESS)


def _local(tag: str) -> str:
    return tag.removeprefix(_TEXT)


def _refuse_doctype(*_: object) -> None:
    raise unsafe("content.xml 含有 DOCTYPE", "content.xml has a DOCTYPE")
