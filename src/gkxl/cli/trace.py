"""``gkxl trace``: where a figure of a consolidated report comes from."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def trace(
    collection: Annotated[Path, typer.Argument(metavar="汇总", help="汇总结果所在的文件夹。")],
    what: Annotated[
        str,
        typer.Argument(
            metavar="数", help="表头里的字（“本年新收 自然人”），或汇总表里的位置（“三、申请办理!J5”）。"
        ),
    ],
) -> int:
    """追溯数字：汇总表里的一个数由哪些单位、哪个文件、哪一格相加而来。"""
    from gkxl.cli import tracing  # noqa: PLC0415 (the help must not wait for it)

    return tracing.run(collection, what)
