"""Writes zip packages as `zipfile` does, and takes parts that are compressed already."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import BinaryIO


_RAW: Final = -15
"""How zlib is asked for a bare stream with its largest window."""

_HEADER: Final = struct.Struct("<5H3L2H")
_LOCAL: Final = b"PK\x03\x04"
_CENTRAL: Final = struct.Struct("<4s2B")
_DIRECTORY_FIELDS: Final = struct.Struct("<3H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_DEFLATED: Final = 8
_UTF8: Final = 0x800
_MODE: Final = 0o600 << 16
"""What `zipfile` says of who may read a file and write to it."""

_EPOCH: Final = (0, 33)
"""Midnight of 1 January 1980, the first moment that a package can name."""


@frozen
class PackedPart:
    """A part as a package holds it.

    Attributes:
        name: Its name.
        crc: The checksum of its content.
        size: How many bytes its content has.
        packed: Its content, compressed.
        method: How it is compressed, by the number that packages give to that.
    """

    name: str
    crc: int
    size: int
    packed: bytes | memoryview = field(repr=False)
    method: int = _DEFLATED

    @property
    def facts(self) -> bytes:
        """What a package says of it, where it stands and in its directory."""
        return _to_header(self.name, self.crc, len(self.packed), self.size, self.method)


def pack_part(name: str, content: bytes) -> PackedPart:
    """A part with this content."""
    return PackedPart(name, zlib.crc32(content), len(content), zlib.compress(content, wbits=_RAW))


def pack_pieces(name: str, pieces: Iterable[bytes | memoryview]) -> PackedPart:
    """A part with the content that these pieces make; they are not held at a time."""
    packed = io.BytesIO()
    crc, _, size = _compress(packed, pieces)
    return PackedPart(name, crc, size, packed.getvalue())


def to_package(parts: Iterable[PackedPart]) -> bytes:
    """A package of these parts, in their order."""
    body: list[bytes | memoryview] = []
    directory, start, count = bytearray(), 0, 0
    for each in parts:
        name, facts = each.name.encode(), each.facts
        directory += _to_directory_entry(name, facts, start)
        body += (_LOCAL + facts + name, each.packed)
        start += len(body[-2]) + len(body[-1])
        count += 1
    return b"".join([*body, directory, _to_end_record(count, directory, start)])


def write_package(file: BinaryIO, parts: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write the same package to an empty file, where the content of parts comes piece by piece.

    No more than a piece is held; what a package says before the content is filled in after it.
    """
    directory, count = bytearray(), 0
    for name, pieces in parts:
        start, encoded = file.tell(), name.encode()
        file.write(_LOCAL + bytes(_HEADER.size) + encoded)
        facts = _to_header(name, *_compress(file, pieces))
        file.seek(start + len(_LOCAL))
        file.write(facts)
        file.seek(0, io.SEEK_END)
        directory += _to_directory_entry(encoded, facts, start)
        count += 1
    end = _to_end_record(count, directory, file.tell())
    file.write(directory + end)


def _compress(file: BinaryIO, pieces: Iterable[bytes | memoryview]) -> tuple[int, int, int]:
    """The checksum of content that is written, compressed, how many bytes it has then, and had before."""
    squeeze, crc, packed, size = zlib.compressobj(wbits=_RAW), 0, 0, 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed += file.write(squeeze.compress(piece))
    return crc, packed + file.write(squeeze.flush()), size


def _to_header(name: str, crc: int, packed: int, size: int, method: int = _DEFLATED) -> bytes:
    # APPNOTE 4.4.4: bit 11 is set where a name is in UTF-8 that is not in ASCII
    flags = 0 if name.isascii() else _UTF8
    return _HEADER.pack(_VERSION, flags, method, *_EPOCH, crc, packed, size, len(name.encode()), 0)


def _to_directory_entry(name: bytes, facts: bytes, start: int) -> bytes:
    """A part as the directory has it."""
    place = _DIRECTORY_FIELDS.pack(0, 0, 0, _MODE, start)
    return _CENTRAL.pack(b"PK\x01\x02", _VERSION, 0) + facts + place + name


def _to_end_record(count: int, directory: bytes | bytearray, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)


def repack(content: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A package with some of its parts changed, packed so that the same parts give the same bytes."""
    parts = read_parts(content)
    changed = {name: change(parts[name].decode()).encode() for name, change in changes.items()}
    return to_package(pack_part(name, data) for name, data in (parts | changed).items())


def read_parts(content: bytes) -> dict[str, bytes]:
    """The content of every part of a package, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
