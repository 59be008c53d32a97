"""Reads a published report as a workbook: it is laid out as one, and read by its labels, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import evolve, field, fields

from gkxl.address import column_letters
from gkxl.arguments import checked
from gkxl.files.limits import Limits
from gkxl.files.save import write_file
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.issues import PrintedPlace
from gkxl.layout import NAME_PREFIX, Identity, pages
from gkxl.publication.frame import Frame
from gkxl.publication.read.alignment import Alignment
from gkxl.publication.read.formats import open_document
from gkxl.publication.read.label_pieces import is_of_labels
from gkxl.publication.read.report import find_doubts, find_oddities, find_report
from gkxl.reading import Reading
from gkxl.reading.locate import find_cells
from gkxl.reading.reader import make_reading
from gkxl.xlsx import Book, Cell, Kind, Sheet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.files.save import Target
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue, Place
    from gkxl.layout import Page
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.report import FoundReport
    from gkxl.reading.cells import Blank
    from gkxl.text import Lang


@frozen(kw_only=True)
class PublishedReading(Reading):
    """What was published.

    Attributes:
        frame: What is printed before and after the report.
    """

    frame: Frame = field(factory=Frame)


_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A number as a spreadsheet stores it; numbers in any other spelling are read as texts that people typed."""


class PrintedCell(Cell):
    """A cell of a published table; its place is counted from the first row and column of that table."""

    __slots__ = ()

    @property
    def address(self) -> str:
        """Its row and column in words."""
        return PrintedPlace("", self.row - 1, self.column).address


@frozen
class LaidOutReport:
    """A published report as a workbook.

    Attributes:
        book: The workbook.
        doubtful: The rows of each sheet that are not to be read.
        sections: The path of the section on each sheet.
        titles: The printed title of each sheet that holds a table.
    """

    book: Book = field(repr=False)
    doubtful: Mapping[str, frozenset[int]]
    sections: Mapping[str, str]
    titles: Mapping[str, str]

    def is_own(self, path: str, place: Place) -> bool:
        """Whether a cell is on the sheet of its own section, and not of another with the same labels."""
        return self.sections[place.sheet] == path.partition(".")[0]

    def is_doubtful(self, place: Place) -> bool:
        """Whether a cell is in a row that is not to be read."""
        return place.row in self.doubtful.get(place.sheet, ())

    def in_print(self, place: Place | None) -> PrintedPlace | None:
        """A place as people count it in the document; None for a text."""
        if place is None or place.sheet not in self.titles:
            return None
        return PrintedPlace(self.titles[place.sheet], place.row - 1, place.column)


def lay_out(
    edition: Edition, tables: Mapping[str, Sequence[AlignedRow]], texts: Mapping[str, Any]
) -> LaidOutReport:
    """Lay a report out as a workbook of an edition.

    Args:
        edition: The edition.
        tables: The rows of the tables, by the path of their section.
        texts: The texts and particulars, by path.
    """
    sheets: list[Sheet] = []
    names: dict[str, str] = {}
    doubtful: dict[str, frozenset[int]] = {}
    titles: dict[str, str] = {}
    for page in pages(edition):
        rows = tables.get(page.section.path)
        if not page.section.in_table:
            sheets.append(_make_sheet(page.sheet, _text_cells(page, texts)))
            names |= {
                f"{NAME_PREFIX}{box.cell.path}": _absolute_reference(page, box.row, box.column)
                for box in page.boxes
                if box.cell
            }
        elif rows is not None:
            sheets.append(_make_sheet(page.sheet, _table_cells(page, rows)))
            doubtful[page.sheet] = frozenset(
                n for n, row in enumerate(rows, 2) if row.alignment is Alignment.DOUBTFUL
            )
            titles[page.sheet] = page.section.item.label
    sections = {page.sheet: page.section.path for page in pages(edition)}
    return LaidOutReport(Book(sheets=tuple(sheets), names=names), doubtful, sections, titles)


def _absolute_reference(page: Page, row: int, column: int) -> str:
    return f"'{page.sheet}'!${column_letters(column)}${row}"


def _make_sheet(name: str, cells: Iterator[Cell]) -> Sheet:
    return Sheet(name=name, state="visible", cells={(cell.row, cell.column): cell for cell in cells})


def _text_cells(page: Page, texts: Mapping[str, Any]) -> Iterator[Cell]:
    """The cells of a page of texts, at their places in the form."""
    for box in page.boxes:
        content = texts.get(box.cell.path, "") if box.cell else box.text
        if content != "":
            kind = Kind.NUMBER if isinstance(content, int) else Kind.TEXT
            yield Cell(box.row, box.column, kind, str(content))


