"""Files appear whole or not at all: written beside their target, then moved into place."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

Target: TypeAlias = str | os.PathLike[str]
"""Where something is written."""


_SHORT: Final = {".htm": ".html"}
"""Suffixes of three letters, by what they are short for."""


def write_file(path: Target, content: bytes) -> None:
    """Write a file; whatever goes wrong, an older file of that name stays as it was.

    Raises:
        WriteError: The file cannot be written there.
    """
    with _refused(Path(path)):
        _write_beside(Path(path), io.BytesIO(content))


@contextmanager
def file_at(path: Target) -> Iterator[BinaryIO]:
    """A file to be written piece by piece, which gets its name when all is written.

    Until then it has none, and is gone with the program should that be killed.

    Raises:
        WriteError: The file cannot be written there.
    """
    with _refused(Path(path)), TemporaryFile() as file:
        yield file
        file.seek(0)
        _write_beside(Path(path), file)


@contextmanager
def _refused(target: Path) -> Iterator[None]:
    """Say why a file cannot be written.

    Raises:
        WriteError: It cannot.
    """
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"无法写入“{target}”：{_reason(error)[0]}。请换一个位置或文件名再试。",
            f"cannot write {str(target)!r}: {_reason(error)[1]}",
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


def _write_beside(target: Path, content: BinaryIO) -> None:
    if target.is_dir():
        raise IsADirectoryError
    beside = target.with_name(f".gkxl-{os.urandom(8).hex()}.tmp")
    try:
        with beside.open("xb") as file:
            copyfileobj(content, file)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _reason(error: OSError) -> tuple[str, str]:
    reasons: dict[type[OSError], tuple[str, str]] = {
        FileNotFoundError: ("文件夹不存在", "the folder does not exist"),
        IsADirectoryError: ("它是一个文件夹", "it is a folder"),
        NotADirectoryError: ("上一级不是文件夹", "its parent is not a folder"),
        PermissionError: (
            "没有权限，或文件正被别的程序打开",
            "no permission, or another program holds it open",
        ),
    }
    return reasons.get(type(error), (error.strerror or str(error), error.strerror or str(error)))


def make_folder(path: str | os.PathLike[str]) -> Path:
    """A folder, made if need be.

    Raises:
        WriteError: It cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            f"无法建立文件夹“{folder}”。请换一个位置。", f"cannot make the folder {str(folder)!r}"
        ) from error
    return folder
