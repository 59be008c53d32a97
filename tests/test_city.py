"""The imaginary city of the examples: from mixed files in January to a report that all stand behind."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from attrs import evolve

import city
import gkxl
from a_year_of_a_city import TAKEN, accept, collect

if TYPE_CHECKING:
    from city import City

STRANGERS = {
    "名册.xlsx": "不是报表",
    "空白表.xlsx": "不是报表",
    "示例-9901 子虚市财政局.xlsx": "非本单位",
    **dict.fromkeys(
        (
            "宣传资料.xlsx", "相册.xlsx", "往年报告.pdf", "扫描件.zip", "照片.7z", "空文件夹.zip", "说明.txt",
            "转发：年度报告.eml/签名.png",
        ),
        "无法读取",
    ),
}  # fmt: skip
"""What becomes of the files that are of no unit."""

LOCKED = "示例-0301 西窗区财政局.zip/report.xlsx"
"""What is known of a zip with a password: the names of its files."""

CORRECT = ["示例-0002", "示例-0004", "示例-0006", "示例-0011", "示例-0105", "示例-0401"]
CONFIRM = ["示例-0003", "示例-0005", "示例-0008", "示例-0016", "示例-0300", "示例-0303", "示例-0304"]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class Step(NamedTuple):
    """How it stood after a collection: units, files, results, and what is remarked about these."""

    units: dict[str, str]
    files: dict[str, str]
    results: dict[str, bytes]
    remarks: list[str]

    def of(self, unit: str) -> dict[str, str]:
        """What became of a unit's files."""
        return {path: status for path, status in self.files.items() if unit in path}

    def copies(self, status: str) -> list[str]:
        """The units that get a copy back."""
        names = (Path(name) for name in self.results)
        return sorted(name.name[:7] for name in names if name.parent.as_posix() == f"退回/{status}")


def step_of(collection: gkxl.Collection) -> Step:
    return Step(
        {entry.unit.code: entry.status.value for entry in collection.ledger},
        {file.path: file.status.value for file in collection.files},
        files(collection.path.parent),
        [remark.message for remark in collection.remarks],
    )


class Year(NamedTuple):
    """The steps of a year: what came in January, what came in all, and what was made of it."""

    january: City
    city: City
    output: Path
    steps: list[Step]


