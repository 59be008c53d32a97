"""Gathers what the page of a collection shows into one value, from which alone the page is written."""

from __future__ import annotations

import sys
from heapq import heappush, heappushpop
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import field

from gkxl.collection.ledger import UnitStatus
from gkxl.collection.output.returned_copies import COPIES_FOLDER, is_copy
from gkxl.collection.store.opening import refuse_damage
from gkxl.collection.store.rows import from_stored
from gkxl.frozen import frozen
from gkxl.issues.catalogue import Severity
from gkxl.issues.grouping import grouped
from gkxl.model.outline import cells

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry, File
    from gkxl.collection.roster import Unit
    from gkxl.forms.report import Report
    from gkxl.issues import Issue
    from gkxl.issues.grouping import Group


@frozen
class Fault:
    """An issue of a unit as the page shows it.

    Attributes:
        code: The code of its kind; see `gkxl.CODES`.
        message: The message, in Chinese.
        cells: In how many cells.
        explanation: The unit's explanation; "" where there is none.
        acceptance: Who confirmed it instead of the unit, when and why; "" where that was not done.
        accepted: Whether the confirmation still applies.
    """

    code: str
    message: str
    cells: int = 1
    explanation: str = ""
    acceptance: str = ""
    accepted: bool = False

    @property
    def settled(self) -> bool:
        """Whether the unit explained it, or an officer confirmed it: there is nothing left to do."""
        return bool(self.explanation) or self.accepted


@frozen(kw_only=True)
class UnitLine:
    """A unit and what became of it.

    Attributes:
        unit: The unit.
        status: What became of it.
        file: The name of its file; "" where there is none.
        counted: Whether its return is added up.
        within: Whether it is not added up because the return of a unit above contains it.
        faults: The issues about it.
        copy: Where its marked copy is, from the page; "" where there is none.
        original: Where the file is that its return came in, likewise; a zip or mail that it was in.
    """

    unit: Unit
    status: UnitStatus
    file: str = ""
    counted: bool = False
    within: bool = False
    faults: tuple[Fault, ...] = ()
    copy: str = ""
    original: str = ""


@frozen
class Stray:
    """A file that is of no unit of the roster.

    Attributes:
        path: Where it is.
        message: The first issue about it.
        original: Where it is, from the page; "" where it cannot be reached.
    """

    path: str
    message: str
    original: str = ""


@frozen
class Sources:
    """Which units a consolidated figure comes from.

    Attributes:
        largest: The units with the largest parts, by their index among the lines, each with its part.
        others: How many more units have a part.
        rest: What those add up to.
    """

    largest: tuple[tuple[int, int | Decimal], ...]
    others: int
    rest: int | Decimal


@frozen(kw_only=True)
class PageView:
    """What the page shows.

    Attributes:
        year: The report year.
        form: The full name of the form.
        lines: Every unit, in the order of the roster.
        report: The consolidated report; None where nothing was added up.
        sources: Where its figures come from, by path; figures of 0 are left out.
        strays: The files that are of no unit.
        office: Who sends returns back; "" where that was not given.
        until: Until when units are to answer; "" where that was not given.
    """

    year: int
    form: str
    lines: tuple[UnitLine, ...] = field(repr=False)
    report: Report | None = field(repr=False, default=None)
    sources: Mapping[str, Sources] = field(repr=False, factory=dict, hash=False)
    strays: tuple[Stray, ...] = ()
    office: str = ""
    until: str = ""

    @property
    def counted(self) -> int:
        """How many returns are added up."""
        return sum(line.counted for line in self.lines)

    @property
    def within(self) -> int:
        """How many more returns are contained in those added up."""
        return sum(line.within for line in self.lines)

    @property
    def sent(self) -> int:
        """How many units sent something."""
        return len(self.lines) - len(self.lines_with(UnitStatus.MISSING))

    def lines_with(self, status: UnitStatus) -> list[UnitLine]:
        """The units of a status."""
        return [line for line in self.lines if line.status is status]


LARGEST: Final = 20
"""The most units that are named for each figure; 明细 in the workbook names all."""


