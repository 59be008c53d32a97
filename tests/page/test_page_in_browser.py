"""The page in Chromium, opened from a file as a clerk opens it: real drops, real downloads, no network."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

import pytest
from page_in_browser import HOSTILE, downloaded, press, same, texts, violations
from page_returns import MARKUP, faulty, last_year, workbook

import gkxl
from commands import gkxl_command
from devtools import Tab, browsing
from gkxl.demo import FAULTS
from seeds import WHOLE

sys.path.insert(0, str(Path(__file__).parents[1] / "xlsx"))

from hostile import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

CARDS: Final = "document.querySelectorAll('.card .verdict').length"
DROP: Final = "document.getElementById('drop')"
DROP_LAST: Final = "document.getElementById('drop-last')"
FILES: Final = "document.getElementById('files')"

AT_ONCE: Final = (
    "setTimeout = (set => (work, time) => (time === 30000 ? work() : set(work, time)))(setTimeout)"
)
"""Makes the page give a file no time."""


def drop(tab: Tab, *files: Path, on: str = DROP) -> None:
    """Drop files and wait until each has its verdict."""
    there = tab.ask(CARDS)
    tab.drop(on, *files)
    tab.until(f"{CARDS} === {there + len(files)}")


def test_a_dropped_return_is_judged_and_marked_as_by_the_command(tab: Tab, tmp_path: Path) -> None:
    path = faulty(tmp_path, FAULTS)
    drop(tab, path)
    assert texts(tab, ".verdict") == ["需改正"]
    messages = {group.issue.message for group in gkxl.grouped(gkxl.read(path).issues)}
    assert {*texts(tab, ".found p")} == messages
    gkxl_command("mark", path, "-o", tmp_path / "退回.xlsx")
    copy = downloaded(tab, tmp_path, "下载标注副本")
    assert copy.name == "报表-标注.xlsx"
    assert same(copy, tmp_path / "退回.xlsx")


def test_a_return_that_passes_gives_workbook_and_web_page(tab: Tab, tmp_path: Path) -> None:
    path = workbook(tmp_path, "报表.xlsx")
    drop(tab, path)
    assert texts(tab, ".verdict") == ["通过"]
    gkxl_command("normalize", path, "-o", tmp_path / "规范.xlsx")
    gkxl_command("publish", path, "-o", tmp_path / "发布.html")
    assert same(downloaded(tab, tmp_path, "下载规范表格"), tmp_path / "规范.xlsx")
    assert downloaded(tab, tmp_path, "下载网页稿").read_bytes() == (tmp_path / "发布.html").read_bytes()


def test_last_years_return_beside_it_changes_the_verdict_there_and_back(tab: Tab, tmp_path: Path) -> None:
    path, last = workbook(tmp_path, "报表.xlsx"), last_year(tmp_path)
    drop(tab, path)
    tab.drop(DROP_LAST, last)
    tab.until("document.querySelector('.verdict').textContent === '需核实'")
    assert texts(tab, "#last-list bdi") == ["安阳高新技术产业开发区管理委员会　2022 年度"]
    gkxl_command("mark", path, "--previous", last, "-o", tmp_path / "退回.xlsx")
    assert same(downloaded(tab, tmp_path, "下载标注副本"), tmp_path / "退回.xlsx")
    tab.ask("document.querySelector('#last-list .small').click()")
    tab.until("document.querySelector('.verdict').textContent === '通过'")


def test_of_several_files_each_gets_its_verdict(tab: Tab, tmp_path: Path) -> None:
    """One that cannot be used stops no other, be it a folder."""
    (tmp_path / "旧表.xls").write_bytes(b"\x09\x08" + bytes(600))
    (tmp_path / "文件夹").mkdir()
    good, bad = workbook(tmp_path, "好.xlsx"), faulty(tmp_path, FAULTS, "错.xlsx")
    drop(tab, good, tmp_path / "旧表.xls", tmp_path / "文件夹", bad)
    assert texts(tab, ".verdict") == ["通过", "无法读取", "无法读取", "需改正"]
    assert "另存为 .xlsx" in texts(tab, ".card .found p")[0]
    assert "文件夹" in texts(tab, ".card .found p")[1]
    assert texts(tab, "#said") == ["共 4 个文件：通过 1 个，无法读取 2 个，需改正 1 个"]
    tab.ask("[...document.querySelectorAll('#overview button')].at(-1).click()")
    assert tab.ask("document.activeElement.textContent") == "错.xlsx"
    press(tab, "全部移去")
    assert tab.ask("results.children.length + overview.children.length + said.textContent.length") == 0
    assert not tab.ask("document.getElementById('clear').checkVisibility()")


def test_a_return_that_was_corrected_takes_the_place_of_what_it_was(tab: Tab, tmp_path: Path) -> None:
    """By its name, unit and year; another unit's file of the same name stays beside it."""
    other = {"cover__unit": "某市财政局", "disclosure__permits__decisions": 5}
    drop(tab, faulty(tmp_path, FAULTS))
    drop(tab, workbook(tmp_path, "报表.xlsx", **other))
    workbook(tmp_path, "报表.xlsx")
    tab.drop(DROP, tmp_path / "报表.xlsx")
    tab.until("!document.querySelector('.verdict.correct')")
    assert texts(tab, ".verdict") == ["通过", "通过"]
    assert texts(tab, "#said") == ["共 2 个文件：通过 2 个"]


