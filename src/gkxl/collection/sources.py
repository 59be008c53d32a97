"""The files among the returns: below a folder, in a zip, or at an address that fsspec knows."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.errors import LimitError, MissingExtraError, UnreadableFileError
from gkxl.xlsx import Limits
from gkxl.xlsx.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES: Final = 200_000
"""How many files a zip of returns may hold."""

_ASIDE: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What systems leave beside people's files, in lower case."""

_LOCKS: Final = ("~$", ".~")


@frozen(kw_only=True)
class LocalFile:
    """A file below a folder.

    Attributes:
        name: Its path below the folder, with forward slashes.
        size: Its bytes.
        stamp: When it was last changed, in UTC.
        path: Where it is.
    """

    name: str
    size: int
    stamp: str
    path: str

    def load(self) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFileError: It cannot be read, or has vanished.
            LimitError: It is too large.
        """
        return load(self.path, Limits())


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
        archive = _opened(self.archive)
        try:
            with archive.open(archive.infolist()[self.index]) as file:
                return load(file, Limits())  # type: ignore[arg-type] # a binary file in all but type
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            raise UnreadableFileError(
                f"压缩包里的这个文件无法取出（{error}），可能已加密或损坏。请解压后放入文件夹再收。",
                f"the zip does not give this file away ({error}); unpack it into a folder",
            ) from None


@frozen(kw_only=True)
class RemoteFile:
    """A file at an address that fsspec knows, such as ``s3://bucket/returns/a.xlsx``.

    Attributes:
        name: Its path below the address of the returns.
        size: Its bytes, as its file system says.
        stamp: When it was last changed, or another mark of its content, as its file system says.
        url: Its address.
    """

    name: str
    size: int
    stamp: str
    url: str

    def load(self) -> bytes:
        """Its bytes, as `LocalFile.load` gives them."""
        try:
            with _fsspec().open(self.url, "rb") as file:
                return load(file, Limits())
        except OSError as error:
            raise UnreadableFileError(
                f"文件“{self.url}”无法读取（{error}）。请核对地址和权限。",
                f"{self.url!r} cannot be read ({error}); check the address and your rights",
            ) from None


Source: TypeAlias = LocalFile | ZippedFile | RemoteFile


def find_sources(returns: str | os.PathLike[str], *, besides: Path | None = None) -> list[Source]:
    """Every file of the returns, in the order of their names; what systems leave behind is passed over.

    Args:
        returns: A folder, a zip, one file, or an address that fsspec knows.
        besides: A folder whose files are no returns: the one that is written to.

    Raises:
        UnreadableFileError: There is no such place.
        LimitError: A zip holds too many files.
        MissingExtraError: It is an address, and fsspec is not installed.
    """
    if isinstance(returns, str) and "://" in returns:
        found: Iterator[Source] = _remote(returns)
    else:
        found = _local(Path(returns), besides)
    sources = sorted((source for source in found if _is_meant(source.name)), key=lambda one: one.name)
    locks = {lock for source in sources for lock in _locks(PurePosixPath(source.name))}
    return [source for source in sources if source.name not in locks]


def _locks(path: PurePosixPath) -> Iterator[str]:
    """What programs leave beside a workbook while it is open; a long name loses its first two characters."""
    for mark in () if path.name.startswith(_LOCKS) else _LOCKS:
        yield str(path.with_name(mark + path.name))
        yield str(path.with_name(mark + path.name[2:]))


def _is_meant(name: str) -> bool:
    """Whether people put this here: not what systems keep for themselves."""
    parts = PurePosixPath(name).parts
    return not any(
        part.casefold() in _ASIDE or (part.startswith(".") and not part.startswith(_LOCKS)) for part in parts
    )


def _local(root: Path, besides: Path | None) -> Iterator[Source]:
    if root.is_dir():
        for path in _below(root, besides):
            yield from _file(path, path.relative_to(root).as_posix())
    elif root.exists():
        found = list(_file(root, root.name))
        yield from (_without_archive(source) for source in found)
    else:
        raise UnreadableFileError(
            f"没有“{root}”这个文件夹或文件。请核对位置。", f"there is no folder or file {str(root)!r}"
        )


def _below(root: Path, besides: Path | None) -> Iterator[Path]:
    """Every file below a folder, and every folder below it that cannot be looked into."""
    closed: list[Path] = []
    out = besides.resolve() if besides else None
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        folders[:] = [name for name in folders if out is None or (here / name).resolve() != out]
        yield from (here / name for name in names)
    yield from closed


def _file(path: Path, name: str) -> Iterator[Source]:
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        yield from _zipped(path, name)
        return
    try:
        status = path.stat()
        size, stamp = status.st_size, _moment(status.st_mtime_ns)
    except OSError:
        size, stamp = 0, ""
    yield LocalFile(name=name, size=size, stamp=stamp, path=str(path))


def _moment(nanoseconds: int) -> str:
    """A moment as text that sorts by time."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}"


