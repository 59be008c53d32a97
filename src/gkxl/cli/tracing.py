"""Prints where a figure of a consolidated report comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.cli.tables import console, listing
from gkxl.cli.terminal import listed, say, visible, words
from gkxl.cli.usage import CLEAN

if TYPE_CHECKING:
    from pathlib import Path

_NAMED: Final = 10
"""So many of the units left out are named; the page and the ledger of the collection name all."""


def run(folder: Path, path: str) -> int:
    """Print the figure, every part of it, and who is left out."""
    found = gkxl.trace(gkxl.Collection(folder), path)
    total = words("没有可以汇总的报表", "nothing was added up") if found.total is None else found.total
    say(f"{found.label}：{total}", f"{found.label}: {total}")
    headings = (("数", "Value"), ("单位", "Unit"), ("位置", "Place"), ("文件", "File"))
    table = listing(*(words(*heading) for heading in headings))
    table.columns[0].justify = "right"
    for part in found.parts:
        table.add_row(
            str(part.value), visible(part.unit.name), visible(f"{part.sheet} {part.cell}"), visible(part.file)
        )
    if found.parts:
        console().print(table)
    names = [f"{entry.unit.name}（{entry.status.value}）" for entry in found.left_out]
    if names:
        say(
            f"没有计入的 {len(names)} 个单位：{listed(names, _NAMED)}",
            f"{len(names)} units left out: {listed(names, _NAMED)}",
        )
    return CLEAN
