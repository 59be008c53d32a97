"""How long it takes to read one published report, as a page and in Word: run by ``make bench``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from timing import medians, say_beside

import gkxl
from gkxl import demo

ROUNDS: Final = 20

AIMS: Final = {"html": 40}
"""What one report should take at most, in milliseconds, on a machine with nothing else to do."""


def main() -> None:
    """Print the medians beside the aims."""
    report = demo.report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gkxl.write_html(report, folder / "report.html")
        gkxl.write_docx(report, folder / "report.docx")
        took = medians(
            {
                "html": lambda: gkxl.read_published(folder / "report.html"),
                "docx": lambda: gkxl.read_published(folder / "report.docx"),
            },
            ROUNDS,
        )
    say_beside(took, AIMS)


if __name__ == "__main__":
    main()
