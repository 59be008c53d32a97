"""Takes every cell of a form out of a workbook, exactly as it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.reading.covering import CLEAR, Covered, covered
from gkxl.reading.reliability import is_reliable
from gkxl.reading.result import Filed
from gkxl.xlsx import Kind, own_formula

if TYPE_CHECKING:
    from collections.abc import Collection

    from gkxl.reading.standing import Spot, Standing
    from gkxl.xlsx import Book, Cell


# asked of every cell: an attribute of an enumeration is looked up more slowly than a name
_BLANK: Final = Kind.BLANK
_NUMBER: Final = Kind.NUMBER


def as_filed(book: Book, stands: Standing, unreliable: Collection[str]) -> dict[str, Filed]:
    """Every cell of a form as it was filed, by path in printed order.

    Args:
        book: The workbook.
        stands: Where the cells stand in it.
        unreliable: Those of its names of which no formula can be taken.
    """
    sheets: dict[str | None, tuple[dict[Spot, Cell], Covered]] = {
        sheet.name: (sheet.cells, covered(sheet, stands.spots[sheet.name]))
        for sheet in book.sheets
        if sheet.name in stands.spots
    }
    sheets[None] = {}, CLEAR
    return {
        zero.path: _filed(zero, cells.get(spot), over, unreliable)
        for sheet, run in stands.runs
        for cells, over in (sheets[sheet],)
        for spot, zero in run
    }


def _filed(zero: Filed, cell: Cell | None, over: Covered, unreliable: Collection[str]) -> Filed:
    """A cell as it was filed, where a 0 is always the same; one within an array formula has that formula."""
    path, place = zero.path, zero.place
    if cell is None:
        return Filed(path, place, _BLANK)
    if cell.formula is None and over is CLEAR:
        if cell.text == "0" and cell.kind is _NUMBER and not (cell.mask or cell.scripts):
            return zero
        # by position, as keywords take longer and most cells come this way
        return Filed(path, place, cell.kind, cell.text, None, False, "", True, cell.mask, cell.scripts)  # noqa: FBT003
    spot = cell.row, cell.column
    formula, cached = own_formula(cell), cell.cached
    if formula is None and spot in over.arrays:
        formula, cached = over.arrays[spot], True
    reliable = formula is None or is_reliable(formula, unreliable)
    covered_by = over.merges.get(spot, "")
    return Filed(
        path, place, cell.kind, cell.text, formula, cached, covered_by, reliable, cell.mask, cell.scripts
    )
