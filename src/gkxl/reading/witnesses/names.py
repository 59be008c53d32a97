"""The first witness: the defined names of the cells, which travel with them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gkxl.identity import PREFIX
from gkxl.issues import Place
from gkxl.outline import cells
from gkxl.xlsx import reference

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Book


def named_places(book: Book, edition: Edition) -> dict[str, Place]:
    """Where the names of an edition's cells point, by path.

    A name that holds for one sheet only speaks where no name of the whole workbook does, and no second
    sheet has one: a copied sheet brings such names along.
    """
    sheets, known = {sheet.name for sheet in book.sheets}, _known(edition)
    found = {
        path: place
        for name, path in known.items()
        if (place := place_of(book.names.get(name, ""))) and place.sheet in sheets
    }
    local: dict[str, list[Place]] = {}
    for (_, name), text in book.local_names.items():
        if name in known and (place := place_of(text)) and place.sheet in sheets:
            local.setdefault(known[name], []).append(place)
    alone = {path: places[0] for path, places in local.items() if len(places) == 1}
    return {**alone, **found}


@cache
def _known(edition: Edition) -> dict[str, str]:
    """The path of each cell by its name."""
    return {PREFIX + cell.path: cell.path for cell in cells(edition.form)}


@lru_cache(maxsize=4096)
def place_of(text: str) -> Place | None:
    """Where a name points, to the first cell of its area; most workbooks use the same few hundred."""
    target = reference(text)
    return Place.of(target.sheet, target.top, target.left) if target else None
