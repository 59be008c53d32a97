"""``gkxl mark`` writes the marked copy and says whether anything has to be corrected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl import load_workbook

import gkxl
from commands import gkxl_command

if TYPE_CHECKING:
    from pathlib import Path


def test_a_faulty_return_is_marked(tmp_path: Path) -> None:
    gkxl_command("demo", tmp_path)
    faulty = next(path for path in tmp_path.iterdir() if "填错" in path.name)
    done = gkxl_command("mark", faulty, "-o", tmp_path / "退回.xlsx")
    assert (done.returncode, done.stderr) == (1, "")
    assert "退回.xlsx（3 处需改正）" in done.stdout
    assert load_workbook(tmp_path / "退回.xlsx").sheetnames[0] == "退回说明"


def test_there_is_nothing_to_correct_in_a_return_without_errors(tmp_path: Path) -> None:
    """Whoever marks one by mistake is told, and does not send it back."""
    gkxl_command("demo", tmp_path)
    done = gkxl_command("mark", tmp_path / "安阳高新技术产业开发区-2023-报表.xlsx", "-o", tmp_path / "a.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "a.xlsx（没有需改正的）" in done.stdout


def test_what_is_only_to_be_confirmed_is_counted_as_check_counts_it(tmp_path: Path) -> None:
    required = gkxl.json_schema("2021")["properties"]["cells"]["required"]
    blank = {"edition": "2021", "cells": dict.fromkeys(required, 0) | {"cover.year": 2025}}
    gkxl.write_workbook(gkxl.from_dict(blank), tmp_path / "a.xlsx")
    done = gkxl_command("mark", tmp_path / "a.xlsx", "-o", tmp_path / "b.xlsx")
    told = gkxl_command("check", tmp_path / "a.xlsx").stdout
    assert done.returncode == 0
    (count,) = re.findall(r"b\.xlsx（(\d+ 处需核实)）", done.stdout)
    assert f"需核实（{count}" in told


def test_what_cannot_be_read_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook")
    done = gkxl_command("mark", tmp_path / "坏.xlsx", "-o", tmp_path / "退回.xlsx")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "退回.xlsx").exists()
