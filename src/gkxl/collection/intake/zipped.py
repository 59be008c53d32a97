"""Reads the files in a zip of returns, under the names that people gave them."""

from __future__ import annotations

import errno
import os
import struct
import zipfile
import zlib
from datetime import datetime
from functools import cached_property
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, BytesIO, RawIOBase
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gkxl.collection.intake.local_files import ContainedFile, decode_name, format_moment
from gkxl.errors import UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Limits, check_limit
from gkxl.files.load import load, locked_zip
from gkxl.files.sniff import DAMAGED_ZIPS, refusal_of_format, sniff
from gkxl.text import Wording

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer


_UTF8: Final = 0x800
_LOCKED: Final = 0x1 | 0x40 | 0x2000
"""APPNOTE 4.4.4: bit 0 encrypted, bit 6 strong encryption, bit 13 masked headers."""

_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, RuntimeError, EOFError, ValueError, IndexError
)  # fmt: skip
"""What the standard library raises for zips that are damaged, or replaced while they are read."""

_PACKED_BY: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The methods that the standard library unpacks in bounded pieces; with others one piece may fill memory."""

_DOCUMENTS: Final = frozenset({"[Content_Types].xml", "mimetype"})
"""An entry with one of these names shows that the zip is a workbook or document itself."""

_LOCAL_HEADER: Final = 30
_RECORD: Final = 320
"""Bytes that an entry takes in the directory of a zip, with a long name."""

_HEAD: Final = 1 << 17


class Zip:
    """A zip of returns.

    Args:
        source: Where it is, or its bytes.
        name: What it is called.

    Attributes:
        count: How many entries it has, those of folders included.
        is_document: Whether it is a workbook or document under the name of a zip.

    Raises:
        UnreadableFileError: It cannot be opened.
        LimitError: Its directory is too large.
    """

    def __init__(self, source: Path | bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = _open_archive(source)
            self._entries = self._archive.infolist()
            _refuse_inner(self._entries)
        except _BROKEN:
            raise _not_a_zip_error(source, name) from None
        self.count = len(self._entries)
        self.is_document = not _DOCUMENTS.isdisjoint(entry.filename for entry in self._entries)

    @cached_property
    def parts(self) -> dict[int, ContainedFile]:
        """The files in it, by their position in its directory."""
        return {
            index: ContainedFile(_read_name(entry), entry.file_size, _read_time(entry), entry.CRC)
            for index, entry in enumerate(self._entries)
            if not entry.filename.endswith("/")  # is_dir() fails over an empty name
        }

    def load(self, index: int) -> bytes:
        """The bytes of a file.

        Raises:
            EncryptedFileError: It wants a password.
            UnreadableFileError: It is damaged, or compressed in an unusual way.
            LimitError: It is too large.
        """
        entry = self._entries[index]
        if entry.flag_bits & _LOCKED:
            raise locked_zip()
        if entry.compress_type not in _PACKED_BY:
            raise UnreadableFileError(
                "压缩包的压缩方式不常见，里面的这个文件取不出来。请解压后放入文件夹再收，或改用普通方式压缩。"
            )
        try:
            with self._archive.open(entry) as file:
                return load(file, Limits())  # type: ignore[arg-type] # a binary file in all but type
        except _BROKEN:
            raise UnreadableFileError(
                "压缩包已损坏，里面的这个文件取不出来。请重新压缩后再报送，或解压后放入文件夹再收。"
            ) from None

    def refuse_overlaps(self) -> None:
        """Refuse entries that share bytes: 300 of them over one body of 20 MB are a zip of 36 kB."""
        starts = ((e.header_offset, e.compress_size) for e in self._entries)
        spans = sorted((start, start + _LOCAL_HEADER + size) for start, size in starts)
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            raise UnsafeFileError(
                "压缩包“{name}”内的文件互相重叠，未予读取。请重新压缩，或解压后放入文件夹再收。",
                name=self._name,
            )

    def empty_error(self) -> UnreadableFileError:
        """The error that there is no file in the zip."""
        empty, others = (
            Wording("里面是空的", "is empty"),
            Wording("只有空文件夹或系统文件", "has no files of people"),
        )
        return UnreadableFileError(
            "压缩包里没有报表，{what}。请核对压缩时选的文件，重新压缩后再报送。",
            what=others if self.count else empty,
        )


def _refuse_inner(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file whose zip does not begin at byte 0: it was cut short, and a zip inside it was found."""
    if min((entry.header_offset for entry in entries), default=0):
        raise zipfile.BadZipFile


def _not_a_zip_error(source: Path | bytes, name: str) -> UnreadableFileError:
    """Why a file is no zip: it is an archive of another kind, or something else, or damaged."""
    format_ = sniff(source if isinstance(source, bytes) else _read_head(source))
    if format_ not in DAMAGED_ZIPS:
        return refusal_of_format(format_)
    return UnreadableFileError(
        "压缩包“{name}”已损坏，打不开。请重新压缩后再报送，或解压后放入文件夹再收。", name=name
    )


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _read_time(entry: zipfile.ZipInfo) -> str:
    """When an entry was last changed; zips give local time without a zone."""
    try:
        return format_moment(int(datetime(*entry.date_time).timestamp()) * 10**9)  # noqa: DTZ001 (what zips have)
    except (ValueError, OSError, OverflowError):
        return format_moment(0)


def _read_name(entry: zipfile.ZipInfo) -> str:
    """Decode the name of an entry: without the flag for UTF-8, Chinese Windows writes GBK."""
    try:
        raw = entry.filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")
    except UnicodeEncodeError:  # a name in an extra field went before it
        raw = entry.filename.encode("utf-8", "replace")
    return decode_name(raw).replace("\\", "/")


def _open_archive(source: Path | bytes) -> zipfile.ZipFile:
    file: _OnDisk | _InMemory = (
        _InMemory(source) if isinstance(source, bytes) else _OnDisk(_Reopened(source), _HEAD)
    )
    try:
        return zipfile.ZipFile(file)
    finally:
        file.is_open = True


class _Bounded:
    """A zip opened as a file that bounds the directory, which the standard library reads in one piece."""

    is_open = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or to the end."""
        most = _RECORD * Limits().zip_files
        if size is not None and not self.is_open:
            check_limit(most, size, "压缩包目录的字节数")
        return super().read(size)  # type: ignore[misc,no-any-return] # of the classes below


class _Reopened(RawIOBase):
    """A file that is open only while it is read: on Windows no one can replace or remove one that is open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        start = {SEEK_SET: 0, SEEK_CUR: self._at}
        at = offset + (self._path.stat().st_size if whence == SEEK_END else start[whence])
        if at < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = at
        return at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        with self._path.open("rb", buffering=0) as file:
            file.seek(self._at)
            count = file.readinto(buffer) or 0
        self._at += count
        return count


class _OnDisk(_Bounded, BufferedReader):
    pass


class _InMemory(_Bounded, BytesIO):
    pass
