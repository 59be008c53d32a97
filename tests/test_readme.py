"""The Python and the commands that pages show run as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import venv
from pathlib import Path
from typing import Final

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo
from seeds import WHOLE

HOME: Final = Path(__file__).parents[1]
DOCS: Final = HOME / "docs"

PAGES: Final = [
    *sorted(page.name for page in HOME.glob("*.md")),
    *sorted(f"docs/{page.name}" for page in DOCS.glob("*.md")),
]

ALONE: Final = ("docs/extending.md",)
"""Pages whose code changes gkxl for the whole process; ``tests/test_extension.py`` runs it."""

ELSEWHERE: Final = re.compile(r"^page |--dask|s3:")
"""The commands that need npm, a cluster or a store of objects; they have tests of their own."""


def blocks(page: str, language: str) -> list[str]:
    """The samples of a page in a language."""
    text = (HOME / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def code(page: str) -> str:
    return "\n".join(blocks(page, "python"))


def commands(page: str) -> list[str]:
    text = (HOME / page).read_text(encoding="utf-8")
    found: list[str] = re.findall(r"^[>$] gkxl (.*?)(?:  +#.*)?$", text, flags=re.MULTILINE)
    return [command.replace("\\", "/") for command in found if not ELSEWHERE.search(command)]


def links(page: str) -> list[Path]:
    text = (HOME / page).read_text(encoding="utf-8")
    found: list[str] = re.findall(r"\]\(([^)#:]+)\)", text)
    return [(HOME / page).parent / target for target in found]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_thing_in_under_fifteen_lines(page: str) -> None:
    assert 5 < len([line for line in code(page).splitlines() if line]) < 15


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    assert [target for target in links(page) if not target.exists()] == []


YEARS: Final = {"报回": 2025, "returns": 2024, "上年报表": 2024, "上年汇总": 2024, "2024": 2023}
"""The years of the returns in each folder that pages speak of."""

ROSTER: Final = "单位代码,单位名称,层级,上级\n4105001,某市财政局,部门单位,某市人民政府\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with what the pages take for granted: returns of two years, a roster, an older publication."""
    figures = gkxl.to_dict(demo.report())
    (tmp_path / "历年").mkdir()
    for folder, year in YEARS.items():
        cover = {"cover.unit": "某市财政局", "cover.unit_code": "4105001", "cover.year": year}
        report = gkxl.from_dict(figures | {"cells": figures["cells"] | cover})
        (tmp_path / folder).mkdir()
        gkxl.write_workbook(report, tmp_path / folder / "某市财政局.xlsx")
        gkxl.write_workbook(report, tmp_path / "历年" / f"{year}.xlsx")
    gkxl.write_workbook(report, tmp_path / "旧表.xlsx")
    gkxl.write_workbook(gkxl.with_value(report, "cover.year", 2026), tmp_path / "年报-2026.xlsx")
    (tmp_path / "公布").mkdir()
    for page in ("往年年报.html", "年度报告.html", "2023年年报.html", "公布/某市财政局.html"):
        gkxl.write_html(report, tmp_path / page)
    (tmp_path / "名册.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in ALONE and (commands(page) or code(page))]
)
def test_the_commands_and_the_code_of_a_page_run(
    page: str, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From top to bottom, in that folder, with nothing made by hand in between; commands first."""
    monkeypatch.chdir(office)
    for command in commands(page):
        done = gkxl_command(*shlex.split(command))
        assert done.returncode < 2, (command, done.stderr)
    exec(compile(code(page), page, "exec"), {"gkxl": gkxl})  # noqa: S102 (the page is ours)


def test_the_query_of_a_page_finds_where_a_figure_comes_from(office: Path) -> None:
    """The SQL on the page of the collection, asked of a store."""
    with gkxl.collect(
        office / "报回", roster=office / "名册.csv", year=2025, output=office / "汇总"
    ) as collection:
        (sql,) = blocks("docs/collection.md", "sql")
        (row,) = collection.query(sql)
        assert row[0] == "某市财政局"
        assert row[1] == collection.values["requests.received.total"]


@pytest.mark.skipif(not WHOLE, reason="downloads what is to be installed: only in make test-all")
def test_gkxl_is_carried_to_a_machine_without_a_network(tmp_path: Path) -> None:
    """The commands of the page on installing, for machines that are alike and for others."""
    text = (DOCS / "installing.md").read_text(encoding="utf-8").partition("## 不联网的电脑")[2]
    shown = re.findall(r"^> py -m pip (.*)$", text, flags=re.MULTILINE)
    venv.create(tmp_path / "venv", with_pip=True)
    (python,) = tmp_path.glob("venv/*/python")
    for command in shown:
        arguments = shlex.split(command.replace(" . ", f" {HOME} "))
        network = {"PIP_INDEX_URL": "http://localhost:9"} if "--no-index" in arguments else {}
        subprocess.run([python, "-m", "pip", *arguments], cwd=tmp_path, env=os.environ | network, check=True)
    assert len(shown) == 4
    subprocess.run([python, "-m", "gkxl", "demo", "demo"], cwd=tmp_path, check=True)
    assert any((tmp_path / "wheels").glob("lxml-*-win_amd64.whl"))
