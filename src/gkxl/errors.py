"""What stops work: one exception for each thing a caller can do about it.

What is wrong in someone's figures is not an exception but an `Issue` (see `gkxl.issues`).
"""

from __future__ import annotations

import errno
from typing import Final

from gkxl.text import Wording


class GkxlError(Exception):
    """Work cannot go on; ``str()`` is one plain Chinese sentence.

    Attributes:
        zh: The sentence in Chinese.
        en: The same sentence in English.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[object, ...]:
        return (rebuild_error, (type(self), self.zh, self.en))


def rebuild_error(kind: type[GkxlError], zh: str, en: str) -> GkxlError:
    """An error that comes from another process, whatever its constructor takes."""
    error = kind.__new__(kind)
    GkxlError.__init__(error, zh, en)
    return error


def describe_error(error: Exception) -> Wording:
    """Why a file could not be used, in Chinese and in English.

    For an error that was not foreseen it adds what can be done.
    """
    if isinstance(error, GkxlError):
        return Wording(error.zh, error.en)
    if isinstance(error, OSError):
        why, name = describe_system_error(error), str(error.filename or "")
        if name:
            return Wording(f"“{name}”无法读写：{why.zh}。", f"{name!r}: {why.en}")
        return Wording(f"无法读写文件：{why.zh}。", why.en)
    if isinstance(error, MemoryError):
        why = Wording("读取它要占用过多内存", "reading it takes too much memory")
    else:
        what = type(error).__name__
        why = Wording("读取时出现意外", f"reading it failed unexpectedly ({what})")
    return Wording(
        f"{why.zh}。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再试。",
        f"{why.en}; open and check it, and save it as .xlsx",
    )


def describe_system_error(error: OSError) -> Wording:
    """Why the system refused to read or write, in Chinese and English; its own words may be in any language.

    >>> describe_system_error(OSError(errno.ENOSPC, "No space left on device"))
    Wording(zh='磁盘已满', en='the disk is full')
    """
    number = error.errno or next((n for kind, n in _KINDS.items() if isinstance(error, kind)), None)
    return _REASONS.get(number, Wording("系统没有写明原因", "the system gives no known reason"))


_KINDS: Final = {
    FileNotFoundError: errno.ENOENT,
    FileExistsError: errno.EEXIST,
    IsADirectoryError: errno.EISDIR,
    NotADirectoryError: errno.ENOTDIR,
    PermissionError: errno.EACCES,
    TimeoutError: errno.ETIMEDOUT,
    ConnectionError: errno.ECONNRESET,
}
"""The number of errors that were raised without one."""

_FORBIDDEN: Final = Wording(
    "没有权限，或文件正被别的程序打开", "no permission, or another program holds it open"
)
_FULL: Final = Wording("磁盘已满", "the disk is full")
_BUSY: Final = Wording("正被别的程序占用", "another program is using it")
_MANY: Final = Wording("同时打开的文件太多", "too many files are open")
_AWAY: Final = Wording("网络位置没有响应", "the network place does not answer")

_REASONS: Final[dict[int | None, Wording]] = {
    errno.ENOENT: Wording("文件或文件夹不存在", "there is no such file or folder"),
    errno.EEXIST: Wording("已有同名的文件", "there is a file of that name already"),
    errno.EISDIR: Wording("它是一个文件夹", "it is a folder"),
    errno.ENOTDIR: Wording("上一级不是文件夹", "its parent is not a folder"),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: Wording("所在的磁盘是只读的", "the disk is read-only"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Wording("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: Wording("文件超过了系统允许的大小", "the file is larger than the system allows"),
    errno.EIO: Wording("磁盘读写出错", "the disk failed"),
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EMFILE: _MANY,
    errno.ENFILE: _MANY,
    errno.ENOMEM: Wording("内存不足", "there is not enough memory"),
    errno.ENAMETOOLONG: Wording("名称太长", "the name is too long"),
    errno.ELOOP: Wording("链接绕了一圈", "the links go round in a circle"),
    errno.EINVAL: Wording("名称或内容不合系统的规定", "the system does not allow this name or content"),
    errno.EPIPE: Wording("接收输出的程序已经关闭", "the program that takes the output has ended"),
    errno.ESTALE: _AWAY,
    errno.ETIMEDOUT: _AWAY,
    errno.ECONNRESET: _AWAY,
    errno.ECONNREFUSED: _AWAY,
    errno.ENETUNREACH: _AWAY,
    errno.EHOSTUNREACH: _AWAY,
}


class UnreadableFileError(GkxlError):
    """The file is not a workbook that can be read: ask for another one."""


class EncryptedFileError(UnreadableFileError):
    """The file is locked with a password: have the password removed."""


class LegacyWorkbookError(UnreadableFileError):
    """The file is a workbook of an old format that is not read here: save it as .xlsx."""


class UnsafeFileError(UnreadableFileError):
    """The file is built as no spreadsheet program builds it: do not open it, ask for another one."""


class LimitError(UnsafeFileError):
    """The file is larger than a limit allows: raise the limit, or ask for another file.

    Args:
        name: What is limited, in Chinese.
        name_en: The same in English.
        found: What the file holds, at least.
        limit: What is allowed.
    """

    def __init__(self, name: str, name_en: str, found: int, limit: int) -> None:
        super().__init__(
            f"{name}为 {found:,}，超过上限 {limit:,}，为安全起见不予读取。"
            "请核对文件，删去多余的内容，或分成几份再试。",
            f"{name_en} is {found:,}, over the limit of {limit:,}. "
            "Check the file: remove what it does not need, or split it.",
        )


class TimeLimitError(UnreadableFileError):
    """Reading the file took too long and was stopped: try again, for the computer may have been busy."""


class UnknownEditionError(GkxlError):
    """No edition of the form answers to this: name another year or edition."""


class DataError(GkxlError):
    """Plain data does not describe a report: mend the paths or values named."""


class FaultyReportError(GkxlError):
    """A report with errors is not published: correct it, or publish it as a draft."""


class MissingExtraError(GkxlError):
    """A library is wanted that is not installed: install the extra of gkxl that brings it."""


def missing_extra(extra: str, zh: str, en: str, instead: tuple[str, str] = ("", "")) -> MissingExtraError:
    """The error that asks for an extra of gkxl.

    Args:
        extra: Its name.
        zh: What needs which library, in Chinese.
        en: The same in English.
        instead: What can be done without it, in both; "" where nothing can.
    """
    run = f'pip install "gkxl[{extra}]"'
    instead_zh, instead_en = instead
    return MissingExtraError(
        f"{zh}。请先运行 {run}{f'，或{instead_zh}' if instead_zh else ''}。",
        f"{en}: run {run}{f', or {instead_en}' if instead_en else ''}",
    )


class MissingLibraryError(GkxlError):
    """A program library that pip cannot install is wanted: install it with the system, or do without.

    Args:
        name: Its name.
        package: What Debian and Ubuntu call the package that brings it.
        purpose: What needs it, in Chinese.
        purpose_en: The same in English.
        instead: What can be done without it, in Chinese.
        instead_en: The same in English.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (each is a fact of the message)
        self, name: str, package: str, purpose: str, purpose_en: str, instead: str, instead_en: str
    ) -> None:
        super().__init__(
            f"{purpose}需要 {name} 程序库，这台电脑上没有。"
            f"请安装它（Debian、Ubuntu 上是 {package}），或{instead}。",
            f"{purpose_en} needs the library {name}, which is not on this computer: install it "
            f"({package} on Debian and Ubuntu), or {instead_en}",
        )


class MissingFontError(GkxlError):
    """No font here has the characters that are to be drawn: install one."""


class WriteError(GkxlError):
    """A file could not be written, and nothing was left half-written: choose another place or content."""


class FileInUseError(WriteError):
    """A file could not be replaced because a program holds it open: close it there, then run again.

    Args:
        name: The file.
    """

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”没有写入：{_FORBIDDEN[0]}。请先在 Excel 里关闭，再运行一次。",
            f"{name!r} was not written: {_FORBIDDEN[1]}; close it there and run again",
        )
