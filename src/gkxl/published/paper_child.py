"""Runs as a process of its own: a PDF comes in, its lines and tables go out as JSON."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NoReturn

from gkxl.errors import LimitError
from gkxl.files.limits import Limits, refuse_above
from gkxl.files.subprocess import restrain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEMORY: Final = 400 << 20
SECONDS: Final = 40

STEP_SECONDS: Final = 2
"""Of work until something is done: the document opened and measured, or one page read. A page of a report
takes a fifth of a second."""


def main() -> None:
    """Read a line of settings and then a file; write one line of JSON."""
    settings = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), Limits(**settings))))


def _answer(data: bytes, limits: Limits | None = None) -> dict[str, Any]:
    try:
        import pdfplumber  # noqa: PLC0415 (an extra; loaded before memory is bounded)
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415 (the same)

        from gkxl.published.paper_pages import blocks  # noqa: PLC0415 (the same)
    except ImportError:
        return {"missing": True}
    restrain(memory=MEMORY, seconds=SECONDS)
    try:
        with _step_by_step(), pdfplumber.open(io.BytesIO(data)) as paper:
            _measure(paper.doc, limits or Limits())
            if not any(page.chars for page in _steps(paper.pages)):
                return {"reason": "scanned"}
            return {"blocks": blocks(list(paper.pages), _steps)}
    except PdfminerException as error:
        locked = any("Password" in type(cause).__name__ for cause in error.args)
        return {"reason": "locked" if locked else "damaged"}
    except LimitError as error:
        return {"error": [type(error).__name__, error.zh, error.en]}


def _measure(document: Any, limits: Limits) -> None:  # noqa: ANN401 (pdfminer's)
    """Refuse what is too much for a report before any page is laid out.

    Raises:
        LimitError: It has too many pages, or too much is drawn on them.
    """
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415 (an extra)
    from pdfminer.pdftypes import stream_value  # noqa: PLC0415 (the same)

    drawn = 0
    for number, page in enumerate(islice(PDFPage.create_pages(document), limits.pdf_pages + 1), start=1):
        refuse_above(limits.pdf_pages, number, "PDF 的页数", "The number of pages of the PDF")
        for content in page.contents:
            drawn += len(stream_value(content).get_data())
            refuse_above(
                limits.pdf_bytes, drawn, "PDF 各页内容的字节数", "The size of what is drawn on the pages"
            )


@contextmanager
def _step_by_step() -> Iterator[None]:
    """End the process at a step that takes too long, where the system can; the whole is bounded anyway."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, _end)
    _begin_step(STEP_SECONDS)
    try:
        yield
    finally:
        _begin_step(0)


def _end(*_: object) -> NoReturn:
    """Answer at once: pdfminer catches exceptions, and what it has made takes seconds to be cleared away."""
    sys.stdout.write(json.dumps({"reason": "slow"}))
    sys.stdout.flush()
    os._exit(0)


def _begin_step(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _steps(pages: Iterable[Any]) -> Iterator[Any]:
    """Pages, each of which is a step."""
    for page in pages:
        _begin_step(STEP_SECONDS)
        yield page
    _begin_step(STEP_SECONDS)


if __name__ == "__main__":
    main()
