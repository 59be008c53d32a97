"""Opens zips, such as .xlsx files, and checks everything that they state about themselves.

A zip describes each entry twice, in its directory and before its data. Where the two differ, programs read
different contents from one file; such a file is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from gkxl.errors import LimitError
from gkxl.files.limits import cache_short_keys, check_limit
from gkxl.files.load import damaged_file, describe_part, locked_zip, printable, unsafe_file
from gkxl.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.files.limits import Budget

CHUNK = 1 << 17
STORED, DEFLATED = 0, 8

# APPNOTE 4.3.7, 4.3.12, 4.3.16, 4.3.15 and 4.3.14
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")

# APPNOTE 4.4.4: bit 0 encrypted, bit 6 strong encryption, bit 13 masked headers; bit 3 sizes after the data;
# bit 11 names in UTF-8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_AFTER_DATA = 0x8
_UTF8 = 0x800

_IN_ZIP64 = 0xFFFFFFFF
_PADDING = b"\0\t\n\r "
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.?(/|$)|//|[\x00-\x1f\x7f]")


class Entry(NamedTuple):
    """One entry of a zip as its directory describes it; ``data`` is the offset of its content."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    data: int


class Archive:
    """The entries of a zip, checked against each other before any is read.

    Args:
        data: The zip.
        budget: Where to count what is unpacked.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = memoryview(data)
        self._budget = budget
        start, end, count = _find_directory(data)
        check_limit(budget.limits.entries, count, "压缩包内的条目数")
        entries = [
            _check_local_header(self._data, entry) for entry in _read_directory(self._data, start, end, count)
        ]
        _check_overlaps(entries, start)
        self._entries = _by_name(entries)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def names(self) -> list[str]:
        """The names of all entries but folders, with forward slashes."""
        return [entry.name for entry in self._entries.values()]

    def packed(self) -> Iterator[tuple[Entry, memoryview]]:
        """Each entry but folders, with its compressed bytes; their checksums are not compared."""
        return ((one, self._data[one.data : one.data + one.packed]) for one in self._entries.values())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one entry in pieces; its size and checksum are compared at the end.

        Raises:
            UnreadableFileError: The entry is missing or damaged.
            LimitError: It grows beyond a limit.
        """
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise damaged_file("缺少{part}", part=describe_part(name))
        # the stated size is not relied on: a bomb of 1 MB that unpacks to 1 GB would state a few bytes
        size = crc = 0
        for chunk in _unpack(entry, self._data[entry.data : entry.data + entry.packed]):
            size += len(chunk)
            self._count(entry, size, len(chunk))
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if size != entry.unpacked:
            raise unsafe_file("{part}的大小与目录所记不一致", part=describe_part(name))
        if crc != entry.crc:
            raise damaged_file("{part}校验不通过", part=describe_part(name))

    def _count(self, entry: Entry, size: int, step: int) -> None:
        limits = self._budget.limits
        if size > limits.part_bytes:
            raise LimitError(limits.part_bytes, size, "{part}解压后的字节数", part=describe_part(entry.name))
        if size > limits.ratio_from and size > limits.ratio * entry.packed:
            ratio = size // max(entry.packed, 1)
            raise LimitError(limits.ratio, ratio, "{part}的压缩比", part=describe_part(entry.name))
        self._budget.take_bytes(step)


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """The offsets of the begin and end of the directory, and its number of entries."""
    # Mail programs and disks leave line breaks or zeros behind a file, which every program ignores.
    content = len(data.rstrip(_PADDING))
    # APPNOTE 4.3.16: the end record comes last, before a comment of at most 65,535 bytes
    at = data.rfind(b"PK\5\6", max(0, content - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(data):
        raise damaged_file("文件不完整，可能没有拷贝或下载完")
    _, disk, first, here, count, size, start, comment = _END.unpack_from(data, at)
    if at + _END.size + comment > len(data) or data[at + _END.size + comment :].strip(_PADDING):
        raise unsafe_file("压缩包末尾有多余内容")
    end = at
    if _IN_ZIP64 in (size, start) or 0xFFFF in (here, count):  # noqa: PLR2004 (APPNOTE 4.4.1.4)
        end, disk, first, here, count, size, start = _find_zip64_directory(data, at)
    if disk or first or here != count:
        raise unsafe_file("压缩包分为多卷")
    if start + size != end:
        raise unsafe_file("压缩包前面或中间有多余内容")
    return start, end, count


def _find_zip64_directory(data: bytes, at: int) -> tuple[int, int, int, int, int, int, int]:
    at -= _END64_LOCATOR.size
    if at < 0 or data[at : at + 4] != b"PK\6\7":
        raise unsafe_file("压缩包目录不对")
    _, _, end, disks = _END64_LOCATOR.unpack_from(data, at)
    if disks > 1 or end + _END64.size > at or data[end : end + 4] != b"PK\6\6":
        raise unsafe_file("压缩包目录不对")
    _, _, _, _, disk, first, here, count, size, start = _END64.unpack_from(data, end)
    return end, disk, first, here, count, size, start


def _read_directory(data: memoryview, at: int, end: int, count: int) -> Iterator[Entry]:
    for _ in range(count):
        if at + _CENTRAL.size > end:
            raise damaged_file("压缩包目录不完整")
        fields = _CENTRAL.unpack_from(data, at)
        signature, _, _, flags, method, _, _, crc, packed, unpacked, name, extra, comment, _, _, _, offset = (
            fields
        )
        at += _CENTRAL.size
        raw = bytes(data[at : at + name])
        extra_field = bytes(data[at + name : at + name + extra])
        at += name + extra + comment
        if signature != b"PK\1\2" or at > end:
            raise damaged_file("压缩包目录不对")
        unpacked, packed, offset = _read_zip64_sizes(extra_field, unpacked, packed, offset)
        yield Entry(_read_name(raw, flags), raw, flags, method, crc, packed, unpacked, offset, 0)
    if at != end:
        raise unsafe_file("压缩包目录与所记条目数不一致")


def _read_zip64_sizes(extra: bytes, *sizes: int) -> tuple[int, ...]:
    """Sizes and offset of an entry; those in the zip64 extra field are taken from there."""
    if _IN_ZIP64 not in sizes:
        return sizes
    # APPNOTE 4.5.3: in this order, and only those whose field in the directory is all ones
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1 and length >= 8 * sizes.count(_IN_ZIP64) and at + 4 + length <= len(extra):
            values = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            return tuple(next(values) if size == _IN_ZIP64 else size for size in sizes)
        at += 4 + length
    raise unsafe_file("压缩包内有条目大小不明")


@cache_short_keys(maxsize=256)  # the parts of most packages are called alike
def _read_name(raw: bytes, flags: int) -> str:
    # APPNOTE appendix D: names are in code page 437 unless bit 11 is set; both begin with ASCII
    try:
        name = raw.decode("utf-8" if flags & _UTF8 or raw.isascii() else "cp437").replace("\\", "/")
    except UnicodeDecodeError:
        raise unsafe_file("压缩包内有名称乱码的条目") from None
    if not name or _OUTSIDE.search(name):
        raise unsafe_file("压缩包内的名称 {name} 指向包外", name=printable(name))
    return name


def _check_local_header(data: memoryview, entry: Entry) -> Entry:
    """The entry with the offset of its data, after its own header was compared with the directory."""
    if entry.flags & _ENCRYPTED:
        raise locked_zip()
    if entry.method not in (STORED, DEFLATED):
        name = entry.name
        raise unsafe_file("{part}的压缩方式不受支持", part=describe_part(name))
    at = entry.offset
    if at + _LOCAL.size > len(data):
        raise damaged_file("{part}不完整", part=describe_part(entry.name))
    signature, _, flags, method, _, _, crc, packed, unpacked, name, extra = _LOCAL.unpack_from(data, at)
    at += _LOCAL.size
    later = flags & _SIZES_AFTER_DATA
    agrees = (
        signature == b"PK\3\4"
        and method == entry.method
        and (flags ^ entry.flags) & (_ENCRYPTED | _SIZES_AFTER_DATA) == 0
        and data[at : at + name] == entry.raw_name
        and (crc == entry.crc or (later and crc == 0))
        and (packed in (entry.packed, _IN_ZIP64) or (later and packed == 0))
        and (unpacked in (entry.unpacked, _IN_ZIP64) or (later and unpacked == 0))
    )
    if not agrees:
        raise unsafe_file("{part}前后记载不一致", part=describe_part(entry.name))
    return entry._replace(data=at + name + extra)


def _check_overlaps(entries: list[Entry], directory: int) -> None:
    # entries that share data unpack to much more than the zip holds: 46 MB became 4.5 PB so ("a better zip
    # bomb")
    spans = sorted((entry.offset, entry.data + entry.packed) for entry in entries)
    if spans and spans[0][0] != 0:
        raise unsafe_file("压缩包前面有多余内容")
    spans.append((directory, directory))
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise unsafe_file("压缩包内的条目互相重叠")


def _by_name(entries: list[Entry]) -> dict[str, Entry]:
    named: dict[str, Entry] = {}
    for entry in entries:
        if named.setdefault(entry.name.casefold(), entry) is not entry:
            name = entry.name
            raise unsafe_file("{part}出现两次", part=describe_part(name))
    return {key: entry for key, entry in named.items() if not key.endswith("/")}


def _unpack(entry: Entry, packed: memoryview) -> Iterator[bytes]:
    if entry.method == STORED:
        for at in range(0, len(packed), CHUNK):
            yield bytes(packed[at : at + CHUNK])
        return
    try:
        yield from _inflate(entry, packed)
    except zlib.error:
        raise damaged_file("{part}无法解压", part=describe_part(entry.name)) from None


def _inflate(entry: Entry, packed: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15)
    for at in range(0, len(packed), CHUNK):
        pending: bytes | memoryview = packed[at : at + CHUNK]
        while pending:
            yield inflate.decompress(pending, CHUNK)
            pending = inflate.unconsumed_tail
        if inflate.eof and (inflate.unused_data or at + CHUNK < len(packed)):
            raise unsafe_file("{part}之后有多余内容", part=describe_part(entry.name))
    while not inflate.eof:
        chunk = inflate.decompress(b"", CHUNK)
        if not chunk:
            raise damaged_file("{part}不完整", part=describe_part(entry.name))
        yield chunk
