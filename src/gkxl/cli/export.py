"""``gkxl export`` and ``gkxl plot``: the figures of many reports, as one tidy table or as a chart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import gkxl
from gkxl.cli.files import check_target
from gkxl.cli.terminal import complain, say, words


def export(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件", help="报表文件、存放它们的文件夹，或汇总结果。")
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="写到哪个文件：.csv、.json、.xlsx 或 .parquet，按扩展名决定格式。"
        ),
    ],
) -> int:
    """导出数据：把各单位、各年度报表的数字写成一张明细表，一行一个数，供统计分析。

    报表属于不同版本的，只导出各版本都有的项目。
    """
    from gkxl.cli.files import find_workbooks  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.outcome import read_reports  # noqa: PLC0415 (the help must not wait for it)

    reports, status = read_reports(files)
    if reports:
        observations = gkxl.series(reports)
        count = len({(one.unit, one.unit_code, one.year) for one in observations})
        gkxl.write_series(observations, check_target(output, read=find_workbooks(files)))
        say(
            "已写出 {reports} 份报告的 {numbers} 个数：{output}",
            reports=count,
            numbers=len(observations),
            output=output,
        )
    return status


def plot(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件", help="各年度的报表文件，存放它们的文件夹，或汇总结果。")
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写到哪个文件：.svg、.png 或 .html，按扩展名决定格式。")
    ],
) -> int:
    """画图：各年度收到多少申请、办理结果如何。有几个单位的，数字相加并注明单位数。"""
    from gkxl.cli.outcome import read_reports  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.reports.series import count_absent, reports_to_add  # noqa: PLC0415 (nor for this)

    found, status = read_reports(files, counted=True)
    if found:
        reports = reports_to_add(found)
        gkxl.plot(reports, check_target(output, read=files))
        _complain_of_absences(count_absent(reports))
        say("已画出 {count} 份报告的图：{output}", count=len(reports), output=output)
    return status


def _complain_of_absences(absent: dict[int, int]) -> None:
    """Warn that figures may rise or fall because units have no report of some years."""
    if absent:
        missing = [words("{year} 年缺 {count} 个", year=year, count=count) for year, count in absent.items()]
        complain("各年度的单位不完全相同，升降可能是单位增减造成的：{missing}。", missing=missing)
