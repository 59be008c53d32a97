"""Reads the bytes of a file, and words the errors for files that are refused."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gkxl.errors import ArgumentError, EncryptedFileError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import check_limit
from gkxl.text import Sentence, Wording, visible

if TYPE_CHECKING:
    from gkxl.files.limits import Limits


_LONGEST_NAME = 60

_PIECE = 1 << 20
"""Bytes read at once: Python sets aside all that it is asked to read, a gigabyte in one case."""


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


def describe_part(name: str) -> Wording:
    """What messages call a part.

    Example:
        >>> describe_part("xl/worksheets/sheet3.xml").zh, describe_part("xl/theme/theme1.xml")
        ('存放工作表的部分', Wording(zh='其中一部分', en='part xl/theme/theme1.xml'))
    """
    folded = name.casefold().lstrip("/")
    held = next((held for start, held in _PARTS.items() if folded.startswith(start)), "")
    return Wording(f"存放{held}的部分" if held else "其中一部分", f"part {printable(name)}")


def unsafe_file(template: str, /, **facts: object) -> UnsafeFileError:
    """The refusal of a file that no spreadsheet program builds so, as it could be read in two ways."""
    return UnsafeFileError(
        "文件结构异常：{what}。为避免读错，未予读取。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再报送。",
        what=Sentence(template, facts),
    )


def damaged_file(template: str, /, **facts: object) -> UnreadableFileError:
    """The refusal of a file that was cut short or changed on its way."""
    return UnreadableFileError(
        "文件已损坏：{what}。请重新拷贝或下载；仍不行的，请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。",
        what=Sentence(template, facts),
    )


SEND_WORKBOOK = Wording(
    "请报送用 Excel 或 WPS 填写的 .xlsx 文件", "Send the .xlsx file that was filled in with Excel or WPS"
)


def foreign_file(template: str, remedy: Wording = SEND_WORKBOOK, /, **facts: object) -> UnreadableFileError:
    """The refusal of a file that is something else than an xlsx workbook; the remedy is what to do."""
    what = Sentence(template, facts)
    return UnreadableFileError("{what}，不是 .xlsx 工作簿。{remedy}。", what=what, remedy=remedy)


def locked_workbook() -> EncryptedFileError:
    """The refusal of a workbook with a password."""
    return EncryptedFileError("文件已加密，请取消密码后再报送。")


def locked_zip() -> EncryptedFileError:
    """The refusal of a zip with a password."""
    return EncryptedFileError(
        "压缩包加了密码，里面的文件取不出来。请取消密码重新压缩，或解压后放入文件夹再收。"
    )


def log(message: str, *facts: object) -> None:
    """Tell whoever listens by the standard `logging` what is done; where nobody loaded it, nobody does."""
    if logging := sys.modules.get("logging"):
        shown = (fact if isinstance(fact, int) else visible(fact) for fact in facts)
        logging.getLogger("gkxl").info(message, *shown)


def load(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> bytes:
    """The bytes of a path, a binary file, or bytes themselves.

    Raises:
        UnreadableFileError: There is no such file, it is no file, or it may not be read.
        LimitError: It is too large.
        ArgumentError: It is open for text or for writing, or closed.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _check_size(bytes(source), limits)
    if isinstance(source, str | os.PathLike):
        return _load_path(Path(source), limits)
    if getattr(source, "closed", False):
        raise _not_open()
    try:
        return _check_size(_read_all(source, limits.file_bytes), limits)
    except io.UnsupportedOperation:
        raise _not_open() from None
    except OSError as error:
        raise _to_error("文件", error) from None


def _not_open() -> ArgumentError:
    return ArgumentError("要读取的文件应当是用 open(…, 'rb') 打开的，而且没有关闭。")


def _load_path(path: Path, limits: Limits) -> bytes:
    log("read %s", path)
    name = printable(path.name or str(path))
    try:
        _check_is_file(path, name, limits)
        with open(path, "rb", opener=_open_without_waiting) as file:
            data = _check_size(_read_all(file, limits.file_bytes), limits)
    except (OSError, ValueError) as error:
        raise _to_error(f"文件“{name}”", error) from None
    if path.name.startswith(("~$", ".~")) and not data.startswith(b"PK"):
        raise UnreadableFileError(
            "“{name}”是打开工作簿时产生的临时锁定文件。请关闭 Excel 或 WPS，改报同名但不带“~$”的文件。",
            name=name,
        )
    return data


def _check_is_file(path: Path, name: str, limits: Limits) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError("“{name}”是文件夹，不是文件。请指定文件夹中的 .xlsx 文件。", name=name)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError("“{name}”不是普通文件（可能是管道或设备）。请指定 .xlsx 文件。", name=name)
    _check_length(status.st_size, limits)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that has taken its place since it was checked is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_all(file: BinaryIO, limit: int) -> bytes:
    """Read to the end, but never more than a byte beyond the limit."""
    pieces: list[bytes] = []
    size = 0
    while size <= limit and (piece := file.read(min(limit + 1 - size, _PIECE))):
        if not isinstance(piece, bytes):
            raise _not_open()
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _check_size(data: bytes, limits: Limits) -> bytes:
    _check_length(len(data), limits)
    return data


def _check_length(size: int, limits: Limits) -> None:
    check_limit(limits.file_bytes, size, "文件的字节数")


def _to_error(what: str, error: Exception) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError):
        return UnreadableFileError("{what}不存在。请核对路径和文件名。", what=what)
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            "{what}无法打开：没有读取权限，或正被其他程序占用。请关闭占用它的程序，或请管理员授权。",
            what=what,
        )
    return UnreadableFileError(
        "{what}无法读取。请核对路径，或把文件拷贝到本机后再试。", what=what, error=type(error).__name__
    )
