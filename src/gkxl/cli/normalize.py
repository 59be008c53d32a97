"""``gkxl normalize``: a returned workbook, written out again as gkxl writes it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.places import workbook
from gkxl.cli.terminal import complain, say
from gkxl.cli.usage import CLEAN


def normalize(
    file: Annotated[Path, typer.Argument(metavar="文件", help="报回的表格文件。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件。")],
) -> int:
    """规范输出：读取报回的报表，重算总计，写成统一的表格。有需改正的就不写。"""
    from gkxl.cli.outcome import examine  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.tables import console, show  # noqa: PLC0415 (nor for rich)

    target = workbook(output, read=[file])
    outcome = examine(file)
    if outcome.report is None or not outcome.ok:
        show(outcome, console(stderr=True))
        zh, en = outcome.reason
        complain(f"{zh}，没有写出规范表格。", f"{en}; nothing was written.")
        return outcome.status
    gkxl.write_workbook(
        gkxl.normalized(outcome.report),
        target,
        carried=outcome.carried,
        explanations=outcome.explanations,
    )
    say(f"已写出规范表格：{output}", f"Wrote the normalised workbook: {output}")
    return CLEAN
