"""Compares the two files that ``gkxl diff`` is given, and prints where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich import box
from rich.table import Table
from rich.text import Text

import gkxl
from gkxl.cli.checking import print_json
from gkxl.cli.contrast_data import plain
from gkxl.cli.tables import console
from gkxl.cli.terminal import complain, lang, visible, words
from gkxl.cli.usage import CLEAN, ERRORS, UNUSABLE
from gkxl.cli.wrapping import Chinese

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console

AROUND: Final = 16
"""So many characters are shown on either side of what differs in a text."""


def run(a: Path, b: Path, *, as_json: bool) -> int:
    """Compare and print; the exit status."""
    sides = [_side(path) for path in (a, b)]
    if None in sides:
        return UNUSABLE
    found = gkxl.diff(*sides, lang=lang())  # type: ignore[arg-type] # none is None
    if as_json:
        print_json(plain(found, a, b))
    else:
        _print(found, a, b, console())
    return CLEAN if found.same else ERRORS


def _side(path: Path) -> gkxl.Side | None:
    """What is in a file; None, and a sentence that names it, where it cannot be used."""
    try:
        return gkxl.Side.of(path)
    except (gkxl.GkxlError, OSError) as error:
        zh, en = (error.zh, error.en) if isinstance(error, gkxl.GkxlError) else (str(error), str(error))
        complain(f"{path}：{zh}", f"{path}: {en}")
        return None


def _print(found: gkxl.Comparison, a: Path, b: Path, out: Console) -> None:
    for name, path, side in ((words("甲", "A"), a, found.a), (words("乙", "B"), b, found.b)):
        out.print(Text(visible(f"{name}  {path}  {_about(side)}"), style="bold"))
    figures = [made for made in found.differences if made.figure]
    if figures:
        out.print(_table(figures))
    for made in found.differences:
        if not made.figure and made.contrast is not gkxl.Contrast.SPACING:
            _print_text(made, out)
    for line in _notes(found):
        out.print(Chinese(line, style="dim"))
    out.print(Chinese(found.message, style=_style(found)))


def _about(side: gkxl.Side) -> str:
    year = side.values["cover.year"]
    named = side.values["cover.unit"], year and words(f"{year} 年度", str(year))
    return "  ".join(str(part) for part in named if part)


def _style(found: gkxl.Comparison) -> str:
    if found.same:
        return "bold green"
    return "bold red" if found.figures.different or found.texts.different else "bold yellow"


def _table(figures: Iterable[gkxl.Difference]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(words("位置", "Place"), overflow="fold")
    for heading in (words("甲", "A"), words("乙", "B")):
        table.add_column(heading, justify="right", overflow="fold")
    table.add_column(words("说明", "Note"), overflow="fold")
    for made in figures:
        table.add_row(Chinese(made.label), _figure(made.a), _figure(made.b), Chinese(visible(_note(made))))
    return table


def _figure(value: object) -> str:
    return "—" if value is None else format(value, "f") if not isinstance(value, int) else str(value)


def _note(made: gkxl.Difference) -> str:
    notes = {
        gkxl.Contrast.CHANGED: words("不同", "differs"),
        gkxl.Contrast.ONLY_A: words("只有甲填了", "only A has it"),
        gkxl.Contrast.ONLY_B: words("只有乙填了", "only B has it"),
        gkxl.Contrast.UNCOMPARED: words("无法比较", "cannot be compared"),
        gkxl.Contrast.SPACING: words("只有空白不同", "white space only"),
    }
    reasons = dict.fromkeys(issue.message for issue in made.issues)
    return words("：", ": ").join([notes[made.contrast], *([" ".join(reasons)] if reasons else [])])


def _print_text(made: gkxl.Difference, out: Console) -> None:
    out.print(Chinese(f"{made.label}  {visible(_note(made))}", style="bold"))
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


def _notes(found: gkxl.Comparison) -> Iterable[str]:
    """What was not compared, and why."""
    spaced = [made.label for made in found.differences if made.contrast is gkxl.Contrast.SPACING]
    if spaced:
        yield words(f"只有空白不同：{'、'.join(spaced)}。", f"White space only: {', '.join(spaced)}.")
    if found.unpublished:
        listed = "、".join(found.unpublished)
        yield words(f"封面上这些内容不公布，没有比较：{listed}。", f"Not published, not compared: {listed}.")
    if found.only_in_a or found.only_in_b:
        a, b = len(found.only_in_a), len(found.only_in_b)
        editions = found.a.edition.name, found.b.edition.name
        yield words(
            f"两份报告的格式不同（{editions[0]} 版、{editions[1]} 版），只比较了两版都有的内容；"
            f"只有甲的格式才有的 {a} 格、只有乙的格式才有的 {b} 格没有比较。",
            f"The editions differ ({editions[0]}, {editions[1]}): only what both have was compared, "
            f"not the {a} cells that only A's has, nor the {b} that only B's has.",
        )
