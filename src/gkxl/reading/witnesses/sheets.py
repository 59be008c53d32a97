"""Finds the sheet that a page is on: by its name, by where names point, or by what is printed on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gkxl.reading.witnesses.printed import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.issues.issue import Place
    from gkxl.reading.witnesses.labels import Labelled
    from gkxl.reading.witnesses.printed import Printed
    from gkxl.xlsx import Book, Sheet

_MOST: Final = 0.6
"""The share of a page's labels by which a sheet is known as that page."""

_SOME: Final = 0.2
"""The share below which a sheet is not that page, whatever it is called; two pages share fewer labels."""


def choose_sheet(book: Book, page: Printed, named: Mapping[str, Place], labelled: Labelled) -> Sheet | None:
    """The sheet of a page, of the page's name or where the names of its cells point to, if it looks like it.

    If neither does, it is the one sheet that has most of the page's labels; and if there is none, one of
    the two that at least has the page's merged cells.
    """
    likely = [sheet for sheet in (book.sheet(page.page.sheet), _pointed(book, page, named)) if sheet]
    for share in (_MOST, _SOME):
        for sheet in likely:
            if _share(sheet, page, labelled) >= share:
                return sheet
    return _by_labels(book, page, labelled) or next(
        (sheet for sheet in likely if _is_merged(sheet, page)), None
    )


def looks_like(sheet: Sheet, page: Printed, labelled: Labelled) -> bool:
    """Whether a sheet has most of the labels of a page."""
    return _share(sheet, page, labelled) >= _MOST


def _is_merged(sheet: Sheet, page: Printed) -> bool:
    return {*page.merges} <= {*sheet.merges}


def is_intact(sheet: Sheet, page: Printed) -> bool:
    """Whether every label stands where it was printed."""
    cells = sheet.cells
    return all(
        (cell := cells.get(spot)) is not None and (cell.text == text or folded(cell.text) == folded(text))
        for spot, text in page.texts.items()
    )


def _pointed(book: Book, page: Printed, named: Mapping[str, Place]) -> Sheet | None:
    """The sheet that most names of the page's cells point to."""
    counts = Counter(named[path].sheet for path in page.labels if path in named)
    return next((book.sheet(name) for name, _ in counts.most_common(1)), None)


def _by_labels(book: Book, page: Printed, labelled: Labelled) -> Sheet | None:
    """The sheet that has most of the page's labels, if there is just one."""
    shares = {sheet.name: share for sheet in book.sheets if (share := _share(sheet, page, labelled)) >= _MOST}
    best = [name for name, share in shares.items() if share == max(shares.values())]
    return book.sheet(best[0]) if len(best) == 1 else None


def _share(sheet: Sheet, page: Printed, labelled: Labelled) -> float:
    return len(labelled.find(sheet, page)) / len(page.counts)
