"""Whatever stands in the way of the results is one true sentence, and leaves nothing half-written behind."""

from __future__ import annotations

import errno
import os
import re
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from offices import ROSTER, YEAR, book, collected, roster, statuses, values, write

import gkxl
from commands import gkxl_command
from gkxl.collection.collection import STORE
from gkxl.collection.store.opening import explain_error

if TYPE_CHECKING:
    from collections.abc import Callable

A1, A2 = values("A1", "某市财政局"), values("A2", "某市水务局")
TOTAL: Final = "requests.received.total"
WRONG: Final = {
    "A1.xlsx": book(A1 | {TOTAL: A1[TOTAL] + 1}),
    "A2.xlsx": book(A2 | {TOTAL: A2[TOTAL] + 1}),
}
COPIES: Final = ("退回/需改正/A1-某市财政局.xlsx", "退回/需改正/A2-某市水务局.xlsx")
RESULTS: Final = (*COPIES, "汇总.xlsx", "index.html")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def hold_open(monkeypatch: pytest.MonkeyPatch, *held: Path) -> None:
    """Do as Windows does with files that a program holds open: they are neither replaced nor removed."""
    replace, unlink = os.replace, os.unlink

    def replaced(source: Any, target: Any, **options: Any) -> None:  # noqa: ANN401 (as the system's)
        if Path(target) in held:
            raise PermissionError(errno.EACCES, "Access is denied", str(source), 5, str(target))
        replace(source, target, **options)

    def unlinked(path: Any, **options: Any) -> None:  # noqa: ANN401 (as the system's)
        if Path(path) in held:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(path), 32)
        unlink(path, **options)

    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(os, "unlink", unlinked)


