"""The first witness: the defined names of the cells, which travel with them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gkxl.identity import PREFIX
from gkxl.issues import Place
from gkxl.outline import cells
from gkxl.xlsx import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Book


def named_places(book: Book, edition: Edition) -> dict[str, Place]:
    """Where the names of an edition's cells point, by path.

    A name that holds for one sheet only speaks where no name of the whole workbook does, and no second
    sheet has one: a copied sheet brings such names along.
    """
    sheets = {sheet.name for sheet in book.sheets}
    known = _known(edition)
    found = dict(_of(((name, book.names[name]) for name in known if name in book.names), sheets))
    local: dict[str, list[Place]] = {}
    for path, place in _of(
        ((name, text) for (_, name), text in book.local_names.items() if name in known), sheets
    ):
        local.setdefault(path, []).append(place)
    alone = {path: places[0] for path, places in local.items() if len(places) == 1}
    return {**alone, **found}


@cache
def _known(edition: Edition) -> frozenset[str]:
    return frozenset(PREFIX + cell.path for cell in cells(edition.form))


def _of(names: Iterable[tuple[str, str]], sheets: set[str]) -> Iterator[tuple[str, Place]]:
    for name, text in names:
        found = place_of(text)
        if found and found.sheet in sheets:
            yield name.removeprefix(PREFIX), found


@lru_cache(maxsize=4096)
def place_of(text: str) -> Place | None:
    """Where a name points, to the first cell of its area; most workbooks use the same few hundred."""
    target = reference(text)
    return Place.of(target.sheet, target.top, target.left) if target else None
