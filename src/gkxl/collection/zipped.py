"""The files in a zip of returns, under the names that people gave them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from io import FileIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.errors import UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Limits, refuse_above
from gkxl.xlsx.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKSUM: Final = " CRC "
"""Stands between the moment and the checksum of an entry."""

_UTF8: Final = 0x800

_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, RuntimeError, EOFError, ValueError, IndexError
)  # fmt: skip
"""What the standard library raises over zips that are damaged, encrypted, or not the same any more."""

_PACKED_BY: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of others the standard library unpacks whole pieces at once, however large they become."""

_LOCAL_HEADER: Final = 30
_RECORD: Final = 320
"""Bytes that an entry takes in the directory of a zip, with a long name."""


@frozen(kw_only=True)
class ZippedFile:
    """A file in a zip.

    Attributes:
        name: The path of the zip below the folder, if it lies in one, and that in the zip.
        size: Its bytes, as the zip says.
        stamp: When it was last changed, and its checksum, as the zip says.
        archive: Where the zip is.
        index: Which of its entries this is.
    """

    name: str
    size: int
    stamp: str
    archive: str
    index: int

    def load(self) -> bytes:
        """Its bytes, as `LocalFile.load` gives them."""
        try:
            archive = _opened(Path(self.archive))
            entry = archive.infolist()[self.index]
            if _stamp(entry) != self.stamp:
                raise zipfile.BadZipFile("it was replaced")
            if entry.compress_type not in _PACKED_BY:
                raise zipfile.BadZipFile("it is compressed in a way that is not known")
            with archive.open(entry) as file:
                return load(file, Limits())  # type: ignore[arg-type] # a binary file in all but type
        except _BROKEN as error:
            raise UnreadableFileError(
                f"压缩包里的这个文件无法取出（{error}），可能已加密或损坏。请解压后放入文件夹再收。",
                f"the zip does not give this file away ({error}); unpack it into a folder",
            ) from None


def is_zip(path: Path) -> bool:
    """Whether a path is that of a zip and says so, as workbooks are zips too; it is not read through."""
    return path.suffix.lower() == ".zip" and path.is_file() and zipfile.is_zipfile(path)


def in_zip(archive: Path, folder: str = "") -> Iterator[ZippedFile]:
    """The files in a zip.

    Args:
        archive: Where it is.
        folder: What their names begin with.

    Raises:
        UnreadableFileError: It cannot be opened.
        UnsafeFileError: Its files overlap, so that it holds far less than it gives away.
        LimitError: It holds too many files, or too much.
    """
    try:
        entries = _opened(archive).infolist()
    except _BROKEN as error:
        raise UnreadableFileError(
            f"压缩包“{archive.name}”打不开（{error}）。请重新压缩，或解压后放入文件夹再收。",
            f"the zip {archive.name!r} cannot be opened ({error})",
        ) from None
    _refuse_too_much(entries, archive)
    _refuse_overlaps(entries, archive)
    for index, entry in enumerate(entries):
        if not entry.filename.endswith("/"):  # is_dir() fails over an empty name
            yield ZippedFile(
                name=f"{folder}{_entry_name(entry)}",
                size=entry.file_size,
                stamp=_stamp(entry),
                archive=str(archive),
                index=index,
            )


def _refuse_too_much(entries: list[zipfile.ZipInfo], archive: Path) -> None:
    """Refuse too many files, and too much in them; no file gives away more than the zip says."""
    limits, name = Limits(), archive.name
    what, what_en = f"压缩包“{name}”内的文件数", f"The number of files in the zip {name!r}"
    refuse_above(limits.zip_files, len(entries), what, what_en)
    size = sum(entry.file_size for entry in entries)
    most = max(limits.zip_bytes, limits.zip_ratio * archive.stat().st_size)
    what, what_en = f"压缩包“{name}”解压后的字节数", f"The unpacked size of the zip {name!r}"
    refuse_above(most, size, what, what_en)


def _refuse_overlaps(entries: list[zipfile.ZipInfo], archive: Path) -> None:
    """Refuse entries that share bytes: 300 of them over one body of 20 MB are a zip of 36 kB."""
    spans = sorted((e.header_offset, e.header_offset + _LOCAL_HEADER + e.compress_size) for e in entries)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise UnsafeFileError(
            f"压缩包“{archive.name}”内的文件互相重叠，未予读取。请重新压缩，或解压后放入文件夹再收。",
            f"files in the zip {archive.name!r} overlap; make it anew, or unpack it into a folder",
        )


def _stamp(entry: zipfile.ZipInfo) -> str:
    return f"{_changed(entry)}{CHECKSUM}{entry.CRC:08x}"


def _changed(entry: zipfile.ZipInfo) -> str:
    """When an entry was last changed: zips know the time of the place where they were made."""
    try:
        return moment(int(datetime(*entry.date_time).timestamp()) * 10**9)  # noqa: DTZ001 (what zips have)
    except (ValueError, OSError, OverflowError):
        return moment(0)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: where it does not say that it is UTF-8, Chinese Windows means GBK."""
    try:
        raw = entry.filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")
    except UnicodeEncodeError:  # a name in an extra field went before it
        raw = entry.filename.encode("utf-8", "replace")
    return readable_name(raw).replace("\\", "/")


def readable_name(raw: bytes) -> str:
    """A name in UTF-8 or GBK, in this order; what is neither is written out."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def moment(nanoseconds: int) -> str:
    """A moment since 1970 as text that sorts by time."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}"


def _opened(archive: Path) -> zipfile.ZipFile:
    """A zip, opened once for all that is taken from it in this process, unless it is replaced."""
    status = archive.stat()
    return _as_it_was(str(archive), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _as_it_was(archive: str, _changed_at: int, _size: int) -> zipfile.ZipFile:
    file = _Zip(archive)
    try:
        return zipfile.ZipFile(file)
    finally:
        file.is_open = True


class _Zip(FileIO):
    """A zip; its directory, which the standard library reads in one piece, is bounded."""

    is_open = False

    def __del__(self) -> None:
        self.close()

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or to the end."""
        most = _RECORD * Limits().zip_files
        if size is not None and not self.is_open:
            refuse_above(most, size, "压缩包目录的字节数", "The size of the directory of the zip")
        return super().read(size)
