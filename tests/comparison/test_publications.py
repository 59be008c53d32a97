"""A workbook against what was published of it: that is how an office proves that both say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

import gkxl
from browser import on_paper
from commands import gkxl_command
from gkxl import demo
from gkxl.comparison.comparison import diff
from gkxl.comparison.result import Contrast
from gkxl.model.outline import cells, report_from
from gkxl.publication.write.docx_writer import docx_bytes
from gkxl.publication.write.html_writer import to_html
from workbooks import different, every_edition, real, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition
    from office import Office


def page(report: Any) -> bytes:  # noqa: ANN401 (of any edition)
    return to_html(report, draft=True).encode()


def fragment(report: Any) -> bytes:  # noqa: ANN401 (of any edition)
    return to_html(report, draft=True, fragment=True).encode()


def word(report: Any) -> bytes:  # noqa: ANN401 (of any edition)
    return docx_bytes(report, draft=True)


FULL_LINES: Final = (
    "信息发布前由起草科室、分管负责人逐级审看，先审后发；已公开的信息按栏目归档，及时更正或撤下。"
)
"""A text whose first line is full before its punctuation, as Word documents have it."""

FORMATS: Final = (page, fragment, word)
every_format = pytest.mark.parametrize("publish", FORMATS, ids=lambda publish: publish.__name__)


@pytest.mark.matrix
@every_edition
@every_format
def test_what_was_published_is_what_was_filed(edition: Edition, publish: Any) -> None:  # noqa: ANN401 (of FORMATS)
    """Every number and every text is compared; of the cover, what nobody should publish is not missed."""
    numbers = [cell for cell in cells(edition.form) if cell.in_table]
    for report in [report_from(edition.form, different(edition)), *real(edition)]:
        for found in (diff(workbook(report), publish(report)), diff(publish(report), report)):
            assert found.same, found.message
            assert found.figures.equal == len(numbers)
            assert set(found.unpublished) == {
                "单位代码", "单位层级", "填报人", "审核人", "联系电话", "填报日期",
            }  # fmt: skip


@every_edition
def test_a_pdf_says_what_was_filed_whoever_printed_it(
    edition: Edition, chromium: str, office: Office, tmp_path: Path
) -> None:
    """By WeasyPrint, by a browser from the page, and by LibreOffice from the Word document."""
    report = report_from(edition.form, {**different(edition), "overview.management": FULL_LINES})
    gkxl.write_pdf(report, tmp_path / "a.pdf", draft=True)
    by_office = office.convert({"a": word(report)}, "pdf", suffix="docx")["a"]
    for printed in (tmp_path / "a.pdf", on_paper(chromium, page(report).decode(), tmp_path), by_office):
        found = diff(report, printed)
        assert found.same, found.message


@every_edition
@every_format
def test_a_figure_that_was_published_otherwise_is_found(edition: Edition, publish: Any) -> None:  # noqa: ANN401
    values = different(edition)
    filed = workbook(report_from(edition.form, values))
    path = "disclosure.permits.decisions"
    found = diff(filed, publish(report_from(edition.form, {**values, path: 8, "other_matters": "另写。"})))
    assert [
        (made.path, made.contrast) for made in found.differences if made.contrast is not Contrast.SPACING
    ] == [
        (path, Contrast.CHANGED),
        ("other_matters", Contrast.CHANGED),
    ]
    assert found.figures.different == 1


@every_edition
def test_whichever_figure_a_page_prints_otherwise_is_the_one_that_is_found(edition: Edition) -> None:
    values = different(edition)
    filed = gkxl.comparison.Side.of(workbook(report_from(edition.form, values)))
    printed = page(report_from(edition.form, values))
    for cell in [cell for cell in cells(edition.form) if cell.in_table][::5]:
        found = diff(filed, printed.replace(f">{values[cell.path]}</td>".encode(), b">7</td>"))
        told = [made.path for made in found.differences if made.contrast is Contrast.CHANGED]
        assert (told, found.figures.different, found.same) == ([cell.path], 1, False)


@every_edition
@pytest.mark.parametrize(("printed", "contrast"), [("", Contrast.ONLY_A), ("见附件", Contrast.UNCOMPARED)])
def test_a_figure_that_a_page_does_not_print_is_never_the_same(
    edition: Edition, printed: str, contrast: Contrast
) -> None:
    values = different(edition)
    report = report_from(edition.form, values)
    figure = f">{values['disputes.review.upheld']}</td>".encode()
    assert page(report).count(figure) == 1
    found = diff(report, page(report).replace(figure, f">{printed}</td>".encode()))
    (made, *_) = (made for made in found.differences if made.path == "disputes.review.upheld")
    assert made.contrast is contrast
    assert made.issues
    assert not found.same


def test_the_command_compares_a_return_with_its_page(tmp_path: Path) -> None:
    filed = demo.make(tmp_path).filled
    for name in ("a.html", "a.docx"):
        gkxl_command("publish", filed, "-o", tmp_path / name)
        done = gkxl_command("diff", filed, tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1] == "一致：200 个数字全部一致；11 项文字全部一致。"
        assert "封面上这些内容不公布，没有比较" in done.stdout


def test_a_page_without_a_report_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><p>公告</p></html>", encoding="utf-8")
    gkxl.write_workbook(demo.report(), tmp_path / "a.xlsx")
    done = gkxl_command("diff", tmp_path / "a.xlsx", tmp_path / "a.html")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, "a.html" in line) == (2, True)
