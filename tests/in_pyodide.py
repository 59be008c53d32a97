"""What is run in Pyodide: the work of an office, with neither lxml nor processes nor threads."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from tempfile import mkdtemp

warnings.simplefilter("error")

from attrs import evolve  # noqa: E402 (with warnings as errors)

import gkxl  # noqa: E402 (the same)
from gkxl import demo  # noqa: E402 (the same)

FOLDER = Path(mkdtemp())
UNITS = 60
ROSTER = "单位代码,单位名称\n" + "".join(f"U{number},第{number}局\n" for number in range(UNITS))


def one_return() -> None:
    """A form goes out, comes back with faults, is marked, corrected, written anew and published."""
    made = demo.make(FOLDER / "demo")
    faulty = gkxl.read(made.faulty)
    assert not faulty.ok
    gkxl.mark(made.faulty, FOLDER / "marked.xlsx")
    assert not gkxl.read(FOLDER / "marked.xlsx").ok
    report = gkxl.read(made.filled).report
    assert report is not None
    assert gkxl.check(report) == []
    gkxl.write_workbook(report, FOLDER / "again.xlsx")
    assert gkxl.read(FOLDER / "again.xlsx").report == report
    assert gkxl.from_dict(gkxl.to_dict(report)) == report
    assert "政府信息公开" in gkxl.to_html(report)
    gkxl.migrate(made.filled, FOLDER / "moved.xlsx", year=2025)
    gkxl.write_series(gkxl.series([report]), FOLDER / "series.csv")


def every_edition() -> None:
    """A blank form of every edition can be written and read."""
    for edition in gkxl.EDITIONS.values():
        path = FOLDER / f"{edition.name}.xlsx"
        gkxl.write_template(path, year=edition.first_year, unit="某市财政局")
        assert gkxl.read(path).edition == edition.name


def one_collection() -> None:
    """Templates go out for a roster, returns are collected, and figures traced."""
    (FOLDER / "报回").mkdir()
    (FOLDER / "名册.csv").write_text(ROSTER, encoding="utf-8")
    report = demo.report()
    for number in range(UNITS):
        own = evolve(report, cover=evolve(report.cover, unit=f"第{number}局", unit_code=f"U{number}"))
        gkxl.write_workbook(own, FOLDER / "报回" / f"{number}.xlsx")
    with gkxl.collect(
        FOLDER / "报回", roster=FOLDER / "名册.csv", year=2023, output=FOLDER / "汇总"
    ) as collection:
        assert sum(entry.counted for entry in collection.ledger) == UNITS
        path = "requests.received.total"
        assert collection.values[path] == UNITS * gkxl.to_dict(report)["cells"][path]
        assert len(gkxl.trace(collection, path).parts) == UNITS
    issued = gkxl.write_templates(
        FOLDER / "名册.csv", year=2024, output=FOLDER / "下发", previous=FOLDER / "汇总"
    )
    assert len(issued.written) == UNITS


def what_cannot_be() -> None:
    """An old format is refused with the reason, which is not the file."""
    path = FOLDER / "old.xls"
    path.write_bytes(bytes.fromhex("0908100000060500") + bytes(12))  # how .xls begins
    said = ""
    try:
        gkxl.read(path)
    except gkxl.GkxlError as error:
        said = error.zh
    assert "要在另一个 Python 进程里读取" in said


for work in (one_return, every_edition, one_collection, what_cannot_be):
    work()
assert "lxml" not in sys.modules
print(*sys.version_info[:2], "done", sep=" ")  # noqa: T201 (a program)
