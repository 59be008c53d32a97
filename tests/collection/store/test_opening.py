"""A strange, damaged, truncated or other program's SQLite file is a sentence, wherever a store is wanted."""

from __future__ import annotations

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

import pytest
from offices import ROSTER, YEAR, book, collected, roster, values, write

import gkxl
from commands import gkxl_command
from gkxl.collection.collection import STORE

if TYPE_CHECKING:
    from collections.abc import Callable

FILES: Final = {
    f"{code}.xlsx": book(values(code, name)) for code, name in (("A1", "某市财政局"), ("A2", "某市水务局"))
}


@cache
def sound() -> bytes:
    """A store as gkxl writes it."""
    folder = Path(mkdtemp())
    collected(folder, FILES).close()
    content = (folder / "out" / STORE).read_bytes()
    shutil.rmtree(folder)
    return content


def changed(*statements: str) -> Callable[[Path], None]:
    """The store after these statements of another program."""

    def change(path: Path) -> None:
        path.write_bytes(sound())
        with closing(sqlite3.connect(path)) as store, store:
            for statement in statements:
                store.execute(statement)

    return change


def written(content: Callable[[], bytes]) -> Callable[[Path], None]:
    def write_it(path: Path) -> None:
        path.write_bytes(content())

    return write_it


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE notes (text)")
        store.execute("INSERT INTO notes VALUES ('mine')")


def other_meta(path: Path) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE meta (name TEXT)")


def without_tables(path: Path) -> None:
    """Its version is right, and nothing else is there."""
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        store.execute("INSERT INTO meta VALUES ('schema', '3')")


def torn(path: Path) -> None:
    """A page in the middle is not what it was."""
    content = bytearray(sound())
    content[8192:12288] = random.Random(7).randbytes(4096)  # noqa: S311 (no secret)
    path.write_bytes(bytes(content))


ENDLESS: Final = (
    "CREATE VIEW cells AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS file, '' AS path, '' AS label, '' AS sheet, '' AS cell, x AS value FROM n"
)

STRANGE: Final = {
    "junk": written(lambda: b"junk" * 999),
    "empty": written(bytes),
    "a return": written(lambda: FILES["A1.xlsx"]),
    "truncated to its head": written(lambda: sound()[:100]),
    "truncated": written(lambda: sound()[:20_000]),
    "cut in a page": written(lambda: sound()[:-1000]),
    "torn": torn,
    "another program's": other_program,
    "another meta": other_meta,
    "without tables": without_tables,
    "another version": changed("UPDATE meta SET value = '1' WHERE key = 'schema'"),
    "no version": changed("DELETE FROM meta WHERE key = 'schema'"),
    "no meta": changed("DELETE FROM meta"),
    "without issues": changed("DROP TABLE issues"),
    "a column less": changed("ALTER TABLE marked DROP COLUMN said"),
    "an endless view": changed("DROP VIEW cells", ENDLESS),
    "a trigger": changed("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM files; END"),
}
strange = pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE)

CHAIN: Final = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 90000) "
    "INSERT INTO units (key, code, position, name, level, parent, contains, extra) "
    "SELECT 'k' || x, 'k' || x, x, 'n', '', 'k' || (x + 1), 1, '{}' FROM n"
)
ISSUE: Final = (
    "INSERT INTO issues (unit, severity, path, label, sheet, cell, message, explanation, code, facts) "
    "SELECT 'A1', 'error', '', '', '', '', '', '',"
)

ACCEPTED: Final = (
    "INSERT INTO issues "
    "(unit, severity, path, label, sheet, cell, message, explanation, code, facts, acceptance) "
    "SELECT 'A1', 'confirm', '', '', '', '', '', '', 'collect.same_figures', "
    """'{"facts": {"unit": "a", "names": {"zh": "b", "en": "c"}}}',"""
)

