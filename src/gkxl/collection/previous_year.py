"""Compares the accepted returns of units with those of the year before."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, cast

from attrs import field

from gkxl.collection.roster import Roster, Unit
from gkxl.collection.roster.matching import Owners
from gkxl.collection.store.opening import refuse_damage
from gkxl.collection.store.rows import from_stored
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.issues import Issue, add_places
from gkxl.model.outline import cells, report_from
from gkxl.reading.previous import missing_report_issue
from gkxl.rules.check import check_expectations
from gkxl.rules.expectations import add_explanations, expectation_codes, last_year_values

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.store.store import Store
    from gkxl.forms.report import Report


_NEAR: Final = 0.6
"""The least similarity of two names, from 0 to 1, at which the unit is asked whether it was renamed."""

_MOST_GONE: Final = 100
"""If more units are gone, it is another roster, and comparing all names would take very long."""


@frozen
class LastYear:
    """What last year's collection has of the units of a roster.

    Attributes:
        files: The accepted and complete file of each unit, by the unit's key this year.
        asked: For units this year, by key, the unit of last year that may be the same.
    """

    files: dict[str, int] = field(factory=dict)
    asked: dict[str, Unit] = field(factory=dict)


@refuse_damage
def find_last_year(previous: Collection, roster: Roster) -> LastYear:
    """Find last year's files of the units of a roster.

    A unit is followed by its code, under whatever name, and by its name where one of the rosters has no
    codes. Where code and name are those of different units, or only the name is the same or much like it,
    it is asked for and not followed.
    """
    files, found = find_last_files(previous), LastYear()
    before = Roster(tuple(Unit(code, name) for code, name in previous.query("SELECT code, name FROM units")))
    owners, gone = Owners(before), _find_gone(before, roster, files)
    for unit in roster.units:
        same, asked = _find_same_unit(unit, owners)
        if same and same.key in files:
            found.files[unit.key] = files[same.key]
        elif not same and (asked := asked or _find_near(unit, gone)) and asked.key in files:
            found.asked[unit.key] = asked
    return found


@refuse_damage
def find_last_files(previous: Collection) -> dict[str, int]:
    """The accepted and complete files of a collection, by the keys of their units."""
    rows = previous.query(
        "SELECT units.key, files.id FROM units JOIN files ON files.id = units.file "
        "WHERE files.accepted AND files.complete"
    )
    return dict(rows)


def ask_whether_renamed(unit: Unit, before: Unit) -> Issue:
    """The question whether a unit of last year is one of this year."""
    return Issue(code="collect.renamed", found=_name_and_code(before), expected=_name_and_code(unit))


def _name_and_code(unit: Unit) -> str:
    return f"{unit.name} {unit.code}".rstrip()


def _find_same_unit(unit: Unit, before: Owners) -> tuple[Unit | None, Unit | None]:
    """Find the same unit last year, or else one that may be the same."""
    coded, named = before.find_by_code(unit.code) if unit.code else None, before.find_by_name(unit.name)
    only = named[0] if len(named) == 1 else None
    if coded:
        return (None, only) if only and not before.is_called(coded, unit.name) else (coded, None)
    return (None, only) if only and only.code and unit.code else (only, None)


def _find_gone(before: Roster, roster: Roster, files: Container[str]) -> dict[str, Unit]:
    """Find the units that filed last year and are gone from the roster, by name; none if too many."""
    names = {unit.name for unit in roster.units}
    gone = {
        unit.name: unit
        for unit in before.units
        if unit.key in files and unit.key not in roster.by_key and unit.name not in names
    }
    return gone if len(gone) <= _MOST_GONE else {}


def _find_near(unit: Unit, gone: Mapping[str, Unit]) -> Unit | None:
    """The one of these units whose name is nearest to that of another."""
    near = get_close_matches(unit.name, gone, n=1, cutoff=_NEAR)
    return gone[near[0]] if near else None


def read_last_reports(previous: Collection) -> Iterator[Report]:
    """Read the accepted and complete reports of a collection."""
    return (read_last_report(previous, file) for file in find_last_files(previous).values())


def compare_years(store: Store, roster: Roster, previous: Collection) -> Iterator[tuple[str, Issue]]:
    """Compare every unit with last year; yield its key with each issue.

    These replace the issues of the return that come from last year's figures in its template.
    """
    last = find_last_year(previous, roster)
    for unit, file, edition, year in store.execute(_ACCEPTED).fetchall():
        if unit in last.asked:
            yield unit, ask_whether_renamed(roster.by_key[unit], last.asked[unit])
            continue
        if unit not in last.files or year != previous.year + 1:
            yield unit, missing_report_issue(previous.year)
            continue
        report = read_last_report(previous, last.files[unit])
        codes = sorted(expectation_codes(edition_named(edition)))
        store.execute(_REPLACE.format(", ".join("?" * len(codes))), file, *codes)
        for issue in _compare_reports(store, file, edition, report):
            yield unit, issue


@refuse_damage
def read_last_report(previous: Collection, file: int) -> Report:
    """Read the report in a file of last year's collection."""
    form = previous.edition.form
    found = dict(previous.query("SELECT path, value FROM cells WHERE file = ?", file))
    values = {cell.path: from_stored(cell, found.get(cell.path)) for cell in cells(form)}
    return cast("Report", report_from(form, values))


def _compare_reports(store: Store, file: int, name: str, previous: Report) -> Iterator[Issue]:
    edition = edition_named(name)
    filed = dict(store.execute(_VALUES, file))
    values = {c.path: from_stored(c, filed[c.path]) for c in cells(edition.form) if c.path in filed}
    found = check_expectations(edition, values, last_year_values(edition, values, previous))
    places = store.places_of(file) if found else {}
    return (add_places(issue, places) for issue in add_explanations(found, _read_explanations(store, file)))


def _read_explanations(store: Store, file: int) -> Mapping[tuple[str, str], str]:
    rows = store.execute("SELECT code, path, text FROM explanations WHERE file = ?", file)
    return {(code, path): text for code, path, text in rows}


_ACCEPTED: Final = (
    "SELECT units.key, files.id, edition, year FROM units JOIN files ON files.id = units.file "
    "WHERE accepted ORDER BY position"
)
_REPLACE: Final = "UPDATE issues SET replaced = file, file = NULL WHERE file = ? AND code IN ({})"
_VALUES: Final = "SELECT path, value FROM cells WHERE file = ? AND value IS NOT NULL"
