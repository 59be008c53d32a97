"""How long it takes to read one published report, and to compare those of a city: run by ``make bench``."""

from __future__ import annotations

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from returns import YEAR, reports, write_returns
from timing import medians, say_beside, waits

import gkxl
from gkxl import demo
from gkxl.files.save import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS: Final = 20

UNITS: Final = 40
"""How many units published theirs."""

AIMS: Final = {"html": 40}
"""What one report should take at most, in milliseconds, on a machine with nothing else to do."""


def _as_text(page: str) -> str:
    """The text of a page, the cells of a row in one line."""
    lines = re.sub("</(?:p|h[1-6]|tr)>", "\n", re.sub("</t[dh]>", "\t", page.partition("<main>")[2]))
    return re.sub("<[^>]*>", "", lines)


def main() -> None:
    """Print the medians beside the aims."""
    report = demo.report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gkxl.write_html(report, folder / "report.html")
        gkxl.write_docx(report, folder / "report.docx")
        gkxl.write_pdf(report, folder / "report.pdf")
        (folder / "report.txt").write_text(_as_text(gkxl.to_html(report)), encoding="utf-8")
        took = medians(
            {
                "html": lambda: gkxl.read_published(folder / "report.html"),
                "docx": lambda: gkxl.read_published(folder / "report.docx"),
                "text": lambda: gkxl.read_published(folder / "report.txt"),
                "pdf": lambda: gkxl.read_published(folder / "report.pdf"),
            },
            ROUNDS,
        )
    say_beside(took, AIMS)
    with tempfile.TemporaryDirectory() as name:
        say_beside(waits(compare_city(Path(name)), 3), AIMS)


def compare_city(folder: Path) -> dict[str, Callable[[], object]]:
    """To compare what all units of a city published with what they filed, by one processor and by all."""
    returns = write_returns(folder, UNITS)
    gkxl.collect(returns, roster=folder / "units.csv", year=YEAR, output=folder / "collected", marks=False)
    pages = make_folder(folder / "published")
    for report in reports(UNITS):
        gkxl.write_html(report, pages / f"{report.cover.unit_code}.html")
    here = ThreadPoolExecutor(1)
    return {
        f"compare {UNITS} units, one processor": lambda: gkxl.comparison.diff_published(
            folder / "collected", pages, executor=here
        ),
        f"compare {UNITS} units, all processors": lambda: gkxl.comparison.diff_published(
            folder / "collected", pages
        ),
    }


if __name__ == "__main__":
    main()