@pytest.fixture(scope="module")
def year(year_of_a_city: City, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year as the example plays it, in copies of the returns."""
    folder = tmp_path_factory.mktemp("year") / "city"
    shutil.copytree(year_of_a_city.returns.parent, folder, symlinks=True)
    wuyou, output = evolve(year_of_a_city, returns=folder / "returns"), folder / "out"
    first = collect(wuyou, output)
    steps = [step_of(first)]
    city.write(wuyou.returns, city.answers(wuyou, first))
    shutil.copy(output / "汇总.xlsx", wuyou.returns)
    second = collect(wuyou, output, take=[TAKEN])
    steps.append(step_of(second))
    accept(output)
    city.write(wuyou.returns, city.answers(wuyou, second))
    steps.append(step_of(collect(wuyou, output)))
    return Year(year_of_a_city, wuyou, output, steps)


def test_the_same_seed_gives_the_same_bytes(year_of_a_city: City, tmp_path: Path) -> None:
    assert files(city.make(tmp_path).roster.parent) == files(year_of_a_city.roster.parent)


def test_every_status_is_there_among_40_units(year_of_a_city: City) -> None:
    statuses = year_of_a_city.statuses.values()
    assert len(statuses) == 40
    assert set(statuses) == {
        "通过", "需改正", "需核实", "未报", "重复", "非本单位", "上年表", "无法读取",
    }  # fmt: skip


def test_last_year_is_right(year_of_a_city: City) -> None:
    readings = [gkxl.read(path, year=2023) for path in year_of_a_city.previous.iterdir()]
    assert [issue.message for reading in readings for issue in reading.issues] == []
    assert len(readings) == 40


def test_what_is_to_be_filed_is_right(year_of_a_city: City) -> None:
    """Reports begin where last year ended, and have nothing to complain about."""
    last = {path.name[:7]: gkxl.read(path, year=2023).report for path in year_of_a_city.previous.iterdir()}
    for code, report in year_of_a_city.reports.items():
        assert gkxl.check(report, previous=last[code]) == []


def test_a_roster_of_two_lists_with_titles_and_merged_cells_is_understood(year_of_a_city: City) -> None:
    """One district is called otherwise above its units than in its own row, which is said once a cell."""
    roster = gkxl.read_roster(year_of_a_city.roster)
    assert [unit.code for unit in roster.units] == list(year_of_a_city.reports)
    assert {unit.parent for unit in roster.units} == {"", "示例-0100", "示例-0200", "示例-0300", "示例-0400"}
    assert [unit.code for unit in roster.units if unit.name == "城关镇"] == ["示例-0203", "示例-0403"]
    assert {issue.code for issue in roster.issues} == {"roster.near", "roster.sheet"}


def test_the_archive_has_the_same_files_under_names_in_gbk(year_of_a_city: City) -> None:
    with zipfile.ZipFile(year_of_a_city.archive, metadata_encoding="gbk") as packed:
        assert sorted(packed.namelist()) == sorted(year_of_a_city.files)
        assert {entry.flag_bits & 0x800 for entry in packed.infolist()} == {0}


def test_in_january_every_unit_and_every_file_has_its_status(year: Year) -> None:
    """Zips, zips and mails within, links and hostile files are lines like any other; nothing is missing."""
    first = year.steps[0]
    assert first.units == year.city.statuses
    assert first.remarks == []
    passed_over = {"Thumbs.db", "~$示例-0001 乌有市财政局.xlsx", "东篱区.zip/__MACOSX/._报表"}
    locked = {"示例-0301 西窗区财政局.zip"}
    came = {*year.city.files} - passed_over - locked | {LOCKED}
    link = {city.LINK} if (year.city.returns / city.LINK).is_symlink() else set()
    assert first.files.keys() == came | link
    assert {path: first.files[path] for path in STRANGERS} == STRANGERS
    assert {first.files[path] for path in link} <= {"无法读取"}
    assert first.of("示例-0009") == {
        "示例-0009 乌有市水利局.xlsx": "通过",
        "示例-0009 乌有市水利局 - 副本.xlsx": "重复",
    }


def test_whoever_has_something_to_do_gets_a_copy(year: Year) -> None:
    first, second, third = year.steps
    assert first.copies("需改正") == CORRECT
    assert first.copies("需核实") == CONFIRM
    assert (second.copies("需改正"), second.copies("需核实")) == ([], ["示例-0008", "示例-0200"])
    assert (third.copies("需改正"), third.copies("需核实")) == ([], [])


def test_corrected_copies_take_the_place_of_what_they_answer(year: Year) -> None:
    """The earlier files lie where they lay; what a unit sent back unchanged is no second return."""
    second = year.steps[1]
    for code in {*CORRECT, *CONFIRM} - {"示例-0008", "示例-0300", "示例-0303"}:
        assert sorted(second.of(code).values()) == ["已被代替", "通过"]
    assert second.files["改正/示例-0303-西窗区剪烛街道.xlsx"] == "退回副本"
    assert second.files["汇总.xlsx"] == "不是报表"
    assert second.files[TAKEN] == "通过"
    waiting = {code: status for code, status in second.units.items() if status != "通过"}
    assert waiting == {"示例-0008": "需核实", "示例-0200": "需核实"}


def test_in_the_end_all_units_stand_behind_the_sum(year: Year) -> None:
    """Two units had two cases more than last year carried forward, and explain it; nothing else differs."""
    collection = gkxl.Collection(year.output)
    assert {entry.status for entry in collection.ledger} == {"通过"}
    counted = [entry.unit for entry in collection.ledger if entry.counted]
    assert [unit.code for unit in counted] == [unit.code for unit in counted if not unit.parent]
    assert len(counted) == 20
    total = gkxl.aggregate([year.city.reports[unit.code] for unit in counted])
    cells = gkxl.to_dict(total)["cells"]
    assert {
        path: value - cells[path]
        for path, value in collection.values.items()
        if isinstance(value, int) and value != cells[path]
    } == {
        f"requests.{line}.{column}": 4
        for line in ("brought_forward", "processed.granted", "processed.total")
        for column in ("business", "total")
    }


def test_nobody_moved_or_deleted_a_file(year: Year) -> None:
    came, now = files(year.january.returns), files(year.city.returns)
    assert {name: now.get(name) for name in came} == came


def test_dates_that_cannot_be_true_decide_nothing(year_of_a_city: City, tmp_path: Path) -> None:
    """The newest of two files has the year 2031, the other one 1985."""
    stamps = {Path(path).stat().st_mtime for path in year_of_a_city.returns.glob("示例-0010 *")}
    assert len(stamps) == 2
    collection = gkxl.collect(
        year_of_a_city.returns,
        roster=year_of_a_city.roster,
        year=year_of_a_city.year,
        output=tmp_path,
        prefer="newest",
        marks=False,
    )
    entry = next(entry for entry in collection.ledger if entry.unit.code == "示例-0010")
    assert entry.status == "重复"
    assert "collect.undated" in {issue.code for issue in collection.issues("示例-0010")}


def interrupt(what: str, after: int) -> gkxl.types.Progress:
    """Interrupts a run once so much of something is done."""

    def told(doing: str, done: int, _all: int) -> None:
        if doing == what and done >= after:
            raise KeyboardInterrupt

    return told


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few files are kept or lost together."""
    monkeypatch.setattr("gkxl.collection.collect._FILES_PER_COMMIT", 3)


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize(("what", "after"), [("reading", 13), ("marking", 2)])
def test_interrupted_in_january_and_run_again_is_as_one_run(
    year: Year, what: str, after: int, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        collect(year.january, tmp_path / "out", progress=interrupt(what, after))
    collect(year.january, tmp_path / "out")
    assert files(tmp_path / "out") == year.steps[0].results


@pytest.mark.usefixtures("small_steps")
def test_interrupted_while_answers_are_read_and_run_again_is_as_one_run(year: Year, tmp_path: Path) -> None:
    for folder in ("once", "twice"):
        for name, content in year.steps[0].results.items():
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_bytes(content)
    with pytest.raises(KeyboardInterrupt):
        collect(year.city, tmp_path / "twice", take=[TAKEN], progress=interrupt("reading", 7))
    for folder in ("once", "twice"):
        collect(year.city, tmp_path / folder, take=[TAKEN])
    assert files(tmp_path / "twice") == files(tmp_path / "once")
