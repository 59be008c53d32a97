"""The parts of a consolidated figure, of which the largest are kept."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.page.view import Sources

if TYPE_CHECKING:
    from decimal import Decimal

LARGEST: Final = 20
"""So many units are named of each figure; the 明细 of the workbook names all."""


class Parts:
    """What units filed of one figure, as they are gone through; it is true once there was something."""

    def __init__(self) -> None:
        self._largest: list[tuple[Any, int, Any]] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, place: int, value: int | Decimal) -> None:
        """Take in what the unit at a place filed; 0 is no part."""
        if value:
            self._count += 1
            keep = heappush if len(self._largest) < LARGEST else heappushpop
            keep(self._largest, (abs(value), -place, value))

    def sources(self, total: int | Decimal) -> Sources:
        """The largest, the first of equals first, and what the others are of the total."""
        largest = tuple((-place, value) for _, place, value in sorted(self._largest, reverse=True))
        rest = total - sum(value for _, value in largest)
        return Sources(largest, self._count - len(largest), rest)
