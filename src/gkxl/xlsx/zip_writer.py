"""Writes zip packages as `zipfile` does, byte for byte, and takes parts that are compressed already."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import IO

_RAW: Final = -15
"""The ``wbits`` of zlib for a deflate stream without a header of its own."""

# APPNOTE 4.3.7, 4.3.12 and 4.3.16: local header, directory entry and end record. The first and the second
# share the fields from "version needed" to "extra field length", which `_HEADER` packs.
_LOCAL: Final = b"PK\x03\x04"
_DIRECTORY: Final = struct.Struct("<4s2B")
_HEADER: Final = struct.Struct("<5H3L2H")
_DIRECTORY_FIELDS: Final = struct.Struct("<3H2L")
_END: Final = struct.Struct("<4s4H2LH")

_VERSION: Final = 20
"""APPNOTE 4.4.3.2: version 2.0 can unpack what is deflated."""

_DEFLATED: Final = 8
_UTF8: Final = 0x800
_MODE: Final = 0o600 << 16
"""External attributes as `zipfile` writes them: the owner may read and write the file."""

_EPOCH: Final = (0, 33)
"""Midnight of 1 January 1980 as MS-DOS spells time and date: a report must give the same bytes on any day."""


@frozen
class PackedPart:
    """A part as it is in a package.

    Attributes:
        name: Its name.
        crc: The CRC-32 of its content.
        size: The length of its content, in bytes.
        packed: Its content, compressed.
        method: The number of the compression method (APPNOTE 4.4.5).
    """

    name: str
    crc: int
    size: int
    packed: bytes | memoryview = field(repr=False)
    method: int = _DEFLATED


def pack_part(name: str, content: bytes) -> PackedPart:
    """A part with this content."""
    return pack_pieces(name, (content,))


def pack_pieces(name: str, pieces: Iterable[bytes | memoryview]) -> PackedPart:
    """A part whose content comes in pieces, of which one at a time is in memory."""
    packed = io.BytesIO()
    crc, _, size = _compress(packed, pieces)
    return PackedPart(name, crc, size, packed.getvalue())


class PartBeginning:
    """The beginning of many parts, compressed once: each goes on where it ends."""

    def __init__(self, beginning: bytes) -> None:
        self._deflate = zlib.compressobj(wbits=_RAW)
        self._packed = self._deflate.compress(beginning)
        self._crc, self._size = zlib.crc32(beginning), len(beginning)

    def pack(self, name: str, rest: bytes) -> PackedPart:
        """A part that begins so, and ends with the rest."""
        deflate = self._deflate.copy()
        packed = self._packed + deflate.compress(rest) + deflate.flush()
        return PackedPart(name, zlib.crc32(rest, self._crc), self._size + len(rest), packed)


def to_package(parts: Iterable[PackedPart]) -> bytes:
    """The bytes of a package of these parts, in their order."""
    body: list[bytes | memoryview] = []
    directory, start, count = bytearray(), 0, 0
    for part in parts:
        name = part.name.encode()
        header = _to_header(part.name, part.crc, len(part.packed), part.size, part.method)
        directory += _to_directory_entry(name, header, start)
        body += (_LOCAL + header + name, part.packed)
        start += len(body[-2]) + len(body[-1])
        count += 1
    return b"".join([*body, directory, _to_end_record(count, directory, start)])


def write_package(file: IO[bytes], parts: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write a package whose parts come in pieces, of which one at a time is in memory.

    Args:
        file: An empty file. It must be able to go back, as each header is filled in after its content.
        parts: The name and the pieces of each part.
    """
    directory, count = bytearray(), 0
    for name, pieces in parts:
        start, encoded = file.tell(), name.encode()
        file.write(_LOCAL + bytes(_HEADER.size) + encoded)
        header = _to_header(name, *_compress(file, pieces))
        file.seek(start + len(_LOCAL))
        file.write(header)
        file.seek(0, io.SEEK_END)
        directory += _to_directory_entry(encoded, header, start)
        count += 1
    end = _to_end_record(count, directory, file.tell())
    file.write(directory + end)


def _compress(file: IO[bytes], pieces: Iterable[bytes | memoryview]) -> tuple[int, int, int]:
    """Write content compressed; returns its CRC-32, its length as written, and its length before."""
    deflate, crc, packed, size = zlib.compressobj(wbits=_RAW), 0, 0, 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed += file.write(deflate.compress(piece))
    return crc, packed + file.write(deflate.flush()), size


def _to_header(name: str, crc: int, packed: int, size: int, method: int = _DEFLATED) -> bytes:
    # APPNOTE 4.4.4: bit 11 is set where a name is in UTF-8 that is not in ASCII
    flags = 0 if name.isascii() else _UTF8
    return _HEADER.pack(_VERSION, flags, method, *_EPOCH, crc, packed, size, len(name.encode()), 0)


def _to_directory_entry(name: bytes, header: bytes, start: int) -> bytes:
    fields = _DIRECTORY_FIELDS.pack(0, 0, 0, _MODE, start)
    return _DIRECTORY.pack(b"PK\x01\x02", _VERSION, 0) + header + fields + name


def _to_end_record(count: int, directory: bytes | bytearray, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)


def repack(content: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A package with some of its parts changed, compressed anew so that equal parts give equal bytes.

    Args:
        content: The package.
        changes: For the name of each part that changes, a function from its old text to its new one.
    """
    parts = read_parts(content)
    changed = {name: change(parts[name].decode()).encode() for name, change in changes.items()}
    return to_package(pack_part(name, data) for name, data in (parts | changed).items())


def read_parts(content: bytes) -> dict[str, bytes]:
    """The content of each part of a package that gkxl itself wrote, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
