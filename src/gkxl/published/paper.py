"""Reads PDF in a process of its own, so that no file can take more than its share of memory and time."""

from __future__ import annotations

from typing import Any, Final

from gkxl.errors import UnreadableFileError, missing_extra
from gkxl.isolation.asking import ask, command
from gkxl.published.blocks import Block, Cell, Source, Table, Words
from gkxl.published.radicals import without_radicals

SECONDS: Final = 60
"""How long the process may take in all; a report of thirty pages takes some five seconds."""

_PROCESS: Final = command("gkxl.published.paper_child")

_REASONS: Final = {
    "scanned": (
        "PDF 里没有文字，多半是扫描件，读不出数字。请换用网页、Word 文档，或由 Word 另存的 PDF。",
        "the PDF holds no text; it seems to be scanned, and nothing can be read of it",
    ),
    "locked": ("PDF 已加密，请取消密码后再读取。", "the PDF is encrypted; remove the password"),
    "long": (
        "PDF 页数过多，不像一份年度报告，未予读取。请只保留报告本身。",
        "the PDF has too many pages for a report",
    ),
    "damaged": (
        "PDF 已损坏，或读取它要占用过多内存和时间。请重新下载，或换用网页、Word 文档。",
        "the PDF is damaged, or takes too much memory or time; download it again, or use the page itself",
    ),
}


def read_paper(data: bytes) -> Source:
    """What stands in a PDF.

    Raises:
        MissingExtraError: pdfplumber, the extra ``gkxl[pdf]``, is not installed.
        UnreadableFileError: It is scanned, encrypted or damaged, or costs too much memory or time.
    """
    answer = _answer(data)
    if "missing" in answer:
        instead = ("改用网页、.docx", "use the web page or .docx")
        raise missing_extra("pdf", "读取 PDF 需要 pdfplumber", "reading PDF needs pdfplumber", instead)
    if "reason" in answer:
        raise UnreadableFileError(*_REASONS[answer["reason"]])
    return Source(format="pdf", blocks=tuple(map(_block, answer["blocks"])))


def _answer(data: bytes) -> dict[str, Any]:
    try:
        return ask(_PROCESS, data, seconds=SECONDS)
    except OSError:
        return {"reason": "damaged"}


def _block(told: dict[str, Any]) -> Block:
    if "rows" in told:
        return Table(tuple(tuple(_cell(*cell) for cell in row) for row in told["rows"]))
    return Words(without_radicals(told["text"]), told["level"])


def _cell(text: str, *spans: int) -> Cell:
    return Cell(without_radicals(text), *spans)
