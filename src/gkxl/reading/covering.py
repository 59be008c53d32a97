"""Tells which cells of the form lie under a range: hidden by a merge, or filled by an array formula."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.caching import cache_short_keys
from gkxl.xlsx import area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.xlsx import Reference, Sheet

_USUAL: Final = 4_000
"""A sheet whose merged ranges have more characters than this is none of many that are alike."""

_area = cache_short_keys(maxsize=4096)(area)


@frozen
class Covered:
    """What lies over the cells of a sheet, by row and column; the first cell of a range is not under it.

    Attributes:
        merges: The merged range that hides a cell.
        arrays: The formula that fills a range and so a cell in it.
    """

    merges: dict[tuple[int, int], str]
    arrays: dict[tuple[int, int], str]


CLEAR: Final = Covered({}, {})
"""What lies over cells over which nothing lies."""


def covered(sheet: Sheet, spots: Iterable[tuple[int, int]]) -> Covered:
    """What lies over some cells of a sheet; `CLEAR` where nothing does."""
    found = tuple(spots)
    hidden = _hidden if sum(map(len, sheet.merges)) <= _USUAL else _hidden.__wrapped__
    merges, arrays = hidden(sheet.merges, found), sheet.arrays and _under(sheet.arrays, found)
    return Covered(merges, arrays or {}) if merges or arrays else CLEAR


@lru_cache(maxsize=64)
def _hidden(merges: tuple[str, ...], spots: tuple[tuple[int, int], ...]) -> dict[tuple[int, int], str]:
    """The spots that merges hide; the sheets of most returns have the same merges."""
    return _under(((merge, merge) for merge in merges), spots)


def _under(
    ranges: Iterable[tuple[str, str]], spots: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], str]:
    """The spots that lie under ranges, with what is said of the range."""
    left = _Spots(spots)
    return {spot: said for range_, said in ranges if (over := _area(range_)) for spot in left.taken_by(over)}


class _Spots:
    """Spots that nothing lies over yet; each is taken once, so that ranges over ranges cost little."""

    def __init__(self, spots: Iterable[tuple[int, int]]) -> None:
        self._columns: dict[int, list[int]] = {}
        for row, column in sorted(spots):
            self._columns.setdefault(row, []).append(column)
        self._rows = [*self._columns]
        self._left = min((columns[0] for columns in self._columns.values()), default=0)
        self._right = max((columns[-1] for columns in self._columns.values()), default=0)

    def taken_by(self, over: Reference) -> Iterator[tuple[int, int]]:
        """The spots under a range, but for its first."""
        if over.right < self._left or over.left > self._right:
            return
        for row in self._rows[bisect_left(self._rows, over.top) : bisect_right(self._rows, over.bottom)]:
            columns = self._columns[row]
            start = bisect_left(columns, over.left + (row == over.top))
            end = bisect_right(columns, over.right)
            yield from ((row, column) for column in columns[start:end])
            del columns[start:end]
            if not columns:
                self._rows.remove(row)
