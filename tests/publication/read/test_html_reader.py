"""Web pages as sites really have them: what a reader sees is read, and nothing else."""

from __future__ import annotations

import re
import time
from itertools import product

import pytest
from pages_of_tables import NEWEST, PERMITS, changed, codes, figures, is_read_right, page

import gkxl
from gkxl import demo
from gkxl.errors import LimitError, UnreadableFileError
from gkxl.publication.read.as_workbook import read_published
from workbooks import at


@pytest.mark.parametrize(
    ("printed", "value", "code"),
    [
        ("", None, "cell.blank"),
        ("&nbsp;", None, "cell.blank"),
        ("/", None, "cell.dash"),
        ("——", None, "cell.dash"),
        ("22（其中修订16件）", None, "cell.text"),
        ("约22", None, "cell.text"),
        ("2<br>2", None, "cell.text"),
        ("22<sup>①</sup>", None, "cell.text"),
        ("22<sup>1</sup>", None, "cell.text"),
        ("22<a href='#note'>1</a>", None, "cell.text"),
        ("22<span style='vertical-align: super'>1</span>", None, "cell.text"),
        ("<s>21</s>22", None, "cell.text"),
        ("<del>21</del><ins>22</ins>", None, "cell.text"),
        ("<span style='text-decoration: line-through'>21</span>22", None, "cell.text"),
        ("22<span style='opacity: 0'>1</span>", 22, ""),
        ("22<span style='font-size:0px;'>1</span>", 22, ""),
        ("22<span style='visibility:collapse'>1</span>", 22, ""),
        ("<span style='opacity:0.9;font-size:0.9em'>22</span>", 22, ""),
        ("<ruby>22<rp>(</rp><rt>1</rt><rp>)</rp></ruby>", 22, ""),
        ("22<canvas>1</canvas><video>1</video><dialog>1</dialog>", 22, ""),
        ("22件", 22, "cell.lenient"),
        ("２２", 22, "cell.lenient"),
        ("1,022", 1022, "cell.lenient"),
        ("&#50;&#x32;", 22, ""),
        ("<p><span>22</span></p>\n", 22, ""),
        ("<table><tr><td>22</td></tr></table>", 22, ""),
    ],
)
def test_a_count_is_printed_otherwise(printed: str, value: int | None, code: str) -> None:
    made = changed(f">{page(NEWEST).values[PERMITS]}<", f">{printed}<".replace("\\", r"\\"))
    reading = read_published(made)
    assert reading.values[PERMITS] == value
    assert at(reading.issues, PERMITS) == ([code] if code else [])


@pytest.mark.parametrize("left_open", ["<o>", "<b>", "<font>", "<span>", ""])
def test_cells_end_where_the_next_one_begins(left_open: str) -> None:
    """As browsers have it, whatever was left open in them."""
    values = page(NEWEST).values
    for path in (PERMITS, "requests.received.natural_person", "disputes.review.other"):
        assert is_read_right(changed(f">{values[path]}</td>", f">{values[path]}{left_open}")) == set()


def test_a_page_saved_by_libreoffice_has_its_page_number_at_the_end() -> None:
    draft = page(NEWEST)
    foot = '<div title="footer"><p>— <span><sdfield type=PAGE>15</sdfield></span> —</p></div></main>'
    reading = read_published(draft.html().replace("</main>", foot))
    assert reading.values["other_matters"] == draft.values["other_matters"]


def test_the_page_is_laid_out_by_tables() -> None:
    draft = page(NEWEST)
    body = re.sub(".*<main>|</main>.*", "", draft.html(), flags=re.DOTALL)
    made = f"<table><tr><td>导航</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    assert is_read_right(made) == set()


def test_what_is_hidden_is_not_read() -> None:
    hidden = '<tr style="display:none"><td>行政许可</td><td>9</td></tr></table>'
    assert is_read_right(page(NEWEST).html().replace("</table>", hidden)) == set()


def test_spans_that_nobody_can_mean_are_cut() -> None:
    start = time.process_time()
    made = re.sub(r'rowspan="\d+"', 'rowspan="1000000"', page(NEWEST).html())
    reading = read_published(made)
    assert all(v in (page(NEWEST).values[p], None) for p, v in figures(reading.values).items())
    read_published(re.sub(r'colspan="\d+"', 'colspan="1000000"', page(NEWEST).html()))
    assert time.process_time() - start < 20  # a guard against hanging, not a measure


@pytest.mark.parametrize(
    "hostile",
    ["<div>" * 5000, "<table><tr><td>" * 5000, "<p>" * 400_000, "<td>" * 250_000],
    ids=["div", "table", "p", "td"],
)
def test_a_hostile_page_is_refused(hostile: str) -> None:
    with pytest.raises((LimitError, UnreadableFileError)):
        read_published(f"<table>{hostile}")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *product(("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"), ("", "utf-8", "gb2312", "big5")),
        ("big5hkscs", "big5"),  # nothing tells Big5 from GBK but what the page says
    ],
)
def test_the_encoding_is_what_it_is_whatever_the_page_says(encoding: str, declared: str) -> None:
    made = re.sub('charset="?utf-8"?', f"charset={declared}", gkxl.to_html(demo.report()))
    made = made.replace("政府信息公开", "政府信息公開") if encoding == "big5hkscs" else made
    reading = read_published(made.encode(encoding, "xmlcharrefreplace"))
    assert reading.report is not None
    assert reading.report.requests == demo.report().requests
    assert "published.characters" not in codes(reading)


def test_what_is_raised_in_a_text_stays_in_its_line() -> None:
    reading = read_published(changed("(<p[^>]*>)", r"\g<1>占地 5 km<sup>2</sup>，<s>旧</s>新。"))
    assert "占地 5 km2，旧新。" in " ".join(str(value) for value in reading.values.values())
