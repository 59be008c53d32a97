"""What gkxl publishes, it reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_of_tables import NEWEST, PERMITS, changed, page

import gkxl
from gkxl import demo
from gkxl.errors import UnreadableFileError
from gkxl.forms import EDITIONS, edition_of
from gkxl.model.outline import cells, report_from, values_of
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.write import split_paragraphs
from gkxl.publication.write.docx_writer import docx_bytes
from published import COMPLETE, as_numbers
from strategies import reports
from workbooks import at, different, every_edition, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.reading import Reading

WAYS: dict[str, Callable[[Any], str | bytes]] = {
    "html": lambda report: gkxl.to_html(report, draft=True),
    "fragment": lambda report: gkxl.to_html(report, fragment=True, draft=True),
    "docx": lambda report: docx_bytes(report, draft=True),
}
every_way = pytest.mark.parametrize("way", WAYS)
any_way = pytest.mark.parametrize("way", [*WAYS, "pdf"])

REAL = (*COMPLETE, "pingtan-2019")


def made(way: str, report: Any, folder: Path) -> str | bytes:  # noqa: ANN401 (a report of any edition)
    """A report as it is published in one of the ways."""
    if way != "pdf":
        return WAYS[way](report)
    gkxl.write_pdf(report, folder / "report.pdf", draft=True)
    return (folder / "report.pdf").read_bytes()


NO_NAME = {*",，《》。:：;；!！?？>＞»›|｜"}
MARKS = "〈〉“”\"'「」【】 "


def printed(report: AnyReport) -> dict[str, Any]:
    """What is printed of a report: every number, its texts with single spaces, and of the cover the title.

    No unit has a name with the punctuation of sentences in it, and marks around one are no part of it.
    """
    values = values_of(report)
    found = {path: value for path, value in values.items() if not path.startswith("cover.")}
    texts = {
        path: "\n".join(split_paragraphs(value)) for path, value in found.items() if isinstance(value, str)
    }
    unit = " ".join(split_paragraphs(values["cover.unit"]))
    unit = "" if NO_NAME & {*unit} else unit.strip(MARKS)
    return found | texts | {"cover.unit": unit, "cover.year": values["cover.year"]}


def read_back(reading: Reading, report: AnyReport) -> dict[str, Any]:
    values = {path: reading.values[path] for path in printed(report)}
    return values | {"cover.unit": values["cover.unit"].strip(MARKS)}


def with_texts(values: dict[str, Any], edition: Edition) -> AnyReport:
    """A report with these numbers, and a text of two paragraphs in every section."""
    texts = {
        cell.path: f"{cell.item.label}的第一段。\n  第二段，收到 3 件 ABC。" if not cell.item.choices else ""
        for cell in cells(edition.form)
        if cell.type is str
    }
    cover = {"cover.year": edition.first_year, "cover.unit": "示例市示例局"}
    return gkxl.from_dict({"edition": edition.name, "cells": texts | cover | values})


@pytest.mark.matrix
@any_way
@pytest.mark.parametrize("name", REAL)
def test_real_reports_come_back(name: str, way: str, tmp_path: Path) -> None:
    data = as_numbers(name)
    report = with_texts(data["cells"], EDITIONS[data["edition"]])
    reading = read_published(made(way, report, tmp_path))
    assert read_back(reading, report) == printed(report)
    assert reading.report is not None
    wrong = {(issue.code, issue.path, issue.found) for issue in gkxl.check(report)}
    assert {(issue.code, issue.path, issue.found) for issue in reading.issues} == wrong


@pytest.mark.matrix
@any_way
@every_edition
def test_different_numbers_come_back_each_to_its_cell(edition: Edition, way: str, tmp_path: Path) -> None:
    report = report_from(edition.form, different(edition))
    assert read_back(read_published(made(way, report, tmp_path)), report) == printed(report)


@every_way
@every_edition
@settings(max_examples=25)
@given(data=st.data())
def test_any_report_comes_back(edition: Edition, way: str, data: st.DataObject) -> None:
    report = data.draw(reports(edition))
    reading = read_published(WAYS[way](report))
    assert read_back(reading, report) == printed(report)
    # A line above the title that is no name of a unit is a text before the report.
    named = bool(reading.values["cover.unit"])
    expected = {"published.texts"} | (set() if named else {"cover.blank", "published.around"})
    assert {issue.code for issue in reading.issues if not issue.code.startswith("narrative.")} <= expected


def test_it_says_where_it_comes_from() -> None:
    reading = read_published(gkxl.to_html(demo.report()))
    assert (reading.identity.layout, reading.identity.generator) == ("", "published html")
    assert (reading.edition, reading.identity.year) == (edition_of(demo.report()).name, "2023")


def test_a_cell_is_placed_as_people_count() -> None:
    page = gkxl.to_html(demo.report()).replace(">73</td>", ">约73</td>", 1)
    (issue,) = read_published(page).issues
    assert issue.message.startswith(
        "“二、主动公开政府信息情况”第7行第2列（第二十条第（五）项 / 行政许可 / 本年处理决定数量）填的是“约73”"
    )
    (issue,) = read_published(page, lang="en").issues
    assert "row 7 column 2" in issue.message


def test_what_is_no_report_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="没有找到年度报告的表格"):
        read_published("<p>今日天气</p>")
    with pytest.raises(UnreadableFileError, match="可能是图片"):
        read_published("<p>三、收到和处理政府信息公开申请情况</p><img src=3.png>")
    with pytest.raises(UnreadableFileError, match="gkxl check"):
        read_published(workbook(demo.report()))
    with pytest.raises(UnreadableFileError, match=r"文件实际是 RTF 文档，.*请用 Word 或 WPS 打开"):
        read_published(b"{\\rtf1 ...}")


def test_a_file_is_read(tmp_path: Any) -> None:  # noqa: ANN401 (a path)
    gkxl.write_html(demo.report(), tmp_path / "a.html")
    gkxl.write_docx(demo.report(), tmp_path / "a.docx")
    assert read_published(tmp_path / "a.html").values == read_published(str(tmp_path / "a.docx")).values


def test_blanks_are_zeros_for_whoever_says_so() -> None:
    made = changed(f">{page(NEWEST).values[PERMITS]}<", "><")
    reading = read_published(made, blank="zero")
    assert (reading.values[PERMITS], at(reading.issues, PERMITS)) == (0, ["cell.zero"])


def test_an_amount_in_yuan_is_told() -> None:
    amount = page(NEWEST).values["disclosure.fees.amount"]
    reading = read_published(changed(f">{amount}<", ">251000元<"))
    assert f"{reading.values['disclosure.fees.amount']:f}" == "25.1"
    assert at(reading.issues, "disclosure.fees.amount") == ["cell.unit"]
