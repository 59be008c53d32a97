"""Where the cells of a form stand in a workbook, seen from its sheets and from its totals."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from gkxl import layout
from gkxl.model.outline import cells, sums
from gkxl.reading.result import Filed
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Place

Spot: TypeAlias = tuple[int, int]
"""Where a cell stands on its sheet: row and column."""


@frozen(eq=False)
class Standing:
    """Where the cells of a form stand.

    Attributes:
        form: The form.
        places: Where each cell stands, by path; a cell that was not found is left out.
    """

    form: type[AttrsInstance]
    places: Mapping[str, Place]

    @cached_property
    def runs(self) -> tuple[tuple[str | None, tuple[tuple[Spot, Filed], ...]], ...]:
        """Every cell in printed order, together with those next to it on its sheet: its spot, and a 0 there.

        A 0 is what most cells hold. Cells that were not found are on no sheet.
        """
        every = [self._zero(cell.path) for cell in cells(self.form)]
        runs = groupby(every, key=lambda one: one[1].place and one[1].place.sheet)
        return tuple((sheet, tuple(run)) for sheet, run in runs)

    def _zero(self, path: str) -> tuple[Spot, Filed]:
        place = self.places.get(path)
        return (place.row, place.column) if place else (0, 0), Filed(path, place, Kind.NUMBER, "0")

    @cached_property
    def spots(self) -> dict[str, tuple[Spot, ...]]:
        """Where cells stand on each sheet, in printed order."""
        spots: dict[str, list[Spot]] = {}
        for sheet, run in self.runs:
            if sheet is not None:
                spots.setdefault(sheet, []).extend(spot for spot, _ in run)
        return {sheet: tuple(found) for sheet, found in spots.items()}

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[Spot, ...], ...]]:
        """Where the cells stand that each total adds up: one range, or two where a line and a column meet.

        Only parts on the sheet of the total are told, from top to bottom.
        """
        found: dict[str, tuple[tuple[Spot, ...], ...]] = {}
        for each in sums(self.form):
            total = self.places.get(each.total.path)
            spots = self._on(total.sheet, (part.path for part in each.parts)) if total else ()
            found[each.total.path] = (*found.get(each.total.path, ()), spots)
        return found

    def _on(self, sheet: str, paths: Iterable[str]) -> tuple[Spot, ...]:
        places = map(self.places.get, paths)
        return tuple(sorted((place.row, place.column) for place in places if place and place.sheet == sheet))


def standing(edition: Edition, places: Mapping[str, Place]) -> Standing:
    """Where cells stand; of all workbooks whose cells are where the form has them, the same object."""
    issued = _issued(edition)
    return issued if places == issued.places else Standing(edition.form, places)


@cache
def _issued(edition: Edition) -> Standing:
    return Standing(edition.form, layout.places(edition))
