"""What is read of the sheets of an old file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.address import column_letters
from gkxl.errors import LimitError

if TYPE_CHECKING:
    from gkxl.xlsx import Cell

UNKNOWN: Final = "…"
"""What is kept of every formula of an old file: that it is one."""

ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""What formulas come to that fail."""

_MOST_RANGES: Final = 65_536


@frozen
class Tab:
    """A sheet.

    Attributes:
        name: As on its tab.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        cells: The cells with content, by row and column from 1.
        merges: The merged ranges, such as ``A1:D1``.
        arrays: The ranges that one formula fills, where only their first cell says so.
    """

    name: str
    state: str
    cells: dict[tuple[int, int], Cell] = field(factory=dict)
    merges: list[str] = field(factory=list)
    arrays: list[str] = field(factory=list)


def span(ranges: list[str], top: int, left: int, bottom: int, right: int) -> None:
    """Note a range of a sheet, counted from 1.

    Raises:
        LimitError: There are more than any workbook has.
    """
    ranges.append(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")
    if len(ranges) > _MOST_RANGES:
        raise LimitError("合并单元格数", "The number of merged cells", len(ranges), _MOST_RANGES)
