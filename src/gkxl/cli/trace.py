"""``gkxl trace``: where a figure of a consolidated report comes from."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def trace(
    collection: Annotated[Path, typer.Argument(metavar="汇总", help="汇总结果所在的文件夹。")],
    path: Annotated[str, typer.Argument(metavar="路径", help="格子的路径，如 requests.received.total。")],
) -> int:
    """追溯数字：汇总表里的一个数由哪些单位、哪个文件、哪一格相加而来。"""
    from gkxl.cli import tracing  # noqa: PLC0415 (the help must not wait for it)

    return tracing.run(collection, path)
