"""Plants faults in a filled workbook, as they come back in real returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook

from gkxl.identity import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell

FAULTS: Final[dict[str, Any]] = {
    "disclosure.permits.decisions": "约73",
    "requests.received.total": 9,
    "requests.carried_forward.natural_person": None,
}
"""What is typed over, by path: about 73 permits, a total that does not add up, a blank for a zero."""


def plant(source: Path, target: Path) -> None:
    """Copy a workbook with the faults typed into it."""
    book = load_workbook(source)
    for path, content in FAULTS.items():
        _cell(book, path).value = content
    book.save(target)


def _cell(book: Workbook, path: str) -> Cell:
    """The cell that the defined name of a path refers to."""
    ((sheet, address),) = book.defined_names[PREFIX + path].destinations
    found: Cell = book[sheet][address.replace("$", "")]
    return found
