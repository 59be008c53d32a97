"""``gkxl export``: the figures of many reports as one tidy table."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.places import place
from gkxl.cli.terminal import say


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
    from gkxl.cli.files import workbooks  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.reading import reports_in  # noqa: PLC0415 (the help must not wait for it)

    reports, status = reports_in(files)
    if reports:
        observations = gkxl.series(reports)
        count = len({(one.unit, one.unit_code, one.year) for one in observations})
        gkxl.write_series(observations, place(output, read=workbooks(files)))
        say(
            f"已写出 {count} 份报告的 {len(observations)} 个数：{output}",
            f"Wrote {len(observations)} numbers of {count} reports: {output}",
        )
    return status
