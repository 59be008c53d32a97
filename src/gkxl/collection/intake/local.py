"""Files below a folder; a link to a folder is not followed, but named."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.collection.intake.names import moment, readable_name
from gkxl.collection.intake.refused import RefusedFile
from gkxl.files.limits import Limits
from gkxl.files.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def find_local(root: Path, besides: Path | None) -> Iterator[LocalFile | RefusedFile]:
    """Every file below a folder, and every link that leads to a folder or nowhere.

    Args:
        root: The folder, or one file.
        besides: A folder that is not looked into.
    """
    if not root.is_dir():
        yield _file(root, readable_name(os.fsencode(root.name)))
        return
    for path in _below(root, besides):
        name = readable_name(os.fsencode(path.relative_to(root).as_posix()))
        yield _refuse_link(path, name) or _file(path, name)


def _below(root: Path, besides: Path | None) -> Iterator[Path]:
    """Every file below a folder, and every folder below it that is not looked into: a closed one, a link."""
    closed: list[Path] = []
    out = besides.resolve() if besides else None
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        links = [name for name in folders if is_link(here / name)]
        folders[:] = [name for name in folders if name not in links and _resolved(here / name) != out]
        yield from (here / name for name in (*names, *links))
    yield from closed


def _resolved(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle, before Python 3.13
        return None


def is_link(path: Path) -> bool:
    """Whether it is a link, or a junction of Windows, which leads to a folder as well."""
    try:
        status = path.lstat()
    except OSError:
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == junction


def _refuse_link(path: Path, name: str) -> RefusedFile | None:
    """A link that leads to no file, as a line of its own; None for anything else."""
    if not is_link(path) or path.is_file():
        return None
    size, stamp = _size_and_stamp(path)
    if path.is_dir():
        reason = "这是指向另一个文件夹的链接，没有打开。请把那个文件夹里的报表复制到收表的文件夹里。"
        reason_en = "This is a link to another folder and is not followed; copy the returns in it here."
    elif path.exists():
        return None
    else:
        reason = "这是一个链接，它指向的文件或文件夹已经不在了。请把报表本身放进收表的文件夹。"
        reason_en = "This is a link to what is there no more; put the return itself here."
    return RefusedFile(name=name, size=size, stamp=stamp, reason=reason, reason_en=reason_en)


def _file(path: Path, name: str) -> LocalFile:
    size, stamp = _size_and_stamp(path)
    return LocalFile(name=name, size=size, stamp=stamp, path=str(path))


def _size_and_stamp(path: Path) -> tuple[int, str]:
    try:
        status = path.stat()
    except OSError:
        return 0, ""
    return status.st_size, moment(status.st_mtime_ns)
