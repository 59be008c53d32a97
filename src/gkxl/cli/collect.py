"""``gkxl collect``: a year's returns of many units, judged, listed and added up."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated, Literal

import typer


def collect(  # noqa: PLR0913 (each is an option)
    returns: Annotated[
        str, typer.Argument(metavar="报表", help="报回的文件所在的文件夹、压缩包，或 s3:// 等地址。")
    ],
    *,
    roster: Annotated[Path, typer.Option(help="名册：应报单位的 CSV 或 .xlsx 文件。")],
    year: Annotated[int, typer.Option(help="报告年度，如 2024。")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件夹；没有则新建。")],
    previous: Annotated[
        Path | None, typer.Option(help="上年的汇总结果，或上年报表所在的文件夹；用来作跨年核对。")
    ] = None,
    prefer: Annotated[
        Literal["newest"] | None, typer.Option(help="一个单位报来几份不同的报表时，取最新的一份。")
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option(
            metavar="文件",
            help="一个单位报来几份不同的报表时，选定这一份（可以写几个 --take），以后仍按此选定。",
        ),
    ] = None,
    include_errors: Annotated[
        bool, typer.Option("--include-errors", help="需改正的报表，只要数字齐全，也计入汇总。")
    ] = False,
    marks: Annotated[
        bool, typer.Option("--marks/--no-marks", help="是否为需改正、需核实的报表制作标注的退回件。")
    ] = True,
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="汇总报告的文字（一、五、六各部分和封面）：填好的表格，或 .docx 等文档。"
        ),
    ] = None,
    office: Annotated[str, typer.Option(metavar="名称", help="退回单位，写在退回说明和通知里。")] = "",
    until: Annotated[
        str, typer.Option(metavar="日期", help="请单位在哪天前报送、改正，写在退回说明和通知里。")
    ] = "",
    dask: Annotated[str | None, typer.Option(help="Dask 集群的地址，如 tcp://10.0.0.1:8786。")] = None,
) -> int:
    """收表汇总：读取报回的全部文件，对照名册列出台账，退回需改正、需核实的，汇总不需改正的。

    可以随时中断、重新运行：没有变动的文件不再重读。
    退回件、台账和汇总表写在 -o 的文件夹里；用浏览器打开其中的 index.html 看进度和结果。
    在汇总表里自己写的文字，重新运行时保留。
    退出状态：0 全部单位都已报齐、没有需改正的；1 还有未报的、需改正的；2 无法进行。
    """
    from gkxl.cli import collecting  # noqa: PLC0415 (the help must not wait for it)

    return collecting.run(
        returns,
        roster=roster,
        year=year,
        output=output,
        previous=previous,
        prefer=prefer,
        take=take or (),
        include_errors=include_errors,
        marks=marks,
        texts=texts,
        office=office,
        until=until,
        dask=dask,
    )
