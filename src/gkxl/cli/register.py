"""``gkxl register``: the list of applications that a unit keeps, counted into tables three and four."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

import gkxl
from gkxl.cli.command import CommandGroup
from gkxl.cli.counted import print_counted, print_filled, print_opening, print_rows
from gkxl.cli.files import check_workbook_target, name_in_errors
from gkxl.cli.outcome import Outcome, print_outcome
from gkxl.cli.parameters import FILE, WHOLE, argument, option
from gkxl.cli.previous import read_last_year
from gkxl.cli.template import default_target
from gkxl.cli.terminal import CLEAN, ERRORS, answer, complain, lang, say
from gkxl.collection.tracing import find_figures, read_place
from gkxl.errors import DataError, WriteError
from gkxl.model.outline import node
from gkxl.register.checks import combine_readings
from gkxl.register.counting import fill_report
from gkxl.register.tables import counted_places
from gkxl.text import Wording, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.register.counting import Kept

_EXAMPLE: Final = "三、申请办理!D5"
_FILE: Final = Wording("文件", "FILE")
_YEAR: Final = option(
    "--year", type=WHOLE, zh="登记簿没有写明年度的，在这里写明。", en="The year, where it does not state it."
)
_REGISTERS: Final = argument(
    "files", Wording("登记簿", "REGISTER"), nargs=-1, required=True, type=FILE,
    zh="登记簿；一个单位分几个科室登记的，一起写上，合在一起计数。",
    en="A register, or those of the offices of one unit, which are counted together.",
)  # fmt: skip
_ROWS: Final = option(
    "--rows", type=WHOLE, default=500, zh="预备多少行；不写则为 500。", en="Rows to prepare; 500 if left out."
)
_PREVIOUS: Final = option(
    "--previous", type=FILE, shown=_FILE,
    zh="上年的登记簿或报告：逐类核对上年结转；制作登记簿时，移入上年登记簿里没有办结的。",
    en="Last year's register or report, to compare with; a new register begins with its open rows.",
)  # fmt: skip


def _output(**settings: Any) -> Callable[[Any], Any]:  # noqa: ANN401 (those of an option)
    """Where to write to."""
    return option("--output", "-o", type=FILE, **{"shown": _FILE, **settings})


@click.group(cls=CommandGroup)
def register() -> None:
    """Keep a register of applications."""


@register.enter(zh="制作登记簿，发给承办人填写。", en="Write a register to be kept through a year.")
@option("--year", type=WHOLE, required=True, zh="登记哪一年，如 2026。", en="The year, such as 2026.")
@option("--unit", default="", zh="单位名称。", en="The unit.")
@option("--unit-code", default="", zh="单位代码。", en="Its code.")
@_PREVIOUS
@_ROWS
@_output(zh="写到哪个文件；不写则按单位和年度命名。", en="The file; named after unit and year if left out.")
def new(  # noqa: PLR0913 (each is an option)
    *, year: int, unit: str, unit_code: str, previous: Path | None, rows: int, output: Path | None
) -> int:
    """Write a register to be kept through a year."""
    path = _check_new(output) if output else default_target(f"{unit}登记簿", year)
    last = read_last_year(previous, year, unit, unit_code)
    gkxl.register.write_register(path, year=year, unit=unit, unit_code=unit_code, previous=last, rows=rows)
    say("已写出登记簿：{path}", path=path)
    answer(output=path)
    return CLEAN


@register.enter(
    zh="核对登记簿的各行，计出表三、表四；用 -o 填入年度报告，已有的数不改动，不同的逐格列出。",
    en="Check the rows of a register, and count them; with -o into a report, of which nothing is replaced.",
)
@_REGISTERS
@_output(
    zh="把表三、表四填入这份年度报告；没有这个文件的，新写一份。",
    en="The report to fill in; a new one where it is not there.",
    shown=Wording("年报", "REPORT"),
)
@_PREVIOUS
@_YEAR
def count(*, files: Sequence[Path], output: Path | None, previous: Path | None, year: int | None) -> int:
    """Check the rows of a register, and count them."""
    target = check_workbook_target(output, read=files) if output else None
    reading = _read(files, year)
    own = reading.register
    last = read_last_year(previous, own.year, own.unit, own.unit_code)
    outcome = _show(files, own, reading.compared(last))
    counted = gkxl.register.count(own)
    print_counted(counted)
    kept: Sequence[Kept] = ()
    if target and outcome.ok:
        kept = _fill(own, target)
        print_filled(counted, target, kept)
    elif target:
        complain("登记簿有需改正的，没有填入年度报告。")
    facts = {"year": own.year, "edition": counted.edition, "cells": counted.figures}
    answer(**facts, sentences=counted.sentences, issues=outcome.issues, kept=[one._asdict() for one in kept])
    return outcome.status


@register.enter(
    zh="追溯数字：表三、表四里的一个数由登记簿的哪些行计出。",
    en="Show the rows behind a figure of tables three and four.",
)
@_REGISTERS
@argument(
    "figure", Wording("数", "FIGURE"),
    zh=f"它在年度报告里的位置或表头，或在“计数”里的位置，如 {_EXAMPLE}。",
    en=f"Its place or headings in the report, or its place on the sheet 计数, such as {_EXAMPLE}.",
)  # fmt: skip
@_YEAR
def trace(*, files: Sequence[Path], figure: str, year: int | None) -> int:
    """Show the rows behind a figure."""
    reading = _read(files, year)
    cell = _find_cell(reading.register.edition, figure)
    print_rows(cell, gkxl.register.count(reading.register).rows[cell.path])
    return CLEAN


@register.enter(
    zh="结转：把没有办结的申请、没有结案的争议移入下一年的登记簿。",
    en="Begin next year's register with what is open.",
)
@_REGISTERS
@_output(zh="下一年的登记簿写到哪个文件。", en="The file to write it to.", required=True)
@option(
    "--report", type=FILE, shown=Wording("年报", "REPORT"),
    zh="登记簿这一年报出的年度报告：逐类核对结转数。",
    en="The report that was filed of the register's year, to compare the opening figures with.",
)  # fmt: skip
@_ROWS
@_YEAR
def roll(*, files: Sequence[Path], output: Path, report: Path | None, rows: int, year: int | None) -> int:
    """Begin next year's register with what is open."""
    target = _check_new(output)
    reading = _read(files, year)
    last = reading.register
    if not reading.ok:
        _show(files, last, reading.issues)
        complain("登记簿有需改正的，没有结转。")
        return ERRORS
    following = last.year + 1
    gkxl.register.write_register(target, year=following, previous=last, rows=rows)
    written = gkxl.register.read_register(target, lang=lang())
    counts = {"rows": len(written.register.applications), "cases": len(written.register.disputes)}
    facts = {"year": following, "path": output, **counts}
    say("已写出 {year} 年度登记簿：{path}（移入申请 {rows} 件，争议 {cases} 件）", **facts)
    answer(output=output)
    if report:
        issues = written.compared(read_last_year(report, following, last.unit, last.unit_code))
        print_opening([one for one in issues if one.code == "register.opening"])
    return CLEAN


