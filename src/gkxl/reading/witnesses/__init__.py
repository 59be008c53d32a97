"""Finds every cell of the form in a workbook, on the word of three witnesses.

The witnesses are the cell's defined name, its place in the layout, and the printed labels of its line and
column. A place is believed when two of them agree; where the third disagrees, an issue says so. Where name
and place agree but the labels are those of another cell, nothing is read: rows may have been sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.issues.issue import Issue, Place
from gkxl.layout import pages
from gkxl.reading.witnesses.labels import Labelled
from gkxl.reading.witnesses.mixed import mixed, mixture
from gkxl.reading.witnesses.names import Names
from gkxl.reading.witnesses.printed import printed
from gkxl.reading.witnesses.sheets import looks_like
from gkxl.reading.witnesses.strays import stray_contents
from gkxl.reading.witnesses.telling import disagreements
from gkxl.reading.witnesses.vote import hear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Book

__all__ = ["Found", "find_cells", "has_tables"]


@frozen
class Found:
    """Where the cells of a form are.

    Attributes:
        places: By path; a cell that was not found is left out.
        sheets: The name of the sheet that each page is on, by the name that the form has for it.
        copies: The sheets that look like a page and were not read, with the name that the form has for it.
        issues: What the witnesses disagreed about.
        names: The defined names of the workbook.
    """

    places: Mapping[str, Place]
    sheets: Mapping[str, str]
    copies: Mapping[str, str]
    issues: tuple[Issue, ...]
    names: Names


def find_cells(book: Book, edition: Edition, *, by_labels: bool = False) -> Found:
    """Find every cell of an edition in a workbook.

    Args:
        book: The workbook.
        edition: The edition.
        by_labels: Whether the labels may decide alone where a cell has no name, as in a table that was
            pasted into another workbook.
    """
    names, labelled = Names.of(book), Labelled()
    named = names.places(edition)
    heard = [hear(book, printed(page), named, labelled, by_labels=by_labels) for page in pages(edition)]
    others = [mixed(book, edition, one, labelled, by_labels=by_labels) for one in heard]
    issues = [
        issue
        for one, other in zip(heard, others, strict=True)
        for issue in ([mixture(other, edition)] if other else disagreements(one))
    ]
    heard = [other.heard if other else one for one, other in zip(heard, others, strict=True)]
    places: dict[str, Place] = {}
    for one in heard:
        places.update(one.places)
    issues.extend(stray_contents(heard))
    nameless = len(places.keys() - named.keys())
    if nameless and not book.legacy:
        issues.append(Issue(code="names.lost", facts={"count": nameless}))
    sheets = {one.page.page.sheet: one.sheet.name for one in heard if one.sheet}
    return Found(places, sheets, _copies(book, edition, labelled, {*sheets.values()}), tuple(issues), names)


def _copies(book: Book, edition: Edition, labelled: Labelled, used: set[str]) -> dict[str, str]:
    others = [sheet for sheet in book.sheets if sheet.name not in used and labelled.on(sheet)]
    return {
        sheet.name: page.sheet
        for page in reversed(pages(edition))
        for sheet in others
        if looks_like(sheet, printed(page), labelled)
    }


def has_tables(book: Book, edition: Edition) -> bool:
    """Whether every table of an edition is in a workbook, as far as labels tell."""
    tables = [printed(page) for page in pages(edition) if page.section.in_table]
    labelled = Labelled()
    heard = [hear(book, table, {}, labelled, by_labels=True) for table in tables]
    return all(2 * len(one.places) > len(one.page.labels) for one in heard)