def test_a_return_dropped_anywhere_is_taken(tab: Tab, tmp_path: Path) -> None:
    """The browser would show the file in the place of the page."""
    drop(tab, workbook(tmp_path, "报表.xlsx"), on="document.querySelector('h1')")
    assert texts(tab, ".verdict") == ["通过"]
    assert texts(tab, "#last-list li") == []


def test_what_cannot_be_last_years_return_is_said_there(tab: Tab, tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "空.xlsx", year=2022)
    drop(tab, workbook(tmp_path, "报表.xlsx"))
    tab.drop(DROP_LAST, tmp_path / "空.xlsx")
    tab.until("document.querySelector('#last-said').textContent")
    assert texts(tab, "#last-said")[0].startswith("“空.xlsx”不能用作上年报表：")
    assert texts(tab, ".verdict") == ["通过"]


def test_a_template_of_a_year_and_unit(tab: Tab, tmp_path: Path) -> None:
    tab.ask("year.value = 2024, unit.value = '某市财政局'")
    made = downloaded(tab, tmp_path, "下载空白表格")
    assert made.name == "某市财政局-2024.xlsx"
    gkxl.write_template(tmp_path / "模板.xlsx", year=2024, unit="某市财政局")
    assert same(made, tmp_path / "模板.xlsx")


def test_the_example_shows_all_by_keyboard_alone(tab: Tab) -> None:
    """From the place of a fault to its cell, what is wrong there, and back."""
    tab.ask("document.getElementById('files').focus()")
    tab.press("Tab")
    assert tab.ask("document.activeElement.id") == "example"
    tab.press("Enter")
    tab.until(f"{CARDS} === 1")
    tab.ask("document.querySelector('.found button').focus()")
    tab.press("Enter")
    assert tab.ask("document.activeElement.closest('td').dataset.gk") == "disclosure.permits.decisions"
    tab.press("Enter")
    assert tab.ask("explanation.open")
    assert texts(tab, "#why-title") == ["二、主动公开 B8"]
    assert "不是一个确定的数字" in texts(tab, "#why")[0]
    tab.press("Escape")
    assert tab.ask("document.activeElement.closest('td').dataset.gk") == "disclosure.permits.decisions"


