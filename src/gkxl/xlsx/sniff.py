"""Says what a file really is, whatever its name promises."""

from __future__ import annotations

import re
from enum import Enum

from gkxl.errors import EncryptedFileError, GkxlError, LegacyWorkbookError, UnreadableFileError
from gkxl.files.limits import Budget, Limits
from gkxl.xlsx.archive import Archive
from gkxl.xlsx.ole2 import MAGIC, Ole2
from gkxl.xlsx.refusals import damaged, foreign, unsafe

_LOOK = 4096
_LONG_LOOK = 16_384
"""How much is looked at of XML, whose first element can declare dozens of namespaces."""


class Format(Enum):
    """What a file can be; the value is what a clerk would call it, in Chinese and English."""

    ZIP = ("Office 压缩格式", "a zip package")
    PREFIXED = ("前面带有多余内容的压缩包", "a zip with something before it")
    EMPTY = ("空文件", "an empty file")
    ZEROS = ("内容全为零的文件", "a file of zeros")
    ENCRYPTED = ("加密的 Office 文件", "an encrypted Office file")
    XLS = ("旧版 .xls 或 WPS .et 工作簿", "an .xls or WPS .et workbook")
    ODS = ("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)")
    FODS = ("OpenDocument 单一 XML 表格（.fods）", "a flat OpenDocument spreadsheet (.fods)")
    OPENDOCUMENT = ("OpenDocument 文档（如 .odt、.odp）", "an OpenDocument file such as .odt")
    DOC = ("旧版 Word 文档（.doc、.wps）", "an old Word document (.doc)")
    PPT = ("旧版演示文稿（.ppt、.dps）", "an old presentation (.ppt)")
    OLE2 = ("旧版 Office 文件（如 .doc、.wps）", "an old Office file such as .doc")
    PDF = ("PDF 文件", "a PDF")
    RTF = ("RTF 文档", "an RTF document")
    IMAGE = ("图片", "an image")
    ARCHIVE = ("压缩包（rar、7z 等）", "an archive such as rar or 7z")
    XML_2003 = ("“XML 电子表格 2003”文件", "an XML Spreadsheet 2003")
    HTML = ("网页（html）", "an html page")
    XML = ("XML 文件", "an XML file")
    MAIL = ("单一网页文件（mht）或邮件", "a web archive or mail")
    TEXT = ("纯文本（如 csv）", "plain text such as csv")
    UNKNOWN = ("无法识别的文件", "a file of unknown format")


