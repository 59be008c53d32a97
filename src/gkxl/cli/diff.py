"""``gkxl diff``: whether two files hold the same report, or all units published what they filed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import click
from rich.text import Text

import gkxl
from gkxl.cli.command import Command
from gkxl.cli.files import check_target
from gkxl.cli.parameters import FILE, argument, option
from gkxl.cli.tables import ChineseText, make_console, make_table, print_table, progress_bar
from gkxl.cli.terminal import (
    CLEAN,
    ERRORS,
    UNUSABLE,
    answer,
    complain,
    lang,
    say,
    wants_json,
    words,
)
from gkxl.comparison.page import comparison_page
from gkxl.errors import describe_error
from gkxl.files.save import read_suffix, write_file
from gkxl.text import Wording, to_plain, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table


@click.command(
    cls=Command,
    about=Wording(
        "甲写汇总结果的文件夹、乙写存放公布的报告的文件夹，就逐个单位比较。\n"
        "退出状态：0 全部一致；1 有不同，或有的无法比较；2 有文件无法读取。",
        "With the folder of a collection and one of published reports, every unit is compared.\n"
        "Exit status: 0 the same; 1 something differs or cannot be compared; 2 a file cannot be read.",
    ),
)
@argument(
    "a",
    Wording("甲", "A"),
    type=FILE,
    zh="一份报告：报表（.xlsx）、公布的网页或文档（.html、.docx、.pdf）或数据（.json）；或汇总结果的文件夹。",
    en="A workbook, a published page or document (.html, .docx, .pdf), or data (.json); or a collection.",
)
@argument(
    "b",
    Wording("乙", "B"),
    type=FILE,
    zh="另一份报告，格式可以不同；甲是汇总结果的，写存放各单位公布的报告的文件夹或压缩包。",
    en="Another one, of any of these formats; beside a collection, a folder or zip of published reports.",
)
@option(
    "--output",
    "-o",
    type=FILE,
    multiple=True,
    shown=Wording("文件", "FILE"),
    zh="另把结果写成网页（.html），供打印、存档；比较汇总结果的，也可以写成表格（.xlsx）。可以写几个。",
    en="Also write it as a page (.html); of a collection also as a workbook (.xlsx); may be repeated.",
)
def diff(a: Path, b: Path, *, output: tuple[Path, ...]) -> int:
    """Compare two reports; the exit status says whether they are known to be the same."""
    collected = [path for path in (a, b) if gkxl.Collection.is_at(path)]
    if len(collected) == 1:
        published = b if collected == [a] else a
        return _diff_units(collected[0], published, output)
    if any(path.is_dir() for path in (a, b)):
        complain("要逐个单位比较，请一边写汇总结果的文件夹，另一边写存放公布报告的文件夹。")
        return UNUSABLE
    targets = _check_targets(output, (".html",), (a, b))
    sides = [_read_side(path) for path in (a, b)]
    if None in sides:
        return UNUSABLE
    found = gkxl.diff(*sides, lang=lang())  # type: ignore[arg-type] # none is None
    for target in targets:
        write_file(target, comparison_page(found, str(a), str(b)).encode())
        say("已写出比较结果：{output}", output=target)
    _print_comparison(found, a, b, make_console())
    plain = to_plain(found)
    for name, path in (("a", a), ("b", b)):
        plain[name] |= {"file": str(path)}
    answer(written=targets, **plain)
    return CLEAN if found.same else ERRORS


def _check_targets(output: Iterable[Path], suffixes: tuple[str, ...], read: tuple[Path, Path]) -> list[Path]:
    """Where to write results; see `check_target`.

    Raises:
        WriteError: A file has another suffix, or would replace one that is read.
    """
    for path in output:
        read_suffix(path, suffixes)
    return [check_target(path, read=read) for path in output]


def _diff_units(filed: Path, published: Path, output: Iterable[Path]) -> int:
    """Compare what all units of a collection published with what they filed."""
    from gkxl.comparison.output import SUFFIXES, write_units  # noqa: PLC0415 (two reports must not wait for it)

    targets = _check_targets(output, SUFFIXES, (filed, published))
    with progress_bar() as progress:
        found = gkxl.comparison.diff_published(filed, published, progress=progress, lang=lang())
    for target in targets:
        write_units(found, target)
        say("已写出比较结果：{output}", output=target)
    if wants_json():
        answer(written=targets, **units_to_plain(found, filed, published))
    _print_units(found, make_console())
    return CLEAN if found.same else ERRORS


def _read_side(path: Path) -> gkxl.comparison.Side | None:
    """What is in a file; None, and a sentence that names it, where it cannot be used."""
    try:
        return gkxl.comparison.Side.of(path)
    except Exception as error:  # noqa: BLE001 (both files are named, whatever happens to one)
        complain("{path}：{why}", path=path, why=describe_error(error))
        return None


def _print_comparison(found: gkxl.comparison.Comparison, a: Path, b: Path, out: Console) -> None:
    for sign, path, side in zip(found.signs, (a, b), (found.a, found.b), strict=True):
        out.print(Text(visible(f"{sign}  {path}  {side.title}"), style="bold"))
    figures = [made for made in found.differences if made.figure]
    if figures:
        out.print(_make_table(figures))
    for made in found.differences:
        if not made.figure and made.contrast is not gkxl.comparison.Contrast.SPACING:
            _print_text(made, out)
    for line in found.notes:
        out.print(ChineseText(line, style="dim"))
    out.print(ChineseText(found.message, style=_style(found)))


def _style(found: gkxl.comparison.Comparison) -> str:
    if found.same:
        return "bold green"
    return "bold red" if found.differs else "bold yellow"


def _make_table(figures: Iterable[gkxl.comparison.Difference]) -> Table:
    table = make_table(words("位置"), words("甲"), words("乙"), words("说明"))
    table.columns[1].justify = table.columns[2].justify = "right"
    for made in figures:
        table.add_row(ChineseText(made.label), *made.printed, ChineseText(visible(made.note)))
    return table


def _print_text(made: gkxl.comparison.Difference, out: Console) -> None:
    out.print(ChineseText(f"{made.label}  {visible(made.note)}", style="bold"))
    for change in made.changes:
        out.print(ChineseText.assemble("  ", *(_mark_piece(piece) for piece in change.pieces)))
    out.print()


def _mark_piece(piece: gkxl.comparison.Piece) -> tuple[str, str]:
    text = visible(piece.brief)
    if piece.holder == "a":
        return words("［甲：{text}］", text=text), "red"
    if piece.holder == "b":
        return words("［乙：{text}］", text=text), "green"
    return text, ""


_MOST: Final = 20
"""The most units, cells and files that are listed; the page and the workbook have all."""


def _print_units(found: gkxl.comparison.PublishedComparison, out: Console) -> None:
    """Print which units there is something to do about, in which cells, and last how many of each status."""
    order = [
        status
        for status in gkxl.comparison.PublishedStatus
        if status is not gkxl.comparison.PublishedStatus.SAME
    ]
    open_ = [one for status in order for one in found.units_with(status)]
    names = _name_units(found)
    note = words("说明")
    rows = [(names[one.unit.key], one.status.words(lang()), one.note) for one in open_]
    _print_rows(rows, words("单位"), words("结果"), note)
    cells = [(names[one.unit.key], *row) for one in open_ for row in _list_cells(one)]
    values = (words("报送件"), words("公布件"))
    _print_rows(cells, words("单位"), words("位置"), *values, note)
    others = [(file.path, file.words) for file in found.others]
    _print_rows(others, words("没有归到单位的文件"), note)
    out.print(ChineseText(found.message, style="bold green" if found.same else "bold red"))


def _name_units(found: gkxl.comparison.PublishedComparison) -> dict[str, str]:
    """The name of every unit by its key, with its code where several are called the same."""
    units = [one.unit for one in found.units]
    counts = Counter(unit.name for unit in units)
    return {unit.key: f"{unit.name}（{unit.code}）" if counts[unit.name] > 1 else unit.name for unit in units}


def _list_cells(one: gkxl.comparison.UnitComparison) -> Iterator[tuple[str, ...]]:
    """The cells that differ, with both values as a table has room for them."""
    from gkxl.comparison.output import gather_uncompared  # noqa: PLC0415 (two reports must not wait for it)

    for file in one.compared:
        for made in gather_uncompared(file.differences):
            a, b = (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……" for text in made.excerpts)
            yield made.label, a, b, made.note


_LONGEST: Final = 60
"""How many characters of a text that differs are printed."""


def _print_rows(rows: Sequence[tuple[str, ...]], *headings: str) -> None:
    """Print the first rows of a table, and how many more there are."""
    print_table(headings, rows[:_MOST])
    if rows[_MOST:]:
        more = len(rows) - _MOST
        say("还有 {more} 行，用 -o 写成网页或表格查看。", more=more)


def units_to_plain(
    found: gkxl.comparison.PublishedComparison, filed: Path, published: Path
) -> dict[str, Any]:
    """A comparison of a collection with what was published as JSON has it."""
    return {
        "collection": str(filed),
        "published": str(published),
        "year": found.year,
        "edition": found.edition.name,
        "same": found.same,
        "message": found.message,
        "counts": {status: len(found.units_with(status)) for status in gkxl.comparison.PublishedStatus},
        "units": [
            {
                "unit": one.unit.name,
                "unit_code": one.unit.code,
                "status": one.status,
                "note": one.note,
                "compared": [_file_to_plain(file) for file in one.compared],
                "further": [_file_to_plain(file) for file in one.further],
            }
            for one in found.units
        ],
        "others": [_file_to_plain(file) for file in found.others],
    }


def _file_to_plain(file: gkxl.comparison.PublishedFile) -> dict[str, Any]:
    found = file.comparison
    return {
        "file": file.path,
        "status": file.status,
        "reason": file.reason,
        "figures": found.figures if found else None,
        "texts": found.texts if found else None,
        "differences": file.differences,
    }
