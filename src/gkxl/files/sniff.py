"""Says what a file really is, whatever its name promises."""

from __future__ import annotations

import re
from enum import Enum

from gkxl.errors import EncryptedFileError, GkxlError, LegacyWorkbookError, UnreadableFileError
from gkxl.files.limits import Budget, Limits
from gkxl.files.ole2 import MAGIC, Ole2
from gkxl.files.refusals import damaged, foreign, unsafe
from gkxl.files.zip_reader import Archive

_LOOK = 4096
_TAR = 257
"""Where a tar has its magic number."""
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
    RAR = ("rar 压缩包", "a rar archive")
    SEVEN_ZIP = ("7z 压缩包", "a 7z archive")
    ARCHIVE = ("压缩包（gz、tar 等）", "an archive such as gz or tar")
    PROGRAM = ("程序（exe）", "a program (exe)")
    SELF_EXTRACTING = ("自解压的压缩包（exe）", "a self-extracting archive (exe)")
    SHORTCUT = ("快捷方式", "a shortcut")
    XML_2003 = ("“XML 电子表格 2003”文件", "an XML Spreadsheet 2003")
    HTML = ("网页（html）", "an html page")
    XML = ("XML 文件", "an XML file")
    MAIL = ("邮件", "a mail")
    OUTLOOK = ("Outlook 邮件（msg）", "an Outlook mail (msg)")
    OUTLOOK_ATTACHMENTS = ("Outlook 打包的附件（winmail.dat）", "attachments packed by Outlook (winmail.dat)")
    WEB_ARCHIVE = ("单一网页文件（mht）", "a web archive (mht)")
    DATABASE = ("数据库", "a database")
    PARQUET = ("数据文件（parquet）", "a parquet file")
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
    (b"Rar!\x1a\x07", Format.RAR),
    (b"RE~^", Format.RAR),  # before version 1.50
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"MSCF", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ", Format.ARCHIVE),
    (b"L\0\0\0\1\x14\2\0", Format.SHORTCUT),
    (b"\x78\x9f\x3e\x22", Format.OUTLOOK_ATTACHMENTS),
    (b"SQLite format 3\0", Format.DATABASE),
    (b"PAR1", Format.PARQUET),
    (b"\x09\x08", Format.XLS),  # BIFF without OLE2, from the nineties and from web reports
    (b"\x09\x04\x06\x00", Format.XLS),  # Excel 4.0, and before it 3.0 and 2.0
    (b"\x09\x02\x06\x00", Format.XLS),
    (b"\x09\x00\x04\x00", Format.XLS),
)
_STREAMS = (
    ("__properties_version1.0", Format.OUTLOOK),
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
    (re.compile(r"\A(MIME-Version|Content-Type|From|Date|Received):", re.IGNORECASE), Format.MAIL),
    (re.compile(r"\A([!-9;-~]+:.*\n([ \t].*\n)*)+?(MIME-Version|Message-ID):", re.IGNORECASE), Format.MAIL),
    (re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet"), Format.XML_2003),
    (
        re.compile(r"<(!doctype\s+html|html|head|body|table|meta|div|style|script)\b", re.IGNORECASE),
        Format.HTML,
    ),
    (re.compile(r"\A\s*<[?!A-Za-z]"), Format.XML),
)
_SENT = re.compile(r"^(To|Cc|Received|Message-ID|X-[\w-]*Mailer|X-Unsent):", re.IGNORECASE | re.MULTILINE)
"""What a mail has and a web page that was saved as one does not."""

DAMAGED_ZIPS = (Format.ZIP, Format.PREFIXED, Format.EMPTY, Format.ZEROS, Format.TEXT, Format.UNKNOWN)
"""What a file can be that is called a zip and does not open."""

_UNPACK = ("请解压后放入文件夹再收", "unpack it into a folder")
_PUBLISHED = (
    "是已发布的年度报告的，请先转成表格（导入）",
    "if it is a published report, import it as a workbook first",
)
_ATTACHMENTS = ("请打开邮件，把附件另存到文件夹再收", "open it, and save its attachments into a folder")
_REMEDIES = {
    **dict.fromkeys((Format.RAR, Format.SEVEN_ZIP, Format.ARCHIVE, Format.SELF_EXTRACTING), _UNPACK),
    **dict.fromkeys((Format.PDF, Format.HTML), _PUBLISHED),
    Format.WEB_ARCHIVE: (
        "请用浏览器打开，另存为 .html 或 PDF 后转成表格（导入）",
        "open it in a browser, save it as .html or PDF, and import that",
    ),
    Format.PROGRAM: (
        "程序不能当作报表打开，请核对来源，请单位报送填好的表格",
        "a program is not opened; check where it came from, and ask for the workbook",
    ),
    Format.MAIL: _ATTACHMENTS,
    Format.OUTLOOK: _ATTACHMENTS,
    Format.OUTLOOK_ATTACHMENTS: (
        "请对方不用“RTF 格式”重发，或用 Outlook 打开邮件，把附件另存到文件夹再收",
        "have it sent again, but not as rich text, or save the attachments with Outlook",
    ),
    Format.SHORTCUT: ("请把它指向的文件复制到这里", "copy the file that it leads to"),
}
"""What to do with what is no workbook."""


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
    return _by_magic(data) or _text(data)


def _by_magic(data: bytes) -> Format | None:
    """What the first bytes of a file tell, or others at a place of their own."""
    found = next((format_ for magic, format_ in _MAGIC if data.startswith(magic)), None)
    if found:
        return found
    if data.startswith(b"MZ") and b"PE\0\0" in data[:_LOOK]:
        return _program(data)
    if data.startswith(b"ustar", _TAR):
        return Format.ARCHIVE
    return Format.PREFIXED if b"PK\3\4" in data and b"PK\5\6" in data[-66_000:] else None


def _program(data: bytes) -> Format:
    """Whether a program unpacks an archive that it carries along."""
    packed = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\3\4")
    return Format.SELF_EXTRACTING if any(magic in data for magic in packed) else Format.PROGRAM


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
            return Format.WEB_ARCHIVE if format_ is Format.MAIL and not _SENT.search(text) else format_
    return Format.UNKNOWN if "\0" in text else Format.TEXT


def refuse_unless_xlsx(data: bytes) -> None:
    """Raise, naming what the file is, unless it can be an xlsx workbook."""
    format_ = sniff(data)
    if format_ is not Format.ZIP:
        raise refusal_of(format_)


def refusal_of(format_: Format) -> UnreadableFileError:
    """Why a file of a format is not read as a workbook, and what to do with it."""
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
    what = f"文件实际是{' ' * zh[0].isascii()}{zh}"
    return foreign(what, f"The file is really {en}", _REMEDIES.get(format_))


def refuse_other_package(names: list[str], content_type: str) -> UnreadableFileError:
    """Name a zip that holds something else than an xlsx workbook."""
    folded = [name.casefold() for name in names]
    if "sheet.binary" in content_type:
        return foreign("文件是二进制工作簿（.xlsb）", "The file is a binary workbook (.xlsb)")
    if any(name.startswith("word/") for name in folded):
        return foreign("文件是 Word 文档（docx）", "The file is a Word document (docx)", _PUBLISHED)
    if any(name.startswith("ppt/") for name in folded):
        return foreign("文件是演示文稿（pptx）", "The file is a presentation (pptx)")
    if "ofd.xml" in folded:
        return foreign("文件是版式文档（OFD）", "The file is an OFD document")
    if any(name.endswith((".xlsx", ".xls", ".et")) for name in folded):
        return foreign("文件是装有工作簿的压缩包", "The file is an archive of workbooks", _UNPACK)
    return foreign("文件是压缩包，其中没有工作簿", "The file is a zip without a workbook", _UNPACK)
