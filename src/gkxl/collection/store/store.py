"""The store while a collection is made: its units, the files read before, and results as they come."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.collection.store.opening import close_on_error, other_year_error, refuse_damage, refuse_foreign
from gkxl.collection.store.rows import COLUMNS, SCHEMA, VERSION, PackedIssue, find_place
from gkxl.forms import EDITIONS, edition_named
from gkxl.layout import places
from gkxl.model.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from gkxl.collection.intake.returns import FileResult
    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster import Roster
    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Place


_SETTINGS: Final = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA locking_mode = EXCLUSIVE",
)
"""A journal that also works on network drives: killed at any time, the file is whole. One run at a time.

FULL waits until the journal is on the disk, so that a power cut, too, leaves the file whole.
"""

LOCK_TIMEOUT: Final = 5
"""So many seconds a run waits for another one to let go of the store."""


@frozen
class KnownFile:
    """A file as it was read before, at one of its contents."""

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
        whole: Whether nothing is to stay of this run unless it comes to its decisions.

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
        self._sqlite = sqlite3.connect(path, LOCK_TIMEOUT, isolation_level=None)
        with close_on_error(self._sqlite):
            self._open(path, roster)
        self._places: dict[tuple[str, str], int] = {
            (sheet, cell): number for number, sheet, cell in self.ask("SELECT id, sheet, cell FROM places")
        }
        self._paths: dict[str, int] = dict(self.ask("SELECT path, id FROM paths"))
        self._lines = cache(self._lines_of)

    def _open(self, path: Path, roster: Roster | None) -> None:
        """Look at what is there, and only then change anything."""
        fresh = not self.ask("SELECT 1 FROM sqlite_master").fetchone()
        if not fresh:
            refuse_foreign(self._sqlite, path)
            self._refuse_other_year(path)
        for setting in _SETTINGS:
            self.ask(setting)
        self.begin()
        if fresh:
            self._create()
        if roster:
            self._put_units(roster)
        self.ask("UPDATE meta SET value = '0' WHERE key = 'finished'")
        self.commit()

    def ask(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """Run one statement."""
        return self._sqlite.execute(sql, parameters)

    def put(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run one statement for many rows."""
        self._sqlite.executemany(sql, rows)

    def note(self, facts: Mapping[str, str]) -> None:
        """Keep properties of the collection."""
        self.put("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def noted(self, name: str) -> str:
        """A property of the collection; "" of one that was never kept."""
        (value,) = self.ask("SELECT value FROM meta WHERE key = ?", name).fetchone() or ("",)
        return str(value)

    def begin(self) -> None:
        """What follows happens whole or not at all."""
        if not self._sqlite.in_transaction:
            self.ask("BEGIN")

    def commit(self) -> None:
        """What happened since `begin` stays, unless the run is to be whole."""
        if not self._whole:
            self.ask("COMMIT")

    def decided(self) -> None:
        """All that happened stays."""
        self._whole = False
        self.commit()

    def finish(self, target: Path) -> None:
        """Write the store anew, without what was only needed on the way: the same content, the same bytes."""
        self.ask("UPDATE meta SET value = '1' WHERE key = 'finished'")
        self.ask("PRAGMA schema_version = 1")  # it would count the runs
        self.ask("VACUUM INTO ?", str(target))
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._sqlite.close()

    def known(self) -> dict[str, list[KnownFile]]:
        """Every file that was read before by its path, its contents in the order in which they came."""
        found: dict[str, list[KnownFile]] = {}
        for number, path, digest, size, stamp in self.ask(
            "SELECT id, path, hash, size, stamp FROM files WHERE hash != '' ORDER BY current, id"
        ):
            found.setdefault(path, []).append(KnownFile(number, digest, size, stamp))
        return found

    def touch(self, known: KnownFile, source: Source) -> int:
        """Note that a file was changed, but not its content; its number."""
        self.ask("UPDATE files SET size = ?, stamp = ? WHERE id = ?", source.size, source.stamp, known.id)
        return known.id

    @refuse_damage
    def record(self, source: Source, result: FileResult) -> int:
        """Keep what was read of a file; its number."""
        said = (
            result.hash,
            result.edition,
            result.year,
            result.unit_code,
            result.issued_to,
            result.unit_name,
        )
        made = (result.producer, result.content, result.figures, result.complete)
        copy = (result.answers, result.unchanged)
        (number,) = self.ask(_RECORD, source.name, source.size, source.stamp, *said, *made, *copy).fetchone()
        self.ask("DELETE FROM contents WHERE file = ?", number)
        self.ask("DELETE FROM explanations WHERE file = ?", number)
        if result.edition:
            paths, printed = self._lines(result.edition)
            spots: list[int | None] = [*printed]
            for at, spot in result.moved.items():
                spots[at] = self._place(spot)
            rows = zip([number] * len(paths), paths, spots, result.values, strict=True)
            self.put("INSERT INTO contents VALUES (?, ?, ?, ?)", rows)
        self.put(
            "INSERT INTO explanations VALUES (?, ?, ?, ?)", ((number, *one) for one in result.explanations)
        )
        self._keep_issues(number, result.issues)
        return int(number)

    def _keep_issues(self, number: int, issues: Sequence[PackedIssue]) -> None:
        """Keep the issues of a file; if they are unchanged, the rows stay and keep their numbers.

        What cannot be opened at all is looked at in every run, and the same content gives the same bytes.
        """
        if self.ask(_OWN_ISSUES, number, number).fetchall() != [*issues]:
            self.ask("DELETE FROM issues WHERE file = ? OR replaced = ?", number, number)
            self.add_issues((number, None, issue) for issue in issues)

    def add_issues(self, found: Iterable[tuple[int | None, str | None, PackedIssue]]) -> None:
        """Keep issues: the number of the file or the key of the unit that each is about."""
        self.put(_ISSUE, ((file, unit, *issue) for file, unit, issue in found))

    def places_of(self, file: int) -> dict[str, Place]:
        """Where a file has its cells, by their paths."""
        rows = self.ask("SELECT path, sheet, cell FROM cells WHERE file = ?", file)
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
            self._places[spot] = (
                self.ask("INSERT INTO places (sheet, cell) VALUES (?, ?)", *spot).lastrowid or 0
            )
        return self._places[spot]

    def _create(self) -> None:
        for statement in SCHEMA.split(";\n"):
            self.ask(statement)
        meta = {"schema": VERSION, "year": str(self.year), "edition": self.edition.name, "finished": "0"}
        self.put("INSERT INTO meta VALUES (?, ?)", meta.items())
        editions = [self.edition, *EDITIONS.values()]
        labels: dict[str, str] = {}
        for cell in (cell for one in editions for cell in cells(one.form)):
            labels.setdefault(cell.path, cell.label)
        self.put("INSERT INTO paths (path, label) VALUES (?, ?)", labels.items())
        spots = dict.fromkeys(place for one in editions for place in places(one).values())
        self.put("INSERT INTO places (sheet, cell) VALUES (?, ?)", ((p.sheet, p.address) for p in spots))

    def _refuse_other_year(self, path: Path) -> None:
        year = self.noted("year")
        if year != str(self.year):
            raise other_year_error(path.parent, year, self.year)

    def _put_units(self, roster: Roster) -> None:
        self.ask("DELETE FROM units")
        self.put(
            "INSERT INTO units (position, key, code, name, level, parent, contains, extra) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    at,
                    u.key,
                    u.code,
                    u.name,
                    u.level,
                    u.parent,
                    u.contains,
                    json.dumps(dict(u.extra), ensure_ascii=False),
                )
                for at, u in enumerate(roster.units)
            ),
        )


_RECORD: Final = (
    "INSERT INTO files (path, size, stamp, hash, edition, year, unit_code, issued_to, unit_name, "
    "producer, content, figures, complete, answers, unchanged) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (path, hash) DO UPDATE SET size = excluded.size, stamp = excluded.stamp RETURNING id"
)
_OWN_ISSUES: Final = (
    f"SELECT {COLUMNS} FROM issues "  # noqa: S608 (our own names)
    "WHERE (file = ? OR replaced = ?) AND unit IS NULL AND code NOT LIKE 'collect.%' ORDER BY id"
)
_VALUES: Final = ", ".join("?" * (2 + len(PackedIssue._fields)))
_ISSUE: Final = f"INSERT INTO issues (file, unit, {COLUMNS}) VALUES ({_VALUES})"  # noqa: S608 (our own names)
