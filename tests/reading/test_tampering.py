"""What was done to a workbook beside filling it in is told, apart from the faults, and changes no figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from attrs import evolve
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

import gkxl
from gkxl.layout import COMMENT_AUTHOR, pages
from gkxl.model.marks import Grid
from gkxl.model.outline import report_from
from workbooks import changed, different, every_edition, opened, packed, parts, saved, sheet_part, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.layout import Page

WORKBOOK = "xl/workbook.xml"


def content(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, different(edition)))


def table_three(edition: Edition) -> Page:
    return next(page for page in pages(edition) if isinstance(page.section.section, Grid))


def told(content: bytes, edition: Edition) -> list[Issue]:
    """What is told of tampering; the figures are those that were filed, and nothing has to be corrected."""
    reading = gkxl.read(content)
    assert reading.values == different(edition)
    assert reading.ok
    assert set(reading.tampering) == {i for i in reading.issues if i.code.startswith("tamper.")}
    assert all(evolve(issue, lang="en").message for issue in reading.tampering)  # no fact is missing
    return list(reading.tampering)


def only(content: bytes, edition: Edition) -> Issue:
    (issue,) = told(content, edition)
    return issue


@every_edition
def test_of_a_workbook_that_was_only_filled_in_nothing_is_told(edition: Edition) -> None:
    assert told(content(edition), edition) == []
    assert told(saved(opened(content(edition))), edition) == []


@every_edition
def test_of_a_lock_that_libreoffice_left_out_nothing_is_told(edition: Edition) -> None:
    """It writes the element for protection without what was locked."""
    book = changed(content(edition), lambda xml: xml.replace(' lockStructure="1"', ""), part=WORKBOOK)
    assert told(book, edition) == []
    unlocked = changed(
        content(edition), lambda xml: xml.replace('Structure="1"', 'Structure="0"'), part=WORKBOOK
    )
    assert only(unlocked, edition).code == "tamper.protection"


@every_edition
def test_protection_that_was_removed_is_told_once_with_the_sheets(edition: Edition) -> None:
    page = table_three(edition)
    bare = changed(
        content(edition),
        lambda xml: re.sub("<sheetProtection[^>]*/>", "", xml),
        part=sheet_part(content(edition), page.sheet),
    )
    issue = only(bare, edition)
    assert (issue.code, issue.facts["where"].zh) == ("tamper.protection", f"“{page.sheet}”")
    open_ = changed(bare, lambda xml: re.sub("<workbookProtection[^>]*/>", "", xml), part=WORKBOOK)
    assert only(open_, edition).facts["where"].zh == f"工作簿结构、“{page.sheet}”"


@every_edition
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_told(edition: Edition, state: Literal["hidden", "veryHidden"]) -> None:
    page = table_three(edition)
    book = opened(content(edition))
    book[page.sheet].sheet_state = state
    issue = only(saved(book), edition)
    assert (issue.code, issue.facts["names"].zh) == ("tamper.hidden", f"“{page.sheet}”")


@every_edition
def test_a_renamed_sheet_is_told_with_both_names(edition: Edition) -> None:
    page = table_three(edition)
    other = changed(content(edition), lambda xml: xml.replace(page.sheet, "表三"), part=WORKBOOK)
    issue = only(other, edition)
    assert (issue.code, issue.facts["names"].zh) == ("tamper.renamed", f"“表三”（原名“{page.sheet}”）")


@every_edition
def test_a_copied_sheet_asks_which_one_was_meant(edition: Edition) -> None:
    """Someone may have filled in the copy: more than information."""
    page = table_three(edition)
    book = opened(content(edition))
    copy = book.copy_worksheet(book[page.sheet])
    copy.title = "去年"
    issue = only(saved(book), edition)
    assert (issue.code, issue.severity) == ("tamper.copied", gkxl.Severity.WARNING)
    assert (issue.facts["printed"], issue.facts["sheet"]) == (page.sheet, "去年")


@every_edition
def test_foreign_sheets_and_names_are_told(edition: Edition) -> None:
    book = opened(content(edition))
    for title in ("Sheet1", "台账"):
        book.create_sheet(title)["A1"] = 5
    book.defined_names["合计"] = DefinedName("合计", attr_text="台账!$A$1")
    names, foreign = told(saved(book), edition)
    assert (names.code, names.facts["names"].zh) == ("tamper.names", "“合计”")
    assert "Sheet1, 台账" in evolve(foreign, lang="en").message
    assert (foreign.code, foreign.facts["names"].zh) == ("tamper.foreign", "“Sheet1”、“台账”")


@every_edition
def test_many_foreign_sheets_are_counted(edition: Edition) -> None:
    book = opened(content(edition))
    for number in range(9):
        book.create_sheet(f"表{number}")
    issue = only(saved(book), edition)
    assert "“表5”等 9 处" in issue.message
    assert "表6" not in issue.message


@every_edition
def test_comments_of_others_are_told_and_those_of_a_marked_copy_are_not(edition: Edition) -> None:
    page = table_three(edition)
    for author, codes in (("张三", ["tamper.comments"]), (COMMENT_AUTHOR, [])):
        book = opened(content(edition))
        book[page.sheet]["D5"].comment = Comment("含上年结转", author)
        assert [issue.code for issue in told(saved(book), edition)] == codes


@every_edition
def test_links_and_macros_are_told_and_left_alone(edition: Edition) -> None:
    book = opened(content(edition))
    book[table_three(edition).sheet]["A1"].hyperlink = "https://example.org/"
    linked = saved(book)
    assert [(issue.code, issue.facts["count"]) for issue in told(linked, edition)] == [("tamper.links", 1)]
    contents = parts(content(edition))
    links = contents["xl/_rels/workbook.xml.rels"]
    macro = '<Relationship Id="rM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    contents["xl/_rels/workbook.xml.rels"] = links.replace(
        "</Relationships>", f'{macro} Target="vbaProject.bin"/></Relationships>'
    )
    assert only(packed(contents), edition).code == "tamper.macros"


@every_edition
def test_a_table_pasted_elsewhere_is_not_measured_by_what_was_issued(edition: Edition) -> None:
    """Its sheets have other names and no protection, and that is already said."""
    pasted = changed(content(edition), lambda xml: re.sub("<sheetProtection[^>]*/>|gkxl\\.", "", xml))
    reading = gkxl.read(pasted)
    assert "identity.salvaged" in {issue.code for issue in reading.issues}
    assert reading.tampering == ()
