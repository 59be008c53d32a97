"""What the pages of the documentation show: samples of Python, and commands; and the folder to run them in.

Run: python tests/pages.py README.md …   (as tests/other_pythons.py does, with nothing but the wheel)
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import gkxl
from commands import gkxl_command
from gkxl import demo

HOME: Final = Path(__file__).parents[1]

ELSEWHERE: Final = re.compile(r"^page |--dask|s3:")
"""The commands that need npm, a cluster or a store of objects; they have tests of their own."""

YEARS: Final = {"报回": 2025, "returns": 2024, "上年报表": 2024, "上年汇总": 2024, "2024": 2023}
"""The years of the returns in each folder that pages speak of."""

ROSTER: Final = "单位代码,单位名称,层级,上级\n4105001,某市财政局,部门单位,某市人民政府\n"


def blocks(page: str, language: str) -> list[str]:
    """The samples of a page in a language."""
    text = (HOME / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def code(page: str) -> str:
    """All samples of Python on a page, one below the other."""
    return "\n".join(blocks(page, "python"))


def commands(page: str) -> list[str]:
    """The commands on a page, with the slashes of this system; charts only where matplotlib is."""
    text = (HOME / page).read_text(encoding="utf-8")
    found: list[str] = re.findall(r"^[>$] gkxl (.*?)(?:  +#.*)?$", text, flags=re.MULTILINE)
    left_out = ELSEWHERE if find_spec("matplotlib") else re.compile(f"^plot |{ELSEWHERE.pattern}")
    return [command.replace("\\", "/") for command in found if not left_out.search(command)]


def make_office(place: Path) -> None:
    """What the pages take for granted: returns of two years, a roster, an older publication."""
    figures = gkxl.to_dict(demo.report())
    (place / "历年").mkdir()
    for folder, year in YEARS.items():
        cover = {"cover.unit": "某市财政局", "cover.unit_code": "4105001", "cover.year": year}
        report = gkxl.from_dict(figures | {"cells": figures["cells"] | cover})
        (place / folder).mkdir()
        gkxl.write_workbook(report, place / folder / "某市财政局.xlsx")
        gkxl.write_workbook(report, place / "历年" / f"{year}.xlsx")
    gkxl.write_workbook(report, place / "旧表.xlsx")
    gkxl.write_workbook(gkxl.with_value(report, "cover.year", 2026), place / "年报-2026.xlsx")
    (place / "公布").mkdir()
    for page in ("往年年报.html", "年度报告.html", "2023年年报.html", "公布/某市财政局.html"):
        gkxl.write_html(report, place / page)
    (place / "名册.csv").write_text(ROSTER, encoding="utf-8")


def run_page(page: str, office: Path) -> None:
    """Run a page from top to bottom, with nothing made by hand in between; commands first."""
    with chdir(office):
        for command in commands(page):
            done = gkxl_command(*shlex.split(command))
            assert done.returncode < 2, (command, done.stderr)
        exec(compile(code(page), page, "exec"), {"gkxl": gkxl})  # noqa: S102 (the page is ours)


def main() -> None:
    """Run the pages that are named."""
    for page in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            make_office(Path(folder))
            run_page(page, Path(folder))


if __name__ == "__main__":
    main()
