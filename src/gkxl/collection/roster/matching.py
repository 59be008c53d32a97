"""Tells whose return a file is: by what it says of itself, and by the names of file and folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gkxl.remembering import of_short_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.collection.roster.units import Unit

_WORDS: Final = re.compile(r"[\s_()（）【】\[\]]+")
_LONG: Final = 8
"""A code of fewer characters may be a year or a serial number, unless a name begins with it."""

_SHORTEST: Final = 3
"""A name of fewer characters is not looked for in the midst of another."""


class Owners:
    """The units of a roster, found by code, name, or the name of a file."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._known: set[str] = set()
        self._codes: dict[str, str | None] = {}
        self._names: dict[str, str | None] = {}
        for unit in units:
            self._known.add(unit.key)
            code, name = _folded(unit.key), _folded(unit.name)
            self._codes[code] = None if code in self._codes else unit.key
            self._names[name] = None if name in self._names else unit.key
        self._longest = max(map(len, self._names), default=0)

    def by_code(self, code: str) -> str:
        """The unit of that code, or of the only one that is written otherwise; "" where there is none."""
        return code if code in self._known else self._codes.get(_folded(code)) or ""

    def by_name(self, name: str) -> str:
        """The unit of that name; "" where there is none, or more than one."""
        return self._names.get(_folded(name)) or ""

    def by_path(self, path: str) -> str:
        """The unit that a file or its folder is named after; "" where there is none, or more than one."""
        pure = PurePosixPath(path)
        return next(filter(None, map(self._named, (pure.stem, pure.parent.name))), "")

    def _named(self, text: str) -> str:
        """The unit of the longest name within a text, or of a code where no other number would stand."""
        words = [word for part in _WORDS.split(text) for word in (part, *part.split("-"))]
        codes = [word for at, word in enumerate(words) if at <= 1 or len(word) >= _LONG]
        return self._within(_folded(text)) or next(filter(None, map(self.by_code, codes)), "")

    def _within(self, text: str) -> str:
        for length in range(min(self._longest, len(text)), _SHORTEST - 1, -1):
            pieces = {text[at : at + length] for at in range(len(text) - length + 1)}
            found = [piece for piece in pieces if piece in self._names]
            if found:
                return (self._names[found[0]] or "") if len(found) == 1 else ""
        return ""

    def says(self, text: str, unit: Unit) -> bool:
        """Whether a text has the code or the name of a unit in it."""
        folded = _folded(text)
        return _folded(unit.name) in folded or _folded(unit.key) in folded


@of_short_texts(maxsize=65536)
def _folded(text: str) -> str:
    """A name without white space, and in half-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
