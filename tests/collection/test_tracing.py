"""A number is found by what people see of it: headings, sheet and cell, or path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from offices import book, collected, values

import gkxl
from gkxl.collection.tracing import find_figures
from gkxl.layout import places
from gkxl.model.outline import cells
from workbooks import every_edition

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition

EDITION = gkxl.EDITIONS["2021"]


@every_edition
def test_every_number_is_found_by_its_place_its_path_and_its_headings(edition: Edition) -> None:
    where = places(edition)
    for cell in cells(edition.form):
        if cell.in_table:
            place = where[cell.path]
            for what in (f"{place.sheet}!{place.address}", cell.path):
                assert [one.path for one in find_figures(edition, what)] == [cell.path]
            assert cell.path in [one.path for one in find_figures(edition, cell.label)]


@pytest.mark.parametrize(
    "what",
    [
        "三、申请办理!J5",
        "'三、申请办理'!$J$5",
        "三、申请办理！j5",
        "三、申请办理 J5",
        " 申请办理!J5 ",
        "本年新收 总计",
        "总计　本年新收",
        "一、本年新收政府信息公开申请数量/总计",
        "一、本年新收政府信息公开申请数量 / 总计",
    ],
)
def test_however_people_write_it(what: str) -> None:
    assert [one.path for one in find_figures(EDITION, what)] == ["requests.received.total"]


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("行政许可", "disclosure.permits.decisions"),
        ("规章 现行有效件数", "disclosure.regulations.in_force"),
        ("上年结转 其他", "requests.brought_forward.other"),
        ("国家秘密 自然人", "requests.processed.refused.state_secret.natural_person"),
        ("复议诉讼!E5", "disputes.review.total"),
        ("行政复议 尚未审结", "disputes.review.pending"),
    ],
)
def test_parts_of_headings_will_do_where_they_mean_one_cell(what: str, path: str) -> None:
    assert [one.path for one in find_figures(EDITION, what)] == [path]


@pytest.mark.parametrize(
    ("what", "count"), [("本年新收", 7), ("requests.received", 7), ("J5", 2), ("结果纠正", 3), ("规章", 3)]
)
def test_several_are_given_in_printed_order(what: str, count: int) -> None:
    found = find_figures(EDITION, what)
    order = [cell.path for cell in cells(EDITION.form)]
    assert len(found) == count
    assert [one.path for one in found] == sorted((one.path for one in found), key=order.index)


@pytest.mark.parametrize(
    "what",
    [
        "",
        " ",
        "月球",
        "三、申请办理!A1",
        "月球!J5",
        "request",
        "overview.summary",
        "总体概述",
        "!",
        "/" * 999,
    ],
)
def test_what_is_no_number_is_not_found(what: str) -> None:
    assert find_figures(EDITION, what) == ()


def test_a_figure_is_traced_by_what_people_see(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"A1.xlsx": book(values("A1", "某市财政局"))})
    by_path = gkxl.trace(collection, "requests.carried_forward.total")
    assert gkxl.trace(collection, "结转下年度 总计") == by_path
    assert gkxl.trace(collection, "三、申请办理!J29") == by_path
    with pytest.raises(
        gkxl.errors.DataError, match="可以是几格：三、申请办理!D29（四、结转下年度继续办理 / 自然人）"
    ):
        gkxl.trace(collection, "结转下年度")
    with pytest.raises(gkxl.errors.DataError, match="没有“月球”这个数"):
        gkxl.trace(collection, "月球")
