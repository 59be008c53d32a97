"""``gkxl export`` and ``gkxl plot``: the figures of many reports, as one tidy table or as a chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import gkxl
from gkxl.cli.command import Command
from gkxl.cli.files import (
    check_target,
    find_workbooks,
    import_hint,
    split_collections,
)
from gkxl.cli.outcome import Outcome, read_files
from gkxl.cli.parameters import files_argument, output_option
from gkxl.cli.terminal import (
    CLEAN,
    ERRORS,
    UNUSABLE,
    answer,
    complain,
    lang,
    listed,
    say,
    words,
)
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl import Report
    from gkxl.collection.intake.sources import Source

    _Found = tuple[Path, Source | None]


@click.command(
    cls=Command,
    about=Wording(
        "报表属于不同版本的，只导出各版本都有的项目。",
        "Of reports of different editions, what all of these have is written.",
    ),
)
@files_argument(
    zh="报表文件、存放它们的文件夹，或汇总结果。", en="Workbooks, folders of them, or collections."
)
@output_option(
    zh="写到哪个文件：.csv、.json、.xlsx 或 .parquet，按扩展名决定格式。",
    en="The file to write to: .csv, .json, .xlsx or .parquet; its suffix decides the format.",
)
def export(files: tuple[Path, ...], *, output: Path) -> int:
    """Write the figures of reports as a table."""
    reports, status = read_reports(files)
    if reports:
        observations = gkxl.series(reports)
        count = len({(one.unit, one.unit_code, one.year) for one in observations})
        gkxl.write_series(observations, check_target(output, read=find_workbooks(files)))
        answer(output=output, reports=count, numbers=len(observations))
        say(
            "已写出 {reports} 份报告的 {numbers} 个数：{output}",
            reports=count,
            numbers=len(observations),
            output=output,
        )
    return status


@click.command(cls=Command)
@files_argument(
    zh="各年度的报表文件，存放它们的文件夹，或汇总结果。",
    en="Workbooks of several years, folders of them, or collections.",
)
@output_option(
    zh="写到哪个文件：.svg、.png 或 .html，按扩展名决定格式。",
    en="The file to write to: .svg, .png or .html; its suffix decides the format.",
)
def plot(files: tuple[Path, ...], *, output: Path) -> int:
    """Draw the figures of reports."""
    from gkxl.reports.series import count_absent, reports_to_add  # noqa: PLC0415 (nor for this)

    found, status = read_reports(files, counted=True)
    if found:
        reports = reports_to_add(found)
        gkxl.plot(reports, check_target(output, read=files))
        _complain_of_absences(count_absent(reports))
        answer(output=output, reports=len(reports))
        say("已画出 {count} 份报告的图：{output}", count=len(reports), output=output)
    return status


def _complain_of_absences(absent: dict[int, int]) -> None:
    """Warn that figures may rise or fall because units have no report of some years."""
    if absent:
        missing = [words("{year} 年缺 {count} 个", year=year, count=count) for year, count in absent.items()]
        complain("各年度的单位不完全相同，升降可能是单位增减造成的：{missing}。", missing=missing)


def read_reports(files: Iterable[Path], *, counted: bool = False) -> tuple[list[Report], int]:
    """Read the reports in files, as they were filed; also the exit status.

    Of a collection, all its units are read. A file without a usable report, or with errors, is named on
    stderr and does not stop the others.

    Args:
        files: The files, folders and collections.
        counted: Whether to take of a collection only the units that are added up there.
    """
    collected, others = split_collections(files)
    reports: list[Report] = []
    statuses = []
    for folder in collected:
        with gkxl.Collection(folder) as collection:
            found = list(collection.reports(counted=counted))
            statuses.append(_complain_of_units(folder, collection, found))
        reports += found
    for outcome in read_files(others):
        _complain_of_file(outcome)
        statuses.append(outcome.status)
        reports += [outcome.report] if outcome.report else []
    if not reports:
        complain("没有可用的报表，没有写出文件。")
    return reports, max(statuses) if reports else UNUSABLE


def _complain_of_units(folder: Path, collection: gkxl.Collection, found: Iterable[Report]) -> int:
    """Print which units of a collection have no report to use, or one with errors; the exit status."""
    from gkxl.reports.series import unit_of  # noqa: PLC0415 (few commands take collections)

    taken = set(map(unit_of, found))
    entries = {(entry.unit.name, entry.unit.code): entry for entry in collection.ledger}
    absent = [
        f"{e.unit.name}（{e.status.words(lang())}）" for unit, e in entries.items() if unit not in taken
    ]
    if absent:
        names = listed(absent)
        complain("{folder} 里没有用到 {count} 个单位：{names}", folder=folder, count=len(absent), names=names)
    wrong = [entry.unit.name for unit, entry in entries.items() if unit in taken and entry.errors]
    if wrong:
        names = listed(wrong)
        complain(
            "{folder} 里 {count} 个单位的报表需改正，数按填报的写出：{names}",
            folder=folder,
            count=len(wrong),
            names=names,
        )
    return ERRORS if wrong else CLEAN


def _complain_of_file(outcome: Outcome) -> None:
    """Print why a file is left out, or that its figures need correcting."""
    count = len(outcome.errors)
    if not outcome.usable:
        complain("没有用到 {file}：{why}", file=outcome.file, why=outcome.issues[0].message)
        if hint := import_hint(Path(outcome.file)):
            complain("{hint}", hint=hint)
    elif outcome.report is None:
        complain(
            "没有用到 {file}：有 {count} 处需改正，有的数读不出来。请先用 gkxl check 查看。",
            file=outcome.file,
            count=count,
        )
    elif count:
        complain(
            "{file} 有 {count} 处需改正，数按填报的写出。请用 gkxl check 查看。",
            file=outcome.file,
            count=count,
        )
