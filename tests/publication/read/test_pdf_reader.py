"""Texts of a PDF come back by paragraph; scans, damaged and slow files are refused for what they are."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
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
