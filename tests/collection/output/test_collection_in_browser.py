"""The page in Chromium: what it shows, finds, copies and explains; on a phone, in the dark, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from views import HOSTILE, asked, every_kind, many

from devtools import Tab, browsing
from gkxl.collection.output.collection_page import draw_page
from npm import npm_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTLED = "new Promise(done => setTimeout(done, 200))"
"""Longer than the page waits for someone who types."""

NAMES = "[...document.querySelectorAll('#list .name')].map(name => name.textContent)"


@pytest.fixture(scope="module")
def tab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browsing(chromium, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in ("kinds", "province", "asked")}
    for path, view in zip(written.values(), (every_kind(), many(), asked()), strict=True):
        path.write_text(draw_page(view), encoding="utf-8")
    return written


@pytest.fixture
def kinds(tab: Tab, pages: dict[str, Path]) -> Iterator[Tab]:
    """The page of every kind, freshly opened; nobody may complain of anything meanwhile."""
    yield from opened(tab, pages["kinds"])


@pytest.fixture
def province(tab: Tab, pages: dict[str, Path]) -> Iterator[Tab]:
    yield from opened(tab, pages["province"])


@pytest.fixture
def asking(tab: Tab, pages: dict[str, Path]) -> Iterator[Tab]:
    yield from opened(tab, pages["asked"])


def opened(tab: Tab, path: Path) -> Iterator[Tab]:
    tab.complaints.clear()
    tab.requests.clear()
    tab.size(1200)
    tab.open(path)
    yield tab
    assert tab.complaints == []
    assert tab.requests == [path.as_uri()]


def listed(tab: Tab) -> Any:  # noqa: ANN401 (what scripts give)
    tab.ask(SETTLED)
    return tab.ask(NAMES)


def search(tab: Tab, words: str) -> Any:  # noqa: ANN401 (what scripts give)
    tab.ask("words.focus(), words.select()")
    tab.type(words)
    return listed(tab)


def test_all_units_are_listed_by_their_names(kinds: Tab) -> None:
    assert set(HOSTILE) <= set(listed(kinds))
    assert kinds.ask("count.textContent") == "共 11 个单位"


def test_search_is_by_name_code_and_parent(kinds: Tab) -> None:
    assert search(kinds, "乙镇") == ["乙镇"]
    assert search(kinds, "示例-0101") == ["甲镇"]
    assert search(kinds, "示例县 镇") == ["甲镇", "乙镇"]
    assert search(kinds, "０１０１") == ["甲镇"]
    assert search(kinds, "没有这个") == []
    assert kinds.ask("count.textContent") == "找到 0 个单位（共 11 个）"


@pytest.mark.parametrize(
    ("button", "count"),
    [("[data-status='未报']", 2), ("[data-parent='示例县人民政府']", 3), ("[data-code='cell.blank']", 1)],
)
def test_what_is_counted_leads_to_its_units(kinds: Tab, button: str, count: int) -> None:
    search(kinds, "乙镇")
    kinds.ask(f'document.querySelector("{button}").click()')
    assert len(listed(kinds)) == count
    assert kinds.ask("document.activeElement.id") == "units"


def test_faults_of_a_unit_are_said_in_the_list(kinds: Tab) -> None:
    kinds.ask("document.querySelector(\"[data-status='需改正']\").click()")
    said = kinds.ask("[...document.querySelectorAll('#list ol li')].map(fault => fault.textContent)")
    assert said[:2] == [
        "需改正三、申请办理 C5、C7：这 2 格没有填写。",
        "已说明现行有效件数与上年对不上。单位说明：<i>清理</i>后减少",
    ]


def test_a_figure_tells_where_it_comes_from_by_keyboard(kinds: Tab) -> None:
    path = "requests.received.total"
    kinds.ask(f"document.querySelector('[data-gk=\"{path}\"] button').focus()")
    kinds.press("Enter")
    assert kinds.ask("sources.open")
    assert kinds.ask("document.getElementById('sources-title').textContent").endswith("申请人情况 / 总计")
    assert kinds.ask("document.getElementById('sources-total').textContent").startswith("合计 8，来自")
    assert kinds.ask("document.querySelector('#sources-rows th').textContent") == "示例县人民政府"
    kinds.press("Escape")
    assert not kinds.ask("sources.open")
    assert kinds.ask("document.activeElement.closest('td').dataset.gk") == path


def test_a_list_is_copied(kinds: Tab) -> None:
    copied = (
        "new Promise(done => {addEventListener('copy', () => done(String(getSelection())), {once: true});"
    )
    text = kinds.ask(f"{copied} document.querySelector('[data-copy=copy-missing]').click()}})")
    assert text == kinds.ask("document.getElementById('copy-missing').textContent")
    assert kinds.ask("document.querySelector('[data-copy=copy-missing] + span').textContent")


LETTER = """new Promise(done => {
  addEventListener('copy', () => done(String(getSelection())), {once: true});
  [...document.querySelectorAll('.letter button')][%d].click()})"""


def test_what_a_unit_is_written_names_cells_and_figures(asking: Tab) -> None:
    """First what it corrects, then what it confirms; what is settled is not asked again."""
    assert asking.ask(LETTER % 0).split("\n") == [
        "<b>甲局</b>：",
        (
            "贵单位2024年度政府信息公开工作年度报告有需要改正的地方，"
            "请按退回的表格改正，在 2025-01-20 前重新报送。"
        ),
        "需改正：",
        "1. 三、申请办理 C5、C7：这 2 格没有填写。",
        "需核实：",
        "1. “二、主动公开”D5填的是 28，应为 40。",
        "2. “二、主动公开”B8填的是 9。",
        "汇总核对：",
        "1. “甲局”的全部数字与“乙局”的相同。",
        "某市<政务>公开办",
    ]
    assert asking.ask("document.querySelector('.letter [role=status]').textContent")
    assert asking.ask(LETTER % 0) == asking.ask("document.querySelector('.letter + pre').textContent")
    assert asking.ask("document.querySelectorAll('.letter + pre').length") == 1


def test_a_unit_that_sent_nothing_is_asked_for_it_and_one_that_passed_for_nothing(asking: Tab) -> None:
    assert asking.ask(LETTER % 1).split("\n") == [
        "乙局：",
        "贵单位尚未报送2024年度政府信息公开工作年度报告，请在 2025-01-20 前报送。",
        "某市<政务>公开办",
    ]
    assert asking.ask("document.querySelectorAll('.letter button').length") == 2


def test_what_is_settled_says_by_whom_and_what_only_a_collection_knows_stands_apart(asking: Tab) -> None:
    said = asking.ask("[...document.querySelectorAll('#list ol')].map(one => one.textContent)")
    assert "已说明“二、主动公开”D6填的是 1，应为 2。单位说明：清理后减少" in said[0]
    assert "已核实“二、主动公开”B4填的是 3。已核实：<i>张三</i>，1月5日，属实" in said[0]
    assert "需核实“二、主动公开”B8填的是 9。此前已核实：李四；数字已变，不再适用" in said[0]
    assert said[1] == "需核实“甲局”的全部数字与“乙局”的相同。"
    assert asking.ask("document.querySelector('#list ol + p').textContent") == "汇总核对"


def test_the_texts_for_units_are_found_from_the_lists(asking: Tab) -> None:
    asking.ask("document.querySelector(\"[data-letters='需改正']\").click()")
    assert listed(asking) == ["<b>甲局</b>"]


def test_of_very_many_units_a_few_are_drawn_at_a_time(province: Tab) -> None:
    assert len(listed(province)) == 50
    province.ask("more.click()")
    assert len(listed(province)) == 100
    assert province.ask("document.activeElement.querySelector('.name').textContent") == "示例单位50"
    assert search(province, "示例-03999") == ["示例单位3999"]
    assert province.ask("more.hidden")


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_window(kinds: Tab, width: int) -> None:
    kinds.size(width)
    kinds.ask("document.querySelectorAll('.letter button').forEach(one => one.click())")
    assert kinds.ask("document.documentElement.scrollWidth") <= width
    cut = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert kinds.ask(cut) == 0


def test_links_lead_to_the_marked_copy_and_to_what_was_sent(asking: Tab) -> None:
    """Whatever their names hold."""
    ways = asking.ask("[...document.querySelectorAll('#list .files a')].map(one => one.getAttribute('href'))")
    assert [unquote(way) for way in ways] == ["退回/需改正/示例-1-甲局.xlsx", "../报回/100%?#<b>/甲.xlsx"]
    assert not set("?#") & set(ways[1])


def test_on_paper_what_is_said_of_units_lies_open(kinds: Tab) -> None:
    opened = "document.querySelectorAll('#list .said[open]').length"
    kinds.ask(f"addEventListener('beforeprint', () => {{ window.printed = {opened} }})")
    kinds.send("Page.printToPDF")
    assert kinds.ask("window.printed") == 1
    assert kinds.ask("document.querySelectorAll('#list [open]').length") == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 360)])
@pytest.mark.parametrize("explaining", [False, True], ids=["page", "dialog"])
def test_axe_finds_no_violation_in_a_collection(
    kinds: Tab,
    scheme: str,
    width: int,
    explaining: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    axe = npm_package("axe-core")
    if axe is None:
        pytest.skip("the npm package axe-core cannot be installed")
    kinds.prefer(scheme)
    kinds.size(width)
    kinds.ask("document.querySelectorAll('details').forEach(one => { one.open = true })")
    kinds.ask("document.querySelectorAll('.letter button').forEach(one => one.click())")
    if explaining:
        kinds.ask("document.querySelector('td[data-gk] button').click()")
    kinds.ask((axe / "axe.min.js").read_text(encoding="utf-8"))
    told = "r => r.violations.map(v => v.id + ' ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary)"
    assert kinds.ask(f"axe.run().then({told})") == []
