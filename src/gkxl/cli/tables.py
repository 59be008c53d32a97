"""Prints what was found as tables that people read, and a progress bar meanwhile."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from gkxl.cli.terminal import STYLES, lang, words
from gkxl.issues import word_of
from gkxl.issues.grouping import grouped
from gkxl.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.containers import Lines
    from rich.table import Table

    import gkxl


_UNBROKEN: Final = re.compile(r"[“（]*(?:[!-~]+|.)[，。；：、）”＝＋ ]*", flags=re.DOTALL)
"""What stays together: rich breaks at spaces only, which Chinese does not have."""


class ChineseText(Text):
    """A text that rich breaks into lines by the rules of Chinese."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:  # noqa: ANN401 (rich's own)
        """The text in lines of at most this width; what is longer in itself is cut by rich."""
        lines = self.divide(_find_line_ends(self.plain, width))
        for line in lines:
            line.rstrip()
        cut = [piece for line in lines for piece in Text.wrap(line, console, width, **options)]
        return type(lines)(cut)


def _find_line_ends(text: str, width: int) -> Iterator[int]:
    """Where lines end, counted in characters."""
    used = 0
    for piece in _UNBROKEN.finditer(text):
        wide = cell_len(piece.group().rstrip())
        if used and used + wide > width:
            yield piece.start()
            used = 0
        used += cell_len(piece.group())


WIDTH_WITHOUT_TERMINAL: Final = 120
"""The width of tables, in characters, when the output is not a terminal."""


def make_console(*, stderr: bool = False) -> Console:
    """A console that takes every text as it is: no markup, no guessing."""
    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = WIDTH_WITHOUT_TERMINAL
    return made


def make_table(*headings: str) -> Table:
    """A table under headings, in which nothing is cut off."""
    from rich import box  # noqa: PLC0415 (nothing waits for tables that has nothing to put into one)
    from rich.table import Table  # noqa: PLC0415 (the same)

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def print_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table of texts and the like under headings; nothing where there are no rows."""
    table = make_table(*headings)
    for row in rows:
        table.add_row(*(ChineseText(visible(fact)) for fact in row))
    if table.rows:
        make_console().print(table)


def issue_table(issues: Iterable[gkxl.Issue], *, codes: bool = False) -> Table:
    """A table of issues: severity, place, message; the same issue on many cells takes one line.

    Args:
        issues: What was found.
        codes: Whether to add a column of their codes, which only programmers need.
    """
    further = [words("代码")] if codes else []
    table = make_table(words("级别"), words("位置"), words("问题"), *further)
    table.columns[0].no_wrap = True
    for group in grouped(issues):
        texts = ChineseText(visible(group.place)), ChineseText(visible(_message(group.issue)))
        table.add_row(issue_word(group.issue), *texts, *([group.issue.code] if codes else []))
    return table


def issue_word(issue: gkxl.Issue) -> Text:
    """The name of an issue's severity, in its colour."""
    word = word_of(issue)
    return Text(word.words(lang()), style=STYLES[word.zh])


def _message(issue: gkxl.Issue) -> str:
    why = words("（单位说明：{explanation}）", explanation=issue.explanation)
    return issue.message + (why if issue.explanation else "")


_TASKS: Final = {
    "reading": "正在读取",
    "marking": "正在制作退回件",
    "issuing": "正在制作模板",
}


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A function to call with the task, how much of it is done, and how much there is."""
    from rich.progress import (  # noqa: PLC0415 (most commands show no bar)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    errors = make_console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, all_: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(words(_TASKS[what]))
            bars.update(tasks[what], completed=done, total=all_)

        yield show
