"""File names for units that every system takes, Windows with its oldest rules included."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.collection.roster import Unit

_FORBIDDEN: Final = '\\/:*?"<>|'
_RESERVED: Final = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    }
)
_LONGEST: Final = 60
"""Characters of a name: paths on Windows end at 260, and three bytes each must fit the 255 of Linux."""


def file_names(units: Iterable[Unit], ending: str) -> dict[str, str]:
    """A file name for every unit by its code, no two of them the same to Windows or macOS.

    >>> from gkxl.collection.roster import Unit
    >>> file_names([Unit("A1", "A/B:*?"), Unit("a1", "A/B:*?")], "-2024.xlsx")
    {'A1': 'A1-A_B___-2024.xlsx', 'a1': 'a1-A_B___ 2-2024.xlsx'}
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for unit in units:
        name = _free(safe_name(f"{unit.code}-{unit.name}"), taken)
        taken.add(_folded(name))
        names[unit.code] = name + ending
    return names


def safe_name(name: str) -> str:
    r"""A name that can be that of a file everywhere, without an ending.

    >>> safe_name("nul"), safe_name("某局..."), safe_name(" a\tb. ")
    ('_nul', '某局', 'a_b')
    """
    plain = "".join(
        "_" if character in _FORBIDDEN or not character.isprintable() else character
        for character in unicodedata.normalize("NFC", name)
    )
    trimmed = plain.strip()[:_LONGEST].rstrip(". ") or "_"
    return f"_{trimmed}" if trimmed.partition(".")[0].rstrip().casefold() in _RESERVED else trimmed


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while _folded(found) in taken:
        number += 1
        found = f"{name} {number}"
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
