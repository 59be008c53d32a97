"""Finds the report in a document of any format: edition, tables, texts, title, and what is odd there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import evolve, field

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.forms import USUAL_KIND, editions_of
from gkxl.frozen import frozen
from gkxl.issues import Issue
from gkxl.layout import pages
from gkxl.layout.printed import fold_label
from gkxl.model.outline import node
from gkxl.publication.read import Picture
from gkxl.publication.read.alignment import Alignment
from gkxl.publication.read.divided_lines import divide_zeros
from gkxl.publication.read.form_tables import find_tables
from gkxl.publication.read.formats import open_document
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.label_repair import repair_labels
from gkxl.publication.read.own_tables import keep_own_columns
from gkxl.publication.read.passages import find_texts
from gkxl.publication.read.second_witness import read_table
from gkxl.publication.read.titles import find_periods, is_other_unit, read_title
from gkxl.reading.locate import list_lines
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read import SourceDocument
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.passages import FoundTexts

_YEAR_POINTS: Final = 6
"""How many points the year of a report is worth for its edition; a label is worth one or two."""


@frozen(kw_only=True)
class FoundReport:
    """The report in a document.

    Attributes:
        document: The document.
        edition: The edition of the report.
        years: The years that it names, each with who names it; several where they disagree.
        tables: The rows of its tables by the path of their section.
        foreign: The headings of columns that the form does not have, by the path of their section.
        divided: The lines of zeros that the edition divides, by the path of their section.
        words: Its texts, and what is around them.
    """

    document: SourceDocument = field(repr=False)
    edition: Edition = field(repr=False)
    years: Mapping[int, Wording]
    tables: Mapping[str, Sequence[AlignedRow]] = field(repr=False)
    foreign: Mapping[str, tuple[str, ...]] = field(repr=False)
    divided: Mapping[str, tuple[str, ...]] = field(repr=False)
    words: FoundTexts = field(repr=False)

    @property
    def year(self) -> int | None:
        """The year that it reports on; None where that is unknown, or in doubt."""
        return next(iter(self.years)) if len(self.years) == 1 else None


def find_report(document: SourceDocument, limits: Limits, year: int | None) -> FoundReport:
    """Find the report in a document.

    Args:
        document: The document.
        limits: How large it may be.
        year: The report year for a document that does not name it, or names several.

    Raises:
        UnreadableFileError: There is none of its tables, or there are those of several reports.
        LimitError: A table is larger than the limits allow.
    """
    found, used = find_tables(document, limits)
    if not found and not document.figures:
        raise _no_tables_error(document)
    own = {
        path: keep_own_columns(repair_labels(found.get(path, ()), official), official)
        for path, official in labels_by_section().items()
        if path in found or path in document.figures
    }
    tables = {
        path: read_table(path, one.rows, document.figures.get(path), limits) for path, one in own.items()
    }
    foreign = {path: one.foreign for path, one in own.items() if one.foreign}
    words = find_texts(document, used)
    years = _find_years(document, words)
    if year is not None and (not years or (len(years) > 1 and year in years)):
        years = {year: Wording("", "")}
    edition = _choose_edition(tables, next(iter(years)) if len(years) == 1 else None)
    own_lines = {path: divide_zeros(path, rows, edition) for path, rows in tables.items()}
    return FoundReport(
        document=document,
        edition=edition,
        years=years,
        tables={path: one.rows for path, one in own_lines.items()},
        foreign=foreign,
        divided={path: one.divided for path, one in own_lines.items() if one.divided},
        words=words,
    )


def _find_years(document: SourceDocument, words: FoundTexts) -> dict[int, Wording]:
    """The years that title, title of the page and period name, each with the first of them that names it."""
    page = read_title(document.title, alone=False)
    # Some name it in the opening of section one; further down, periods are those of other things.
    periods = find_periods([words.frame.lead, *[*words.texts.values()][:1]])
    found: dict[int, Wording] = {}
    for year, witness in (
        (words.title.year, Wording("标题", "the title")),
        (page.year if page else None, Wording("网页标题", "the title of the page")),
        *((year, Wording("统计期限", "the period")) for year in periods),
    ):
        if year is not None:
            found.setdefault(year, witness)
    return found


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
        source: A document of any format.
        edition: The edition that it is of.

    Returns:
        The report year in its title, None where there is none, and the texts by path.

    Raises:
        UnreadableFileError: It is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    document = open_document(source, Limits())
    _, used = find_tables(document, Limits())
    words = find_texts(document, used)
    return words.title.year, {edition.roles.unit: words.title.unit, **words.texts}


_MOST_NAMED: Final = 5
"""How many labels or lines an issue names."""


def find_oddities(report: FoundReport) -> Iterator[Issue]:
    """Issues about the document itself, not about figures: few, however many cells there are."""
    if report.document.encoding_lost:
        yield Issue(code="published.characters")
    yield from _oddities_of_year(report)
    yield from _oddities_of_unit(report)
    for page in pages(report.edition):
        section = page.section
        rows = report.tables.get(section.path)
        if section.path in report.foreign:
            headings = enumerated(report.foreign[section.path], _MOST_NAMED, quoted=True)
            yield _issue("published.columns", section, headings=headings)
        if section.path in report.divided:
            lines = enumerated(report.divided[section.path], _MOST_NAMED, quoted=True)
            yield _issue("published.divided", section, lines=lines)
        if rows is not None:
            yield from (*_repaired_labels(section, rows), *_rows_in_order(section, rows))
        elif section.in_table:
            yield _missing_table(section, report)
    yield from _oddities_of_texts(report.words)


def _oddities_of_year(report: FoundReport) -> Iterator[Issue]:
    """Issues about the year: one that is not named, and those that disagree."""
    year = node(report.edition.form, report.edition.roles.year)
    if not report.years:
        yield Issue(code="published.year", path=year.path, label=year.label)
    elif report.year is None:
        named = [(str(number), who) for number, who in report.years.items()]
        zh = "，".join(f"{who.zh}写的是 {number} 年" for number, who in named)
        en = ", ".join(f"{who.en} says {number}" for number, who in named)
        facts = {"years": Wording(zh, en)}
        yield Issue(code="published.years", path=year.path, label=year.label, facts=facts)


def _oddities_of_unit(report: FoundReport) -> Iterator[Issue]:
    """An issue about the unit, where the title of the page names another one."""
    page, unit = read_title(report.document.title, alone=False), report.words.title.unit
    if page and is_other_unit(page.unit, unit):
        own = node(report.edition.form, report.edition.roles.unit)
        facts = {"unit": unit, "other": page.unit}
        yield Issue(code="published.unit", path=own.path, label=own.label, facts=facts)


def _oddities_of_texts(words: FoundTexts) -> Iterator[Issue]:
    """Issues about texts that could not be parted, and about all that has no place in the form."""
    for section in words.unseparated:
        yield _issue("published.texts", section, first=section.leaves[0].label)
    for section, headings in words.unknown.items():
        named = enumerated(headings, _MOST_NAMED, quoted=True)
        yield _issue("published.heading", section, first=section.leaves[0].label, headings=named)
    for section, text in words.left_over.items():
        yield evolve(_issue("published.unplaced", section), found=text)
    frame = "\n".join(filter(None, (words.frame.lead, words.frame.signature)))
    if frame:
        yield Issue(code="published.frame", found=frame)
    for text in filter(None, words.around):
        yield Issue(code="published.around", found=text)


def find_doubts(edition: Edition, doubtful: Collection[str]) -> Iterator[Issue]:
    """One issue for each table with cells that were found but not read."""
    for page in pages(edition):
        cells = [cell for cell in page.section.leaves if cell.path in doubtful]
        if cells:
            yield _unread_cells("published.doubtful", page.section, cells)


def _missing_table(section: Node, report: FoundReport) -> Issue:
    pictured = section.path in report.words.pictured
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
