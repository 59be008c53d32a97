"""Reads .xls and .et files of Excel 95 and later, record by record."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gkxl.errors import LegacyWorkbookError
from gkxl.files.limits import Budget, check_limit
from gkxl.files.load import damaged_file, locked_workbook, printable, unsafe_file
from gkxl.files.ole2 import Ole2
from gkxl.files.sniff import OLE2_MAGIC
from gkxl.legacy import UNKNOWN_FORMULA, OldSheet, add_range
from gkxl.legacy.biff_text import (
    CellContent,
    TextReader,
    WorkbookData,
    boolean_content,
    error_content,
    read_rk,
)
from gkxl.xlsx import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.xlsx import Limits


_FORMULA, _STRING, _NUMBER, _RK, _MULRK, _BOOLERR = 0x06, 0x207, 0x203, 0x27E, 0xBD, 0x205
_LABEL, _LABELSST, _RSTRING, _MERGED = 0x204, 0xFD, 0xD6, 0xE5
_COLUMNS: Final = 256

_VOLATILE: Final = b"\x19\x01"


class SheetReader:
    """Reads the cells of one sheet from its records.

    Args:
        tab: The sheet, to which the cells are added.
        shared: What all sheets of the workbook share.
    """

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
        """Take one record; those about the look of the sheet are ignored."""
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
        """Take several numbers in a row (MS-XLS MulRk)."""
        row, first = struct.unpack_from("<2H", body)
        for number, (style, rk) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
            self._keep(row, first + number, self._shared.number(read_rk(rk), style))

    def _keep_result(self, pieces: Sequence[bytes]) -> None:
        """Take the text that is the result of the last formula (MS-XLS String)."""
        if self._awaiting is not None:
            cells = self._tab.cells
            cells[self._awaiting] = cells[self._awaiting]._replace(text=self._shared.text(pieces, 0, "H"))
            self._awaiting = None

    def _double(self, pieces: Sequence[bytes], style: int) -> CellContent:
        (value,) = struct.unpack_from("<d", pieces[0], 6)
        return self._shared.number(value, style)

    def _short(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.number(read_rk(*struct.unpack_from("<I", pieces[0], 6)), style)

    def _label(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.words(self._shared.rich(pieces, 6, "H"), style)

    def _rich_label(self, pieces: Sequence[bytes], style: int) -> CellContent:
        return self._shared.words(self._shared.rich(pieces, 6, "H", has_runs=True), style)

    def _listed(self, pieces: Sequence[bytes], style: int) -> CellContent:
        (number,) = struct.unpack_from("<I", pieces[0], 6)
        return self._shared.words(self._shared.texts[number], style)

    def _boolean(self, pieces: Sequence[bytes], _: int) -> CellContent:
        value, is_error = struct.unpack_from("<2B", pieces[0], 6)
        return error_content(value) if is_error else boolean_content(value)

    def _formula(self, pieces: Sequence[bytes], style: int) -> CellContent:
        """The result of a formula; a text follows in a record of its own."""
        # MS-XLS 2.5.198.44: this comes first in a formula whose result may be another one tomorrow
        if pieces[0][22:24] == _VOLATILE:
            return CellContent(Kind.BLANK, "")
        # MS-XLS 2.5.133: the 8 bytes are a number, but if the last two are 0xFFFF, the first is the type
        kind, value, is_other = struct.unpack_from("<BxBxxxH", pieces[0], 6)
        if is_other != 0xFFFF:  # noqa: PLR2004 (all ones)
            return self._double(pieces, style)
        results = {0: CellContent(Kind.TEXT, ""), 1: boolean_content(value), 2: error_content(value)}
        return results.get(kind, CellContent(Kind.BLANK, ""))

    def _misplaced(self, cell: Cell) -> Exception:
        name = printable(self._tab.name)
        return unsafe_file("工作表“{name}”的单元格 {address} 重复或越界", name=name, address=cell.address)


_BOF, _EOF, _FILEPASS = 0x809, 0x0A, 0x2F
_CONTINUE: Final = b"\x3c\0"
_CODEPAGE, _DATEMODE, _BOUNDSHEET, _FONT, _FORMAT, _XF, _SST = 0x42, 0x22, 0x85, 0x31, 0x41E, 0xE0, 0xFC
_OLDER_BOFS: Final = (0x09, 0x209, 0x409)
_BIFF5, _BIFF8 = 0x500, 0x600
_GLOBALS, _WORKSHEET = 5, 0
_STRUCK: Final = 8
_STATES: Final = ("visible", "hidden", "veryHidden")


def read_biff(data: bytes, limits: Limits) -> tuple[list[OldSheet], bool]:
    """The sheets of an .xls file with their cells, and whether days are counted from 1904.

    Raises:
        UnreadableFileError: It is older than Excel 95, or damaged.
        EncryptedFileError: It is locked with a password.
        LimitError: It holds more than the limits allow.
    """
    reader = _Reader(limits)
    try:
        for at, kind, pieces in _read_records(_find_workbook_stream(data), limits):
            reader.take(at, kind, pieces)
    except (struct.error, IndexError):
        raise damaged_file("有记录不完整") from None
    return reader.finished(), reader.date1904


def _find_workbook_stream(data: bytes) -> bytes:
    """The stream with the records; of a file for two versions of Excel, that for the later one."""
    if not data.startswith(OLE2_MAGIC):
        return data
    file = Ole2(data)
    name = next((name for name in ("workbook", "book") if name in file.streams), None)
    if name is None:
        raise damaged_file("其中没有工作簿")
    return file.read(name)


def _read_records(stream: bytes, limits: Limits) -> Iterator[tuple[int, int, Sequence[bytes]]]:
    """The offset, kind and contents of each record: its own content and those of its continuations."""
    at = count = 0
    while at + 4 <= len(stream):
        start, kind = at, *struct.unpack_from("<H", stream, at)
        pieces: list[bytes] = []
        while not pieces or stream[at : at + 2] == _CONTINUE:
            (size,) = struct.unpack_from("<H", stream, at + 2)
            pieces.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        count += len(pieces)
        check_limit(limits.elements, count, "记录总数")
        if at > len(stream):
            raise IndexError
        yield start, kind, pieces


class _Reader:
    """Reads a workbook from its records in their order; those of embedded charts are ignored."""

    def __init__(self, limits: Limits) -> None:
        self.date1904 = False
        self._tabs: dict[int, OldSheet] = {}
        self._found: set[int] = set()
        self._shared = WorkbookData(Budget(limits))
        self._sheet: SheetReader | None = None
        self._is_global = False
        self._depth = 0

    def finished(self) -> list[OldSheet]:
        """The worksheets, once all records have been taken.

        Raises:
            UnreadableFileError: One of them is missing, or has no end.
        """
        if self._depth or not self._tabs or self._tabs.keys() - self._found:
            raise damaged_file("有工作表不完整")
        return list(self._tabs.values())

    def take(self, at: int, kind: int, pieces: Sequence[bytes]) -> None:
        """Take one record."""
        if kind == _BOF:
            self._begin(at, *struct.unpack_from("<2H", pieces[0]))
        elif kind == _EOF:
            self._depth = max(0, self._depth - 1)
        elif not self._depth and kind in _OLDER_BOFS:
            raise _too_old_error()
        elif kind == _FILEPASS:
            raise locked_workbook()
        elif self._depth == 1 and self._sheet is not None:
            self._sheet.take(kind, pieces)
        elif self._depth == 1 and self._is_global:
            self._take_global(kind, pieces)

    def _begin(self, at: int, version: int, kind: int) -> None:
        if version not in (_BIFF5, _BIFF8):
            raise _too_old_error()
        self._depth += 1
        if self._depth == 1:
            self._shared.unicode = version == _BIFF8
            self._is_global = kind == _GLOBALS
            self._sheet = SheetReader(self._tabs[at], self._shared) if at in self._tabs else None
            self._found.add(at)

    def _take_global(self, kind: int, pieces: Sequence[bytes]) -> None:
        """Take a record that is about the workbook as a whole."""
        shared, body = self._shared, pieces[0]
        if kind == _BOUNDSHEET:
            self._add_tab(pieces, *struct.unpack_from("<I2B", body))
        elif kind == _CODEPAGE:
            (shared.code_page,) = struct.unpack_from("<H", body)
        elif kind == _DATEMODE:
            self.date1904 = body[:2] != b"\0\0"
        elif kind == _FORMAT:
            mask = shared.text(pieces, 2, "H" if shared.unicode else "B")
            shared.masks[struct.unpack_from("<H", body)[0]] = mask
        elif kind == _XF:
            shared.styles.append(struct.unpack_from("<2H", body))
        elif kind == _FONT:
            # MS-XLS 2.4.122: height, options, colour, weight, and 1 or 2 of a text above or below the line
            _, options, _, _, raised = struct.unpack_from("<5H", body)
            shared.fonts.append("struck" if options & _STRUCK else "raised" if raised else None)
        elif kind == _SST:
            self._share_texts(pieces)

    def _add_tab(self, pieces: Sequence[bytes], start: int, state: int, kind: int) -> None:
        """Add a worksheet; charts and sheets of macros are left out."""
        if kind == _WORKSHEET:
            self._tabs[start] = OldSheet(self._shared.text(pieces, 6, "B"), _STATES[min(state & 3, 2)])

    def _share_texts(self, pieces: Sequence[bytes]) -> None:
        """Add the texts that cells refer to by number."""
        (count,) = struct.unpack_from("<I", pieces[0], 4)
        self._shared.budget.take_items(count)
        texts = TextReader(pieces, 8)
        for _ in range(count):
            text = texts.unicode("H")
            self._shared.budget.take_text(len(text.text))
            self._shared.texts.append(text)


def _too_old_error() -> LegacyWorkbookError:
    return LegacyWorkbookError(
        "文件是 Excel 4.0 或更早版本的工作簿，无法直接读取。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。"
    )
