"""Reads PDF in a process of its own, so that no file can take more than its share of memory and time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from attrs import asdict

from gkxl import errors
from gkxl.errors import TimeLimitError, UnreadableFileError, missing_extra, revived
from gkxl.files.limits import refuse_above
from gkxl.files.subprocess import ask, command
from gkxl.published.blocks import Block, Cell, Source, Table, Words
from gkxl.published.radicals import without_radicals

if TYPE_CHECKING:
    from gkxl.files.limits import Limits

SECONDS: Final = 60
"""How long the process may take in all; a report of thirty pages takes some five seconds."""

_PROCESS: Final = command("gkxl.published.paper_child")

_REASONS: Final = {
    "scanned": (
        "PDF 里没有文字，多半是扫描件，读不出数字。请换用网页、Word 文档，或由 Word 另存的 PDF。",
        "the PDF holds no text; it seems to be scanned, and nothing can be read of it",
    ),
    "locked": ("PDF 已加密，请取消密码后再读取。", "the PDF is encrypted; remove the password"),
    "damaged": (
        "PDF 已损坏，或读取它要占用过多内存。请重新下载，或换用网页、Word 文档。",
        "the PDF is damaged, or takes too much memory; download it again, or use the page itself",
    ),
    "slow": (
        "读取这份 PDF 要占用过多内存和时间，已停止。可以再试一次；仍不行的，请换用网页、Word 文档。",
        "reading the PDF takes too much memory and time and was stopped; try again, or use the page itself",
    ),
}


def read_paper(data: bytes, limits: Limits) -> Source:
    """What stands in a PDF.

    Raises:
        MissingExtraError: pdfplumber, the extra ``gkxl[pdf]``, is not installed.
        UnreadableFileError: It is scanned, encrypted or damaged, or costs too much memory.
        TimeLimitError: It costs too much time.
        LimitError: It is larger than the limits allow.
    """
    settings = json.dumps(asdict(limits)).encode()
    answer = _answer(settings + b"\n" + data)
    if "missing" in answer:
        instead = ("改用网页、.docx", "use the web page or .docx")
        raise missing_extra("pdf", "读取 PDF 需要 pdfplumber", "reading PDF needs pdfplumber", instead)
    if "error" in answer:
        kind, zh, en = answer["error"]
        raise revived(getattr(errors, kind), zh, en)
    if "reason" in answer:
        kind = TimeLimitError if answer["reason"] == "slow" else UnreadableFileError
        raise kind(*_REASONS[answer["reason"]])
    cells = sum(len(row) for block in answer["blocks"] for row in block.get("rows", ()))
    refuse_above(limits.printed_cells, cells, "表格的单元格数", "The number of cells")
    return Source(format="pdf", blocks=tuple(map(_block, answer["blocks"])))


def _answer(question: bytes) -> dict[str, Any]:
    try:
        return ask(_PROCESS, question, seconds=SECONDS)
    except TimeoutError:
        return {"reason": "slow"}
    except ChildProcessError:
        return {"reason": "damaged"}


def _block(told: dict[str, Any]) -> Block:
    if "rows" in told:
        return Table(tuple(tuple(_cell(*cell) for cell in row) for row in told["rows"]))
    return Words(without_radicals(told["text"]), told["level"])


def _cell(text: str, *spans: int) -> Cell:
    return Cell(without_radicals(text), *spans)
