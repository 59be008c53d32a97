"""``gkxl roster``: shows how a roster was understood, or writes an empty one to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click
from attrs import evolve
from rich.text import Text
from rich.tree import Tree

import gkxl
from gkxl.cli.command import Command
from gkxl.cli.files import check_workbook_target
from gkxl.cli.parameters import FILE, argument, option
from gkxl.cli.tables import issue_table, make_console, make_table
from gkxl.cli.terminal import CLEAN, ERRORS, answer, lang, listed, say, words
from gkxl.errors import DataError
from gkxl.text import Wording, visible

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.collection.roster import RosterTable


@click.command(
    cls=Command,
    about=Wording(
        "下发模板、收表之前先看一遍，确认名册读得对。\n退出状态：0 可以使用；1 名册有需改正的；2 打不开。",
        "Look at it before templates are sent out and returns are collected.\n"
        "Exit status: 0 it can be used; 1 something is to be corrected; 2 it cannot be opened.",
    ),
)
@argument(
    "source",
    Wording("名册", "ROSTER"),
    type=FILE,
    required=False,
    zh="名册：CSV 或 .xlsx 文件。",
    en="The roster: a CSV or .xlsx file.",
)
@option(
    "--new",
    type=FILE,
    shown=Wording("文件", "FILE"),
    zh="写出一份空白名册（.xlsx），从它开始填。",
    en="Write an empty roster (.xlsx) to start from.",
)
@option(
    "--codes",
    is_flag=True,
    zh="另列每个问题的代码，供查阅和编程。",
    en="Also list the code of each issue.",
)
def roster(source: Path | None, *, new: Path | None, codes: bool) -> int:
    """Print how a roster was understood, or write an empty one."""
    if new:
        _refuse_both(source)
        return _write_empty(new)
    if source is None:
        raise DataError("请写上要查看的名册；没有名册的，用 gkxl roster --new 名册.xlsx 写出一份空白的。")
    return _show_roster(source, codes=codes)


def _refuse_both(source: Path | None) -> None:
    """Refuse a roster to show together with an empty one to write.

    Raises:
        DataError: One is named.
    """
    if source:
        raise DataError("--new 写出的是空白名册，不会用到“{source}”。请去掉其中一个。", source=source)


_MEANINGS: Final = {
    "code": "单位代码",
    "name": "单位名称",
    "level": "层级",
    "parent": "上级",
    "contains": "含下级",
    "": "其他，原样保留",
}


def _write_empty(path: Path) -> int:
    """Write an empty roster; the exit status."""
    gkxl.collection.write_roster(check_workbook_target(path))
    answer(output=path)
    say("已写出空白名册：{path}。填好以后用 gkxl roster 看一遍。", path=path)
    return CLEAN


def _show_roster(path: Path, *, codes: bool) -> int:
    """Print what was understood; the exit status."""
    found = gkxl.read_roster(path)
    answer(**_to_plain(found))
    _print_roster(path, found, codes=codes)
    return ERRORS if any(issue.severity is gkxl.Severity.ERROR for issue in found.issues) else CLEAN


def _print_roster(path: Path, found: gkxl.collection.Roster, *, codes: bool) -> None:
    out = make_console()
    for table in found.tables:
        out.print(Text(visible(_table_heading(table)), style="bold"))
        columns = make_table(words("位置"), words("标题"), words("认作"))
        for column in table.columns:
            columns.add_row(column.address, visible(column.heading), words(_MEANINGS[column.meaning]))
        out.print(columns)
    out.print(_make_tree(path, found))
    if found.outside:
        names = listed([f"“{name}”" for name in found.outside])
        say("不在名册中的上级：{names}", names=names)
    if found.issues:
        issues = (evolve(issue, lang=lang()) for issue in found.issues)
        out.print(issue_table(issues, codes=codes))
    _print_verdict(found)


def _table_heading(table: RosterTable) -> str:
    return words("“{sheet}”，标题在第 {row} 行", sheet=table.sheet, row=table.row)


def _print_verdict(found: gkxl.collection.Roster) -> None:
    errors = sum(issue.severity is gkxl.Severity.ERROR for issue in found.issues)
    if errors:
        say("名册有 {errors} 处需改正，改正后才能使用。", errors=errors)
    else:
        say("名册可以使用，共 {count} 个单位。", count=len(found.units))


def _make_tree(path: Path, found: gkxl.collection.Roster) -> Tree:
    """Every unit under the one above it; those with a parent outside the roster under its name."""
    below: dict[str, list[gkxl.collection.Unit]] = {}
    for unit in found.units:
        below.setdefault(unit.parent, []).append(unit)
    root = Tree(Text(visible(path.name), style="bold"))
    _add_units(root, below, "")
    for name in found.outside:
        _add_units(root.add(Text(visible(words("{name}（不在名册中）", name=name)))), below, name)
    return root


def _add_units(root: Tree, below: dict[str, list[gkxl.collection.Unit]], parent: str) -> None:
    """Add all units below a parent; a list in the place of recursion, as chains may be long."""
    left = [(root, parent)]
    while left:
        branch, key = left.pop()
        left += [
            (branch.add(_unit_line(unit, len(below.get(unit.key, ())))), unit.key)
            for unit in below.pop(key, ())
        ]


def _unit_line(unit: gkxl.collection.Unit, below: int) -> Text:
    about = "  ".join(filter(None, (unit.code, unit.level)))
    return Text.assemble(
        visible(unit.name), (f"  {visible(about)}", "cyan"), (_contains_note(unit, below), "dim")
    )


def _contains_note(unit: gkxl.collection.Unit, below: int) -> str:
    """Whether the figures of a unit contain those of the units right below it."""
    if not below:
        return ""
    if unit.contains:
        return words("  含下级（{below} 个）", below=below)
    return words("  不含下级（{below} 个）", below=below)


def _to_plain(found: gkxl.collection.Roster) -> dict[str, Any]:
    return {
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "level": unit.level,
                "parent": unit.parent,
                "contains": unit.contains,
                "extra": dict(unit.extra),
            }
            for unit in found.units
        ],
        "tables": [
            {
                "sheet": table.sheet,
                "row": table.row,
                "columns": [
                    {"heading": column.heading, "cell": column.address, "meaning": column.meaning}
                    for column in table.columns
                ],
            }
            for table in found.tables
        ],
        "outside": [*found.outside],
        "passed_over": [*found.passed_over],
        "issues": found.issues,
    }
