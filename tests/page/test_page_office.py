"""What the desk of an office makes of a roster and returns is what the command line makes of them."""

from __future__ import annotations

import csv
import io
import zipfile
from shutil import copytree
from typing import TYPE_CHECKING, Any, Final

import pytest
from page_returns import LAST, MARKUP, faulty, workbook

import city
import gkxl
from gkxl.collection.output.ledger_and_detail import draw_ledger
from gkxl.page import call, desk_files, office
from gkxl.page import roster as roster_desk
from seeds import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Told = list[tuple[str, int, int]]

HEADINGS: Final = ("单位代码", "单位名称", "层级", "上级", "含下级")


@pytest.fixture(autouse=True)
def desk() -> Iterator[None]:
    """A desk with nothing on it."""
    yield
    desk_files.clear()


def silent(_file: str, _done: int, _of: int) -> None:
    """Hear nothing."""


def put(place: str, folder: Path) -> None:
    """Put every file of a folder on the desk, but for links, which browsers do not know."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = f"{place}/{path.relative_to(folder).as_posix()}"
            desk_files.put(name, path.read_bytes(), path.stat().st_mtime_ns / 10**6)


def choices(year: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever is chosen)
    return {"year": year, "office": "", "until": "", "take": [], "refused": [], **more}


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def files_below(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def small_office(folder: Path, *, names: Mapping[str, str]) -> gkxl.collection.Roster:
    """A roster of the units named, whose files have the names of the keys; each is put on the desk."""
    units = sorted({*names.values()})
    out = io.StringIO()
    csv.writer(out).writerows(
        [HEADINGS, *([f"{at}", name, "", "", ""] for at, name in enumerate(units, start=1))]
    )
    roster = out.getvalue().encode()
    roster_desk.read(roster)
    for number, (file, unit) in enumerate(names.items()):
        cover = {"cover__unit": unit, "cover__unit_code": str(units.index(unit) + 1)}
        path = workbook(folder, file, disclosure__permits__decisions=number, **cover)
        desk_files.put(f"{office.RETURNS}/{file}", path.read_bytes(), 1_700_000_000_000.0 + number)
    return gkxl.read_roster(roster)


@pytest.mark.skipif(not WHOLE, reason="done in the browser")
def test_the_results_are_file_for_file_those_of_the_command(
    year_of_a_city: city.City, tmp_path: Path
) -> None:
    """The store of the collection included, and last year's beside it."""
    year = year_of_a_city
    put(office.RETURNS, year.returns)
    put(office.LAST_YEAR, year.previous)
    roster_desk.read(year.roster.read_bytes())
    made = office.collect(silent, choices(year.year, office="某市", until="1月20日"))
    collected(year.returns, tmp_path, roster=year.roster, year=year.year, previous=year.previous)
    assert unzipped(made["result"]) == files_below(tmp_path / "汇总")


def collected(returns: Path, folder: Path, **about: Any) -> gkxl.Collection:  # noqa: ANN401 (any)
    """What the library makes of the same files."""
    copytree(returns, folder / "报回", ignore=lambda _, names: [city.LINK] if city.LINK in names else [])
    return gkxl.collect(folder / "报回", output=folder / "汇总", office="某市", until="1月20日", **about)


def test_what_the_desk_made_is_taken_on_there_and_by_the_command(tmp_path: Path) -> None:
    """Nothing is read again, and what comes of one more return is the same."""
    roster = small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    made = office.collect(silent, choices(2023, office="某市"))
    desk_files.clear()
    about = office.resume(office.OUTPUT, made["result"])
    assert about == {"year": 2023, "units": 2, "office": "某市", "until": "", "files": ["乙.xlsx", "甲.xlsx"]}
    assert office.show()["page"] == made["page"]
    small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局", "丙.xlsx": "乙局"})
    for name, content in unzipped(made["result"]).items():
        (tmp_path / "汇总" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "汇总" / name).write_bytes(content)
    read: list[str] = []
    again = office.collect(lambda file, *_: read.append(file), choices(2023))
    assert [name for name in read if name] == ["丙.xlsx"]
    returns = desk_files.room() / office.RETURNS
    gkxl.collect(returns, roster=roster, year=2023, output=tmp_path / "汇总").close()
    assert unzipped(again["result"]).keys() == files_below(tmp_path / "汇总").keys()


