"""Opens a published document of any format; mails and plain text are taken apart here."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import Compat32
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeGuard
from unicodedata import east_asian_width

from gkxl.errors import GkxlError, UnreadableFileError
from gkxl.files.limits import Budget, check_limit
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.publication.read import SourceDocument, TextLine
from gkxl.publication.read.form_tables import find_tables
from gkxl.publication.read.headings import read_number
from gkxl.publication.read.line_figures import find_figures
from gkxl.publication.read.own_tables import find_table_lines, make_table, own_rows
from gkxl.publication.read.text_rows import is_of_table, split_row
from gkxl.text import Wording, join_words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from email.message import Message

    from gkxl.files.limits import Limits
    from gkxl.publication.read import Block

_DOCUMENT_FORMATS: Final = (FileFormat.DOC, FileFormat.OLE2, FileFormat.OPENDOCUMENT, FileFormat.RTF)
_PACKED_FORMATS: Final = (
    FileFormat.RAR,
    FileFormat.SEVEN_ZIP,
    FileFormat.ARCHIVE,
    FileFormat.SELF_EXTRACTING,
)
_ADVICE: Final = {
    **dict.fromkeys(OLD_WORKBOOKS, Wording("请用 gkxl check 读取", "read it with gkxl check")),
    **dict.fromkeys(
        _DOCUMENT_FORMATS,
        Wording(
            "请用 Word 或 WPS 打开，另存为 .docx 后再读取", "open it in Word or WPS and save it as .docx"
        ),
    ),
    **dict.fromkeys(
        _PACKED_FORMATS,
        Wording("请解压后，逐份读取里面的报告", "unpack it, and read the reports in it one by one"),
    ),
    FileFormat.IMAGE: Wording("图片里的文字读不出来，请换用网页或文档", "nothing can be read of an image"),
    FileFormat.ENCRYPTED: Wording("请取消密码后再读取", "remove the password"),
    FileFormat.OUTLOOK: Wording(
        "请用 Outlook 打开，把附件另存后再读取",
        "open it in Outlook and save its attachments",
    ),
}
_OTHER_ADVICE: Final = Wording(
    "请提供 .html、.docx、.pdf 或 .txt", "an .html, .docx, .pdf or .txt file is wanted"
)


def open_document(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> SourceDocument:
    """Open a published report of any format.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page or of a report.
        limits: How large it may be.

    Raises:
        UnreadableFileError: There is no such file, or it is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    data = source.encode("utf-8", "replace") if _is_content(source) else load(source, limits)
    format_ = FileFormat.HTML if isinstance(source, str) and "<" in source else sniff(data)
    reader = _find_reader(format_)
    if reader:
        return reader(data, limits)
    zh, en = format_.value
    raise UnreadableFileError(
        "{what}，不是可以读取的已发布报告。{advice}。",
        what=Wording(join_words("文件实际是", zh), f"this is {en}"),
        advice=_ADVICE.get(format_, _OTHER_ADVICE),
    )


def _is_content(source: object) -> TypeGuard[str]:
    """Whether a text is a page or a report itself, and not the name of a file."""
    return isinstance(source, str) and ("<" in source or "\n" in source)


def _find_reader(format_: FileFormat) -> Callable[[bytes, Limits], SourceDocument] | None:
    """What reads a format; each is loaded only when it is needed, as one format needs no other's library."""
    if format_ in (FileFormat.HTML, FileFormat.XML):
        from gkxl.publication.read.html_reader import read_html  # noqa: PLC0415 (as said above)

        return read_html
    if format_ is FileFormat.ZIP:
        from gkxl.publication.read.docx_reader import read_docx  # noqa: PLC0415 (the same)

        return read_docx
    if format_ is FileFormat.PDF:
        from gkxl.publication.read.pdf_reader import read_pdf  # noqa: PLC0415 (the same)

        return read_pdf
    if format_ is FileFormat.TEXT:
        return _read_text
    return _read_mail if format_ in (FileFormat.MAIL, FileFormat.WEB_ARCHIVE) else None


_LONGEST_HEADER: Final = 4_096
"""Characters kept of a header: the standard library takes apart a longer one in squared time."""

_MOST_READ: Final = 20
"""How many parts of a mail are read; a page that was saved as one has few besides pictures."""


class _ShortHeaders(Compat32):
    """The usual policy for mails, but for the length of a header."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name of a header, and its value within the limit."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def _read_mail(data: bytes, limits: Limits) -> SourceDocument:
    """The one report in a mail, or in a page that was saved as one: in its text, or attached to it.

    Raises:
        UnreadableFileError: There is none, or there are several.
        LimitError: It has too many lines or parts.
    """
    check_limit(limits.mail_lines, data.count(b"\n"), "邮件的行数")
    levels = data.lower().count(b"boundary=")
    check_limit(limits.mail_levels, levels, "邮件的层数")
    mail = message_from_bytes(data, policy=_ShortHeaders())
    documents = [*_open_parts(mail, limits)]
    reports = [document for document in documents if find_tables(document, limits)[0]]
    if len(reports) > 1:
        raise UnreadableFileError("邮件里有不止一份报告，无法确定读哪一份。请把要读的附件另存后再读取。")
    if not (reports or documents):
        raise UnreadableFileError(
            "邮件里没有可以读取的报告。附件是工作簿的，请另存后用 gkxl check 读取；是图片的，读不出来。"
        )
    return (reports or documents)[0]


def _open_parts(mail: Message[Any, Any], limits: Limits) -> Iterator[SourceDocument]:
    """The parts of a mail that can be opened; a text that is there as a page, too, is left out."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    check_limit(limits.mail_parts, len(parts), "邮件的部分数")
    texts = [part for part in parts if part.get_content_maintype() not in ("image", "audio", "video", "font")]
    pages = any(part.get_content_type() == "text/html" for part in texts)
    skipped = {"text/css", "text/javascript", *(["text/plain"] if pages else [])}
    for part in [part for part in texts if part.get_content_type() not in skipped][:_MOST_READ]:
        content = part.get_payload(decode=True)
        format_ = sniff(content) if isinstance(content, bytes) and content.strip() else FileFormat.EMPTY
        reader = _find_reader(format_)
        if reader and reader is not _read_mail and isinstance(content, bytes):
            try:
                yield reader(content, limits)
            except GkxlError:  # another part may be the report
                continue


