"""Finds the columns of a list: by their headings, their defined names, and where they were issued.

A column is believed where two of the three agree. In a list that was not issued by gkxl, or has lost its
names, the headings decide alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field, frozen

from gkxl.layout import NAME_PREFIX
from gkxl.layout.printed import fold_label
from gkxl.reading.locate.defined_names import read_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.xlsx import Book, Sheet

_ROWS_SEARCHED: Final = 30
"""The first rows of a sheet in which headings are looked for; titles and notes may come before them."""

_LEAST_HEADINGS: Final = 4
"""A row with so many known headings is the row of headings."""

_MARKS: Final = re.compile(r"[★☆*]")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Doubt: TypeAlias = Literal["moved", "unread", "missing"]
"""What is doubtful about a column: it is not where it was issued, its witnesses disagree, or it is gone."""


@frozen
class Heading:
    """A column that a list has.

    Attributes:
        path: The path of the column; its defined name has it.
        at: The column that it was issued in, from 1.
        words: The headings by which it is known.
    """

    path: str
    at: int
    words: tuple[str, ...]


@frozen
class FoundColumns:
    """The columns of a list in a workbook.

    Attributes:
        sheet: The sheet that it is on.
        row: The row of its headings.
        columns: The number of each column that is to be read, by path.
        doubts: What is doubtful about columns, by path, and where their headings are.
        copies: The names of further sheets that look like it.
    """

    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    doubts: Mapping[str, tuple[Doubt, int]]
    copies: tuple[str, ...] = field(default=())

    @property
    def known(self) -> frozenset[str]:
        """The paths of the columns that are there, be they doubtful."""
        there = (path for path, (doubt, _) in self.doubts.items() if doubt != "missing")
        return frozenset((*self.columns, *there))


def find_columns(
    book: Book, name: str, headings: tuple[Heading, ...], *, issued: bool = True
) -> FoundColumns | None:
    """The columns of a list; None where no sheet has enough of its headings.

    Args:
        book: The workbook.
        name: The name of the sheet that it was issued on.
        headings: The columns that it has.
        issued: Whether it was issued by gkxl: then a column that is elsewhere is doubtful.
    """
    likely = {sheet.name: (sheet, *_find_heads(sheet, headings)) for sheet in book.sheets}
    likely = {key: found for key, found in likely.items() if len(found[2]) >= _LEAST_HEADINGS}
    if not likely:
        return None
    chosen = name if name in likely else max(likely, key=lambda key: len(likely[key][2]))
    sheet, row, heads = likely[chosen]
    names = _find_names(book, sheet, headings)
    columns: dict[str, int] = {}
    doubts: dict[str, tuple[Doubt, int]] = {}
    others = {at for found in heads.values() for at in found}
    for heading in headings:
        column, doubt = _vote(heading, heads.get(heading.path, []), names.get(heading.path), others)
        if column:
            columns[heading.path] = column
        if doubt and (issued or doubt != "moved"):
            doubts[heading.path] = doubt, column or names.get(heading.path) or heading.at
    return FoundColumns(sheet, row, columns, doubts, tuple(key for key in likely if key != chosen))


def _vote(
    heading: Heading, heads: list[int], named: int | None, others: set[int]
) -> tuple[int | None, Doubt | None]:
    """The column of a heading, and what is doubtful about it.

    Args:
        heading: The heading.
        heads: The columns that it is printed over.
        named: The column that its defined name points to.
        others: The columns over which any known heading is printed.
    """
    if len(heads) > 1:
        return (named, "moved") if named in heads else (None, "unread")
    if not heads:
        if named is None:
            return None, "missing"
        return (None, "unread") if named in others or named != heading.at else (named, "moved")
    (column,) = heads
    if named not in {None, column} and column != heading.at:
        return None, "unread"
    return column, None if column == heading.at and named in {None, column} else "moved"


def _find_heads(sheet: Sheet, headings: tuple[Heading, ...]) -> tuple[int, dict[str, list[int]]]:
    """The row of the headings, and the columns over which each is printed."""
    known = _paths_by_word(headings)
    rows: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (row, column), cell in sheet.cells.items():
        if row <= _ROWS_SEARCHED and cell.text and (path := _find_path(cell.text, known)):
            rows[row][path].append(column)
    best = max(sorted(rows), key=lambda row: len(rows[row]), default=0)
    return best, dict(rows[best]) if best else {}


@cache
def _paths_by_word(headings: tuple[Heading, ...]) -> dict[str, str]:
    found = ((fold_label(word), heading.path) for heading in headings for word in heading.words)
    return {text: path for word, path in found for text in (_IN_BRACKETS.sub("", word), word)}


def _find_path(text: str, known: Mapping[str, str]) -> str | None:
    """The path of the column over which a text is printed: as it is, or without what is in brackets."""
    folded = fold_label(_MARKS.sub("", text))
    return known.get(folded) or known.get(_IN_BRACKETS.sub("", folded))


def _find_names(book: Book, sheet: Sheet, headings: tuple[Heading, ...]) -> dict[str, int]:
    """The columns of a sheet to which the defined names of headings point."""
    pointed = ((one.path, read_place(book.names.get(NAME_PREFIX + one.path, ""))) for one in headings)
    return {path: place.column for path, place in pointed if place and place.sheet == sheet.name}
