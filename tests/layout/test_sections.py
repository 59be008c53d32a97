"""Where everything stands: the tables as they are printed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import pytest

from gkxl.forms import EDITIONS
from gkxl.layout import TEXT_ROWS, Box, Page, Role, pages, places
from gkxl.layout.sections import lay_out
from gkxl.model.marks import Blocks, Grid, Particulars, Section, Strip
from gkxl.model.outline import cells, outline

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

E2021 = EDITIONS["2021"]

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
every_page = pytest.mark.parametrize(
    ("edition", "page"),
    [pytest.param(e, page, id=f"{e.name}-{page.sheet}") for e in EDITIONS.values() for page in pages(e)],
)


def page_of(path: str) -> Page:
    return next(page for page in pages(E2021) if page.section.path == path)


def box(page: Page, text: str) -> tuple[int, int, int, int]:
    """Row, column, rows and columns of the only box with that text."""
    (found,) = (b for b in page.boxes if b.text == text)
    return found.row, found.column, found.rows, found.columns


def squares(found: Box) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(found.row, found.row + found.rows)
        for column in range(found.column, found.column + found.columns)
    ]


@every_page
def test_boxes_fill_their_page_and_never_overlap(edition: Edition, page: Page) -> None:
    covered = Counter(square for found in page.boxes for square in squares(found))
    assert max(covered.values()) == 1
    assert len(covered) == page.width * page.height, edition.name


@every_page
def test_a_page_holds_every_cell_of_its_section_in_printed_order(edition: Edition, page: Page) -> None:
    held = [found.cell for found in page.boxes if found.role is Role.CELL]
    assert held == list(page.section.leaves), edition.name


@every_page
def test_headings_carry_text_and_cells_carry_none(edition: Edition, page: Page) -> None:
    for found in page.boxes:
        assert bool(found.text) == (found.cell is None) == (found.role is not Role.CELL), edition.name


@every_page
def test_nothing_that_repeats_on_every_page_is_cut_off(edition: Edition, page: Page) -> None:
    """No box straddles the edge of the repeated rows and columns, but the bars and titles that span all."""
    for found in page.boxes:
        assert found.row > page.lead_rows or found.row + found.rows - 1 <= page.lead_rows, edition.name
        across = found.column <= page.lead_columns < found.column + found.columns - 1
        assert not across or found.role in {Role.TITLE, Role.BAR}


@every_page
def test_every_heading_of_a_cell_is_printed(edition: Edition, page: Page) -> None:
    """What an issue calls a cell can be found on the page."""
    printed = {found.text for found in page.boxes}
    for found in page.boxes:
        if found.cell is not None:
            assert set(found.cell.headings) <= printed, edition.name


@every_edition
def test_every_section_is_a_page_with_a_sheet_of_its_own(edition: Edition) -> None:
    assert [page.section for page in pages(edition)] == list(outline(edition.form))
    assert len({page.sheet for page in pages(edition)}) == len(pages(edition))
    assert all(len(page.sheet) <= 31 and not set(page.sheet) & set("[]:*?/\\'") for page in pages(edition))


@every_edition
def test_every_cell_has_a_place_and_no_two_the_same(edition: Edition) -> None:
    found = places(edition)
    assert list(found) == [cell.path for cell in cells(edition.form)]
    assert len({attrs.astuple(place) for place in found.values()}) == len(found)


def test_a_section_of_a_kind_without_a_layout_is_refused() -> None:
    with pytest.raises(TypeError, match="cover: Section has no layout"):
        lay_out(Section("表", sheet="表"), page_of("cover").section)


# Table three, as printed


@pytest.mark.parametrize(
    ("text", "row", "column", "rows", "columns"),
    [
        ("三、收到和处理政府信息公开申请情况", 1, 1, 1, 10),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 2, 1, 3, 3),
        ("申请人情况", 2, 4, 1, 7),
        ("自然人", 3, 4, 2, 1),
        ("法人或其他组织", 3, 5, 1, 5),
        ("商业企业", 4, 5, 1, 1),
        ("其他", 4, 9, 1, 1),
        ("总计", 3, 10, 2, 1),
        ("一、本年新收政府信息公开申请数量", 5, 1, 1, 3),
        ("二、上年结转政府信息公开申请数量", 6, 1, 1, 3),
        ("三、本年度办理结果", 7, 1, 22, 1),
        ("（一）予以公开", 7, 2, 1, 2),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 8, 2, 1, 2),
        ("（三）不予公开", 9, 2, 8, 1),
        ("1.属于国家秘密", 9, 3, 1, 1),
        ("（四）无法提供", 17, 2, 3, 1),
        ("（五）不予处理", 20, 2, 5, 1),
        ("（六）其他处理", 25, 2, 3, 1),
        ("3.其他", 27, 3, 1, 1),
        ("（七）总计", 28, 2, 1, 2),
        ("四、结转下年度继续办理", 29, 1, 1, 3),
    ],
)
def test_table_three_spans_as_printed(text: str, row: int, column: int, rows: int, columns: int) -> None:
    assert box(page_of("requests"), text) == (row, column, rows, columns)


def test_table_three_is_ten_columns_wide_with_four_rows_and_three_columns_in_the_lead() -> None:
    page = page_of("requests")
    assert (page.width, page.height, page.lead_rows, page.lead_columns) == (10, 29, 4, 3)
    assert isinstance(page.section.section, Grid)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("requests.received.natural_person", "D5"),
        ("requests.processed.granted.total", "J7"),
        ("requests.processed.total.total", "J28"),
        ("requests.carried_forward.other", "I29"),
        ("disclosure.regulations.issued", "B4"),
        ("disclosure.fees.amount", "B15"),
        ("disputes.review.upheld", "A5"),
        ("disputes.litigation_after_review.total", "O5"),
        ("cover.unit", "B2"),
    ],
)
def test_addresses_by_which_returned_workbooks_are_read(path: str, address: str) -> None:
    """They must not move within a layout version: workbooks in the field have them."""
    assert places(E2021)[path].address == address


# Table two: blocks, each with a heading row of its own


def test_table_two_as_printed() -> None:
    page = page_of("disclosure")
    assert (page.width, isinstance(page.section.section, Blocks)) == (4, True)
    assert [
        (found.row, found.column, found.columns, found.text)
        for found in page.boxes
        if found.role is not Role.CELL
    ] == [
        (1, 1, 4, "二、主动公开政府信息情况"),
        (2, 1, 4, "第二十条第（一）项"),
        (3, 1, 1, "信息内容"),
        (3, 2, 1, "本年制发件数"),
        (3, 3, 1, "本年废止件数"),
        (3, 4, 1, "现行有效件数"),
        (4, 1, 1, "规章"),
        (5, 1, 1, "行政规范性文件"),
        (6, 1, 4, "第二十条第（五）项"),
        (7, 1, 1, "信息内容"),
        (7, 2, 3, "本年处理决定数量"),
        (8, 1, 1, "行政许可"),
        (9, 1, 4, "第二十条第（六）项"),
        (10, 1, 1, "信息内容"),
        (10, 2, 3, "本年处理决定数量"),
        (11, 1, 1, "行政处罚"),
        (12, 1, 1, "行政强制"),
        (13, 1, 4, "第二十条第（八）项"),
        (14, 1, 1, "信息内容"),
        (14, 2, 3, "本年收费金额（单位：万元）"),
        (15, 1, 1, "行政事业性收费"),
    ]


# Table four: one line under three levels of headings


def test_table_four_as_printed() -> None:
    page = page_of("disputes")
    assert (page.width, page.height, page.lead_rows, page.lead_columns) == (15, 5, 4, 0)
    assert isinstance(page.section.section, Strip)
    assert box(page, "行政复议") == (2, 1, 2, 5)
    assert box(page, "行政诉讼") == (2, 6, 1, 10)
    assert box(page, "未经复议直接起诉") == (3, 6, 1, 5)
    assert box(page, "复议后起诉") == (3, 11, 1, 5)
    below = [found.text for found in page.boxes if found.row == 4]
    assert below == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3


# Cover and text


def test_the_cover_is_a_list_of_entries() -> None:
    page = page_of("cover")
    assert isinstance(page.section.section, Particulars)
    assert [(b.row, b.column, b.text or (b.cell and b.cell.path)) for b in page.boxes[:5]] == [
        (1, 1, "政府信息公开工作年度报告"),
        (2, 1, "填报单位"),
        (2, 2, "cover.unit"),
        (3, 1, "单位代码"),
        (3, 2, "cover.unit_code"),
    ]


def test_a_text_takes_rows_enough_to_be_read() -> None:
    """Each under its heading; a section that is one text has no heading but the title."""
    assert box(page_of("improvement"), "（一）存在的主要问题") == (2, 1, 1, 1)
    assert box(page_of("improvement"), "（二）改进情况") == (3 + TEXT_ROWS, 1, 1, 1)
    assert page_of("other_matters").height == 1 + TEXT_ROWS
