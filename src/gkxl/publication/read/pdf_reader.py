"""Reads PDF in a process of its own, so that no file can take more than a fixed amount of memory and time."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NoReturn
from unicodedata import normalize

from attrs import asdict

from gkxl import errors
from gkxl.errors import GkxlError, NoProcessError, TimeLimitError, UnreadableFileError, rebuild_error
from gkxl.files.extras import need_extra
from gkxl.files.limits import Limits, check_limit
from gkxl.files.subprocess import answer, run_limited
from gkxl.publication.read import Block, SourceDocument, Table, TableCell, TextLine
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Browsers write radicals into PDF in place of the characters that they look like. NFKC turns the Kangxi
# radicals (U+2F00 to U+2FD5) into these, but not the simplified ones of the supplement (U+2E80 to U+2EF3).
_RADICALS: Final = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
_CHARACTERS: Final = "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
_REPLACEMENTS: Final[dict[int, str]] = {
    **{code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(map(ord, _RADICALS), _CHARACTERS, strict=True)),
}


def _replace_radicals(text: str) -> str:
    """A text with ordinary characters in place of radicals.

    >>> _replace_radicals("\u2f00、\u2ea0\u653f局")
    '一、民政局'
    """
    return text.translate(_REPLACEMENTS)


WALL_SECONDS: Final = 60
"""How many seconds of wall-clock time the process may take; a report of thirty pages takes some five."""

_ALTERNATIVES: Final = Wording("请换用网页、Word 文档", "use the web page or .docx")

_REASONS: Final = {
    "scanned": "PDF 里没有文字，多半是扫描件，读不出数字。请换用网页、Word 文档，或由 Word 另存的 PDF。",
    "locked": "PDF 已加密，请取消密码后再读取。",
    "damaged": "PDF 已损坏，或读取它要占用过多内存。请重新下载，或换用网页、Word 文档。",
}
_SLOW: Final = "读取这份 PDF 要占用过多内存和时间，已停止。可以再试一次；仍不行的，请换用网页、Word 文档。"


def read_pdf(data: bytes, limits: Limits) -> SourceDocument:
    """The lines and tables of a PDF.

    Raises:
        MissingExtraError: pdfplumber, the extra ``gkxl[pdf]``, is not installed.
        NoProcessError: No process can be started here.
        UnreadableFileError: It is scanned, encrypted or damaged, or costs too much memory.
        TimeLimitError: It costs too much time.
        LimitError: It is larger than the limits allow.
    """
    settings = json.dumps(asdict(limits)).encode()
    answer = _ask_process(settings + b"\n" + data)
    if "error" in answer:
        kind, *said = answer["error"]
        raise rebuild_error(getattr(errors, kind), "{said}", {"said": Wording(*said)})
    if "reason" in answer:
        if answer["reason"] == "slow":
            raise TimeLimitError(_SLOW)
        raise UnreadableFileError(_REASONS[answer["reason"]])
    cells = sum(len(row) for block in answer["blocks"] for row in block.get("rows", ()))
    check_limit(limits.printed_cells, cells, "表格的单元格数")
    from gkxl.publication.read.own_tables import figures_between  # noqa: PLC0415 (the process needs no form)

    lines = [TextLine(_replace_radicals(line)) for line in answer["lines"]]
    blocks = tuple(map(_make_block, answer["blocks"]))
    return SourceDocument(format="pdf", blocks=blocks, figures=figures_between(lines))


def _ask_process(question: bytes) -> dict[str, Any]:
    try:
        return run_limited(__name__, question, seconds=WALL_SECONDS)
    except NoProcessError as error:
        raise NoProcessError(error.why, _ALTERNATIVES) from None
    except TimeoutError:
        return {"reason": "slow"}
    except ChildProcessError:
        return {"reason": "damaged"}


def _make_block(block: dict[str, Any]) -> Block:
    if "rows" in block:
        return Table(tuple(tuple(_make_cell(*cell) for cell in row) for row in block["rows"]))
    return TextLine(_replace_radicals(block["text"]), block["level"])


def _make_cell(text: str, *spans: int) -> TableCell:
    return TableCell(_replace_radicals(text), *spans)


_MEMORY: Final = 400 << 20
"""How many bytes of memory the process may take."""

_CPU_SECONDS: Final = 40
"""How many seconds of CPU time the process may take in all."""

_STEP_SECONDS: Final = 2
"""How many seconds of CPU time one step may take: to open the document, or to read a page (usually 0.2 s)."""


def main() -> None:
    """Read a PDF and answer with what is on its pages."""
    answer(_read_file)


def _read_file(settings: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return _read_document(data, Limits(**settings))
    except GkxlError as error:
        return {"error": [type(error).__name__, error.zh, error.en]}


def _read_document(data: bytes, limits: Limits) -> dict[str, Any]:
    with need_extra(
        "pdf", "读取 PDF 需要 pdfplumber", Wording("改用网页、.docx", "use the web page or .docx")
    ):
        import pdfplumber  # noqa: PLC0415 (an extra; loaded before memory is bounded)
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415 (the same)
    from gkxl.files.process_limits import limit_this_process  # noqa: PLC0415 (it loads ctypes)
    from gkxl.publication.read.pdf_pages import read_pages  # noqa: PLC0415 (before memory is bounded)

    limit_this_process(memory=_MEMORY, seconds=_CPU_SECONDS)
    try:
        with _limit_steps(), pdfplumber.open(io.BytesIO(data)) as pdf:
            _check_size(pdf.doc, limits)
            if _is_scanned(_time_pages(pdf.pages)):
                return {"reason": "scanned"}
            return read_pages(map(_set_upright, _time_pages(pdf.pages)))
    except PdfminerException as error:
        locked = any("Password" in type(cause).__name__ for cause in error.args)
        return {"reason": "locked" if locked else "damaged"}


def _set_upright(page: Any) -> Any:  # noqa: ANN401 (pdfplumber's)
    """A page turned so that most of its text runs from left to right."""
    for turn in (0, 90, 180, 270):
        turned = page if turn == 0 else _turn(page, turn)
        right = sum(char["matrix"][0] > 0 for char in turned.chars)
        if 2 * right >= len(turned.chars):
            return turned
    return page


def _turn(page: Any, degrees: int) -> Any:  # noqa: ANN401 (pdfplumber's)
    # ISO 32000-1 table 30: Rotate is by how many degrees a page is turned clockwise when it is shown.
    page.page_obj.rotate = (page.rotation + degrees) % 360
    return type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


_FEW_CHARACTERS: Final = 50
_MOST_OF_PAGE: Final = 0.5


def _is_scanned(pages: Iterable[Any]) -> bool:
    """Whether the pages hold nothing but pictures of pages, on which a few words may have been stamped."""
    return all(not page.chars or _is_picture(page) for page in pages)


def _is_picture(page: Any) -> bool:  # noqa: ANN401 (pdfplumber's)
    areas = (image["width"] * image["height"] for image in page.images)
    covered = max(areas, default=0) >= _MOST_OF_PAGE * float(page.width * page.height)
    return covered and len(page.chars) < _FEW_CHARACTERS


def _check_size(document: Any, limits: Limits) -> None:  # noqa: ANN401 (pdfminer's)
    """Refuse what is too much for a report before any page is laid out.

    Raises:
        LimitError: It has too many pages, or too much is drawn on them.
    """
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415 (an extra)
    from pdfminer.pdftypes import stream_value  # noqa: PLC0415 (the same)

    # Compressed content can expand 1,000-fold, and pdfminer makes an object per character, so the size is
    # checked first.
    drawn = 0
    for number, page in enumerate(islice(PDFPage.create_pages(document), limits.pdf_pages + 1), start=1):
        check_limit(limits.pdf_pages, number, "PDF 的页数")
        for content in page.contents:
            drawn += len(stream_value(content).get_data())
            check_limit(limits.pdf_bytes, drawn, "PDF 各页内容的字节数")


@contextmanager
def _limit_steps() -> Iterator[None]:
    """End the process at a step that takes too long, on systems that have such a timer."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, _end_process)
    _start_timer(_STEP_SECONDS)
    try:
        yield
    finally:
        _start_timer(0)


def _end_process(*_: object) -> NoReturn:
    """Answer that the file is too slow, and end the process."""
    # No exception: pdfminer would catch it, and freeing its objects would take seconds.
    sys.stdout.write(json.dumps({"reason": "slow"}))
    sys.stdout.flush()
    os._exit(0)


def _start_timer(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _time_pages(pages: Iterable[Any]) -> Iterator[Any]:
    """Yield the pages, restarting the step timer for each."""
    for page in pages:
        _start_timer(_STEP_SECONDS)
        yield page
    _start_timer(_STEP_SECONDS)
