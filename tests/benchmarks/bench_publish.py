"""How long it takes to publish one report in each format: run by ``make bench``."""

from __future__ import annotations

import tempfile
from typing import Final

from timing import medians

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
    for name, milliseconds in took.items():
        aim = f"   at most {AIMS[name]} ms" if name in AIMS else ""
        print(f"{name:24}{milliseconds:8.2f} ms{aim}")  # noqa: T201 (what the script is for)


if __name__ == "__main__":
    main()
