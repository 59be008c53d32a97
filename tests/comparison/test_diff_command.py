"""``gkxl diff`` of two reports: on the terminal, as a page and as JSON, with every difference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from offices import write
from publications import CELL, STATUSES, collect, faults

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """A return without errors."""
    return demo.make(tmp_path / "demo").filled


def data(folder: Path, name: str, **cells: object) -> Path:
    """The demo's report as plain data, with some cells changed."""
    plain = gkxl.to_dict(demo.report())
    changed = {path.replace("__", "."): value for path, value in cells.items()}
    path = folder / name
    path.write_text(json.dumps({**plain, "cells": {**plain["cells"], **changed}}), encoding="utf-8")
    return path


def test_a_return_and_its_data_are_the_same(filed: Path, tmp_path: Path) -> None:
    """The verdict says how many figures it is about."""
    done = gkxl_command("diff", filed, data(tmp_path, "a.json"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "一致：200 个数字全部一致；17 项文字全部一致。"


def test_each_difference_is_shown_with_both_values(filed: Path, tmp_path: Path) -> None:
    other = data(tmp_path, "a.json", disclosure__permits__decisions=74, other_matters="收到13件。\n另一段。")
    done = gkxl_command("diff", filed, other)
    assert done.returncode == 1
    (line,) = (line for line in done.stdout.splitlines() if "本年处理决定数量" in line)
    assert line.split()[-3:] == ["73", "74", "不同"]
    assert "［乙：另一段。］" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("不一致：200 个数字中 199 个一致，1 个不同；")


def test_another_year_on_the_cover_is_shown_with_both(filed: Path, tmp_path: Path) -> None:
    done = gkxl_command("diff", filed, data(tmp_path, "a.json", cover__year=2024))
    assert "［甲：2023］［乙：2024］" in done.stdout


def test_what_could_not_be_read_is_told_with_the_reason(filed: Path) -> None:
    faulty = demo.make(filed.parent).faulty
    done = gkxl_command("diff", filed, faulty)
    assert done.returncode == 1
    assert "无法比较：" in done.stdout
    assert "约73" in done.stdout


def test_a_file_that_cannot_be_used_is_named(filed: Path, tmp_path: Path) -> None:
    done = gkxl_command("diff", filed, tmp_path / "missing.xlsx")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert "missing.xlsx" in line.split("：")[0]


def test_the_result_can_be_kept_as_a_page(filed: Path, tmp_path: Path) -> None:
    done = gkxl_command("diff", filed, filed, "-o", tmp_path / "proof.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "200 个数字全部一致" in (tmp_path / "proof.html").read_text(encoding="utf-8")
    refused = gkxl_command("diff", filed, filed, "-o", tmp_path / "proof.docx")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert not (tmp_path / "proof.docx").exists()


def test_json_has_every_difference(filed: Path, tmp_path: Path) -> None:
    other = data(tmp_path, "a.json", disclosure__fees__amount="10657.5")
    done = gkxl_command("diff", filed, other, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["same"]) == (1, False)
    assert found["figures"] == {"equal": 199, "different": 1, "uncompared": 0}
    (made,) = found["differences"]
    assert (made["path"], made["a"], made["b"]) == ("disclosure.fees.amount", "10657", "10657.5")


def test_editions_that_differ_are_named(filed: Path, tmp_path: Path) -> None:
    moved = gkxl.convert(demo.report(), "2019")
    old = {path: 0 if value is None else value for path, value in moved.values.items()}
    (tmp_path / "old.json").write_text(json.dumps({"edition": "2019", "cells": old}, default=str), "utf-8")
    done = gkxl_command("diff", filed, tmp_path / "old.json")
    assert done.returncode == 1
    assert "只有乙的格式（2019 版）才有的" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("没有发现不同，但有的没有比较：")


def test_nothing_in_a_text_acts_on_the_terminal(filed: Path, tmp_path: Path) -> None:
    report = evolve(demo.report(), other_matters="\x1b[31m\u202e红")
    (tmp_path / "a.json").write_text(json.dumps(gkxl.to_dict(report)), encoding="utf-8")
    done = gkxl_command("diff", filed, tmp_path / "a.json")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a collection and what its units published, with faults of every kind."""
    folder = tmp_path_factory.mktemp("city")
    collect(folder, left_out=("A11",)).close()
    write(folder / "公布", faults())
    return folder


def test_a_collection_is_compared_with_a_folder_in_either_order(city: Path) -> None:
    for sides in (("汇总", "公布"), ("公布", "汇总")):
        done = gkxl_command("diff", *(city / side for side in sides))
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.splitlines()[-1].startswith("共 12 个单位：不一致 2 个，多份 1 个，")
        (row,) = (line for line in done.stdout.splitlines() if "某市信访局" in line and "未公布" in line)
        assert "是 2023 年度的" in row


def test_units_are_written_as_page_and_workbook_and_json(city: Path, tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("比较.html", "比较.xlsx")]
    options = [option for target in targets for option in ("-o", target)]
    done = gkxl_command("diff", city / "汇总", city / "公布", "--json", *options)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {one["unit_code"]: one["status"] for one in found["units"]} == STATUSES
    (file,) = found["units"][1]["compared"]
    assert [made["path"] for made in file["differences"]] == [CELL]
    assert [file["file"] for file in found["others"]] == ["外地.html", "目录.html"]
    assert all(target.is_file() for target in targets)
    assert (found["written"], done.stderr) == ([*map(str, targets)], "")


def test_folders_without_a_collection_are_refused_with_what_to_do(city: Path) -> None:
    for sides in ((city / "公布", city / "公布"), (city / "汇总", city / "汇总")):
        done = gkxl_command("diff", *sides)
        assert (done.returncode, done.stdout) == (2, "")
        assert "汇总结果的文件夹" in done.stderr
