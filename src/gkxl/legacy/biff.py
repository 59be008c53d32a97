"""Reads from an .xls file which cells are formulas, errors, dates and percentages, and which are merged."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gkxl.errors import EncryptedFileError
from gkxl.legacy.facts import ERRORS, Fact, Tab, span
from gkxl.legacy.ole2 import workbook_stream
from gkxl.xlsx import Kind
from gkxl.xlsx.refusals import damaged, foreign
from gkxl.xlsx.styles import BUILT_IN, style_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BOF, FILEPASS, BOUNDSHEET, FORMAT, XF = 0x809, 0x2F, 0x85, 0x41E, 0xE0
FORMULA, NUMBER, RK, MULRK, BOOLERR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_EOF: Final = 0x0A
_MERGED: Final = 0xE5
_TEXTS: Final = frozenset({0xFD, 0x204, 0xD6})
_BIFF8: Final = 0x600
_STATES: Final = ("visible", "hidden", "veryHidden")
_NOT_A_NUMBER: Final = b"\xff\xff"
_RESULTS: Final = {0: Kind.TEXT, 1: Kind.BOOLEAN, 2: Kind.ERROR, 3: Kind.BLANK}


def read_tabs(data: bytes) -> list[Tab]:
    """The sheets of an .xls file with the facts about their cells.

    Raises:
        UnreadableFileError: It is older than Excel 97, or damaged.
        EncryptedFileError: It is locked with a password.
    """
    reader = _Reader()
    try:
        for at, kind, body in _records(workbook_stream(data)):
            reader.take(at, kind, body)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise damaged("有记录不完整", "a record is incomplete") from None
    return list(reader.tabs.values())


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


class _Reader:
    def __init__(self) -> None:
        self.tabs: dict[int, Tab] = {}
        self._masks: dict[int, str] = dict(BUILT_IN)
        self._formats: list[int] = []
        self._tab: Tab | None = None
        self._depth = 0

    def take(self, at: int, kind: int, body: bytes) -> None:
        """Note what one record says; charts within a sheet are passed over."""
        if kind == BOF:
            self._begin(at, body)
        elif kind == _EOF:
            self._depth -= 1
        elif kind == FILEPASS:
            raise EncryptedFileError(
                "文件已加密，请取消密码后再报送。",
                "The file is encrypted. Remove the password and send it again.",
            )
        elif self._depth == 1:
            self._global(kind, body) if self._tab is None else self._cell(self._tab, kind, body)

    def _begin(self, at: int, body: bytes) -> None:
        self._depth += 1
        if struct.unpack_from("<H", body)[0] != _BIFF8:
            raise foreign("文件是 Excel 95 或更早版本的工作簿", "The file is a workbook of Excel 95 or older")
        if self._depth == 1:
            self._tab = self.tabs.get(at)

    def _global(self, kind: int, body: bytes) -> None:
        if kind == BOUNDSHEET:
            start, state = struct.unpack_from("<IB", body)
            self.tabs[start] = Tab(_text(body, 6, "B"), _STATES[min(state & 3, 2)])
        elif kind == FORMAT:
            self._masks[struct.unpack_from("<H", body)[0]] = _text(body, 2, "H")
        elif kind == XF:
            self._formats.append(struct.unpack_from("<H", body, 2)[0])

    def _cell(self, tab: Tab, kind: int, body: bytes) -> None:
        if kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<4H", body[2:]):
                span(tab.merges, top + 1, left + 1, bottom + 1, right + 1)
            return
        for row, column, fact in self._facts(kind, body):
            tab.cells[row + 1, column + 1] = fact

    def _facts(self, kind: int, body: bytes) -> Iterator[tuple[int, int, Fact]]:
        if kind == MULRK:
            row, first = struct.unpack_from("<2H", body)
            for index, at in enumerate(range(4, len(body) - 2, 6)):
                yield row, first + index, self._number(*struct.unpack_from("<H", body, at))
        elif kind in (FORMULA, NUMBER, RK, BOOLERR) or kind in _TEXTS:
            row, column, style = struct.unpack_from("<3H", body)
            yield row, column, self._fact(kind, body, style)

    def _fact(self, kind: int, body: bytes, style: int) -> Fact:
        if kind == FORMULA:
            return self._formula(body, style)
        if kind == BOOLERR:
            return _error(body[6]) if body[7] else Fact(Kind.BOOLEAN)
        number = self._number(style)
        return number._replace(kind=Kind.TEXT) if kind in _TEXTS else number

    def _formula(self, body: bytes, style: int) -> Fact:
        if body[12:14] != _NOT_A_NUMBER:
            return self._number(style)._replace(formula=True)
        kind = _RESULTS.get(body[6], Kind.BLANK)
        return _error(body[8])._replace(formula=True) if kind is Kind.ERROR else Fact(kind, formula=True)

    def _number(self, style: int) -> Fact:
        """A number in a style."""
        shown = style_of(self._masks.get(self._formats[style] if style < len(self._formats) else 0, ""))
        return Fact(shown.kind, mask=shown.mask) if shown else Fact(Kind.NUMBER)


def _error(number: int) -> Fact:
    return Fact(Kind.ERROR, text=ERRORS.get(number, "#?"))


def _text(body: bytes, at: int, length: str) -> str:
    """A text with its length before it; the bit after says whether its characters take two bytes."""
    count, wide = struct.unpack_from(f"<{length}B", body, at)
    start = at + struct.calcsize(f"<{length}B")
    return body[start : start + count * (1 + (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1")
