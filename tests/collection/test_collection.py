"""A collection stands for the units in it, wherever the figures of many reports are wanted."""

from __future__ import annotations

import csv
import gc
import io
import sqlite3
from typing import TYPE_CHECKING, Any, Final

import pytest
from offices import YEAR, added, book, collected, values, write

import gkxl
from commands import gkxl_command
from gkxl.export.drawing import make_chart
from gkxl.reports.series import caseloads

if TYPE_CHECKING:
    from pathlib import Path

A1, A2 = values("A1", "某市财政局"), values("A2", "某市水务局")
B1, B2 = values("B1", "某县财政局"), values("B2", "某县水务局")
B0 = added(B1, B2, **{"cover.unit": "某县人民政府", "cover.unit_code": "B0", "cover.level": "县级"})
ALL: Final = {f"{one['cover.unit_code']}.xlsx": book(one) for one in (A1, A2, B0, B1, B2)}
RECEIVED: Final = "requests.received.total"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with returns, and what came of them and of last year's; not to be changed."""
    folder = tmp_path_factory.mktemp("whole")
    last = {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR - 1))}
    collected(folder, ALL, previous=write(folder / "last", last)).close()
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_every_unit_has_its_rows_and_the_consolidated_workbooks_have_none(
    whole: Path, tmp_path: Path
) -> None:
    done = gkxl_command("export", whole / "out", "-o", tmp_path / "a.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 份报告的" in done.stdout
    found = {(row["单位代码"], row["单位"], row["年度"]) for row in rows(tmp_path / "a.csv")}
    assert {code for code, _, _ in found} == {"A1", "A2", "B0", "B1", "B2"}
    assert {year for _, _, year in found} == {str(YEAR)}


def test_it_is_the_same_by_its_folder_its_store_and_as_a_value(whole: Path, tmp_path: Path) -> None:
    rows_of = gkxl.series(gkxl.Collection(whole / "out"))
    for source in (whole / "out", whole / "out" / "collection.sqlite"):
        gkxl_command("export", source, "-o", tmp_path / "a.json")
        gkxl.write_series(rows_of, tmp_path / "b.json")
        assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert {row.unit_code: row.value for row in rows_of if row.path == RECEIVED} == {
        one["cover.unit_code"]: one[RECEIVED] for one in (A1, A2, B0, B1, B2)
    }


def test_a_folder_around_it_has_the_returns_and_its_units_once(whole: Path, tmp_path: Path) -> None:
    """The returns are there and in the collection; copies of copies are not there at all."""
    other = write(tmp_path / "work", ALL)
    units = gkxl.read_roster("单位代码,单位名称\nA1,某市财政局\n".encode())
    gkxl.collect(other, roster=units, year=YEAR, output=other / "out").close()
    done = gkxl_command("export", other, "-o", tmp_path / "a.csv")
    assert "5 份报告的" in done.stdout
    assert gkxl_command("export", whole, "-o", tmp_path / "b.csv").stdout.startswith("已写出 6 份报告的")


def test_what_is_drawn_is_what_is_added_up(whole: Path) -> None:
    """A county that contains its offices is not counted along with them."""
    collection = gkxl.Collection(whole / "out")
    (load,) = caseloads(collection)
    assert load.received[1] == collection.values[RECEIVED] == sum(one[RECEIVED] for one in (A1, A2, B0))
    assert load.reports == 3
    assert make_chart(collection).title.startswith("3个单位合计")


def test_the_plot_of_a_folder_names_who_is_not_in_it(tmp_path: Path) -> None:
    wrong = A2 | {RECEIVED: A2[RECEIVED] + 1}
    collected(tmp_path, {"A1.xlsx": ALL["A1.xlsx"], "A2.xlsx": book(wrong)}, marks=False).close()
    done = gkxl_command("plot", tmp_path / "out", "-o", tmp_path / "a.html")
    assert done.returncode == 0
    assert "已画出 1 份报告的图" in done.stdout
    assert "没有用到 4 个单位：某市水务局（需改正）、某县人民政府（未报）" in done.stderr
    done = gkxl_command("export", tmp_path / "out", "-o", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "1 个单位的报表需改正，数按填报的写出：某市水务局" in done.stderr
    assert {row["单位代码"] for row in rows(tmp_path / "a.csv")} == {"A1", "A2"}


def test_units_bear_the_names_and_codes_of_the_roster(tmp_path: Path) -> None:
    """So that they are the same from year to year, whatever their covers say."""
    without: dict[str, Any] = A1 | {"cover.unit_code": ""}
    collection = collected(tmp_path, {"某市财政局.xlsx": book(without)})
    assert {(row.unit, row.unit_code) for row in gkxl.series(collection)} == {("某市财政局", "A1")}


def test_a_collection_without_figures_is_no_table(tmp_path: Path) -> None:
    collected(tmp_path, {"x.xlsx": b""}).close()
    done = gkxl_command("export", tmp_path / "out", "-o", tmp_path / "a.csv")
    assert done.returncode == 2
    assert "没有可用的报表" in done.stderr
    assert not (tmp_path / "a.csv").exists()


def test_last_years_collection_is_found_below_a_folder(whole: Path, tmp_path: Path) -> None:
    """Its results are not taken for returns, of which there would be two of one unit."""
    later = write(tmp_path / "later", {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR + 1))})
    done = gkxl_command("check", later / "A1.xlsx", "--previous", whole)
    assert "没有找到" not in done.stdout
    assert "报告有" not in done.stdout
    assert gkxl_command("check", whole).stdout.count("汇总.xlsx") == 0


def test_a_collection_is_closed_at_the_end_of_its_block_and_when_nothing_uses_it(tmp_path: Path) -> None:
    """Its file can then be moved, also on Windows; what was read before can still be looked at."""
    with collected(tmp_path, {"A1.xlsx": ALL["A1.xlsx"]}, marks=False) as collection:
        store, units = collection._store, len(collection.ledger)  # noqa: SLF001 (what is closed)
    with pytest.raises(sqlite3.ProgrammingError):
        store.execute("SELECT 1")
    assert len(collection.ledger) == units
    forgotten = gkxl.Collection(tmp_path / "out")
    store = forgotten._store  # noqa: SLF001 (what is closed)
    del forgotten
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        store.execute("SELECT 1")


def test_a_collection_that_is_held_goes_on_as_it_was_when_its_folder_is_collected_again(
    tmp_path: Path,
) -> None:
    """Windows refuses to replace its file while it is open; tests/as_windows.py refuses that here."""
    first = collected(tmp_path, {"A1.xlsx": ALL["A1.xlsx"]}, marks=False)
    other = gkxl.Collection(tmp_path / "out")
    (tmp_path / "returns" / "A2.xlsx").write_bytes(ALL["A2.xlsx"])
    with collected(tmp_path, {}, marks=False) as second:
        assert second.values[RECEIVED] == A1[RECEIVED] + A2[RECEIVED]
        for held in (first, other):
            assert held.values[RECEIVED] == A1[RECEIVED]
            assert held.query("SELECT count(*) FROM files").fetchone() == (1,)
            held.close()


def test_what_windows_refuses_is_refused_here(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with (tmp_path / "b").open("w"):
        for act in ((tmp_path / "a").replace, (tmp_path / "b").rename):
            with pytest.raises(PermissionError):
                act(tmp_path / "b")
        with pytest.raises(PermissionError):
            (tmp_path / "b").unlink()
    (tmp_path / "b").unlink()
