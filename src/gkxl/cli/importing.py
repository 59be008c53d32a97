"""``gkxl import``: a report that somebody published, as a workbook of the form."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.files import named
from gkxl.cli.places import workbook
from gkxl.cli.terminal import lang, say


def import_(
    file: Annotated[Path, typer.Argument(metavar="文件", help="已发布的年度报告：网页、.docx 或 .pdf。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个表格文件。")],
    year: Annotated[int | None, typer.Option(help="报告年度；标题里没有写明时才需要。")] = None,
    zero: Annotated[bool, typer.Option("--zero", help="把空白的数字格当作 0。")] = False,
    codes: Annotated[bool, typer.Option("--codes", help="另列每个问题的代码，供查阅和编程。")] = False,
) -> int:
    """导入已发布的报告：按表头读出网页、Word 或 PDF 里的三张表和文字，写成填好的表格。

    读不出的格留空，逐处说明。退出状态：0 没有需改正的；1 有需改正的；2 无法读取。
    """
    from gkxl.cli.outcome import outcome_of  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.tables import console, show  # noqa: PLC0415 (nor for rich)
    from gkxl.published.workbook import write_reading  # noqa: PLC0415 (nor for this)

    target = workbook(output, read=[file])
    with named(file):
        reading = gkxl.read_published(file, year=year, blank="zero" if zero else "error", lang=lang())
    write_reading(reading, target)
    outcome = outcome_of(file, reading)
    show(outcome, console(), codes=codes)
    say(f"已写出表格：{output}", f"Wrote the workbook: {output}")
    return outcome.status
