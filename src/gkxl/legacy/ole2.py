"""Takes the workbook stream out of an OLE2 file, which is a small file system of sectors."""

from __future__ import annotations

import struct
from typing import Final

from gkxl.xlsx.refusals import damaged

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_IN_HEADER: Final = 109
_LAST: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_STREAMS: Final = ("Workbook", "Book")
_STREAM: Final = 2


def workbook_stream(data: bytes) -> bytes:
    """The records of the workbook.

    Raises:
        UnreadableFileError: The file is cut short, or its sectors run in a circle.
    """
    if not data.startswith(MAGIC):
        return data
    try:
        return _File(data).workbook()
    except struct.error:
        raise _damaged() from None


class _File:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector, self._small = (1 << shift for shift in struct.unpack_from("<2H", data, 30))
        if self._sector not in (512, 4096) or self._small > self._sector:
            raise _damaged()
        self._directory, _, self._cutoff, self._small_table = struct.unpack_from("<4I", data, 48)
        self._next = self._table()

    def workbook(self) -> bytes:
        """The stream by either of its names."""
        directory = self._chain(self._directory)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        named = {_name(entry): entry for entry in reversed(entries) if entry[66] == _STREAM}
        entry = next((named[name] for name in _STREAMS if name in named), None)
        if entry is None:
            raise _damaged()
        start, size = struct.unpack_from("<2I", entry, 116)
        whole = self._chain(start) if size >= self._cutoff else self._short(entries[0], start)
        return whole[:size]

    def _short(self, root: bytes, start: int) -> bytes:
        """A short stream, which lies in small sectors within the stream of the root."""
        holder = self._chain(*struct.unpack_from("<I", root, 116))
        following = _numbers(self._chain(self._small_table))
        numbers = _follow(start, following)
        return b"".join(holder[n * self._small : (n + 1) * self._small] for n in numbers)

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in _follow(start, self._next))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _table(self) -> tuple[int, ...]:
        """What follows each sector."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            *numbers, more = _numbers(self._at(more)) or (_LAST,)
            listed += numbers
        return _numbers(b"".join(self._at(number) for number in listed if number < _LAST))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _follow(start: int, following: tuple[int, ...]) -> list[int]:
    found: list[int] = []
    while start < _LAST:
        if start >= len(following) or len(found) > len(following):
            raise _damaged()
        found.append(start)
        start = following[start]
    return found


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").partition("\0")[0]


def _damaged() -> Exception:
    return damaged("旧格式工作簿的内部结构不完整", "the structure of the old workbook is incomplete")
