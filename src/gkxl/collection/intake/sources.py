"""The files among the returns: below a folder, in a zip or mail, or at an address that fsspec knows."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve

from gkxl.collection.intake.local import LocalFile, find_local
from gkxl.collection.intake.names import is_meant, lock_files
from gkxl.collection.intake.packed import PackedFile, unpack
from gkxl.collection.intake.refused import RefusedFile
from gkxl.collection.intake.remote import RemoteFile, find_remote
from gkxl.errors import GkxlError, UnreadableFileError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

Source: TypeAlias = LocalFile | PackedFile | RemoteFile | RefusedFile


def find_sources(returns: str | os.PathLike[str], *, besides: Path | None = None) -> list[Source]:
    """Every file of the returns, in the order of their names; what systems leave behind is passed over.

    Args:
        returns: A folder, a zip or mail, one file, or an address that fsspec knows.
        besides: A folder whose files are no returns: the one that is written to.

    Raises:
        UnreadableFileError: There is no such place, or a zip or mail that cannot be opened.
        LimitError: A zip holds too many files.
        MissingExtraError: It is an address, and fsspec is not installed.
    """
    if isinstance(returns, str) and "://" in returns:
        found: Iterable[Source] = find_remote(returns)
    else:
        found = _local(Path(returns), besides)
    meant = (source for source in found if is_meant(source.name))
    sources = list(_with_unique_names(sorted(meant, key=lambda one: (one.name, one.size, one.stamp))))
    locks = {lock for source in sources for lock in lock_files(source.name)}
    return [source for source in sources if source.name not in locks]


def _with_unique_names(sources: Iterable[Source]) -> Iterator[Source]:
    """Every file under a name of its own: a zip may have a name twice, and so may two encodings."""
    names: set[str] = set()
    numbers = count(2)
    for source in sources:
        name = source.name
        while name in names:
            name = f"{source.name}（重名 {next(numbers)}）"
        names.add(name)
        yield source if name == source.name else evolve(source, name=name)


def _local(root: Path, besides: Path | None) -> Iterable[Source]:
    if not root.exists():
        raise UnreadableFileError(
            f"没有“{root}”这个文件夹或文件。请核对位置。", f"there is no folder or file {str(root)!r}"
        )
    opened = unpack(root, "")
    return _opened(find_local(root, besides)) if opened is None else opened


def _opened(files: Iterable[LocalFile | RefusedFile]) -> Iterator[Source]:
    """The files, and instead of zips and mails what is in them."""
    for file in files:
        yield from _open(file) if is_meant(file.name) else (file,)


def find_in(path: Path) -> list[Source]:
    """A file; of a zip or mail instead every file in it, or the reason why it cannot be opened."""
    return list(_with_unique_names(found for file in find_local(path, None) for found in _open(file)))


def _open(file: LocalFile | RefusedFile) -> Iterable[Source]:
    if isinstance(file, RefusedFile):
        return [file]
    try:
        opened = unpack(Path(file.path), f"{file.name}/")
    except GkxlError as error:
        refused = RefusedFile(
            name=file.name, size=file.size, stamp=file.stamp, reason=error.zh, reason_en=error.en
        )
        return [refused]
    return [file] if opened is None else opened
