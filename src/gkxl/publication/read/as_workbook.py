"""Reads a published report as a workbook: it is laid out as one, and read by its labels, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import evolve, field, frozen

from gkxl.address import column_letters
from gkxl.files.limits import Limits
from gkxl.files.save import write_file
from gkxl.forms import edition_named
from gkxl.issues.issue import PrintedPlace
from gkxl.layout import pages
from gkxl.layout.identity import NAME_PREFIX, Identity
from gkxl.publication.read.alignment import Alignment
from gkxl.publication.read.report import find_doubts, find_oddities, find_report, open_document
from gkxl.reading.locate import find_cells
from gkxl.reading.reader import make_reading
from gkxl.xlsx import Book, Cell, Kind, Sheet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.files.save import Target
    from gkxl.forms.edition import Edition
    from gkxl.issues.catalogue import Lang
    from gkxl.issues.issue import Issue, Place, Term
    from gkxl.layout import Page
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.report import FoundReport
    from gkxl.reading import Reading
    from gkxl.reading.cells import Blank


_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A number written as a spreadsheet stores it; any other spelling is for the grammar of numbers to judge."""


class PrintedCell(Cell):
    """A cell of a published table, which people count from its first row and column."""

    __slots__ = ()

    @property
    def address(self) -> str:
        """Where it is, in words."""
        return PrintedPlace("", self.row - 1, self.column).address


@frozen
class LaidOutReport:
    """A published report as a workbook.

    Attributes:
        book: The workbook.
        doubtful: The rows of each sheet of which nothing is to be read.
        sections: The path of the section that each sheet is of.
        titles: What each sheet that holds a table is called in print.
    """

    book: Book = field(repr=False)
    doubtful: Mapping[str, frozenset[int]]
    sections: Mapping[str, str]
    titles: Mapping[str, str]

    def is_own(self, path: str, place: Place) -> bool:
        """Whether a cell is on the sheet of its own section: no other is laid out for it."""
        return self.sections[place.sheet] == path.partition(".")[0]

    def is_doubtful(self, place: Place) -> bool:
        """Whether a cell is in a row of which nothing is to be read."""
        return place.row in self.doubtful.get(place.sheet, ())

    def in_print(self, place: Place | None) -> PrintedPlace | None:
        """A place as people count it in the document; none for a text."""
        if place is None or place.sheet not in self.titles:
            return None
        return PrintedPlace(self.titles[place.sheet], place.row - 1, place.column)