def _table_cells(page: Page, rows: Sequence[AlignedRow]) -> Iterator[Cell]:
    """The cells of a table as it is printed, below its title."""
    yield Cell(1, 1, Kind.TEXT, page.section.item.label)
    for number, aligned in enumerate(rows, start=2):
        figures = aligned.alignment in (Alignment.CERTAIN, Alignment.IN_ORDER)
        name = max((n for n, cell in enumerate(aligned.row.cells) if cell.label), default=0)
        for place, cell in enumerate(aligned.row.cells):
            if cell.label:
                yield PrintedCell(number, cell.column, Kind.TEXT, cell.label)
            elif place < name and is_of_labels(cell.text):
                continue  # a piece of a heading that a page cut in two
            elif cell.text or figures:
                kind = Kind.NUMBER if _PLAIN_NUMBER.fullmatch(cell.text) else Kind.TEXT
                yield PrintedCell(number, cell.column, kind, cell.text)


_PUBLISHED_CODES: Final = {
    "cell.lost": "published.cell",
    "table.lost": "published.lost",
    "table.edition": "published.edition",
    "sheet.stray": "published.stray",
}
"""The codes of issues for workbooks that units fill in, with those for published reports."""


@checked
def read_published(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    year: int | None = None,
    blank: Blank = "error",
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> PublishedReading:
    """Read a published report: a web page, a Word document or a PDF, of anyone and in any layout.

    Its tables are found by their printed labels and read as printed: figures that do not add up are an issue,
    and stay as they are. Unit and year are those of its title.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page.
        year: The report year that it should be of: another year in its title is an issue, and a report
            without one is taken for one of this year.
        blank: What a blank number cell is: ``"error"``, or ``"zero"`` for 0 with a note.
        limits: How large the file may be; the usual limits if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        What was published, what is odd about it, and the report if every number could be read.

    Raises:
        UnreadableFileError: It is something else, or holds none of the tables, or those of several reports.
        UnsafeFileError: It is a Word document that is built as no program builds one.
        LimitError: It is larger than the limits allow.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.

    Example:
        >>> import gkxl
        >>> from gkxl import demo
        >>> reading = gkxl.read_published(gkxl.to_html(demo.report()))
        >>> reading.report.requests == demo.report().requests
        True
    """
    allowed = limits or Limits()
    report = find_report(open_document(source, allowed), allowed, year)
    title = report.words.title
    cover = {report.edition.roles.unit: title.unit, report.edition.roles.year: report.year or ""}
    laid = lay_out(report.edition, report.tables, {**cover, **report.words.texts})
    found = find_cells(laid.book, report.edition, by_labels=True)
    own = {path: place for path, place in found.places.items() if laid.is_own(path, place)}
    doubtful = frozenset(path for path, place in own.items() if laid.is_doubtful(place))
    unread = doubtful if report.year else doubtful | {report.edition.roles.year}
    reading = make_reading(
        laid.book,
        _make_identity(report),
        found._replace(
            places={path: place for path, place in own.items() if path not in unread},
            issues=tuple(_rename_issues(found.issues, report)),
        ),
        [*find_oddities(report), *find_doubts(report.edition, doubtful)],
        blank=blank,
        expected={"year": year},
        lang=lang,
    )
    filed = {name.name: getattr(reading, name.name) for name in fields(Reading)}
    return _place_in_print(PublishedReading(**filed, frame=report.words.frame), laid)


def _make_identity(report: FoundReport) -> Identity:
    """The identity of a published report, as a workbook would hold it."""
    return Identity(
        edition=report.edition.name,
        layout="",
        year=str(report.year or ""),
        unit_code="",
        generator=f"published {report.document.format}",
    )


def _rename_issues(issues: tuple[Issue, ...], report: FoundReport) -> Iterator[Issue]:
    """Issues about where cells are, with codes for published reports; a missing table has its own issue."""
    for issue in issues:
        section = issue.path.partition(".")[0]
        if issue.code in _PUBLISHED_CODES and (not section or section in report.tables):
            yield evolve(issue, code=_PUBLISHED_CODES[issue.code])


def _place_in_print(reading: PublishedReading, laid: LaidOutReport) -> PublishedReading:
    """A reading with places in the document instead of the workbook."""
    cells = tuple(cell._replace(place=laid.in_print(cell.place)) for cell in reading.cells)
    issues = tuple(_place_issue(issue, laid) for issue in reading.issues)
    sheets = tuple(laid.titles.get(name, name) for name in reading.sheets)
    return evolve(reading, cells=cells, issues=issues, sheets=sheets)


def _place_issue(issue: Issue, laid: LaidOutReport) -> Issue:
    facts = issue.facts
    if "sheet" in facts:
        facts = {**facts, "sheet": laid.titles.get(facts["sheet"], facts["sheet"])}
    left, right = (
        tuple(evolve(term, place=laid.in_print(term.place)) for term in side)
        for side in (issue.left, issue.right)
    )
    return evolve(issue, place=laid.in_print(issue.place), left=left, right=right, facts=facts)


def write_reading(reading: Reading, path: Target) -> None:
    """Write a reading as a workbook of its edition; cells that could not be read stay blank.

    Raises:
        WriteError: The file cannot be written, or a text does not fit its cell.
    """
    from gkxl.write.workbook import make_workbook  # noqa: PLC0415 (who only reads need not load it)

    write_file(path, make_workbook(edition_named(reading.edition), reading.values))
