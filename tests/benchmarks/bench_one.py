"""How long one return takes, beside openpyxl and calamine: run by ``make bench``.

All are measured in one run, in turns, on the same filled workbook, so that a busy machine slows all of them.
Openpyxl and calamine only load cells: neither finds the cells of the form, reads numbers strictly, or checks
a rule, all of which `gkxl.read` does.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
import python_calamine

import gkxl

sys.path.insert(0, str(Path(__file__).parents[1]))

from gkxl.forms import EDITIONS
from workbooks import real, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS: Final = 60
WARM_UP: Final = 5
"""Rounds that do not count: caches of the form are filled once per process."""

AIMS: Final = {"gkxl reads and checks": 8, "gkxl writes": 25}
"""What one return should take at most, in milliseconds, on a machine with nothing else to do."""


def main() -> None:
    """Print the medians, beside the aims and the time that gkxl takes to read."""
    content = workbook(real(EDITIONS["2021"])[-1])
    report = gkxl.read(content).report
    assert report is not None
    took = medians(
        {
            "gkxl reads and checks": lambda: gkxl.read(content),
            "gkxl writes": lambda: workbook(report),
            "openpyxl loads": lambda: openpyxl.load_workbook(io.BytesIO(content), data_only=True),
            "calamine loads": lambda: calamine(content),
        }
    )
    for name, milliseconds in took.items():
        ratio = milliseconds / took["gkxl reads and checks"]
        aim = f"   at most {AIMS[name]} ms" if name in AIMS else ""
        print(f"{name:24}{milliseconds:8.2f} ms{ratio:8.2f} ×{aim}")  # noqa: T201 (what the script is for)


def medians(jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """How long each job takes, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(WARM_UP + ROUNDS):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            if turn >= WARM_UP:
                times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(taken) for name, taken in times.items()}


def calamine(content: bytes) -> list[list[list[object]]]:
    """Every sheet as rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]


if __name__ == "__main__":
    main()
