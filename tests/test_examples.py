"""The examples run, from any folder, and say what their comments promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from seeds import WHOLE

EXAMPLES: Final = Path(__file__).parents[1] / "examples"

SAYS: Final = {
    "build_in_python": ["新收总计 5"],
    "read_and_check": ["error 二、主动公开 B8 disclosure.permits.decisions", "请退回修改"],
    "a_small_year": ["新收 2 件"],
    "a_register": ["上年结转 7 件", "结转下年度的在第"],
    "a_year_of_a_city": [
        "发出 40 份表格",
        "未报 北溟县扶摇乡 还没有收到",
        "通过 40",
        "新收 819 件",
        "写出 乌有市年度报告.docx",
    ],
}


def run(name: str, folder: Path) -> str:
    command: list[str | Path] = [sys.executable, "-X", "utf8", "-W", "error", EXAMPLES / f"{name}.py", folder]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


def test_every_example_is_tested() -> None:
    """The service has tests of its own."""
    assert {path.stem for path in EXAMPLES.glob("*.py")} == {*SAYS, "service"}


IN_CI: Final = [name for name in SAYS if WHOLE or name != "a_year_of_a_city"]
"""The year of a city takes as long as all others; `tests/test_city.py` goes through the same year."""


@pytest.mark.parametrize("name", IN_CI)
def test_an_example_runs_and_says_what_it_should(name: str, tmp_path: Path) -> None:
    printed = run(name, tmp_path)
    assert [line for line in SAYS[name] if line not in printed] == []


def test_building_a_report_finds_nothing_wrong(tmp_path: Path) -> None:
    assert run("build_in_python", tmp_path).splitlines() == ["新收总计 5"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".xlsx"]


def test_the_year_of_a_small_unit_ends_with_a_normalised_workbook(tmp_path: Path) -> None:
    run("a_small_year", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "示例镇-报回.xlsx",
        "示例镇-空白.xlsx",
        "示例镇-规范.xlsx",
    ]
