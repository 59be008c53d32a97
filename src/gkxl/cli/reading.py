"""Reads the files that a command is given, one after the other, with a progress bar where they are many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gkxl.cli.files import workbooks
from gkxl.cli.outcome import Outcome, examine
from gkxl.cli.published import way_out
from gkxl.cli.tables import console
from gkxl.cli.terminal import complain, words
from gkxl.cli.usage import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from gkxl import Report
    from gkxl.reading import Previous

MANY: Final = 20
"""From how many files on a progress bar is shown."""


def examined(
    files: Iterable[Path], previous: Previous | None = None, *, year: int | None = None
) -> Iterator[Outcome]:
    """What came of reading each file, those in folders included, and of comparing it with last year's."""
    found = list(workbooks(files))
    errors = console(stderr=True)
    shown = found if len(found) < MANY or not errors.is_terminal else _tracked(found, errors)
    return (examine(path, previous, year=year) for path in shown)


def _tracked(found: list[Path], errors: Console) -> Iterable[Path]:
    """The files, with a progress bar while they are gone through."""
    from rich.progress import track  # noqa: PLC0415 (few files must not wait for it)

    return track(found, description=words("正在核对", "Checking"), console=errors, transient=True)


def reports_in(files: Iterable[Path]) -> tuple[list[Report], int]:
    """The reports in files as they were filed, and the exit status that these stand for.

    A file that holds no report, or one with errors, is named where errors go; the others are not stopped.
    """
    outcomes = list(examined(files))
    for outcome in outcomes:
        _remark(outcome)
    reports = [outcome.report for outcome in outcomes if outcome.report]
    if not reports:
        complain("没有可用的报表，没有写出文件。", "There is no report to use; nothing was written.")
    return reports, max(outcome.status for outcome in outcomes) if reports else UNUSABLE


def _remark(outcome: Outcome) -> None:
    count = len(outcome.errors)
    if not outcome.usable:
        message = outcome.issues[0].message
        complain(f"没有用到 {outcome.file}：{message}", f"Left out {outcome.file}: {message}")
        if said := way_out(Path(outcome.file)):
            complain(said, said)
    elif outcome.report is None:
        complain(
            f"没有用到 {outcome.file}：有 {count} 处错误，有的数读不出来。请先用 gkxl check 查看。",
            f"Left out {outcome.file}: {count} errors, and not every number could be read. See gkxl check.",
        )
    elif count:
        complain(
            f"{outcome.file} 有 {count} 处错误，数按填报的写出。请用 gkxl check 查看。",
            f"{outcome.file} has {count} errors; its numbers are given as filed. See gkxl check.",
        )
