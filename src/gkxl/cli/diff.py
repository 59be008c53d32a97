"""``gkxl diff``: whether two files hold the same report, and where they do not."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def diff(
    a: Annotated[
        Path,
        typer.Argument(
            metavar="甲",
            help="一份报告：报表（.xlsx）、公布的网页或文档（.html、.docx、.pdf）或数据（.json）。",
        ),
    ],
    b: Annotated[Path, typer.Argument(metavar="乙", help="另一份报告，格式可以不同。")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另把结果写成网页（.html），供打印、存档。")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，供程序使用。")] = False,
) -> int:
    """比较两份报告：逐格列出不同之处。例如核对公布的与报送的是否一致。

    退出状态：0 全部一致；1 有不同，或有的无法比较；2 有文件无法读取。
    """
    from gkxl.cli import comparing  # noqa: PLC0415 (the help must not wait for it)

    return comparing.run(a, b, output=output, as_json=json)
