"""The documentation is one set of pages in two sites, searched in Chinese and English."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes
from lxml import html

from devtools import browsing
from gkxl.cli import COMMANDS
from gkxl.collection.ledger import UnitStatus
from two_languages import JOIN, join_lines, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devtools import Tab

DOCS: Final = Path(__file__).parents[1] / "docs"
SITES: Final = DOCS / "_build" / "html"
"""Where `make docs` builds; what did not change since is not built again."""

TWINS: Final = sorted(DOCS.glob("*.zh.md"))


def build(language: str) -> Path:
    """A site, up to date, without a warning."""
    site = SITES / language
    options = ["-q", "-W", "--keep-going", "-t", language]
    command = [sys.executable, "-m", "sphinx", *options, str(DOCS), str(site)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def chinese_site() -> Path:
    return build("zh")


@pytest.fixture
def tab(chromium: str, tmp_path: Path) -> Iterator[Tab]:
    with browsing(chromium, tmp_path / "profile") as opened:
        yield opened


def search(tab: Tab, site: Path, words: str) -> set[str]:
    """The pages that the search of a site finds, for words that somebody types into it."""
    tab.open(site / "search.html")
    tab.ask(f"Search.performSearch({words!r})")
    tab.until("document.querySelector('#search-results p.search-summary')?.innerText.match(/\\d|没有/)")
    found = tab.ask("[...document.querySelectorAll('#search-results ul.search > li > a')].map(a => a.href)")
    return {re.sub(r".*/(.*?)\.html.*", r"\1", where) for where in found}


def test_the_search_finds_chinese_words(chinese_site: Path, tab: Tab) -> None:
    """Words of two characters and longer ones, whether or not a dictionary has them; English ones as well."""
    assert {"form", "office", "codes", "unit"} <= search(tab, chinese_site, "结转")
    assert {"office", "unit", "faq"} <= search(tab, chinese_site, "核实")
    assert {"form"} <= search(tab, chinese_site, "结转下年度继续办理")
    assert {"office", "faq"} <= search(tab, chinese_site, "退回件")
    assert {"services"} <= search(tab, chinese_site, "uploads")
    assert search(tab, chinese_site, "饕餮") == set()


def test_the_chinese_site_has_the_help_of_every_command(chinese_site: Path) -> None:
    page = html.parse(chinese_site / "commands.html", html.HTMLParser(encoding="utf-8")).getroot()
    titles = {title.split("¶")[0].split()[1] for title in page.xpath("//h2/text()")}
    assert titles == {*COMMANDS}


def test_the_chinese_site_has_no_stray_spaces(chinese_site: Path) -> None:
    """No line of a page ends between two Chinese characters, where browsers would show a space."""
    stray: dict[str, list[str]] = {}
    for page in chinese_site.glob("*.html"):
        body = html.parse(page, html.HTMLParser(encoding="utf-8")).getroot().xpath("//div[@class='body']")
        blocks = body[0].xpath(".//p | .//h1 | .//h2 | .//h3 | .//dt") if body else ()
        told = [text for block in blocks if JOIN.search(text := block.text_content().strip())]
        stray |= {page.name: told} if told else {}
    assert stray == {}


def test_the_chinese_site_speaks_chinese(chinese_site: Path) -> None:
    """Its pages are marked as Chinese, and so is their search; the English page is one click away."""
    page = html.parse(chinese_site / "tutorial.html", html.HTMLParser(encoding="utf-8")).getroot()
    assert page.get("lang") == "zh-CN"
    assert page.xpath("string(//section/h1)").startswith("开发教程")
    assert page.xpath("//*[@id='searchbox']//h3/text()") == ["快速搜索"]
    assert page.xpath("//a[@hreflang='en']/@href") == ["./../en/tutorial.html"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["没有发生的\n填 0。", "\n空白不等于 0。"], "没有发生的填 0。空白不等于 0。"),
        (["结论是“", "通过", "”\n的。"], "结论是“通过”的。"),
        (["运行\n", "gkxl check", "\n报回"], "运行\ngkxl check\n报回"),
        (["先用 Word", "\n", "打开，", "\n", "再保存"], "先用 Word\n打开，再保存"),
        (["short\nlines"], "short\nlines"),
    ],
)
def test_lines_of_chinese_are_joined(lines: list[str], joined: str) -> None:
    """Also where markup begins or ends; a space stays beside Latin letters."""
    block = nodes.paragraph("", "", *map(nodes.Text, lines))
    join_lines(block)
    assert block.astext() == joined


def test_samples_of_code_keep_their_lines() -> None:
    block = nodes.literal_block("", "某市\n财政局")
    join_lines(block)
    assert block.astext() == "某市\n财政局"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("上年结转数", ["上年", "年结", "结转", "转数"]),
        ("填 0 件，A4纸", ["填", "0", "件", "A4", "纸"]),
        ("read_published", ["read_published"]),
    ],
)
def test_chinese_is_searched_by_pairs_of_characters(text: str, words: list[str]) -> None:
    assert list(split(text)) == words


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_pages_in_both_languages_show_the_same_code(page: Path) -> None:
    """But for comments, each sample of the Chinese page is that of the English one."""
    english = page.with_name(page.name.replace(".zh", ""))
    assert samples(page) == samples(english)


def samples(page: Path) -> list[str]:
    found = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [ast.dump(ast.parse(sample)) for sample in found]


@pytest.mark.parametrize("page", ["office.md", "collection.md"])
def test_the_guides_explain_every_status(page: str) -> None:
    rows = re.findall(r"^\| (\S+?) \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert {status.words("zh") for status in UnitStatus} - {*rows} <= {"已被代替", "退回副本", "不是报表"}
