"""The first witness: the defined names of the cells, which travel with them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gkxl.identity import PREFIX
from gkxl.issues import Place
from gkxl.xlsx import reference

if TYPE_CHECKING:
    from gkxl.xlsx import Book


def named_places(book: Book) -> dict[str, Place]:
    """Where the names of the form's cells point, by path.

    A name that holds for one sheet only speaks where no name of the whole workbook does, and no second
    sheet has one: a copied sheet brings such names along.
    """
    sheets = {sheet.name for sheet in book.sheets}
    found = _of(book.names, sheets)
    local: dict[str, list[Place]] = {}
    for (_, name), text in book.local_names.items():
        for path, place in _of({name: text}, sheets).items():
            local.setdefault(path, []).append(place)
    alone = {path: places[0] for path, places in local.items() if len(places) == 1}
    return {**alone, **found}


def _of(names: dict[str, str], sheets: set[str]) -> dict[str, Place]:
    return {
        name.removeprefix(PREFIX): place
        for name, text in names.items()
        if name.startswith(PREFIX) and (place := _place(text)) and place.sheet in sheets
    }


@lru_cache(maxsize=4096)
def _place(text: str) -> Place | None:
    """Where a name points, to the first cell of its area; most workbooks use the same few hundred."""
    target = reference(text)
    return Place(target.sheet, target.top, target.left) if target else None
