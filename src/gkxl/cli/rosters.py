"""Prints what was understood of a roster: its columns, its tree of units, and what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve
from rich.text import Text
from rich.tree import Tree

import gkxl
from gkxl.cli.places import workbook
from gkxl.cli.plain import plain_issue, print_json
from gkxl.cli.tables import console, issue_table, listing
from gkxl.cli.terminal import lang, listed, say, visible, words
from gkxl.cli.usage import CLEAN, ERRORS

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.collection import RosterTable

_MEANINGS: Final = {
    "code": ("单位代码", "unit code"),
    "name": ("单位名称", "name"),
    "level": ("层级", "level"),
    "parent": ("上级", "parent"),
    "contains": ("含下级", "contains units below"),
    "": ("其他，原样保留", "further column, kept"),
}

_NAMED: Final = 10
"""So many names are listed; more are only counted."""


def write_new(path: Path) -> int:
    """Write an empty roster; the exit status."""
    gkxl.write_roster(workbook(path))
    say(
        f"已写出空白名册：{path}。填好以后用 gkxl roster 看一遍。",
        f"Wrote an empty roster: {path}. Fill it in, then look at it with gkxl roster.",
    )
    return CLEAN


def show(path: Path, *, codes: bool, as_json: bool) -> int:
    """Print what was understood; the exit status."""
    found = gkxl.read_roster(path)
    if as_json:
        print_json(_plain(found))
    else:
        _print(path, found, codes=codes)
    return ERRORS if any(issue.severity is gkxl.Severity.ERROR for issue in found.issues) else CLEAN


def _print(path: Path, found: gkxl.Roster, *, codes: bool) -> None:
    out = console()
    for table in found.tables:
        out.print(Text(visible(_where(table)), style="bold"))
        columns = listing(words("位置", "Cell"), words("标题", "Heading"), words("认作", "Taken for"))
        for column in table.columns:
            columns.add_row(column.address, visible(column.heading), words(*_MEANINGS[column.meaning]))
        out.print(columns)
    out.print(_tree(path, found))
    if found.outside:
        names = listed([f"“{name}”" for name in found.outside], _NAMED)
        say(f"不在名册中的上级：{names}", f"Parents that are not in the roster: {names}")
    if found.issues:
        issues = (evolve(issue, lang=lang()) for issue in found.issues)
        out.print(issue_table(issues, codes=codes))
    _print_verdict(found)


def _where(table: RosterTable) -> str:
    zh = f"“{table.sheet}”，标题在第 {table.row} 行"
    return words(zh, f"{table.sheet!r}, headings in row {table.row}")


def _print_verdict(found: gkxl.Roster) -> None:
    errors = sum(issue.severity is gkxl.Severity.ERROR for issue in found.issues)
    if errors:
        say(
            f"名册有 {errors} 处需改正，改正后才能使用。",
            f"{errors} to correct before the roster can be used.",
        )
    else:
        say(
            f"名册可以使用，共 {len(found.units)} 个单位。",
            f"The roster can be used: {len(found.units)} units.",
        )


def _tree(path: Path, found: gkxl.Roster) -> Tree:
    """Every unit under the one above it; those with a parent outside the roster under its name."""
    below: dict[str, list[gkxl.Unit]] = {}
    for unit in found.units:
        below.setdefault(unit.parent, []).append(unit)
    root = Tree(Text(visible(path.name), style="bold"))
    _grow(root, below, "")
    for name in found.outside:
        _grow(
            root.add(Text(visible(words(f"{name}（不在名册中）", f"{name} (not in the roster)")))),
            below,
            name,
        )
    return root


def _grow(root: Tree, below: dict[str, list[gkxl.Unit]], parent: str) -> None:
    """Add all units below a parent; a list in the place of recursion, as chains may be long."""
    left = [(root, parent)]
    while left:
        branch, key = left.pop()
        left += [
            (branch.add(_line(unit, len(below.get(unit.key, ())))), unit.key) for unit in below.pop(key, ())
        ]


def _line(unit: gkxl.Unit, below: int) -> Text:
    about = "  ".join(filter(None, (unit.code, unit.level)))
    return Text.assemble(visible(unit.name), (f"  {visible(about)}", "cyan"), (_contains(unit, below), "dim"))


def _contains(unit: gkxl.Unit, below: int) -> str:
    """Whether the figures of a unit contain those of the units right below it."""
    if not below:
        return ""
    if unit.contains:
        return words(f"  含下级（{below} 个）", f"  contains the {below} below")
    return words(f"  不含下级（{below} 个）", f"  does not contain the {below} below")


def _plain(found: gkxl.Roster) -> dict[str, Any]:
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
        "issues": [plain_issue(issue) for issue in found.issues],
    }
