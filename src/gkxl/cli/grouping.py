"""The same fault on many cells of a sheet, said once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from gkxl.cli.terminal import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.issues import Issue

NAMED: Final = 6
"""How many cells of a group are named before the rest is only counted."""


@frozen
class Line:
    """An issue as it is listed, and the cells that it is about."""

    issue: Issue
    place: str


def lines(issues: Iterable[Issue]) -> Iterator[Line]:
    """Issues in their order, with neighbours that say the same joined into one line."""
    for _, group in groupby(issues, key=_what):
        first, *others = found = list(group)
        if others:
            these = words(f"这 {len(found)} 格", f"{len(found)} cells")
            yield Line(evolve(first, place=None, label=these), f"{first.sheet} {_cells(found)}")
        else:
            yield Line(first, f"{first.sheet} {first.cell}" if first.place else first.label)


def _what(issue: Issue) -> tuple[object, ...]:
    """What two issues have in common that differ in nothing but their cells."""
    alone = issue.path if issue.right or not issue.place else ""
    return (issue.code, issue.sheet, str(issue.found), str(issue.facts), alone)


def _cells(issues: list[Issue]) -> str:
    named = "、".join(str(issue.cell) for issue in issues[:NAMED])
    if len(issues) <= NAMED:
        return named
    return words(f"{named} 等 {len(issues)} 格", f"{named} … ({len(issues)} cells)")
