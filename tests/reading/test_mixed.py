# ruff: noqa: TC001 (the annotations are the form: they are read at run time)
"""A table of another edition than its workbook is told, and of it only what both editions mean is read.

One published return combined the table 二 of one edition with the table 三 of another, whose （六）其他处理
is a single line. Here such an edition is made of that of 2021.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import pytest
from attrs import evolve, frozen

import gkxl
from gkxl.forms import EDITIONS, e2021
from gkxl.forms.common import Applicants, Cover, Disputes
from gkxl.layout import pages
from gkxl.outline import cells
from gkxl.spec import PARTS, Blocks, Grid, Item, Particulars, Prose, Strip, Total
from gkxl.values import report_from
from gkxl.write.workbook import render
from workbooks import at, changed, different, opened, saved, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


@frozen(kw_only=True)
class Processed:
    granted: Annotated[Applicants, Item("（一）予以公开")]
    partly_granted: Annotated[Applicants, Item("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    refused: Annotated[e2021.Refused, Item("（三）不予公开")]
    unavailable: Annotated[e2021.Unavailable, Item("（四）无法提供")]
    not_handled: Annotated[e2021.NotHandled, Item("（五）不予处理")]
    otherwise: Annotated[Applicants, Item("（六）其他处理")]
    total: Annotated[
        Applicants, Total("（七）总计", code="sum.column", rule="（七）总计＝（一）至（六）各行之和")
    ] = PARTS


@frozen(kw_only=True)
class Requests:
    received: Annotated[Applicants, Item("一、本年新收政府信息公开申请数量")]
    brought_forward: Annotated[Applicants, Item("二、上年结转政府信息公开申请数量")]
    processed: Annotated[Processed, Item("三、本年度办理结果")]
    carried_forward: Annotated[Applicants, Item("四、结转下年度继续办理")]


@frozen(kw_only=True)
class Report:
    cover: Annotated[Cover, Particulars("政府信息公开工作年度报告", sheet="封面")]
    disclosure: Annotated[
        e2021.Disclosure, Blocks("二、主动公开政府信息情况", sheet="二、主动公开", stub="信息内容")
    ]
    requests: Annotated[
        Requests,
        Grid(
            "三、收到和处理政府信息公开申请情况",
            sheet="三、申请办理",
            corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
            banner="申请人情况",
        ),
    ]
    disputes: Annotated[Disputes, Strip("四、政府信息公开行政复议、行政诉讼情况", sheet="四、复议诉讼")]
    other_matters: Annotated[str, Prose("六、其他需要报告的事项", sheet="六、其他事项")] = ""


MANY_LINES: Final = EDITIONS["2021"]
ONE_LINE: Final = evolve(MANY_LINES, name="one line", form=Report, quotations=())

every_mixture = pytest.mark.parametrize(
    ("edition", "other"), [(MANY_LINES, ONE_LINE), (ONE_LINE, MANY_LINES)], ids=["2021", "one line"]
)


@pytest.fixture(autouse=True)
def two_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EDITIONS, ONE_LINE.name, ONE_LINE)


def mixture(edition: Edition, other: Edition) -> bytes:
    """A workbook of one edition into which someone pasted table three of another, figures and all."""
    book, donor = (opened(workbook(report_from(e.form, different(e)))) for e in (edition, other))
    page = next(page for page in pages(edition) if isinstance(page.section.section, Grid))
    sheet = book[page.sheet]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, page.height)
    for row in donor[page.sheet]:
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row, cell.column, cell.value)
    return saved(book)


def only_theirs(edition: Edition, other: Edition) -> set[str]:
    """The cells of one edition's table three that the other has under no or other headings."""
    mine, theirs = (
        {cell.path for cell in cells(e.form) if cell.path.startswith("requests.")} for e in (edition, other)
    )
    return mine - theirs


@every_mixture
def test_what_both_editions_mean_is_read_and_the_rest_is_named(edition: Edition, other: Edition) -> None:
    """Without a look at the edition, the first of three lines would be taken for the single one."""
    reading = gkxl.read(mixture(edition, other))
    lost = only_theirs(edition, other)
    assert reading.edition == edition.name
    for path, value in reading.values.items():
        filed = different(other if path.startswith("requests.") else edition)
        assert value == filed.get(path) or (value is None and path.startswith("requests.processed."))
    assert all(reading.values[path] is None for path in lost)
    (issue,) = [issue for issue in reading.issues if issue.code == "table.edition"]
    assert set(issue.facts["paths"]) == lost
    assert (issue.facts["other"], issue.facts["edition"]) == (other.name, edition.name)
    assert not reading.ok


@every_mixture
def test_no_other_error_is_told_of_the_table(edition: Edition, other: Edition) -> None:
    reading = gkxl.read(mixture(edition, other))
    errors = [issue.code for issue in reading.issues if issue.severity is gkxl.Severity.ERROR]
    assert errors == ["table.edition"]
    assert at(reading.issues, "requests.received.natural_person") == []


def test_a_mixture_without_identity_is_read_by_the_edition_of_its_tables() -> None:
    bare = changed(mixture(MANY_LINES, ONE_LINE), lambda xml: xml.replace("gkxl.", "other."))
    reading = gkxl.read(bare)
    codes = {issue.code for issue in reading.issues}
    assert {"identity.salvaged", "table.edition"} <= codes
    assert (
        reading.values["requests.carried_forward.business"]
        == (different(ONE_LINE)["requests.carried_forward.business"])
    )


@pytest.mark.parametrize("edition", [MANY_LINES, ONE_LINE], ids=["2021", "one line"])
def test_a_table_of_its_own_edition_is_never_taken_for_another(edition: Edition) -> None:
    """Not even when the labels that tell them apart are gone."""
    page = next(page for page in pages(edition) if isinstance(page.section.section, Grid))
    book = opened(render(edition, different(edition)))
    for box in page.boxes:
        if "申请人" in box.text or box.text == "3.其他":
            book[page.sheet].cell(box.row, box.column).value = None
    reading = gkxl.read(saved(book))
    assert "table.edition" not in {issue.code for issue in reading.issues}
    assert reading.values == different(edition)
