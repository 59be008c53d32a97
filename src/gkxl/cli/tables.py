"""What was found in a file, as a table that people can read on a terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from gkxl.cli.published import way_out
from gkxl.cli.terminal import visible, words
from gkxl.cli.wrapping import Chinese
from gkxl.issues.catalogue.vocabulary import (
    ACCEPTED,
    CONFIRM,
    CORRECT,
    FOUND,
    NO_RETURN,
    NOTE,
    PASSED,
    SETTLED,
    UNREADABLE,
)
from gkxl.issues.grouping import grouped
from gkxl.issues.issue import word_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    import gkxl
    from gkxl.cli.outcome import Outcome

PIPED: Final = 120
"""How wide a table is where no terminal says."""

STYLES: Final = {
    PASSED: "bold green",
    CONFIRM: "magenta",
    CORRECT: "bold red",
    UNREADABLE: "bold red",
    NO_RETURN: "bold",
    NOTE: "dim",
    SETTLED: "green",
    ACCEPTED: "green",
}


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


def show(outcome: Outcome, out: Console, *, codes: bool = False) -> None:
    """Print a file: its name, its issues, with their codes if wanted, and its verdict."""
    out.print(Text(visible(_title(outcome)), style="bold"))
    if outcome.issues:
        out.print(issue_table(outcome.issues, codes=codes))
    out.print(verdict(outcome))
    if not outcome.usable and (said := way_out(Path(outcome.file))):
        out.print(Text(visible(said)), soft_wrap=True)
    out.print()


def _title(outcome: Outcome) -> str:
    year = outcome.cover.get("year")
    about = (outcome.cover.get("unit"), year and words(f"{year} 年度", str(year)))
    return "  ".join([outcome.file, *(str(part) for part in about if part)])


def issue_table(issues: Iterable[gkxl.Issue], *, codes: bool = False) -> Table:
    """Issues as a table: how grave each is, where, and what; the same on many cells in one line.

    Args:
        issues: What was found.
        codes: Whether a column has their codes, which say nothing to a clerk.
    """
    further = [words("代码", "Code")] if codes else []
    table = listing(words("级别", "Level"), words("位置", "Place"), words("问题", "Issue"), *further)
    table.columns[0].no_wrap = True
    for group in grouped(issues):
        said = Chinese(visible(group.place)), Chinese(visible(_message(group.issue)))
        table.add_row(issue_word(group.issue), *said, *([group.issue.code] if codes else []))
    return table


def issue_word(issue: gkxl.Issue) -> Text:
    """What people call an issue, in its colour."""
    word = word_of(issue)
    return Text(words(*word), style=STYLES[word])


def _message(issue: gkxl.Issue) -> str:
    why = words(f"（单位说明：{issue.explanation}）", f" (The unit says: {issue.explanation})")
    return issue.message + (why if issue.explanation else "")


def verdict(outcome: Outcome) -> Text:
    """One line: whether the file can be taken, and how much of what was found."""
    found = Counter(map(word_of, outcome.issues)) if outcome.usable else {}
    counts = [(word, found[word]) for word in (*FOUND, SETTLED) if word in found]
    zh = "，".join(f"{count} 处{word.zh}" for word, count in counts)
    en = ", ".join(f"{count} × {word.en}" for word, count in counts)
    said = words(zh and f"（{zh}）", en and f" ({en})")
    return Text(words(*outcome.word).capitalize() + said, style=STYLES[outcome.word])
