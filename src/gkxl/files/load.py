"""Reads the bytes of a file, and words the errors for files that are refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gkxl.errors import EncryptedFileError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import check_limit

if TYPE_CHECKING:
    from gkxl.files.limits import Limits


_LONGEST_NAME = 60


def printable(name: str) -> str:
    """A name from a file, cut to 60 characters and without those that a terminal would obey."""
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[: _LONGEST_NAME + 1])
    return safe if len(name) <= _LONGEST_NAME else safe[:_LONGEST_NAME] + "…"


_PARTS = {
    "xl/worksheets/": "工作表",
    "xl/sharedstrings": "文字",
    "xl/styles": "格式",
    "xl/workbook": "工作表目录",
    "docprops/": "文件属性",
    "content.xml": "工作表",
    "styles.xml": "格式",
}
"""What the parts of a workbook hold, by the beginning of their names, in words that clerks know."""


def in_chinese(name: str) -> str:
    """The name of a part in Chinese messages.

    Example:
        >>> in_chinese("xl/worksheets/sheet3.xml"), in_chinese("xl/theme/theme1.xml")
        ('存放工作表的部分', '其中一部分')
    """
    folded = name.casefold().lstrip("/")
    return next(
        (f"存放{held}的部分" for start, held in _PARTS.items() if folded.startswith(start)), "其中一部分"
    )


def unsafe_file(zh: str, en: str) -> UnsafeFileError:
    """The refusal of a file that no spreadsheet program builds so, as it could be read in two ways."""
    return UnsafeFileError(
        f"文件结构异常：{zh}。为避免读错，未予读取。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再报送。",
        f"Unsafe file: {en}. Not read, lest it be misread. Open and check it in Excel or WPS, save as .xlsx.",
    )


def damaged_file(zh: str, en: str) -> UnreadableFileError:
    """The refusal of a file that was cut short or changed on its way."""
    return UnreadableFileError(
        f"文件已损坏：{zh}。请重新拷贝或下载；仍不行的，请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。",
        f"Damaged file: {en}. Copy or download it again, or open it in Excel or WPS and save as .xlsx.",
    )


def foreign_file(zh: str, en: str, remedy: tuple[str, str] | None = None) -> UnreadableFileError:
    """The refusal of a file that is something else than an xlsx workbook.

    Args:
        zh: What it is, in Chinese.
        en: The same in English.
        remedy: What to do, in both languages; "send a workbook" if left out.
    """
    what, what_en = remedy or (
        "请报送用 Excel 或 WPS 填写的 .xlsx 文件",
        "Send the .xlsx file that was filled in with Excel or WPS",
    )
    return UnreadableFileError(
        f"{zh}，不是 .xlsx 工作簿。{what}。",
        f"{en}, not an .xlsx workbook. {what_en[0].upper()}{what_en[1:]}.",
    )


def locked_workbook() -> EncryptedFileError:
    """The refusal of a workbook with a password."""
    return EncryptedFileError(
        "文件已加密，请取消密码后再报送。", "The file is encrypted. Remove the password and send it again."
    )


def locked_zip() -> EncryptedFileError:
    """The refusal of a zip with a password."""
    return EncryptedFileError(
        "压缩包加了密码，里面的文件取不出来。请取消密码重新压缩，或解压后放入文件夹再收。",
        "The zip is locked with a password. Pack it anew without one, or unpack it into a folder.",
    )


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
