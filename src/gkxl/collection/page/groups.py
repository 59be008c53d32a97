"""The units of a page by what stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gkxl.collection.page.view import Line

NOBODY: Final = "本级单位"


@frozen
class Group:
    """Units under one parent, the parent itself among them where nothing stands above that.

    Attributes:
        name: The name of the parent, with a word where it is none of the roster.
        members: The indices of the units among the lines.
    """

    name: str
    members: tuple[int, ...]


def groups(lines: Sequence[Line]) -> list[Group]:
    """Every group, in the order of their first units."""
    names = {line.unit.key: line.unit.name for line in lines}
    parents = {line.unit.parent for line in lines}
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        own = line.unit.key if line.unit.key in parents else ""
        found.setdefault(line.unit.parent or own, []).append(index)
    return [Group(_called(key, names), tuple(members)) for key, members in found.items()]


def _called(parent: str, names: Mapping[str, str]) -> str:
    return (names.get(parent) or f"{parent}（名册之外）") if parent else NOBODY