_MAGIC = (
    (b"PK\5\6", Format.ZIP),  # one without entries
    (b"%PDF", Format.PDF),
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"BM", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"Rar!", Format.ARCHIVE),
    (b"7z\xbc\xaf", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ", Format.ARCHIVE),
    (b"\x09\x08", Format.XLS),  # BIFF without OLE2, from the nineties and from web reports
    (b"\x09\x04\x06\x00", Format.XLS),  # Excel 4.0, and before it 3.0 and 2.0
    (b"\x09\x02\x06\x00", Format.XLS),
    (b"\x09\x00\x04\x00", Format.XLS),
)
_STREAMS = (
    ("encryptioninfo", Format.ENCRYPTED),
    ("encryptedpackage", Format.ENCRYPTED),
    ("worddocument", Format.DOC),
    ("powerpoint document", Format.PPT),
    ("workbook", Format.XLS),
    ("book", Format.XLS),
)
"""What an OLE2 file is by the streams in it."""

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_FLAT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_DOCUMENT = re.compile(r"<([\w.-]+:)?document\s")
_MARKUP = (
    (re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet"), Format.XML_2003),
    (
        re.compile(r"<(!doctype\s+html|html|head|body|table|meta|div|style|script)\b", re.IGNORECASE),
        Format.HTML,
    ),
    (re.compile(r"\A\s*<[?!A-Za-z]"), Format.XML),
    (re.compile(r"\A(MIME-Version|Content-Type|From|Date|Received):", re.IGNORECASE), Format.MAIL),
)


OLD_WORKBOOKS = (Format.XLS, Format.ODS, Format.FODS)
"""What is read, but not as an .xlsx file is."""


def sniff(data: bytes) -> Format:
    """What the bytes of a file are, judged by the bytes alone."""
    if data.startswith(b"PK\3\4"):
        return _zip(data)
    if data.startswith(MAGIC):
        return _ole2(data)
    if not data.strip(b"\0"):
        return Format.ZEROS if data else Format.EMPTY
    for magic, format_ in _MAGIC:
        if data.startswith(magic):
            return format_
    if b"PK\3\4" in data and b"PK\5\6" in data[-66_000:]:
        return Format.PREFIXED
    return _text(data)


def _zip(data: bytes) -> Format:
    """Whether a zip is of OpenDocument, wherever in it the entry lies that says so."""
    said = _mimetype(data) if b"content.xml" in data else b""
    if _SPREADSHEET.encode() in said:
        return Format.ODS
    return Format.OPENDOCUMENT if b"opendocument" in said else Format.ZIP


def _mimetype(data: bytes) -> bytes:
    """What a package of OpenDocument says it is, or else what its manifest says of it as a whole."""
    try:
        archive = Archive(data, Budget(Limits()))
        if "mimetype" in archive:
            return next(archive.chunks("mimetype"), b"")
        manifest = next(archive.chunks("META-INF/manifest.xml"), b"")
    except GkxlError:  # whoever reads the file says what is wrong with it
        return b""
    return next((tag for tag in manifest.split(b"<") if b'full-path="/"' in tag), b"")


def _ole2(data: bytes) -> Format:
    """What an OLE2 file is by its streams; in a damaged one, their names are looked for everywhere."""
    try:
        streams = Ole2(data).streams
        found = [name in streams for name, _ in _STREAMS]
    except UnreadableFileError:
        folded = data.lower()
        found = [f"{name}\0".encode("utf-16-le") in folded for name, _ in _STREAMS]
    return next((format_ for there, (_, format_) in zip(found, _STREAMS, strict=True) if there), Format.OLE2)


def _text(data: bytes) -> Format:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data[:_LONG_LOOK].decode("utf-16" if utf16 else "utf-8-sig", "replace")
    if _FLAT in text and _DOCUMENT.search(text):
        return Format.FODS if _SPREADSHEET in text else Format.OPENDOCUMENT
    text = text[:_LOOK]
    for pattern, format_ in _MARKUP:
        if pattern.search(text):
            return format_
    return Format.UNKNOWN if "\0" in text else Format.TEXT


def refuse_unless_xlsx(data: bytes) -> None:
    """Raise, naming what the file is, unless it can be an xlsx workbook."""
    format_ = sniff(data)
    if format_ is not Format.ZIP:
        raise _refusal(format_)


def _refusal(format_: Format) -> UnreadableFileError:
    zh, en = format_.value
    if format_ is Format.EMPTY:
        return damaged("文件大小为 0，没有任何内容", "the file is empty, 0 bytes")
    if format_ is Format.ZEROS:
        return damaged("文件内容全为零，多半是拷贝或下载中断", "the file holds nothing but zeros")
    if format_ is Format.PREFIXED:
        return unsafe("压缩包前面有多余内容", "there is something before the zip")
    if format_ is Format.ENCRYPTED:
        return EncryptedFileError(
            "文件已加密，请取消密码后再报送。",
            "The file is encrypted. Remove the password and send it again.",
        )
    if format_ in OLD_WORKBOOKS:
        return LegacyWorkbookError(
            f"文件是{zh}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
            f"The file is {en}. Open it in Excel or WPS and save it as .xlsx.",
        )
    return foreign(f"文件实际是{zh}", f"The file is really {en}")


def refuse_other_package(names: list[str], content_type: str) -> UnreadableFileError:
    """Name a zip that holds something else than an xlsx workbook."""
    folded = [name.casefold() for name in names]
    if "sheet.binary" in content_type:
        return foreign("文件是二进制工作簿（.xlsb）", "The file is a binary workbook (.xlsb)")
    if any(name.startswith("word/") for name in folded):
        return foreign("文件是 Word 文档（docx）", "The file is a Word document (docx)")
    if any(name.startswith("ppt/") for name in folded):
        return foreign("文件是演示文稿（pptx）", "The file is a presentation (pptx)")
    if "ofd.xml" in folded:
        return foreign("文件是版式文档（OFD）", "The file is an OFD document")
    if any(name.endswith((".xlsx", ".xls", ".et")) for name in folded):
        return foreign(
            "文件是装有工作簿的压缩包，请先解压；压缩包本身", "The file is an archive of workbooks; unpack it"
        )
    return foreign("文件是压缩包，其中没有工作簿", "The file is a zip without a workbook")