def _zipped(archive: Path, name: str) -> Iterator[Source]:
    try:
        entries = _opened(str(archive)).infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFileError(
            f"压缩包“{archive.name}”打不开（{error}）。请重新压缩，或解压后放入文件夹再收。",
            f"the zip {archive.name!r} cannot be opened ({error})",
        ) from None
    if len(entries) > MOST_ENTRIES:
        raise LimitError("压缩包内的文件数", "The number of files in the zip", len(entries), MOST_ENTRIES)
    for index, entry in enumerate(entries):
        if not entry.is_dir():
            yield ZippedFile(
                name=f"{name}/{_entry_name(entry)}",
                size=entry.file_size,
                stamp="{}-{:02}-{:02}T{:02}:{:02}:{:02} ".format(*entry.date_time) + f"{entry.CRC:08x}",
                archive=str(archive),
                index=index,
            )


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: where it does not say that it is UTF-8, Chinese Windows means GBK."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return entry.filename


_UTF8: Final = 0x800


@lru_cache(maxsize=4)
def _opened(archive: str) -> zipfile.ZipFile:
    """A zip, opened once for all that is taken from it in this process."""
    return zipfile.ZipFile(archive)


def _without_archive(source: Source) -> Source:
    """A file of a zip that is all of the returns: its name need not say so."""
    if not isinstance(source, ZippedFile):
        return source
    name = source.name.partition("/")[2]
    return ZippedFile(
        name=name, size=source.size, stamp=source.stamp, archive=source.archive, index=source.index
    )


def _remote(url: str) -> Iterator[Source]:
    try:
        system, root = _fsspec().core.url_to_fs(url)
        found: dict[str, Any] = system.find(root, detail=True)
        reason = "" if found or system.exists(root) else "没有这个位置"
    except MissingExtraError:
        raise
    except Exception as error:  # noqa: BLE001 (every file system has its own, and its own library to install)
        root, found, reason = "", {}, str(error)
    if reason:
        raise UnreadableFileError(
            f"“{url}”无法读取（{reason}）。请核对地址、权限，以及所需的组件是否已安装。",
            f"{url!r} cannot be read ({reason})",
        )
    for path, about in found.items():
        name = path[len(root) :].lstrip("/") or PurePosixPath(path).name
        stamp = next((str(about[key]) for key in _STAMPS if about.get(key)), "")
        address = f"{url.rstrip('/')}/{name}" if path != root else url
        yield RemoteFile(name=name, size=int(about.get("size") or 0), stamp=stamp, url=address)


_STAMPS: Final = ("mtime", "LastModified", "last_modified", "modified", "created", "ETag", "etag")
"""Where file systems say when a file was changed, or that it was."""


def _fsspec() -> Any:  # noqa: ANN401 (a module)
    try:
        import fsspec  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            '读取远程地址需要 fsspec。请先运行 pip install "gkxl[cluster]"。',
            'reading from an address needs fsspec: run pip install "gkxl[cluster]"',
        ) from error
    return fsspec
