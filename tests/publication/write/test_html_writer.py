"""A published web page: the tables of the notice, whole on paper, safe, and usable by all."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from lxml import html
from printed_tables import OFFICIAL_HEADINGS, contacts, drawn, pages_of_table_three, tables, with_amount

import gkxl
from browser import in_browser, on_paper, violations
from gkxl import demo
from gkxl.errors import FaultyReportError
from gkxl.model.outline import report_from
from gkxl.publication.write.html_writer import to_html, write_html
from workbooks import different, every_edition

if TYPE_CHECKING:
    from pathlib import Path

    from printed_tables import Drawn

    from gkxl.forms.edition import Edition


def boxes(table: Any) -> Drawn:  # noqa: ANN401 (lxml has no types)
    """The cells of a table as html places them."""
    taken: set[tuple[int, int]] = set()
    found: Drawn = set()
    for row, tr in enumerate(table.iter("tr")):
        column = 0
        for cell in tr:
            while (row, column) in taken:
                column += 1
            rows, columns = (int(cell.get(name, 1)) for name in ("rowspan", "colspan"))
            taken |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            found.add((row, column, rows, columns, cell.text_content()))
    return found


@every_edition
def test_tables_are_those_of_the_notice(edition: Edition) -> None:
    values = different(edition)
    page = html.fromstring(to_html(report_from(edition.form, values), draft=True))
    for table, expected in zip(page.iter("table"), tables(edition), strict=True):
        assert boxes(table) == drawn(expected, values)


def test_table_three_has_the_spans_of_the_official_form() -> None:
    table = list(html.fromstring(to_html(demo.report())).iter("table"))[1]
    assert {(text, rows, columns) for _, _, rows, columns, text in boxes(table)} >= OFFICIAL_HEADINGS


@every_edition
def test_numbers_have_the_headings_of_their_path(edition: Edition) -> None:
    """The innermost line and heading of each cell are those of the outline."""
    values = different(edition)
    page = html.fromstring(to_html(report_from(edition.form, values), draft=True))
    ids = {element.get("id"): element.text_content() for element in page.iter("th")}
    shown = [[ids[name] for name in cell.get("headers").split()] for cell in page.xpath("//td[@headers]")]
    cells = [box.cell for table in tables(edition) for box in table.boxes if box.cell]
    for cell, labels in zip(cells, shown, strict=True):
        assert cell.item.label in labels
        assert set(cell.headings) <= set(labels)


def test_contacts_are_never_published() -> None:
    report = demo.report()
    assert all(contacts(report))
    assert [text for text in contacts(report) if text in to_html(report)] == []


@every_edition
def test_on_paper_every_figure_is_whole_and_under_its_headings(
    edition: Edition, chromium: str, tmp_path: Path
) -> None:
    values = different(edition)
    page = to_html(report_from(edition.form, values), draft=True)
    assert pages_of_table_three(on_paper(chromium, page, tmp_path), edition, values) == 1


def test_texts_are_escaped() -> None:
    report = evolve(demo.report(), other_matters="<script>alert(1)</script>")
    assert "<script" not in to_html(report)
    assert escape("<script>") in to_html(report)


def test_a_report_with_errors_is_published_only_as_a_draft() -> None:
    report = demo.report()
    wrong = evolve(
        report,
        disputes=evolve(report.disputes, review=evolve(report.disputes.review, total=99)),
    )
    with pytest.raises(FaultyReportError, match="1 处需改正"):
        to_html(wrong)
    assert "草稿" in to_html(wrong, draft=True)
    assert "草稿" not in to_html(report)


@every_edition
def test_the_title_names_the_unit_and_the_year(edition: Edition) -> None:
    named = {**different(edition), "cover.unit": "某市财政局"}
    title = f"某市财政局{edition.first_year}年政府信息公开工作年度报告"
    page = html.fromstring(to_html(report_from(edition.form, named), draft=True))
    assert page.xpath("string(//h1)") == title
    assert page.xpath("string(//head/title)") == f"{title}（草稿）"
    nameless = html.fromstring(to_html(report_from(edition.form, {**named, "cover.unit": ""}), draft=True))
    assert nameless.xpath("string(//h1)") == title.removeprefix("某市财政局")


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = html.fromstring(to_html(demo.report()))
    assert page.xpath("//@src | //@href | //script | //link") == []


def test_a_fragment_is_one_article() -> None:
    fragment = to_html(demo.report(), fragment=True)
    style, article = html.fragments_fromstring(fragment)
    assert (style.tag, article.tag) == ("style", "article")
    assert article.xpath("count(.//table)") == 3
    assert not article.xpath(".//h1")


def test_a_page_is_written_as_utf_8(tmp_path: Path) -> None:
    write_html(demo.report(), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == gkxl.to_html(demo.report())


@every_edition
@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_axe_finds_no_violation(edition: Edition, fragment: bool, chromium: str, tmp_path: Path) -> None:  # noqa: FBT001
    report = report_from(edition.form, different(edition))
    made = to_html(report, fragment=fragment, draft=True)
    site = '<!DOCTYPE html><html lang="zh"><title>页</title><main><h1>页</h1>{}</main>'
    assert violations(chromium, site.format(made) if fragment else made, tmp_path) == []


@every_edition
def test_amounts_keep_their_digits(edition: Edition) -> None:
    page = to_html(report_from(edition.form, with_amount(edition, "72701.25780")), draft=True)
    assert ">72701.25780</td>" in page


@every_edition
def test_no_screen_is_too_narrow(edition: Edition, chromium: str, tmp_path: Path) -> None:
    """On a phone as on a desk only tables scroll sideways, each by itself, and no figure leaves its cell."""
    report = report_from(edition.form, {**different(edition), "other_matters": "https://" + "example" * 40})
    page = escape(to_html(report, draft=True))
    frames = "".join(
        f'<iframe scrolling="no" style="width:{width}px" srcdoc="{page}"></iframe>' for width in (360, 1280)
    )
    measure = """
        const overflows = element => element.scrollWidth > element.clientWidth + 1
        const widths = ({contentDocument: page}) => [
          page.documentElement.scrollWidth,
          [...page.querySelectorAll('td,th,p,h1,h2,h3')].filter(overflows).length]
        onload = () => {document.title = JSON.stringify([...document.querySelectorAll('iframe')].map(widths))}
    """
    site = f"<!DOCTYPE html><title></title>{frames}<script>{measure}</script>"
    assert in_browser(chromium, site, tmp_path) == "[[360,0],[1280,0]]"


@every_edition
def test_labels_of_table_three_stay_on_a_phone_while_figures_scroll(
    edition: Edition, chromium: str, tmp_path: Path
) -> None:
    """Scrolled to its end, every line shows its label, left of its last figure; it says that it scrolls."""
    page = escape(to_html(report_from(edition.form, different(edition)), draft=True))
    measure = """
        const left = node => {const range = document.createRange(); range.selectNodeContents(node)
                              return range.getBoundingClientRect()}
        const hidden = (edge, row) => {
          const label = row.querySelector('[scope=row]'), figure = row.lastElementChild
          const [text, number] = [left(label), left(figure)]
          return text.left < edge || text.right > label.getBoundingClientRect().right + 1
            || number.left < label.getBoundingClientRect().right
        }
        onload = () => {
          const page = document.querySelector('iframe').contentDocument
          const area = page.querySelector('.gkxl-grid').parentElement
          area.scrollLeft = 10000
          const rows = [...area.querySelectorAll('tbody tr')], edge = area.getBoundingClientRect().left
          const hint = page.defaultView.getComputedStyle(area, '::before').content
          document.title = JSON.stringify([area.scrollLeft > 100, rows.length > 20,
            rows.filter(row => hidden(edge, row)).length, hint.includes('左右滑动')])
        }
    """
    frame = f'<iframe style="width:390px;height:3000px" srcdoc="{page}"></iframe>'
    site = f"<!DOCTYPE html><title></title>{frame}<script>{measure}</script>"
    assert in_browser(chromium, site, tmp_path) == "[true,true,0,true]"
