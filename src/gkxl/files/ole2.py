"""Opens OLE2 files, such as .xls, which are small file systems: finds their streams, and reads one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gkxl.files.load import damaged_file
from gkxl.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE_SECTORS_IN_HEADER: Final = 109
_FIRST_SPECIAL_SECTOR: Final = 0xFFFFFFFA
_ENTRY_SIZE: Final = 128
_STREAM, _ROOT = 2, 5


class Stream(NamedTuple):
    """A stream: its first sector, and its length in bytes."""

    start: int
    size: int


class Ole2:
    """The streams in the topmost folder of an OLE2 file; those of embedded documents are not there.

    Attributes:
        streams: By folded name.

    Raises:
        UnreadableFileError: The file is cut short, or its sectors run in a circle.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            # MS-CFB 2.2: at 30 the sizes of sectors and of small sectors, as powers of two; at 48 the first
            # sector of the directory, at 56 the size from which a stream is in sectors, at 60 the table of
            # small sectors
            self._sector, self._small = (1 << shift for shift in struct.unpack_from("<2H", data, 30))
            if self._sector not in (512, 4096) or self._small > self._sector:
                raise _damaged_ole2()
            directory, _, self._cutoff, self._small_table = struct.unpack_from("<4I", data, 48)
            self._next = self._table()
            self._entries = _read_entries(self._chain(directory))
            self.streams = dict(self._find_streams())
        except (struct.error, IndexError):
            raise _damaged_ole2() from None

    def read(self, name: str) -> bytes:
        """The bytes of a stream.

        Raises:
            UnreadableFileError: It is not there as a whole.
        """
        start, size = self.streams[name]
        content = self._chain(start) if size >= self._cutoff else self._short(start)
        if len(content) < size:
            raise _damaged_ole2()
        return content[:size]

    def _find_streams(self) -> Iterable[tuple[str, Stream]]:
        """The name and place of each stream in the topmost folder."""
        # MS-CFB 2.6.1: siblings to the left and right at 68 and 72, the child of a folder at 76
        # in a damaged file the tree may run in a circle, so each entry is visited once
        waiting = list(struct.unpack_from("<I", self._entries[0], 76))
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                waiting += struct.unpack_from("<2I", entry, 68)
                if entry[66] == _STREAM:
                    yield _read_name(entry), Stream(*struct.unpack_from("<2I", entry, 116))

    def _short(self, start: int) -> bytes:
        """The bytes of a short stream."""
        # MS-CFB 2.4: the small sectors are in the stream of the root
        holder = self._chain(*struct.unpack_from("<I", self._entries[0], 116))
        following = _read_numbers(self._chain(self._small_table))
        numbers = _follow_chain(start, following)
        return b"".join(holder[n * self._small : (n + 1) * self._small] for n in numbers)

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in _follow_chain(start, self._next))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _table(self) -> tuple[int, ...]:
        """The number of the sector that follows each sector."""
        # MS-CFB 2.3 and 2.5: the first 109 sectors of this table are listed in the header, further ones in
        # a chain
        listed = list(struct.unpack_from(f"<{_TABLE_SECTORS_IN_HEADER}I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while more < _FIRST_SPECIAL_SECTOR and more not in seen:
            seen.add(more)
            *numbers, more = _read_numbers(self._at(more)) or (_FIRST_SPECIAL_SECTOR,)
            listed += numbers
        # each sector of the table once: a table that lists one of them a million times would fill memory
        tables = dict.fromkeys(number for number in listed if number < _FIRST_SPECIAL_SECTOR)
        return _read_numbers(b"".join(map(self._at, tables)))


def _read_entries(directory: bytes) -> list[bytes]:
    entries = [directory[at : at + _ENTRY_SIZE] for at in range(0, len(directory), _ENTRY_SIZE)]
    if not entries or entries[0][66] != _ROOT:
        raise _damaged_ole2()
    return entries


def _read_numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _follow_chain(start: int, following: tuple[int, ...]) -> list[int]:
    # a chain that is longer than the table runs in a circle
    found: list[int] = []
    while start < _FIRST_SPECIAL_SECTOR:
        if start >= len(following) or len(found) > len(following):
            raise _damaged_ole2()
        found.append(start)
        start = following[start]
    return found


def _read_name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").partition("\0")[0].casefold()


def _damaged_ole2() -> Exception:
    return damaged_file("旧格式文件的内部结构不完整")
