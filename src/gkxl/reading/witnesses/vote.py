"""Hears the three witnesses for every cell of a page, and decides where the cell is, or that nobody knows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.issues import Place
from gkxl.reading.witnesses.labels import LabelWitness
from gkxl.reading.witnesses.sheets import choose_sheet, is_intact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.reading.witnesses.printed import Printed
    from gkxl.xlsx import Book, Sheet


@frozen
class Heard:
    """What the witnesses say of a page.

    Attributes:
        page: The page.
        sheet: The sheet that it is on; None where there is none.
        named: Where the names say that cells are, by path.
        laid: Where the layout has them.
        labelled: Where the labels have them.
        places: Where they are, in the end; a cell that nobody can find is left out.
    """

    page: Printed
    sheet: Sheet | None = field(repr=False)
    named: Mapping[str, Place] = field(repr=False)
    laid: Mapping[str, Place] = field(repr=False)
    labelled: Mapping[str, Place] = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)


def hear(book: Book, page: Printed, named: Mapping[str, Place], *, by_labels: bool = False) -> Heard:
    """Decide where the cells of a page are.

    Args:
        book: The workbook.
        page: The page.
        named: Where the names point, by path, for all pages.
        by_labels: Whether the labels may decide alone where a cell has no name.
    """
    own = book.sheet(page.page.sheet)
    laid = _laid(own, page)
    if own and all(named.get(path) == place for path, place in laid.items()) and _untouched(own, page):
        return Heard(page, own, laid, laid, laid, laid)
    sheet = choose_sheet(book, page, named)
    laid = _laid(sheet, page)
    names = {path: named[path] for path in page.labels if path in named}
    labelled = LabelWitness(sheet, page).places() if sheet else {}
    ballot = _Ballot(names, laid, labelled, by_labels=by_labels)
    return Heard(page, sheet, names, laid, labelled, ballot.places(page))


def _laid(sheet: Sheet | None, page: Printed) -> dict[str, Place]:
    if sheet is None:
        return {}
    return {box.cell.path: Place(sheet.name, box.row, box.column) for box in page.page.boxes if box.cell}


def _untouched(sheet: Sheet, page: Printed) -> bool:
    """Whether every label is in its place, and nothing stands beside the labels and cells of the page."""
    filled = sum((box.row, box.column) in sheet.cells for box in page.page.boxes if box.cell)
    return len(sheet.cells) == filled + len(page.boxes) and is_intact(sheet, page)


class _Ballot:
    """The decision for every cell of a page."""

    def __init__(
        self,
        named: Mapping[str, Place],
        laid: Mapping[str, Place],
        labelled: Mapping[str, Place],
        *,
        by_labels: bool,
    ) -> None:
        self._named = named
        self._laid = laid
        self._labelled = labelled
        self._by_labels = by_labels
        self._owners = Counter(labelled.values())
        self._shifted = any(place not in (laid[path], named.get(path)) for path, place in labelled.items())

    def places(self, page: Printed) -> dict[str, Place]:
        """Where the cells are; a place that two of them claim belongs to neither."""
        chosen = {path: self._place(path) for path in page.labels}
        claims = Counter(chosen.values())
        return {path: place for path, place in chosen.items() if place and claims[place] == 1}

    def _place(self, path: str) -> Place | None:
        named, laid, labelled = (of.get(path) for of in (self._named, self._laid, self._labelled))
        if labelled:
            agreed = labelled in (named, laid) or (self._by_labels and named is None)
            return labelled if agreed else None
        return named if named == laid and named and self._may_lack_labels(named) else None

    def _may_lack_labels(self, place: Place) -> bool:
        """Whether name and layout may do.

        They may not where the place is another cell's by its labels, or where cells of the page have been
        shifted under their names.
        """
        return not self._shifted and not self._owners[place]
