"""Addresses of cells and ranges, such as ``C5`` and ``'三、申请'!$D$8``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from gkxl.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ABSOLUTE = r"\$([A-Z]{1,3})\$([1-9][0-9]{0,6})"
_REFERENCE = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!,;:#\s()\[\]]+))!{_ABSOLUTE}(?::{_ABSOLUTE})?", re.ASCII)


class Reference(NamedTuple):
    """One rectangle of cells on one sheet; a single cell has equal corners."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        """Whether this is one cell."""
        return self.top == self.bottom and self.left == self.right

    @property
    def address(self) -> str:
        """Its corners without the sheet, such as ``C5:D6``, or one cell such as ``C5``."""
        return self._corners("")

    @property
    def fixed_address(self) -> str:
        """The same with ``$``, such as ``$C$5:$D$6``: it stays when a formula is copied to another cell."""
        return self._corners("$")

    def _corners(self, mark: str) -> str:
        first = f"{mark}{column_letters(self.left)}{mark}{self.top}"
        last = f"{mark}{column_letters(self.right)}{mark}{self.bottom}"
        return first if self.single else f"{first}:{last}"


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int | None:
    """The number of a column, or ``None`` for anything that is not one.

    >>> column_number("AA"), column_number("XFE"), column_number("a")
    (27, None, None)
    """
    number = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return None
        number = number * 26 + ord(letter) - 64
    return number if 0 < number <= LAST_COLUMN else None


def read_address(text: str) -> tuple[int, int]:
    """Row and column of a cell's address.

    >>> read_address("C5")
    (5, 3)

    Raises:
        ValueError: The text is not an address on a sheet.
    """
    match = _ADDRESS.fullmatch(text)
    column = column_number(match[1]) if match else None
    if match is None or column is None or int(match[2]) > LAST_ROW:
        raise ValueError(f"not a cell address: {text!r}")
    return int(match[2]), column


def read_reference(text: str) -> Reference | None:
    """The rectangle that a defined name refers to.

    None for anything that is not exactly one absolute rectangle of this workbook: ``#REF!``, other workbooks,
    several areas, several sheets, whole columns, relative addresses, constants and formulas.

    >>> read_reference("'三、申请'!$D$8")
    Reference(sheet='三、申请', top=8, left=4, bottom=8, right=4)
    >>> read_reference("Sheet1!#REF!") is None
    True
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    quoted, bare, left, top, right, bottom = match.groups()
    sheet = quoted.replace("''", "'") if quoted else bare
    if "[" in sheet or (quoted and ":" in sheet):
        return None
    return _to_reference(sheet, left + top, (right or left) + (bottom or top))


def read_range(text: str, sheet: str = "") -> Reference | None:
    """The rectangle that a range of a sheet is, such as a merged one; ``None`` for what is none.

    >>> read_range("C5:D5")
    Reference(sheet='', top=5, left=3, bottom=5, right=4)
    """
    first, _, last = text.partition(":")
    return _to_reference(sheet, first, last or first)


def _to_reference(sheet: str, first: str, last: str) -> Reference | None:
    try:
        (top, left), (bottom, right) = read_address(first), read_address(last)
    except ValueError:
        return None
    if top > bottom or left > right:
        return None
    return Reference(sheet, top, left, bottom, right)


def find_areas(places: Iterable[tuple[int, int]], sheet: str = "") -> list[Reference]:
    """The fewest rectangles, by rows, that hold just these rows and columns.

    >>> [area.address for area in find_areas([(2, 2), (2, 3), (3, 2), (3, 3), (5, 1)])]
    ['B2:C3', 'A5']
    """
    found: list[Reference] = []
    for row, group in groupby(sorted(set(places)), key=itemgetter(0)):
        for left, right in _join_columns([column for _, column in group]):
            above = next((a for a in found if (a.left, a.right, a.bottom) == (left, right, row - 1)), None)
            if above:
                found.remove(above)
            found.append(Reference(sheet, above.top if above else row, left, row, right))
    return found


def _join_columns(columns: list[int]) -> list[tuple[int, int]]:
    """The first and last of columns that follow each other without a gap."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def quote_sheet(sheet: str) -> str:
    """The name of a sheet as formulas write it.

    >>> quote_sheet("甲'乙")
    "'甲''乙'"
    """
    return "'" + sheet.replace("'", "''") + "'"


@cache
def column_letters(column: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
