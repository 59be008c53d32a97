"""Every unit of a collection beside what it published: each fault is found, and none stops the others."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from attrs import frozen
from offices import YEAR, book, write
from publications import CELL, STATUSES, UNITS, collect, diff, faults, filed, otherwise, page, word

import gkxl
from gkxl.collection.intake.local_files import LocalFile
from gkxl.collection.intake.sources import find_published
from gkxl.comparison import published
from gkxl.comparison.published import MOST_FILES
from gkxl.model.outline import cells
from workbooks import filled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> gkxl.Collection:
    """A collection of returns without faults."""
    return collect(tmp_path_factory.mktemp("sound"))


def of(found: gkxl.comparison.PublishedComparison, code: str) -> gkxl.comparison.UnitComparison:
    (one,) = (one for one in found.units if one.unit.code == code)
    return one


def status(found: gkxl.comparison.PublishedComparison, code: str = "A01") -> str:
    return of(found, code).status.value


def test_every_kind_of_fault_is_found_at_its_unit(tmp_path: Path) -> None:
    found = diff(collect(tmp_path, left_out=("A11",)), tmp_path, faults())
    assert {one.unit.code: one.status.value for one in found.units} == STATUSES
    assert [file.path for file in found.others] == ["外地.html", "目录.html"]
    assert not found.same
    assert found.message == (
        "共 12 个单位：不一致 2 个，多份 1 个，无法读取 2 个，未公布 3 个，无报表 1 个，"
        "未比全 1 个，一致 2 个。"
    )
    ((file,), (made,)) = of(found, "A02").compared, of(found, "A02").compared[0].differences
    assert (made.path, made.b - made.a, file.path) == (CELL, 1, "某市水务局2024年报.html")
    assert [made.path for made in of(found, "A03").compared[0].differences] == ["other_matters"]
    assert "余" in of(found, "A04").compared[0].differences[0].note
    assert "损坏" in of(found, "A05").note
    assert [file.status.value for file in of(found, "A06").compared] == ["same", "different"]
    assert of(found, "A08").note == "某市信访局2024年报.html：是 2023 年度的。"
    for code in ("A09", "A10"):
        assert "“某市商务局”的，标题却是“某市住建局”的" in of(found, code).note
    assert "未报" in of(found, "A11").note


def test_all_that_published_what_they_filed_are_the_same(sound: gkxl.Collection, tmp_path: Path) -> None:
    """In processes of their own, as there are enough files; of each one is told how many are read."""
    makers = {"html": page, "docx": word}
    for number, code in enumerate(UNITS):
        suffix = [*makers][number % 2]
        write(tmp_path / "公布", {f"{code}.{suffix}": makers[suffix](filed(code))})
    told: list[tuple[str, int, int]] = []
    found = gkxl.comparison.diff_published(sound, tmp_path / "公布", progress=lambda *done: told.append(done))
    assert found.same, found.message
    assert told == [("reading", done, len(UNITS)) for done in range(1, len(UNITS) + 1)]


@pytest.mark.parametrize("at", range(0, 200, 40))
def test_whichever_cell_is_published_otherwise_is_the_one_that_is_named(
    at: int, sound: gkxl.Collection, tmp_path: Path
) -> None:
    cell = [cell for cell in cells(sound.edition.form) if cell.in_table][at]
    found = diff(sound, tmp_path, {"a.html": page(filed("A01") | {cell.path: filed("A01")[cell.path] + 5})})
    (made,) = of(found, "A01").compared[0].differences
    assert (made.path, made.b - made.a, made.note) == (cell.path, 5, "不同")


def test_what_only_one_side_has_is_told_in_their_words(sound: gkxl.Collection, tmp_path: Path) -> None:
    found = diff(sound, tmp_path, {"a.html": page(filed("A01", other_matters=""))})
    (made,) = of(found, "A01").compared[0].differences
    assert made.note == "只有报送件填了"


def test_a_file_that_tells_less_but_nothing_else_makes_no_second_report(
    sound: gkxl.Collection, tmp_path: Path
) -> None:
    """A print of the same page, of which a figure cannot be read, contradicts nothing."""
    part = page(filed("A01")).replace(b"</td>", "余</td>".encode(), 1)
    found = diff(sound, tmp_path, {"a.html": part, "b.html": page(filed("A01"))})
    assert status(found) == "same"
    assert [file.path for file in of(found, "A01").compared] == ["b.html"]
    wrong = diff(sound, tmp_path, {"c.html": page(otherwise("A01"))})
    assert status(wrong) == "several"


def test_years_are_told_apart(sound: gkxl.Collection, tmp_path: Path) -> None:
    """Of reports of many years, that of the year counts; one without a year counts if none has it."""
    older = {f"{year}.html": page(filed("A01") | {"cover.year": year}) for year in (2022, 2023, YEAR)}
    assert status(diff(sound, tmp_path, older)) == "same"
    undated = page(otherwise("A01")).replace("2024年".encode(), b"")
    assert status(diff(sound, tmp_path, {"某市财政局.html": undated})) == "same"
    (tmp_path / "公布" / "2024.html").unlink()
    found = diff(sound, tmp_path, {})
    assert (status(found), found.units[0].compared[0].dated) == ("different", False)
    assert "按 2024 年度比较" in found.units[0].note


@pytest.mark.parametrize(
    "name", ["某市财政局.html", "某市财政局/index.html", "A01.html", "a/某市财政局/2024/x.html"]
)
def test_a_report_without_a_unit_is_of_the_one_that_it_is_named_after(
    name: str, sound: gkxl.Collection, tmp_path: Path
) -> None:
    nameless = page(filed("A01")).replace("某市财政局".encode(), b"")
    assert status(diff(sound, tmp_path, {name: nameless})) == "same"


@pytest.mark.parametrize("title", ["财政局", "某市财政局（本级）", "某市 财政局机关"])
def test_a_name_that_the_roster_writes_otherwise_is_found_and_told(
    title: str, sound: gkxl.Collection, tmp_path: Path
) -> None:
    found = diff(sound, tmp_path, {"a.html": page(filed("A01") | {"cover.unit": title})})
    assert status(found) == "same"
    assert f"标题上的单位写作“{title}”。" in of(found, "A01").note


def test_of_a_single_file_only_its_unit_is_shown(sound: gkxl.Collection, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": page(otherwise("A02"))})
    found = gkxl.comparison.diff_published(sound, tmp_path / "a.html")
    assert [(one.unit.code, one.status.value) for one in found.units] == [("A02", "different")]


@frozen(kw_only=True)
class Deadly(LocalFile):
    """A file over which any other process than that of the test dies."""

    spared: int

    def load(self) -> bytes:
        """End the process."""
        if os.getpid() != self.spared:
            os._exit(1)
        return b""


def test_a_file_over_which_a_process_dies_is_named_and_stops_nothing(
    sound: gkxl.Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{code}.html": page(filed(code)) for code in [*UNITS][:6]}
    place = write(tmp_path / "公布", files)
    deadly = Deadly(name="A07.html", size=0, stamp="", path="", spared=os.getpid())
    monkeypatch.setattr(published, "find_published", lambda *_, **__: [*find_published(place), deadly])
    found = gkxl.comparison.diff_published(sound, place)
    assert [status(found, code) for code in UNITS] == ["same"] * 6 + ["unreadable"] + ["unpublished"] * 5
    assert "意外终止" in of(found, "A07").note


def test_a_report_of_no_unit_is_named(sound: gkxl.Collection, tmp_path: Path) -> None:
    found = diff(sound, tmp_path, {"a.html": page(filed("A01")).replace("某市财政局".encode(), b"")})
    (file,) = found.others
    assert (file.status.value, status(found)) == ("other", "unpublished")
    assert "文件名里写上单位名称" in file.reason


def test_a_return_that_cannot_be_read_whole_is_not_the_same(tmp_path: Path) -> None:
    """The cell is named with what the unit wrote there; a blank is what only the publication has."""
    rough = filled(book(filed("A01")), {CELL: "约8", "requests.received.business": None})
    found = diff(collect(tmp_path, A01=rough), tmp_path, {"a.html": page(filed("A01"))})
    notes = {made.path: made.note for made in of(found, "A01").compared[0].differences}
    assert "约8" in notes[CELL]
    assert notes["requests.received.business"].startswith("只有公布件填了")
    assert status(found) == "different"


def test_an_attached_workbook_is_a_publication_too(sound: gkxl.Collection, tmp_path: Path) -> None:
    found = diff(sound, tmp_path, {"附件.xlsx": book(filed("A01")), "b.xlsx": book(otherwise("A02"))})
    assert [status(found, code) for code in ("A01", "A02")] == ["same", "different"]


def test_pictures_and_scripts_of_a_saved_page_are_passed_over(sound: gkxl.Collection, tmp_path: Path) -> None:
    parts = {f"年报_files/{name}": b"x" for name in ("a.css", "b.png", "sub/c.html")}
    found = diff(sound, tmp_path, {"年报.html": page(filed("A01")), **parts, "别的_files/a.css": b"x"})
    assert [file.path for file in found.others] == ["别的_files/a.css"]


def test_a_zip_is_opened_as_a_folder_is(sound: gkxl.Collection, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("A01.html", page(filed("A01")))
        archive.writestr("A02.html", page(otherwise("A02")))
    found = diff(sound, tmp_path, {"公布.zip": packed.getvalue(), "坏.zip": packed.getvalue()[:100]})
    assert [status(found, code) for code in ("A01", "A02", "A03")] == ["same", "different", "unpublished"]
    assert [file.path for file in found.others] == ["坏.zip"]


def test_no_unit_has_more_files_compared_than_can_be_kept(sound: gkxl.Collection, tmp_path: Path) -> None:
    found = diff(
        sound, tmp_path, {f"{number:02}.html": page(filed("A01")) for number in range(MOST_FILES + 1)}
    )
    assert status(found) == "same"
    assert [file.path for file in of(found, "A01").further if file.status.value == "other"] == ["20.html"]


def test_a_place_that_is_not_there_is_an_error(sound: gkxl.Collection, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError):
        gkxl.comparison.diff_published(sound, tmp_path / "公布")
    with pytest.raises(gkxl.errors.UnreadableFileError):
        gkxl.comparison.diff_published(tmp_path, tmp_path)
