"""What is run in Pyodide: the work of an office, with neither lxml nor processes nor threads."""

from __future__ import annotations

import struct
import sys
import warnings
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

warnings.simplefilter("error")

import openpyxl  # noqa: E402 (with warnings as errors)
from attrs import evolve  # noqa: E402 (the same)

import gkxl  # noqa: E402 (the same)
from gkxl import demo  # noqa: E402 (the same)
from old_files import cell, ole2, stream, wide  # noqa: E402 (the same)

FOLDER = Path(mkdtemp())
UNITS = 48
"""As many as other processes would be started for, were there any."""
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


def one_old_workbook() -> None:
    """An .xls is read where no process can be started, and a damaged one refused for what it is."""
    filled = demo.make(FOLDER / "new").filled
    old = _as_xls(filled)
    assert len(old) < 1 << 15
    assert gkxl.read(old).report == gkxl.read(filled).report
    said = ""
    try:
        gkxl.read(old[:6000] + b"\xff" * 600 + old[6600:])
    except gkxl.GkxlError as error:
        said = error.zh
    assert said.startswith("文件已损坏"), said


def _as_xls(path: Path) -> bytes:
    """A workbook as Excel 97 would save its cells, without the hidden sheet that says whose it is."""
    sheets = [one for one in openpyxl.load_workbook(path, data_only=True) if one.sheet_state == "visible"]
    records = (b"".join(map(_record, chain.from_iterable(sheet.iter_rows()))) for sheet in sheets)
    about: dict[str, Any] = {"states": [0] * len(sheets), "kinds": [0] * len(sheets)}
    return ole2({"Workbook": stream(*records, names=[one.title for one in sheets], **about)})


def _record(one: Any) -> bytes:  # noqa: ANN401 (a cell of any kind)
    place = (one.row - 1, one.column - 1)
    if one.value is None:
        return b""
    if isinstance(one.value, str):
        return cell(0x204, wide(one.value), place)
    return cell(0x203, struct.pack("<d", one.value), place)


for work in (one_return, every_edition, one_collection, one_old_workbook):
    work()
assert "lxml" not in sys.modules
print(*sys.version_info[:2], "done", sep=" ")  # noqa: T201 (a program)