@pytest.mark.parametrize("text", MARKUP)
def test_names_and_texts_are_shown_as_texts(text: str, tab: Tab, tmp_path: Path) -> None:
    values = {"cover.unit": text, "overview.summary": text, "requests.received.natural_person": text}
    name = f"{text.replace('/', '_')}.xlsx"
    title = tab.ask("document.title")
    drop(tab, faulty(tmp_path, values, name), last_year(tmp_path))
    tab.ask("document.querySelector('td[data-gk] button').click(), explanation.close()")
    assert texts(tab, ".whose h3")[0] == name
    assert texts(tab, '[data-gk="overview.summary"]')[0].startswith(text)
    assert tab.ask("document.title") == title
    assert tab.ask("document.querySelectorAll('main img, main script, main svg').length") == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(width: int, tab: Tab, tmp_path: Path) -> None:
    tab.size(width)
    drop(tab, faulty(tmp_path, FAULTS), last_year(tmp_path))
    assert tab.ask("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_no_violation(scheme: str, width: int, tab: Tab, tmp_path: Path) -> None:
    """Neither before nor after, nor while a cell is explained."""
    tab.prefer(scheme)
    tab.size(width)
    assert violations(tab) == []
    (tmp_path / "不是表格.xlsx").write_bytes(b"%PDF-")
    drop(tab, faulty(tmp_path, FAULTS), workbook(tmp_path, "好.xlsx"), tmp_path / "不是表格.xlsx")
    tab.drop(DROP_LAST, last_year(tmp_path))
    tab.until("document.querySelector('#last-list li') && document.querySelector('.verdict.confirm')")
    tab.ask("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert violations(tab) == []
    tab.ask("document.querySelector('td[data-gk] button').click()")
    assert violations(tab) == []
    tab.ask("explanation.close()")


def test_what_is_wrong_is_printed(tab: Tab, tmp_path: Path) -> None:
    """Verdict, faults and form; not the buttons and boxes."""
    drop(tab, faulty(tmp_path, FAULTS))
    tab.send("Emulation.setEmulatedMedia", media="print")
    parts = [".verdict", ".found", "td[data-gk]", "#drop", ".actions", "footer", "#template", ".small"]
    seen = [part for part in parts if tab.ask(f"document.querySelector('{part}').checkVisibility()")]
    tab.send("Emulation.setEmulatedMedia", media="")
    assert seen == [".verdict", ".found", "td[data-gk]"]


def test_the_page_can_reach_nobody(tab: Tab) -> None:
    """Not even if a script of somebody else ran in it, or in a worker."""
    with listening() as (address, heard):
        tab.cut_off(offline=False)
        tab.ask(REACH.replace("ADDRESS", address))
        tab.cut_off()
    assert heard == []
    tab.requests[:] = [one for one in tab.requests if not one.startswith("http")]
    tab.complaints.clear()


REACH: Final = """(async () => {
  const settled = (made) => new Promise((done) => Object.assign(
    made, { onload: done, onopen: done, onerror: done, onmessage: done }));
  const work = "fetch('ADDRESS/worker', {mode: 'no-cors'}).catch(() => 0).finally(() => postMessage(0))";
  const tries = [
    () => fetch('ADDRESS/fetch', { mode: 'no-cors' }),
    () => settled(Object.assign(new Image(), { src: 'ADDRESS/img' })),
    () => navigator.sendBeacon('ADDRESS/beacon', 'x'),
    () => settled(new WebSocket('ADDRESS/socket'.replace('http', 'ws'))),
    () => settled(new Worker(URL.createObjectURL(new Blob([work])))),
  ];
  for (const one of tries) { try { await one(); } catch { /* so it should be */ } }
  await new Promise((done) => setTimeout(done, 300));
})()"""


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on this computer, and what it is asked for."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)

        do_POST = do_GET  # noqa: N815 (the name that the server looks for)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("missing", ["DecompressionStream", "WebAssembly.Exception"])
def test_an_older_browser_is_told_which_one_it_takes(
    missing: str, chromium: str, page: Path, tmp_path: Path
) -> None:
    with browsing(chromium, tmp_path / "profile") as tab:
        tab.send("Page.addScriptToEvaluateOnNewDocument", source=f"delete {missing}")
        tab.open(page)
        said = texts(tab, "#loading-said")[0]
        assert "Chrome 或 Edge 97" in said
        assert not tab.ask("document.getElementById('drop').checkVisibility()")
        assert violations(tab) == tab.complaints == []


@pytest.mark.skipif(not WHOLE, reason="on the desk of an office, Python is started again as well")
def test_a_file_that_takes_too_long_is_named_and_the_page_goes_on(tab: Tab, tmp_path: Path) -> None:
    """Python is started again, and the next file is judged as if nothing had been."""
    tab.ask(f"window.before = setTimeout, {AT_ONCE}")
    tab.choose(FILES, faulty(tmp_path, FAULTS, "慢.xlsx"))
    tab.until(f"{CARDS} === 1")
    tab.ask("setTimeout = before")
    tab.choose(FILES, workbook(tmp_path, "好.xlsx"))
    tab.until(f"{CARDS} === 2")
    assert texts(tab, ".whose h3") == ["好.xlsx", "慢.xlsx"]
    assert texts(tab, ".verdict") == ["通过", "无法读取"]
    assert "时间太长" in texts(tab, ".card .found p")[0]


@pytest.mark.parametrize("name", ["a sheet of depth", *(HOSTILE if WHOLE else ())])
def test_after_a_hostile_file_the_page_is_as_usable_as_before(name: str, tab: Tab, tmp_path: Path) -> None:
    """It may be read, refused or end Python, as depth does, but has its card, and the next file its own."""
    (tmp_path / f"{name}.xlsx").write_bytes(CASES[name]())
    tab.choose(FILES, tmp_path / f"{name}.xlsx", workbook(tmp_path, "好.xlsx"))
    tab.until(f"{CARDS} >= 1")
    tab.until(f"{CARDS} === 2")
    tab.complaints[:] = [one for one in tab.complaints if one.get("entry", {}).get("source") != "worker"]
    assert texts(tab, ".whose h3") == [f"{name}.xlsx", "好.xlsx"]
    assert texts(tab, ".verdict")[0] in {"通过", "需改正", "无法读取"}
    assert texts(tab, ".verdict")[1] == "通过"
