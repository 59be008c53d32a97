"""The store while a collection is made: results go in as they come, decisions at the end."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.schema import SCHEMA, VERSION
from gkxl.errors import DataError
from gkxl.forms import EDITIONS, edition_for
from gkxl.layout import places
from gkxl.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gkxl.collection.roster import Roster

_SETTINGS: Final = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON")
"""A journal that also works on network drives: killed at any time, the file is whole."""


def open_store(path: Path, roster: Roster, year: int) -> sqlite3.Connection:
    """The store of a collection, made if it is not there; the units are those of the roster.

    Raises:
        DataError: It is of another year.
        UnknownEditionError: No edition covers that year.
    """
    edition = edition_for(year)
    store = sqlite3.connect(path, isolation_level=None)
    for setting in _SETTINGS:
        store.execute(setting)
    store.execute("BEGIN")
    if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        _create(store, year, edition.name)
    _refuse_other(store, path, year)
    _put_units(store, roster)
    store.execute("UPDATE meta SET value = '0' WHERE key = 'finished'")
    store.execute("COMMIT")
    return store


def _create(store: sqlite3.Connection, year: int, edition: str) -> None:
    for statement in SCHEMA.split(";\n"):
        store.execute(statement)
    meta = {"schema": VERSION, "year": str(year), "edition": edition, "finished": "0"}
    store.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    store.executemany("INSERT INTO paths (path, label) VALUES (?, ?)", _paths(edition))
    found = dict.fromkeys(place for one in EDITIONS.values() for place in places(one).values())
    store.executemany(
        "INSERT INTO places (sheet, cell) VALUES (?, ?)", [(place.sheet, place.address) for place in found]
    )


def _paths(edition: str) -> Iterable[tuple[str, str]]:
    """Every path of every edition with its label, in printed order; those of this edition come first."""
    editions = [EDITIONS[edition], *EDITIONS.values()]
    labels: dict[str, str] = {}
    for one in editions:
        for cell in cells(one.form):
            labels.setdefault(cell.path, cell.label)
    return labels.items()


def _refuse_other(store: sqlite3.Connection, path: Path, year: int) -> None:
    meta: dict[str, Any] = dict(store.execute("SELECT key, value FROM meta"))
    if meta["schema"] != VERSION:
        raise DataError(
            f"“{path}”由另一版本的软件写成。请换一个输出文件夹。",
            f"{str(path)!r} was written by another version; choose another folder",
        )
    if meta["year"] != str(year):
        raise DataError(
            f"“{path.parent}”里是 {meta['year']} 年度的汇总。请为 {year} 年度另选一个输出文件夹。",
            f"{str(path.parent)!r} holds the collection of {meta['year']}; choose another folder for {year}",
        )


def _put_units(store: sqlite3.Connection, roster: Roster) -> None:
    store.execute("DELETE FROM units")
    store.executemany(
        "INSERT INTO units (code, position, name, level, parent, contains, extra) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (u.code, at, u.name, u.level, u.parent, u.contains, json.dumps(dict(u.extra), ensure_ascii=False))
            for at, u in enumerate(roster.units)
        ],
    )
