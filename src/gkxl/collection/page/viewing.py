"""Looks a collection over for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.collection.opening import read_soundly
from gkxl.collection.packing import restored
from gkxl.collection.page.parts import Parts
from gkxl.collection.page.view import Fault, Line, Sources, Stray, View
from gkxl.collection.status import Status
from gkxl.issues.catalogue import Severity
from gkxl.issues.grouping import grouped
from gkxl.model.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry, File
    from gkxl.issues.grouping import Group
    from gkxl.issues.issue import Issue


@read_soundly
def view_of(collection: Collection) -> View:
    """What the page of a collection shows."""
    entries = {entry.unit.key: entry for entry in collection.ledger}
    return View(
        year=collection.year,
        lines=tuple(_line(collection, entry, entries) for entry in collection.ledger),
        report=collection.report,
        sources=dict(_sources(collection)),
        strays=tuple(_stray(collection, file) for file in collection.strays),
        office=collection.office,
        until=collection.until,
    )


def _line(collection: Collection, entry: Entry, entries: Mapping[str, Entry]) -> Line:
    silent = entry.status is Status.MISSING  # the status says it all
    return Line(
        unit=entry.unit,
        status=entry.status,
        file=entry.file.path if entry.file else "",
        counted=entry.counted,
        within=entry.status.is_in and not entry.counted and any(_containing(entry, entries)),
        faults=() if silent else tuple(map(_fault, grouped(_gravest_first(collection, entry)))),
    )


def _gravest_first(collection: Collection, entry: Entry) -> list[Issue]:
    order = [*Severity]
    return sorted(collection.issues(entry.unit.key), key=lambda issue: order.index(issue.severity))


def _containing(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[bool]:
    """For every unit above one whether its return is added up, and contains what is below."""
    above = entries.get(entry.unit.parent)
    while above:
        yield above.counted and above.unit.contains
        above = entries.get(above.unit.parent)


def _fault(group: Group) -> Fault:
    issue = group.issue
    known = issue.acceptance.words() if issue.acceptance else ""
    return Fault(issue.code, group.message, len(group), issue.explanation, known, issue.accepted)


def _stray(collection: Collection, file: File) -> Stray:
    return Stray(file.path, "".join(issue.message for issue in collection.file_issues(file)[:1]))


def _sources(collection: Collection) -> Iterator[tuple[str, Sources]]:
    """Where every figure comes from that is not 0; of very many units few are kept at any time."""
    places = {entry.unit.key: place for place, entry in enumerate(collection.ledger)}
    table = {cell.path: cell for cell in cells(collection.edition.form) if cell.in_table}
    parts = {path: Parts() for path in table}
    for unit, path, value in collection.query(_FILED):
        if path in parts:
            parts[path].add(places[unit], restored(table[path], value))
    return ((path, found.sources(collection.values[path])) for path, found in parts.items() if found)


_FILED: Final = (
    "SELECT units.key, cells.path, cells.value FROM units JOIN cells ON cells.file = units.file "
    "WHERE units.counted AND cells.value NOT IN (0, '0')"
)
