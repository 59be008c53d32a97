"""``gkxl accept`` lists what units are to confirm, keeps what an officer confirmed, and takes it back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from gkxl.issues.catalogue.code import ACCEPTED, CONFIRM

if TYPE_CHECKING:
    from pathlib import Path

    from city import City

ARCHIVES, STREET = "乌有市档案馆", "西窗区夜雨街道"
BY = ("--who", "张三", "--why", "已电话核实", "--when", "2025-01-20")


@pytest.fixture(scope="module")
def collected(year_of_a_city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's collection, with a question at one unit and two at another."""
    city, output = year_of_a_city, tmp_path_factory.mktemp("collected")
    gkxl.collect(
        city.returns, roster=city.roster, year=city.year, previous=city.previous, output=output
    ).close()
    return output


@pytest.fixture
def folder(collected: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    return shutil.copytree(collected, tmp_path / "汇总")


def status(folder: Path, unit: str) -> str:
    with_it = [entry for entry in gkxl.Collection(folder).ledger if entry.unit.name == unit]
    return with_it[0].status.value


def test_what_is_to_be_confirmed_is_listed_with_numbers_and_cells(folder: Path) -> None:
    done = gkxl_command("accept", folder)
    assert (done.returncode, done.stderr) == (0, "")
    for unit in (ARCHIVES, STREET, "西窗区人民政府", "西窗区剪烛街道"):
        assert f"{unit}：{CONFIRM.zh}" in done.stdout
    assert "乌有市财政局" not in done.stdout
    only = gkxl_command("accept", folder, STREET).stdout
    assert f"{STREET}：需核实，2 个问题需核实" in only
    assert "二、主动公开 D5" in only
    assert ARCHIVES not in only


def test_the_only_question_is_confirmed_and_taken_back(folder: Path) -> None:
    done = gkxl_command("accept", folder, ARCHIVES, *BY)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{ARCHIVES}：通过" in done.stdout
    assert f"{ACCEPTED.zh}：张三，2025-01-20，已电话核实" in done.stdout.replace("\n", "")
    assert status(folder, ARCHIVES) == "通过"
    undone = gkxl_command("accept", folder, ARCHIVES, "--undo")
    assert undone.returncode == 0
    assert f"{ARCHIVES}：需核实，1 个问题需核实" in undone.stdout
    assert status(folder, ARCHIVES) == "需核实"


@pytest.mark.parametrize("which", ["2", "二、主动公开!D5", "D5", "二、主动公开 D5"])
def test_of_several_questions_numbers_or_cells_are_named(which: str, folder: Path) -> None:
    refused = gkxl_command("accept", folder, STREET, *BY)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "有 2 个问题，请写明是哪几个的序号或格" in refused.stderr
    assert gkxl_command("accept", folder, STREET, which, *BY).returncode == 0
    assert status(folder, STREET) == "需核实"
    assert gkxl_command("accept", folder, STREET, "1", *BY).returncode == 0
    assert status(folder, STREET) == "通过"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("乌有市教育局", *BY), "“乌有市教育局”的报表需改正，不能只作核实"),
        (("乌有市应急管理局", *BY), "“乌有市应急管理局”（未报）没有需核实的问题"),
        ((ARCHIVES, "7", *BY), "没有“7”这个需核实的问题"),
        ((ARCHIVES, "--who", "张三"), "请写明核实情况"),
        ((ARCHIVES, "--why", "已电话核实"), "请写明核实人"),
        ((ARCHIVES, "1"), "请用 --who 写明谁核实的"),
        ((ARCHIVES, "--undo"), "没有已核实的问题"),
        (("某市没有局", *BY), "名册里没有“某市没有局”这个单位"),
        (("--undo",), "请写明是哪个单位"),
        (BY, "请写明是哪个单位"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...], sentence: str, folder: Path) -> None:
    before = (folder / "collection.sqlite").read_bytes()
    done = gkxl_command("accept", folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert (folder / "collection.sqlite").read_bytes() == before


def test_json_has_every_question_and_who_confirmed_it(folder: Path) -> None:
    gkxl_command("accept", folder, STREET, "2", *BY)
    told = json.loads(gkxl_command("accept", folder, STREET, "--json").stdout)
    (unit,) = told["units"]
    assert (unit["unit"], unit["status"]) == (STREET, "需核实")
    assert [one["number"] for one in unit["questions"]] == [1, 2]
    assert [one["acceptance"] for one in unit["questions"]] == [
        None,
        {"who": "张三", "when": "2025-01-20", "why": "已电话核实", "applies": True},
    ]


def test_english_is_spoken_too(folder: Path) -> None:
    done = gkxl_command("--lang", "en", "accept", folder, ARCHIVES, *BY)
    assert f"{ARCHIVES}: passed" in done.stdout
    assert "confirmed by 张三, 2025-01-20: 已电话核实" in " ".join(done.stdout.split())


def test_a_workbook_that_is_open_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = gkxl.errors.FileInUseError("汇总.xlsx")

    def held(*_: object, **__: object) -> None:
        raise replace

    monkeypatch.setattr("gkxl.collection.output.results.write_consolidated", held)
    done = gkxl_command("accept", folder, ARCHIVES, *BY)
    assert done.returncode == 1
    assert "“汇总.xlsx”正被别的程序打开" in done.stderr
    assert status(folder, ARCHIVES) == "通过"


def test_collecting_says_whose_confirmed_figures_changed(year_of_a_city: City, tmp_path: Path) -> None:
    """And what only the collection can see stands apart."""
    city, returns = year_of_a_city, tmp_path / "returns"
    returns.mkdir()
    roster, out = tmp_path / "units.csv", tmp_path / "out"
    command = ("collect", returns, "--roster", roster, "--year", city.year, "-o", out)
    roster.write_text(
        "单位代码,单位名称,层级\nA1,某市财政局,部门单位\nA2,某市水务局,部门单位\n", encoding="utf-8"
    )
    report = next(iter(city.reports.values()))

    def send(code: str, name: str, made: int) -> None:
        cells = gkxl.to_dict(report)["cells"] | {
            "cover.unit_code": code, "cover.unit": name, "cover.level": "部门单位",
            "disclosure.regulations.issued": made,
        }  # fmt: skip
        gkxl.write_workbook(gkxl.from_dict({"edition": "2021", "cells": cells}), returns / f"{code}.xlsx")

    send("A1", "某市财政局", 3)
    send("A2", "某市水务局", 3)
    first = gkxl_command(*command).stdout
    assert "汇总核对：" in first
    assert "全部数字与“某市水务局”的相同" in first.partition("汇总核对：")[2]
    assert "规章" not in first
    assert "计入的报表里，通过 0 份，需核实 2 份（核实期间先计入）。" in first
    assert gkxl_command("accept", out, "A1", "B4", *BY).returncode == 0
    send("A1", "某市财政局", 5)
    assert "要重新核实：某市财政局" in gkxl_command(*command).stdout
