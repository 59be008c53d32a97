"""Packs parts into a package as `zipfile` does, but takes parts that are compressed already."""

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

_FACTS: Final = struct.Struct("<5H3L2H")
_LOCAL: Final = b"PK\x03\x04"
_CENTRAL: Final = struct.Struct("<4s2B")
_PLACE: Final = struct.Struct("<3H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_DEFLATED: Final = 8
_MODE: Final = 0o600 << 16
"""What `zipfile` says of who may read a file and write to it."""

_EPOCH: Final = (0, 33)
"""Midnight of 1 January 1980, the first moment that a package can name."""


@frozen
class Part:
    """A part as a package holds it.

    Attributes:
        name: Its name, in ASCII.
        crc: The checksum of its content.
        size: How many bytes its content has.
        packed: Its content, compressed.
    """

    name: str
    crc: int
    size: int
    packed: bytes = field(repr=False)

    @property
    def facts(self) -> bytes:
        """What a package says of it, where it stands and in its directory."""
        return _facts(self.name, self.crc, len(self.packed), self.size)


def part(name: str, content: bytes) -> Part:
    """A part with this content."""
    return Part(name, zlib.crc32(content), len(content), zlib.compress(content, wbits=_RAW))


def package(parts: Iterable[Part]) -> bytes:
    """A package of these parts, in their order."""
    body: list[bytes] = []
    directory, start, count = bytearray(), 0, 0
    for each in parts:
        name, facts = each.name.encode("ascii"), each.facts
        directory += _listed(name, facts, start)
        body += (_LOCAL + facts + name, each.packed)
        start += len(body[-2]) + len(body[-1])
        count += 1
    return b"".join([*body, directory, _end(count, directory, start)])


def write_package(file: BinaryIO, parts: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write the same package to an empty file, where the content of parts comes piece by piece.

    No more than a piece is held; what a package says before the content is filled in after it.
    """
    directory, count = bytearray(), 0
    for name, pieces in parts:
        start, encoded = file.tell(), name.encode("ascii")
        file.write(_LOCAL + bytes(_FACTS.size) + encoded)
        facts = _facts(name, *_squeezed(file, pieces))
        file.seek(start + len(_LOCAL))
        file.write(facts)
        file.seek(0, io.SEEK_END)
        directory += _listed(encoded, facts, start)
        count += 1
    end = _end(count, directory, file.tell())
    file.write(directory + end)


def _squeezed(file: BinaryIO, pieces: Iterable[bytes]) -> tuple[int, int, int]:
    """The checksum of content that is written, compressed, how many bytes it has then, and had before."""
    squeeze, crc, packed, size = zlib.compressobj(wbits=_RAW), 0, 0, 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed += file.write(squeeze.compress(piece))
    return crc, packed + file.write(squeeze.flush()), size


def _facts(name: str, crc: int, packed: int, size: int) -> bytes:
    return _FACTS.pack(_VERSION, 0, _DEFLATED, *_EPOCH, crc, packed, size, len(name), 0)


def _listed(name: bytes, facts: bytes, start: int) -> bytes:
    """A part as the directory has it."""
    place = _PLACE.pack(0, 0, 0, _MODE, start)
    return _CENTRAL.pack(b"PK\x01\x02", _VERSION, 0) + facts + place + name


def _end(count: int, directory: bytes | bytearray, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)


def repack(content: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A package with some of its parts changed, packed so that the same parts give the same bytes."""
    parts = unpacked(content)
    changed = {name: change(parts[name].decode()).encode() for name, change in changes.items()}
    return package(part(name, data) for name, data in (parts | changed).items())


def unpacked(content: bytes) -> dict[str, bytes]:
    """The content of every part of a package, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
