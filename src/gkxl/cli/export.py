"""``gkxl export`` and ``gkxl plot``: the figures of many reports, as one tidy table or as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import gkxl
from gkxl.cli.files import check_target
from gkxl.cli.parameters import FILE, Command, argument, option
from gkxl.cli.terminal import answer, complain, say, words
from gkxl.text import Wording

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    cls=Command,
    about=Wording(
        "报表属于不同版本的，只导出各版本都有的项目。",
        "Of reports of different editions, what all of these have is written.",
    ),
)
@argument(
    "files",
    Wording("文件", "FILE"),
    nargs=-1,
    required=True,
    type=FILE,
    zh="报表文件、存放它们的文件夹，或汇总结果。",
    en="Workbooks, folders of them, or collections.",
)
@option(
    "--output",
    "-o",
    type=FILE,
    required=True,
    zh="写到哪个文件：.csv、.json、.xlsx 或 .parquet，按扩展名决定格式。",
    en="The file to write to: .csv, .json, .xlsx or .parquet; its suffix decides the format.",
)
def export(files: tuple[Path, ...], *, output: Path) -> int:
    """Write the figures of reports as a table."""
    from gkxl.cli.files import find_workbooks  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.outcome import read_reports  # noqa: PLC0415 (the help must not wait for it)

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
@argument(
    "files",
    Wording("文件", "FILE"),
    nargs=-1,
    required=True,
    type=FILE,
    zh="各年度的报表文件，存放它们的文件夹，或汇总结果。",
    en="Workbooks of several years, folders of them, or collections.",
)
@option(
    "--output",
    "-o",
    type=FILE,
    required=True,
    zh="写到哪个文件：.svg、.png 或 .html，按扩展名决定格式。",
    en="The file to write to: .svg, .png or .html; its suffix decides the format.",
)
def plot(files: tuple[Path, ...], *, output: Path) -> int:
    """Draw the figures of reports."""
    from gkxl.cli.outcome import read_reports  # noqa: PLC0415 (the help must not wait for it)
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
