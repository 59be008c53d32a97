"""How long it takes to publish one report in each format: run by ``make bench``."""

from __future__ import annotations

import tempfile
from typing import Final

from timing import medians, say_beside

import gkxl
from gkxl import demo

ROUNDS: Final = 20

AIMS: Final = {"html": 60, "docx": 250}
"""What one report should take at most, in milliseconds, on a machine with nothing else to do."""


def main() -> None:
    """Print the medians beside the aims."""
    report = demo.report()
    with tempfile.TemporaryDirectory() as folder:
        took = medians(
            {
                "html": lambda: gkxl.write_html(report, f"{folder}/report.html"),
                "docx": lambda: gkxl.write_docx(report, f"{folder}/report.docx"),
                "pdf": lambda: gkxl.write_pdf(report, f"{folder}/report.pdf"),
            },
            ROUNDS,
        )
    say_beside(took, AIMS)


if __name__ == "__main__":
    main()
