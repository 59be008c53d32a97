"""Reads the cells of one sheet of an .xls file from its records."""

from __future__ import annotations

import struct
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.files.refusals import printable, unsafe_file
from gkxl.legacy.biff_text import RichText, TextReader
from gkxl.legacy.reader import ERROR_VALUES, UNKNOWN_FORMULA, OldSheet, add_range
from gkxl.xlsx import Cell, Kind
from gkxl.xlsx.styles import BUILT_IN_FORMATS, to_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script, Scripts


_FORMULA, _STRING, _NUMBER, _RK, _MULRK, _BOOLERR = 0x06, 0x207, 0x203, 0x27E, 0xBD, 0x205
_LABEL, _LABELSST, _RSTRING, _MERGED = 0x204, 0xFD, 0xD6, 0xE5
_COLUMNS: Final = 256
_WESTERN_CODE_PAGE: Final = 1252
_ERROR_NUMBERS: Final = dict(zip((0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A), ERROR_VALUES, strict=True))
"""The errors as .xls numbers them."""

_VOLATILE: Final = b"\x19\x01"
_UNUSED_FONT: Final = 4


class CellContent(NamedTuple):
    """What a cell holds.

    Attributes:
        kind: Of what kind it is.
        text: Its text.
        mask: Its number format, where that may show something else.
        scripts: What is struck through in it, or set above or below the line.
    """

    kind: Kind
    text: str
    mask: str = ""
    scripts: Scripts = ()


