"""Finds the report in a document of any format: edition, tables, texts, title, and what is odd there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import field, frozen

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.forms import USUAL_KIND, editions_of
from gkxl.issues.issue import Issue
from gkxl.layout import pages
from gkxl.layout.printed import fold_label
from gkxl.model.outline import node
from gkxl.publication.read.alignment import Alignment, align_rows
from gkxl.publication.read.blocks import Picture
from gkxl.publication.read.chapters import find_chapters, find_first_heading, find_title, split_passages
from gkxl.publication.read.form_tables import find_tables
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.label_repair import repair_labels
from gkxl.reading.locate.findings import list_lines
from gkxl.text import Wording, enumerated, join_words

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.blocks import SourceDocument
    from gkxl.publication.read.chapters import Chapter


_PAGE_FORMATS: Final = (FileFormat.HTML, FileFormat.XML)
_DOCUMENT_FORMATS: Final = (FileFormat.DOC, FileFormat.OLE2, FileFormat.OPENDOCUMENT, FileFormat.RTF)
_ADVICE: Final = {
    **dict.fromkeys(OLD_WORKBOOKS, ("请用 gkxl check 读取", "read it with gkxl check")),
    **dict.fromkeys(
        _DOCUMENT_FORMATS, ("请用 Word 或 WPS 另存为 .docx 后再读取", "save it as .docx in Word or WPS")
    ),
    FileFormat.WEB_ARCHIVE: (
        "请用浏览器打开，另存为 .html 后再读取",
        "open it in a browser and save it as .html",
    ),
    FileFormat.IMAGE: ("图片里的文字读不出来，请换用网页或文档", "nothing can be read of an image"),
    FileFormat.ENCRYPTED: ("请取消密码后再读取", "remove the password"),
}
_OTHER_ADVICE: Final = ("请提供 .html、.docx 或 .pdf", "an .html, .docx or .pdf file is wanted")


def open_document(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> SourceDocument:
    """What stands in a published report, whatever its format.

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
    what, what_en = _ADVICE.get(format_, _OTHER_ADVICE)
    raise UnreadableFileError(
        f"{join_words('文件实际是', zh)}，不是可以读取的已发布报告。{what}。",
        f"this is {en}, not a published report that can be read; {what_en}",
    )


_YEAR_POINTS: Final = 6
"""So many points the year of a report is worth; a label is worth one or two."""


@frozen(kw_only=True)
class FoundReport:
    """What is a report in a document.

    Attributes:
        format: What the document is.
        edition: The edition of the report.
        year: The year that it reports on; None where nobody says so.
        tables: Its tables by the path of their section, row by row.
        texts: Its texts and particulars by path.
        chapters: What stands under the headings of its sections.
        unparted: The sections whose texts could not be told apart.
        encoding_lost: Whether some characters could not be made out.
    """

    format: str
    edition: Edition = field(repr=False)
    year: int | None
    tables: Mapping[str, Sequence[AlignedRow]] = field(repr=False)
    texts: Mapping[str, Any] = field(repr=False)
    chapters: tuple[Chapter, ...] = field(repr=False)
    unparted: tuple[Chapter, ...] = field(repr=False)
    encoding_lost: bool


def find_report(document: SourceDocument, limits: Limits, year: int | None) -> FoundReport:
    """What is a report in a document.

    Args:
        document: The document.
        limits: How large it may be.
        year: The report year, where the document does not say it.

    Raises:
        UnreadableFileError: There is none of its tables, or there are those of several reports.
        LimitError: A table is larger than the limits allow.
    """
    found, used = find_tables(document, limits)
    if not found:
        raise _no_tables_error(document)
    tables = {
        path: align_rows(repair_labels(table.rows, labels_by_section()[path]), labels_by_section()[path])
        for path, table in found.items()
    }
    title = find_title(document.blocks[: find_first_heading(document.blocks)], document.title)
    edition = _choose_edition(tables, title.year or year)
    parted = find_chapters(document.blocks, edition, used)
    roles = edition.roles
    texts: dict[str, Any] = {roles.unit: title.unit, roles.year: title.year or year or ""}
    unparted = []
    for chapter in parted:
        if not chapter.section.in_table:
            said, apart = split_passages(chapter)
            texts |= said
            unparted.extend([] if apart else [chapter])
    return FoundReport(
        format=document.format,
        edition=edition,
        year=title.year or year,
        tables=tables,
        texts=texts,
        chapters=parted,
        unparted=tuple(unparted),
        encoding_lost=document.encoding_lost,
    )


def _no_tables_error(document: SourceDocument) -> UnreadableFileError:
    if any(isinstance(block, Picture) for block in document.blocks):
        return UnreadableFileError(
            f"没有找到{USUAL_KIND.name.zh}的表格：表格可能是图片，读不出数字。请换用带文字表格的网页或文档。",
            "none of the report's tables was found; they may be pictures, of which nothing can be read",
        )
    return UnreadableFileError(
        f"没有找到{USUAL_KIND.name.zh}的表格。请核对是不是{USUAL_KIND.title}，表格是否完整。",
        f"none of the tables was found; check that this is {USUAL_KIND.title_en}",
    )


