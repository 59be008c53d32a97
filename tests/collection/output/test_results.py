"""Nothing of the user's own is overwritten or removed, whatever lies in the folder or a store claims."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from offices import YEAR, book, collected, roster, statuses, values, write

import gkxl
from gkxl.collection.collection import STORE

if TYPE_CHECKING:
    from pathlib import Path

A1: Final = values("A1", "某市财政局")
TOTAL: Final = "requests.received.total"
WRONG: Final = book(A1 | {TOTAL: A1[TOTAL] + 1})


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    "own",
    [
        {"index.html": b"<p>my page"},
        {"汇总.xlsx": b"my sums"},
        {"退回/催办.docx": b"my letter"},
        {"退回/A1-某市财政局.xlsx": b"mine"},
        {"退回/旧/一.xlsx": b"mine"},
        {"退回/需改正/A1-某市财政局.xlsx": b"mine"},
        {"退回/需核实/催办.docx": b"mine"},
        {"退回/需改正": b"a file"},
        {"index.html": b"", "汇总.xlsx": book(A1)},
        {"退回": b"a file"},
    ],
)
def test_the_first_run_into_a_folder_of_ones_own_things_refuses_and_names_them(
    own: dict[str, bytes], tmp_path: Path
) -> None:
    write(tmp_path / "out", own | {"笔记.txt": b"stays"})
    before = everything(tmp_path / "out")
    with pytest.raises(gkxl.errors.WriteError) as refused:
        collected(tmp_path, {"A1.xlsx": WRONG})
    for name in own:
        assert "/".join(name.split("/")[:2]) in refused.value.zh
    assert everything(tmp_path / "out") == before


@pytest.mark.parametrize(
    "own", [{}, {"笔记.txt": b"stays"}, {"汇总表.xlsx": b"stays", "上年/一.xlsx": b"stays"}]
)
def test_other_things_are_no_hindrance_and_stay(own: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path / "out", own)
    (tmp_path / "out" / "退回").mkdir()
    collected(tmp_path, {"A1.xlsx": WRONG})
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert {name: content for name, content in everything(tmp_path / "out").items() if name in own} == own


@pytest.mark.parametrize("name", ["需改正", "需核实"])
def test_a_link_in_the_place_of_a_folder_of_copies_leads_nowhere(name: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1)})
    write(tmp_path / "mine", {"A1-某市财政局.xlsx": b"mine"})
    (tmp_path / "out" / "退回").mkdir(exist_ok=True)
    (tmp_path / "out" / "退回" / name).symlink_to(tmp_path / "mine")
    with pytest.raises(gkxl.errors.WriteError, match=f"退回/{name}"):
        collected(tmp_path, {"A1.xlsx": WRONG})
    assert everything(tmp_path / "mine") == {"A1-某市财政局.xlsx": b"mine"}


def test_last_years_results_are_written_over_nothing_either(tmp_path: Path) -> None:
    write(tmp_path / "out", {"上年/index.html": b"my page"})
    previous = write(tmp_path / "last", {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR - 1))})
    with pytest.raises(gkxl.errors.WriteError, match=r"index\.html"):
        collected(tmp_path, {"A1.xlsx": WRONG}, previous=previous)
    assert everything(tmp_path / "out") == {"上年/index.html": b"my page"}


def test_an_empty_file_in_the_place_of_the_store_is_no_store(tmp_path: Path) -> None:
    """A power cut may leave one; it does not make other files gkxl's."""
    write(tmp_path / "out", {STORE: b"", "index.html": b"my page"})
    with pytest.raises(gkxl.errors.WriteError, match=r"index\.html"):
        collected(tmp_path, {"A1.xlsx": WRONG})
    (tmp_path / "out" / "index.html").unlink()
    assert statuses(collected(tmp_path, {}))["A1"] == "需改正"


# Stores from elsewhere

NAMES: Final = [
    "../index.html",
    "../../precious.xlsx",
    "{folder}/precious.xlsx",
    "..\\..\\precious.xlsx",
    "C:\\precious.xlsx",
    "C:precious.xlsx",
    "sub/precious.xlsx",
    "..",
    ".",
    "",
    "\0",
    "a.xlsx:stream",
    7,
    b"../../precious.xlsx",
]


@pytest.mark.parametrize("first", NAMES[:2])
def test_a_store_from_elsewhere_removes_nothing_outside_its_results(first: str, tmp_path: Path) -> None:
    own = {"precious.xlsx": b"mine", "out/precious.xlsx": b"mine", "out/退回/sub/precious.xlsx": b"mine"}
    write(tmp_path, own)
    returns = write(tmp_path / "returns", {"A1.xlsx": WRONG})
    gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "elsewhere").close()
    write(tmp_path / "out", {STORE: (tmp_path / "elsewhere" / STORE).read_bytes()})
    with closing(sqlite3.connect(tmp_path / "out" / STORE)) as store, store:
        store.execute("UPDATE marked SET name = ?", (first,))
        for number, name in enumerate(NAMES, start=1000):
            given = name.format(folder=tmp_path) if isinstance(name, str) else name
            store.execute("INSERT INTO marked VALUES (?, ?, '')", (number, given))
    before = everything(tmp_path)
    for files in ({"A1.xlsx": WRONG}, {"A1.xlsx": book(A1)}):
        collected(tmp_path, files)
        now = everything(tmp_path)
        assert {name: now.get(name) for name in own} == own
        assert {*before} <= {*now}
    assert [path.name for path in (tmp_path / "out" / "退回").iterdir()] == ["sub"]


def test_a_store_from_elsewhere_does_not_make_a_page_gkxls(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": WRONG})
    write(tmp_path / "out", {"index.html": b"<!DOCTYPE html>my page"})
    with pytest.raises(gkxl.errors.WriteError, match=r"index\.html"):
        collected(tmp_path, {})
    assert (tmp_path / "out" / "index.html").read_bytes() == b"<!DOCTYPE html>my page"


def test_a_link_in_the_place_of_the_copies_leads_nowhere(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1)})
    write(tmp_path / "mine", {"A1-某市财政局.xlsx": b"mine"})
    (tmp_path / "out" / "退回").symlink_to(tmp_path / "mine")
    with pytest.raises(gkxl.errors.WriteError, match="退回"):
        collected(tmp_path, {"A1.xlsx": WRONG})
    assert everything(tmp_path / "mine") == {"A1-某市财政局.xlsx": b"mine"}