class WorkbookData:
    """What the cells of all sheets of a workbook share.

    Attributes:
        budget: Where to count.
        unicode: Whether texts are spelt as Excel 97 and later spell them, and not as Excel 95 does.
        code_page: The code page of the texts of Excel 95.
        texts: The texts that cells refer to.
        fonts: How the texts of a font are set, in the order of the fonts.
        masks: The formats of numbers, by their number.
        styles: The numbers of its font and of its format, by the number of a style.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.unicode = True
        self.code_page = _WESTERN_CODE_PAGE
        self.texts: list[RichText] = []
        self.fonts: list[Script | None] = []
        self.masks: dict[int, str] = dict(BUILT_IN_FORMATS)
        self.styles: list[tuple[int, int]] = []

    def text(self, pieces: Sequence[bytes], at: int, length: str) -> str:
        """A text within a record, with its length before it as ``struct`` spells it."""
        return self.rich(pieces, at, length).text

    def rich(self, pieces: Sequence[bytes], at: int, length: str, *, has_runs: bool = False) -> RichText:
        """The same with its runs, which may come after it with their number."""
        texts = TextReader(pieces, at)
        if self.unicode:
            found = texts.unicode(length)
            found = found._replace(runs=texts.counted_runs("H")) if has_runs else found
        else:
            found = texts.encoded(length, self.code_page, has_runs=has_runs)
        self.budget.take_text(len(found.text))
        return found

    def number(self, value: float, style: int) -> CellContent:
        """A number in its style, spelt as in .xlsx files."""
        if not isfinite(value):
            return CellContent(Kind.ERROR, "#NUM!")
        font, number = self._style(style)
        shown = to_style(self.masks.get(number, ""))
        text = repr(value).removesuffix(".0")
        made = CellContent(shown.kind, text, shown.mask) if shown else CellContent(Kind.NUMBER, text)
        return made._replace(scripts=(("struck", text),)) if self.script(font) == "struck" else made

    def words(self, rich: RichText, style: int) -> CellContent:
        """A text in its style, where it has no runs of its own."""
        font, _ = self._style(style)
        if self.script(font) == "struck" and rich.text:
            return CellContent(Kind.TEXT, rich.text, scripts=(("struck", rich.text),))
        return CellContent(Kind.TEXT, rich.text, scripts=rich.scripts(self.script) if rich.runs else ())

    def _style(self, number: int) -> tuple[int, int]:
        """The numbers of the font and the format of a style."""
        return self.styles[number] if number < len(self.styles) else (0, 0)

    def script(self, font: int) -> Script | None:
        """How the texts of a font are set."""
        # MS-XLS 2.5.129: the value MUST NOT be 4; those above it count from 1
        at = font - 1 if font > _UNUSED_FONT else font
        return self.fonts[at] if at < len(self.fonts) else None


class SheetReader:
    """Takes the records of one sheet."""

    def __init__(self, tab: OldSheet, shared: WorkbookData) -> None:
        self._tab = tab
        self._shared = shared
        self._awaiting: tuple[int, int] | None = None
        self._readers = {
            _NUMBER: self._double,
            _RK: self._short,
            _LABEL: self._label,
            _RSTRING: self._rich_label,
            _LABELSST: self._listed,
            _BOOLERR: self._boolean,
            _FORMULA: self._formula,
        }

    def take(self, kind: int, pieces: Sequence[bytes]) -> None:
        """Take one record; most are about how the sheet looks."""
        if kind in self._readers:
            row, column, style = struct.unpack_from("<3H", pieces[0])
            self._keep(row, column, self._readers[kind](pieces, style), formula=kind == _FORMULA)
        elif kind == _MULRK:
            self._keep_row(pieces[0])
        elif kind == _STRING:
            self._keep_result(pieces)
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<4H", pieces[0][2:]):
                add_range(self._tab.merges, top + 1, left + 1, bottom + 1, right + 1)

    def _keep(self, row: int, column: int, content: CellContent, *, formula: bool = False) -> None:
        self._awaiting = None
        kind, text, mask, scripts = content
        if kind is Kind.TEXT and not (text or formula):
            return
        made = Cell(row + 1, column + 1, kind, text, mask=mask, scripts=scripts)
        place = row + 1, column + 1
        if column >= _COLUMNS or place in self._tab.cells:
            raise self._misplaced(made)
        if formula:
            made = made._replace(formula=UNKNOWN_FORMULA, cached=kind is not Kind.BLANK)
            self._awaiting = place if kind is Kind.TEXT else None
        self._shared.budget.take_items()
        self._tab.cells[place] = made

    def _keep_row(self, body: bytes) -> None:
        """Take numbers that are next to each other in a row."""
        row, first = struct.unpack_from("<2H", body)
        for number, (style, rk) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
            self._keep(row, first + number, self._shared.number(_read_rk(rk), style))

    def _keep_result(self, pieces: Sequence[bytes]) -> None:
        """Take the text that the last formula comes to."""
        if self._awaiting is not None:
            cells = self._tab.cells
            cells[self._awaiting] = cells[self._awaiting]._replace(text=self._shared.text(pieces, 0, "H"))
            self._awaiting = None

    def _double(self, pieces: Sequence[bytes], style: int) -> CellContent:
        (value,) = struct.unpack_from("<d", pieces[0], 6)
        return self._shared.number(value, style)

    def _short(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.number(_read_rk(*struct.unpack_from("<I", pieces[0], 6)), style)

    def _label(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.words(self._shared.rich(pieces, 6, "H"), style)

    def _rich_label(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.words(self._shared.rich(pieces, 6, "H", has_runs=True), style)

    def _listed(self, pieces: Sequence[bytes], style: int) -> CellContent:
        (number,) = struct.unpack_from("<I", pieces[0], 6)
        return self._shared.words(self._shared.texts[number], style)

    def _boolean(self, pieces: Sequence[bytes], _: int) -> CellContent:
        value, is_error = struct.unpack_from("<2B", pieces[0], 6)
        return _to_error(value) if is_error else _to_boolean(value)

    def _formula(self, pieces: Sequence[bytes], style: int) -> CellContent:
        """What a formula comes to; a text follows in a record of its own."""
        # MS-XLS 2.5.198.44: this comes first in a formula whose result may be another one tomorrow
        if pieces[0][22:24] == _VOLATILE:
            return CellContent(Kind.BLANK, "")
        # MS-XLS 2.5.133: a number, unless the last two bytes are all ones; then the first says what it is
        kind, value, is_other = struct.unpack_from("<BxBxxxH", pieces[0], 6)
        if is_other != 0xFFFF:  # noqa: PLR2004 (all ones)
            return self._double(pieces, style)
        results = {0: CellContent(Kind.TEXT, ""), 1: _to_boolean(value), 2: _to_error(value)}
        return results.get(kind, CellContent(Kind.BLANK, ""))

    def _misplaced(self, cell: Cell) -> Exception:
        name = printable(self._tab.name)
        return unsafe_file(
            f"工作表“{name}”的单元格 {cell.address} 重复或越界",
            f"sheet {name!r} has a cell {cell.address} that is there twice or out of the grid",
        )


def _read_rk(number: int) -> float:
    """A number in four bytes."""
    # MS-XLS 2.5.217: bit 0 divides it by a hundred; bit 1 makes the other 30 a whole number with a sign,
    # else they are the upper bits of a number in eight bytes
    if number & 2:
        value = float((number - (1 << 32) if number >> 31 else number) >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (number & ~3) << 32))
    return value / 100 if number & 1 else value


def _to_boolean(value: int) -> CellContent:
    return CellContent(Kind.BOOLEAN, str(int(value != 0)))


def _to_error(number: int) -> CellContent:
    return CellContent(Kind.ERROR, _ERROR_NUMBERS.get(number, "#?"))
