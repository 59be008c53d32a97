"""``gkxl check``: what is wrong in returned workbooks."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def check(
    files: Annotated[list[Path], typer.Argument(metavar="文件", help="报回的表格文件，或存放它们的文件夹。")],
    *,
    year: Annotated[int | None, typer.Option(help="应当报的报告年度；报了别的年度，就要改正。")] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="文件或文件夹",
            help="上年的报表（.xlsx 或 .json）或汇总结果：与上年比对，按单位代码、名称查找。",
        ),
    ] = None,
    codes: Annotated[bool, typer.Option("--codes", help="另列每个问题的代码，供查阅和编程。")] = False,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，供程序使用。")] = False,
) -> int:
    """核对报回的报表：逐格列出问题和改法。

    退出状态：0 没有需改正的；1 有需改正的；2 有文件无法读取。
    """
    from gkxl.cli import checking  # noqa: PLC0415 (the help must not wait for it)

    return checking.run(files, year=year, previous=previous, codes=codes, as_json=json)
