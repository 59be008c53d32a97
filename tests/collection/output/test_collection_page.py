"""The page as text: what stands in it, and that names are never more than names."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve
from lxml import html
from views import HOSTILE, asked, every_kind, many, view

from gkxl import demo
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.output.collection_page import MOST_FAULTS, draw_page, find_charts
from gkxl.collection.output.page_progress import TO_DO
from gkxl.collection.output.page_view import UnitLine
from gkxl.collection.roster import Unit
from gkxl.forms import edition_of
from gkxl.model.outline import cells, report_from, values_of
from gkxl.publication.write.html_writer import to_html
from workbooks import different, every_edition


def parsed(text: str) -> Any:  # noqa: ANN401 (lxml has no types)
    return html.fromstring(text)


def looked_up(text: str) -> Any:  # noqa: ANN401 (JSON)
    return json.loads(parsed(text).get_element_by_id("data").text)


def drawn(table: Any) -> bytes:  # noqa: ANN401 (lxml has no types)
    given: bytes = html.tostring(table, with_tail=False)
    return given.replace(b"\n", b"")


def text(element: Any) -> str:  # noqa: ANN401 (lxml has no types)
    return " ".join(element.text_content().split())


def test_the_same_view_gives_the_same_page() -> None:
    assert draw_page(every_kind()) == draw_page(every_kind())


def test_names_are_text_whatever_they_hold() -> None:
    made = parsed(draw_page(every_kind()))
    assert [script.get("type") for script in made.iter("script")] == ["application/json", None]
    assert made.xpath("//img | //@onerror | //@src | //link | //iframe | //*[contains(@href, ':')]") == []
    names = [unit[1] for unit in looked_up(draw_page(every_kind()))["units"]]
    assert set(HOSTILE) <= set(names)


@pytest.mark.parametrize("unseen", ["\0", "\x0b", "\x1f", "\uffff"])
def test_no_control_character_gets_into_the_page(unseen: str) -> None:
    """Rosters are read without them; units may be made in other ways."""
    unit = Unit("1", f"某{unseen}局", "", f"某{unseen}市", extra={f"联系{unseen}人": unseen})
    assert unseen not in draw_page(view([UnitLine(unit=unit, status=UnitStatus.MISSING, file=unseen)]))


def test_a_template_takes_no_name_for_one_of_its_own() -> None:
    assert draw_page(every_kind()).count("prefers-color-scheme:dark") == 1


def test_the_browser_is_told_to_run_this_script_and_to_load_nothing() -> None:
    made = parsed(draw_page(every_kind()))
    policy = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    script = made.xpath("//script[not(@type)]")[0].text
    own = b64encode(sha256(script.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", "style-src 'unsafe-inline'", f"script-src 'sha256-{own}'", "base-uri 'none'",
    ]  # fmt: skip


def test_every_status_is_counted() -> None:
    made = parsed(draw_page(every_kind()))
    counts = {button.get("data-status"): text(button.find("b")) for button in made.xpath("//*[@data-status]")}
    assert counts == {"通过": "3", "未报": "2"} | dict.fromkeys(set(TO_DO) - {"通过", "未报"}, "1")


def test_a_parent_is_among_its_own_units() -> None:
    made = parsed(draw_page(every_kind()))
    rows = {
        text(row.find("th")): [text(cell) for cell in row.findall("td")]
        for row in made.xpath("//tr[.//*[@data-parent]]")
    }
    assert rows["示例县人民政府"][:3] == ["67%", "3", "2"]
    assert rows["本级单位"][1] == "8"


def test_who_sent_nothing_is_listed_under_the_parent_with_what_the_roster_says() -> None:
    listed = parsed(draw_page(every_kind())).get_element_by_id("copy-missing").text.splitlines()
    assert listed[0] == "以下单位尚未报送2024年度政府信息公开工作年度报告，请尽快报送："
    assert listed[1:3] == ["【示例县人民政府】", "乙镇（联系人：示例甲）"]


def test_files_of_nobody_are_listed_as_text() -> None:
    made = parsed(draw_page(every_kind()))
    assert "<b>某局</b>.xlsx：名册里没有“<i>某局</i>”。" in text(made)
    assert made.xpath("//i") == []


def test_returns_that_others_contain_are_told_apart_from_those_that_are_missing() -> None:
    first, *others = every_kind().lines
    within = [evolve(line, counted=False, within=line.status.is_in) for line in others]
    told = text(parsed(draw_page(view([first, *within]))))
    assert "由 1 份报表相加得到。其中上级单位的报表已含下属 3 个单位，不重复相加。" in told
    assert "还有 7 个单位没有可以计入的报表。" in told


def test_who_stands_above_all_others_is_not_missing() -> None:
    """Its return is compared with the sum of the others, and not added to it."""
    top = UnitLine(unit=Unit("示例-0", "示例市人民政府", "市级"), status=UnitStatus.PASSED)
    part = UnitLine(unit=Unit("示例-1", "甲局", "部门单位", "示例-0"), status=UnitStatus.PASSED, counted=True)
    assert "没有可以计入的报表" not in text(parsed(draw_page(view([top, part]))))


COUNTED = {
    (UnitStatus.PASSED,): "计入的报表里，通过 1 份。",
    (UnitStatus.CONFIRM,) * 28: "计入的报表里，通过 0 份，需核实 28 份（核实期间先计入）。",
    (UnitStatus.ERRORS,): "计入的报表里，通过 0 份，需改正 1 份（数字齐全，按汇总时的选择计入）。",
    (
        UnitStatus.PASSED,
        UnitStatus.ERRORS,
        UnitStatus.CONFIRM,
    ): "通过 1 份，需核实 1 份（核实期间先计入），需改正 1 份（",
}


@pytest.mark.parametrize(("statuses", "sentence"), COUNTED.items())
def test_beside_the_sum_stands_why_returns_count_that_did_not_pass(
    statuses: tuple[UnitStatus, ...], sentence: str
) -> None:
    lines = [UnitLine(unit=Unit(str(n), "局"), status=one, counted=True) for n, one in enumerate(statuses)]
    told = text(parsed(draw_page(view(lines))).xpath("//section[h2[@id='figures']]/p")[0])
    assert f"由 {len(statuses)} 份报表相加得到。" in told
    assert sentence in told


def test_who_is_only_compared_is_said_beside_the_sum() -> None:
    top = UnitLine(unit=Unit("示例-0", "示例市人民政府", "市级"), status=UnitStatus.PASSED)
    part = UnitLine(
        unit=Unit("示例-1", "甲局", "部门单位", "示例-0"), status=UnitStatus.CONFIRM, counted=True
    )
    told = text(parsed(draw_page(view([top, part]))).xpath("//section[h2[@id='figures']]/p")[0])
    assert "另有 1 份是上级的汇总数，只作核对，不相加。" in told


def test_what_only_a_collection_knows_is_a_table_of_its_own() -> None:
    made = parsed(draw_page(asked()))
    captions = [text(one) for one in made.xpath("//section[h2[@id='faults']]//caption")]
    assert captions == [
        "要处理的问题",
        "汇总核对：与名册、其他单位和上级对照发现的问题",
        "已说明或已核实",
        "提示",
    ]
    row = made.xpath("//tr[.//*[@data-code='collect.same_figures']]/ancestor::table/caption")
    assert text(row[0]).startswith("汇总核对")


@pytest.mark.parametrize("until", ["2025-01-20", "1月20日下班前", "<b>明天</b>"])
def test_lists_to_copy_say_until_when(until: str) -> None:
    made = parsed(draw_page(evolve(asked(), until=until)))
    told = made.get_element_by_id("copy-missing").text_content()
    assert told.startswith(f"以下单位尚未报送2024年度政府信息公开工作年度报告，请在 {until} 前报送：\n")


def test_without_a_deadline_units_are_asked_to_be_quick() -> None:
    made = parsed(draw_page(evolve(asked(), until="")))
    assert "请尽快报送：\n乙局" in made.get_element_by_id("copy-missing").text_content()


def test_faults_are_counted_by_units_and_cells() -> None:
    made = parsed(draw_page(every_kind()))
    row = made.xpath("//tr[.//*[@data-code='cell.blank']]")[0]
    assert [text(cell) for cell in row.findall("td")] == ["需改正", "2", "1"]
    told = made.xpath("//details//tr//*[@data-code='narrative.differs']")
    assert len(told) == 1


def test_the_tables_are_those_that_are_published() -> None:
    made, published = parsed(draw_page(every_kind())), parsed(to_html(demo.report()))
    tables = made.xpath("//table[contains(@class, 'gkxl-table')]")
    assert [drawn(table) for table in tables] == [drawn(table) for table in published.iter("table")]


@every_edition
def test_charts_count_everything_once(edition: Any) -> None:  # noqa: ANN401 (an edition)
    """Each chart adds up to the printed total of its line or group, and has a bar for each of its parts."""
    values = different(edition)
    requests, results, *disputes = find_charts(report_from(edition.form, values))
    assert (len(requests.bars), len(results.bars), len(disputes)) == (6, 6, 3)
    assert requests.total == values["requests.received.total"]
    assert results.total == values["requests.processed.total.total"]
    assert [chart.total for chart in disputes] == [
        values[cell.path]
        for cell in cells(edition.form)
        if cell.path.startswith("disputes.") and cell.computed
    ]


def test_every_figure_has_its_sources() -> None:
    sources = looked_up(draw_page(every_kind()))["sources"]
    report = demo.report()
    filled = {c.path for c in cells(edition_of(report).form) if c.in_table and values_of(report)[c.path]}
    assert sources.keys() == filled
    assert sources["disclosure.fees.amount"][0][0] == [0, "10657"]


def test_only_so_much_is_said_of_one_unit() -> None:
    line = next(line for line in every_kind().lines if line.faults)
    talkative = evolve(line, faults=line.faults * 10)
    unit = looked_up(draw_page(view([talkative])))["units"][0]
    assert (len(unit[-2]), unit[-1]) == (MOST_FAULTS, 30 - MOST_FAULTS)


def test_nothing_to_add_up_is_a_page_all_the_same() -> None:
    made = parsed(draw_page(view([UnitLine(unit=Unit("示例-1", "甲局"), status=UnitStatus.UNREADABLE)])))
    assert "还没有可以汇总的报表" in text(made)
    assert made.xpath("//table[contains(@class, 'gkxl-table')]") == []


def test_nothing_to_do_is_said() -> None:
    made = parsed(
        draw_page(view([UnitLine(unit=Unit("示例-1", "甲局"), status=UnitStatus.PASSED, counted=True)]))
    )
    assert "所有单位都已通过" in text(made)
    assert "没有需改正的，也没有需核实的。" in text(made)


def test_a_province_fits_on_a_page() -> None:
    """Of 4,000 units the page holds the data, not the elements."""
    made = draw_page(many())
    assert len(parsed(made).xpath("//*")) < 5000
    assert len(made.encode()) < 2_000_000
