"""What the page of a real collection shows is what the collection says."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.collection.output import page_view
from gkxl.collection.output.collection_page import draw_page, write_page
from gkxl.collection.output.page_view import LARGEST, make_view
from gkxl.collection.output.returned_copies import COPY_FOLDERS

if TYPE_CHECKING:
    from pathlib import Path

    from city import City


@pytest.fixture(scope="module")
def collection(year_of_a_city: City, tmp_path_factory: pytest.TempPathFactory) -> gkxl.Collection:
    return gkxl.collect(
        year_of_a_city.returns,
        roster=year_of_a_city.roster,
        year=year_of_a_city.year,
        previous=year_of_a_city.previous,
        output=tmp_path_factory.mktemp("collected"),
    )


def test_every_unit_is_there_with_its_status(collection: gkxl.Collection, year_of_a_city: City) -> None:
    lines = make_view(collection).lines
    assert {line.unit.code: line.status for line in lines} == year_of_a_city.statuses


def test_every_unit_is_counted_once_or_not_at_all(collection: gkxl.Collection) -> None:
    """What a district contains is not added again; whoever has nothing that can be added is neither."""
    view = make_view(collection)
    assert not [line for line in view.lines if line.counted and line.within]
    assert {line.unit.name for line in view.lines if line.status.is_in} == {
        line.unit.name for line in view.lines if line.counted or line.within
    }
    assert (view.counted, view.within) == (11, 11)


def test_the_parts_of_every_figure_add_up_to_it(collection: gkxl.Collection) -> None:
    view, values = make_view(collection), collection.values
    assert view.sources.keys() == {path for path, value in values.items() if value}
    for path, found in view.sources.items():
        assert sum(part for _, part in found.largest) + found.rest == values[path]
        assert len(found.largest) <= LARGEST
        trace = gkxl.trace(collection, path)
        filed = {part.unit.code: part.value for part in trace.parts if part.value}
        assert {view.lines[at].unit.code: part for at, part in found.largest} == filed
        assert [part for _, part in found.largest] == sorted(filed.values(), reverse=True)


def test_of_very_many_parts_the_largest_are_kept(
    collection: gkxl.Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_view, "LARGEST", 3)
    for path, found in make_view(collection).sources.items():
        filed = sorted(
            (part.value for part in gkxl.trace(collection, path).parts if part.value), reverse=True
        )
        assert [part for _, part in found.largest] == filed[:3]
        assert (found.others, found.rest) == (len(filed[3:]), sum(filed[3:]))


def test_what_is_said_of_a_unit_is_said_on_the_page(collection: gkxl.Collection) -> None:
    lines = {line.unit.name: line for line in make_view(collection).lines}
    blanks, dash = lines["东篱区飞鸟街道"].faults[:2], lines["东篱区飞鸟街道"].faults[-1]
    assert {fault.code for fault in blanks} == {"cell.blank"}
    assert dash.code == "cell.dash"
    assert lines["乌有市应急管理局"].faults == ()


def test_files_of_nobody_are_named(collection: gkxl.Collection) -> None:
    strays = {stray.path: stray.message for stray in make_view(collection).strays}
    assert strays.keys() > {"示例-9901 子虚市财政局.xlsx", "说明.txt", "空文件夹.zip"}
    assert "名册里没有这个文件的单位" in strays["示例-9901 子虚市财政局.xlsx"]


def test_copies_and_originals_are_reached_from_the_page(collection: gkxl.Collection) -> None:
    """Whatever was sent, in a zip or a mail; who is not written back has no copy."""
    view, folder = make_view(collection), collection.path.parent
    for line in view.lines:
        assert bool(line.copy) == (line.status in COPY_FOLDERS), line.unit.name
        assert bool(line.original) == bool(line.file)
    ways = [way for line in view.lines for way in (line.copy, line.original) if way]
    ways += [stray.original for stray in view.strays if stray.original]
    assert [way for way in ways if not (folder / way).is_file()] == []


def test_a_store_from_elsewhere_leads_nowhere_else(collection: gkxl.Collection, tmp_path: Path) -> None:
    """Names of copies, and ways to files, that a store was given by hand."""
    shutil.copy(collection.path, tmp_path)
    (tmp_path / "secret.xlsx").touch()
    with closing(sqlite3.connect(tmp_path / collection.path.name)) as store:
        store.execute("UPDATE marked SET name = '../secret.xlsx'")
        store.execute("UPDATE files SET path = '../' || id || '/../secret.xlsx'")
        store.commit()
    with gkxl.Collection(tmp_path) as copied:
        view = make_view(copied)
    assert not any(line.copy or line.original for line in view.lines)
    assert not any(stray.original for stray in view.strays)


def test_the_page_is_written_as_utf_8(collection: gkxl.Collection, tmp_path: Path) -> None:
    write_page(collection, tmp_path / "index.html")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == draw_page(make_view(collection))