UNSOUND: Final = {
    "no year": changed("UPDATE meta SET value = '' WHERE key = 'year'"),
    "a year of no edition": changed("UPDATE meta SET value = '1999' WHERE key = 'year'"),
    "another edition": changed("UPDATE meta SET value = '2099' WHERE key = 'edition'"),
    "a status": changed("UPDATE units SET status = '好'"),
    "further columns": changed("UPDATE units SET extra = '{'"),
    "a number that is text": changed("UPDATE contents SET value = 'x' WHERE typeof(value) = 'integer'"),
    "an amount that is text": changed("UPDATE contents SET value = 'x'"),
    "sums that are bytes": changed("UPDATE consolidated SET value = x'00'"),
    "values that are missing": changed("DELETE FROM contents WHERE path % 2"),
    "a path of no form": changed("UPDATE paths SET path = 'x' || path"),
    "an edition of a file": changed("UPDATE files SET edition = 'x'"),
    "a unit above itself": changed("UPDATE units SET parent = key"),
    "units above one another in a ring": changed(
        "UPDATE units SET parent = iif(key = 'A1', 'A2', 'A1')", "UPDATE units SET counted = 0"
    ),
    "units above one another without end": changed(
        "UPDATE units SET parent = 'k1'", "UPDATE units SET counted = 0", CHAIN
    ),
    "lists within lists": changed("UPDATE units SET extra = printf('%.*c', 200000, '[')"),
    "a sum of a hundred megabytes": changed(
        "UPDATE consolidated SET value = printf('%.*c', 100000000, '9') "
        "WHERE path = (SELECT max(path) FROM consolidated)"
    ),
    "bytes without end": changed("UPDATE units SET extra = zeroblob(50000000)"),
    "an issue of no code": changed(f"{ISSUE} 'x.y', '{{}}'"),
    "an issue without its facts": changed(f"{ISSUE} 'file.unreadable', '{{}}'"),
    "an issue with other facts": changed(
        f"""{ISSUE} 'file.unreadable', '{{"facts": {{"reason": [[1]]}}}}'"""
    ),
    "an acceptance that is none": changed(f"{ACCEPTED} '['"),
    "an acceptance without a reason": changed(f'{ACCEPTED} \'["a", "b"]\''),
    "an acceptance of other kind": changed(f"{ACCEPTED} '7'"),
    "words in one language": changed(
        f"""{ISSUE} 'file.unreadable', '{{"facts": {{"reason": {{"zh": "坏"}}}}}}'"""
    ),
    "an issue of brackets": changed(f"{ISSUE} 'file.unreadable', printf('%.*c', 200000, '[')"),
}
unsound = pytest.mark.parametrize("make", UNSOUND.values(), ids=UNSOUND)


def is_sentence(text: str) -> bool:
    plain = re.sub("“[^”]*”", "", text).replace("gkxl collect", "").replace("gkxl", "")
    return bool(text.strip()) and "Traceback" not in text and not re.search("[A-Za-z]{4,}", plain)


@strange
def test_it_is_no_collection(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / STORE)
    before = (tmp_path / STORE).read_bytes()
    for source in (tmp_path, tmp_path / STORE):
        with pytest.raises(gkxl.errors.UnreadableFileError) as refused:
            gkxl.Collection(source)
        assert is_sentence(refused.value.zh)
    assert (tmp_path / STORE).read_bytes() == before


@strange
def test_nothing_is_collected_into_it(make: Callable[[Path], None], tmp_path: Path) -> None:
    """Except for an empty one, which may be all that a power cut left."""
    write(tmp_path / "out", {})
    make(tmp_path / "out" / STORE)
    before = (tmp_path / "out" / STORE).read_bytes()
    if before:
        with pytest.raises(gkxl.GkxlError) as refused:
            collected(tmp_path, FILES)
        assert is_sentence(refused.value.zh)
        assert [path.name for path in (tmp_path / "out").iterdir()] == [STORE]
        assert (tmp_path / "out" / STORE).read_bytes() == before


