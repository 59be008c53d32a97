"""Reads last year's figures in a workbook, and what the unit explains on the check sheet.

Where an explanation is, three witnesses tell: the defined name of its cell, its place as issued, and the
printed label of its line. Two of them must agree.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.checksheet.rows import EXPLANATION_COLUMN, EXPLANATION_HEADING, explainable_lines
from gkxl.forms import edition_named
from gkxl.issues.issue import Issue, Place
from gkxl.layout import AUDIT_SHEET
from gkxl.layout.printed import fold_label
from gkxl.reading.identity import read_last_year
from gkxl.reading.locate.defined_names import read_place
from gkxl.reading.locate.findings import stray_issue
from gkxl.text import is_explanation, writable
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gkxl.checksheet.rows import ExplainableLine
    from gkxl.forms.edition import Edition
    from gkxl.layout.identity import Identity
    from gkxl.xlsx import Book, Cell, Sheet


_FIRST_LAYOUT: Final = "1"
"""The layout in which nothing could be explained."""


@frozen
class Explanations:
    """What a workbook says beside the cells of the form.

    Attributes:
        carried: Those of last year's figures that it was issued with, by path.
        explanations: What the unit explains, by the code and path that it is about.
        issues: What was written among the explanations and belongs to no line.
    """

    carried: Mapping[str, int] = field(factory=dict)
    explanations: Mapping[tuple[str, str], str] = field(factory=dict)
    issues: tuple[Issue, ...] = ()


NO_EXPLANATIONS: Final = Explanations()
"""What a workbook says that knows of no other year and explains nothing."""


def without_check_sheet(book: Book) -> Book:
    """The workbook as the form's cells are looked for in it: without what the check sheet says."""
    sheets = (evolve(sheet, cells={}) if sheet.name == AUDIT_SHEET else sheet for sheet in book.sheets)
    return evolve(book, sheets=tuple(sheets))


def read_explanations(book: Book, identity: Identity, whole: Callable[[], Book]) -> Explanations:
    """What a workbook says beside the cells of the form.

    Args:
        book: The workbook with the head of its check sheet.
        identity: What it says of itself.
        whole: Gives the workbook with all of its check sheet, for when a line is not where it was issued.
    """
    edition = edition_named(identity.edition)
    figures = read_last_year(book, edition)
    if book.sheet(AUDIT_SHEET) is None or identity.layout == _FIRST_LAYOUT:
        return Explanations(figures)
    found = _ExplanationCells(book, edition)
    if not found.as_issued:
        found = _ExplanationCells(whole(), edition)
    return Explanations(figures, found.texts(), found.strays())


class _ExplanationCells:
    """What stands on a check sheet, and where the explanations are."""

    def __init__(self, book: Book, edition: Edition) -> None:
        self._sheet = next(sheet for sheet in book.sheets if sheet.name == AUDIT_SHEET)
        named = {line.name: read_place(book.names.get(line.name, "")) for line in explainable_lines(edition)}
        self._named = {name: place for name, place in named.items() if place and place.sheet == AUDIT_SHEET}
        labelled = _find_labels(self._sheet, edition)
        chosen = {line: self._place(line, labelled.get(line.name)) for line in explainable_lines(edition)}
        claims = Counter(chosen.values())
        self._places = {line: place for line, place in chosen.items() if place and claims[place] == 1}
        self.as_issued = len(self._places) == len(chosen) and all(
            self._named.get(line.name) in (None, line.place) for line in chosen
        )

    def _place(self, line: ExplainableLine, labelled: Place | None) -> Place | None:
        """Where two witnesses agree; not where what was there has been moved away, and its name with it."""
        named = self._named.get(line.name)
        if labelled == line.place and named in (None, labelled):
            return labelled
        votes = Counter(place for place in (named, line.place, labelled) if place)
        place, count = votes.most_common(1)[0]
        went_away = named and named != place and self._text(named) and not self._text(place)
        return place if count > 1 and not went_away else None

    def _text(self, place: Place) -> str:
        cell = self._sheet.cells.get((place.row, place.column))
        return writable(cell.text.strip()) if cell and cell.kind is Kind.TEXT else ""

    def texts(self) -> dict[tuple[str, str], str]:
        """What is explained, by the code and path that it is about."""
        texts = {line.key: self._text(place) for line, place in self._places.items()}
        return {key: text for key, text in texts.items() if is_explanation(text)}

    def strays(self) -> tuple[Issue, ...]:
        """An issue if texts in the column of explanations, or under a name, belong to no line.

        A sheet without any of the lines and names is none of ours, and says nothing.
        """
        if not (self._places or self._named):
            return ()
        own = {(place.row, place.column) for place in self._places.values()}
        under = {(place.row, place.column) for place in self._named.values()}
        cells = [
            cell
            for spot, cell in self._sheet.cells.items()
            if (spot[1] == EXPLANATION_COLUMN or spot in under) and spot not in own and _is_written(cell)
        ]
        return (stray_issue(self._sheet, cells),) if cells else ()


def _is_written(cell: Cell) -> bool:
    """Whether this is neither blank nor the printed heading."""
    return bool(cell.text.strip()) and cell.text != EXPLANATION_HEADING


def _find_labels(sheet: Sheet, edition: Edition) -> dict[str, Place]:
    """Where the labels of the lines have them; a label that stands in two rows says nothing."""
    labels = _names_by_label(edition)
    rows: dict[str, list[int]] = {}
    for (row, column), cell in sheet.cells.items():
        if column == 1 and (name := labels.get(fold_label(cell.text))):
            rows.setdefault(name, []).append(row)
    alone = {name: found[0] for name, found in rows.items() if len(found) == 1}
    return {name: Place.of(AUDIT_SHEET, row, EXPLANATION_COLUMN) for name, row in alone.items()}


@cache
def _names_by_label(edition: Edition) -> dict[str, str]:
    """The name of each line by its label."""
    return {fold_label(line.label): line.name for line in explainable_lines(edition)}
