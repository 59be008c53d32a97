"""``gkxl collect`` and ``gkxl trace``, as an office uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path

    from city import City
    from commands import Done

ROSTER = "单位代码,单位名称\nA1,某市财政局\n"


def _collected(folder: Path, *options: object) -> Done:
    """What came of collecting the returns in a folder, which holds their roster too."""
    roster = folder / "units.csv"
    return gkxl_command(
        "collect", folder / "returns", "--roster", roster, "--year", 2023, "-o", folder / "out", *options
    )


def test_a_year_is_collected_and_a_figure_traced(year_of_a_city: City, tmp_path: Path) -> None:
    city = year_of_a_city
    done = gkxl_command(
        "collect", city.returns, "--roster", city.roster, "--year", city.year, "-o", tmp_path, "--no-marks"
    )
    assert (done.returncode, done.stderr.count("名册：")) == (1, 2)
    assert "城关镇（示例-0403）" in done.stdout
    assert "乌有市应急管理局、西窗区归期街道、北溟县扶摇乡" in done.stdout
    assert "应报 40 个单位，计入汇总 11 个；没有归到单位的文件 12 个。" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} >= {"collection.sqlite", "汇总.xlsx", "index.html"}
    traced = gkxl_command("trace", tmp_path, "requests.received.total")
    assert traced.returncode == 0
    assert "乌有市财政局" in traced.stdout
    assert "乌有市应急管理局（未报）" in traced.stdout
    assert "东篱区财政局" not in traced.stdout


def test_all_is_well_when_everybody_passed(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("单位代码,单位名称\nA1,某市财政局\n", encoding="gbk")
    (tmp_path / "returns").mkdir()
    cells = gkxl.to_dict(demo.report())["cells"] | {"cover.unit_code": "A1", "cover.unit": "某市财政局"}
    report = gkxl.from_dict({"edition": "2021", "cells": cells})
    gkxl.write_workbook(report, tmp_path / "returns" / "A1.xlsx")
    done = _collected(tmp_path)
    assert done.returncode == 0


def test_only_bad_files_are_a_status_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "A1.xlsx").write_bytes(b"PK\3\4")
    done = _collected(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "无法读取" in done.stdout


@pytest.mark.parametrize(
    ("roster", "sentence"),
    [
        ("单位代码,单位名称\nA1,甲\nA1,乙\n", "“units.csv”A3（单位代码）“A1”与第 2 行重复。"),
        ("甲,乙\n", "名册里找不到"),
    ],
)
def test_a_roster_that_is_wrong_stops_everything(roster: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(roster, encoding="utf-8")
    done = gkxl_command(
        "collect", tmp_path, "--roster", tmp_path / "units.csv", "--year", 2024, "-o", tmp_path / "out"
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["collect", "template"])
def test_what_is_doubtful_in_a_roster_is_printed_and_the_run_goes_on(command: str, tmp_path: Path) -> None:
    """One line for all cells of one kind, and the units above that are not in the roster."""
    rows = "单位代码,单位名称,上级\n1,某市财政局,某市\n2,甲所,财政局\n3,乙所,财政局\n"
    (tmp_path / "units.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "returns").mkdir()
    returns = [tmp_path / "returns"] if command == "collect" else []
    where = ["--roster", tmp_path / "units.csv", "--year", 2024, "-o", tmp_path / "out"]
    done = gkxl_command(command, *returns, *where)
    assert (done.returncode, done.stderr.count("财政局”不是名册里的代码或名称")) == (len(returns), 1)
    assert "units.csv C3、C4：" in done.stderr
    assert "名册之外的上级单位：某市\n" in done.stdout
    if command == "collect":
        assert "某市（名册之外）" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_what_is_no_collection_cannot_be_traced(tmp_path: Path) -> None:
    done = gkxl_command("trace", tmp_path, "requests.received.total")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"“{tmp_path}”不是汇总结果" in done.stderr


def test_what_people_see_is_traced_and_several_cells_are_listed(year_of_a_city: City, tmp_path: Path) -> None:
    city = year_of_a_city
    gkxl.collect(city.returns, roster=city.roster, year=city.year, output=tmp_path, marks=False)
    found = gkxl_command("trace", tmp_path, "requests.received.total").stdout
    for what in ("三、申请办理!J5", "本年新收 总计"):
        assert gkxl_command("trace", tmp_path, what).stdout == found
    for what in ("本年新收", "requests.received"):
        done = gkxl_command("trace", tmp_path, what)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"“{what}”可以是 7 格" in done.stdout
        assert [f"三、申请办理!{column}5" in done.stdout for column in "DEFGHIJ"] == [True] * 7
        assert "一、本年新收政府信息公开申请数量 / 自然人" in done.stdout
    nothing = gkxl_command("trace", tmp_path, "月球")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "没有“月球”这个数" in nothing.stderr


def test_of_many_units_left_out_a_few_are_named(tmp_path: Path) -> None:
    """Thousands of names would push the figure and its parts off the screen."""
    rows = "".join(f"A{number},某县{number}局\n" for number in range(300))
    (tmp_path / "units.csv").write_text(f"单位代码,单位名称\n{rows}", encoding="utf-8")
    (tmp_path / "returns").mkdir()
    gkxl.collect(
        tmp_path / "returns", roster=tmp_path / "units.csv", year=2024, output=tmp_path / "out", marks=False
    )
    told = gkxl_command("trace", tmp_path / "out", "requests.received.total").stdout
    assert "没有计入的 300 个单位：某县0局（未报）、某县1局（未报）、" in told
    assert told.count("（未报）") == 10


def test_a_template_for_every_unit_of_a_roster(year_of_a_city: City, tmp_path: Path) -> None:
    command = ("template", "--roster", year_of_a_city.roster, "--year", 2024, "-o", tmp_path / "out")
    done = gkxl_command(*command)
    assert (done.returncode, done.stderr.count("名册：")) == (0, 2)
    assert "已写出 40 份模板" in done.stdout
    (tmp_path / "out" / "示例-0001-乌有市财政局-2024.xlsx").write_bytes(b"filled in")
    again = gkxl_command(*command)
    assert again.returncode == 1
    assert "另有 39 份已在，内容相同" in again.stdout
    assert "没有覆盖：示例-0001-乌有市财政局-2024.xlsx" in again.stderr


def test_a_return_is_taken_by_the_name_that_is_shown(tmp_path: Path) -> None:
    """The terminal names the files and the options; a name that no file has changes nothing."""
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "returns" / "补报").mkdir(parents=True)
    cells = gkxl.to_dict(demo.report())["cells"] | {"cover.unit_code": "A1", "cover.unit": "某市财政局"}
    for name, phone in (("A1.xlsx", "1"), ("补报/财政局.xlsx", "2")):
        report = gkxl.from_dict({"edition": "2021", "cells": cells | {"cover.phone": phone}})
        gkxl.write_workbook(report, tmp_path / "returns" / name)
    waiting = _collected(tmp_path)
    assert waiting.returncode == 1
    assert "某市财政局：A1.xlsx、补报/财政局.xlsx" in waiting.stdout
    assert waiting.stdout.count("--take") == 1
    refused = _collected(tmp_path, "--take", "补报/财政.xlsx")
    assert refused.returncode == 2
    assert "名称相近的有：“补报/财政局.xlsx”" in refused.stderr
    for taken in (["--take", tmp_path / "returns" / "补报" / "财政局.xlsx"], []):
        done = _collected(tmp_path, *taken)
        assert (done.returncode, "--take" in done.stdout) == (0, False)


def test_published_reports_among_returns_are_named_once_with_the_command(tmp_path: Path) -> None:
    """On the terminal; the ledger, which clerks read, names no command."""
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "returns").mkdir()
    for name in ("某市财政局.html", "b.pdf", "c.docx"):
        (tmp_path / "returns" / name).write_bytes(b"<html><table>")
    done = _collected(tmp_path)
    assert done.stdout.count("gkxl import") == 1
    assert all(name in done.stdout for name in ("某市财政局.html", "b.pdf", "c.docx"))
    collection = gkxl.Collection(tmp_path / "out")
    assert "gkxl" not in "".join(issue.message for issue in collection.issues("A1"))
