"""What every hostile file costs: printed as a table by ``make hostile``, for the page on limits."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "xlsx"))
sys.path.insert(0, str(Path(__file__).parents[1] / "publication" / "read"))
sys.path.insert(0, str(Path(__file__).parents[1] / "collection"))
sys.path.insert(0, str(Path(__file__).parents[1] / "legacy"))
sys.path.insert(0, str(Path(__file__).parents[1] / "register"))

import hostile
import hostile_old
import hostile_registers
import hostile_reports
import hostile_returns

from costs import cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def cases() -> Iterator[tuple[str, str, bytes, str, Callable[[], bytes]]]:
    """Suffix, job and ordinary file of each format; name and maker of each hostile one."""
    for name, make in hostile.CASES.items():
        yield ".xlsx", "workbook", hostile.ordinary(), name, make
    for name, make in hostile_registers.CASES.items():
        yield ".xlsx", "register", hostile_registers.ordinary(), name, make
    for suffix, books in hostile_old.CASES.items():
        for name, make in books.items():
            yield suffix, "workbook", hostile_old.ordinary(suffix), name, make
    for suffix, reports in hostile_reports.CASES.items():
        for name, make in reports.items():
            yield suffix, "published", hostile_reports.ordinary(suffix), name, make
    for suffix, (job, files, ordinary) in hostile_returns.CASES.items():
        for name, make in files.items():
            yield suffix, job, ordinary, name, make


def main() -> None:
    """Print the table; of some formats only, where they are named."""
    print("| Format | File | Size in kB | Ends with | MB | MB of children | Seconds |")  # noqa: T201 (what the script is for)
    print("|---|---|---:|---|---:|---:|---:|")  # noqa: T201 (the same)
    for suffix, job, ordinary, name, make in cases():
        if suffix not in (sys.argv[1:] or suffix):
            continue
        content = make()
        with tempfile.TemporaryDirectory() as folder:
            took = cost(Path(folder), job, ordinary, content, suffix)
        figures = f"{took.megabytes} | {took.megabytes_of_children} | {took.seconds:.2f}"
        print(f"| {suffix} | {name} | {len(content) >> 10:,} | {took.end} | {figures} |", flush=True)  # noqa: T201 (the same)


if __name__ == "__main__":
    main()
