"""The Python and the commands that pages show run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo

HOME: Final = Path(__file__).parents[1]

LINKED: Final = (
    "office", "maintaining", "api", "services", "extending", "plain", "versions", "../CONTRIBUTING",
    "../SECURITY",
)  # fmt: skip
"""Further pages whose links are followed."""

PAGES: Final = ("README.md", "README.zh-CN.md", "docs/tutorial.md")


def code(page: str) -> str:
    text = (HOME / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE))


def commands(page: str) -> list[str]:
    text = (HOME / page).read_text(encoding="utf-8")
    found: list[str] = re.findall(r"^[>$] gkxl (.*?)(?:  +#.*)?$", text, flags=re.MULTILINE)
    return [command.replace("\\", "/") for command in found]


def links(page: str) -> list[Path]:
    text = (HOME / page).read_text(encoding="utf-8")
    found: list[str] = re.findall(r"\]\(([^)#:]+)\)", text)
    return [(HOME / page).parent / target for target in found]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where a return has come in."""
    (tmp_path / "returns").mkdir()
    demo.make(tmp_path / "demo").filled.replace(tmp_path / "returns" / "某市财政局.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_a_page_runs(page: str, desk: Path) -> None:
    exec(compile(code(page), page, "exec"), {})  # noqa: S102 (the page is ours)
    assert len(list(desk.glob("*.xlsx"))) >= 2


def test_the_code_of_the_page_on_services_runs() -> None:
    exec(compile(code("docs/services.md"), "services.md", "exec"), {})  # noqa: S102 (the page is ours)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_thing_in_under_fifteen_lines(page: str) -> None:
    assert 5 < len([line for line in code(page).splitlines() if line]) < 15


@pytest.mark.parametrize("page", [*PAGES, *(f"docs/{name}.md" for name in LINKED)])
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
    (tmp_path / "公布").mkdir()
    for page in ("往年年报.html", "年度报告.html", "2023年年报.html", "公布/某市财政局.html"):
        gkxl.write_html(report, tmp_path / page)
    (tmp_path / "名册.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/office.md", "docs/published.md"])
def test_the_commands_of_a_page_run_from_top_to_bottom(page: str, office: Path) -> None:
    """In a folder with the returns and the roster, and with nothing made by hand in between."""
    assert commands(page)
    for command in commands(page):
        done = gkxl_command(*shlex.split(command), cwd=office)
        assert done.returncode < 2, (command, done.stderr)
