"""The Python and the commands that pages show run as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import venv
from typing import TYPE_CHECKING, Final

import pytest

import gkxl
from pages import HOME, blocks, code, commands, make_office, run_page
from seeds import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

DOCS: Final = HOME / "docs"

PAGES: Final = [
    *sorted(page.name for page in HOME.glob("*.md")),
    *sorted(f"docs/{page.name}" for page in DOCS.glob("*.md")),
]

ALONE: Final = ("docs/extending.md",)
"""Pages whose code changes gkxl for the whole process; ``tests/test_extension.py`` runs it."""


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


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with what the pages take for granted."""
    make_office(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in ALONE and (commands(page) or code(page))]
)
def test_the_commands_and_the_code_of_a_page_run(page: str, office: Path) -> None:
    run_page(page, office)


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
