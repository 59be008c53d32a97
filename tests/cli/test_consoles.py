"""Consoles of other code pages: nothing crashes, and programs lose nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_process
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path

EVERY_COMMAND = (("form",), ("-h",), ("check", "missing.xlsx"), ("template", "--year", "1900"))

BEYOND_GBK = "某局\N{GRINNING FACE}\N{LATIN SMALL LETTER O WITH DIAERESIS}"


def odd(folder: Path) -> Path:
    """A return of a unit whose name GBK cannot write."""
    data = gkxl.to_dict(demo.report())
    data["cells"]["cover.unit"] = BEYOND_GBK
    gkxl.write_workbook(gkxl.from_dict(data), folder / "odd.xlsx")
    return folder / "odd.xlsx"


@pytest.mark.matrix
@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_every_code_page_gets_something(arguments: tuple[str, ...], encoding: str) -> None:
    done = gkxl_process(*arguments, encoding=encoding)
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr
    assert done.stdout + done.stderr


def test_a_gbk_console_reads_chinese(tmp_path: Path) -> None:
    done = gkxl_process("check", odd(tmp_path), encoding="gbk")
    assert (done.returncode, done.stderr) == (0, "")
    assert "某局??" in done.stdout
    assert "通过" in done.stdout


def test_json_through_a_gbk_pipe_loses_nothing(tmp_path: Path) -> None:
    done = gkxl_process("check", "--json", odd(tmp_path), encoding="gbk")
    assert json.loads(done.stdout)["files"][0]["unit"] == BEYOND_GBK


def test_the_demo_runs_on_a_gbk_console(tmp_path: Path) -> None:
    done = gkxl_process("demo", tmp_path, encoding="gbk")
    assert (done.returncode, done.stderr) == (0, "")
    assert "约73" in done.stdout
