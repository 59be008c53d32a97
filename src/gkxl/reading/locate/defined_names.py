"""Finds where the defined names of the form's cells point: the first of the three witnesses."""

from __future__ import annotations

from collections import deque
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.files.limits import cache_short_keys
from gkxl.frozen import frozen
from gkxl.issues import Place
from gkxl.layout import NAME_PREFIX
from gkxl.model.outline import cells
from gkxl.xlsx import read_reference
from gkxl.xlsx.book import find_unstable_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Book


_LONGEST: Final = 50_000
"""Names of more characters in all are none of those that workbook after workbook has alike."""

_RECENT: Final[deque[DefinedNames]] = deque(maxlen=4)


@frozen
class DefinedNames:
    """The defined names of a workbook, of which most returns have the same.

    Attributes:
        everywhere: What the names of the whole workbook refer to.
        local: What the names of one sheet refer to, by sheet and name.
        sheets: The names of the sheets.
    """

    everywhere: Mapping[str, str] = field(repr=False)
    local: Mapping[tuple[str, str], str] = field(repr=False)
    sheets: tuple[str, ...]
    _places: dict[Edition, Mapping[str, Place]] = field(factory=dict, init=False, eq=False, repr=False)

    @classmethod
    def of(cls, book: Book) -> DefinedNames:
        """The names of a workbook; if one before had them too, with all that was found out about them."""
        found = cls(book.names, book.local_names, tuple(sheet.name for sheet in book.sheets))
        same = next((known for known in tuple(_RECENT) if known == found), None)
        if same is None and found._length() <= _LONGEST:
            _RECENT.append(found)
        return same or found

    def _length(self) -> int:
        return sum(len(name) + len(text) for name, text in self._every())

    def _every(self) -> Iterator[tuple[str, str]]:
        yield from self.everywhere.items()
        yield from ((name, text) for (_, name), text in self.local.items())

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """The names of the whole workbook that are none of gkxl's, in an order that is no workbook's own."""
        return tuple(sorted(name for name in self.everywhere if not name.startswith(NAME_PREFIX)))

    @cached_property
    def unreliable(self) -> frozenset[str]:
        """The names that lead out of the workbook, or to volatile functions, in small letters."""
        return find_unstable_names(
            (name, text) for name, text in self._every() if not name.startswith(NAME_PREFIX)
        )

    def places(self, edition: Edition) -> Mapping[str, Place]:
        """Where the names of an edition's cells point, by path.

        A name that holds for one sheet only speaks where no name of the whole workbook does, and no second
        sheet has one: a copied sheet brings such names along.
        """
        if edition not in self._places:
            self._places[edition] = {**self._alone(edition), **self._pointing(edition)}
        return self._places[edition]

    def _pointing(self, edition: Edition) -> dict[str, Place]:
        names = ((path, self.everywhere.get(name, "")) for name, path in _paths_by_name(edition).items())
        return {path: place for path, text in names if (place := self._place(text))}

    def _alone(self, edition: Edition) -> dict[str, Place]:
        found: dict[str, list[Place]] = {}
        for (_, name), text in self.local.items():
            path, place = _paths_by_name(edition).get(name), self._place(text)
            if path and place:
                found.setdefault(path, []).append(place)
        return {path: places[0] for path, places in found.items() if len(places) == 1}

    def _place(self, text: str) -> Place | None:
        place = read_place(text)
        return place if place and place.sheet in self.sheets else None


@cache
def _paths_by_name(edition: Edition) -> dict[str, str]:
    """The path of each cell by its name."""
    return {NAME_PREFIX + cell.path: cell.path for cell in cells(edition.form)}


@cache_short_keys(maxsize=4096)
def read_place(text: str) -> Place | None:
    """Where a name points, to the first cell of its area; most workbooks use the same few hundred."""
    target = read_reference(text)
    return Place.of(target.sheet, target.top, target.left) if target else None
