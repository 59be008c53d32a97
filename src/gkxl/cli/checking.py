"""Prints what was found in the files that ``gkxl check`` is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.cli.files import passed_over
from gkxl.cli.plain import print_json
from gkxl.cli.previous import previous_reports
from gkxl.cli.reading import examined
from gkxl.cli.tables import console, show
from gkxl.cli.terminal import listed, say

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.cli.outcome import Outcome


_NAMED: Final = 5
"""So many of the files that are no spreadsheets are named."""


def run(files: list[Path], *, previous: Path | None, as_json: bool) -> int:
    """Read, compare with last year's reports if there are any, and print; the exit status."""
    outcomes = list(examined(files, previous_reports(previous) if previous else None))
    if as_json:
        print_json({"files": [outcome.plain() for outcome in outcomes]})
    else:
        _print(outcomes)
        _name([path.name for path in passed_over(files)])
    return max(outcome.status for outcome in outcomes)


def _print(outcomes: list[Outcome]) -> None:
    out = console()
    for outcome in outcomes:
        show(outcome, out)
    if len(outcomes) > 1:
        clean = sum(outcome.ok for outcome in outcomes)
        unusable = sum(not outcome.usable for outcome in outcomes)
        wrong = len(outcomes) - clean - unusable
        say(
            f"共 {len(outcomes)} 个文件：{clean} 个没有错误，{wrong} 个有错误，{unusable} 个无法使用。",
            f"{len(outcomes)} files: {clean} without errors, {wrong} with errors, {unusable} not usable.",
        )


def _name(others: list[str]) -> None:
    """Say what else lies in the folders: a unit may have sent a document instead of its workbook."""
    if others:
        names = listed(others, _NAMED)
        say(f"不是表格、没有核对的文件：{names}", f"Not spreadsheets, and not looked at: {names}")
