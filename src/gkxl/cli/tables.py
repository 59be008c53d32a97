"""What was found in a file, as a table that people can read on a terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

import gkxl
from gkxl.cli.published import way_out
from gkxl.cli.terminal import visible, words
from gkxl.cli.wrapping import Chinese
from gkxl.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from gkxl.cli.outcome import Outcome

PIPED: Final = 120
"""How wide a table is where no terminal says."""

SEVERITIES: Final = {
    gkxl.Severity.ERROR: ("错误", "error", "bold red"),
    gkxl.Severity.CONFIRM: ("待核实", "confirm", "magenta"),
    gkxl.Severity.WARNING: ("提醒", "warning", "yellow"),
    gkxl.Severity.INFO: ("提示", "info", "dim"),
}

SETTLED: Final = ("已说明", "explained", "green")
"""Of what was to be confirmed, and the unit has explained."""


def console(*, stderr: bool = False) -> Console:
    """A console that takes every text as it is: no markup, no guessing."""
    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = PIPED
    return made


def listing(*headings: str) -> Table:
    """A table under headings, in which nothing is cut off."""
    from rich import box  # noqa: PLC0415 (nothing waits for tables that has nothing to put into one)
    from rich.table import Table  # noqa: PLC0415 (the same)

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def show(outcome: Outcome, out: Console) -> None:
    """Print a file: its name, its issues, its verdict."""
    out.print(Text(visible(_title(outcome)), style="bold"))
    if outcome.issues:
        out.print(issue_table(outcome.issues))
    out.print(verdict(outcome))
    if not outcome.usable and (said := way_out(Path(outcome.file))):
        out.print(Text(visible(said)), soft_wrap=True)
    out.print()


def _title(outcome: Outcome) -> str:
    year = outcome.cover.get("year")
    about = (outcome.cover.get("unit"), year and words(f"{year} 年度", str(year)))
    return "  ".join([outcome.file, *(str(part) for part in about if part)])


def issue_table(issues: Iterable[gkxl.Issue]) -> Table:
    """Issues as a table: how grave each is, where, and what; the same on many cells in one line."""
    table = listing(words("级别", "Level"), words("位置", "Place"), words("问题", "Issue"))
    table.columns[0].no_wrap = True
    for group in grouped(issues):
        table.add_row(_severity(group.issue), Chinese(visible(group.place)), _message(group.issue))
    return table


def _severity(issue: gkxl.Issue) -> Text:
    zh, en, style = SETTLED if issue.settled else SEVERITIES[issue.severity]
    return Text(words(zh, en), style=style)


def _message(issue: gkxl.Issue) -> Text:
    why = words(f"（单位说明：{issue.explanation}）", f" (The unit says: {issue.explanation})")
    said = issue.message + (why if issue.explanation else "")
    return Chinese.assemble(visible(said), (f" [{issue.code}]", "dim"))


def verdict(outcome: Outcome) -> Text:
    """One line that says whether the file can be taken."""
    if not outcome.usable:
        return Text(words("无法使用", "Not usable"), style="bold red")
    if not outcome.ok:
        return Text(words(f"不通过：{_counts(outcome)}", f"Errors: {_counts(outcome)}"), style="bold red")
    others = f"（{_counts(outcome)}）" if outcome.issues else ""
    return Text(words(f"通过{others}", f"No errors {others}".strip()), style="bold green")


def _counts(outcome: Outcome) -> str:
    counted = Counter(SETTLED if issue.settled else SEVERITIES[issue.severity] for issue in outcome.issues)
    return words("，", ", ").join(
        words(f"{counted[level]} 处{level[0]}", f"{counted[level]} × {level[1]}")
        for level in (*SEVERITIES.values(), SETTLED)
        if counted[level]
    )