def _choose_edition(tables: Mapping[str, Sequence[AlignedRow]], year: int | None) -> Edition:
    """The edition that the tables fit best; that of the year needs a few labels less."""

    def fit(edition: Edition) -> tuple[int, int]:
        labels = sum(_count_points(rows, path, edition) for path, rows in tables.items())
        return labels + _YEAR_POINTS * (year is not None and edition.covers(year)), edition.first_year

    return max(editions_of(USUAL_KIND), key=fit)


def _count_points(rows: Sequence[AlignedRow], path: str, edition: Edition) -> int:
    """How many of a table's labels an edition has, and how few of its own are missing."""
    page = labels_by_section()[path].pages.get(edition.name)
    if page is None:
        return 0
    labels = {slot.label for judged in rows for slot in judged.row.slots}
    return 2 * len(labels & page.counts.keys()) - len(page.counts)


def read_texts(
    source: str | os.PathLike[str] | bytes | BinaryIO, edition: Edition
) -> tuple[int | None, dict[str, str]]:
    """The report year that a document names, None where it names none, and its texts by path.

    Args:
        source: A web page, a Word document or a PDF.
        edition: The edition whose headings part the texts.

    Raises:
        UnreadableFileError: It is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    document = open_document(source, Limits())
    _, used = find_tables(document, Limits())
    title = find_title(document.blocks[: find_first_heading(document.blocks)], document.title)
    texts = {edition.roles.unit: title.unit}
    for chapter in find_chapters(document.blocks, edition, used):
        if not chapter.section.in_table:
            texts |= split_passages(chapter)[0]
    return title.year, texts


_MOST_NAMED: Final = 5
"""So many labels and lines are named."""


def find_oddities(gathered: FoundReport) -> Iterator[Issue]:
    """What there is to say about the document, but for its figures."""
    if gathered.encoding_lost:
        yield Issue(code="published.characters")
    if gathered.year is None:
        year = gathered.edition.roles.year
        yield Issue(code="published.year", path=year, label=node(gathered.edition.form, year).label)
    for page in pages(gathered.edition):
        section = page.section
        rows = gathered.tables.get(section.path)
        if rows is not None:
            yield from (*_repaired_labels(section, rows), *_rows_in_order(section, rows))
        elif section.in_table:
            yield _missing_table(section, gathered)
    for chapter in gathered.unparted:
        first = chapter.section.leaves[0]
        yield Issue(
            code="published.texts",
            path=chapter.section.path,
            label=chapter.section.label,
            facts={"first": first.label},
        )


def find_doubts(edition: Edition, doubtful: Collection[str]) -> Iterator[Issue]:
    """One issue for each table that has cells of which nothing was read, though they were found."""
    for page in pages(edition):
        cells = [cell for cell in page.section.leaves if cell.path in doubtful]
        if cells:
            yield _unread_cells("published.doubtful", page.section, cells)


def _missing_table(section: Node, gathered: FoundReport) -> Issue:
    pictured = any(chapter.pictured for chapter in gathered.chapters if chapter.section.path == section.path)
    why = Wording("：那里是一张图片，读不出数字", ": there is a picture, of which nothing can be read")
    return _unread_cells("published.absent", section, section.leaves, why=why if pictured else "")


def _unread_cells(code: str, section: Node, cells: Sequence[Node], **facts: str | Wording) -> Issue:
    lines = list_lines([cell for cell in cells if not cell.computed] or cells)
    paths = tuple(cell.path for cell in cells)
    told = {"count": len(cells), "lines": lines, "paths": paths, **facts}
    return Issue(code=code, path=section.path, label=section.label, facts=told)


def _rows_in_order(section: Node, rows: Sequence[AlignedRow]) -> Iterator[Issue]:
    aligned = [judged.row for judged in rows if judged.verdict is Alignment.ALIGNED]
    if aligned:
        names = [[_one_line(slot.text) for slot in row.slots if slot.label][-1:] for row in aligned]
        lines = enumerated([f"“{name}”" for named in names for name in named], _MOST_NAMED)
        facts = {"count": len(aligned), "lines": lines}
        yield Issue(code="published.aligned", path=section.path, label=section.label, facts=facts)


def _repaired_labels(section: Node, rows: Sequence[AlignedRow]) -> Iterator[Issue]:
    mended = {slot.text: slot.label for judged in rows for slot in judged.row.slots if slot.mended}
    if mended:
        official = {
            fold_label(box.text): box.text
            for page in labels_by_section()[section.path].pages.values()
            for box in page.boxes
        }
        labels = enumerated(
            [f"“{_one_line(text)}”→“{official[label]}”" for text, label in mended.items()], _MOST_NAMED
        )
        facts = {"count": len(mended), "labels": labels}
        yield Issue(code="published.label", path=section.path, label=section.label, facts=facts)


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))
