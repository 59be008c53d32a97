"""Looks a collection over for its page."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.page.view import Fault, Line, Sources, View
from gkxl.grouping import grouped
from gkxl.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry
    from gkxl.grouping import Group

LARGEST: Final = 20
"""So many units are named of each figure; the 明细 of the workbook names all."""


def view_of(collection: Collection) -> View:
    """What the page of a collection shows."""
    return View(
        year=collection.year,
        lines=tuple(_line(collection, entry) for entry in collection.ledger),
        report=collection.report,
        sources=dict(_sources(collection)),
    )


def _line(collection: Collection, entry: Entry) -> Line:
    said = grouped(collection.issues(entry.unit.code))
    return Line(
        unit=entry.unit,
        status=entry.status,
        file=entry.file.path if entry.file else "",
        counted=entry.counted,
        faults=tuple(map(_fault, said)),
    )


def _fault(group: Group) -> Fault:
    where = f"{group.place}：" if len(group) > 1 else ""
    return Fault(group.issue.code, where + group.issue.message, len(group))


def _sources(collection: Collection) -> Iterator[tuple[str, Sources]]:
    """For every figure the units that have the largest parts of it, few of them kept at any time."""
    places = {entry.unit.code: index for index, entry in enumerate(collection.ledger)}
    largest: dict[str, list[tuple[Any, int, Any]]] = {
        cell.path: [] for cell in cells(collection.edition.form) if cell.in_table
    }
    counts = dict.fromkeys(largest, 0)
    for unit, values in collection.figures():
        for path, heap in largest.items():
            value = values.get(path)
            if value:
                counts[path] += 1
                _keep(heap, (abs(value), -places[unit.code], value))
    return _summed(collection.values, largest, counts)


def _keep(heap: list[tuple[Any, int, Any]], part: tuple[Any, int, Any]) -> None:
    if len(heap) < LARGEST:
        heappush(heap, part)
    else:
        heappushpop(heap, part)


def _summed(
    totals: Mapping[str, Any], largest: Mapping[str, list[tuple[Any, int, Any]]], counts: Mapping[str, int]
) -> Iterator[tuple[str, Sources]]:
    for path, heap in largest.items():
        if heap:
            parts = tuple((-place, value) for _, place, value in sorted(heap, reverse=True))
            rest = totals[path] - sum(value for _, value in parts)
            yield path, Sources(parts, counts[path] - len(parts), rest)
