"""Finds out by its bytes what a file really is, whatever its name."""

from __future__ import annotations

import re
from enum import Enum

from gkxl.errors import GkxlError, LegacyWorkbookError, UnreadableFileError
from gkxl.files.limits import Budget, Limits
from gkxl.files.load import SEND_WORKBOOK, damaged_file, foreign_file, locked_workbook, unsafe_file
from gkxl.files.zip_reader import Archive
from gkxl.text import Wording, join_words

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = 4096
_TAR_MAGIC_AT = 257
"""The offset of the magic number of a tar."""
_LONG_START = 16_384
"""Bytes of XML that are searched: its first element can declare dozens of namespaces."""


class FileFormat(Enum):
    """What a file can be; the value is what clerks call it."""

    ZIP = Wording("Office 压缩格式", "a zip package")
    PREFIXED = Wording("前面带有多余内容的压缩包", "a zip with something before it")
    EMPTY = Wording("空文件", "an empty file")
    ZEROS = Wording("内容全为零的文件", "a file of zeros")
    ENCRYPTED = Wording("加密的 Office 文件", "an encrypted Office file")
    XLS = Wording("旧版 .xls 或 WPS .et 工作簿", "an .xls or WPS .et workbook")
    ODS = Wording("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)")
    FODS = Wording("OpenDocument 单一 XML 表格（.fods）", "a flat OpenDocument spreadsheet (.fods)")
    OPENDOCUMENT = Wording("OpenDocument 文档（如 .odt、.odp）", "an OpenDocument file such as .odt")
    DOC = Wording("旧版 Word 文档（.doc、.wps）", "an old Word document (.doc)")
    PPT = Wording("旧版演示文稿（.ppt、.dps）", "an old presentation (.ppt)")
    OLE2 = Wording("旧版 Office 文件（如 .doc、.wps）", "an old Office file such as .doc")
    PDF = Wording("PDF 文件", "a PDF")
    RTF = Wording("RTF 文档", "an RTF document")
    IMAGE = Wording("图片", "an image")
    RAR = Wording("rar 压缩包", "a rar archive")
    SEVEN_ZIP = Wording("7z 压缩包", "a 7z archive")
    ARCHIVE = Wording("压缩包（gz、tar 等）", "an archive such as gz or tar")
    PROGRAM = Wording("程序（exe）", "a program (exe)")
    SELF_EXTRACTING = Wording("自解压的压缩包（exe）", "a self-extracting archive (exe)")
    SHORTCUT = Wording("快捷方式", "a shortcut")
    XML_2003 = Wording("“XML 电子表格 2003”文件", "an XML Spreadsheet 2003")
    HTML = Wording("网页（html）", "an html page")
    XML = Wording("XML 文件", "an XML file")
    MAIL = Wording("邮件", "a mail")
    OUTLOOK = Wording("Outlook 邮件（msg）", "an Outlook mail (msg)")
    OUTLOOK_ATTACHMENTS = Wording(
        "Outlook 打包的附件（winmail.dat）", "attachments packed by Outlook (winmail.dat)"
    )
    WEB_ARCHIVE = Wording("单一网页文件（mht）", "a web archive (mht)")
    DATABASE = Wording("数据库", "a database")
    PARQUET = Wording("数据文件（parquet）", "a parquet file")
    TEXT = Wording("纯文本（如 csv）", "plain text such as csv")
    UNKNOWN = Wording("无法识别的文件", "a file of unknown format")


