"""Opens a store only if it is one, and explains in a sentence what SQLite reports."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol, TypedDict, TypeVar

from attrs import evolve

from gkxl.collection.roster.units import refuse_many
from gkxl.collection.store.rows import COLUMNS, SCHEMA, VERSION, PackedIssue, unpack_issue
from gkxl.errors import DataError, GkxlError, UnknownEditionError, UnreadableFileError, WriteError
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gkxl.issues import Issue
    from gkxl.text import Lang


P = ParamSpec("P")
R = TypeVar("R")


LOCK_TIMEOUT: Final = 5
"""Seconds to wait for another run that has the store locked."""

LONGEST_ROW: Final = 16 << 20
"""Bytes of one row; the longest that gkxl writes quotes a few texts of a million characters."""


class SupportsClose(Protocol):
    """An object that holds a file open."""

    def close(self) -> object:
        """Let go of it."""


class Stored(Protocol):
    """An object that reads a store at a path."""

    path: Path


S = TypeVar("S", bound=Stored)


@contextmanager
def close_on_error(opened: SupportsClose) -> Iterator[None]:
    """Close a file if the block raises; Windows does not let an open file be moved."""
    try:
        yield
    except BaseException:
        opened.close()
        raise


def refuse_foreign(sqlite: sqlite3.Connection, path: Path) -> None:
    """Make sure that a file is a whole store of this version, before anything is done with what it holds.

    Tables, views and triggers of others are refused: a view may be endless, a trigger change what is written.

    Raises:
        UnreadableFileError: It is something else, of another version, or damaged.
        LimitError: It has more units than a roster may have.
        sqlite3.Error: It cannot be read.
    """
    sqlite.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_ROW)
    found = _read_tables(sqlite)
    if ("table", "meta") not in {row[:2] for row in found}:
        raise _foreign_error(path)
    try:
        ((version,),) = sqlite.execute("SELECT value FROM meta WHERE key = 'schema'").fetchmany(2)
    except (sqlite3.OperationalError, ValueError):
        raise _foreign_error(path) from None
    if version != VERSION:
        raise UnreadableFileError(
            "“{path}”不是本版本软件写的汇总结果。请换一个文件夹，重新运行 gkxl collect。", path=path
        )
    if found != _own_tables():
        raise _foreign_error(path)
    if sqlite.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged_error(path)
    refuse_many(*sqlite.execute("SELECT count(*) FROM units").fetchone())


@cache
def _own_tables() -> frozenset[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as sqlite:
        sqlite.executescript(SCHEMA)
        return _read_tables(sqlite)


def _read_tables(sqlite: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    return frozenset(sqlite.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


class _ForThreads(TypedDict):
    check_same_thread: bool
    cached_statements: int


# SQLite itself lets one thread in at a time, but Python would lend them all the same prepared statement
FOR_THREADS: Final = _ForThreads(check_same_thread=False, cached_statements=0)


def open_read_only(path: Path, source: Path) -> sqlite3.Connection:
    """Open a finished store to read it; the error names the source that was given."""
    if not path.is_file():
        raise UnreadableFileError("“{source}”不是汇总结果。请先运行 gkxl collect。", source=source)
    address = f"{path.resolve().as_uri()}?mode=ro"
    store = sqlite3.connect(address, timeout=0, uri=True, **FOR_THREADS)
    with close_on_error(store):
        try:
            refuse_foreign(store, source)
        except sqlite3.Error as error:
            raise unfinished_error(source) if is_busy(error) else damaged_error(source) from None
    return store


def take_back(path: Path) -> None:
    """Take back what a killed run had begun to write, which whoever only reads cannot."""
    with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT)) as store:
        _read_tables(store)


def explain_error(error: sqlite3.Error, path: Path) -> GkxlError:
    """Explain an error of SQLite in a sentence.

    Args:
        error: What SQLite raised.
        path: The store.
    """
    code = _code(error)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_TOOBIG):
        return damaged_error(path)
    why = _REASONS.get(code, Wording("数据库出错", "the database failed"))
    return WriteError("“{path}”无法使用：{why}。", path=path, why=why)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether a store cannot be read because a run is at work on it, or was stopped in the middle."""
    return _code(error) in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,  # what a killed run was writing has to be taken back first
        sqlite3.SQLITE_CANTOPEN,
    )


