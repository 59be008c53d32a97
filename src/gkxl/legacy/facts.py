"""What an old file itself says of its cells, which python-calamine does not pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import field, frozen

from gkxl.columns import column_letters
from gkxl.errors import LimitError

if TYPE_CHECKING:
    from gkxl.xlsx import Kind

_MOST_RANGES: Final = 65_536


class Fact(NamedTuple):
    """What a cell holds.

    Attributes:
        kind: What it holds, or what its formula comes to.
        formula: Whether it is a formula.
        text: The text or the name of the error, where the file was asked for it.
        mask: Its number format, where that may show something else than what is stored.
    """

    kind: Kind
    formula: bool = False
    text: str | None = None
    mask: str = ""


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
    cells: dict[tuple[int, int], Fact] = field(factory=dict)
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


ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""The errors as .xls numbers them."""
