"""Tells whether the saved result of a formula can be taken, or may be another one tomorrow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.caching import cache_short_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_UNRELIABLE: Final = re.compile(
    r"\[|\||\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT|INFO|CELL|RTD|WEBSERVICE|FILTERXML"
    r"|STOCKHISTORY|CUBE[A-Z]+|IMPORT[A-Z]+|GOOGLE[A-Z]+|DUMMYFUNCTION)\s*\(",
    re.IGNORECASE,
)
"""What refers to other files or programs, or calls functions that are volatile or ask the network."""

_WORD: Final = re.compile(r"[^\W\d][\w.]*")


def is_reliable(formula: str, unreliable: Collection[str] = ()) -> bool:
    """Whether a formula, and every name in it, keeps to this workbook and to its result.

    Args:
        formula: The formula, without ``=``.
        unreliable: The names that do not, as `unreliable_names` gives them, in small letters.
    """
    return not (_leads_out(formula) or (unreliable and not _words(formula).isdisjoint(unreliable)))


def unreliable_names(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names that lead out of the workbook, or to volatile functions, themselves or by other names.

    Args:
        names: Names with what they refer to.
    """
    defined = [(name.lower(), text) for name, text in names]
    waiting = [name for name, text in defined if _leads_out(text)]
    return _with_users(waiting, defined) if waiting else frozenset()


def _with_users(waiting: list[str], defined: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Some names, and those that use them by whatever way round."""
    users: dict[str, list[str]] = {}
    for name, text in defined:
        for word in _words(text):
            users.setdefault(word, []).append(name)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += users.get(name, [])
    return frozenset(found)


@cache_short_keys(maxsize=1024)
def _leads_out(formula: str) -> bool:
    return _UNRELIABLE.search(formula) is not None


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