class LargestParts:
    """Collects the largest parts of one figure in bounded memory; true once there is a part."""

    def __init__(self) -> None:
        self._largest: list[tuple[Any, int, Any]] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, place: int, value: int | Decimal) -> None:
        """Add what the unit at a position filed; 0 is no part."""
        if value:
            self._count += 1
            keep = heappush if len(self._largest) < LARGEST else heappushpop
            keep(self._largest, (abs(value), -place, value))

    def sources(self, total: int | Decimal) -> Sources:
        """The largest parts, the first of equals first, and the sum of the others."""
        largest = tuple((-place, value) for _, place, value in sorted(self._largest, reverse=True))
        rest = total - sum(value for _, value in largest)
        return Sources(largest, self._count - len(largest), rest)


@refuse_damage
def make_view(collection: Collection) -> PageView:
    """Gather what the page of a collection shows."""
    copies = {file: f"{COPIES_FOLDER}/{name}" for file, name in collection.query(_MADE) if is_copy(name)}
    return PageView(
        year=collection.year,
        form=collection.edition.kind.title,
        lines=tuple(_make_line(collection, entry, copies) for entry in collection.ledger),
        report=collection.report,
        sources=dict(_find_sources(collection)),
        strays=tuple(_make_stray(collection, file) for file in collection.strays),
        office=collection.office,
        until=collection.until,
    )


def _make_line(collection: Collection, entry: Entry, copies: Mapping[int, str]) -> UnitLine:
    silent = entry.status is UnitStatus.MISSING  # its only issue repeats the status
    return UnitLine(
        unit=entry.unit,
        status=entry.status,
        file=entry.file.path if entry.file else "",
        counted=entry.counted,
        within=entry.status.is_in and not entry.counted and bool(entry.within),
        faults=() if silent else tuple(map(_make_fault, grouped(_gravest_first(collection, entry)))),
        copy=copies.get(entry.file.id, "") if entry.file else "",
        original=_find_original(collection, entry.file.path) if entry.file else "",
    )


def find_way(returns: str | os.PathLike[str], folder: Path) -> str:
    """The way from the results to returns that lie beside or below them; "" for any others.

    The page has links to these, which hold as long as both are moved together. In a browser nobody knows
    where the returns lie that were dropped: results made there have no such links.
    """
    place, out = Path(returns).resolve(), folder.resolve()
    if sys.platform == "emscripten" or not (place.exists() and place.is_relative_to(out.parent)):
        return ""
    below = place.relative_to(out if place.is_relative_to(out) else out.parent).as_posix()
    return below if place.is_relative_to(out) else f"../{below}"


def _find_original(collection: Collection, path: str) -> str:
    """Find the file that a return came in, from the page; "" where it cannot be reached."""
    steps = [collection.returns, *path.split("/")]
    if not collection.returns or ".." in steps[1:]:
        return ""
    ways = ("/".join(steps[:count]) for count in range(1, len(steps) + 1))
    return next((way for way in ways if (collection.path.parent / way).is_file()), "")


def _gravest_first(collection: Collection, entry: Entry) -> list[Issue]:
    order = [*Severity]
    return sorted(collection.issues(entry.unit.key), key=lambda issue: order.index(issue.severity))


def _make_fault(group: Group) -> Fault:
    issue = group.issue
    known = issue.acceptance.words() if issue.acceptance else ""
    return Fault(issue.code, group.message, len(group), issue.explanation, known, issue.accepted)


def _make_stray(collection: Collection, file: File) -> Stray:
    message = "".join(issue.message for issue in collection.file_issues(file)[:1])
    return Stray(file.path, message, _find_original(collection, file.path))


def _find_sources(collection: Collection) -> Iterator[tuple[str, Sources]]:
    """Find where every figure other than 0 comes from, with few units in memory at any time."""
    places = {entry.unit.key: place for place, entry in enumerate(collection.ledger)}
    table = {cell.path: cell for cell in cells(collection.edition.form) if cell.in_table}
    parts = {path: LargestParts() for path in table}
    for unit, path, value in collection.query(_FILED):
        if path in parts:
            parts[path].add(places[unit], from_stored(table[path], value))
    return ((path, found.sources(collection.values[path])) for path, found in parts.items() if found)


_MADE: Final = "SELECT file, name FROM marked WHERE said != ''"
_FILED: Final = (
    "SELECT units.key, cells.path, cells.value FROM units JOIN cells ON cells.file = units.file "
    "WHERE units.counted AND cells.value NOT IN (0, '0')"
)