@pytest.mark.matrix
@pytest.mark.parametrize("make", [*STRANGE.values(), *UNSOUND.values()], ids=[*STRANGE, *UNSOUND])
def test_every_command_that_takes_a_collection_says_so(make: Callable[[Path], None], tmp_path: Path) -> None:
    folder = write(tmp_path / "库", {})
    make(folder / STORE)
    returns = write(tmp_path / "returns", FILES)
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    options = ("--roster", tmp_path / "units.csv", "--year", YEAR + 1)
    commands = (
        ("trace", folder, "本年新收 总计"),
        ("export", folder, "-o", tmp_path / "a.csv"),
        ("accept", folder),
        ("accept", folder, "A1", "--who", "张三", "--why", "已电话核实"),
        ("check", returns / "A1.xlsx", "--previous", folder),
        ("collect", returns, *options, "--previous", folder, "-o", tmp_path / "out"),
    )
    for command in commands:
        done = gkxl_command(*command)
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1, 2)
        if make in STRANGE.values():
            assert done.returncode == 2, command
            assert is_sentence(done.stderr), done.stderr


@unsound
def test_values_that_gkxl_never_writes_are_damage(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / STORE)
    said: list[str] = []
    for ask in (
        lambda collection: collection.ledger,
        lambda collection: collection.values,
        lambda collection: [one.message for one in collection.issues("A1")],
        lambda collection: [*collection.figures()],
        lambda collection: [*collection.reports()],
        lambda collection: gkxl.trace(collection, "本年新收 总计"),
    ):
        try:
            ask(gkxl.Collection(tmp_path))
        except gkxl.errors.UnreadableFileError as error:
            said.append(error.zh)
    assert said
    assert all(map(is_sentence, said))


KILLED: Final = """
import sys; sys.path[:0] = {paths}
import gkxl, os, signal, gkxl.collection.collect as collecting
def die(store, *_, **__):
    store.execute("PRAGMA cache_spill = 1"); store.execute("PRAGMA cache_size = 1")
    store.execute("UPDATE contents SET value = 7")
    os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    collecting.decide = die
    gkxl.collect({returns}, roster=gkxl.read_roster({roster}), year=2024, output={output})
"""


def test_a_killed_run_is_not_finished_however_far_it_got(tmp_path: Path) -> None:
    """What it had begun to write has to be taken back first, by the next run."""
    returns = write(tmp_path / "returns", FILES)
    held = collected(tmp_path, {})
    given = {
        "paths": sys.path,
        "returns": str(returns),
        "roster": ROSTER.encode(),
        "output": str(tmp_path / "out"),
    }
    script = KILLED.format(**{name: repr(value) for name, value in given.items()})
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (tmp_path / "out" / f"{STORE}-journal").exists()
    with pytest.raises(gkxl.errors.UnreadableFileError, match="没有做完"):
        gkxl.Collection(tmp_path / "out")
    once = gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "once")
    assert collected(tmp_path, {}).values == once.values
    assert any(entry.file for entry in held.ledger)
    found = [{path.name for path in (tmp_path / folder).iterdir()} for folder in ("out", "once")]
    assert found[0] == found[1]


def test_a_store_has_no_more_units_than_a_roster(tmp_path: Path) -> None:
    """What a stranger's store costs is bounded as a roster is; nor is one made that could not be opened."""
    collected(tmp_path, {}).close()
    store = tmp_path / "out" / "collection.sqlite"
    with closing(sqlite3.connect(store)) as sqlite, sqlite:
        sqlite.executemany(
            "INSERT INTO units (key, code, position, name, level, parent, contains, extra) "
            "VALUES (?, ?, ?, '局', '', '', 1, '{}')",
            ((number,) * 3 for number in range(100, 15_101)),
        )
    with pytest.raises(gkxl.errors.LimitError, match="名册里的单位数"):
        gkxl.Collection(tmp_path / "out")
    many = gkxl.collection.Roster(tuple(gkxl.collection.Unit(str(number), "局") for number in range(15_001)))
    with pytest.raises(gkxl.errors.LimitError, match="名册里的单位数"):
        gkxl.collect(tmp_path / "returns", roster=many, year=YEAR, output=tmp_path / "other")
    assert not (tmp_path / "other").exists()
