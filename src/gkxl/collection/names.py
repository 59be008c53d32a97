"""File names for units, no two of them the same."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from gkxl.files.names import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.collection.roster import Unit


def file_names(units: Iterable[Unit], ending: str) -> dict[str, str]:
    """A file name for every unit by its key, no two of them the same to Windows or macOS.

    >>> from gkxl.collection.roster import Unit
    >>> file_names([Unit("A1", "A/B:*?"), Unit("a1", "A/B:*?")], "-2024.xlsx")
    {'A1': 'A1-A_B___-2024.xlsx', 'a1': 'a1-A_B___ 2-2024.xlsx'}
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for unit in units:
        name = _free(safe_name(f"{unit.code}-{unit.name}".lstrip("-")), taken)
        taken.add(_folded(name))
        names[unit.key] = name + ending
    return names


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while _folded(found) in taken:
        number += 1
        found = f"{name} {number}"
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
