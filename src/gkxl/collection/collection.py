"""A collection to look at: its units and files, what became of them, and where every figure comes from."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakSet, finalize

from gkxl.arguments import checked
from gkxl.collection.ledger import Entry, File, UnitStatus, make_entries
from gkxl.collection.store.opening import (
    COUNTS,
    FILED,
    FILES,
    ISSUES,
    OF_UNIT,
    UNITS,
    close_on_error,
    copy_to_memory,
    open_read_only,
    read_issue,
    refuse_damage,
    take_back,
    unfinished_error,
)
from gkxl.collection.store.rows import from_stored
from gkxl.forms import EDITIONS, edition_named
from gkxl.issues.catalogue import Severity
from gkxl.model.outline import cells, node, report_from
from gkxl.text import plain_fields, to_plain

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Self

    from gkxl.collection.roster import Unit
    from gkxl.forms.edition import Edition
    from gkxl.forms.report import Report
    from gkxl.issues import Issue
    from gkxl.model.outline import Node
    from gkxl.text import Lang


STORE: Final = "collection.sqlite"
"""The name of the store in the folder of a collection."""


class Collection:
    """One year's returns of many units, as they were collected; it reads its store and never writes.

    It holds its file open until it is closed, at the end of a ``with`` statement, or not used any more.

    Args:
        source: The folder that a collection was written to, or its ``collection.sqlite``.

    Attributes:
        path: Its store.
        remarks: What the run that made it could not write, or did not take over; empty where it was opened.

    Raises:
        UnreadableFileError: There is no store, it was written by another version or program, it is damaged,
            or a run did not end.

    Example:
        >>> import gkxl
        >>> collection = gkxl.Collection("汇总")  # doctest: +SKIP
        >>> [entry.unit.name for entry in collection.ledger if entry.status == "未报"]  # doctest: +SKIP
        ['某市水务局']
    """

    @checked
    def __init__(self, source: str | os.PathLike[str]) -> None:
        path = Path(source)
        self.path = path / STORE if path.is_dir() else path
        self.remarks: tuple[Issue, ...] = ()
        self._take_store(open_read_only(self.path, path))
        _OPENED.add(self)
        self._cells: dict[str, list[Node]] = {}
        with close_on_error(self._store):
            self._meta = self._meta_of()
            if self._meta.get("finished") != "1":
                raise unfinished_error(path)

    def _take_store(self, store: sqlite3.Connection) -> None:
        self._store = store
        finalize(self, store.close)

    def let_go(self) -> None:
        """Close the file, and go on with a copy of it in memory, if it was open."""
        with suppress(sqlite3.ProgrammingError):  # it was closed before
            self._take_store(copy_to_memory(self._store))

    @refuse_damage
    def _meta_of(self) -> dict[str, str]:
        """The properties of the store, with a year and an edition that gkxl knows."""
        meta = {str(key): str(value) for key, value in self._store.execute("SELECT key, value FROM meta")}
        if not EDITIONS[meta["edition"]].covers(int(meta["year"])):
            raise ValueError(meta["year"])
        return meta

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether a path is a collection's folder or its store."""
        return path.suffix == Path(STORE).suffix or (path / STORE).is_file()

    def __enter__(self) -> Self:
        """The collection, which is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; what was read before can still be looked at."""
        self._store.close()

    def query(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """Query the store with SQL; see ``docs/collection.md`` for its tables."""
        return self._store.execute(sql, parameters)

    @property
    def year(self) -> int:
        """The report year."""
        return int(self._meta["year"])

    @property
    def edition(self) -> Edition:
        """The edition of that year."""
        return edition_named(self._meta["edition"])

    @property
    def office(self) -> str:
        """Who sends returns back; "" where that was not given."""
        return self._meta.get("office", "")

    @property
    def until(self) -> str:
        """Until when units are to answer; "" where that was not given."""
        return self._meta.get("until", "")

    @property
    def returns(self) -> str:
        """The way from its folder to the returns; "" where they lie neither beside nor below it."""
        return self._meta.get("returns", "")

    @cached_property
    @refuse_damage
    def ledger(self) -> tuple[Entry, ...]:
        """Every unit of the roster in its order, with what became of it."""
        files = {file.id: file for file in self.files}
        counts: dict[str, Counter[Severity]] = {}
        for unit, severity, count in self._store.execute(COUNTS):
            counts.setdefault(unit, Counter())[Severity(severity)] = count
        return make_entries(self.query(UNITS).fetchall(), files, counts)

    @property
    def missing(self) -> tuple[Entry, ...]:
        """The units that sent nothing."""
        return tuple(entry for entry in self.ledger if entry.status is UnitStatus.MISSING)

    @cached_property
    @refuse_damage
    def files(self) -> tuple[File, ...]:
        """Every file that is or ever was among the returns, with each of its contents, by path."""
        return tuple(File(*row) for row in self._store.execute(FILES))

    @property
    def strays(self) -> tuple[File, ...]:
        """The present files that are shown at no unit of the ledger."""
        shown = {entry.file.id for entry in self.ledger if entry.file}
        return tuple(f for f in self.files if f.current and not f.unit and f.id not in shown)

    @checked
    def issues(self, unit: str, *, lang: Lang = "zh") -> list[Issue]:
        """The issues of a unit, found by its key: of its return, and of what comparing units shows."""
        return self._issues(OF_UNIT, (unit, unit), lang)

    @checked
    def questions(self, unit: str, *, lang: Lang = "zh") -> list[Issue]:
        """The questions that a unit, found by its key, has to confirm and has not explained."""
        found = self.issues(unit, lang=lang)
        return [one for one in found if one.severity is Severity.CONFIRM and not one.explanation]

    @checked
    def consolidated_issues(self, *, lang: Lang = "zh") -> list[Issue]:
        """The issues of the consolidated report itself."""
        return self._issues("WHERE file IS NULL AND unit IS NULL AND replaced IS NULL", (), lang)

    @checked
    def file_issues(self, file: File, *, lang: Lang = "zh") -> list[Issue]:
        """The issues of a file."""
        return self._issues("WHERE file = ?", (file.id,), lang)

    @refuse_damage
    def _issues(self, where: str, parameters: tuple[object, ...], lang: Lang) -> list[Issue]:
        rows = self._store.execute(f"{ISSUES} {where} ORDER BY unit IS NULL, id", parameters)
        return [read_issue(row, lang) for row in rows]

    @checked
    @refuse_damage
    def explanations(self, file: File) -> dict[tuple[str, str], str]:
        """What a return explains, by the code and path that it is about."""
        rows = self.query("SELECT code, path, text FROM explanations WHERE file = ?", file.id)
        return {(code, path): text for code, path, text in rows}

    @cached_property
    @refuse_damage
    def values(self) -> dict[str, Any]:
        """The consolidated figures by path; empty where nothing was added up."""
        rows = self._store.execute(
            "SELECT paths.path, value FROM consolidated JOIN paths ON paths.id = consolidated.path"
        )
        form = self.edition.form
        return {path: from_stored(node(form, path), value) for path, value in rows}

    @property
    def report(self) -> Report | None:
        """The consolidated report; None where nothing was added up."""
        if not self.values:
            return None
        outside = (cell for cell in cells(self.edition.form) if not cell.in_table)
        blank = {cell.path: "" if cell.type is str else None for cell in outside}
        values = {**blank, self.edition.roles.year: self.year, **self.values}
        return cast("Report", report_from(self.edition.form, values))

    @checked
    @refuse_damage
    def filed(self, file: File) -> dict[str, Any]:
        """The values of a file by path; None where no value could be read."""
        values = (value for (value,) in self._store.execute(FILED, (file.id,)))
        kept = zip(self._cells_of(file.edition), values, strict=True)
        return {cell.path: from_stored(cell, value) for cell, value in kept}

    @refuse_damage
    def _cells_of(self, edition: str) -> list[Node]:
        """The cells of an edition, in the order in which the store keeps them."""
        if edition not in self._cells:
            numbers = dict(self._store.execute("SELECT path, id FROM paths"))
            form = edition_named(edition).form
            self._cells[edition] = sorted(cells(form), key=lambda cell: numbers[cell.path])
        return self._cells[edition]

    @checked
    def reports(self, *, counted: bool = False) -> Iterator[Report]:
        """The accepted report of every unit, one at a time, in the order of the roster.

        Their covers have the names and codes of the roster, by which the units are known from year to year.

        Args:
            counted: Whether to give only those that are added up; others may be contained in a parent's.
        """
        complete = {file for (file,) in self.query("SELECT id FROM files WHERE accepted AND complete")}
        for entry in self.ledger:
            if entry.file and entry.file.id in complete and (entry.counted or not counted):
                yield self._report_of(entry.unit, entry.file)

    @refuse_damage
    def _report_of(self, unit: Unit, file: File) -> Report:
        edition = edition_named(file.edition)
        cover = {edition.roles.unit: unit.name, edition.roles.unit_code: unit.code}
        return cast("Report", report_from(edition.form, {**self.filed(file), **cover}))

    def to_dict(self, *, lang: Lang = "zh") -> dict[str, Any]:
        """The plain form: every unit with its issues, and the consolidated figures; see ``docs/plain.md``."""
        units = ((entry, self.issues(entry.unit.key, lang=lang)) for entry in self.ledger)
        strays = ((file, self.file_issues(file, lang=lang)) for file in self.strays)
        return {
            "format": "gkxl.collection/1",
            "edition": self.edition.name,
            **plain_fields(self, ("year", "office", "until")),
            "units": [to_plain(entry) | {"issues": to_plain(issues)} for entry, issues in units],
            "strays": [to_plain(file) | {"issues": to_plain(issues)} for file, issues in strays],
            "cells": to_plain(self.values),
            "issues": to_plain(self.consolidated_issues(lang=lang)),
            "remarks": to_plain(self.remarks),
        }

    def figures(self) -> Iterator[tuple[Unit, dict[str, Any]]]:
        """Every unit that is counted with what it filed, one at a time, in the order of the roster."""
        for entry in self.ledger:
            if entry.counted and entry.file:
                yield entry.unit, self.filed(entry.file)


_OPENED: Final[WeakSet[Collection]] = WeakSet()
"""The collections that this process has not closed."""


def let_go_of(store: Path) -> None:
    """Let no collection of this process hold a store open, which is to be replaced.

    Windows refuses to replace a file that is open. Collections that a program still holds go on as they were,
    with a copy of the store in memory.
    """
    held = [one for one in _OPENED if one.path.exists() and store.exists() and one.path.samefile(store)]
    if held:
        take_back(store)
    for collection in held:
        collection.let_go()
