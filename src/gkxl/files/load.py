"""Loads the bytes of a file, or refuses it with the reason."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import check_limit
from gkxl.files.refusals import printable

if TYPE_CHECKING:
    from gkxl.files.limits import Limits


def load(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> bytes:
    """The bytes of a path, a binary file, or bytes themselves.

    Raises:
        UnreadableFileError: There is no such file, it is no file, or it may not be read.
        LimitError: It is too large.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _check_size(bytes(source), limits)
    if isinstance(source, str | os.PathLike):
        return _load_path(Path(source), limits)
    try:
        return _check_size(_read_all(source, limits.file_bytes), limits)
    except OSError as error:
        raise _to_error("文件", error) from None


def _load_path(path: Path, limits: Limits) -> bytes:
    name = printable(path.name or str(path))
    try:
        _check_is_file(path, name, limits)
        with open(path, "rb", opener=_open_without_waiting) as file:
            data = _check_size(_read_all(file, limits.file_bytes), limits)
    except (OSError, ValueError) as error:
        raise _to_error(f"文件“{name}”", error) from None
    if path.name.startswith(("~$", ".~")) and not data.startswith(b"PK"):
        raise UnreadableFileError(
            f"“{name}”是打开工作簿时产生的临时锁定文件。请关闭 Excel 或 WPS，改报同名但不带“~$”的文件。",
            f"{name!r} is the lock file of an open workbook. Close Excel or WPS and send the file itself.",
        )
    return data


def _check_is_file(path: Path, name: str, limits: Limits) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(
            f"“{name}”是文件夹，不是文件。请指定文件夹中的 .xlsx 文件。",
            f"{name!r} is a folder, not a file. Name the .xlsx file in it.",
        )
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(
            f"“{name}”不是普通文件（可能是管道或设备）。请指定 .xlsx 文件。",
            f"{name!r} is not a regular file but a pipe or device. Name an .xlsx file.",
        )
    _check_length(status.st_size, limits)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that has taken its place since it was checked is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_all(file: BinaryIO, limit: int) -> bytes:
    """Read to the end, but never more than a byte beyond the limit."""
    pieces: list[bytes] = []
    size = 0
    while size <= limit and (piece := file.read(limit + 1 - size)):
        if not isinstance(piece, bytes):
            raise TypeError("read_book needs a file opened in binary mode")
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _check_size(data: bytes, limits: Limits) -> bytes:
    _check_length(len(data), limits)
    return data


def _check_length(size: int, limits: Limits) -> None:
    check_limit(limits.file_bytes, size, "文件的字节数", "The size of the file")


def _to_error(what: str, error: Exception) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError):
        return UnreadableFileError(
            f"{what}不存在。请核对路径和文件名。", "No such file. Check the path and name."
        )
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            f"{what}无法打开：没有读取权限，或正被其他程序占用。请关闭占用它的程序，或请管理员授权。",
            "The file cannot be opened: no permission, or another program holds it. Close that program.",
        )
    return UnreadableFileError(
        f"{what}无法读取。请核对路径，或把文件拷贝到本机后再试。",
        f"The file cannot be read ({type(error).__name__}). Check the path, or copy it to this computer.",
    )
