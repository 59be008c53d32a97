"""Decides where each cell of a page is, by a vote of the three witnesses, or that it cannot be known.

It also decides which edition a table is of: returns come back with tables of two editions mixed.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, field

from gkxl.checksheet.lines import is_last_year_note
from gkxl.forms import EDITIONS
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import Place
from gkxl.layout import REQUIREMENT_MARK, pages
from gkxl.layout.printed import PrintedPage, fold_label, printed_page
from gkxl.reading.locate.defined_names import DefinedNames
from gkxl.reading.locate.labels import LabelWitness, choose_sheet, is_intact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.layout import Page
    from gkxl.reading.locate.labels import LabelFinder
    from gkxl.xlsx import Book, Sheet


@frozen
class Witnesses:
    """Where each witness has the cells of a page, by path; a cell that it knows nothing of is left out.

    Attributes:
        named: Where their names point.
        laid: Where the layout has them.
        labelled: Where their labels have them.
    """

    named: Mapping[str, Place]
    laid: Mapping[str, Place]
    labelled: Mapping[str, Place]


@frozen(eq=False)
class Located:
    """What came of hearing the witnesses.

    Attributes:
        page: The page.
        sheet: The sheet that it is on; None where there is none.
        witnesses: Where each witness has the cells.
        places: Where the cells are, by path; a cell that was not found is left out.
        untouched: Whether the sheet is as it was issued, but for the figures.
        labels: Where there are labels on the sheet; empty for an untouched one.
    """

    page: PrintedPage
    sheet: Sheet | None = field(repr=False)
    witnesses: Witnesses = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    untouched: bool = False
    labels: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)


def locate_cells(
    book: Book,
    page: PrintedPage,
    named: Mapping[str, Place],
    labelled: LabelFinder,
    *,
    by_labels: bool = False,
) -> Located:
    """Decide where the cells of a page are.

    Args:
        book: The workbook.
        page: The page.
        named: Where the names point, by path, for all pages.
        labelled: Finds the labels on the sheets.
        by_labels: Whether the labels may decide alone where a cell has no name.
    """
    own = book.sheet(page.page.sheet)
    laid = _places_in_layout(page.page.sheet, page.page) if own else {}
    if own and laid.items() <= named.items() and _is_untouched(own, page):
        return Located(page, own, Witnesses(laid, laid, laid), laid, untouched=True)
    sheet = choose_sheet(book, page, named, labelled)
    names = {path: named[path] for path in page.labels if path in named}
    if sheet is None:
        return Located(page, None, Witnesses(names, {}, {}), {})
    witness = LabelWitness(sheet, page, labelled.find(sheet, page))
    witnesses = Witnesses(names, _places_in_layout(sheet.name, page.page), witness.places())
    places = _Vote(book, witness, witnesses, by_labels=by_labels).places(page)
    return Located(page, sheet, witnesses, places, labels=witness.spots())


@lru_cache(maxsize=256)
def _places_in_layout(sheet: str, page: Page) -> Mapping[str, Place]:
    """Where the layout has the cells of a page that is on this sheet."""
    return {box.cell.path: Place.of(sheet, box.row, box.column) for box in page.boxes if box.cell}


def _is_untouched(sheet: Sheet, page: PrintedPage) -> bool:
    """Whether every label is in its place, and nothing else is on the sheet but the cells of the page."""
    return (sheet.cells.keys() <= page.spots or _holds_only_notes(sheet, page)) and is_intact(sheet, page)


def _holds_only_notes(sheet: Sheet, page: PrintedPage) -> bool:
    """Whether all outside the page was issued with it: last year's figures, and what the office asks for."""
    margin = page.page.width + 1
    outside = ((spot, cell) for spot, cell in sheet.cells.items() if spot not in page.spots)
    return all(
        cell.text.startswith(REQUIREMENT_MARK) or (column == margin and is_last_year_note(cell.text))
        for (_, column), cell in outside
    )


