"""Finds the names of units in the midst of other texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.roster.units import Unit

_SHORTEST: Final = 3
"""A name of fewer characters is not looked for in the midst of another text."""


class NameIndex:
    """Units by their names.

    Args:
        named: Every unit with its name, as texts will be spelt in which names are looked for.
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

    def within(self, text: str) -> list[tuple[Unit, ...]]:
        """The units of every name in a text, the longest first; a name in a longer one does not count."""
        return [self._units[name] for name in self._names(text)]

    def _names(self, text: str) -> Iterator[str]:
        for length in self._lengths:
            for at in range(len(text) - length + 1):
                name = text[at : at + length]
                if name in self._units:
                    yield name
                    text = text.replace(name, "\0" * length)
