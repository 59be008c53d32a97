"""The store while a collection is made: its units, the files read before, and results as they come."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Final

from gkxl.collection.store.opening import (
    LOCK_TIMEOUT,
    close_on_error,
    other_year_error,
    refuse_damage,
    refuse_foreign,
)
from gkxl.collection.store.rows import COLUMNS, SCHEMA, VERSION, PackedIssue, find_place
from gkxl.forms import EDITIONS, edition_named
from gkxl.frozen import frozen
from gkxl.layout import places
from gkxl.model.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from gkxl.collection.intake.returns import FileResult
    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster import Roster, Unit
    from gkxl.forms.edition import Edition
    from gkxl.issues import Place


_SETTINGS: Final = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA locking_mode = EXCLUSIVE",
)
"""A journal that also works on network drives: killed at any time, the file is whole. One run at a time.

FULL waits until the journal is on the disk, so that a power cut, too, leaves the file whole.
"""


@frozen
class KnownFile:
    """A file that was read before, with one of its contents."""

    id: int
    hash: str
    size: int
    stamp: str


class Store:
    """The store of a collection, made if it is not there.

    Args:
        path: Where it is.
        roster: The units that must return; None for those that it has.
        edition: The edition in which its reports are filed.
        year: The report year.
        whole: Whether nothing of this run is kept unless its decisions are committed.

    Raises:
        DataError: It is of another year.
        UnreadableFileError: It is not a store, of another version, or damaged.
        sqlite3.Error: It cannot be used; see `gkxl.collection.store.opening.explain_error`.
    """

    def __init__(
        self, path: Path, roster: Roster | None, edition: Edition, year: int, *, whole: bool = False
    ) -> None:
        self.path = path
        self._whole = whole
        self.edition = edition
        self.year = year
        self._sqlite = sqlite3.connect(path, timeout=LOCK_TIMEOUT, isolation_level=None)
        with close_on_error(self._sqlite):
            self._open(path, roster)
        self._places: dict[tuple[str, str], int] = {
            (sheet, cell): number
            for number, sheet, cell in self.execute("SELECT id, sheet, cell FROM places")
        }
        self._paths: dict[str, int] = dict(self.execute("SELECT path, id FROM paths"))
        self._lines = cache(self._lines_of)

    def _open(self, path: Path, roster: Roster | None) -> None:
        """Check the file that is there, and only then change anything."""
        fresh = not self.execute("SELECT 1 FROM sqlite_master").fetchone()
        if not fresh:
            refuse_foreign(self._sqlite, path)
            self._refuse_other_year(path)
        for setting in _SETTINGS:
            self.execute(setting)
        self.begin()
        if fresh:
            self._create()
        if roster:
            self._put_units(roster)
        self.execute("UPDATE meta SET value = '0' WHERE key = 'finished'")
        self.commit()

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """Run one statement."""
        return self._sqlite.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run one statement for many rows."""
        self._sqlite.executemany(sql, rows)

    def write_properties(self, facts: Mapping[str, str]) -> None:
        """Write properties of the collection."""
        self.execute_many("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def read_property(self, name: str) -> str:
        """A property of the collection; "" of one that was never kept."""
        (value,) = self.execute("SELECT value FROM meta WHERE key = ?", name).fetchone() or ("",)
        return str(value)

    def begin(self) -> None:
        """Begin a transaction, if none is open."""
        if not self._sqlite.in_transaction:
            self.execute("BEGIN")

    def commit(self) -> None:
        """Commit the transaction, unless the whole run is one."""
        if not self._whole:
            self.execute("COMMIT")

    def commit_decisions(self) -> None:
        """Commit the transaction, also where the whole run was one."""
        self._whole = False
        self.commit()

    def finish(self, target: Path) -> None:
        """Write the store anew, without what was only needed on the way: the same content, the same bytes."""
        self.execute("UPDATE meta SET value = '1' WHERE key = 'finished'")
        self.execute("PRAGMA schema_version = 1")  # it would count the runs
        self.execute("VACUUM INTO ?", str(target))
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._sqlite.close()

    def read_known(self) -> dict[str, list[KnownFile]]:
        """Every file that was read before by its path, its contents in the order in which they came."""
        found: dict[str, list[KnownFile]] = {}
        for number, path, digest, size, stamp in self.execute(
            "SELECT id, path, hash, size, stamp FROM files WHERE hash != '' ORDER BY current, id"
        ):
            found.setdefault(path, []).append(KnownFile(number, digest, size, stamp))
        return found

    def update_stamp(self, known: KnownFile, source: Source) -> int:
        """Write the new size and stamp of a file with unchanged content; its number."""
        self.execute("UPDATE files SET size = ?, stamp = ? WHERE id = ?", source.size, source.stamp, known.id)
        return known.id

    @refuse_damage
    def record(self, source: Source, result: FileResult) -> int:
        """Write what was read of a file; its number."""
        about = result[: len(_RESULTS)]
        (number,) = self.execute(_RECORD, source.name, source.size, source.stamp, *about).fetchone()
        self.execute("DELETE FROM contents WHERE file = ?", number)
        self.execute("DELETE FROM explanations WHERE file = ?", number)
        if result.edition:
            paths, printed = self._lines(result.edition)
            spots: list[int | None] = [*printed]
            for at, spot in result.moved.items():
                spots[at] = self._place(spot)
            rows = zip([number] * len(paths), paths, spots, result.values, strict=True)
            self.execute_many("INSERT INTO contents VALUES (?, ?, ?, ?)", rows)
        self.execute_many(
            "INSERT INTO explanations VALUES (?, ?, ?, ?)", ((number, *one) for one in result.explanations)
        )
        self._keep_issues(number, result.issues)
        return int(number)

    def _keep_issues(self, number: int, issues: Sequence[PackedIssue]) -> None:
        """Keep the issues of a file; if they are unchanged, the rows stay and keep their numbers.

        What cannot be opened at all is looked at in every run, and the same content gives the same bytes.
        """
        if self.execute(_OWN_ISSUES, number, number).fetchall() != [*issues]:
            self.execute("DELETE FROM issues WHERE file = ? OR replaced = ?", number, number)
            self.add_issues((number, None, issue) for issue in issues)

    def add_issues(self, found: Iterable[tuple[int | None, str | None, PackedIssue]]) -> None:
        """Add issues, each with the number of the file or the key of the unit that it is about."""
        self.execute_many(_ISSUE, ((file, unit, *issue) for file, unit, issue in found))

    def places_of(self, file: int) -> dict[str, Place]:
        """Where a file has its cells, by their paths."""
        rows = self.execute("SELECT path, sheet, cell FROM cells WHERE file = ?", file)
        return {path: place for path, sheet, cell in rows if (place := find_place(sheet, cell))}

    def _lines_of(self, edition: str) -> tuple[list[int], list[int]]:
        """For every cell of an edition its path and its printed place, by their numbers."""
        printed = places(edition_named(edition))
        found = [cell.path for cell in cells(edition_named(edition).form)]
        spots = ((printed[path].sheet, printed[path].address) for path in found)
        return [self._paths[path] for path in found], [self._places[spot] for spot in spots]

    def _place(self, spot: tuple[str, str] | None) -> int | None:
        if spot is None:
            return None
        if spot not in self._places:
            made = self.execute("INSERT INTO places (sheet, cell) VALUES (?, ?)", *spot)
            self._places[spot] = made.lastrowid or 0
        return self._places[spot]

    def _create(self) -> None:
        for statement in SCHEMA.split(";\n"):
            self.execute(statement)
        meta = {"schema": VERSION, "year": str(self.year), "edition": self.edition.name, "finished": "0"}
        self.execute_many("INSERT INTO meta VALUES (?, ?)", meta.items())
        editions = [self.edition, *EDITIONS.values()]
        labels: dict[str, str] = {}
        for cell in (cell for one in editions for cell in cells(one.form)):
            labels.setdefault(cell.path, cell.label)
        self.execute_many("INSERT INTO paths (path, label) VALUES (?, ?)", labels.items())
        spots = dict.fromkeys(place for one in editions for place in places(one).values())
        self.execute_many(
            "INSERT INTO places (sheet, cell) VALUES (?, ?)", ((p.sheet, p.address) for p in spots)
        )

    def _refuse_other_year(self, path: Path) -> None:
        year = self.read_property("year")
        if year != str(self.year):
            raise other_year_error(path.parent, year, self.year)

    def _put_units(self, roster: Roster) -> None:
        self.execute("DELETE FROM units")
        self.execute_many(
            "INSERT INTO units (position, key, code, name, level, parent, contains, extra) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((at, *_pack_unit(unit)) for at, unit in enumerate(roster.units)),
        )


def _pack_unit(unit: Unit) -> tuple[object, ...]:
    extra = json.dumps(dict(unit.extra), ensure_ascii=False)
    return unit.key, unit.code, unit.name, unit.level, unit.parent, unit.contains, extra


_RESULTS: Final = (
    *("hash", "edition", "year", "unit_code", "issued_to", "unit_name", "producer"),
    *("content", "figures", "complete", "answers", "unchanged"),
)
"""The first fields of a `FileResult`: each is a column of the table of files."""

_RECORD: Final = (
    f"INSERT INTO files (path, size, stamp, {', '.join(_RESULTS)}) "  # noqa: S608 (our own names)
    f"VALUES ({', '.join('?' * (3 + len(_RESULTS)))}) "
    "ON CONFLICT (path, hash) DO UPDATE SET size = excluded.size, stamp = excluded.stamp RETURNING id"
)
_OWN_ISSUES: Final = (
    f"SELECT {COLUMNS} FROM issues "  # noqa: S608 (our own names)
    "WHERE (file = ? OR replaced = ?) AND unit IS NULL AND code NOT LIKE 'collect.%' ORDER BY id"
)
_VALUES: Final = ", ".join("?" * (2 + len(PackedIssue._fields)))
_ISSUE: Final = f"INSERT INTO issues (file, unit, {COLUMNS}) VALUES ({_VALUES})"  # noqa: S608 (our own names)
