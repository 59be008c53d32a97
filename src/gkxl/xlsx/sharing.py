"""Formulas that cells share: written once, at the first of them, and meant from where each cell stands."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.address import LAST_COLUMN, LAST_ROW, address, column_letters

if TYPE_CHECKING:
    from gkxl.xlsx.book import Cell

_PIECES: Final = re.compile(
    r"\"[^\"]*\"|'[^']*'"  # texts and quoted names of sheets hold no references
    r"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])",
)


def own_formula(cell: Cell) -> str | None:
    """The formula of a cell as it stands there, whichever cell it is shared with.

    >>> from gkxl.xlsx.book import Cell, Kind
    >>> own_formula(Cell(6, 10, Kind.NUMBER, "8", "SUM(D5:I5)+$A$1", True, origin=(5, 10)))
    'SUM(D6:I6)+$A$1'
    """
    if cell.formula is None or cell.origin is None:
        return cell.formula
    down, right = cell.row - cell.origin[0], cell.column - cell.origin[1]
    return _PIECES.sub(partial(_moved, down, right), cell.formula)


def _moved(down: int, right: int, piece: re.Match[str]) -> str:
    """A reference moved along with its formula; whatever else there is stays."""
    if not piece[2]:
        return piece[0]
    try:
        row, column = address(piece[2] + piece[4])
    except ValueError:
        return piece[0]
    row += 0 if piece[3] else down
    column += 0 if piece[1] else right
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        return "#REF!"
    return f"{piece[1]}{column_letters(column)}{piece[3]}{row}"
