"""Runs as a process of its own: a PDF comes in, its lines and tables go out as JSON."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, Final

from gkxl.isolation.restraint import restrain

MOST_PAGES: Final = 100
MEMORY: Final = 400 << 20
SECONDS: Final = 40


def main() -> None:
    """Read a file; write one line of JSON."""
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))


def _answer(data: bytes) -> dict[str, Any]:
    try:
        import pdfplumber  # noqa: PLC0415 (an extra; loaded before memory is bounded)
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415 (the same)

        from gkxl.published.paper_pages import blocks  # noqa: PLC0415 (the same)
    except ImportError:
        return {"missing": True}
    restrain(memory=MEMORY, seconds=SECONDS)
    try:
        with pdfplumber.open(io.BytesIO(data)) as paper:
            if len(paper.pages) > MOST_PAGES:
                return {"reason": "long"}
            if not any(page.chars for page in paper.pages):
                return {"reason": "scanned"}
            return {"blocks": blocks(paper.pages)}
    except PdfminerException as error:
        locked = any("Password" in type(cause).__name__ for cause in error.args)
        return {"reason": "locked" if locked else "damaged"}


if __name__ == "__main__":
    main()
