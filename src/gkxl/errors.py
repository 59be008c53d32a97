"""What stops work: one exception for each thing a caller can do about it.

What is wrong in someone's figures is not an exception but an `Issue` (see `gkxl.issues`).
"""

from __future__ import annotations


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
        return (revived, (type(self), self.zh, self.en))


def revived(kind: type[GkxlError], zh: str, en: str) -> GkxlError:
    """An error that comes from another process, whatever its constructor takes."""
    error = kind.__new__(kind)
    GkxlError.__init__(error, zh, en)
    return error


def sentences(error: Exception) -> tuple[str, str]:
    """What an error says of a file, in Chinese and in English.

    One of the system's has the same words for both; one that is not foreseen says what can be done.
    """
    if isinstance(error, GkxlError):
        return error.zh, error.en
    if isinstance(error, OSError):
        return f"{error}。", str(error)
    if isinstance(error, MemoryError):
        why, why_en = "读取它要占用过多内存", "reading it takes too much memory"
    else:
        what = type(error).__name__
        why, why_en = f"读取时出现意外（{what}）", f"reading it failed unexpectedly ({what})"
    return (
        f"{why}。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再试。",
        f"{why_en}; open and check it, and save it as .xlsx",
    )


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
            f"{name}为 {found:,}，超过上限 {limit:,}，为安全起见不予读取。请核对文件，或调高上限。",
            f"{name_en} is {found:,}, over the limit of {limit:,}. Check the file, or raise the limit.",
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

    def __init__(  # noqa: PLR0913, PLR0917 (each is a fact that is told)
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
