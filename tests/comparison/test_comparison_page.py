"""The page that shows what differs between two reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from lxml import html

import gkxl
from browser import violations
from gkxl import demo
from gkxl.comparison.comparison import diff
from gkxl.comparison.page import comparison_page
from workbooks import filled, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.text import Lang


def compared(lang: Lang = "zh") -> gkxl.comparison.Comparison:
    """Two reports that differ in everything that may differ."""
    report = demo.report()
    book = filled(
        workbook(evolve(report, other_matters="收到12件。<b>\n二")),
        {"requests.received.natural_person": None, "disclosure.permits.decisions": "约73"},
    )
    return diff(book, evolve(report, other_matters="收到13件。<b>"), lang=lang)


def test_a_page_has_the_verdict_and_every_difference() -> None:
    found = compared()
    page = html.fromstring(comparison_page(found, "甲.xlsx", "<乙>.html"))
    assert page.xpath("string(//*[@class='verdict different'])") == found.message
    figures = [made.label for made in found.differences if made.figure]
    assert [th.text_content() for th in page.xpath("//tbody//th")] == figures
    marked = page.xpath("//h3/following::*[self::del or self::ins]")
    assert [(tag.tag, tag.text_content()) for tag in marked] == [("del", "12"), ("ins", "13"), ("del", "二")]
    assert "<乙>.html" in page.text_content()


def test_a_page_of_two_that_are_the_same_says_only_so() -> None:
    page = html.fromstring(comparison_page(diff(demo.report(), demo.report()), "甲", "乙"))
    assert page.xpath("string(//*[@class='verdict same'])").startswith("一致：200 个数字全部一致")
    assert page.xpath("//table | //h2") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_violation(lang: Lang, chromium: str, tmp_path: Path) -> None:
    assert violations(chromium, comparison_page(compared(lang), "a.xlsx", "b.html"), tmp_path) == []


def test_a_page_in_english_speaks_english() -> None:
    page = html.fromstring(comparison_page(compared("en"), "a", "b"))
    assert page.get("lang") == "en"
    assert page.xpath("string(//*[@class='verdict different'])").startswith(
        "Different: 197 of 200 figures agree"
    )
