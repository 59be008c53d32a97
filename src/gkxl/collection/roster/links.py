"""Gives every unit of a roster the unit above it, and names what cannot be told or is doubtful."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.collection.roster.directory import Found
from gkxl.collection.roster.parents import Asked, find_parents
from gkxl.collection.roster.spelling import folded
from gkxl.errors import LimitError
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.collection.roster.directory import Directory
    from gkxl.collection.roster.lines import Entry, Line
    from gkxl.collection.roster.units import Unit
    from gkxl.issues.issue import Issue

DEEPEST: Final = 50
"""So many units may be above one another; what asks for all that are above a unit asks so often."""

_NAMED: Final = 5
"""So many units to choose from are named; more are only counted."""


@frozen
class Links:
    """What is above the units of a roster.

    Attributes:
        parents: What is above each unit, by its key: a key, or the words given where these are no unit.
        issues: What cannot be told, or was taken with a doubt.
    """

    parents: Mapping[str, str] = field(factory=dict)
    issues: tuple[Issue, ...] = ()


def link(lines: Mapping[str, Line], directory: Directory) -> Links:
    """Find what is above each unit.

    Args:
        lines: What the roster gives for each unit, by its key.
        directory: The units.
    """
    asked = dict.fromkeys(Asked(key, entry.text) for key, line in lines.items() for entry in line.parents)
    found = find_parents(asked, directory)
    parents: dict[str, str] = {}
    issues: list[Issue] = []
    for key, line in lines.items():
        answers = _settled([(entry, found[Asked(key, entry.text)]) for entry in line.parents])
        for entry, answer in answers:
            issues.extend(_doubts(line, entry, answer, directory))
        parents[key] = next((_meant(entry, answer) for entry, answer in answers), "")
        issues.extend(_quarrels(line, answers))
    return Links(parents, tuple(issues))


def _settled(answers: Sequence[tuple[Entry, Found]]) -> list[tuple[Entry, Found]]:
    """The answers, where a code in one cell settles which of several units a name in another means."""
    sure = {answer.keys for _, answer in answers if len(answer.keys) == 1}
    (one,) = sure if len(sure) == 1 else ((),)
    return [
        (entry, Found(one) if len(answer.keys) > 1 and {*one} & {*answer.keys} else answer)
        for entry, answer in answers
    ]


def _meant(entry: Entry, answer: Found) -> str:
    return answer.keys[0] if answer.keys else entry.text


def _doubts(line: Line, entry: Entry, answer: Found, directory: Directory) -> Iterator[Issue]:
    """The issues of one cell."""
    key, key_en = ("代码", "code") if directory.coded else ("全称", "full name")
    if answer.lost:
        yield line.entry_issue("roster.path", entry, key=key, key_en=key_en)
    elif len(answer.keys) > 1:
        zh, en = enumerated([_called(directory.units[one]) for one in answer.keys], _NAMED, unit="个单位")
        yield line.entry_issue("roster.ambiguous", entry, choices=zh, choices_en=en, key=key, key_en=key_en)
    elif answer.like or (answer.keys and not answer.exact):
        unit = directory.units[answer.like or answer.keys[0]]
        code = "roster.like" if answer.like else "roster.near"
        yield line.entry_issue(code, entry, **nearest(unit))


def nearest(unit: Unit) -> dict[str, str]:
    """A unit as messages name it, in both languages."""
    return {"nearest": _called(unit), "nearest_en": f"{unit.name} ({unit.code})" if unit.code else unit.name}


def _called(unit: Unit) -> str:
    return f"“{unit.name}”（代码 {unit.code}）" if unit.code else f"“{unit.name}”"


def _quarrels(line: Line, answers: Sequence[tuple[Entry, Found]]) -> Iterator[Issue]:
    """Two cells of one unit that name different units above it; a name may be given beside its code."""
    for (first, known), (entry, answer) in pairwise(answers):
        outside = not (known.keys or answer.keys)
        same = outside and (first.column != entry.column or folded(first.text) == folded(entry.text))
        if known.keys != answer.keys or (outside and not same):
            other = line.layout.place(first.column, first.row).address
            yield line.entry_issue("roster.parents", entry, other=other, text=first.text)


def find_cycles(parents: Mapping[str, str], lines: Mapping[str, Line], wanted: str) -> Iterator[Issue]:
    """Find every cycle once, from the unit of it that comes first.

    Args:
        parents: What is above each unit, by its key.
        lines: What the roster gives for each unit.
        wanted: Which of its cells an issue is about.

    Raises:
        LimitError: More units are above one another than any office has.
    """
    depths: dict[str, int] = {}
    for start in parents:
        path: dict[str, None] = {}
        key = start
        while key in parents and key not in depths and key not in path:
            path[key] = None
            key = parents[key]
        if key in path:
            ring = [*path][[*path].index(key) :]
            yield lines[key].issue("roster.cycle", wanted, names="→".join((*ring, key)))
        depth = depths.get(key, 0)
        for key in reversed(path):
            depth += 1
            depths[key] = depth
        if depth > DEEPEST:
            raise LimitError("上下级的层数", "The number of units above one another", depth, DEEPEST)
