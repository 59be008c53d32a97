"""Tells what a cell of an old file is seen to be, once its number format has been looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gkxl.reading.numbers import compare_shown
from gkxl.xlsx import Kind
from gkxl.xlsx.number_display import show_number

if TYPE_CHECKING:
    from gkxl.xlsx import Cell


def seen(cell: Cell) -> Kind:
    """What a cell holds; a number that is shown as another one, or among words, is masked."""
    if cell.kind is not Kind.NUMBER or not cell.mask:
        return cell.kind
    shown = show_number(cell.mask, cell.text).text.strip().removesuffix("件")
    return Kind.MASKED if compare_shown(Decimal(cell.text), shown) is None else Kind.NUMBER