# CommonMark 4.2: headings; 6.2: strong words; GFM 4.10: the row below the headings of a table.
_MARKDOWN_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_STRONG: Final = re.compile(r"\*\*|__")
_RULE: Final = re.compile(r"[\s|:=_*\-\u2500-\u257f]{3,}")
# Chromium copies a cell with paragraphs in it with its tabs on lines of their own.
_LONE_TAB: Final = re.compile(r"(?<!\n)\n++\t\n++")
# Programs that show PDFs end each page with a form feed, below its number.
_PAGE_END: Final = re.compile(r"\n[ \t]*\n[ \t]*[0-9]{1,3}[ \t]*\n*\f")

_FULL: Final = 0.88
"""A line of this share of the longest goes on in the next one."""

_WRAPPED: Final = 0.3
"""In a text whose lines are broken, so many of them are full."""

_ITEMS_OF_LINE: Final = 10
"""A line of text costs as much as so many cells, since each is compared with the labels."""

_LONGEST_FIGURE: Final = 20

_SCATTERED: Final = 40
"""So many lines with one figure each show that the cells of a table were copied one to a line."""


def _read_text(data: bytes, limits: Limits) -> SourceDocument:
    """The lines and tables of a text.

    Raises:
        UnreadableFileError: Its tables were copied one cell to a line, so that no figure has a place.
        LimitError: It is larger than the limits allow.
    """
    from gkxl.publication.read.html_reader import decode_page  # noqa: PLC0415 (with its library)

    text, lost = decode_page(data)
    budget = Budget(limits)
    plain = _PAGE_END.sub("\f", _LONE_TAB.sub("\t", text.replace("\r\n", "\n")))
    lines = [_read_line(line, budget) for line in plain.splitlines()]
    blocks = tuple(make_blocks([line for line in lines if line.text]))
    if _is_scattered(lines):
        raise UnreadableFileError(
            "文字里的表格一行只有一个数，说不清哪个数属于哪一格，没有读取。请改用网页、.docx 或 .pdf 原件，"
            "或者重新复制，让表格的一行还是一行。"
        )
    return SourceDocument(format="text", blocks=blocks, encoding_lost=lost)


def _read_line(text: str, budget: Budget) -> TextLine:
    budget.take_items(_ITEMS_OF_LINE)
    budget.take_text(len(text))
    if _RULE.fullmatch(text):
        return TextLine("")
    heading = _MARKDOWN_HEADING.fullmatch(text)
    plain = _STRONG.sub("", heading[2] if heading else text)
    return TextLine(plain.rstrip(), len(heading[1]) if heading else 0)


def _is_scattered(lines: Sequence[TextLine]) -> bool:
    rows = (split_row(0, line.text) for line in lines if len(line.text) <= _LONGEST_FIGURE)
    return sum(len(row.figures) == 1 and not row.pieces for row in rows) >= _SCATTERED


def make_blocks(lines: Sequence[TextLine]) -> Iterator[Block]:
    """The paragraphs and tables of lines of text, in their order."""
    within = find_table_lines(lines)
    yield from _join_paragraphs(lines[: within.begin])
    own = {row.index: row for row in own_rows(lines, within)}
    figures = find_figures([*own.values()])
    places = [*own]
    first = {places[min(found.rows)]: section for section, found in figures.items()}
    for index in range(within.begin, within.end):
        if index in first:
            yield make_table(first[index], figures[first[index]])
        if index in within.starts or index not in own or not is_of_table(own[index]):
            yield TextLine(" ".join(lines[index].text.split()), lines[index].level)
    yield from _join_paragraphs(lines[within.end :])


def _join_paragraphs(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The paragraphs of lines that were broken at the edge of a page; other lines are whole."""
    widths = sorted(_width(line.text) for line in lines if not line.level)
    edge = widths[len(widths) * 9 // 10] * _FULL if widths else 0
    is_wrapped = sum(width >= edge for width in widths) >= max(_FEWEST_FULL, _WRAPPED * len(widths))
    pending: list[TextLine] = []
    for line in lines:
        if pending and not (is_wrapped and _goes_on(pending[-1], line, edge)):
            yield _make_paragraph(pending)
            pending = []
        pending.append(line)
    if pending:
        yield _make_paragraph(pending)


def _goes_on(before: TextLine, line: TextLine, edge: float) -> bool:
    """Whether a paragraph goes on in the next line."""
    is_new = line.text[:1].isspace() or line.level or before.level or read_number(line.text.strip())[1]
    return not is_new and _width(before.text) >= edge


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text[:_WIDEST])


_WIDEST: Final = 400
_FEWEST_FULL: Final = 4

_LETTERS: Final = re.compile("[A-Za-z]{2}")


def _make_paragraph(lines: Sequence[TextLine]) -> TextLine:
    text = ""
    for line in lines:
        more = " ".join(line.text.split())
        text = f"{text} {more}" if _LETTERS.fullmatch(text[-1:] + more[:1]) else text + more
    return TextLine(text, lines[0].level)
