"""Reads what a workbook says beside the form's cells: last year's figures, and what the unit explains.

Explanations stand on the check sheet. Each is believed on the word of two witnesses, like the form's cells:
the defined name of its cell, its place as issued, and the printed label of its line.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.expectations import EXPLANATION, HEADING, lines
from gkxl.forms import edition_named
from gkxl.issues import Issue, Place
from gkxl.layout import AUDIT_SHEET
from gkxl.reading.identity import read_carried
from gkxl.reading.witnesses.names import place_of
from gkxl.reading.witnesses.printed import folded
from gkxl.reading.witnesses.strays import stray
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from gkxl.expectations import Line
    from gkxl.forms.edition import Edition
    from gkxl.identity import Identity
    from gkxl.xlsx import Book, Cell, Sheet

_FIRST_LAYOUT: Final = "1"
"""The layout in which nothing could be explained."""


@frozen
class Beside:
    """What a workbook says beside the cells of the form.

    Attributes:
        carried: Those of last year's figures that it was issued with, by path.
        explanations: What the unit explains, by the code and path that it is about.
        issues: What was written among the explanations and belongs to no line.
    """

    carried: Mapping[str, int] = field(factory=dict)
    explanations: Mapping[tuple[str, str], str] = field(factory=dict)
    issues: tuple[Issue, ...] = ()


NOTHING: Final = Beside()
"""What a workbook says that knows of no other year and explains nothing."""


def without_checks(book: Book) -> Book:
    """The workbook as the form's cells are looked for in it: without what the check sheet says."""
    sheets = (evolve(sheet, cells={}) if sheet.name == AUDIT_SHEET else sheet for sheet in book.sheets)
    return evolve(book, sheets=tuple(sheets))


def read_beside(book: Book, identity: Identity, whole: Callable[[], Book]) -> Beside:
    """What a workbook says beside the cells of the form.

    Args:
        book: The workbook with the head of its check sheet.
        identity: What it says of itself.
        whole: Gives the workbook with all of its check sheet, for when a line is not where it was issued.
    """
    edition = edition_named(identity.edition)
    figures = read_carried(book, edition)
    if book.sheet(AUDIT_SHEET) is None or identity.layout == _FIRST_LAYOUT:
        return Beside(figures)
    places = _places(book, edition)
    if len(places) < len(lines(edition)):
        book = whole()
        places = _places(book, edition)
    explanations, strays = _explanations(_sheet(book), places), [*_strays(_sheet(book), places.values())]
    return Beside(figures, explanations, (stray(_sheet(book), strays),) if strays else ())


def _sheet(book: Book) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == AUDIT_SHEET)


def _places(book: Book, edition: Edition) -> dict[tuple[str, str], Place]:
    """Where the cells for explanations are: where two witnesses agree, and no two lines."""
    labelled = _labelled(_sheet(book), edition)
    chosen = {}
    for line in lines(edition):
        named = place_of(book.names.get(line.name, ""))
        votes = Counter(place for place in (named, line.place, labelled.get(line.name)) if place)
        place, count = votes.most_common(1)[0]
        if count > 1 and place.sheet == AUDIT_SHEET:
            chosen[line.code, line.path] = place
    claims = Counter(chosen.values())
    return {key: place for key, place in chosen.items() if claims[place] == 1}


def _labelled(sheet: Sheet, edition: Edition) -> dict[str, Place]:
    """Where the labels of the lines have them; a label that stands in two rows says nothing."""
    rows: dict[str, list[int]] = {}
    for (row, column), cell in sheet.cells.items():
        line = _labels(edition).get(folded(cell.text)) if column == 1 else None
        if line:
            rows.setdefault(line.name, []).append(row)
    return {
        name: Place(AUDIT_SHEET, found[0], EXPLANATION) for name, found in rows.items() if len(found) == 1
    }


@cache
def _labels(edition: Edition) -> dict[str, Line]:
    return {folded(line.label): line for line in lines(edition)}


def _explanations(sheet: Sheet, places: Mapping[tuple[str, str], Place]) -> dict[tuple[str, str], str]:
    texts = {key: _text(sheet, place) for key, place in places.items()}
    return {key: text for key, text in texts.items() if text}


def _text(sheet: Sheet, place: Place) -> str:
    cell = sheet.cells.get((place.row, place.column))
    return cell.text.strip() if cell and cell.kind is not Kind.ERROR else ""


def _strays(sheet: Sheet, places: Collection[Place]) -> Iterator[Cell]:
    """Texts in the column of explanations, but for its heading, that belong to no line."""
    own = {(place.row, place.column) for place in places}
    for spot, cell in sheet.cells.items():
        if spot[1] == EXPLANATION and spot not in own and cell.text.strip() and cell.text != HEADING:
            yield cell
