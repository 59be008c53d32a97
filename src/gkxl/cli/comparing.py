"""Compares the two files that ``gkxl diff`` is given, and prints where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

import gkxl
from gkxl.cli.comparison_data import plain
from gkxl.cli.places import place
from gkxl.cli.plain import print_json
from gkxl.cli.tables import console, listing
from gkxl.cli.terminal import complain, lang, say, visible, words
from gkxl.cli.usage import CLEAN, ERRORS, UNUSABLE
from gkxl.cli.wrapping import Chinese
from gkxl.comparison.page import to_page
from gkxl.errors import sentences
from gkxl.files.save import suffix_of, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

AROUND: Final = 16
"""So many characters are shown on either side of what differs in a text."""


def run(a: Path, b: Path, *, output: Path | None, as_json: bool) -> int:
    """Compare and print, or write a page; the exit status."""
    if output:
        suffix_of(output, (".html",))
    sides = [_side(path) for path in (a, b)]
    if None in sides:
        return UNUSABLE
    found = gkxl.diff(*sides, lang=lang())  # type: ignore[arg-type] # none is None
    if output:
        write_file(place(output, read=(a, b)), to_page(found, str(a), str(b)).encode())
        say(f"已写出比较结果：{output}", f"Wrote the comparison: {output}")
    if as_json:
        print_json(plain(found, a, b))
    else:
        _print(found, a, b, console())
    return CLEAN if found.same else ERRORS


def _side(path: Path) -> gkxl.Side | None:
    """What is in a file; None, and a sentence that names it, where it cannot be used."""
    try:
        return gkxl.Side.of(path)
    except Exception as error:  # noqa: BLE001 (both files are named, whatever happens to one)
        zh, en = sentences(error)
        complain(f"{path}：{zh}", f"{path}: {en}")
        return None


def _print(found: gkxl.Comparison, a: Path, b: Path, out: Console) -> None:
    for sign, path, side in zip(found.signs, (a, b), (found.a, found.b), strict=True):
        out.print(Text(visible(f"{sign}  {path}  {side.title}"), style="bold"))
    figures = [made for made in found.differences if made.figure]
    if figures:
        out.print(_table(figures))
    for made in found.differences:
        if not made.figure and made.contrast is not gkxl.Contrast.SPACING:
            _print_text(made, out)
    for line in found.notes:
        out.print(Chinese(line, style="dim"))
    out.print(Chinese(found.message, style=_style(found)))


def _style(found: gkxl.Comparison) -> str:
    if found.same:
        return "bold green"
    return "bold red" if found.differs else "bold yellow"


def _table(figures: Iterable[gkxl.Difference]) -> Table:
    table = listing(words("位置", "Place"), words("甲", "A"), words("乙", "B"), words("说明", "Note"))
    table.columns[1].justify = table.columns[2].justify = "right"
    for made in figures:
        table.add_row(Chinese(made.label), *made.printed, Chinese(visible(made.note)))
    return table


def _print_text(made: gkxl.Difference, out: Console) -> None:
    out.print(Chinese(f"{made.label}  {visible(made.note)}", style="bold"))
    for change in made.changes:
        out.print(Chinese.assemble("  ", *(_shown(piece) for piece in change.pieces)))
    out.print()


def _shown(piece: gkxl.Piece) -> tuple[str, str]:
    text = visible(piece.text)
    if piece.holder == "a":
        return words(f"［甲：{text}］", f"[A: {text}]"), "red"
    if piece.holder == "b":
        return words(f"［乙：{text}］", f"[B: {text}]"), "green"
    return (text if len(text) <= 2 * AROUND else f"{text[:AROUND]}……{text[-AROUND:]}"), ""
