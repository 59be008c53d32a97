"""``gkxl demo``: the main job on real figures, from a blank template to a normalised workbook."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def demo(
    directory: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹；没有则新建。")],
) -> int:
    """演示：用一份真实年报的数据，把制发、填报、核对、规范输出走一遍。"""
    from gkxl.cli import showing  # noqa: PLC0415 (the help must not wait for it)

    return showing.run(directory)
