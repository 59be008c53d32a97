"""What is done in every host and on every Python: an old workbook is read, sixty returns are collected."""

from __future__ import annotations

import sys
from pathlib import Path

from attrs import evolve

import gkxl
from gkxl import demo

UNITS = 60


def make(place: Path) -> None:
    """The returns of sixty units, and their roster."""
    (place / "报回").mkdir()
    report = demo.report()
    for number in range(UNITS):
        cover = evolve(report.cover, unit=f"第{number}局", unit_code=f"U{number}")
        gkxl.write_workbook(evolve(report, cover=cover), place / "报回" / f"{number}.xlsx")
    rows = "".join(f"U{number},第{number}局\n" for number in range(UNITS))
    (place / "名册.csv").write_text(f"单位代码,单位名称\n{rows}", "utf-8")


def do(folder: str, output: str = "汇总") -> str:
    """How many units are added up, and what became of the old workbook."""
    place = Path(folder)
    try:
        old = "read" if gkxl.read(place / "old.ods").ok else "wrong"
    except gkxl.GkxlError as error:
        old = str(error).replace(" ", "")
    collection = gkxl.collect(
        place / "报回", roster=place / "名册.csv", year=2023, output=place / output, marks=False
    )
    with collection:
        return f"{sum(entry.counted for entry in collection.ledger)} {old}"


if __name__ == "__main__":
    if not (Path(sys.argv[1]) / "名册.csv").exists():
        make(Path(sys.argv[1]))
    print(do(sys.argv[1]))  # noqa: T201 (a program)
