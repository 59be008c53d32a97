"""``gkxl plot``: a chart of the requests of every year."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.places import place
from gkxl.cli.terminal import complain, say


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
    from gkxl.cli.reading import reports_in  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.timeseries import absences, to_add  # noqa: PLC0415 (nor for this)

    found, status = reports_in(files, counted=True)
    if found:
        reports = to_add(found)
        gkxl.plot(reports, place(output, read=files))
        _warn(absences(reports))
        say(f"已画出 {len(reports)} 份报告的图：{output}", f"Plotted {len(reports)} reports: {output}")
    return status


def _warn(absent: dict[int, int]) -> None:
    """Say where a rise or fall may be one of units."""
    if absent:
        zh = "、".join(f"{year} 年缺 {count} 个" for year, count in absent.items())
        en = ", ".join(f"{count} missing in {year}" for year, count in absent.items())
        complain(
            f"各年度的单位不完全相同，升降可能是单位增减造成的：{zh}。",
            f"Not every unit has a report of every year, so that rises and falls may be theirs: {en}.",
        )