def lay_out(
    edition: Edition, tables: Mapping[str, Sequence[AlignedRow]], texts: Mapping[str, Any]
) -> LaidOutReport:
    """A report as a workbook of an edition.

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
                n for n, row in enumerate(rows, 2) if row.verdict is Alignment.DOUBTFUL
            )
            titles[page.sheet] = page.section.item.label
    sections = {page.sheet: page.section.path for page in pages(edition)}
    return LaidOutReport(Book(sheets=tuple(sheets), names=names), doubtful, sections, titles)


def _absolute_reference(page: Page, row: int, column: int) -> str:
    return f"'{page.sheet}'!${column_letters(column)}${row}"


def _make_sheet(name: str, cells: Iterator[Cell]) -> Sheet:
    return Sheet(name=name, state="visible", cells={(cell.row, cell.column): cell for cell in cells})


def _text_cells(page: Page, texts: Mapping[str, Any]) -> Iterator[Cell]:
    """A page of texts as the form has it."""
    for box in page.boxes:
        content = texts.get(box.cell.path, "") if box.cell else box.text
        if content != "":
            kind = Kind.NUMBER if isinstance(content, int) else Kind.TEXT
            yield Cell(box.row, box.column, kind, str(content))


def _table_cells(page: Page, rows: Sequence[AlignedRow]) -> Iterator[Cell]:
    """A table as it is printed, below its title."""
    yield Cell(1, 1, Kind.TEXT, page.section.item.label)
    for number, judged in enumerate(rows, start=2):
        figures = judged.verdict in (Alignment.SOUND, Alignment.ALIGNED)
        for slot in judged.row.slots:
            if slot.label:
                yield PrintedCell(number, slot.column, Kind.TEXT, slot.label)
            elif slot.text or figures:
                kind = Kind.NUMBER if _PLAIN_NUMBER.fullmatch(slot.text) else Kind.TEXT
                yield PrintedCell(number, slot.column, kind, slot.text)


_PUBLISHED_CODES: Final = {
    "cell.lost": "published.cell",
    "table.lost": "published.lost",
    "table.edition": "published.edition",
    "sheet.stray": "published.stray",
}
"""What is said of workbooks that units fill in, by what is said of published reports in its stead."""


def read_published(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    year: int | None = None,
    blank: Blank = "error",
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> Reading:
    """Read a published report: a web page, a Word document or a PDF, of anyone and in any layout.

    Its tables are found by their printed labels and read as printed: what does not add up is told, not
    mended. An edition is made out for each table. Unit and year are those of its title.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page.
        year: The report year that it should be of; another one than it says is an issue, and where it says
            none, it is taken for one of this year.
        blank: What a blank number cell is: ``"error"``, or ``"zero"`` for 0 with a note.
        limits: How large the file may be; the usual limits if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        What was published, what is odd about it, and the report if every number could be read.

    Raises:
        UnreadableFileError: It is something else, or holds none of the tables, or those of several reports.
        UnsafeFileError: It is built as no program builds it.
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
    gathered = find_report(open_document(source, allowed), allowed, year)
    laid = lay_out(gathered.edition, gathered.tables, gathered.texts)
    found = find_cells(laid.book, gathered.edition, by_labels=True)
    own = {path: place for path, place in found.places.items() if laid.is_own(path, place)}
    doubtful = frozenset(path for path, place in own.items() if laid.is_doubtful(place))
    unread = doubtful if gathered.year else doubtful | {gathered.edition.roles.year}
    reading = make_reading(
        laid.book,
        _make_identity(gathered),
        evolve(
            found,
            places={path: place for path, place in own.items() if path not in unread},
            issues=tuple(_rename_issues(found.issues, gathered)),
        ),
        [*find_oddities(gathered), *find_doubts(gathered.edition, doubtful)],
        blank=blank,
        expected={"year": year},
        lang=lang,
    )
    return _place_in_print(reading, laid)


def _make_identity(gathered: FoundReport) -> Identity:
    """What a published report says of itself."""
    return Identity(
        edition=gathered.edition.name,
        layout="",
        year=str(gathered.year or ""),
        unit_code="",
        generator=f"published {gathered.format}",
    )


def _rename_issues(issues: tuple[Issue, ...], gathered: FoundReport) -> Iterator[Issue]:
    """What the witnesses disagreed about; of a table that is not there at all, more is said elsewhere."""
    for issue in issues:
        section = issue.path.partition(".")[0]
        if issue.code in _PUBLISHED_CODES and (not section or section in gathered.tables):
            yield evolve(issue, code=_PUBLISHED_CODES[issue.code])


def _place_in_print(reading: Reading, laid: LaidOutReport) -> Reading:
    """A reading whose places are those of the document."""
    cells = tuple(cell._replace(place=laid.in_print(cell.place)) for cell in reading.cells)
    issues = tuple(_place_issue(issue, laid) for issue in reading.issues)
    sheets = tuple(laid.titles.get(name, name) for name in reading.sheets)
    return evolve(reading, cells=cells, issues=issues, sheets=sheets)


def _place_issue(issue: Issue, laid: LaidOutReport) -> Issue:
    facts = issue.facts
    if "sheet" in facts:
        facts = {**facts, "sheet": laid.titles.get(facts["sheet"], facts["sheet"])}
    left, right = (tuple(_place_term(term, laid) for term in side) for side in (issue.left, issue.right))
    return evolve(issue, place=laid.in_print(issue.place), left=left, right=right, facts=facts)


def _place_term(term: Term, laid: LaidOutReport) -> Term:
    return evolve(term, place=laid.in_print(term.place))


def write_reading(reading: Reading, path: Target) -> None:
    """Write a reading as a workbook of its edition; what is filled in then is checked like any return.

    Raises:
        WriteError: The file cannot be written, or a text does not fit its cell.
    """
    from gkxl.write.workbook import make_workbook  # noqa: PLC0415 (who only reads need not load it)

    write_file(path, make_workbook(edition_named(reading.edition), reading.values))
