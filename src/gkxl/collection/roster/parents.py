"""Tells which units are above which, from the codes, names and paths that a roster gives."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.collection.roster.directory import MANY, Found, shortened
from gkxl.collection.roster.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gkxl.collection.roster.directory import Directory
    from gkxl.collection.roster.units import Unit

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


def find_parents(asked: Collection[Asked], directory: Directory) -> dict[Asked, Found]:
    """Find the units that are meant; a path is followed from its first unit down.

    Args:
        asked: What the units give.
        directory: The units.
    """
    steps = {one: _steps(one.text, directory) for one in asked}
    found = {one: directory.find(one.text, one.key) for one in asked if not steps[one][1:]}
    paths = [one for one in asked if steps[one][1:]]
    for _ in range(_DEEPEST if paths else 0):  # a path may go by units that are placed by paths themselves
        children = _children(found, steps, directory)
        followed = {one: _follow(steps[one], children, directory) for one in paths}
        if followed.items() <= found.items():
            break
        found |= followed
    return found


def _steps(text: str, directory: Directory) -> Sequence[str]:
    """The steps of a path; the text alone where it is a name, though one with a stroke in it."""
    steps = [step.strip() for step in _STEP.split(text, _DEEPEST) if step.strip()]
    whole = directory.find(text)
    return [text] if not steps[1:] or (whole.keys and whole.exact) else steps


def _children(
    found: Mapping[Asked, Found], steps: Mapping[Asked, Sequence[str]], directory: Directory
) -> Children:
    above = {
        one.key: answer.keys[0] if len(answer.keys) == 1 else folded(steps[one][-1])
        for one, answer in found.items()
    }
    children: dict[tuple[str, str], dict[str, None]] = {}
    for texts in (_own, _shortened):  # what is shortened comes after what is there word for word
        taken = set(children)
        for key, unit in directory.units.items():
            for way in {(above.get(key, ""), text) for text in texts(unit)} - taken:
                children.setdefault(way, {})[key] = None
    return children


def _own(unit: Unit) -> Iterable[str]:
    return folded(unit.code), folded(unit.name)


def _shortened(unit: Unit) -> Iterable[str]:
    return shortened(unit.name)


def _follow(steps: Sequence[str], children: Children, directory: Directory) -> Found:
    """The units that a path leads to; steps outside the roster may come before those in it."""
    first = directory.find(steps[0])
    reached, last = first.keys, folded(steps[0])
    known = bool(reached)
    for step in map(folded, steps[1:]):
        ways = (children.get((start, step), ()) for start in reached or (last, ""))
        reached, last = tuple(dict.fromkeys(islice(chain.from_iterable(ways), MANY))), step
        known = known or bool(reached)
        if known and not reached:
            return Found(lost=True)
    lost = not reached and bool(directory.find(steps[-1]).keys)
    return Found(reached, exact=first.exact, lost=lost)
