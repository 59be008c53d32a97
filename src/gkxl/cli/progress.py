"""A progress bar for what takes long, on terminals only."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gkxl.cli.tables import console
from gkxl.cli.terminal import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOING: Final = {
    "reading": ("正在读取", "Reading"),
    "marking": ("正在制作退回件", "Marking"),
    "issuing": ("正在制作模板", "Writing templates"),
}


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """What is told what is being done, how much of it is done, and how much there is."""
    errors = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def told(what: str, done: int, all_: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(words(*_DOING[what]))
            bars.update(tasks[what], completed=done, total=all_)

        yield told
