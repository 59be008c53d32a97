"""Finds the totals whose formula was replaced, and the formula that belongs there in this workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from gkxl.forms import edition_named
from gkxl.model.outline import cells, formulas
from gkxl.model.values import with_totals
from gkxl.reading.standing import standing
from gkxl.reading.totals import replaced_totals
from gkxl.write.formulas import Formulas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gkxl.issues.issue import Place
    from gkxl.model.outline import Sum
    from gkxl.reading import Reading
    from gkxl.reading.result import Filed


class Restored(NamedTuple):
    """A formula that is put back.

    Attributes:
        path: The path of the total.
        place: Where its cell is.
        formula: The formula, without ``=``.
        value: What its parts add up to; None where one of them could not be read.
        formula_before: Whether the cell has another formula now.
    """

    path: str
    place: Place
    formula: str
    value: int | Decimal | None
    formula_before: bool


@frozen
class Replaced:
    """The totals of a return whose formula was replaced.

    Attributes:
        restored: Those of which the formula can be put back.
        unknown: Where those are of which it cannot, because their parts were not all found.
        paths: The paths of all of them.
    """

    restored: tuple[Restored, ...]
    unknown: tuple[Place, ...]
    paths: tuple[str, ...]


def find_replaced(reading: Reading) -> Replaced:
    """Find the totals whose formula was replaced; the unit cannot restore it, as these cells are locked."""
    form = edition_named(reading.edition).form
    filed = {cell.path: cell for cell in reading.cells}
    places = {path: cell.place for path, cell in filed.items() if cell.place}
    stands = standing(edition_named(reading.edition), places)
    entered = {cell.path: reading.values[cell.path] for cell in cells(form) if not cell.computed}
    due, write, sums = with_totals(form, entered), Formulas(places, across=False), formulas(form)
    restored: list[Restored] = []
    unknown: list[Place] = []
    paths = replaced_totals(stands, filed)
    for path in paths:
        cell, parts = filed[path], [part.path for part in sums[path].parts]
        if _is_certain(cell, sums[path], places):
            formula = write.total(parts)
            restored.append(Restored(path, places[path], formula, due.get(path), cell.formula is not None))
        else:
            unknown.append(places[path])
    return Replaced(tuple(restored), tuple(unknown), tuple(paths))


def _is_certain(cell: Filed, total: Sum, places: Mapping[str, Place]) -> bool:
    """Whether all cells that a total adds up were found, on its sheet, each in a place of its own."""
    found = [places.get(node.path) for node in (total.total, *total.parts)]
    sheets = {place.sheet if place else None for place in found}
    return not cell.covered and len(sheets) == 1 and None not in sheets and len({*found}) == len(found)
