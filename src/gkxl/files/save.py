"""Files appear whole or not at all: written beside their target, then moved into place."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import FileInUseError, WriteError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

Target: TypeAlias = str | os.PathLike[str]
"""Where something is written."""


_SHORT: Final = {".htm": ".html"}
"""Suffixes of three letters, by what they are short for."""


def write_file(path: Target, content: bytes, *, lasting: bool = False) -> None:
    """Write a file; whatever goes wrong, an older file of that name stays as it was.

    Args:
        path: Where to write it.
        content: Its bytes.
        lasting: Whether to wait until it is on the disk, so that a power cut leaves it whole too; this takes
            some 7 ms a file, three times as long as to make a template.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    with _refused(Path(path)):
        _write_beside(Path(path), io.BytesIO(content), lasting=lasting)


@contextmanager
def file_at(path: Target, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """A file to be written piece by piece, which gets its name when all is written.

    Until then it has none, and is gone with the program should that be killed.

    Args:
        path: Where to write it.
        lasting: Whether to wait until it is on the disk, as `write_file` does.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    with _refused(Path(path)), TemporaryFile(dir=Path(path).parent) as file:
        yield file
        file.seek(0)
        _write_beside(Path(path), file, lasting=lasting)


@contextmanager
def _refused(target: Path) -> Iterator[None]:
    """Say why a file cannot be written.

    Raises:
        WriteError: It cannot.
    """
    try:
        yield
    except OSError as error:
        zh, en = system_reason(error)
        raise WriteError(
            f"无法写入“{target}”：{zh}。请换一个位置或文件名再试。",
            f"cannot write {str(target)!r}: {en}",
        ) from error


def suffix_of(path: Target, known: Sequence[str]) -> str:
    """The suffix of a file, in lower case, which says in what format it is to be written.

    Raises:
        WriteError: It is none of those that are known.
    """
    suffix = Path(path).suffix.lower()
    suffix = _SHORT.get(suffix, suffix)
    if suffix not in known:
        zh = " 或 ".join(filter(None, ("、".join(known[:-1]), known[-1])))
        en = " or ".join(filter(None, (", ".join(known[:-1]), known[-1])))
        raise WriteError(
            f"不知道“{Path(path).name}”是什么格式，请用 {zh} 作扩展名。",
            f"{Path(path).name!r} should end in {en}",
        )
    return suffix


def _write_beside(target: Path, content: BinaryIO, *, lasting: bool) -> None:
    if target.is_dir():
        raise IsADirectoryError
    beside = target.with_name(f".gkxl-{os.urandom(8).hex()}.tmp")
    try:
        with beside.open("xb") as file:
            copyfileobj(content, file)
        replace(beside, target, lasting=lasting)
    finally:
        remove_temporary(beside)


def replace(fresh: Path, target: Path, *, lasting: bool) -> None:
    """Move a finished file into the place of another.

    Args:
        fresh: The finished file.
        target: The place, in the same folder.
        lasting: Whether a power cut, too, must leave one of the two whole.

    Raises:
        FileInUseError: A program holds the other one open, and the system does not let it go (Windows).
        OSError: It cannot be moved.
    """
    if lasting:
        _sync(fresh, os.O_RDWR)
    try:
        fresh.replace(target)
    except PermissionError as error:
        if not target.exists():
            raise
        raise FileInUseError(str(target)) from error
    if lasting:
        _sync_folder(target.parent)


def remove_temporary(path: Path) -> None:
    """Remove what was written on the way, if it is there and can be removed."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    """Wait until what was written is on the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows and some network drives cannot."""
    if os.name != "nt":
        with suppress(OSError):
            _sync(folder, os.O_RDONLY)


def make_folder(path: str | os.PathLike[str]) -> Path:
    """A folder, made if need be.

    Raises:
        WriteError: It cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        zh, en = system_reason(error)
        raise WriteError(
            f"无法建立文件夹“{folder}”：{zh}。请换一个位置。",
            f"cannot make the folder {str(folder)!r}: {en}",
        ) from error
    return folder
