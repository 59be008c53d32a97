"""Tells which edition each table is of: returns come back with tables of two editions mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from gkxl.conversion import correspondence
from gkxl.forms import EDITIONS
from gkxl.issues.issue import Issue
from gkxl.layout import pages
from gkxl.reading.witnesses.names import Names
from gkxl.reading.witnesses.printed import Printed, folded, printed
from gkxl.reading.witnesses.telling import some_lines
from gkxl.reading.witnesses.vote import Heard, hear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.reading.witnesses.labels import Labelled
    from gkxl.xlsx import Book, Sheet


@frozen
class Mixed:
    """A table of another edition than its workbook.

    Attributes:
        expected: The table as the workbook's edition has it.
        edition: The edition that it is of.
        heard: Where its cells are, but for those that mean something else in the workbook's edition.
    """

    expected: Printed
    edition: Edition
    heard: Heard


def mixed(
    book: Book, expected: Edition, heard: Heard, labelled: Labelled, *, by_labels: bool
) -> Mixed | None:
    """The table heard by the layout and labels of the edition that it fits best, if that is another one."""
    sheet = heard.sheet
    if sheet is None or heard.untouched or not heard.page.page.section.in_table:
        return None
    every = [(expected, heard.page), *_others(heard.page)]
    edition, page = max(every, key=lambda one: _fit(sheet, one[1], labelled))
    if page is heard.page:
        return None
    theirs = hear(book, page, Names.of(book).places(edition), labelled, by_labels=by_labels)
    same = correspondence(edition.form, expected.form)
    places = {path: place for path, place in theirs.places.items() if same.get(path) == (path,)}
    return Mixed(heard.page, edition, evolve(theirs, places=places))


def _others(page: Printed) -> Iterator[tuple[Edition, Printed]]:
    """The same section as other editions print it."""
    for edition in EDITIONS.values():
        for other in pages(edition):
            if other.section.path == page.page.section.path and other is not page.page:
                yield edition, printed(other)


def _fit(sheet: Sheet, page: Printed, labelled: Labelled) -> int:
    """How well a sheet fits a page: labels there, and more so in their places, less those missing."""
    found = len(labelled.find(sheet, page))
    cells = ((sheet.cells.get(spot), text) for spot, text in page.texts.items())
    placed = sum(cell is not None and folded(cell.text) == folded(text) for cell, text in cells)
    return 2 * found - len(page.counts) + 2 * placed


def mixture(found: Mixed, edition: Edition) -> Issue:
    """The issue for a table of another edition: what of it was not read."""
    section = found.expected.page.section
    lost = [cell for cell in section.leaves if cell.path not in found.heard.places]
    zh, en = some_lines([cell for cell in lost if not cell.computed] or lost)
    return Issue(
        code="table.edition",
        path=section.path,
        label=section.label,
        facts={
            "other": found.edition.name,
            "edition": edition.name,
            "count": len(lost),
            "lines": zh,
            "lines_en": en,
            "paths": tuple(cell.path for cell in lost),
        },
    )