def test_last_years_collection_is_compared_with_as_its_returns_are(tmp_path: Path) -> None:
    """It is dropped as the zip of its results; last year carried forward what this year did not bring in."""
    last = faulty(tmp_path, {**LAST, "cover.unit": "甲局", "cover.unit_code": "1"}, "上年.xlsx")
    small_office(tmp_path, names={"甲.xlsx": "甲局"})
    desk_files.put(f"{office.LAST_YEAR}/上年.xlsx", last.read_bytes(), 0)
    beside = office.collect(silent, choices(2023))["page"]
    assert "上年报告结转到本年的是 3" in beside
    desk_files.clear()
    small_office(tmp_path, names={"别的.xlsx": "甲局"})
    desk_files.take_away(f"{office.RETURNS}/别的.xlsx")
    desk_files.put(f"{office.RETURNS}/上年.xlsx", last.read_bytes(), 0)
    results = office.collect(silent, choices(2022))["result"]
    desk_files.clear()
    small_office(tmp_path, names={"甲.xlsx": "甲局"})
    assert office.resume(office.LAST_YEAR, results)["year"] == 2022
    assert office.collect(silent, choices(2023))["page"] == beside


def test_a_collection_in_a_folder_of_a_zip_is_found(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "甲局"})
    made, packed = office.collect(silent, choices(2023)), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inside:
        for name, content in unzipped(made["result"]).items():
            inside.writestr(f"给市里/汇总/{name}", content)
    desk_files.clear()
    office.resume(office.OUTPUT, packed.getvalue())
    assert office.show() == made


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"PK\x03\x04 cut short"])
def test_what_holds_no_collection_is_refused(content: bytes) -> None:
    assert "refused" in call(silent, "office.resume", office.OUTPUT, content)


def test_a_store_that_is_none_is_refused_without_a_word_about_places_or_commands(tmp_path: Path) -> None:
    """What was there before stays."""
    small_office(tmp_path, names={"甲.xlsx": "甲局"})
    made = office.collect(silent, choices(2023))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inside:
        inside.writestr("collection.sqlite", b"none")
    said = call(silent, "office.resume", office.OUTPUT, packed.getvalue())["refused"]
    assert said.startswith("里面的汇总结果不能用")
    assert office.show()["page"] == made["page"]


def test_texts_that_would_be_lost_are_named(tmp_path: Path) -> None:
    """In the workbook of results that were taken on."""
    small_office(tmp_path, names={"甲.xlsx": "甲局"})
    office.collect(silent, choices(2023))
    (desk_files.room() / office.OUTPUT / "汇总.xlsx").write_bytes(b"notes of mine")
    said = call(silent, "office.collect", choices(2023))["refused"]
    assert said.startswith("没有汇总：")
    assert not any(words in said for words in ("/", "--", "gkxl collect"))


