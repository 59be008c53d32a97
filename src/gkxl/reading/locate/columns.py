"""Finds the columns of a list: by their headings, their defined names, and where they were issued.

A column is believed where two of the three agree. In a list that was not issued by gkxl, or has lost its
names, the headings decide alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field

from gkxl.frozen import frozen
from gkxl.layout import NAME_PREFIX
from gkxl.layout.printed import fold_label
from gkxl.reading.locate.defined_names import read_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.register import Column
    from gkxl.xlsx import Book, Sheet

_ROWS_SEARCHED: Final = 30
"""The first rows of a sheet in which headings are looked for; titles and notes may come before them."""

_LEAST_HEADINGS: Final = 4
"""A row with so many known headings is the row of headings."""

_LONGEST_HEADING: Final = 100
"""Longer texts are none: many cells may share one of a megabyte."""

_MARKS: Final = re.compile(r"[★☆*]")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Doubt: TypeAlias = Literal["moved", "unread", "missing"]
"""What is doubtful about a column: it is not where it was issued, its witnesses disagree, or it is gone."""


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
    book: Book, name: str, wanted: tuple[Column, ...], *, issued: bool = True
) -> FoundColumns | None:
    """The columns of a list; None where no sheet has enough of its headings.

    Args:
        book: The workbook.
        name: The name of the sheet that it was issued on.
        wanted: The columns that it has.
        issued: Whether it was issued by gkxl: then a column that is elsewhere is doubtful.
    """
    every = {sheet.name: (sheet, *_find_heads(sheet, wanted)) for sheet in book.sheets}
    likely = {key: found for key, found in every.items() if len(found[2]) >= _LEAST_HEADINGS}
    if not likely:
        return None
    chosen = name if name in likely else max(likely, key=lambda key: len(likely[key][2]))
    sheet, row, heads = likely[chosen]
    names = _find_names(book, sheet, wanted)
    columns: dict[str, int] = {}
    doubts: dict[str, tuple[Doubt, int]] = {}
    others = {at for found in heads.values() for at in found}
    for one in wanted:
        column, doubt = _vote(one, heads.get(one.path, []), names.get(one.path), others)
        if column:
            columns[one.path] = column
        if doubt and (issued or doubt != "moved"):
            doubts[one.path] = doubt, column or names.get(one.path) or one.at
    return FoundColumns(sheet, row, columns, doubts, tuple(key for key in likely if key != chosen))


def _vote(
    wanted: Column, heads: list[int], named: int | None, others: set[int]
) -> tuple[int | None, Doubt | None]:
    """Where a column is, and what is doubtful about it.

    Args:
        wanted: The column.
        heads: The columns that it is printed over.
        named: The column that its defined name points to.
        others: The columns over which any known heading is printed.
    """
    if len(heads) > 1:
        return (named, "moved") if named in heads else (None, "unread")
    if not heads:
        if named is None:
            return None, "missing"
        return (None, "unread") if named in others or named != wanted.at else (named, "moved")
    (column,) = heads
    if named not in {None, column} and column != wanted.at:
        return None, "unread"
    return column, None if column == wanted.at and named in {None, column} else "moved"


def _find_heads(sheet: Sheet, wanted: tuple[Column, ...]) -> tuple[int, dict[str, list[int]]]:
    """The row of the headings, and the columns over which each is printed."""
    known = _paths_by_word(wanted)
    rows: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (row, column), cell in sheet.cells.items():
        if row <= _ROWS_SEARCHED and cell.text and (path := _find_path(cell.text, known)):
            rows[row][path].append(column)
    best = max(sorted(rows), key=lambda row: len(rows[row]), default=0)
    return best, dict(rows[best]) if best else {}


@cache
def _paths_by_word(wanted: tuple[Column, ...]) -> dict[str, str]:
    words = ((fold_label(word), one.path) for one in wanted for word in (one.label, *one.synonyms.split()))
    return {text: path for word, path in words for text in (_IN_BRACKETS.sub("", word), word)}


def _find_path(text: str, known: Mapping[str, str]) -> str | None:
    """The path of the column over which a text is printed: as it is, or without what is in brackets."""
    if len(text) > _LONGEST_HEADING:
        return None
    folded = fold_label(_MARKS.sub("", text))
    return known.get(folded) or known.get(_IN_BRACKETS.sub("", folded))


def _find_names(book: Book, sheet: Sheet, wanted: tuple[Column, ...]) -> dict[str, int]:
    """The columns of a sheet to which their defined names point."""
    pointed = ((one.path, read_place(book.names.get(NAME_PREFIX + one.path, ""))) for one in wanted)
    return {path: place.column for path, place in pointed if place and place.sheet == sheet.name}
