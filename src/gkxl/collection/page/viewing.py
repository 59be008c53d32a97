"""Looks a collection over for its page."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.page.view import Fault, Line, Sources, Stray, View
from gkxl.collection.status import Status
from gkxl.grouping import grouped
from gkxl.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry, File
    from gkxl.grouping import Group

LARGEST: Final = 20
"""So many units are named of each figure; the 明细 of the workbook names all."""


def view_of(collection: Collection) -> View:
    """What the page of a collection shows."""
    entries = {entry.unit.code: entry for entry in collection.ledger}
    return View(
        year=collection.year,
        lines=tuple(_line(collection, entry, entries) for entry in collection.ledger),
        report=collection.report,
        sources=dict(_sources(collection)),
        strays=tuple(_stray(collection, file) for file in collection.files if file.current and not file.unit),
    )


def _line(collection: Collection, entry: Entry, entries: Mapping[str, Entry]) -> Line:
    silent = entry.status is Status.MISSING  # the status says it all
    return Line(
        unit=entry.unit,
        status=entry.status,
        file=entry.file.path if entry.file else "",
        counted=entry.counted,
        within=entry.status.is_in and not entry.counted and any(_containing(entry, entries)),
        faults=() if silent else tuple(map(_fault, grouped(collection.issues(entry.unit.code)))),
    )


def _containing(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[bool]:
    """For every unit above one whether its return is added up, and contains what is below."""
    above = entries.get(entry.unit.parent)
    while above:
        yield above.counted and above.unit.contains
        above = entries.get(above.unit.parent)


def _fault(group: Group) -> Fault:
    where = f"{group.place}：" if len(group) > 1 else ""
    issue = group.issue
    return Fault(issue.code, where + issue.message, len(group), issue.explanation)


def _stray(collection: Collection, file: File) -> Stray:
    return Stray(file.path, "".join(issue.message for issue in collection.file_issues(file)[:1]))


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
