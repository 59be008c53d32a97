"""A published PDF: every figure whole, the same bytes each time, and a structure for screen readers."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pdfplumber
import pytest
from attrs import evolve
from printed_tables import contacts, pages_of_table_three

from commands import gkxl_command
from gkxl import demo
from gkxl.errors import MissingExtraError, MissingLibraryError
from gkxl.model.outline import report_from
from gkxl.publication.frame import Frame
from gkxl.publication.write.html_writer import write_pdf
from workbooks import different, every_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gkxl.forms.edition import Edition


POINTS: Final = 72 / 25.4
"""In a millimetre."""


@every_edition
def test_on_paper_every_figure_is_whole_and_under_its_headings(edition: Edition, tmp_path: Path) -> None:
    values = different(edition)
    write_pdf(report_from(edition.form, values), tmp_path / "report.pdf", draft=True)
    assert pages_of_table_three((tmp_path / "report.pdf").read_bytes(), edition, values) > 1


def test_the_same_report_gives_the_same_document(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(demo.report(), tmp_path / name)
    same = (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert same


def test_contacts_are_never_published(tmp_path: Path) -> None:
    write_pdf(demo.report(), tmp_path / "report.pdf")
    with pdfplumber.open(tmp_path / "report.pdf") as opened:
        printed = "".join(page.extract_text() for page in opened.pages) + str(opened.metadata)
    assert "管理委员会" in printed
    assert [text for text in contacts(demo.report()) if text in printed] == []


def test_the_page_is_that_of_an_official_document(tmp_path: Path) -> None:
    """GB/T 9704: text of 16 points, 28 and 26 mm from the edges; odd pages numbered at the right."""
    write_pdf(demo.report(), tmp_path / "report.pdf")
    with pdfplumber.open(tmp_path / "report.pdf") as opened:
        chars = [[char for char in page.chars if char["text"].strip()] for page in opened.pages]
    sizes = Counter(round(char["size"]) for page in chars for char in page)
    assert (sizes.most_common(1)[0][0], max(sizes)) == (16, 22)
    assert not any("Bold" in char["fontname"] for page in chars for char in page)
    bottom = 297 - 35
    for number, page in enumerate(chars, start=1):
        inside = [char for char in page if char["bottom"] < bottom * POINTS]
        assert min(char["x0"] for char in inside) > 28 * POINTS - 1
        assert max(char["x1"] for char in inside) < (210 - 26) * POINTS + 1
        footer = [char for char in page if char["top"] > bottom * POINTS]
        assert "".join(char["text"] for char in footer) == f"—{number}—"
        assert (footer[0]["x0"] > 105 * POINTS) == (number % 2 == 1)


def test_headings_break_where_the_form_breaks_them(tmp_path: Path) -> None:
    write_pdf(demo.report(), tmp_path / "report.pdf")
    with pdfplumber.open(tmp_path / "report.pdf") as opened:
        cells = {
            cell for page in opened.pages for table in page.extract_tables() for row in table for cell in row
        }
    assert {"商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律\n服务\n机构", "自然人"} <= cells


@pytest.mark.matrix
@pytest.mark.parametrize("paragraphs", range(4, 8))
def test_no_signature_is_alone_on_a_page(paragraphs: int, tmp_path: Path) -> None:
    report = evolve(demo.report(), other_matters="\n".join(["一段文字。"] * paragraphs))
    write_pdf(report, tmp_path / "report.pdf", frame=Frame(unit="某市财政局", date="2024年1月20日"))
    with pdfplumber.open(tmp_path / "report.pdf") as opened:
        assert "一段文字。" in opened.pages[-1].extract_text()


def test_screen_readers_find_headings_and_tables(tmp_path: Path) -> None:
    write_pdf(demo.report(), tmp_path / "report.pdf")
    with pdfplumber.open(tmp_path / "report.pdf") as opened:
        tags = Counter(tag["type"] for tag in _flat(opened.structure_tree))
    assert (tags["H1"], tags["H2"]) == (1, 6)
    assert tags["Table"] >= 3, "one that goes on overleaf counts twice"


def _flat(tags: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for tag in tags:
        yield tag
        yield from _flat(tag.get("children", []))


MISSING: Final = {"gkxl[pdf]": MissingExtraError, "Pango": MissingLibraryError}


@pytest.fixture(params=MISSING)
def missing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A Python without WeasyPrint, or one without the library that WeasyPrint draws with."""
    name: str = request.param
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    if name == "Pango":
        (tmp_path / "weasyprint.py").write_text("print('advice'); raise OSError('no libpango')", "utf-8")
        monkeypatch.delitem(sys.modules, "weasyprint")
        monkeypatch.syspath_prepend(tmp_path)
    return name


def test_without_what_it_needs_nothing_is_written(missing: str, tmp_path: Path) -> None:
    with pytest.raises(MISSING[missing], match=re.escape(missing)):
        write_pdf(demo.report(), tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_the_command_says_in_one_sentence_what_is_missing_and_the_way_out(
    missing: str, tmp_path: Path
) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("publish", made.filled, "-o", tmp_path / "report.pdf")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert missing in line
    assert ".docx" in line
