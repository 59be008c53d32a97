"""Compares the returns that stand for units with those that stood for them the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gkxl.checks import expectation_issues
from gkxl.collection.following import ask_for, find_last_year, last_files
from gkxl.collection.opening import read_soundly
from gkxl.collection.packing import restored
from gkxl.expectations import explained, last_values
from gkxl.forms import edition_named
from gkxl.issues.catalogue.expectations import EXPECTATIONS
from gkxl.issues.issue import placed
from gkxl.model.outline import cells
from gkxl.model.values import report_from
from gkxl.reading.previous import no_report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.roster import Roster
    from gkxl.collection.store import Store
    from gkxl.forms import Report
    from gkxl.issues.issue import Issue


def last_reports(previous: Collection) -> Iterator[Report]:
    """The reports of a collection that stand for units and are complete."""
    return (last_report(previous, file) for file in last_files(previous).values())


def compare_years(store: Store, roster: Roster, previous: Collection) -> Iterator[tuple[str, Issue]]:
    """What there is to say of every unit beside last year.

    It takes the place of what the unit's return said beside the figures that it was issued with.
    """
    last = find_last_year(previous, roster)
    for unit, file, edition, year in store.ask(_ACCEPTED).fetchall():
        if unit in last.asked:
            yield unit, ask_for(roster.by_key[unit], last.asked[unit])
            continue
        if unit not in last.files or year != previous.year + 1:
            yield unit, no_report_of(previous.year)
            continue
        report = last_report(previous, last.files[unit])
        store.ask(_REPLACE, file, *sorted(EXPECTATIONS))
        for issue in _issues(store, file, edition, report):
            yield unit, issue


@read_soundly
def last_report(previous: Collection, file: int) -> Report:
    """The report in a file of last year's collection."""
    form = previous.edition.form
    found = dict(previous.query("SELECT path, value FROM cells WHERE file = ?", file))
    values = {cell.path: restored(cell, found.get(cell.path)) for cell in cells(form)}
    return cast("Report", report_from(form, values))


def _issues(store: Store, file: int, name: str, previous: Report) -> Iterator[Issue]:
    edition = edition_named(name)
    filed = dict(store.ask(_VALUES, file))
    values = {c.path: restored(c, filed[c.path]) for c in cells(edition.form) if c.path in filed}
    found = expectation_issues(edition, values, last_values(edition, values, previous))
    places = store.places_of(file) if found else {}
    return (placed(issue, places) for issue in explained(found, _explanations(store, file)))


def _explanations(store: Store, file: int) -> Mapping[tuple[str, str], str]:
    rows = store.ask("SELECT code, path, text FROM explanations WHERE file = ?", file)
    return {(code, path): text for code, path, text in rows}


_ACCEPTED: Final = (
    "SELECT units.key, files.id, edition, year FROM units JOIN files ON files.id = units.file "
    "WHERE accepted ORDER BY position"
)
_REPLACE: Final = (
    "UPDATE issues SET replaced = file, file = NULL "  # noqa: S608 (our own codes)
    f"WHERE file = ? AND code IN ({', '.join('?' * len(EXPECTATIONS))})"
)
_VALUES: Final = "SELECT path, value FROM cells WHERE file = ? AND value IS NOT NULL"
