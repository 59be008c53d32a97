"""Finds the report in a document of any format: edition, tables, texts, title, and what is odd there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import field, frozen

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.forms import USUAL_KIND, editions_of
from gkxl.issues import Issue
from gkxl.layout import pages
from gkxl.layout.printed import fold_label
from gkxl.model.outline import node
from gkxl.publication.read.alignment import Alignment, align_rows
from gkxl.publication.read.blocks import Picture
from gkxl.publication.read.chapters import find_chapters, find_first_heading, find_title, split_passages
from gkxl.publication.read.form_tables import find_tables
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.label_repair import repair_labels
from gkxl.reading.locate import list_lines
from gkxl.text import Wording, enumerated, join_words

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.blocks import SourceDocument
    from gkxl.publication.read.chapters import Chapter, Title

_PAGE_FORMATS: Final = (FileFormat.HTML, FileFormat.XML)
_DOCUMENT_FORMATS: Final = (FileFormat.DOC, FileFormat.OLE2, FileFormat.OPENDOCUMENT, FileFormat.RTF)
_ADVICE: Final = {
    **dict.fromkeys(OLD_WORKBOOKS, Wording("请用 gkxl check 读取", "read it with gkxl check")),
    **dict.fromkeys(
        _DOCUMENT_FORMATS,
        Wording("请用 Word 或 WPS 另存为 .docx 后再读取", "save it as .docx in Word or WPS"),
    ),
    FileFormat.WEB_ARCHIVE: Wording(
        "请用浏览器打开，另存为 .html 后再读取", "open it in a browser and save it as .html"
    ),
    FileFormat.IMAGE: Wording("图片里的文字读不出来，请换用网页或文档", "nothing can be read of an image"),
    FileFormat.ENCRYPTED: Wording("请取消密码后再读取", "remove the password"),
}
_OTHER_ADVICE: Final = Wording("请提供 .html、.docx 或 .pdf", "an .html, .docx or .pdf file is wanted")


def open_document(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> SourceDocument:
    """Open a published report of any format.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page.
        limits: How large it may be.

    Raises:
        UnreadableFileError: There is no such file, or it is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    is_page = isinstance(source, str) and "<" in source
    data = source.encode("utf-8", "replace") if isinstance(source, str) and is_page else load(source, limits)
    format_ = FileFormat.HTML if is_page else sniff(data)
    if format_ in _PAGE_FORMATS:
        from gkxl.publication.read.html_reader import read_html  # noqa: PLC0415 (one format needs no other's library)

        return read_html(data, limits)
    if format_ is FileFormat.ZIP:
        from gkxl.publication.read.docx_reader import read_docx  # noqa: PLC0415 (the same)

        return read_docx(data, limits)
    if format_ is FileFormat.PDF:
        from gkxl.publication.read.pdf_reader import read_pdf  # noqa: PLC0415 (the same)

        return read_pdf(data, limits)
    zh, en = format_.value
    raise UnreadableFileError(
        "{what}，不是可以读取的已发布报告。{advice}。",
        what=Wording(join_words("文件实际是", zh), f"this is {en}"),
        advice=_ADVICE.get(format_, _OTHER_ADVICE),
    )


_YEAR_POINTS: Final = 6
"""How many points the year of a report is worth for its edition; a label is worth one or two."""


@frozen(kw_only=True)
class FoundReport:
    """The report in a document.

    Attributes:
        document: The document.
        edition: The edition of the report.
        year: The year that it reports on; None where that is unknown.
        tables: The rows of its tables by the path of their section.
        texts: Its texts and particulars by path.
        chapters: Its sections with their lines.
        unseparated: The sections whose texts could not be separated.
    """

    document: SourceDocument = field(repr=False)
    edition: Edition = field(repr=False)
    year: int | None
    tables: Mapping[str, Sequence[AlignedRow]] = field(repr=False)
    texts: Mapping[str, Any] = field(repr=False)
    chapters: tuple[Chapter, ...] = field(repr=False)
    unseparated: tuple[Chapter, ...] = field(repr=False)


def find_report(document: SourceDocument, limits: Limits, year: int | None) -> FoundReport:
    """Find the report in a document.

    Args:
        document: The document.
        limits: How large it may be.
        year: The report year for a document that does not name it.

    Raises:
        UnreadableFileError: There is none of its tables, or there are those of several reports.
        LimitError: A table is larger than the limits allow.
    """
    found, used = find_tables(document, limits)
    if not found:
        raise _no_tables_error(document)
    official = labels_by_section()
    tables = {
        path: align_rows(repair_labels(rows, official[path]), official[path]) for path, rows in found.items()
    }
    title = _title_of(document)
    year = title.year or year
    edition = _choose_edition(tables, year)
    chapters = find_chapters(document.blocks, edition, used)
    texts, unseparated = _split_texts(chapters)
    cover = {edition.roles.unit: title.unit, edition.roles.year: year or ""}
    return FoundReport(
        document=document,
        edition=edition,
        year=year,
        tables=tables,
        texts={**cover, **texts},
        chapters=chapters,
        unseparated=unseparated,
    )


def _title_of(document: SourceDocument) -> Title:
    return find_title(document.blocks[: find_first_heading(document.blocks)], document.title)