_MAGIC = (
    (b"PK\5\6", FileFormat.ZIP),  # one without entries
    (b"%PDF", FileFormat.PDF),
    (b"{\\rtf", FileFormat.RTF),
    (b"\x89PNG", FileFormat.IMAGE),
    (b"\xff\xd8\xff", FileFormat.IMAGE),
    (b"GIF8", FileFormat.IMAGE),
    (b"BM", FileFormat.IMAGE),
    (b"II*\0", FileFormat.IMAGE),
    (b"MM\0*", FileFormat.IMAGE),
    (b"Rar!\x1a\x07", FileFormat.RAR),
    (b"RE~^", FileFormat.RAR),  # before version 1.50
    (b"7z\xbc\xaf\x27\x1c", FileFormat.SEVEN_ZIP),
    (b"MSCF", FileFormat.ARCHIVE),
    (b"\x1f\x8b", FileFormat.ARCHIVE),
    (b"BZh", FileFormat.ARCHIVE),
    (b"\xfd7zXZ", FileFormat.ARCHIVE),
    (b"L\0\0\0\1\x14\2\0", FileFormat.SHORTCUT),
    (b"\x78\x9f\x3e\x22", FileFormat.OUTLOOK_ATTACHMENTS),
    (b"SQLite format 3\0", FileFormat.DATABASE),
    (b"PAR1", FileFormat.PARQUET),
    (b"\x09\x08", FileFormat.XLS),  # BIFF without OLE2, from the nineties and from web reports
    (b"\x09\x04\x06\x00", FileFormat.XLS),  # Excel 4.0, and before it 3.0 and 2.0
    (b"\x09\x02\x06\x00", FileFormat.XLS),
    (b"\x09\x00\x04\x00", FileFormat.XLS),
)
_STREAM_FORMATS = (
    ("__properties_version1.0", FileFormat.OUTLOOK),
    ("encryptioninfo", FileFormat.ENCRYPTED),
    ("encryptedpackage", FileFormat.ENCRYPTED),
    ("worddocument", FileFormat.DOC),
    ("powerpoint document", FileFormat.PPT),
    ("workbook", FileFormat.XLS),
    ("book", FileFormat.XLS),
)
"""What an OLE2 file is by the streams in it."""

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# patterns as texts: `re` compiles them where they are needed, which few returns do
_DOCUMENT = r"<([\w.-]+:)?document\s"
_MARKUP = (
    (r"(?i)\A(MIME-Version|Content-Type|From|Date|Received):", FileFormat.MAIL),
    (r"(?i)\A([!-9;-~]+:.*\n([ \t].*\n)*)+?(MIME-Version|Message-ID):", FileFormat.MAIL),
    (r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet", FileFormat.XML_2003),
    (r"(?i)<(!doctype\s+html|html|head|body|table|meta|div|style|script)\b", FileFormat.HTML),
    (r"\A\s*<[?!A-Za-z]", FileFormat.XML),
)
_MAIL_HEADERS = r"(?im)^(To|Cc|Received|Message-ID|X-[\w-]*Mailer|X-Unsent):"
"""Headers of a mail that a web page saved as a mail does not have."""

DAMAGED_ZIPS = (
    FileFormat.ZIP,
    FileFormat.PREFIXED,
    FileFormat.EMPTY,
    FileFormat.ZEROS,
    FileFormat.TEXT,
    FileFormat.UNKNOWN,
)
"""What a file with the suffix .zip can be that does not open."""

_UNPACK = Wording("请解压后放入文件夹再收", "Unpack it into a folder")
_PUBLISHED = Wording(
    "是已发布的年度报告的，请先转成表格（导入）",
    "If it is a published report, import it as a workbook first",
)
_ATTACHMENTS = Wording(
    "请打开邮件，把附件另存到文件夹再收", "Open it, and save its attachments into a folder"
)
_REMEDIES = {
    **dict.fromkeys(
        (FileFormat.RAR, FileFormat.SEVEN_ZIP, FileFormat.ARCHIVE, FileFormat.SELF_EXTRACTING), _UNPACK
    ),
    **dict.fromkeys((FileFormat.PDF, FileFormat.HTML), _PUBLISHED),
    FileFormat.WEB_ARCHIVE: Wording(
        "请用浏览器打开，另存为 .html 或 PDF 后转成表格（导入）",
        "Open it in a browser, save it as .html or PDF, and import that",
    ),
    FileFormat.PROGRAM: Wording(
        "程序不能当作报表打开，请核对来源，请单位报送填好的表格",
        "A program is not opened; check where it came from, and ask for the workbook",
    ),
    FileFormat.MAIL: _ATTACHMENTS,
    FileFormat.OUTLOOK: _ATTACHMENTS,
    FileFormat.OUTLOOK_ATTACHMENTS: Wording(
        "请对方不用“RTF 格式”重发，或用 Outlook 打开邮件，把附件另存到文件夹再收",
        "Have it sent again, but not as rich text, or save the attachments with Outlook",
    ),
    FileFormat.SHORTCUT: Wording("请把它指向的文件复制到这里", "Copy the file that it leads to"),
}
"""What to do with a file that is no workbook, by its format."""


OLD_WORKBOOKS = (FileFormat.XLS, FileFormat.ODS, FileFormat.FODS)
"""The old formats that are read, in a process of their own."""


def sniff(data: bytes) -> FileFormat:
    """The format of a file, by its bytes alone."""
    if data.startswith(b"PK\3\4"):
        return _sniff_zip(data)
    if data.startswith(OLE2_MAGIC):
        return _sniff_ole2(data)
    if not data.strip(b"\0"):
        return FileFormat.ZEROS if data else FileFormat.EMPTY
    return _sniff_magic(data) or _sniff_text(data)


def _sniff_magic(data: bytes) -> FileFormat | None:
    """The format by the first bytes of a file, or by bytes at a known offset."""
    found = next((format_ for magic, format_ in _MAGIC if data.startswith(magic)), None)
    if found:
        return found
    if data.startswith(b"MZ") and b"PE\0\0" in data[:_START]:
        return _sniff_program(data)
    if data.startswith(b"ustar", _TAR_MAGIC_AT):
        return FileFormat.ARCHIVE
    return FileFormat.PREFIXED if b"PK\3\4" in data and b"PK\5\6" in data[-66_000:] else None


def _sniff_program(data: bytes) -> FileFormat:
    """Whether a program is a self-extracting archive."""
    packed = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\3\4")
    return FileFormat.SELF_EXTRACTING if any(magic in data for magic in packed) else FileFormat.PROGRAM


def _sniff_zip(data: bytes) -> FileFormat:
    """Whether a zip is of OpenDocument, and a spreadsheet."""
    said = _read_mimetype(data) if b"content.xml" in data else b""
    if _SPREADSHEET.encode() in said:
        return FileFormat.ODS
    return FileFormat.OPENDOCUMENT if b"opendocument" in said else FileFormat.ZIP


def _read_mimetype(data: bytes) -> bytes:
    """The media type of an OpenDocument package: its entry mimetype, or else the root in its manifest."""
    try:
        archive = Archive(data, Budget(Limits()))
        if "mimetype" in archive:
            return next(archive.chunks("mimetype"), b"")
        manifest = next(archive.chunks("META-INF/manifest.xml"), b"")
    except GkxlError:  # the reader of the file refuses it with the reason
        return b""
    return next((tag for tag in manifest.split(b"<") if b'full-path="/"' in tag), b"")


def _sniff_ole2(data: bytes) -> FileFormat:
    """The format of an OLE2 file by its streams; in a damaged one, by their names anywhere in it."""
    from gkxl.files.ole2 import Ole2  # noqa: PLC0415 (few files are old ones)

    try:
        streams = Ole2(data).streams
        found = [name in streams for name, _ in _STREAM_FORMATS]
    except UnreadableFileError:
        folded = data.lower()
        found = [f"{name}\0".encode("utf-16-le") in folded for name, _ in _STREAM_FORMATS]
    return next(
        (format_ for there, (_, format_) in zip(found, _STREAM_FORMATS, strict=True) if there),
        FileFormat.OLE2,
    )


def _sniff_text(data: bytes) -> FileFormat:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data[:_LONG_START].decode("utf-16" if utf16 else "utf-8-sig", "replace")
    if _OFFICE_NAMESPACE in text and re.search(_DOCUMENT, text):
        return FileFormat.FODS if _SPREADSHEET in text else FileFormat.OPENDOCUMENT
    text = text[:_START]
    for pattern, format_ in _MARKUP:
        if re.search(pattern, text):
            return (
                FileFormat.WEB_ARCHIVE
                if format_ is FileFormat.MAIL and not re.search(_MAIL_HEADERS, text)
                else format_
            )
    return FileFormat.UNKNOWN if "\0" in text else FileFormat.TEXT


def check_is_xlsx(data: bytes) -> None:
    """Refuse a file that is not a zip, and so no xlsx workbook, by what it is.

    Raises:
        UnreadableFileError: It is another file.
    """
    format_ = sniff(data)
    if format_ is not FileFormat.ZIP:
        raise refusal_of_format(format_)


def refusal_of_format(format_: FileFormat) -> UnreadableFileError:
    """The refusal of a file of a format: what it is, and what to do with it."""
    if format_ is FileFormat.EMPTY:
        return damaged_file("文件大小为 0，没有任何内容")
    if format_ is FileFormat.ZEROS:
        return damaged_file("文件内容全为零，多半是拷贝或下载中断")
    if format_ is FileFormat.PREFIXED:
        return unsafe_file("压缩包前面有多余内容")
    if format_ is FileFormat.ENCRYPTED:
        return locked_workbook()
    if format_ in OLD_WORKBOOKS:
        return LegacyWorkbookError(
            "文件是{what}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。", what=format_.value
        )
    zh, en = format_.value
    what = Wording(join_words("文件实际是", zh), f"The file is really {en}")
    return foreign_file("{what}", _REMEDIES.get(format_, SEND_WORKBOOK), what=what)


def refusal_of_package(names: list[str], content_type: str) -> UnreadableFileError:
    """The refusal of a zip that is no xlsx workbook, by what else it holds.

    Args:
        names: The names of its entries.
        content_type: The content type of its main part; "" if it has none.
    """
    folded = [name.casefold() for name in names]
    if "sheet.binary" in content_type:
        return foreign_file("文件是二进制工作簿（.xlsb）")
    if any(name.startswith("word/") for name in folded):
        return foreign_file("文件是 Word 文档（docx）", _PUBLISHED)
    if any(name.startswith("ppt/") for name in folded):
        return foreign_file("文件是演示文稿（pptx）")
    if "ofd.xml" in folded:
        return foreign_file("文件是版式文档（OFD）")
    if any(name.endswith((".xlsx", ".xls", ".et")) for name in folded):
        return foreign_file("文件是装有工作簿的压缩包", _UNPACK)
    return foreign_file("文件是压缩包，其中没有工作簿", _UNPACK)
