"""Every command answers a program in JSON: its format, its status, and what it did."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final

import pytest
from attrs import evolve

import gkxl
from gkxl.cli import COMMANDS, app
from gkxl.cli.running import run_app
from published import as_numbers
from workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return, one with an error, a roster of two units, a collection of both, and a published page."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "报回").mkdir()
    for code, name, more in (("A1", "某局", 0), ("A2", "某委", 1)):
        cover = evolve(REPORT.cover, unit=name, unit_code=code)
        made = gkxl.with_value(evolve(REPORT, cover=cover), "requests.received.total", 3525 + more)
        gkxl.write_workbook(made, desk / "报回" / f"{name}.xlsx")
    (desk / "名册.csv").write_text("单位代码,单位名称\nA1,某局\nA2,某委\n", encoding="utf-8")
    (desk / "年报.html").write_text(gkxl.to_html(REPORT), encoding="utf-8")
    gkxl.collect(desk / "报回", roster=desk / "名册.csv", year=2024, output=desk / "上次").close()
    return desk


@pytest.fixture
def run(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[int, Any]]:
    """A function that runs a command line, and gives its exit status and what it answers."""
    monkeypatch.chdir(desk)

    def run_line(line: str) -> tuple[int, Any]:
        status = run_app(app, [*line.split(), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run_line


LINES: Final[dict[str, str]] = {
    "roster": "名册.csv",
    "template": "--year 2024 --unit 某局 -o 模板.xlsx",
    "check": "报回",
    "mark": "报回/某委.xlsx -o 退回.xlsx",
    "normalize": "报回/某局.xlsx -o 规范.xlsx",
    "publish": "报回/某局.xlsx -o 发布.html",
    "import": "年报.html -o 导入.xlsx",
    "collect": "报回 --roster 名册.csv --year 2024 -o 汇总",
    "accept": "上次",
    "trace": "上次 requests.received.total",
    "export": "报回/某局.xlsx -o 数据.csv",
    "plot": "报回/某局.xlsx -o 图.svg",
    "migrate": "报回/某局.xlsx -o 新表.xlsx --year 2025",
    "diff": "报回/某局.xlsx 年报.html",
    "form": "",
    "register": "new --year 2026 --unit 某局 -o 登记簿.xlsx",
    "demo": "演示",
}

FORMATS: Final = {"register": "gkxl.register.new/1"}
"""The formats of commands within a group."""

STATUSES: Final = {"check": 1, "mark": 1, "collect": 1, "diff": 1}
"""The exit statuses that are not 0: there is something to correct, or to look at."""


@pytest.mark.parametrize("name", LINES)
def test_every_command_answers_in_json(name: str, run: Callable[[str], tuple[int, Any]], desk: Path) -> None:
    status, answer = run(f"{name} {LINES[name]}")
    assert (answer["format"], answer["status"]) == (FORMATS.get(name, f"gkxl.{name}/1"), status)
    assert status == STATUSES.get(name, 0)
    assert len(answer) > 2
    for written in (answer.get("output"), *answer.get("written", ())):
        assert written is None or (desk / written).exists()


def test_no_command_is_left_out() -> None:
    """But for the page, which takes Node.js to make."""
    assert COMMANDS.keys() - LINES.keys() == {"page"}


def plain(value: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever has a plain form)
    return {name: one for name, one in gkxl.to_dict(value).items() if name != "format"}


def test_the_answers_are_the_plain_forms(run: Callable[[str], tuple[int, Any]], desk: Path) -> None:
    reading = gkxl.read(desk / "报回" / "某委.xlsx")
    assert run("check 报回/某委.xlsx")[1]["files"] == [{"file": "报回/某委.xlsx", **plain(reading)}]
    assert run("mark 报回/某委.xlsx -o 退回.xlsx")[1]["reading"] == plain(reading)
    traced = plain(gkxl.trace(desk / "上次", "requests.received.total"))
    assert traced.items() <= run("trace 上次 requests.received.total")[1].items()
    _, collected = run("collect 报回 --roster 名册.csv --year 2024 -o 上次")
    with gkxl.Collection(desk / "上次") as collection:
        assert plain(collection).items() <= collected.items()
    _, compared = run("diff 报回/某局.xlsx 年报.html")
    found = plain(gkxl.diff(desk / "报回" / "某局.xlsx", desk / "年报.html"))
    assert found["differences"] == compared["differences"]
    assert compared["a"] == {**found["a"], "file": "报回/某局.xlsx"}


@pytest.mark.parametrize(
    "line",
    [
        "trace 上次 不存在的数",
        "mark 没有.xlsx -o 退回.xlsx",
        "form --edition 1999",
        "check",
        "chek 报回",
        "check 报回 --no-such-option",
        "mark 报回/某局.xlsx",
    ],
)
def test_what_cannot_be_done_is_json_too(line: str, run: Callable[[str], tuple[int, Any]]) -> None:
    status, answer = run(line)
    assert (status, answer["format"], answer["status"]) == (2, "gkxl.error/1", 2)
    assert answer["error"]
    assert answer["error_en"]


NOTHING = ["diff 没有.xlsx 年报.html", "export 没有 -o 数据.csv", "plot 没有 -o 图.svg"]


@pytest.mark.parametrize("line", NOTHING)
def test_why_nothing_came_of_it_is_among_the_messages(
    line: str, run: Callable[[str], tuple[int, Any]]
) -> None:
    """As where several files are given, and each has a reason of its own."""
    status, answer = run(line)
    assert status == answer["status"] == 2
    assert any("不存在" in message["zh"] for message in answer["messages"])
    assert all(message["en"] for message in answer["messages"])


def test_several_figures_are_listed(run: Callable[[str], tuple[int, Any]]) -> None:
    _, answer = run("trace 上次 本年新收")
    assert [figure["path"] for figure in answer["figures"]][-1] == "requests.received.total"


def test_what_is_no_return_is_listed_with_its_reason(run: Callable[[str], tuple[int, Any]]) -> None:
    status, answer = run("check 名册.csv")
    (found,) = answer["files"]
    assert (status, found["ok"], found["cells"]) == (2, False, None)
    assert found["issues"][0]["message"]


def test_an_edition_is_chosen_on_the_command_line(run: Callable[[str], tuple[int, Any]], desk: Path) -> None:
    status, answer = run("check 报回/某局.xlsx --edition 2019")
    assert (status, answer["files"][0]["issues"][0]["code"]) == (1, "identity.edition")
    assert run("template --year 2020 --edition 2019 -o 旧.xlsx")[0] == 0
    assert gkxl.read(desk / "旧.xlsx").edition == "2019"
    status, answer = run("template --year 2020 --edition 2021 -o 旧.xlsx")
    assert (status, answer["format"]) == (2, "gkxl.error/1")


def test_every_step_is_logged_where_that_is_asked_for(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    assert run_app(app, ["normalize", "报回/某局.xlsx", "-o", "规范.xlsx", "--verbose"]) == 0
    told = capsys.readouterr().err
    assert "gkxl read 报回/某局.xlsx" in told
    assert "gkxl write 规范.xlsx" in told
    logger = logging.getLogger("gkxl")
    assert (logger.handlers, logger.level) == ([], logging.NOTSET)


def test_a_program_listens_by_the_standard_logging(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    named = tmp_path / "甲\u202e\n.xlsx"
    named.write_bytes(workbook(REPORT))
    with caplog.at_level(logging.INFO, "gkxl"):
        gkxl.read(named)
    assert caplog.messages == [rf"read {tmp_path / '甲'}\u202e\n.xlsx"]
