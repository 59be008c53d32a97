"""Writes the results of a collection: its store, replaced as a whole, the workbook and the page."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from gkxl.collection.collection import Collection
from gkxl.collection.consolidated import WORKBOOK, write_consolidated
from gkxl.collection.opening import close_on_error, refusal
from gkxl.collection.page import PAGE, write_page
from gkxl.collection.store import Store
from gkxl.errors import FileInUseError, WriteError, system_reason
from gkxl.files.save import remove_temporary, replace
from gkxl.issues.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gkxl.collection.roster import Roster


@contextmanager
def open_store(path: Path, roster: Roster | None, year: int, *, whole: bool = False) -> Iterator[Store]:
    """The store, until all is done; see `Store` for what it is given.

    Raises:
        WriteError: Another run is at work on it, or it cannot be written.
    """
    try:
        with closing(Store(path, roster, year, whole=whole)) as store:
            yield store
    except sqlite3.Error as error:
        raise refusal(error, path) from error
    except OSError as error:
        zh, en = system_reason(error)
        raise WriteError(
            f"“{path.parent}”无法写入：{zh}。", f"{str(path.parent)!r} cannot be written: {en}"
        ) from error
    finally:
        _remove_empty(path)


def _remove_empty(path: Path) -> None:
    """Remove the beginning of a store into which nothing could be written."""
    with suppress(OSError):
        if not path.stat().st_size:
            remove_temporary(path)


def replace_store(store: Store, path: Path) -> None:
    """End the work on a store: what it holds takes the place of what was there, whole."""
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        fresh.unlink(missing_ok=True)
        store.finish(fresh)
        replace(fresh, path, lasting=True)
    finally:
        remove_temporary(fresh)


def show_results(folder: Path, given: Mapping[str, str], held: list[Path]) -> Collection:
    """Write the workbook and the page of a collection, and open it.

    Args:
        folder: Its folder.
        given: Texts for the workbook.
        held: The results that another program holds open.
    """
    collection = Collection(folder)
    with close_on_error(collection):
        remarks = _written(collection, folder, given, held)
    collection.remarks = (*remarks, *collection.consolidated_issues())
    return collection


def _written(
    collection: Collection, folder: Path, given: Mapping[str, str], held: list[Path]
) -> tuple[Issue, ...]:
    """Write the workbook and the page; what there is to say about it."""
    found: tuple[Issue, ...] = ()
    try:
        found = write_consolidated(collection, folder / WORKBOOK, given=given)
    except FileInUseError:
        held.append(folder / WORKBOOK)
    try:
        write_page(collection, folder / PAGE)
    except FileInUseError:
        held.append(folder / PAGE)
    names = (path.relative_to(folder).as_posix() for path in held)
    return (*(Issue(code="collect.in_use", facts={"file": name}) for name in names), *found)
