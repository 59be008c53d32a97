"""Finds the files among the returns: below a folder, in a zip or mail, or at an address that fsspec knows."""

from __future__ import annotations

from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve

from gkxl.collection.intake.local_files import (
    CHECKSUM_MARK,
    ArrivedFile,
    LocalFile,
    RefusedFile,
    find_local,
    find_lock_names,
    is_user_file,
)
from gkxl.collection.intake.packed import PackedFile, list_packed_files
from gkxl.errors import GkxlError, MissingExtraError, UnreadableFileError, describe_system_error
from gkxl.files.extras import need_extra
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.frozen import frozen
from gkxl.text import Wording

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator


@frozen(kw_only=True)
class RemoteFile(ArrivedFile):
    """A file at an address that fsspec knows, such as ``s3://bucket/returns/a.xlsx``.

    Attributes:
        url: Its address.
    """

    url: str

    def load(self) -> bytes:
        """Its bytes, as `LocalFile.load` gives them."""
        try:
            with _import_fsspec().open(self.url, "rb") as file:
                return load(file, Limits())
        except OSError as error:
            template, why = "文件“{url}”无法读取：{why}。请核对地址和权限。", describe_system_error(error)
            raise UnreadableFileError(template, url=self.url, why=why) from None


def find_remote(url: str) -> Iterator[RemoteFile]:
    """Every file at an address.

    Raises:
        UnreadableFileError: There is nothing, or it cannot be reached.
        MissingExtraError: fsspec is not installed.
    """
    try:
        system, root = _import_fsspec().core.url_to_fs(url)
        found: dict[str, Any] = system.find(root, detail=True)
        reason = None if found or system.exists(root) else describe_system_error(FileNotFoundError())
    except MissingExtraError:
        raise
    except OSError as error:
        root, found, reason = "", {}, describe_system_error(error)
    except Exception as error:  # noqa: BLE001 (every file system has its own, and its own library to install)
        root, found, reason = "", {}, Wording("打不开", str(error))
    if reason:
        raise UnreadableFileError(
            "“{url}”无法读取：{reason}。请核对地址、权限，以及所需的组件是否已安装。", url=url, reason=reason
        )
    for path, about in found.items():
        name = path[len(root) :].lstrip("/") or PurePosixPath(path).name
        address = f"{url.rstrip('/')}/{name}" if path != root else url
        yield RemoteFile(name=name, size=int(about.get("size") or 0), stamp=_make_stamp(about), url=address)


def _make_stamp(about: dict[str, Any]) -> str:
    time, checksum = (
        next((str(about[key]) for key in keys if about.get(key)), "") for keys in (_TIMES, _CHECKSUMS)
    )
    return f"{time}{CHECKSUM_MARK}{checksum}" if checksum else time


_TIMES: Final = ("mtime", "LastModified", "last_modified", "modified", "created")
"""Where file systems have the time when a file was changed."""

_CHECKSUMS: Final = ("ETag", "etag", "md5Hash", "content_md5")
"""Where object stores have a checksum of its content."""


def _import_fsspec() -> Any:  # noqa: ANN401 (a module)
    with need_extra("cluster", "读取远程地址需要 fsspec"):
        import fsspec  # noqa: PLC0415 (an extra)
    return fsspec


Source: TypeAlias = LocalFile | PackedFile | RemoteFile | RefusedFile


def find_sources(returns: str | os.PathLike[str], *, besides: Path | None = None) -> list[Source]:
    """Find every file of the returns, in the order of their names, but for what operating systems left there.

    Args:
        returns: A folder, a zip or mail, one file, or an address that fsspec knows.
        besides: The folder that results are written to, whose files are no returns.

    Raises:
        UnreadableFileError: There is no such place, or a zip or mail that cannot be opened.
        LimitError: A zip holds too many files.
        MissingExtraError: It is an address, and fsspec is not installed.
    """
    if isinstance(returns, str) and "://" in returns:
        found: Iterable[Source] = find_remote(returns)
    else:
        found = _find_in_folder(Path(returns), besides)
    meant = (source for source in found if is_user_file(source.name))
    sources = list(_with_unique_names(sorted(meant, key=lambda one: (one.name, one.size, one.stamp))))
    locks = {lock for source in sources for lock in find_lock_names(source.name)}
    return [source for source in sources if source.name not in locks]


def _with_unique_names(sources: Iterable[Source]) -> Iterator[Source]:
    """Give every file a name of its own: a zip may have one name twice, or in two encodings."""
    names: set[str] = set()
    numbers = count(2)
    for source in sources:
        name = source.name
        while name in names:
            name = f"{source.name}（重名 {next(numbers)}）"
        names.add(name)
        yield source if name == source.name else evolve(source, name=name)


def _find_in_folder(root: Path, besides: Path | None) -> Iterable[Source]:
    if not root.exists():
        raise UnreadableFileError("没有“{root}”这个文件夹或文件。请核对位置。", root=root)
    opened = list_packed_files(root, "")
    return _open_each(find_local(root, besides)) if opened is None else opened


def _open_each(files: Iterable[LocalFile | RefusedFile]) -> Iterator[Source]:
    """The files, with the content of zips and mails in the place of these."""
    for file in files:
        yield from _open_packed(file) if is_user_file(file.name) else (file,)


_PAGES: Final = (".html", ".htm")
_COMPANIONS: Final = ("_files", ".files", "_文件")
"""How browsers call the folder beside a saved page that has its pictures and scripts: after the page."""


def find_published(published: str | os.PathLike[str], *, besides: Path | None = None) -> list[Source]:
    """Find every file that may be a published report: as `find_sources`, without what saved pages consist of.

    Args:
        published: A folder, a zip or mail, one file, or an address that fsspec knows.
        besides: The folder that results are written to, whose files are not looked at.

    Raises:
        UnreadableFileError: There is no such place, or a zip or mail that cannot be opened.
        LimitError: A zip holds too many files.
        MissingExtraError: It is an address, and fsspec is not installed.
    """
    found = find_sources(published, besides=besides)
    pages = {source.name.rpartition(".")[0] for source in found if source.name.lower().endswith(_PAGES)}
    parts = {f"{page}{ending}" for page in pages for ending in _COMPANIONS}
    return [source for source in found if parts.isdisjoint(map(str, PurePosixPath(source.name).parents))]


def find_in_file(path: Path) -> list[Source]:
    """A file as a source; of a zip or mail every file in it, or a refused file with the reason."""
    return list(_with_unique_names(found for file in find_local(path, None) for found in _open_packed(file)))


def _open_packed(file: LocalFile | RefusedFile) -> Iterable[Source]:
    if isinstance(file, RefusedFile):
        return [file]
    try:
        opened = list_packed_files(Path(file.path), f"{file.name}/")
    except GkxlError as error:
        return [RefusedFile.of(file, error)]
    return [file] if opened is None else opened
