"""The Python that the READMEs and the tutorial show runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from gkxl import demo

HOME: Final = Path(__file__).parents[1]

PAGES: Final = ("README.md", "README.zh-CN.md", "docs/tutorial.md")


def code(page: str) -> str:
    text = (HOME / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE))


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


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_thing_in_under_fifteen_lines(page: str) -> None:
    assert 5 < len([line for line in code(page).splitlines() if line]) < 15


@pytest.mark.parametrize("page", [*PAGES, "docs/office.md", "docs/maintaining.md", "docs/api.md"])
def test_links_lead_somewhere(page: str) -> None:
    assert [target for target in links(page) if not target.exists()] == []
