"""Reads the files that a command is given, one after the other, with a progress bar where they are many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.cli.files import OPENED, parted, workbooks
from gkxl.cli.outcome import Outcome, examine
from gkxl.cli.published import way_out
from gkxl.cli.tables import console
from gkxl.cli.terminal import complain, lang, listed, words
from gkxl.cli.usage import CLEAN, ERRORS, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from gkxl import Report
    from gkxl.collection.intake.sources import Source
    from gkxl.reading import Previous

    _Found = tuple[Path, Source | None]

_NAMED: Final = 10
"""So many units of a collection are named."""

MANY: Final = 20
"""From how many files on a progress bar is shown."""


def examined(
    files: Iterable[Path], previous: Previous | None = None, *, year: int | None = None
) -> Iterator[Outcome]:
    """What came of reading each file, those in folders included, and of comparing it with last year's."""
    found = [one for path in workbooks(files) for one in _opened(path)]
    errors = console(stderr=True)
    shown = found if len(found) < MANY or not errors.is_terminal else _tracked(found, errors)
    return (examine(path, previous, year=year, packed=packed) for path, packed in shown)


def _opened(path: Path) -> Iterator[_Found]:
    """A file; of a zip or mail every file in it, as if that were a folder."""
    if path.suffix.lower() not in OPENED or not path.is_file():
        yield path, None
        return
    from gkxl.collection.intake.sources import find_in  # noqa: PLC0415 (workbooks must not wait for it)

    yield from ((path.parent / source.name, source) for source in find_in(path))


def _tracked(found: list[_Found], errors: Console) -> Iterable[_Found]:
    """The files, with a progress bar while they are gone through."""
    from rich.progress import track  # noqa: PLC0415 (few files must not wait for it)

    return track(found, description=words("正在核对", "Checking"), console=errors, transient=True)


def reports_in(files: Iterable[Path], *, counted: bool = False) -> tuple[list[Report], int]:
    """The reports in files as they were filed, and the exit status that these stand for.

    A collection stands for the units in it. A file that holds no report, or one with errors, is named where
    errors go; the others are not stopped.

    Args:
        files: The files, folders and collections.
        counted: Whether to take of a collection only the units that are added up there.
    """
    collected, others = parted(files)
    reports: list[Report] = []
    statuses = []
    for folder in collected:
        collection = gkxl.Collection(folder)
        found = list(collection.reports(counted=counted))
        statuses.append(_remark_units(folder, collection, found))
        reports += found
    for outcome in examined(others):
        _remark(outcome)
        statuses.append(outcome.status)
        reports += [outcome.report] if outcome.report else []
    if not reports:
        complain("没有可用的报表，没有写出文件。", "There is no report to use; nothing was written.")
    return reports, max(statuses) if reports else UNUSABLE


def _remark_units(folder: Path, collection: gkxl.Collection, found: Iterable[Report]) -> int:
    """Print which units of a collection have no report to use, or one with errors; the exit status."""
    taken = {(report.cover.unit_code, report.cover.unit) for report in found}
    entries = {(entry.unit.code, entry.unit.name): entry for entry in collection.ledger}
    absent = [
        f"{e.unit.name}（{e.status.words(lang())}）" for unit, e in entries.items() if unit not in taken
    ]
    if absent:
        names = listed(absent, _NAMED)
        complain(
            f"{folder} 里没有用到 {len(absent)} 个单位：{names}",
            f"Left out {len(absent)} units of {folder}: {names}",
        )
    wrong = [entry.unit.name for unit, entry in entries.items() if unit in taken and entry.errors]
    if wrong:
        names = listed(wrong, _NAMED)
        complain(
            f"{folder} 里 {len(wrong)} 个单位的报表需改正，数按填报的写出：{names}",
            f"In {folder} {len(wrong)} units are to correct; their numbers are given as filed: {names}",
        )
    return ERRORS if wrong else CLEAN


def _remark(outcome: Outcome) -> None:
    count = len(outcome.errors)
    if not outcome.usable:
        message = outcome.issues[0].message
        complain(f"没有用到 {outcome.file}：{message}", f"Left out {outcome.file}: {message}")
        if said := way_out(Path(outcome.file)):
            complain(said, said)
    elif outcome.report is None:
        complain(
            f"没有用到 {outcome.file}：有 {count} 处需改正，有的数读不出来。请先用 gkxl check 查看。",
            f"Left out {outcome.file}: {count} to correct, not every number readable. See gkxl check.",
        )
    elif count:
        complain(
            f"{outcome.file} 有 {count} 处需改正，数按填报的写出。请用 gkxl check 查看。",
            f"{outcome.file} has {count} things to correct; its numbers are given as filed. See gkxl check.",
        )
