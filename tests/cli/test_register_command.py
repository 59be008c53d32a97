"""A register on the command line: issued, counted, filled into the report, traced, carried over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZipFile

import pytest
from attrs import evolve
from registers import MARKERS

import gkxl
from commands import gkxl_command
from gkxl.forms.register import Application, Dispute, Register
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register
from workbooks import every_edition, opened, saved

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

PRIVATE: Final = dict(zip(("applicant", "summary", "remark"), MARKERS, strict=True))


def example(year: int) -> Register:
    """Two applications closed, one open, one case."""
    private: dict[str, Any] = PRIVATE
    row = Application(number="1", received=date(year, 1, 5), channel="网络", kind="自然人", **private)
    rows = (
        evolve(row, closed=date(year, 1, 20), outcome="予以公开"),
        evolve(row, number="2", kind="商业企业", closed=date(year, 2, 20), outcome="部分公开"),
        evolve(row, number="3", received=date(year, 12, 20)),
    )
    case = Dispute(number="1", application="2", route="行政复议", accepted=date(year, 3, 1))
    return Register(year=year, unit="某局", applications=rows, disputes=(case,))


def keep(folder: Path, register: Register, name: str = "登记簿.xlsx") -> Path:
    path = folder / name
    path.write_bytes(make_register(register, rows=20))
    return path


@every_edition
def test_a_year_of_a_register(edition: Edition, tmp_path: Path) -> None:
    """Issued, counted into a new report and into one that has figures, traced, carried over."""
    year = edition.first_year
    issued, report, following = (tmp_path / f"{name}.xlsx" for name in ("发下", "年报", "下一年"))
    assert gkxl_command("register", "new", "--year", year, "--unit", "某局", "-o", issued).returncode == 0
    assert gkxl_command("register", "count", issued).returncode == 0
    kept = keep(tmp_path, example(year))
    done = gkxl_command("register", "count", kept, "-o", report)
    assert (done.returncode, done.stderr) == (0, "")
    reading = gkxl.read(report)
    assert reading.values["requests.received.total"] == 3
    assert reading.values["disputes.review.pending"] == 1
    assert not [issue for issue in reading.issues if issue.code.startswith(("sum.", "balance"))]
    book = opened(report.read_bytes())
    book["三、申请办理"]["D5"] = 7
    report.write_bytes(saved(book))
    done = gkxl_command("register", "count", kept, "-o", report)
    assert "三、申请办理 D5" in done.stdout
    assert gkxl.read(report).values["requests.received.natural_person"] == 7
    done = gkxl_command("register", "trace", kept, "三、申请办理!D5")
    assert [line.split()[:2] for line in done.stdout.splitlines() if line.strip().startswith("申请 ")] == [
        ["申请", "4"],
        ["申请", "6"],
    ]
    done = gkxl_command("register", "roll", kept, "-o", following)
    assert "移入申请 1 件，争议 1 件" in done.stdout
    after = read_register(following)
    assert (after.register.year, after.register.applications[0].number, after.issues) == (year + 1, "3", ())


def test_a_register_with_errors_is_not_filled_in_and_not_carried_over(tmp_path: Path) -> None:
    register = example(2026)
    wrong = keep(
        tmp_path, evolve(register, applications=(*register.applications, evolve(register.applications[0])))
    )
    report = tmp_path / "年报.xlsx"
    done = gkxl_command("register", "count", wrong, "-o", report)
    assert (done.returncode, report.exists()) == (1, False)
    assert "没有填入" in done.stderr
    done = gkxl_command("register", "roll", wrong, "-o", tmp_path / "下一年.xlsx")
    assert (done.returncode, (tmp_path / "下一年.xlsx").exists()) == (1, False)


def test_the_report_of_another_unit_or_year_is_not_filled_in(tmp_path: Path) -> None:
    kept = keep(tmp_path, evolve(example(2026), unit_code="甲"))
    for year, code in ((2026, "乙"), (2025, "甲")):
        report = tmp_path / f"{year}{code}.xlsx"
        gkxl.write_template(report, year=year, unit="别局", unit_code=code)
        before = report.read_bytes()
        done = gkxl_command("register", "count", kept, "-o", report)
        assert done.returncode == 2
        assert "没有填入" in done.stderr
        assert report.read_bytes() == before


def test_registers_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("甲科", "乙科")]
    for folder in folders:
        folder.mkdir()
    one, other = (keep(folder, example(2026)) for folder in folders)
    issues = json.loads(gkxl_command("register", "count", one, other, "--json").stdout)["issues"]
    assert {Path(issue["sheet"].partition(" ")[0]).parent.name for issue in issues} == {"乙科"}
    assert all("甲科" in issue["message"] for issue in issues)


def test_several_registers_of_a_unit_are_counted_together(tmp_path: Path) -> None:
    register = example(2026)
    one = keep(tmp_path, register, "甲科.xlsx")
    rows = tuple(evolve(row, number=f"乙{row.number}") for row in register.applications)
    other = keep(tmp_path, evolve(register, applications=rows, disputes=()), "乙科.xlsx")
    done = gkxl_command("register", "count", one, other, "--json")
    assert json.loads(done.stdout)["cells"]["requests.received.total"] == 6
    done = gkxl_command("register", "count", one, one, "--json")
    assert {issue["code"] for issue in json.loads(done.stdout)["issues"]} == {"register.duplicate"}


def test_the_opening_figures_are_compared_with_the_filed_report(tmp_path: Path) -> None:
    kept, report, following = keep(tmp_path, example(2026)), tmp_path / "年报.xlsx", tmp_path / "下一年.xlsx"
    gkxl_command("register", "count", kept, "-o", report)
    blank = [path for path, value in gkxl.read(report).values.items() if value is None]
    gkxl.fill_template(report, {path: 0 for path in blank if path.startswith("disclosure")}, report)
    done = gkxl_command("register", "roll", kept, "-o", following, "--report", report)
    assert "一致" in done.stdout
    gkxl.fill_template(report, {"requests.carried_forward.business": 2}, report)
    done = gkxl_command("register", "roll", kept, "-o", tmp_path / "再.xlsx", "--report", report)
    assert "商业企业" in done.stdout
    done = gkxl_command("register", "count", following, "--previous", report)
    assert "商业企业" in done.stdout
    one, other = tmp_path / "新.xlsx", tmp_path / "又.xlsx"
    gkxl_command("register", "new", "--year", 2027, "--previous", report, "-o", one)
    assert read_register(one).register.opening["business"] == 2
    gkxl_command("register", "new", "--year", 2027, "--previous", kept, "-o", other)
    assert len(read_register(other).register.applications) == 1
    done = gkxl_command("register", "new", "--year", 2030, "--previous", kept, "-o", tmp_path / "后.xlsx")
    assert (done.returncode, (tmp_path / "后.xlsx").exists()) == (2, False)


def test_a_register_that_cannot_be_read_whole_begins_no_new_one(tmp_path: Path) -> None:
    """The cells would be blank in it."""
    register = example(2026)
    kept = keep(tmp_path, evolve(register, applications=(evolve(register.applications[2], kind="公民"),)))
    done = gkxl_command("register", "new", "--year", 2027, "--previous", kept, "-o", tmp_path / "新.xlsx")
    assert (done.returncode, (tmp_path / "新.xlsx").exists()) == (2, False)
    assert "读不出" in done.stderr


def test_no_register_is_written_over_another_file(tmp_path: Path) -> None:
    """It may be this year's register, with all its rows, or the report that was to be compared with."""
    kept, next_year = keep(tmp_path, example(2026)), keep(tmp_path, example(2027), "下一年.xlsx")
    before = next_year.read_bytes()
    for command in (
        ("new", "--year", 2027, "-o", next_year),
        ("roll", kept, "-o", next_year),
        ("roll", kept, "-o", kept),
    ):
        done = gkxl_command("register", *command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "没有覆盖" in done.stderr
    assert next_year.read_bytes() == before


@every_edition
def test_what_the_sheet_of_counts_shows_is_traced_from_there(edition: Edition, tmp_path: Path) -> None:
    """Each figure of tables three and four stands there too, at a place of its own."""
    kept = keep(tmp_path, example(edition.first_year))
    for place, path in (
        ("计数!D5", "requests.received.natural_person"),
        ("计数！$j$5", "requests.received.total"),
    ):
        traced = json.loads(gkxl_command("register", "trace", kept, place, "--json").stdout)
        assert traced["path"] == path
        assert traced["count"] == len(traced["rows"]) > 0


@pytest.mark.parametrize("what", ["没有这个", "二、主动公开!B4", "D6x"])
def test_what_is_not_counted_cannot_be_traced(what: str, tmp_path: Path) -> None:
    done = gkxl_command("register", "trace", keep(tmp_path, example(2026)), what)
    assert (done.returncode, done.stdout) == (2, "")


def test_nothing_of_a_person_leaves_the_register_but_for_the_next_one(tmp_path: Path) -> None:
    """A marker in each private column, searched in all that any command prints or writes."""
    register = example(2026)
    first = evolve(register.applications[0], number="9", closed=date(2026, 1, 1))
    # pasted into wrong columns, too
    wrong = (first, evolve(first, number=MARKERS[0], kind=MARKERS[0], outcome=MARKERS[1], office=MARKERS[2]))
    right = keep(tmp_path, register)
    faulty = keep(tmp_path, evolve(register, applications=(*register.applications, *wrong)), "错.xlsx")
    report = tmp_path / "年报.xlsx"
    commands = (
        ("count", right, "-o", report, "--verbose"), ("count", faulty, "--verbose"),
        ("count", faulty, "--json"), ("count", right, faulty), ("trace", faulty, "计数!J5"),
        ("trace", faulty, "计数!J5", "--json"), ("roll", faulty, "-o", tmp_path / "下.xlsx"),
    )  # fmt: skip
    shown = [gkxl_command("register", *command) for command in commands]
    assert [done.returncode for done in shown] == [0, 1, 1, 1, 0, 0, 1]
    shown += [gkxl_command("check", right), gkxl_command("--lang", "en", "register", "count", faulty)]
    shown += [gkxl_command("mark", right, "-o", tmp_path / "退.xlsx"), gkxl_command("roster", right)]
    texts = [done.stdout + done.stderr for done in shown]
    for path in tmp_path.iterdir():
        if path not in {right, faulty}:
            with ZipFile(path) as written:
                texts += [written.read(name).decode(errors="replace") for name in written.namelist()]
    assert [marker for marker in MARKERS for text in texts if marker in text] == []
