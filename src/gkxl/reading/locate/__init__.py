"""Finds every cell of the form in a workbook, by a vote of three witnesses.

The witnesses are the cell's defined name, its place in the layout, and the printed labels of its line and
column. A place is believed when two of them agree; where the third disagrees, an issue names it. Where name
and place agree but the labels are those of another cell, nothing is read: rows may have been sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.issues.issue import Issue, Place
from gkxl.layout import pages
from gkxl.layout.identity import HIDDEN_SHEET
from gkxl.layout.printed import printed_page
from gkxl.reading.locate.defined_names import DefinedNames
from gkxl.reading.locate.findings import edition_issue, find_disagreements, find_stray_content
from gkxl.reading.locate.labels import LabelFinder, is_like_page
from gkxl.reading.locate.vote import find_other_edition, locate_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import Edition
    from gkxl.reading.locate.vote import Located
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
    names: DefinedNames


def find_cells(book: Book, edition: Edition, *, by_labels: bool = False) -> Found:
    """Find every cell of an edition in a workbook.

    Args:
        book: The workbook.
        edition: The edition.
        by_labels: Whether the labels may decide alone where a cell has no name, as in a table that was
            pasted into another workbook.
    """
    names, labelled = DefinedNames.of(book), LabelFinder()
    named = names.places(edition)
    located: list[Located] = []
    issues: list[Issue] = []
    places: dict[str, Place] = {}
    for page in pages(edition):
        one = locate_cells(book, printed_page(page), named, labelled, by_labels=by_labels)
        other = find_other_edition(book, edition, one, labelled, by_labels=by_labels)
        issues += [edition_issue(other, edition)] if other else find_disagreements(one)
        located.append(other.located if other else one)
        places |= located[-1].places
    issues += find_stray_content(located)
    nameless = len(places.keys() - named.keys())
    if nameless and not book.legacy:
        issues.append(Issue(code="names.lost", facts={"count": nameless}))
    sheets = {one.page.page.sheet: one.sheet.name for one in located if one.sheet}
    return Found(
        places, sheets, _find_copies(book, edition, labelled, {*sheets.values()}), tuple(issues), names
    )


def _find_copies(book: Book, edition: Edition, labelled: LabelFinder, used: set[str]) -> dict[str, str]:
    """The sheets that were not used but look like a page, with the name of that page's sheet."""
    known = {HIDDEN_SHEET, *used}
    others = [sheet for sheet in book.sheets if sheet.name not in known and labelled.on(sheet)]
    return {
        sheet.name: page.sheet
        for page in reversed(pages(edition))
        for sheet in others
        if is_like_page(sheet, printed_page(page), labelled)
    }


def has_tables(book: Book, edition: Edition) -> bool:
    """Whether every table of an edition is in a workbook, as far as labels tell."""
    tables = [printed_page(page) for page in pages(edition) if page.section.in_table]
    labelled = LabelFinder()
    located = [locate_cells(book, table, {}, labelled, by_labels=True) for table in tables]
    return all(2 * len(one.places) > len(one.page.labels) for one in located)
