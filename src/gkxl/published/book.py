"""Lays a published report out as a workbook, so that it is read as one: by its labels, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from gkxl.address import column_letters
from gkxl.identity import PREFIX
from gkxl.issues.issue import PrintedPlace
from gkxl.layout import pages
from gkxl.published.rows import Verdict
from gkxl.xlsx import Book, Cell, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Place
    from gkxl.layout import Page
    from gkxl.published.rows import Judged

_PLAIN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A number written as a spreadsheet stores it; any other spelling is for the grammar of numbers to judge."""


class PrintedCell(Cell):
    """A cell of a published table, which people count from its first row and column."""

    __slots__ = ()

    @property
    def address(self) -> str:
        """Where it is, in words."""
        return PrintedPlace("", self.row - 1, self.column).address


@frozen
class Laid:
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


def lay_out(edition: Edition, tables: Mapping[str, Sequence[Judged]], texts: Mapping[str, Any]) -> Laid:
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
            sheets.append(_sheet(page.sheet, _written(page, texts)))
            names |= {
                f"{PREFIX}{box.cell.path}": _reference(page, box.row, box.column)
                for box in page.boxes
                if box.cell
            }
        elif rows is not None:
            sheets.append(_sheet(page.sheet, _table(page, rows)))
            doubtful[page.sheet] = frozenset(
                n for n, row in enumerate(rows, 2) if row.verdict is Verdict.DOUBTFUL
            )
            titles[page.sheet] = page.section.item.label
    sections = {page.sheet: page.section.path for page in pages(edition)}
    return Laid(Book(sheets=tuple(sheets), names=names), doubtful, sections, titles)


def _reference(page: Page, row: int, column: int) -> str:
    return f"'{page.sheet}'!${column_letters(column)}${row}"


def _sheet(name: str, cells: Iterator[Cell]) -> Sheet:
    return Sheet(name=name, state="visible", cells={(cell.row, cell.column): cell for cell in cells})


def _written(page: Page, texts: Mapping[str, Any]) -> Iterator[Cell]:
    """A page of texts as the form has it."""
    for box in page.boxes:
        content = texts.get(box.cell.path, "") if box.cell else box.text
        if content != "":
            kind = Kind.NUMBER if isinstance(content, int) else Kind.TEXT
            yield Cell(box.row, box.column, kind, str(content))


def _table(page: Page, rows: Sequence[Judged]) -> Iterator[Cell]:
    """A table as it is printed, below its title."""
    yield Cell(1, 1, Kind.TEXT, page.section.item.label)
    for number, judged in enumerate(rows, start=2):
        figures = judged.verdict in (Verdict.SOUND, Verdict.ALIGNED)
        for slot in judged.row.slots:
            if slot.label:
                yield PrintedCell(number, slot.column, Kind.TEXT, slot.label)
            elif slot.text or figures:
                kind = Kind.NUMBER if _PLAIN.fullmatch(slot.text) else Kind.TEXT
                yield PrintedCell(number, slot.column, kind, slot.text)
