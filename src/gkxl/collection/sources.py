"""The files among the returns: below a folder, in a zip, or at an address that fsspec knows."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve, frozen

from gkxl.collection.zipped import ZippedFile, in_zip, is_zip, moment, readable_name
from gkxl.errors import GkxlError, MissingExtraError, UnreadableFileError, missing_extra, system_reason
from gkxl.files.limits import Limits
from gkxl.xlsx.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
            zh, en = system_reason(error)
            raise UnreadableFileError(
                f"文件“{self.url}”无法读取：{zh}。请核对地址和权限。",
                f"{self.url!r} cannot be read: {en}; check the address and your rights",
            ) from None


@frozen(kw_only=True)
class RefusedZip:
    """A zip of returns that is not opened.

    Attributes:
        name: Its path below the folder.
        size: Its bytes.
        stamp: When it was last changed, in UTC.
        reason: Why it is not opened.
        reason_en: The same in English.
    """

    name: str
    size: int
    stamp: str
    reason: str
    reason_en: str

    def load(self) -> bytes:
        """Say why there is nothing to read.

        Raises:
            UnreadableFileError: Always.
        """
        raise UnreadableFileError(self.reason, self.reason_en)


Source: TypeAlias = LocalFile | ZippedFile | RemoteFile | RefusedZip


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
    meant = (source for source in found if _is_meant(source.name))
    sources = list(_told_apart(sorted(meant, key=lambda one: (one.name, one.size, one.stamp))))
    locks = {lock for source in sources for lock in _locks(PurePosixPath(source.name))}
    return [source for source in sources if source.name not in locks]


def _told_apart(sources: Iterable[Source]) -> Iterator[Source]:
    """Every file under a name of its own: a zip may have a name twice, and so may two encodings."""
    names: set[str] = set()
    numbers = count(2)
    for source in sources:
        name = source.name
        while name in names:
            name = f"{source.name}（重名 {next(numbers)}）"
        names.add(name)
        yield source if name == source.name else evolve(source, name=name)


def _locks(path: PurePosixPath) -> Iterator[str]:
    """What programs leave beside a workbook while it is open; a long name loses its first two characters."""
    for mark in () if path.name.startswith(_LOCKS) else _LOCKS:
        yield str(path.with_name(mark + path.name))
        yield str(path.with_name(mark + path.name[2:]))


def _is_meant(name: str) -> bool:
    """Whether people put this here: not what systems keep for themselves."""
    parts = PurePosixPath(name).parts
    return not any(
        part.casefold() in _ASIDE or (part.startswith(".") and not part.startswith((*_LOCKS, "..")))
        for part in parts
    )


def _local(root: Path, besides: Path | None) -> Iterator[Source]:
    if root.is_dir():
        for path in _below(root, besides):
            yield from _file(path, readable_name(os.fsencode(path.relative_to(root).as_posix())))
    elif is_zip(root):
        yield from in_zip(root)
    elif root.exists():
        yield from _file(root, readable_name(os.fsencode(root.name)))
    else:
        raise UnreadableFileError(
            f"没有“{root}”这个文件夹或文件。请核对位置。", f"there is no folder or file {str(root)!r}"
        )


def _below(root: Path, besides: Path | None) -> Iterator[Path]:
    """Every file below a folder, and every folder below it that is not looked into: a closed one, a link."""
    closed: list[Path] = []
    out = besides.resolve() if besides else None
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        folders[:] = [name for name in folders if out is None or (here / name).resolve() != out]
        yield from (here / name for name in names)
        yield from (here / name for name in folders if (here / name).is_symlink())
    yield from closed


def _file(path: Path, name: str) -> Iterator[Source]:
    size, stamp = _size_and_stamp(path)
    if not is_zip(path):
        yield LocalFile(name=name, size=size, stamp=stamp, path=str(path))
        return
    try:
        yield from in_zip(path, f"{name}/")
    except GkxlError as error:
        yield RefusedZip(name=name, size=size, stamp=stamp, reason=error.zh, reason_en=error.en)


def _size_and_stamp(path: Path) -> tuple[int, str]:
    try:
        status = path.stat()
    except OSError:
        return 0, ""
    return status.st_size, moment(status.st_mtime_ns)


def _remote(url: str) -> Iterator[Source]:
    try:
        system, root = _fsspec().core.url_to_fs(url)
        found: dict[str, Any] = system.find(root, detail=True)
        reason = None if found or system.exists(root) else system_reason(FileNotFoundError())
    except MissingExtraError:
        raise
    except OSError as error:
        root, found, reason = "", {}, system_reason(error)
    except Exception as error:  # noqa: BLE001 (every file system has its own, and its own library to install)
        root, found, reason = "", {}, ("打不开", str(error))
    if reason:
        zh, en = reason
        raise UnreadableFileError(
            f"“{url}”无法读取：{zh}。请核对地址、权限，以及所需的组件是否已安装。",
            f"{url!r} cannot be read: {en}",
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
        raise missing_extra(
            "cluster", "读取远程地址需要 fsspec", "reading from an address needs fsspec"
        ) from error
    return fsspec
