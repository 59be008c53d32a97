"""``gkxl diff``: whether two files hold the same report, and where they differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from attrs import asdict
from rich.text import Text

import gkxl
from gkxl.cli.files import check_target
from gkxl.cli.outcome import cover_facts
from gkxl.cli.tables import ChineseText, make_console, make_table, plain_issue, plain_value, print_json
from gkxl.cli.terminal import CLEAN, ERRORS, UNUSABLE, complain, lang, say, visible, words
from gkxl.comparison import comparison_page
from gkxl.errors import describe_error
from gkxl.files.save import read_suffix, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

CONTEXT: Final = 16
"""How many characters are shown on either side of what differs in a text."""


def diff(
    a: Annotated[
        Path,
        typer.Argument(
            metavar="甲",
            help="一份报告：报表（.xlsx）、公布的网页或文档（.html、.docx、.pdf）或数据（.json）。",
        ),
    ],
    b: Annotated[Path, typer.Argument(metavar="乙", help="另一份报告，格式可以不同。")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另把结果写成网页（.html），供打印、存档。")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，供程序使用。")] = False,
) -> int:
    """比较两份报告：逐格列出不同之处。例如核对公布的与报送的是否一致。

    退出状态：0 全部一致；1 有不同，或有的无法比较；2 有文件无法读取。
    """
    if output:
        read_suffix(output, (".html",))
    sides = [_read_side(path) for path in (a, b)]
    if None in sides:
        return UNUSABLE
    found = gkxl.diff(*sides, lang=lang())  # type: ignore[arg-type] # none is None
    if output:
        write_file(check_target(output, read=(a, b)), comparison_page(found, str(a), str(b)).encode())
        say("已写出比较结果：{output}", output=output)
    if json:
        print_json(to_plain(found, a, b))
    else:
        _print_comparison(found, a, b, make_console())
    return CLEAN if found.same else ERRORS


def _read_side(path: Path) -> gkxl.Side | None:
    """What is in a file; None, and a sentence that names it, where it cannot be used."""
    try:
        return gkxl.Side.of(path)
    except Exception as error:  # noqa: BLE001 (both files are named, whatever happens to one)
        complain("{path}：{why}", path=path, why=describe_error(error))
        return None


def _print_comparison(found: gkxl.Comparison, a: Path, b: Path, out: Console) -> None:
    for sign, path, side in zip(found.signs, (a, b), (found.a, found.b), strict=True):
        out.print(Text(visible(f"{sign}  {path}  {side.title}"), style="bold"))
    figures = [made for made in found.differences if made.figure]
    if figures:
        out.print(_make_table(figures))
    for made in found.differences:
        if not made.figure and made.contrast is not gkxl.Contrast.SPACING:
            _print_text(made, out)
    for line in found.notes:
        out.print(ChineseText(line, style="dim"))
    out.print(ChineseText(found.message, style=_style(found)))


def _style(found: gkxl.Comparison) -> str:
    if found.same:
        return "bold green"
    return "bold red" if found.differs else "bold yellow"


def _make_table(figures: Iterable[gkxl.Difference]) -> Table:
    table = make_table(words("位置"), words("甲"), words("乙"), words("说明"))
    table.columns[1].justify = table.columns[2].justify = "right"
    for made in figures:
        table.add_row(ChineseText(made.label), *made.printed, ChineseText(visible(made.note)))
    return table


def _print_text(made: gkxl.Difference, out: Console) -> None:
    out.print(ChineseText(f"{made.label}  {visible(made.note)}", style="bold"))
    for change in made.changes:
        out.print(ChineseText.assemble("  ", *(_mark_piece(piece) for piece in change.pieces)))
    out.print()


def _mark_piece(piece: gkxl.Piece) -> tuple[str, str]:
    text = visible(piece.text)
    if piece.holder == "a":
        return words("［甲：{text}］", text=text), "red"
    if piece.holder == "b":
        return words("［乙：{text}］", text=text), "green"
    return (text if len(text) <= 2 * CONTEXT else f"{text[:CONTEXT]}……{text[-CONTEXT:]}"), ""


def to_plain(found: gkxl.Comparison, a: Path, b: Path) -> dict[str, Any]:
    """A comparison as JSON has it."""
    return {
        "a": _side_to_plain(found.a, a),
        "b": _side_to_plain(found.b, b),
        "same": found.same,
        "message": found.message,
        "figures": asdict(found.figures),
        "texts": asdict(found.texts),
        "only_in_a": found.only_in_a,
        "only_in_b": found.only_in_b,
        "unpublished": found.unpublished,
        "differences": [_difference_to_plain(made) for made in found.differences],
    }


def _side_to_plain(side: gkxl.Side, path: Path) -> dict[str, Any]:
    return {"file": str(path), "edition": side.edition.name, **cover_facts(side.edition, side.values)}


def _difference_to_plain(made: gkxl.Difference) -> dict[str, Any]:
    return {
        "path": made.path,
        "label": made.label,
        "contrast": made.contrast,
        "a": plain_value(made.a),
        "b": plain_value(made.b),
        "changes": [asdict(change) for change in made.changes],
        "issues": [plain_issue(issue) for issue in made.issues],
    }
