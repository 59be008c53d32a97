"""What an old file itself says of its cells, which python-calamine does not pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

if TYPE_CHECKING:
    from gkxl.xlsx import Kind


class Fact(NamedTuple):
    """What a cell holds.

    Attributes:
        kind: What it holds, or what its formula comes to.
        formula: Whether it is a formula.
        text: The text or the name of the error, where the file was asked for it.
    """

    kind: Kind
    formula: bool = False
    text: str | None = None


@frozen
class Tab:
    """A sheet.

    Attributes:
        name: As on its tab.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        cells: The cells with content, by row and column from 1.
    """

    name: str
    state: str
    cells: dict[tuple[int, int], Fact] = field(factory=dict)


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
