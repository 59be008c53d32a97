"""Finds every cell of the form in a workbook, on the word of three witnesses.

The witnesses are the cell's defined name, its place in the layout, and the printed labels of its line and
column. A place is believed when two of them agree; where the third disagrees, an issue says so.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.identity import PREFIX
from gkxl.issues import Issue, Place
from gkxl.layout import pages
from gkxl.xlsx import Kind, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.layout import Box, Page
    from gkxl.outline import Node
    from gkxl.xlsx import Book, Sheet


@frozen
class Found:
    """Where the cells of a form are.

    Attributes:
        places: By path; a cell that was not found is left out.
        issues: What the witnesses disagreed about.
    """

    places: Mapping[str, Place]
    issues: tuple[Issue, ...]


def find_cells(book: Book, edition: Edition) -> Found:
    """Find every cell of an edition in a workbook."""
    named = _named_places(book)
    places: dict[str, Place] = {}
    issues: list[Issue] = []
    for page in pages(edition):
        search = _PageSearch(book, page, named)
        for box in page.boxes:
            if box.cell:
                place, issue = search.find(box, box.cell)
                if place:
                    places[box.cell.path] = place
                if issue:
                    issues.append(issue)
    nameless = sum(path not in named for path in places)
    if nameless:
        issues.append(Issue(code="names.lost", facts={"count": nameless}))
    return Found(places, tuple(issues))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A label as it is compared: without white space, full- and half-width forms alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _named_places(book: Book) -> dict[str, Place]:
    """Where the defined names of the form's cells point, by path."""
    return {
        name.removeprefix(PREFIX): place
        for name, text in book.names.items()
        if name.startswith(PREFIX) and (place := _place(text))
    }


@lru_cache(maxsize=4096)
def _place(text: str) -> Place | None:
    """Where a name points, to the first cell of its area; most workbooks use the same few hundred."""
    target = reference(text)
    return Place(target.sheet, target.top, target.left) if target else None


class _PageSearch:
    """The search for the cells of one page."""

    def __init__(self, book: Book, page: Page, named: Mapping[str, Place]) -> None:
        self._book = book
        self._page = page
        self._named = named
        self._sheet = self._choose_sheet()
        self._printed = [box for box in page.boxes if box.text]
        self._labels = {folded(box.text) for box in self._printed}
        self._intact = self._sheet is not None and all(
            self._text(self._sheet, box.row, box.column) == folded(box.text) for box in self._printed
        )

    def find(self, box: Box, cell: Node) -> tuple[Place | None, Issue | None]:
        """Where a cell is, if two witnesses agree, and what there is to say if the third does not."""
        named = self._named.get(cell.path)
        laid = Place(self._sheet.name, box.row, box.column) if self._sheet else None
        if self._intact and named in (laid, None):
            return laid, None
        votes = {place: self._votes(place, named, laid, cell) for place in (named, laid) if place}
        believed = [place for place, witnesses in votes.items() if len(witnesses) > 1]
        if len(believed) != 1:
            return None, Issue(code="cell.lost", path=cell.path, label=cell.label)
        (place,) = believed
        if named is None or len(votes[place]) == len(_WITNESSES):
            return place, None
        return place, _doubted(cell, place, votes[place])

    def _votes(self, place: Place, named: Place | None, laid: Place | None, cell: Node) -> set[str]:
        """The witnesses for a place; none where the labels there are those of other cells."""
        labels = {"labels"} if self._intact and place == laid else self._labels_at(place, cell)
        if labels is None:
            return set()
        return {name for name, says in (("name", named), ("layout", laid)) if says == place} | labels

    def _choose_sheet(self) -> Sheet | None:
        """The sheet of the page's name, or else the one that most names of its cells point to."""
        cells = [box.cell.path for box in self._page.boxes if box.cell]
        pointed = Counter(self._named[path].sheet for path in cells if path in self._named)
        likely = [name for name, _ in pointed.most_common(1)]
        return self._book.sheet(self._page.sheet) or (self._book.sheet(likely[0]) if likely else None)

    def _labels_at(self, place: Place, cell: Node) -> set[str] | None:
        """Whether the labels around a place are those of the cell; None where they are another cell's."""
        sheet = self._book.sheet(place.sheet)
        if sheet is None:
            return set()
        left = self._nearest(sheet, ((place.row, column) for column in range(place.column - 1, 0, -1)))
        above = self._above(sheet, place)
        own = {folded(heading) for heading in cell.headings}
        if any(label in self._others(own) for label in (left, *above)):
            return None
        wanted = (bool(left) or not self._page.lead_columns) and (bool(above) or self._page.lead_columns)
        return {"labels"} if wanted and {left, *above} & own else set()

    def _others(self, own: set[str]) -> set[str]:
        """The labels that would speak against a cell with these headings."""
        leaves = self._page.section.leaves()
        return {folded(heading) for leaf in leaves for heading in leaf.headings} - own

    def _above(self, sheet: Sheet, place: Place) -> tuple[str, ...]:
        """The nearest label above a place, and the one that stands over that label."""
        for row in range(place.row - 1, 0, -1):
            label = self._text(sheet, row, place.column)
            if label in self._labels:
                outer = ((r, c) for r in range(row - 1, 0, -1) for c in range(place.column, 0, -1))
                return label, self._nearest(sheet, outer)
        return ()

    def _nearest(self, sheet: Sheet, cells: Iterable[tuple[int, int]]) -> str:
        """The first text on the way that is one of the page's labels."""
        texts = (self._text(sheet, row, column) for row, column in cells)
        return next((text for text in texts if text in self._labels), "")

    def _text(self, sheet: Sheet, row: int, column: int) -> str:
        cell = sheet.cells.get((row, column))
        return folded(cell.text) if cell and cell.kind is Kind.TEXT else ""


_WITNESSES = {"name": ("名称", "its name"), "layout": ("位置", "its place"), "labels": ("表头", "the labels")}


def _doubted(cell: Node, place: Place, witnesses: set[str]) -> Issue:
    told = [words for name, words in _WITNESSES.items() if name in witnesses]
    return Issue(
        code="cell.moved",
        path=cell.path,
        label=cell.label,
        place=place,
        facts={
            "witnesses": "和".join(zh for zh, _ in told),
            "witnesses_en": " and ".join(en for _, en in told),
        },
    )
