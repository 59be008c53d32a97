"""Adds up the returns that count, inside the store, and compares parents with what they contain."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.store.rows import pack_issue, to_stored
from gkxl.issues import Issue, add_places
from gkxl.model.outline import cells, plain_digits
from gkxl.reports.aggregation import find_differences, outermost_units
from gkxl.text import enumerated
from gkxl.write.refusals import round_to_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.roster import Roster, Unit
    from gkxl.collection.store.store import Store


_NAMED: Final = 10
"""The most missing units below a parent that are named; more are only counted."""


def find_branches(roster: Roster) -> dict[str, list[str]]:
    """Find for every parent the keys of all units below it at any depth, in the order of the roster."""
    below: dict[str, list[str]] = {}
    for unit in roster.units:
        above = roster.by_key.get(unit.parent)
        while above:
            below.setdefault(above.key, []).append(unit.key)
            above = roster.by_key.get(above.parent)
    return below


def find_counted(roster: Roster, addable: Iterable[str]) -> set[str]:
    """Find the units whose returns are added up; none below a parent whose return contains it.

    A unit above all others whose return contains theirs is not added up but compared: its return is the sum
    that is wanted.

    Args:
        roster: The units.
        addable: The keys of those whose returns can be added.
    """
    able = set(addable)
    below = find_branches(roster)
    containing = [unit.key for unit in roster.units if unit.contains]
    tops = {key for key in containing if len(below.get(key, ())) == len(roster.units) - 1}
    parents = {unit.key: unit.parent for unit in roster.units}
    return outermost_units(able - tops or able, parents, containing)


def add_up(store: Store, keys: Iterable[str]) -> dict[str, Any]:
    """Add up the accepted returns of these units; the sums by path, empty where there are no returns."""
    store.execute("CREATE TEMP TABLE IF NOT EXISTS added (file INTEGER PRIMARY KEY)")
    store.execute("DELETE FROM added")
    store.execute_many("INSERT INTO added SELECT file FROM units WHERE key = ?", ((key,) for key in keys))
    if not store.execute("SELECT 1 FROM added").fetchone():
        return {}
    counts = {path: high * _BILLION + low for path, high, low in store.execute(_COUNTS)}
    table = (cell for cell in cells(store.edition.form) if cell.in_table)
    return {c.path: _add_amounts(store, c.path) if c.type is Decimal else counts[c.path] for c in table}


def _add_amounts(store: Store, path: str) -> Decimal:
    return sum((Decimal(value) for (value,) in store.execute(_AMOUNTS, path)), Decimal(0))


def consolidate(store: Store, keys: Iterable[str]) -> None:
    """Write into the store which units are counted, the sum of their returns, and what a workbook rounds."""
    found = list(keys)
    store.execute("UPDATE units SET counted = 0")
    store.execute_many("UPDATE units SET counted = 1 WHERE key = ?", ((key,) for key in found))
    store.execute("DELETE FROM consolidated")
    added = add_up(store, found)
    store.execute_many(
        "INSERT INTO consolidated SELECT id, ? FROM paths WHERE path = ?",
        ((to_stored(value), path) for path, value in added.items()),
    )
    store.add_issues((None, None, pack_issue(issue)) for issue in _find_rounded(store, added))


def _find_rounded(store: Store, added: dict[str, Any]) -> Iterator[Issue]:
    """An issue for each sum that has more digits than a cell keeps."""
    for cell in cells(store.edition.form):
        exact = added.get(cell.path)
        if exact is not None and (kept := round_to_cell(exact)) != exact:
            yield Issue(
                code="collect.rounded",
                path=cell.path,
                label=cell.label,
                found=plain_digits(exact),
                expected=plain_digits(kept),
            )


def compare_parents(store: Store, roster: Roster, addable: set[str]) -> Iterator[tuple[str, Issue]]:
    """Compare each parent's return with the units that it contains: name missing units, then differences.

    While some are missing, only what is less than the others add up to is called different.
    """
    for key, below in find_branches(roster).items():
        parent = roster.by_key[key]
        parts = find_counted(roster, addable.intersection(below))
        if key in addable and parent.contains and parts:
            filed, due = add_up(store, [key]), add_up(store, parts)
            missing = [roster.by_key[one] for one in below if one not in addable]
            if missing and filed != due:
                yield key, _incomplete_issue(parent, missing)
                due = {path: max(number, filed[path]) for path, number in due.items()}
            differing = [*find_differences(store.edition, filed, due, len(parts))]
            (file,) = store.execute("SELECT file FROM units WHERE key = ?", key).fetchone()
            places = store.places_of(file) if differing else {}
            yield from ((key, add_places(issue, places)) for issue in differing)


def _incomplete_issue(parent: Unit, missing: list[Unit]) -> Issue:
    names = enumerated([unit.name for unit in missing], _NAMED, unit="个单位", quoted=True)
    return Issue(code="collect.incomplete", facts={"unit": parent.name, "names": names})


_BILLION: Final = 10**9
"""SQLite fails on a sum of more than 64 bits, so billions and the rest are added up separately."""

_COUNTS: Final = (
    "SELECT paths.path, high, low FROM paths JOIN (SELECT path, sum(value / 1000000000) AS high, "
    "sum(value % 1000000000) AS low FROM contents WHERE file IN added AND typeof(value) = 'integer' "
    "GROUP BY path) AS found ON found.path = paths.id"
)
"""Amounts and texts are no integers; see `gkxl.collection.store.rows.to_stored`."""

_AMOUNTS: Final = (
    "SELECT value FROM contents WHERE file IN added AND path = (SELECT id FROM paths WHERE path = ?)"
)
