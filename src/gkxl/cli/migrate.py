"""``gkxl migrate``: a filled workbook of an older layout or edition, moved into today's."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.files import named
from gkxl.cli.places import workbook
from gkxl.cli.published import advised
from gkxl.cli.terminal import lang, say
from gkxl.cli.usage import CLEAN, ERRORS


def migrate(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的旧表格。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件。")],
    year: Annotated[
        int | None,
        typer.Option(help="新表格的报告年度，决定用哪一版格式；不写则与旧表格相同，只换成现行版式。"),
    ] = None,
) -> int:
    """换用新表：把填好的旧表格里的内容移到现行的表格里，移不过去的逐格列出。

    退出状态：0 全部移入，没有需改正的；1 还有要补填或改正的格；2 文件无法读取。
    """
    from gkxl.cli.moving import show  # noqa: PLC0415 (the help must not wait for it)

    with named(file), advised(file):
        moved = gkxl.migrate(file, workbook(output, read=[file]), year=year, lang=lang())
    show(moved)
    say(f"已写出新表格：{output}", f"Wrote the new workbook: {output}")
    return CLEAN if moved.reading.ok and not moved.conversion.missing else ERRORS
