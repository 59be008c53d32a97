"""Texts are those below the headings of the form; unit and year are those of the title."""

from __future__ import annotations

import re

import pytest
from pages_of_tables import NEWEST, codes, page

import gkxl
from gkxl import demo
from gkxl.publication.read.as_workbook import read_published


def test_the_page_is_one_of_a_site() -> None:
    """Menus before the report and links after it are no part of its texts."""
    draft = page(NEWEST)
    menu = "<ul><li>首页</li><li>六、其他需要报告的事项</li></ul>"
    foot = '<div><p>扫一扫</p><p>主办：某市人民政府办公室</p></div><script>var a = "<p>1</p>"</script>'
    site = f"{menu}<div>{{}}</div>{foot}"
    body = re.sub(".*<main>|</main>.*", "", draft.html(), flags=re.DOTALL)
    reading = read_published(f"<html><body>{site.format(body)}</body></html>")
    assert {p: reading.values[p] for p in draft.values} == draft.values


@pytest.mark.parametrize(
    "title",
    [
        "示例市示例局2023年政府信息公开工作年度报告",
        "示例市示例局2023年度政府信息公开工作年度报告",
        "2023年示例市示例局政府信息公开工作年度报告",
        "示例市示例局２０２３年政府信息公开年度报告",
        "示例市示例局二〇二三年政府信息公开工作年度报告",
        "示例市示例局<br>2023年政府信息公开工作年度报告",
    ],
)
def test_unit_and_year_are_those_of_the_title(title: str) -> None:
    made = re.sub("(<h1[^>]*>).*?(</h1>)", rf"\g<1>{title}\2", gkxl.to_html(demo.report()), flags=re.DOTALL)
    reading = read_published(made)
    assert (reading.values["cover.unit"], reading.values["cover.year"]) == ("示例市示例局", 2023)


def test_another_year_than_expected_is_an_issue() -> None:
    assert "identity.year" in codes(read_published(gkxl.to_html(demo.report()), year=2022))


def test_headings_are_set_as_paragraphs() -> None:
    made = re.sub("<(/?)h[123][^>]*>", r"<\1p>", gkxl.to_html(demo.report()))
    reading = read_published(made)
    assert reading.report is not None
    assert reading.report.overview == demo.report().overview
    assert reading.report.improvement == demo.report().improvement


def test_texts_have_no_headings_of_their_own() -> None:
    made = re.sub("<h3[^>]*>.*?</h3>", "", gkxl.to_html(demo.report()))
    reading = read_published(made)
    overview = demo.report().overview
    assert codes(reading) == {"published.texts"}
    assert reading.values["overview.summary"].startswith(overview.summary[:10])
    assert reading.values["overview.summary"].endswith(overview.supervision.split("\n")[-1])