def _check_new(path: Path) -> Path:
    """Where to write a register: never over another file, which may be a register with all its rows.

    Raises:
        WriteError: There is a file already.
    """
    if path.exists():
        raise WriteError("文件“{path}”已经存在，可能登记过，没有覆盖。请另写文件名。", path=path)
    return check_workbook_target(path)


def _read(files: Sequence[Path], year: int | None) -> gkxl.register.RegisterReading:
    """The register in a file, or those of several offices as one."""
    readings, names = [], [file.name for file in files]
    for file in files:
        with name_in_errors(file):
            name = str(file) if names.count(file.name) > 1 else file.name if len(files) > 1 else ""
            readings.append(gkxl.register.read_register(file, year=year, name=name, lang=lang()))
    return combine_readings(readings)


def _show(files: Sequence[Path], own: gkxl.register.Register, issues: tuple[gkxl.Issue, ...]) -> Outcome:
    """Print what was found in registers, and whether they can be counted."""
    cover = {"unit": own.unit, "year": own.year}
    outcome = Outcome(file=" ".join(map(str, files)), issues=issues, cover=cover)
    print_outcome(outcome)
    return outcome


def _fill(register: gkxl.register.Register, target: Path) -> Sequence[Kept]:
    """Fill the counts into a report, which is made where it is not there; what was kept there instead."""
    if not target.exists():
        gkxl.write_template(target, year=register.year, unit=register.unit, unit_code=register.unit_code)
    with name_in_errors(target):
        return fill_report(register, target)


def _find_cell(edition: Edition, what: str) -> Node:
    """The cell of tables three and four that is meant, on their sheets in the report or on the sheet 计数.

    Raises:
        DataError: There is none, or there are several.
    """
    counted = counted_places(edition)
    shown = {(place.sheet, place.address): path for path, place in counted.items()}
    path = shown.get(read_place(what))
    found = [path] if path else [one.path for one in find_figures(edition, what) if one.path in counted]
    if len(found) != 1:
        raise DataError(
            "“{what}”不是表三、表四里的一个数。请写位置，如 {example}。", what=visible(what), example=_EXAMPLE
        )
    return node(edition.form, found[0])
