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


_NAMED: Final = 10
"""So many files of a kind are named in the end."""


def run(files: list[Path], *, year: int | None, previous: Path | None, as_json: bool) -> int:
    """Read, compare with last year's reports if there are any, and print; the exit status."""
    outcomes = list(examined(files, previous_reports(previous) if previous else None, year=year))
    if as_json:
        print_json({"files": [outcome.plain() for outcome in outcomes]})
    else:
        _print(outcomes, passed_over(files))
    return max(outcome.status for outcome in outcomes)


def _print(outcomes: list[Outcome], others: list[Path]) -> None:
    """Every file, and in the end what matters: nobody looks through a hundred tables for the few."""
    out = console()
    for outcome in outcomes:
        show(outcome, out)
    wrong = [outcome.file for outcome in outcomes if outcome.usable and not outcome.ok]
    unusable = [outcome.file for outcome in outcomes if not outcome.usable]
    if len(outcomes) > 1:
        _name("有错误", "With errors", wrong)
        _name("无法使用", "Not usable", unusable)
    _name("不是表格、没有核对", "Not spreadsheets, and not looked at", [str(path) for path in others])
    if len(outcomes) > 1:
        _count(len(outcomes), len(wrong), len(unusable))


def _count(files: int, wrong: int, unusable: int) -> None:
    clean = files - wrong - unusable
    say(
        f"共 {files} 个文件：{clean} 个没有错误，{wrong} 个有错误，{unusable} 个无法使用。",
        f"{files} files: {clean} without errors, {wrong} with errors, {unusable} not usable.",
    )


def _name(zh: str, en: str, files: list[str]) -> None:
    """Say which files are of a kind, where there are any."""
    if files:
        names = listed(files, _NAMED)
        say(f"{zh}：{names}", f"{en}: {names}")