def _split_texts(chapters: tuple[Chapter, ...]) -> tuple[dict[str, str], tuple[Chapter, ...]]:
    """The texts of chapters by path, and the chapters whose texts could not be separated."""
    texts: dict[str, str] = {}
    unseparated = []
    for chapter in chapters:
        if not chapter.section.in_table:
            found, separated = split_passages(chapter)
            texts |= found
            unseparated += [] if separated else [chapter]
    return texts, tuple(unseparated)


def _no_tables_error(document: SourceDocument) -> UnreadableFileError:
    if any(isinstance(block, Picture) for block in document.blocks):
        return UnreadableFileError(
            "没有找到{kind}的表格：表格可能是图片，读不出数字。请换用带文字表格的网页或文档。",
            kind=USUAL_KIND.name,
        )
    return UnreadableFileError(
        "没有找到{kind}的表格。请核对是不是{title}，表格是否完整。",
        kind=USUAL_KIND.name,
        title=Wording(USUAL_KIND.title, USUAL_KIND.title_en),
    )


def _choose_edition(tables: Mapping[str, Sequence[AlignedRow]], year: int | None) -> Edition:
    """The edition whose labels the tables have most of; the edition of the year needs a few less."""

    def fit(edition: Edition) -> tuple[int, int]:
        labels = sum(_count_points(rows, path, edition) for path, rows in tables.items())
        return labels + _YEAR_POINTS * (year is not None and edition.covers(year)), edition.first_year

    return max(editions_of(USUAL_KIND), key=fit)


def _count_points(rows: Sequence[AlignedRow], path: str, edition: Edition) -> int:
    """Points for an edition: one for each label of its table that is there, less one for each missing."""
    page = labels_by_section()[path].pages.get(edition.name)
    if page is None:
        return 0
    labels = {cell.label for aligned in rows for cell in aligned.row.cells}
    return 2 * len(labels & page.counts.keys()) - len(page.counts)


def read_texts(
    source: str | os.PathLike[str] | bytes | BinaryIO, edition: Edition
) -> tuple[int | None, dict[str, str]]:
    """Read the texts of a document, which need not have any of the tables.

    Args:
        source: A web page, a Word document or a PDF.
        edition: The edition whose headings separate the texts.

    Returns:
        The report year in its title, None where there is none, and the texts by path.

    Raises:
        UnreadableFileError: It is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    document = open_document(source, Limits())
    _, used = find_tables(document, Limits())
    title = _title_of(document)
    texts, _ = _split_texts(find_chapters(document.blocks, edition, used))
    return title.year, {edition.roles.unit: title.unit, **texts}


_MOST_NAMED: Final = 5
"""How many labels or lines an issue names."""


def find_oddities(report: FoundReport) -> Iterator[Issue]:
    """Issues about the document itself, not about figures: few, however many cells there are."""
    if report.document.encoding_lost:
        yield Issue(code="published.characters")
    if report.year is None:
        year = report.edition.roles.year
        yield Issue(code="published.year", path=year, label=node(report.edition.form, year).label)
    for page in pages(report.edition):
        section = page.section
        rows = report.tables.get(section.path)
        if rows is not None:
            yield from (*_repaired_labels(section, rows), *_rows_in_order(section, rows))
        elif section.in_table:
            yield _missing_table(section, report)
    for chapter in report.unseparated:
        section = chapter.section
        yield _issue("published.texts", section, first=section.leaves[0].label)


def find_doubts(edition: Edition, doubtful: Collection[str]) -> Iterator[Issue]:
    """One issue for each table with cells that were found but not read."""
    for page in pages(edition):
        cells = [cell for cell in page.section.leaves if cell.path in doubtful]
        if cells:
            yield _unread_cells("published.doubtful", page.section, cells)


def _missing_table(section: Node, report: FoundReport) -> Issue:
    pictured = any(chapter.has_picture for chapter in report.chapters if chapter.section.path == section.path)
    why = Wording("：那里是一张图片，读不出数字", ": there is a picture, of which nothing can be read")
    return _unread_cells("published.absent", section, section.leaves, why=why if pictured else "")


def _unread_cells(code: str, section: Node, cells: Sequence[Node], **facts: str | Wording) -> Issue:
    lines = list_lines([cell for cell in cells if not cell.computed] or cells)
    paths = tuple(cell.path for cell in cells)
    return _issue(code, section, count=len(cells), lines=lines, paths=paths, **facts)


def _rows_in_order(section: Node, rows: Sequence[AlignedRow]) -> Iterator[Issue]:
    aligned = [each.row for each in rows if each.alignment is Alignment.IN_ORDER]
    if aligned:
        names = [[_one_line(cell.text) for cell in row.cells if cell.label][-1:] for row in aligned]
        lines = enumerated([f"“{name}”" for named in names for name in named], _MOST_NAMED)
        yield _issue("published.aligned", section, count=len(aligned), lines=lines)


def _repaired_labels(section: Node, rows: Sequence[AlignedRow]) -> Iterator[Issue]:
    repaired = {cell.text: cell.label for aligned in rows for cell in aligned.row.cells if cell.repaired}
    if repaired:
        official = {
            fold_label(box.text): box.text
            for page in labels_by_section()[section.path].pages.values()
            for box in page.boxes
        }
        labels = enumerated(
            [f"“{_one_line(text)}”→“{official[label]}”" for text, label in repaired.items()], _MOST_NAMED
        )
        yield _issue("published.label", section, count=len(repaired), labels=labels)


def _issue(code: str, section: Node, **facts: Any) -> Issue:  # noqa: ANN401 (whatever the code names)
    return Issue(code=code, path=section.path, label=section.label, facts=facts)


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))
