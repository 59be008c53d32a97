"""Reads printed totals, which are never trusted: a formula is computed again, a typed number is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gkxl.issues import Issue
from gkxl.outline import cells
from gkxl.reading.cells import number_value
from gkxl.reading.numbers import number
from gkxl.values import with_totals
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from attrs import AttrsInstance

    from gkxl.outline import Node
    from gkxl.reading.result import Filed


def read_totals(
    form: type[AttrsInstance], entered: Mapping[str, Any], filed: Mapping[str, Filed]
) -> tuple[dict[str, Any], list[Issue]]:
    """The values with every total: as typed, or computed where the cell has a formula or nothing."""
    totals = [cell for cell in cells(form) if cell.computed]
    typed = {
        cell.path: number_value(cell, filed[cell.path]) for cell in totals if _is_typed(filed[cell.path])
    }
    stated = {path: value.content for path, value in typed.items()}
    values = {**with_totals(form, {**entered, **stated}), **stated}
    stale = [
        cell
        for cell in totals
        if cell.path not in typed and cell.path in values and not _shows(filed[cell.path], values[cell.path])
    ]
    return values, [*(issue for value in typed.values() for issue in value.issues), *_computed(stale, filed)]


def _is_typed(cell: Filed) -> bool:
    return cell.formula is None and cell.kind is not Kind.BLANK


def _shows(cell: Filed, value: int | Decimal) -> bool:
    """Whether the result that a formula was saved with is current."""
    return cell.kind is Kind.NUMBER and number(cell.kind, cell.text, amount=True).value == value


def _computed(stale: list[Node], filed: Mapping[str, Filed]) -> list[Issue]:
    """One issue for all totals that had to be computed, at the first of them."""
    return [
        Issue(
            code="total.computed",
            path=first.path,
            label=first.label,
            place=filed[first.path].place,
            facts={"count": len(stale), "more": len(stale) - 1},
        )
        for first in stale[:1]
    ]
