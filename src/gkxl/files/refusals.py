"""Words the refusals of files: why a file is not read, and what to do about it."""

from __future__ import annotations

from gkxl.errors import EncryptedFileError, UnreadableFileError, UnsafeFileError

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
