"""``gkxl roster``: shows how a roster was understood, or writes an empty one to start from."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

from gkxl.errors import DataError


def roster(
    source: Annotated[
        Path | None, typer.Argument(metavar="名册", help="名册：CSV 或 .xlsx 文件。", show_default=False)
    ] = None,
    *,
    new: Annotated[
        Path | None, typer.Option(metavar="文件", help="写出一份空白名册（.xlsx），从它开始填。")
    ] = None,
    codes: Annotated[bool, typer.Option("--codes", help="另列每个问题的代码，供查阅和编程。")] = False,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，供程序使用。")] = False,
) -> int:
    """查看名册：各列认作什么，有哪些单位，谁含谁，哪里有疑问；或写出一份空白名册。

    下发模板、收表之前先看一遍，确认名册读得对。
    退出状态：0 可以使用；1 名册有需改正的；2 打不开。
    """
    from gkxl.cli import rosters  # noqa: PLC0415 (the help must not wait for it)

    if new:
        _refuse_both(source)
        return rosters.write_new(new)
    if source is None:
        raise DataError(
            "请写上要查看的名册；没有名册的，用 gkxl roster --new 名册.xlsx 写出一份空白的。",
            "name the roster to look at, or write an empty one with gkxl roster --new FILE",
        )
    return rosters.show(source, codes=codes, as_json=json)


def _refuse_both(source: Path | None) -> None:
    """Refuse to pass over a roster that is named where an empty one is to be written.

    Raises:
        DataError: One is named.
    """
    if source:
        raise DataError(
            f"--new 写出的是空白名册，不会用到“{source}”。请去掉其中一个。",
            f"--new writes an empty roster and does not use {str(source)!r}; leave out one of the two",
        )
