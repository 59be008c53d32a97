"""Draws the rooms of the library, from the imports between them, so that the drawing stays true."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCE: Final = Path(gkxl.__file__).parent

_FACE: Final = "gkxl"

_BOX: Final = 118, 30
_GAP: Final = 14, 46

Rooms = dict[str, set[str]]


def rooms() -> Rooms:
    """Each room (a package or module at the top of gkxl) with the rooms that its code imports.

    What programs import as ``gkxl`` is a room, too: the face of the house.
    """
    found: Rooms = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.pyi")]):  # the face is written in a stub
        room = path.relative_to(SOURCE).parts[0].partition(".")[0].replace("__init__", _FACE)
        if room != "__main__":
            found.setdefault(room, set()).update(_imported(path))
    return {
        room: {one if one in found else _FACE for one in imported} - {room}
        for room, imported in found.items()
    }


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(alias.name == _FACE for alias in node.names):
            yield _FACE
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}".split(".") for alias in node.names]
            yield from (parts[1] for parts in names if parts[0] == "gkxl")


def direct(graph: Mapping[str, set[str]]) -> Rooms:
    """The arrows that no longer way makes superfluous."""
    below: Rooms = {}
    for room in TopologicalSorter(graph).static_order():
        below[room] = set(graph[room]).union(*(below[one] for one in graph[room]))
    return {
        room: {one for one in to if not any(one in below[other] for other in to - {one})}
        for room, to in graph.items()
    }


def floors(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The rooms by floor: each stands on what it imports; the ground first."""
    level: dict[str, int] = {}
    for room in TopologicalSorter(graph).static_order():
        level[room] = 1 + max((level[one] for one in graph[room]), default=-1)
    found: list[list[str]] = [[] for _ in range(1 + max(level.values()))]
    for room, floor in sorted(level.items()):
        found[floor].append(room)
    return found


def _places(graph: Mapping[str, set[str]], width: int) -> dict[str, tuple[float, float]]:
    """The middle of each room's upper edge: the ground lowest, each floor ordered by what it stands on."""
    stories = floors(graph)
    places: dict[str, tuple[float, float]] = {}
    for floor, story in enumerate(stories):
        below = {room: [places[one][0] for one in graph[room]] or [0.0] for room in story}
        story.sort(key=lambda room: sum(below[room]) / len(below[room]))
        step = width / len(story)
        y = (len(stories) - 1 - floor) * (_BOX[1] + _GAP[1]) + 1
        places.update({room: (step * (index + 0.5), y) for index, room in enumerate(story)})
    return places


def drawing() -> Iterator[str]:
    """The rooms as an SVG picture; an arrow means "imports", those that follow from others are left out."""
    graph = direct(rooms())
    width = max(map(len, floors(graph))) * (_BOX[0] + _GAP[0])
    places = _places(graph, width)
    height = max(y for _, y in places.values()) + _BOX[1] + 2
    yield f'<svg viewBox="0 0 {width} {height:.0f}" role="img" aria-label="The rooms of gkxl"'
    yield ' font-family="sans-serif" font-size="13" text-anchor="middle" stroke="#888" fill="none">'
    for room, to in sorted(graph.items()):
        x, y = places[room]
        yield from (_arrow(x, y + _BOX[1], *places[one]) for one in sorted(to))
    for room, (x, y) in sorted(places.items()):
        left = x - _BOX[0] / 2
        yield f'<rect x="{left:.0f}" y="{y:.0f}" width="{_BOX[0]}" height="{_BOX[1]}" rx="4" fill="#f4f6f8"/>'
        yield f'<text x="{x:.0f}" y="{y + 20:.0f}" fill="#111" stroke="none">{escape(room)}</text>'
    yield "</svg>"


def _arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (y + to_y) / 2
    return (
        f'<path d="M{x:.0f},{y:.0f} C{x:.0f},{middle:.0f} {to_x:.0f},{middle:.0f} {to_x:.0f},{to_y:.0f}"/>'
        f'<circle cx="{to_x:.0f}" cy="{to_y:.0f}" r="2.5" fill="#888"/>'
    )