@pytest.mark.parametrize("name", ["../../外.xlsx", "/外.xlsx", "a/../../../外.xlsx"])
def test_no_name_leads_out_of_the_desk(name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inside:
        inside.writestr("collection.sqlite", b"")
        inside.writestr(name, b"x")
    call(silent, "office.resume", office.OUTPUT, packed.getvalue())
    desk_files.put(f"{office.RETURNS}/{name}", b"x", 0)
    room = desk_files.room()
    assert not (room.parent / "外.xlsx").exists()
    assert {path.name for path in room.rglob("*")} >= {"外.xlsx"}


def test_which_of_several_returns_is_taken_is_chosen_and_chosen_again(tmp_path: Path) -> None:
    small_office(tmp_path, names={"一.xlsx": "甲局", "二.xlsx": "甲局", "三.xlsx": "乙局"})
    (asked,) = office.collect(silent, choices(2023))["choices"]
    assert (asked["unit"], asked["open"]) == ("甲局", True)
    assert {file["path"]: file["taken"] for file in asked["files"]} == {"一.xlsx": False, "二.xlsx": False}
    assert all(file["changed"].startswith("2023-11-1") for file in asked["files"])
    for taken in ("一.xlsx", "二.xlsx"):
        (asked,) = office.collect(silent, choices(2023, take=[taken]))["choices"]
        assert not asked["open"]
        assert [file["path"] for file in asked["files"] if file["taken"]] == [taken]


def test_a_file_over_which_python_was_ended_is_named_and_stops_no_other(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    made = office.collect(silent, choices(2023, refused=["甲.xlsx"]))
    office.resume(office.OUTPUT, made["result"])
    with gkxl.Collection(desk_files.room() / office.OUTPUT) as found:
        assert {entry.unit.name: entry.status for entry in found.ledger} == {"乙局": "通过", "甲局": "未报"}
        (stray,) = found.strays
        assert (stray.path, stray.status) == ("甲.xlsx", "无法读取")


def test_what_is_worked_on_is_told_file_by_file(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    told: Told = []
    office.collect(lambda *one: told.append(one), choices(2023))
    assert [file for file, *_ in told if file] == ["乙.xlsx", "甲.xlsx"]
    assert [done for file, *done in told if not file] == [[1, 2], [2, 2]]


def test_what_was_taken_away_is_gone(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    office.collect(silent, choices(2023))
    desk_files.take_away(f"{office.RETURNS}/甲.xlsx")
    office.resume(office.OUTPUT, office.collect(silent, choices(2023))["result"])
    with gkxl.Collection(desk_files.room() / office.OUTPUT) as found:
        assert [entry.unit.name for entry in found.missing] == ["甲局"]


def test_templates_are_those_of_the_command(tmp_path: Path) -> None:
    roster = small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    last = faulty(tmp_path, {}, "上年.xlsx").read_bytes()
    desk_files.put(f"{office.LAST_YEAR}/上年.xlsx", last, 0)
    (tmp_path / "上年").mkdir()
    (tmp_path / "上年" / "上年.xlsx").write_bytes(last)
    made = office.templates(silent, 2024)
    gkxl.write_templates(roster, year=2024, output=tmp_path / "发", previous=tmp_path / "上年")
    assert unzipped(made["zip"]) == files_below(tmp_path / "发")
    assert made["without"] == ["乙局", "甲局"]


def test_what_can_be_taken_along(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "甲局", "乙.xlsx": "乙局"})
    results = unzipped(office.collect(silent, choices(2023))["result"])
    assert office.output("汇总.xlsx") == results["汇总.xlsx"]
    rows = [*csv.reader(io.StringIO(office.ledger().decode("utf-8-sig")))]
    with gkxl.Collection(desk_files.room() / office.OUTPUT) as found:
        ledger = draw_ledger(found)
        assert rows == [[str(cell) for cell in row] for row in (*ledger.heads, *ledger.rows)]


def test_names_of_units_are_no_formulas(tmp_path: Path) -> None:
    small_office(tmp_path, names={"甲.xlsx": "=HYPERLINK(1)"})
    office.collect(silent, choices(2023))
    assert "'=HYPERLINK(1)" in office.ledger().decode("utf-8-sig")


@pytest.mark.parametrize("text", MARKUP)
def test_names_are_no_markup(text: str, tmp_path: Path) -> None:
    unit = "甲局" if "script" in text else text  # a roster with a script in it is taken for a web page
    small_office(tmp_path, names={f"{text.replace('/', '_')}.xlsx": unit})
    page = office.collect(silent, choices(2023, office=text[:40]))["page"]
    assert not any(tag in page for tag in ("<img", "<svg", "document.title='owned'<"))


def test_the_example_is_a_city_with_every_status() -> None:
    """`python tests/page/keep_city.py` keeps the city anew where it became another one."""
    made = office.example()
    for one in made["files"]:
        desk_files.put(one["name"], one["content"], one["changed"])
    shown = roster_desk.read(made["roster"])
    assert (shown["units"], shown["usable"]) == (40, True)
    collected = office.collect(silent, choices(made["year"]))
    office.resume(office.OUTPUT, collected["result"])
    with gkxl.Collection(desk_files.room() / office.OUTPUT) as found:
        assert len({entry.status for entry in found.ledger}) == 8
    assert len(collected["choices"]) == 1


def test_two_workbooks_are_compared_as_by_the_library(tmp_path: Path) -> None:
    one, other = workbook(tmp_path, "a.xlsx"), faulty(tmp_path, {"disclosure.permits.decisions": 5}, "b.xlsx")
    answer = call(silent, "publish.compare", one.read_bytes(), "a.xlsx", other.read_bytes(), "b.xlsx")
    page = answer["made"].decode()
    assert gkxl.diff(one, other).message in page
    assert "a.xlsx" in page
    assert call(silent, "publish.side", one.read_bytes())["made"].endswith("2023 年度")
    assert "PDF" in call(silent, "publish.side", b"%PDF-")["refused"]


def test_a_draft_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", requests__received__total=1)
    draft = call(silent, "publish.page", path.read_bytes(), True)["made"]  # noqa: FBT003 (as the page asks)
    filed = gkxl.read(path).report
    assert filed
    assert draft == gkxl.to_html(filed, draft=True).encode()