def _code(error: sqlite3.Error) -> int:
    """The primary result code of an error: its low 8 bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_REASONS: Final = {
    **dict.fromkeys(
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        Wording(
            "另有一次汇总正在这个文件夹里进行，请等它结束后再运行",
            "another collection is at work on it; wait for its end and run again",
        ),
    ),
    sqlite3.SQLITE_FULL: Wording("磁盘已满，请腾出空间后再运行", "the disk is full; make room and run again"),
    **dict.fromkeys(
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
        Wording(
            "文件夹是只读的，或没有权限，请换一个输出文件夹",
            "the folder is read-only, or you have no permission; choose another one",
        ),
    ),
    sqlite3.SQLITE_IOERR: Wording(
        "磁盘读写出错，或已满，请检查磁盘后再运行",
        "the disk failed or is full; check it and run again",
    ),
}


def _foreign_error(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "“{path}”不是 gkxl 写的汇总数据库，或被别的程序改动过。请换一个文件夹，重新运行 gkxl collect。",
        path=path,
    )


def damaged_error(path: Path) -> UnreadableFileError:
    """The error that a store is damaged, or holds what gkxl never writes."""
    return UnreadableFileError(
        "“{path}”已损坏，或不是汇总数据库。请换一个文件夹，重新运行 gkxl collect。", path=path
    )


def unfinished_error(path: Path) -> UnreadableFileError:
    """The error that a run is still at work on a store, or was stopped in the middle."""
    return UnreadableFileError(
        "“{path}”里的汇总没有做完。请等正在进行的汇总结束，或再运行一次 gkxl collect。", path=path
    )


def other_year_error(folder: Path, found: str, wanted: int) -> DataError:
    """The error that a folder holds the collection of another year."""
    return DataError(
        "“{folder}”里是 {found} 年度的汇总。请为 {wanted} 年度另选一个输出文件夹。",
        folder=folder,
        found=found,
        wanted=wanted,
    )


_SIGNS_OF_DAMAGE: Final = (
    UnknownEditionError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError
)  # fmt: skip
"""The exceptions that reading raises for values in a store that gkxl never writes."""


def refuse_damage(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Decorate a function that reads a store, its first argument, to report unexpected values as damage."""

    @wraps(function)
    def sound(stored: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(stored, *args, **kwargs)
        except sqlite3.Error as error:
            raise explain_error(error, stored.path) from error
        except _SIGNS_OF_DAMAGE as error:
            raise damaged_error(stored.path) from error

    return sound


def read_issue(row: tuple[str, ...], lang: Lang) -> Issue:
    """Read an issue, and write its message once, so that missing facts are reported as damage."""
    issue = evolve(unpack_issue(PackedIssue(*row)), lang=lang)
    _ = issue.message
    return issue


UNITS: Final = (
    "SELECT key, code, name, level, parent, contains, extra, status, file, counted "
    "FROM units ORDER BY position"
)
FILES: Final = (
    "SELECT id, path, unit, status, hash, size, producer, edition, year, current, accepted "
    "FROM files ORDER BY path, id"
)
FILED: Final = "SELECT value FROM contents WHERE file = ? ORDER BY path"
COUNTS: Final = (
    "SELECT unit, severity, count(*) FROM ("
    "SELECT unit, severity FROM issues WHERE unit IS NOT NULL "
    "UNION ALL SELECT units.key, severity FROM issues JOIN units ON issues.file = units.file "
    "WHERE issues.unit IS NULL) GROUP BY unit, severity"
)
ISSUES: Final = f"SELECT {COLUMNS} FROM issues"  # noqa: S608 (our own names)
OF_UNIT: Final = "WHERE unit = ? OR (unit IS NULL AND file = (SELECT file FROM units WHERE key = ?))"


def copy_to_memory(store: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of a store in memory; its file is closed."""
    copy = sqlite3.connect(":memory:", **FOR_THREADS)
    with close_on_error(copy), closing(store):
        store.backup(copy)
    return copy
