"""Reads formulas: what a shared one is in a cell, which cells a sum adds, and whether a result is stable."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final

from gkxl.address import LAST_COLUMN, LAST_ROW, column_letters, read_address
from gkxl.caching import cache_short_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gkxl.xlsx.book import Cell


_REFERENCES: Final = re.compile(
    r"\"[^\"]*\"|'[^']*'"  # texts and quoted names of sheets hold no references
    r"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])",
)


def unshared(cell: Cell) -> str | None:
    """The formula of a cell, written out where the file only refers to the cell that shares it.

    >>> from gkxl.xlsx.book import Cell, Kind
    >>> unshared(Cell(6, 10, Kind.NUMBER, "8", "SUM(D5:I5)+$A$1", True, origin=(5, 10)))
    'SUM(D6:I6)+$A$1'
    """
    # ECMA-376 part 1, 18.3.1.40: relative references of a shared formula move with the cell
    if cell.formula is None or cell.origin is None:
        return cell.formula
    down, right = cell.row - cell.origin[0], cell.column - cell.origin[1]
    return _REFERENCES.sub(partial(_move_reference, down, right), cell.formula)


def _move_reference(down: int, right: int, piece: re.Match[str]) -> str:
    """A reference moved so many rows down and columns right; any other piece as it is."""
    if not piece[2]:
        return piece[0]
    try:
        row, column = read_address(piece[2] + piece[4])
    except ValueError:
        return piece[0]
    row += 0 if piece[3] else down
    column += 0 if piece[1] else right
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        return "#REF!"
    return f"{piece[1]}{column_letters(column)}{piece[3]}{row}"


_UNSTABLE: Final = re.compile(
    r"\[|\||\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT|INFO|CELL|RTD|WEBSERVICE|FILTERXML"
    r"|STOCKHISTORY|CUBE[A-Z]+|IMPORT[A-Z]+|GOOGLE[A-Z]+|DUMMYFUNCTION)\s*\(",
    re.IGNORECASE,
)
"""References to other files or programs, and functions that are volatile or ask the network."""

_WORD: Final = re.compile(r"[^\W\d][\w.]*")


def is_stable(formula: str, unreliable: Collection[str] = ()) -> bool:
    """Whether a formula gives the same result tomorrow, on another computer.

    Args:
        formula: The formula, without ``=``.
        unreliable: The defined names that do not, in lower case, as `find_unstable_names` gives them.
    """
    return not (_is_unstable(formula) or (unreliable and not _find_words(formula).isdisjoint(unreliable)))


def find_unstable_names(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The defined names, in lower case, that lead to other files or volatile functions, also by other names.

    Args:
        names: The defined names, each with what it refers to.
    """
    defined = [(name.lower(), text) for name, text in names]
    waiting = [name for name, text in defined if _is_unstable(text)]
    return _add_dependents(waiting, defined) if waiting else frozenset()


def _add_dependents(waiting: list[str], defined: Iterable[tuple[str, str]]) -> frozenset[str]:
    """These names, and all that refer to them, directly or by others."""
    users: dict[str, list[str]] = {}
    for name, text in defined:
        for word in _find_words(text):
            users.setdefault(word, []).append(name)
    found: set[str] = set()
    # each name once: names that refer to each other in a circle would go on for ever
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += users.get(name, [])
    return frozenset(found)


@cache_short_keys(maxsize=1024)
def _is_unstable(formula: str) -> bool:
    return _UNSTABLE.search(formula) is not None


def _find_words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


_SUM: Final = re.compile(r"SUM\(([^()]*)\)")
_MOST_CELLS: Final = 1_000
"""Cells of the largest sum that is looked at; the form has none so large. A1:XFD1048576 has 17 billion."""


@cache_short_keys(maxsize=1024)
def find_summed_cells(formula: str, sheet: str) -> tuple[tuple[int, int], ...] | None:
    """The cells of the same sheet that a formula adds up, by row and column; None for any other formula.

    >>> find_summed_cells("SUM($D$5:E5, G5)", "表三")
    ((5, 4), (5, 5), (5, 7))
    >>> find_summed_cells("E5+D5", "表三")
    ((5, 4), (5, 5))
    >>> find_summed_cells("8+1", "表三") is None
    True
    """
    own = ("'{}'!".format(sheet.replace("'", "''")), f"{sheet}!")
    for noise in (*own, "$", " ", "\n"):
        formula = formula.replace(noise, "")
    inside = _SUM.fullmatch(formula)
    terms = inside[1].split(",") if inside else formula.split("+")
    try:
        ranges = [_read_term(term) for term in terms]
    except ValueError:
        return None
    if sum(len(rows) * len(columns) for rows, columns in ranges) > _MOST_CELLS:
        return None
    return tuple(sorted(cell for rows, columns in ranges for cell in product(rows, columns)))


def _read_term(term: str) -> tuple[range, range]:
    """The rows and columns of a reference.

    Raises:
        ValueError: It is none.
    """
    first, _, last = term.partition(":")
    (top, left), (bottom, right) = read_address(first), read_address(last or first)
    return range(top, bottom + 1), range(left, right + 1)
