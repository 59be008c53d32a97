"""Finds the units of a roster in last year's collection: by code, else by name; asks where they differ."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.collection.opening import read_soundly
from gkxl.collection.roster import Roster, Unit
from gkxl.collection.roster.matching import Owners
from gkxl.issues.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from gkxl.collection.collection import Collection

_NEAR: Final = 0.6
"""How much two names must have in common to ask whether they are of one unit, from 0 to 1."""

_MOST_GONE: Final = 100
"""Where more units are gone, it is another roster; comparing all names would take very long."""


@frozen
class LastYear:
    """What last year's collection has of the units of a roster.

    Attributes:
        files: The file that stood for each unit and is complete, by the unit's key this year.
        asked: The units of last year that may be the same as one of this year, by its key this year.
    """

    files: dict[str, int] = field(factory=dict)
    asked: dict[str, Unit] = field(factory=dict)


@read_soundly
def find_last_year(previous: Collection, roster: Roster) -> LastYear:
    """Find last year's files of the units of a roster.

    A unit is followed by its code, under whatever name, and by its name where one of the rosters has no
    codes. Where code and name are those of different units, or only the name is the same or much like it,
    it is asked for and not followed.
    """
    files, found = last_files(previous), LastYear()
    before = Roster(tuple(Unit(code, name) for code, name in previous.query("SELECT code, name FROM units")))
    owners, gone = Owners(before), _find_gone(before, roster, files)
    for unit in roster.units:
        same, asked = _follow(unit, owners)
        if same and same.key in files:
            found.files[unit.key] = files[same.key]
        elif not same and (asked := asked or _find_near(unit, gone)) and asked.key in files:
            found.asked[unit.key] = asked
    return found


@read_soundly
def last_files(previous: Collection) -> dict[str, int]:
    """The accepted and complete files of a collection, by the keys of their units."""
    rows = previous.query(
        "SELECT units.key, files.id FROM units JOIN files ON files.id = units.file "
        "WHERE files.accepted AND files.complete"
    )
    return dict(rows)


def ask_for(unit: Unit, before: Unit) -> Issue:
    """The question whether a unit of last year is one of this year."""
    return Issue(code="collect.renamed", found=_titled(before), expected=_titled(unit))


def _titled(unit: Unit) -> str:
    return f"{unit.name} {unit.code}".rstrip()


def _follow(unit: Unit, before: Owners) -> tuple[Unit | None, Unit | None]:
    """The same unit last year, or one that may be it."""
    coded, named = before.by_code(unit.code) if unit.code else None, before.by_name(unit.name)
    only = named[0] if len(named) == 1 else None
    if coded:
        return (None, only) if only and not before.is_called(coded, unit.name) else (coded, None)
    return (None, only) if only and only.code and unit.code else (only, None)


def _find_gone(before: Roster, roster: Roster, files: Container[str]) -> dict[str, Unit]:
    """The units that filed last year and are not in this year's roster, by name; none where they are many."""
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
