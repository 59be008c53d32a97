"""Tells which cells a formula adds up, in the few ways in which sums are written."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from gkxl.caching import cache_short_keys
from gkxl.xlsx import address

_SUM: Final = re.compile(r"SUM\(([^()]*)\)")
_MOST: Final = 1_000
"""How many cells a sum of the form may span; one that spans more is none of ours."""


@cache_short_keys(maxsize=1024)
def added(formula: str, sheet: str) -> tuple[tuple[int, int], ...] | None:
    """The cells of its own sheet that a formula adds up, by row and column; None if it does anything else.

    >>> added("SUM($D$5:E5, G5)", "三、申请办理")
    ((5, 4), (5, 5), (5, 7))
    >>> added("E5+D5", "三、申请办理")
    ((5, 4), (5, 5))
    >>> added("8+1", "三、申请办理") is None
    True
    """
    own = ("'{}'!".format(sheet.replace("'", "''")), f"{sheet}!")
    for noise in (*own, "$", " ", "\n"):
        formula = formula.replace(noise, "")
    inside = _SUM.fullmatch(formula)
    terms = inside[1].split(",") if inside else formula.split("+")
    try:
        ranges = [_range(term) for term in terms]
    except ValueError:
        return None
    if sum(len(rows) * len(columns) for rows, columns in ranges) > _MOST:
        return None
    return tuple(sorted(cell for rows, columns in ranges for cell in product(rows, columns)))


def _range(term: str) -> tuple[range, range]:
    """The rows and columns of a reference.

    Raises:
        ValueError: It is none.
    """
    first, _, last = term.partition(":")
    (top, left), (bottom, right) = address(first), address(last or first)
    return range(top, bottom + 1), range(left, right + 1)
