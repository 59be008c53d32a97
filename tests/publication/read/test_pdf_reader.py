"""Texts of a PDF come back by paragraph; scans, damaged and slow files are refused for what they are."""

from __future__ import annotations

import base64
import io
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

import pytest
import weasyprint
from pages_of_tables import figures
from printed_reports import broken_page, printing, values
from pypdfium2 import PdfDocument

import gkxl
from gkxl import demo
from gkxl.errors import MissingExtraError, UnreadableFileError
from gkxl.publication.read import pdf_reader
from gkxl.publication.read.as_workbook import read_published

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


UNDRAWN: Final = (
    "tr:last-child td,tr:last-child th{border-bottom:none}",
    "tr:nth-child(9) td{border-bottom:none}",
)
REAL: Final = "suqian-2024"


def test_a_line_of_a_table_is_not_drawn(chromium: str, tmp_path: Path) -> None:
    with printing(chromium, tmp_path) as print_page:
        printed = [print_page(broken_page(REAL, "row 9", 16, more)) for more in UNDRAWN]
    for data in printed:
        assert figures(read_published(data).values) == figures(values(REAL))


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
