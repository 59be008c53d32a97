"""Hears the three witnesses for every cell of a page, and decides where the cell is, or that nobody knows."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.expectations import is_note
from gkxl.issues.issue import Place
from gkxl.reading.witnesses.labels import LabelWitness
from gkxl.reading.witnesses.sheets import choose_sheet, is_intact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.layout import Page
    from gkxl.reading.witnesses.labels import Labelled
    from gkxl.reading.witnesses.printed import Printed
    from gkxl.xlsx import Book, Sheet


@frozen
class Testimony:
    """Where each witness has the cells of a page, by path; a cell that it knows nothing of is left out.

    Attributes:
        named: Where their names point.
        laid: Where the layout has them.
        labelled: Where their labels have them.
    """

    named: Mapping[str, Place]
    laid: Mapping[str, Place]
    labelled: Mapping[str, Place]


@frozen
class Heard:
    """What came of hearing the witnesses.

    Attributes:
        page: The page.
        sheet: The sheet that it is on; None where there is none.
        says: What the witnesses say.
        places: Where the cells are, by path; a cell that nobody can find is left out.
        untouched: Whether the sheet is as it was issued, but for the figures.
        labels: Where there are labels on the sheet; not told of an untouched one.
    """

    page: Printed
    sheet: Sheet | None = field(repr=False)
    says: Testimony = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    untouched: bool = False
    labels: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)


def hear(
    book: Book, page: Printed, named: Mapping[str, Place], labelled: Labelled, *, by_labels: bool = False
) -> Heard:
    """Decide where the cells of a page are.

    Args:
        book: The workbook.
        page: The page.
        named: Where the names point, by path, for all pages.
        labelled: Where the labels stand.
        by_labels: Whether the labels may decide alone where a cell has no name.
    """
    own = book.sheet(page.page.sheet)
    laid = _laid(page.page.sheet, page.page) if own else {}
    if own and laid.items() <= named.items() and _is_untouched(own, page):
        return Heard(page, own, Testimony(laid, laid, laid), laid, untouched=True)
    sheet = choose_sheet(book, page, named, labelled)
    names = {path: named[path] for path in page.labels if path in named}
    if sheet is None:
        return Heard(page, None, Testimony(names, {}, {}), {})
    witness = LabelWitness(sheet, page, labelled.find(sheet, page))
    says = Testimony(names, _laid(sheet.name, page.page), witness.places())
    places = _Ballot(book, witness, says, by_labels=by_labels).places(page)
    return Heard(page, sheet, says, places, labels=witness.spots())


@lru_cache(maxsize=256)
def _laid(sheet: str, page: Page) -> Mapping[str, Place]:
    """Where the layout has the cells of a page that is on this sheet."""
    return {box.cell.path: Place.of(sheet, box.row, box.column) for box in page.boxes if box.cell}


def _is_untouched(sheet: Sheet, page: Printed) -> bool:
    """Whether every label is in its place, and nothing stands beside the labels and cells of the page."""
    return (sheet.cells.keys() <= page.spots or _holds_only_notes(sheet, page)) and is_intact(sheet, page)


def _holds_only_notes(sheet: Sheet, page: Printed) -> bool:
    """Whether what stands beside the page are notes that have been there since it was issued."""
    margin = page.page.width + 1
    beside = ((spot, cell) for spot, cell in sheet.cells.items() if spot not in page.spots)
    return all(column == margin and is_note(cell.text) for (_, column), cell in beside)


class _Ballot:
    """The decision for every cell of a page."""

    def __init__(self, book: Book, witness: LabelWitness, says: Testimony, *, by_labels: bool) -> None:
        self._book = book
        self._witness = witness
        self._says = says
        self._by_labels = by_labels
        self._owners = Counter(says.labelled.values())
        self._shifted = any(
            place not in (says.laid[path], says.named.get(path)) for path, place in says.labelled.items()
        )

    def places(self, page: Printed) -> dict[str, Place]:
        """Where the cells are; a place that two of them claim, or that holds a label, belongs to none."""
        chosen = {path: self._place(path) for path in page.labels}
        claims = Counter(chosen.values())
        printed = self._witness.printed_at()
        return {
            path: place
            for path, place in chosen.items()
            if place and claims[place] == 1 and (place.row, place.column) not in printed
        }

    def _place(self, path: str) -> Place | None:
        says = self._says
        named, laid, labelled = (of.get(path) for of in (says.named, says.laid, says.labelled))
        if labelled:
            agreed = labelled in (named, laid) or (self._by_labels and named is None)
            return labelled if agreed and not self._went_away(labelled, named) else None
        return named if named and named == laid and self._may_lack_labels(path, named) else None

    def _may_lack_labels(self, path: str, place: Place) -> bool:
        """Whether name and layout may do.

        They may not where the place is another cell's by its labels, where cells of the page have been
        shifted under their names, or where nothing stands: a text may have been there.
        """
        other = self._owners[place] or self._witness.speaks_against(path)
        return not self._shifted and not other and self._holds(place)

    def _went_away(self, place: Place, named: Place | None) -> bool:
        """Whether a place is empty because what was there was moved, and its name with it."""
        moved = named is not None and named != place and not self._owners[named] and self._holds(named)
        return moved and not self._holds(place)

    def _holds(self, place: Place) -> bool:
        sheet = self._book.sheet(place.sheet)
        return sheet is not None and (place.row, place.column) in sheet.cells