class _Vote:
    """The decision for every cell of a page."""

    def __init__(self, book: Book, witness: LabelWitness, witnesses: Witnesses, *, by_labels: bool) -> None:
        self._book = book
        self._labels = witness
        self._witnesses = witnesses
        self._by_labels = by_labels
        self._owners = Counter(witnesses.labelled.values())
        self._shifted = witness.have_strayed() or any(
            place not in (witnesses.laid[path], witnesses.named.get(path))
            for path, place in witnesses.labelled.items()
        )

    def places(self, page: PrintedPage) -> dict[str, Place]:
        """Where the cells are; a place that two of them claim, or that holds a label, belongs to none."""
        chosen = {path: self._place(path) for path in page.labels}
        claims = Counter(chosen.values())
        printed = self._labels.printed_at()
        return {
            path: place
            for path, place in chosen.items()
            if place and claims[place] == 1 and (place.row, place.column) not in printed
        }

    def _place(self, path: str) -> Place | None:
        witnesses = self._witnesses
        named, laid, labelled = (of.get(path) for of in (witnesses.named, witnesses.laid, witnesses.labelled))
        if labelled:
            agreed = labelled in (named, laid) or (self._by_labels and named is None)
            return labelled if agreed and not self._went_away(labelled, named) else None
        return named if named and named == laid and self._may_lack_labels(path, named) else None

    def _may_lack_labels(self, path: str, place: Place) -> bool:
        """Whether name and layout may do.

        They may not where the place is another cell's by its labels, where cells or labels of the page have
        been shifted under the names, or where the cell is empty: a text may have been there.
        """
        other = self._owners[place] or self._labels.contradict(path)
        return not self._shifted and not other and self._holds(place)

    def _went_away(self, place: Place, named: Place | None) -> bool:
        """Whether a place is empty because what was there was moved, and its name with it."""
        moved = named is not None and named != place and not self._owners[named] and self._holds(named)
        return moved and not self._holds(place)

    def _holds(self, place: Place) -> bool:
        sheet = self._book.sheet(place.sheet)
        return sheet is not None and (place.row, place.column) in sheet.cells


class OtherEdition(NamedTuple):
    """A table of another edition than its workbook.

    Attributes:
        expected: The table as the workbook's edition has it.
        edition: The edition that it is of.
        located: Where its cells are, but for those that mean something else in the workbook's edition.
    """

    expected: PrintedPage
    edition: Edition
    located: Located


def find_other_edition(
    book: Book, expected: Edition, located: Located, labelled: LabelFinder, *, by_labels: bool
) -> OtherEdition | None:
    """The table as located by the edition that it fits best, if that is not the workbook's."""
    sheet = located.sheet
    if sheet is None or located.untouched or not located.page.page.section.in_table:
        return None
    every = [(expected, located.page), *_other_pages(located.page)]
    edition, page = max(every, key=lambda one: _score_fit(sheet, one[1], labelled))
    if page is located.page:
        return None
    from gkxl.reports.conversion import correspondence  # noqa: PLC0415 (few returns mix two editions)

    theirs = locate_cells(book, page, DefinedNames.of(book).places(edition), labelled, by_labels=by_labels)
    same = correspondence(edition.form, expected.form)
    places = {path: place for path, place in theirs.places.items() if same.get(path) == (path,)}
    return OtherEdition(located.page, edition, evolve(theirs, places=places))


def _other_pages(page: PrintedPage) -> Iterator[tuple[Edition, PrintedPage]]:
    """The same section as other editions print it."""
    for edition in EDITIONS.values():
        for other in pages(edition):
            if other.section.path == page.page.section.path and other is not page.page:
                yield edition, printed_page(other)


def _score_fit(sheet: Sheet, page: PrintedPage, labelled: LabelFinder) -> int:
    """How well a sheet fits a page: labels there, and more so in their places, less those missing."""
    found = len(labelled.find(sheet, page))
    cells = ((sheet.cells.get(spot), text) for spot, text in page.texts.items())
    placed = sum(cell is not None and fold_label(cell.text) == fold_label(text) for cell, text in cells)
    return 2 * found - len(page.counts) + 2 * placed
