"""Prints where a figure of a consolidated report comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.cli.tables import console, listing
from gkxl.cli.terminal import lang, listed, say, visible, words
from gkxl.cli.usage import CLEAN
from gkxl.cli.wrapping import Chinese
from gkxl.collection.figures import find_figures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gkxl.collection import Trace
    from gkxl.collection.figures import Figure

_NAMED: Final = 10
"""So many of the units left out are named; the page and the ledger of the collection name all."""


def run(folder: Path, what: str) -> int:
    """Print the figure, every part of it, and who is left out; or all figures that may be meant."""
    collection = gkxl.Collection(folder)
    figures = find_figures(collection.edition, what)
    if len(figures) > 1:
        _list(collection, figures, what)
    else:
        _print(gkxl.trace(collection, what))
    return CLEAN


def _list(collection: gkxl.Collection, figures: Sequence[Figure], what: str) -> None:
    say(
        f"“{what}”可以是 {len(figures)} 格。要看其中一格，请写它的位置，如 {figures[0].address}。",
        f"{what!r} may be {len(figures)} cells; to see one, name its place, such as {figures[0].address}.",
    )
    table = listing(words("数", "Value"), words("位置", "Place"), words("项目", "Headings"))
    table.columns[0].justify = "right"
    for figure in figures:
        value = collection.values.get(figure.path)
        table.add_row("" if value is None else str(value), figure.address, Chinese(figure.label))
    console().print(table)


def _print(found: Trace) -> None:
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
    names = [f"{entry.unit.name}（{entry.status.words(lang())}）" for entry in found.left_out]
    if names:
        say(
            f"没有计入的 {len(names)} 个单位：{listed(names, _NAMED)}",
            f"{len(names)} units left out: {listed(names, _NAMED)}",
        )
