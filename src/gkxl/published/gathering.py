"""Gathers what is a report in a document: its edition, its tables, its texts, its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from gkxl.errors import UnreadableFileError
from gkxl.forms import EDITIONS
from gkxl.published.blocks import Picture
from gkxl.published.chapters import chapters, first_heading, passages
from gkxl.published.labels import named
from gkxl.published.rows import judged
from gkxl.published.tables import find_tables
from gkxl.published.title import find_title
from gkxl.published.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gkxl.files.limits import Limits
    from gkxl.forms.edition import Edition
    from gkxl.published.blocks import Source
    from gkxl.published.chapters import Chapter
    from gkxl.published.rows import Judged

_OF_THE_YEAR: Final = 6
"""So many points the year of a report is worth; a label is worth one or two."""


@frozen(kw_only=True)
class Gathered:
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
    tables: Mapping[str, Sequence[Judged]] = field(repr=False)
    texts: Mapping[str, Any] = field(repr=False)
    chapters: tuple[Chapter, ...] = field(repr=False)
    unparted: tuple[Chapter, ...] = field(repr=False)
    encoding_lost: bool


def gather(document: Source, limits: Limits, year: int | None) -> Gathered:
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
        raise _without_tables(document)
    tables = {
        path: judged(named(table.rows, wordings()[path]), wordings()[path]) for path, table in found.items()
    }
    title = find_title(document.blocks[: first_heading(document.blocks)], document.title)
    edition = _edition(tables, title.year or year)
    parted = chapters(document.blocks, edition, used)
    texts: dict[str, Any] = {"cover.unit": title.unit, "cover.year": title.year or year or ""}
    unparted = []
    for chapter in parted:
        if not chapter.section.in_table:
            said, apart = passages(chapter)
            texts |= said
            unparted.extend([] if apart else [chapter])
    return Gathered(
        format=document.format,
        edition=edition,
        year=title.year or year,
        tables=tables,
        texts=texts,
        chapters=parted,
        unparted=tuple(unparted),
        encoding_lost=document.encoding_lost,
    )


def _without_tables(document: Source) -> UnreadableFileError:
    if any(isinstance(block, Picture) for block in document.blocks):
        return UnreadableFileError(
            "没有找到年度报告的表格：表格可能是图片，读不出数字。请换用带文字表格的网页或文档。",
            "none of the report's tables was found; they may be pictures, of which nothing can be read",
        )
    return UnreadableFileError(
        "没有找到年度报告的表格。请核对是不是政府信息公开工作年度报告，表格是否完整。",
        "none of the tables was found; check that this is an annual report on information disclosure",
    )


def _edition(tables: Mapping[str, Sequence[Judged]], year: int | None) -> Edition:
    """The edition that the tables fit best; that of the year needs a few labels less."""

    def fit(edition: Edition) -> tuple[int, int]:
        labels = sum(_fit(rows, path, edition) for path, rows in tables.items())
        return labels + _OF_THE_YEAR * (year is not None and edition.covers(year)), edition.first_year

    return max(EDITIONS.values(), key=fit)


def _fit(rows: Sequence[Judged], path: str, edition: Edition) -> int:
    """How many of a table's labels an edition has, and how few of its own are missing."""
    page = wordings()[path].pages.get(edition.name)
    if page is None:
        return 0
    labels = {slot.label for judged in rows for slot in judged.row.slots}
    return 2 * len(labels & page.counts.keys()) - len(page.counts)
