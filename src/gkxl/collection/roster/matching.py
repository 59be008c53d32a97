"""Finds the unit that a return is from: by its code, by the name on its cover, or by file and folder."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.roster.directory import (
    Directory,
    fold_name,
    is_similar_name,
    strip_government,
    strip_name,
)
from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.collection.roster.units import Roster, Unit


_SHORTEST: Final = 3
"""Shorter names are not looked for within another text."""


class NameIndex:
    """Finds units by their names, also within longer texts.

    Args:
        named: Every unit with its name, folded in the same way as the texts that will be searched.
    """

    def __init__(self, named: Iterable[tuple[str, Unit]]) -> None:
        self._units: dict[str, tuple[Unit, ...]] = {}
        for name, unit in named:
            self._units[name] = (*self._units.get(name, ()), unit)
        self._units.pop("", None)
        self._lengths = sorted({len(name) for name in self._units if len(name) >= _SHORTEST}, reverse=True)

    def get(self, name: str) -> tuple[Unit, ...]:
        """The units of exactly this name."""
        return self._units.get(name, ())

    def find_within(self, text: str) -> list[tuple[Unit, ...]]:
        """The units of every name in a text, the longest first; a name in a longer one does not count."""
        return [self._units[name] for name in self._names(text)]

    def _names(self, text: str) -> Iterator[str]:
        for length in self._lengths:
            for at in range(len(text) - length + 1):
                name = text[at : at + length]
                if name in self._units:
                    yield name
                    text = text.replace(name, "\0" * length)


_WORDS: Final = re.compile(r"[\s_()（）【】\[\]]+")
_ENDING: Final = re.compile(r"\.(zip|eml)$", re.IGNORECASE)
_LONG: Final = 8
"""A code of fewer characters may be a year or a serial number, unless a name begins with it."""


@frozen
class Clue:
    """Which units the names of a file and its folders mention.

    Attributes:
        units: The unit that is meant; several of one name; none where different units are named.
        named: Every unit that is named there, by name or code.
        above: Whether it is only the folder of a unit with others below it, whose files may be there too.
    """

    units: tuple[Unit, ...] = ()
    named: tuple[Unit, ...] = ()
    above: bool = False


NO_CLUE: Final = Clue()
"""The clue of names that mention no unit."""


class Owners:
    """The units of a roster, found by code, by name, or by the names of files and folders."""

    def __init__(self, roster: Roster) -> None:
        self._units = roster.by_key
        self._codes: dict[str, Unit | None] = {}
        for unit in roster.units:
            code = fold_name(unit.code)
            self._codes[code] = None if code in self._codes else unit
        self._codes.pop("", None)
        self._names = NameIndex((fold_name(unit.name), unit) for unit in roster.units)
        self._plain = NameIndex((strip_name(unit.name), unit) for unit in roster.units)

    @property
    def has_codes(self) -> bool:
        """Whether there are codes in the roster."""
        return bool(self._codes)

    def find_by_code(self, code: str) -> Unit | None:
        """The unit of that code, or of the only one that is written otherwise."""
        exact = self._units.get(code)
        return exact if exact and exact.code else self._codes.get(fold_name(code))

    def find_by_name(self, name: str, clue: Clue = NO_CLUE) -> tuple[Unit, ...]:
        """The units of a name; the one that the file is named after also if the name is written otherwise."""
        exact = self._names.get(fold_name(name))
        return exact or tuple(unit for unit in clue.units if self.is_called(unit, name)) or self._only(name)

    def _only(self, name: str) -> tuple[Unit, ...]:
        """The only unit of a name but for brackets, 本级 and 机关."""
        found = self._plain.get(strip_name(name))
        return found if len(found) == 1 else ()

    def find_nearly(self, name: str) -> tuple[Unit, ...]:
        """The units that a name which none has may mean: 某县 for 某县人民政府, 财政局 for 某市财政局."""
        return tuple(self._units[key] for key in self._directory.find(name).keys)

    @cached_property
    def _directory(self) -> Directory:
        return Directory(self._units)

    def is_called(self, unit: Unit, name: str) -> bool:
        """Whether a name is that of a unit, perhaps written otherwise, and not rather that of another."""
        exact = self._names.get(fold_name(name))
        if exact or not is_similar_name(name, unit.name):
            return unit in exact
        inside = self._names.find_within(strip_name(name))
        return not inside or any(unit in units for units in inside)

    def find_by_path(self, path: str) -> Clue:
        """The clue in the name of a file, else in that of the nearest folder or zip that mentions a unit."""
        parts = _split_path(path)
        clue = self._read(parts[0])
        for at, folder in enumerate(parts[1:], start=1):
            if clue.named:
                break
            clue = self._read_folder(folder, parts[:at])
        return clue

    def contradicts(self, clue: Clue, unit: Unit) -> bool:
        """Whether a file bears the name of another unit, or its folder that of one not above this unit."""
        if not clue.named or unit in clue.named:
            return False
        above = {*self._above(unit)}
        return not (clue.above and any(one.key in above for one in clue.named))

    def narrow(self, units: tuple[Unit, ...], path: str) -> tuple[Unit, ...]:
        """Narrow several units to the only one whose code or parent is in a path; all if there is none."""
        left = {unit.key for unit in units}
        for part in _split_path(path) if len(units) > 1 else ():
            left &= {unit.key for unit in units if self._is_borne(unit, part)} or left
        return tuple(unit for unit in units if unit.key in left) if len(left) == 1 else units

    def _is_borne(self, unit: Unit, part: str) -> bool:
        """Whether a part of a path contains the code of a unit, or the name or code of a unit above it."""
        above = [self._units.get(key) for key in self._above(unit)]
        codes = self._coded(part)
        if unit in codes or any(one in codes for one in above if one):
            return True
        text = strip_name(part)
        names = [one.name if one else key for one, key in zip(above, self._above(unit), strict=True)]
        return any(strip_government(name) in text for name in names)

    def _above(self, unit: Unit) -> Iterator[str]:
        """The keys of all units above a unit; last the words for a parent outside the roster."""
        above: Unit | None = unit
        while above and above.parent:
            yield above.parent
            above = self._units.get(above.parent)

    def _read(self, text: str) -> Clue:
        """The clue in the name of a file or folder: the units named in it, or else the first code in it."""
        named = (
            self._names.find_within(fold_name(text))
            or [found for word in _split_words(text) if (found := self._names.get(fold_name(word)))]
            or [found for found in self._plain.find_within(strip_name(text)) if len(found) == 1]
        )
        coded = self._coded(text)
        units = self._lowest(named) if named else tuple(coded[:1])
        return Clue(units, tuple(dict.fromkeys(unit for found in (*named, coded) for unit in found)))

    def _coded(self, text: str) -> list[Unit]:
        """The units whose codes are in a text, where no year or serial number is written."""
        codes = (word for at, word in enumerate(_split_words(text)) if at <= 1 or len(word) >= _LONG)
        return [unit for code in codes if (unit := self.find_by_code(code))]

    def _lowest(self, named: Sequence[tuple[Unit, ...]]) -> tuple[Unit, ...]:
        """The units of the only name, apart from names of units above them; none where there are several."""
        above = {key for found in named for unit in found for key in self._above(unit)}
        lowest = {found for found in named if not all(unit.key in above for unit in found)}
        return lowest.pop() if len(lowest) == 1 else ()

    def _read_folder(self, folder: str, inner: Sequence[str]) -> Clue:
        """The clue in a folder; perhaps with the rest of a unit's name inside it, as in 某县/财政局."""
        clue = self._read(folder)
        heads = [unit.key for unit in clue.units] or [fold_name(word) for word in _split_words(folder)]
        below = [self._below[head] for head in heads if head in self._below]
        for part in inner if below else ():
            found = below[0].find_within(fold_name(part))
            if len(found) == 1:
                return Clue(found[0], found[0])
        return evolve(clue, above=bool(clue.units and below))

    @cached_property
    def _below(self) -> dict[str, NameIndex]:
        """The units below each unit, or below a parent outside the roster, by what they add to its name."""
        found: dict[str, list[tuple[str, Unit]]] = {}
        for unit in self._units.values():
            for key in self._above(unit):
                head = self._units.get(key)
                name, own = fold_name(head.name if head else key), fold_name(unit.name)
                found.setdefault(key if head else name, []).append((_without_common_start(own, name), unit))
        return {head: NameIndex(named) for head, named in found.items()}


def _without_common_start(own: str, name: str) -> str:
    """What a name has after the start that it shares with another one."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(own, name, strict=False))
    return own[sum(1 for _ in shared) :]


def _split_path(path: str) -> list[str]:
    """The name of a file without its ending, then its folders, zips and mails, the nearest first."""
    pure = PurePosixPath(path)
    return [pure.stem, *(_ENDING.sub("", part) for part in reversed(pure.parts[:-1]))]


def _split_words(text: str) -> list[str]:
    return [word for part in _WORDS.split(text) for word in (part, *part.split("-"))]
