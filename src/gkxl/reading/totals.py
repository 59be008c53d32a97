"""Reads printed totals, which are never trusted: a sum is computed again, anything else is checked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gkxl.issues import Issue
from gkxl.model.marks import ANY
from gkxl.model.outline import cells, with_totals
from gkxl.reading.cells import Value, read_number_cell
from gkxl.reading.numbers import is_count, read_number
from gkxl.xlsx import Kind
from gkxl.xlsx.book import UNKNOWN_FORMULA, find_summed_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from attrs import AttrsInstance

    from gkxl.model.outline import Node
    from gkxl.reading.filed_cells import CellMap
    from gkxl.reading.result import Filed


def read_totals(
    cell_map: CellMap, entered: Mapping[str, Any], filed: Mapping[str, Filed]
) -> tuple[dict[str, Any], list[Issue]]:
    """The values with every total: as stated, or computed where the cell has its formula or nothing.

    A total states a number of its own if it is typed over, or if its formula is another one whose saved
    result differs from what the parts add up to. Without all of its parts, no result of a formula is taken.
    """
    form, totals = cell_map.form, _list_totals(cell_map.form)
    typed = {c.path: read_number_cell(c, filed[c.path]) for c in totals if _is_typed(filed[c.path])}
    due = with_totals(form, {**entered, **_contents(typed)})
    foreign = _find_foreign_formulas(cell_map, filed)
    typed |= {
        cell.path: read_number_cell(cell, filed[cell.path]._replace(formula=None))
        for cell in totals
        if cell.path in foreign and _contradicts(filed[cell.path], due.get(cell.path))
    }
    stated = _contents(typed)
    values = {**(with_totals(form, {**entered, **stated}) if foreign else due), **stated}
    computed = [cell for cell in totals if cell.path in values and cell.path not in stated]
    stale = [cell for cell in computed if _read_stored(filed[cell.path]) != values[cell.path]]
    return values, [
        *(issue for value in typed.values() for issue in value.issues),
        *_find_computed([cell for cell in stale if cell.path not in foreign], filed),
        *_find_other_formulas([cell for cell in computed if cell.path in foreign], filed, values),
    ]


def find_replaced_totals(cell_map: CellMap, filed: Mapping[str, Filed]) -> list[str]:
    """The totals of which another formula, a number, a text or nothing took the place of their formula."""
    foreign = _find_foreign_formulas(cell_map, filed)
    found = {cell.path: filed[cell.path] for cell in _list_totals(cell_map.form)}
    return [
        path
        for path, cell in found.items()
        if cell.place and (cell.formula is None or (path in foreign and cell.formula != UNKNOWN_FORMULA))
    ]


@cache
def _list_totals(form: type[AttrsInstance]) -> tuple[Node, ...]:
    return tuple(cell for cell in cells(form) if cell.computed)


def _contents(typed: Mapping[str, Value]) -> dict[str, Any]:
    return {path: value.content for path, value in typed.items()}


def _is_typed(cell: Filed) -> bool:
    return cell.formula is None and cell.kind is not Kind.BLANK


def _find_foreign_formulas(cell_map: CellMap, filed: Mapping[str, Filed]) -> set[str]:
    """The totals whose formula is not the sum of their parts; a shared formula is taken for it."""
    return {
        path for path in cell_map.parts if filed[path].formula and not _is_sum_of_parts(filed[path], cell_map)
    }


def _is_sum_of_parts(total: Filed, cell_map: CellMap) -> bool:
    """Whether the formula of a total adds up its parts, and no other cell of the form."""
    if not total.formula or not total.place:
        return False
    sheet, parts = total.place.sheet, cell_map.parts[total.path]
    positions = find_summed_cells(total.formula, sheet)
    if positions is None or positions in parts:
        return positions is not None
    own = {*cell_map.positions[sheet]}
    return tuple(position for position in positions if position in own) in parts


def _contradicts(cell: Filed, due: Any) -> bool:  # noqa: ANN401 (int, Decimal, or None where it is not known)
    """Whether a result is another one than what the parts add up to, where they can all be read."""
    return due is not None and _read_stored(cell) not in (None, due)


def _read_stored(cell: Filed) -> int | Decimal | None:
    """The number that is stored in a cell, if it is one."""
    if cell.kind is Kind.NUMBER and is_count(cell.text):
        return int(cell.text)
    plain = cell.kind in (Kind.NUMBER, Kind.MASKED)
    return read_number(Kind.NUMBER, cell.text, ANY).value if plain else None


def _find_computed(stale: list[Node], filed: Mapping[str, Filed]) -> Iterator[Issue]:
    """One issue for all totals that had to be computed, at the first of them."""
    for first in stale[:1]:
        yield _issue("total.computed", first, filed, {"count": len(stale)})


def _find_other_formulas(
    totals: list[Node], filed: Mapping[str, Filed], values: Mapping[str, Any]
) -> Iterator[Issue]:
    """An issue for each total that is right, or was computed, under a formula known not to be its own."""
    for total in totals:
        if filed[total.path].formula == UNKNOWN_FORMULA:
            continue
        facts = {"formula": f"={filed[total.path].formula}", "value": str(values[total.path])}
        yield _issue("total.formula", total, filed, facts)


def _issue(code: str, total: Node, filed: Mapping[str, Filed], facts: Mapping[str, Any]) -> Issue:
    place = filed[total.path].place
    return Issue(code=code, path=total.path, label=total.label, place=place, facts=facts)