@pytest.mark.parametrize("held", [RESULTS[:1], RESULTS[2:3], RESULTS[3:], RESULTS])
def test_a_result_that_is_open_in_excel_is_named_and_the_rest_is_written(
    held: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected(tmp_path, WRONG)
    out = tmp_path / "out"
    old = {name: (out / name).read_bytes() for name in RESULTS}
    again = {
        name: book(values(name[:2], unit, "again") | {"requests.carried_forward.total": 9_999})
        for name, unit in (("A1.xlsx", "某市财政局"), ("A2.xlsx", "某市水务局"))
    }
    with monkeypatch.context() as changed:
        hold_open(changed, *(out / name for name in held))
        collection = collected(tmp_path, again)
    assert {remark.facts["file"] for remark in collection.remarks} == {*held}
    for remark in collection.remarks:
        assert (remark.code, remark.severity) == ("collect.in_use", gkxl.Severity.ERROR)
        assert "先在 Excel 里关闭" in remark.message
    assert {name for name in RESULTS if (out / name).read_bytes() == old[name]} == {*held}
    assert names(out) == sorted((STORE, *RESULTS))
    assert collected(tmp_path, {}).remarks == ()
    once = tmp_path / "once"
    gkxl.collect(tmp_path / "returns", roster=roster(), year=YEAR, output=once)
    assert {name: (out / name).read_bytes() for name in COPIES} == {
        name: (once / name).read_bytes() for name in COPIES
    }


def test_a_copy_that_is_open_when_its_return_is_right_goes_away_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected(tmp_path, WRONG)
    copy = tmp_path / "out" / COPIES[0]
    right = {"A1.xlsx": book(A1), "A2.xlsx": book(A2)}
    for _ in range(2):
        with monkeypatch.context() as changed:
            hold_open(changed, copy)
            (remark,) = collected(tmp_path, right).remarks
        assert remark.facts["file"] == COPIES[0]
        assert names(tmp_path / "out" / "退回" / "需改正") == [copy.name]
    assert collected(tmp_path, {}).remarks == ()
    assert names(tmp_path / "out" / "退回") == []


def test_a_copy_that_is_open_when_it_moves_is_named_until_it_can_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unit gets what it is asked now, all the same."""
    collected(tmp_path, WRONG)
    unusual = {name: book(a | {"disclosure.regulations.issued": 3}) for name, a in (("A1.xlsx", A1),)}
    copies = [COPIES[0], COPIES[0].replace("需改正", "需核实"), COPIES[1]]
    for _ in range(2):
        with monkeypatch.context() as changed:
            hold_open(changed, tmp_path / "out" / COPIES[0])
            (remark,) = collected(tmp_path, unusual).remarks
        assert remark.facts["file"] == COPIES[0]
        assert sorted(f"退回/{name}" for name in names(tmp_path / "out" / "退回")) == sorted(copies)
    assert collected(tmp_path, {}).remarks == ()
    assert sorted(f"退回/{name}" for name in names(tmp_path / "out" / "退回")) == sorted(copies[1:])


def test_the_command_names_what_is_open_in_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    command = ("collect", tmp_path / "returns", "--roster", tmp_path / "units.csv", "--year", YEAR)
    units = {
        "A1": "某市财政局",
        "A2": "某市水务局",
        "B0": "某县人民政府",
        "B1": "某县财政局",
        "B2": "某县水务局",
    }
    write(tmp_path / "returns", {f"{code}.xlsx": book(values(code, name)) for code, name in units.items()})
    assert gkxl_command(*command, "-o", tmp_path / "out").returncode == 0
    hold_open(monkeypatch, tmp_path / "out" / "汇总.xlsx")
    done = gkxl_command(*command, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "“汇总.xlsx”正被别的程序打开，没有更新。请先在 Excel 里关闭" in done.stderr


# Disks and folders

FULL: Final = OSError(errno.ENOSPC, "No space left on device")
CLOSED: Final = PermissionError(errno.EACCES, "Permission denied")
READ_ONLY: Final = OSError(errno.EROFS, "Read-only file system")


def refusing(error: OSError) -> Callable[..., Any]:
    """A way to open files that refuses what would be written into new ones."""
    opened = Path.open

    def refused(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:  # noqa: ANN401 (as Path.open)
        if "x" in mode:
            with opened(path, mode, *rest, **options):
                raise error
        return opened(path, mode, *rest, **options)

    return refused


@pytest.mark.parametrize(
    ("error", "said"),
    [(FULL, "磁盘已满"), (READ_ONLY, "只读"), (CLOSED, "没有权限")],
    ids=["full", "ro", "closed"],
)
@pytest.mark.parametrize("marks", [False, True])
def test_a_disk_that_takes_no_more_is_one_sentence_without_the_systems_words(
    error: OSError,
    said: str,
    marks: bool,  # noqa: FBT001 (a case)
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(Path, "open", refusing(error))
        with pytest.raises(gkxl.errors.WriteError, match=said) as refused:
            collected(tmp_path, WRONG, marks=marks)
    assert "device" not in refused.value.zh + refused.value.en
    assert not re.search("[A-Za-z]{5,}", refused.value.zh.replace(str(tmp_path), ""))
    assert not [name for name in names(tmp_path / "out") if "tmp" in name or "journal" in name]
    assert set(statuses(collected(tmp_path, {})).values()) >= {"需改正"}


LIMITED: Final = """
import sys, signal, resource; sys.path[:0] = {paths!r}
import gkxl
if __name__ == "__main__":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
    try:
        gkxl.collect({returns!r}, roster={roster!r}, year=2024, output={output!r})
    except gkxl.GkxlError as error:
        print(error.zh)
        sys.exit(7)
"""


@pytest.mark.parametrize("size", [0, 4096, 100_000, 200_000])
def test_wherever_the_room_ends_nothing_is_left_half_written(size: int, tmp_path: Path) -> None:
    """The system refuses the rest of a file: of the store, its journal, a copy, or the workbook."""
    returns = write(tmp_path / "returns", WRONG)
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    script = LIMITED.format(
        paths=sys.path,
        size=size,
        returns=str(returns),
        roster=str(tmp_path / "units.csv"),
        output=str(tmp_path / "out"),
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert done.returncode in (0, 7), done.stderr
    if done.returncode:
        assert re.search("出错|超过了系统允许的大小|已满", done.stdout)
        assert "error" not in done.stdout
    assert {*names(tmp_path / "out")} <= {STORE, *RESULTS}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != size
    gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "out")
    gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "once")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")} == {
        name: (tmp_path / "once" / name).read_bytes() for name in names(tmp_path / "once")
    }


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_BUSY, "另有一次汇总正在这个文件夹里进行"),
        (sqlite3.SQLITE_BUSY_RECOVERY, "另有一次汇总正在这个文件夹里进行"),
        (sqlite3.SQLITE_FULL, "磁盘已满"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "只读"),
        (sqlite3.SQLITE_CANTOPEN, "只读"),
        (sqlite3.SQLITE_IOERR_WRITE, "磁盘读写出错"),
        (sqlite3.SQLITE_CORRUPT, "已损坏"),
        (sqlite3.SQLITE_MISUSE, "数据库出错"),
    ],
)
def test_what_sqlite_has_against_a_store_has_its_own_sentence(code: int, said: str) -> None:
    error = sqlite3.OperationalError("database or disk is in English")
    error.sqlite_errorcode = code
    made = explain_error(error, Path("库"))
    assert said in made.zh
    assert "English" not in made.zh + made.en


# Power cuts


def test_what_is_promised_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is on the disk before its content would be an empty file after a power cut."""
    done: list[tuple[str, Path]] = []
    sync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        done.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    def replaced(source: Any, target: Any) -> None:  # noqa: ANN401 (as the system's)
        done.append((str(target), Path(source)))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    collected(tmp_path, WRONG)
    out = tmp_path / "out"
    moved = {what: at for at, (what, _) in enumerate(done) if what != "sync"}
    assert {*moved} == {str(out / name) for name in (STORE, *RESULTS)}
    for target, at in moved.items():
        assert done[at - 1] == ("sync", done[at][1])
        assert done[at + 1] == ("sync", Path(target).parent)


def test_the_store_waits_until_its_journal_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's FULL: with less a power cut may leave a store that cannot be read any more."""
    asked: list[int] = []

    def look(store: Any, *_: object, **__: object) -> list[Path]:  # noqa: ANN401 (a store)
        asked.extend(store.execute("PRAGMA synchronous").fetchone())
        return []

    monkeypatch.setattr("gkxl.collection.collect.return_copies", look)
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert asked == [2]


def test_templates_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They can be made again, and are thousands."""

    def fail(_descriptor: int) -> None:
        raise AssertionError("nobody promised that")

    monkeypatch.setattr(os, "fsync", fail)
    gkxl.write_template(tmp_path / "a.xlsx", year=YEAR)
