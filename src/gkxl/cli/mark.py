"""``gkxl mark``: a return with its faults marked, to be sent back to the unit."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.terminal import say
from gkxl.cli.usage import CLEAN, ERRORS


def mark(
    file: Annotated[Path, typer.Argument(metavar="文件", help="报回的表格文件。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件。")],
) -> int:
    """标出错误：在报回的表格里把错误标红、加批注，前面附退回说明，可直接退回单位改正。"""
    marked = gkxl.mark(file, output)
    if marked.fresh:
        say(
            "原文件不能安全修改，已把读到的数填进新表格并标出错误。",
            "The file cannot be edited safely; what was read was filled into a fresh form and marked there.",
        )
    say(f"已写出标注的表格：{output}", f"Wrote the marked workbook: {output}")
    return CLEAN if marked.reading.ok else ERRORS
