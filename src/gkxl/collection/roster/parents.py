"""Tells which units are above which, from the codes, names and paths that a roster gives."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.collection.roster.directory import MANY, Found, core, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gkxl.collection.roster.directory import Directory

    Children = Mapping[tuple[str, str], Mapping[str, None]]
    """Units by what is above them, and by each of their own codes and names."""

_STEP: Final = re.compile(r"[/\\>→|／＼＞｜]+")
_DEEPEST: Final = 10
"""So many steps a path may have; no office has more above it."""


@frozen
class Asked:
    """What a unit gives as the unit above it.

    Attributes:
        key: The key of the unit.
        text: The code, name or path, as it is written.
    """

    key: str
    text: str


def find_parents(asked: Iterable[Asked], directory: Directory) -> dict[Asked, Found]:
    """Find the units that are meant; a path is followed from its first unit down.

    Args:
        asked: What the units give.
        directory: The units.
    """
    found: dict[Asked, Found] = {}
    above: dict[str, str] = {}
    steps = {one: _steps(one.text, directory) for one in asked}
    for count, group in groupby(sorted(steps, key=lambda one: len(steps[one])), lambda one: len(steps[one])):
        children = _children(above, directory) if count > 1 else {}
        for one in list(group):
            by_path = _follow(steps[one], children, directory) if count > 1 else None
            found[one] = by_path or directory.find(one.text, one.key)
            above[one.key] = found[one].keys[0] if len(found[one].keys) == 1 else folded(steps[one][-1])
    return found


def _steps(text: str, directory: Directory) -> Sequence[str]:
    """The steps of a path; the text alone where it is a name, though one with a stroke in it."""
    steps = [step.strip() for step in _STEP.split(text, _DEEPEST) if step.strip()]
    whole = directory.find(text)
    return [text] if not steps[1:] or (whole.keys and whole.exact) else steps


def _children(above: Mapping[str, str], directory: Directory) -> Children:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for key, unit in directory.units.items():
        for text in {folded(unit.code), folded(unit.name), core(unit.name)}:
            found.setdefault((above.get(key, ""), text), {})[key] = None
    return found


def _follow(steps: Sequence[str], children: Children, directory: Directory) -> Found:
    """The units that a path leads to; steps outside the roster may come before those in it."""
    first = directory.find(steps[0])
    reached, last = first.keys, folded(steps[0])
    known = bool(reached)
    for step in map(folded, steps[1:]):
        ways = (children.get((start, step), ()) for start in reached or (last, ""))
        reached, last = tuple(dict.fromkeys(key for way in ways for key in way)), step
        known = known or bool(reached)
        if (known and not reached) or len(reached) > MANY:
            return Found(reached[:MANY], lost=True)
    lost = not reached and bool(directory.find(steps[-1]).keys)
    return Found(reached, exact=first.exact, lost=lost)
