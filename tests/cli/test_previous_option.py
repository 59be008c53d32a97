"""``--previous``: last year's reports for check, mark and template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

import gkxl
from commands import gkxl_command
from published import as_numbers

if TYPE_CHECKING:
    from pathlib import Path

BEFORE: Any = gkxl.from_dict(as_numbers("suqian-2023"))
THIS: Any = gkxl.from_dict(as_numbers("suqian-2024"))
FIRST = ("year.brought_forward", "requests.brought_forward.natural_person")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A return, and last year's report of the unit among others, one of them unusable."""
    (tmp_path / "上年").mkdir()
    less = evolve(BEFORE.requests.carried_forward, natural_person=110, total=113)
    before = evolve(BEFORE, requests=evolve(BEFORE.requests, carried_forward=less))
    gkxl.write_workbook(THIS, tmp_path / "a.xlsx", explanations={FIRST: "上年统计有误，已更正"})
    gkxl.write_workbook(before, tmp_path / "上年" / "b.xlsx")
    other = json.dumps(gkxl.to_dict(gkxl.from_dict(as_numbers("huaian-2024"))))
    (tmp_path / "上年" / "c.json").write_text(other, encoding="utf-8")
    (tmp_path / "上年" / "d.xlsx").write_text("nothing", encoding="utf-8")
    return tmp_path


def test_check_compares_and_shows_what_the_unit_explains(folder: Path) -> None:
    """Nothing blocks, the unusable file is named, and the explanation stands beside the issue."""
    done = gkxl_command("check", folder / "a.xlsx", "--previous", folder / "上年")
    shown = done.stdout.replace("\n", "").replace(" ", "")
    assert done.returncode == 0
    assert "已说明" in shown
    assert "单位说明：上年统计有误，已更正" in shown
    assert "通过（1处已说明）" in shown
    assert "d.xlsx”没有用来比对" in done.stderr


def test_json_says_what_the_unit_explains(folder: Path) -> None:
    done = gkxl_command("check", folder / "a.xlsx", "--json", "--previous", folder / "上年" / "b.xlsx")
    (issue,) = json.loads(done.stdout)["files"][0]["issues"]
    assert (issue["code"], issue["severity"]) == ("year.brought_forward", "confirm")
    assert (issue["found"], issue["expected"]) == (118, 110)
    assert issue["explanation"] == "上年统计有误，已更正"


def test_a_single_file_that_cannot_be_used_stops_the_command(folder: Path) -> None:
    done = gkxl_command("check", folder / "a.xlsx", "--previous", folder / "上年" / "d.xlsx")
    assert done.returncode == 2


def test_mark_lists_what_is_explained_as_explained(folder: Path) -> None:
    target = folder / "退回.xlsx"
    done = gkxl_command("mark", folder / "a.xlsx", "-o", target, "--previous", folder / "上年")
    assert done.returncode == 0
    reading = gkxl.read(target)
    assert reading.explanations == {FIRST: "上年统计有误，已更正"}


def test_mark_goes_on_without_a_report_of_last_year(folder: Path) -> None:
    done = gkxl_command(
        "mark", folder / "a.xlsx", "-o", folder / "b.xlsx", "--previous", folder / "上年" / "c.json"
    )
    assert done.returncode == 0
    assert "没有与上年报告比对" in done.stderr


def test_template_is_filled_in_from_a_folder(folder: Path) -> None:
    target = folder / "模板.xlsx"
    unit = BEFORE.cover.unit
    done = gkxl_command(
        "template", "--year", "2024", "--unit", unit, "--previous", folder / "上年", "-o", target
    )
    assert done.returncode == 0
    assert gkxl.read(target).values["requests.brought_forward.natural_person"] == 110


def test_template_is_not_written_where_last_years_report_is_wanting(folder: Path) -> None:
    target = folder / "模板.xlsx"
    done = gkxl_command(
        "template", "--year", "2024", "--unit", "某局", "--previous", folder / "上年", "-o", target
    )
    assert done.returncode == 2
    assert "没有找到本单位 2023 年度的报告，没有写出模板" in done.stderr
    assert not target.exists()


@pytest.mark.parametrize("name", ["", "collection.sqlite"])
def test_last_years_collection_is_taken_as_well(name: str, folder: Path) -> None:
    """Its units' returns are what is compared with, not what they add up to."""
    (folder / "名册.csv").write_text(f"单位代码,单位名称\n1,{BEFORE.cover.unit}\n", encoding="utf-8")
    out = folder / "汇总"
    gkxl.collect(folder / "上年", roster=folder / "名册.csv", year=2023, output=out)
    done = gkxl_command("check", folder / "a.xlsx", "--json", "--previous", out / name)
    (issue,) = json.loads(done.stdout)["files"][0]["issues"]
    assert (issue["code"], issue["found"], issue["expected"]) == ("year.brought_forward", 118, 110)
