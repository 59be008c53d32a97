"""Texts of a PDF come back by paragraph; scans, damaged and slow files are refused for what they are."""

from __future__ import annotations

import base64
import io
import re
import struct
import subprocess
import sys
import zlib
from random import Random
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import lxml.html
import pages_of_tables
import pytest
import weasyprint
from attrs import evolve
from pypdfium2 import PdfDocument

import gkxl
from gkxl import demo
from gkxl.errors import MissingExtraError, UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.model.outline import values_of
from gkxl.publication.read import as_workbook, html_reader, pdf_reader
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.line_figures import find_figures, split_row
from published import as_numbers
from seeds import SEED, WHOLE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path: Path = tmp_path_factory.mktemp("paper") / "report.pdf"
    gkxl.write_pdf(demo.report(), path)
    return path.read_bytes()


def test_texts_come_back_paragraph_by_paragraph_without_page_numbers(printed: bytes) -> None:
    reading = read_published(printed)
    assert reading.report is not None
    assert reading.report.overview == demo.report().overview
    assert reading.issues == ()


def test_a_scan_is_named() -> None:
    blank = PdfDocument.new()
    blank.new_page(595, 842)
    saved = io.BytesIO()
    blank.save(saved)
    with pytest.raises(UnreadableFileError, match="扫描件"):
        read_published(saved.getvalue())


@pytest.mark.parametrize("keep", [20, 3000])
def test_what_is_cut_short_is_damaged(printed: bytes, keep: int) -> None:
    with pytest.raises(UnreadableFileError, match="PDF 已损坏"):
        read_published(printed[:keep])


def test_a_slow_file_is_given_up() -> None:
    with (
        patch.object(pdf_reader, "WALL_SECONDS", 0.01),
        pytest.raises(UnreadableFileError, match="内存和时间"),
    ):
        read_published(b"%PDF-1.7")


def test_the_extra_is_named_where_it_is_missing() -> None:
    with patch.dict(sys.modules, {"pdfplumber": None}):
        found = pdf_reader._read_file({}, b"%PDF-1.7")  # noqa: SLF001 (what the process says)
    missing = patch.object(pdf_reader, "_ask_process", return_value=found)
    with missing, pytest.raises(MissingExtraError, match="gkxl\\[pdf\\]"):
        read_published(b"%PDF-1.7")


PLAIN: Final = (
    "<style>body{{font:{size}px/1.6 'Noto Serif CJK SC'}}h1{{font-family:'DejaVu Sans'}}"
    "table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #000;padding:3px}}"
    "tr{{break-inside:avoid}}"
    ".cut{{break-before:page}}{more}</style>"
)


def broken_page(name: str, place: str, size: int = 16, more: str = "") -> tuple[str, dict[str, Any]]:
    """A real report in plain style that breaks before a row of table three or a heading; its values."""
    report = gkxl.from_dict(as_numbers(name))
    body = re.sub(".*<main>|</main>.*", "", gkxl.to_html(report, draft=True), flags=re.DOTALL)
    kind, _, number = place.partition(" ")
    if kind == "row":
        begin = body.index("<table", body.index("<table") + 1)
        rows = [found.start() for found in re.finditer("<tr>", body) if found.start() > begin]
        at = rows[int(number)]
        body = f'{body[:at]}<tr class="cut">{body[at + 4 :]}'
    else:
        at = [found.start() for found in re.finditer("<h2", body)][int(number)]
        body = f'{body[:at]}<h2 class="cut"{body[at + 3 :]}'
    return f"<html><body>{PLAIN.format(size=size, more=more)}{body}", values_of(report)


REAL: Final = "suqian-2024"
PLACES: Final = [*(f"row {number}" for number in range(27)), *(f"section {number}" for number in (1, 2, 3))]


def missed(data: bytes, values: dict[str, Any]) -> int:
    """How many figures are not read; asserts that none is another, and that the year is read."""
    reading = read_published(data)
    wanted = pages_of_tables.figures(values)
    assert {
        path: reading.values[path] for path in wanted if reading.values[path] not in (None, wanted[path])
    } == {}
    return sum(reading.values[path] is None for path in wanted)


DRAWN: Final = PLACES if WHOLE else Random(SEED).sample(PLACES, 3)  # noqa: S311 (cases)


@pytest.mark.parametrize("name", ["suqian-2024", "pingtan-2019"])
@pytest.mark.parametrize("place", DRAWN)
def test_chromium_prints_a_page_that_breaks_anywhere(
    name: str, place: str, chromium: str, tmp_path: Path
) -> None:
    """In all sizes, in which digits stand at other heights than the characters beside them."""
    size = 14 + 2 * (PLACES.index(place) % 6)
    html, values = broken_page(name, place, size)
    assert missed(print_page(chromium, html, tmp_path), values) <= 2


@pytest.mark.parametrize(
    "more",
    ["tr:last-child td,tr:last-child th{border-bottom:none}", "tr:nth-child(9) td{border-bottom:none}"],
)
def test_a_line_of_a_table_is_not_drawn(more: str, chromium: str, tmp_path: Path) -> None:
    html, values = broken_page(REAL, "row 9", 16, more)
    assert missed(print_page(chromium, html, tmp_path), values) == 0


@pytest.mark.matrix
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_are_turned(degrees: int, printed: bytes) -> None:
    turned = PdfDocument(printed)
    for sheet in turned:
        sheet.set_rotation(degrees)
    saved = io.BytesIO()
    turned.save(saved)
    reading = read_published(saved.getvalue())
    assert reading.report is not None
    assert reading.report.requests == demo.report().requests


def print_page(chromium: str, html: str, folder: Path) -> bytes:
    (folder / "page.html").write_text(html, encoding="utf-8")
    target = folder / "page.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    subprocess.run(
        [chromium, *options, f"--user-data-dir={folder}", f"--print-to-pdf={target}", folder / "page.html"],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return target.read_bytes()


def test_a_picture_of_a_page_with_a_stamp_is_a_scan() -> None:
    with pytest.raises(UnreadableFileError, match="扫描件"):
        read_published(page_as_picture())


def page_as_picture() -> bytes:
    """A page that is one picture, with a few words over it."""
    picture = "data:image/png;base64," + base64.b64encode(small_png()).decode()
    image = f"<img src='{picture}' style='width:200mm;height:280mm'>"
    page = f"<style>@page{{margin:0}}</style><p>档案专用</p>{image}"
    made: bytes = weasyprint.HTML(string=page).write_pdf()
    return made


def small_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(range(8)) for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "other", ["requests.received.total", "disputes.review.upheld", "requests.processed.granted.business"]
)
def test_what_two_witnesses_read_otherwise_is_not_read(other: str) -> None:
    """The lines of text say something else than the cells."""
    html, values = broken_page(REAL, "section 1")
    grid = html_reader.read_html(html.encode(), Limits())
    rows = [split_row(n, line) for n, line in enumerate(text_lines(html))]
    figures = find_figures(rows)
    section = other.partition(".")[0]
    lines = {
        name: tuple("7" if one == str(values[other]) else one for one in found)
        for name, found in figures[section].lines.items()
    }
    both = evolve(grid, figures={**figures, section: evolve(figures[section], lines=lines)})
    with patch.object(as_workbook, "open_document", return_value=both):
        reading = read_published(b"")
    assert reading.values[other] is None
    assert {path.partition(".")[0] for path, value in reading.values.items() if value is None} == {section}


def text_lines(html: str) -> list[str]:
    rows = lxml.html.fromstring(html).iter("tr")
    return ["\t".join(cell.text_content() for cell in row.iter("td", "th")) for row in rows]
