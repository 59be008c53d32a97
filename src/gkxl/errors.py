"""What stops work: one exception for each thing a caller can do about it.

What is wrong in someone's figures is not an exception but an `Issue` (see `gkxl.issues`).
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from gkxl.text import Sentence, Wording, fill_in, to_wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.text import Lang


__all__ = [
    "ArgumentError",
    "DataError",
    "EncryptedFileError",
    "ExtensionError",
    "FaultyReportError",
    "FileInUseError",
    "LegacyWorkbookError",
    "LimitError",
    "MissingExtraError",
    "MissingFontError",
    "MissingLibraryError",
    "NoProcessError",
    "TimeLimitError",
    "UnknownEditionError",
    "UnreadableFileError",
    "UnsafeFileError",
    "WriteError",
]

_SAVE_AS_XLSX: Final = Wording(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试", "open it in Excel or WPS and save it as .xlsx"
)


class GkxlError(Exception):
    """Work cannot go on; ``str()`` is one plain Chinese sentence.

    Args:
        template: The sentence in Chinese, with the name of each fact in braces; see `gkxl.text.fill_in`.
        facts: What it mentions.
    """

    def __init__(self, template: str, /, **facts: object) -> None:
        super().__init__(template)
        self.template = template
        self.facts = facts

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.words("zh")

    @property
    def en(self) -> str:
        """The same sentence in English."""
        return self.words("en")

    def words(self, lang: Lang) -> str:
        """The sentence in a language."""
        return fill_in(self.template, self.facts, lang)

    def __str__(self) -> str:
        return self.zh

    def __reduce__(self) -> tuple[object, ...]:
        return (rebuild_error, (type(self), self.template, self.facts))


def rebuild_error(kind: type[GkxlError], template: str, facts: Mapping[str, object]) -> GkxlError:
    """An error that comes from another process, whatever its constructor takes."""
    error = kind.__new__(kind)
    GkxlError.__init__(error, template, **facts)
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
            return to_wording("“{name}”无法读写：{why}。", name=name, why=why)
        return to_wording("无法读写文件：{why}。", why=why)
    if isinstance(error, MemoryError):
        why = Wording("读取它要占用过多内存", "reading it takes too much memory")
    else:
        what = type(error).__name__
        why = Wording("读取时出现意外", f"reading it failed unexpectedly ({what})")
    return to_wording("{why}。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再试。", why=why)


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
        limit: What is allowed.
        found: What the file holds, at least.
        template: What is limited, in Chinese, such as ``文件的字节数``.
        facts: What that mentions.
    """

    def __init__(self, limit: int, found: int, template: str, /, **facts: object) -> None:
        super().__init__(
            "{what}为 {found:,}，超过上限 {limit:,}，为安全起见不予读取。"
            "请核对文件，删去多余的内容，或分成几份再试。",
            what=Sentence(template, facts),
            found=found,
            limit=limit,
        )


class TimeLimitError(UnreadableFileError):
    """Reading the file took too long and was stopped: try again, for the computer may have been busy."""


class NoProcessError(GkxlError):
    """A file is read in a process of its own only, and none can be started here: save it in another format.

    Args:
        why: Why none can be started.
        instead: What can be done without one.

    Attributes:
        why: The same.
    """

    def __init__(self, why: Wording, instead: Wording = _SAVE_AS_XLSX) -> None:
        super().__init__(
            "这类文件要在另一个 Python 进程里读取，这里起不了：{why}。文件未必有问题，{instead}。",
            why=why,
            instead=instead,
        )
        self.why = why


class UnknownEditionError(GkxlError):
    """No edition of the form answers to this: name another year or edition."""


class DataError(GkxlError):
    """Plain data does not describe a report: mend the paths or values named."""


class ArgumentError(GkxlError):
    """A function was called with what it does not take: mend the call."""


class ExtensionError(GkxlError):
    """An extension of gkxl cannot be used, or failed: mend it, update it, or uninstall its package."""


class FaultyReportError(GkxlError):
    """A report with errors is not published: correct it, or publish it as a draft."""


class MissingExtraError(GkxlError):
    """A library is wanted that is not installed, or cannot be loaded: install the extra that brings it."""


class MissingLibraryError(GkxlError):
    """A program library that pip cannot install is wanted: install it with the system, or do without.

    Args:
        name: Its name.
        package: What Debian and Ubuntu call the package that brings it.
        purpose: What needs it.
        instead: What can be done without it.
    """

    def __init__(self, name: str, package: str, purpose: Wording, instead: Wording) -> None:
        super().__init__(
            "{purpose}需要 {name} 程序库，这台电脑上没有。"
            "请安装它（Debian、Ubuntu 上是 {package}），或{instead}。",
            purpose=purpose,
            name=name,
            package=package,
            instead=instead,
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
            "“{name}”没有写入：{why}。请先在 Excel 里关闭，再运行一次。", name=name, why=_FORBIDDEN
        )
