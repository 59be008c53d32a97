"""退回/: a marked copy of each return with errors, for its unit to correct and return."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.collection.names import file_names
from gkxl.collection.packing import PackedIssue, pack, unpack
from gkxl.collection.parallel import Crew
from gkxl.collection.status import Status
from gkxl.errors import FileInUseError, WriteError, sentences
from gkxl.issues import Issue
from gkxl.reading import read
from gkxl.write.filenames import is_name
from gkxl.write.files import make_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster import Roster
    from gkxl.collection.store import Store

FOLDER: Final = "退回"


class Job(NamedTuple):
    """A return to mark: its file, where it is, and what there is to say of it beside what it says itself."""

    file: int
    source: Source
    also: tuple[Issue, ...]


def return_copies(  # noqa: PLR0913 (each is a part of the collection)
    store: Store,
    roster: Roster,
    sources: Iterable[Source],
    folder: Path,
    *,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> list[Path]:
    """Bring the folder up to date: a copy for each return with errors, and no other.

    Copies that were made of the same file before, and say the same, are left as they are.

    Returns:
        The copies that another program holds open, so that they are not up to date; the next run tries again.
    """
    names = file_names(roster.units, ".xlsx")
    wanted = {file: (path, names[code], code) for code, file, path in store.ask(_WRONG, Status.ERRORS)}
    made = {file: (name, said) for file, name, said in store.ask("SELECT file, name, said FROM marked")}
    own = {
        file: name for file, (name, _) in made.items() if is_name(name)
    }  # not the paths that one from elsewhere may have
    beside = {file: _beside(store, file, code) for file, (_, _, code) in wanted.items()}
    held = _clear(folder, {*own.values()} - {name for _, name, _ in wanted.values()})
    gone = [file for file in made if file not in wanted and folder / own.get(file, "") not in held]
    store.put("DELETE FROM marked WHERE file = ?", [(file,) for file in gone])
    by_name = {source.name: source for source in sources}
    jobs = [
        Job(file, by_name[path], tuple(map(unpack, beside[file])))
        for file, (path, name, _) in sorted(wanted.items())
        if made.get(file) != (name, _said(beside[file])) or not (folder / name).is_file()
    ]
    if jobs:
        make_folder(folder)
    started = [(job.file, wanted[job.file][1], "") for job in jobs]
    store.put("INSERT OR REPLACE INTO marked VALUES (?, ?, ?)", started)
    with Crew(mark_returns, _failed, executor) as crew:
        for done, (job, made_of_it) in enumerate(crew.work(jobs), start=1):
            name = wanted[job.file][1]
            try:
                issue = _written(folder / name, made_of_it)
            except FileInUseError:
                held.append(folder / name)
                continue
            if issue:
                store.add_issues([(job.file, None, issue)])
            else:
                said = _said(beside[job.file])
                store.ask("INSERT OR REPLACE INTO marked VALUES (?, ?, ?)", job.file, name, said)
            progress(done, len(jobs))
    return held


def _written(path: Path, made: bytes | PackedIssue) -> PackedIssue | None:
    """Write a copy; why there is none, where it could not be made or written."""
    if not isinstance(made, bytes):
        return made
    try:
        write_file(path, made, lasting=True)
    except FileInUseError:
        raise
    except WriteError as error:
        return _failed(error)
    return None


_WRONG: Final = "SELECT units.key, file, path FROM units JOIN files ON files.id = file WHERE units.status = ?"


def _clear(folder: Path, names: Iterable[str]) -> list[Path]:
    """Take away copies of returns that are right by now; those that a program holds open.

    What others put there stays.
    """
    held = []
    for name in sorted(names):
        try:
            (folder / name).unlink(missing_ok=True)
        except PermissionError:
            held.append(folder / name)
    return held


def _beside(store: Store, file: int, unit: str) -> list[PackedIssue]:
    """What is said of a return only beside others."""
    return [PackedIssue(*row) for row in store.ask(_BESIDE, file, unit)]


def _said(beside: Iterable[PackedIssue]) -> str:
    """A hash of what is said of a return beside others, to tell whether its copy still says so."""
    return hashlib.sha256(repr([tuple(issue) for issue in beside]).encode()).hexdigest()


_BESIDE: Final = (
    "SELECT code, severity, path, label, sheet, cell, message, explanation, facts FROM issues "
    "WHERE (file = ? AND code LIKE 'collect.%') OR unit = ? ORDER BY id"
)


def _failed(error: Exception) -> PackedIssue:
    """Why there is no marked copy of a return, as an issue of its file."""
    reason, reason_en = sentences(error)
    return pack(Issue(code="collect.unmarked", facts={"reason": reason, "reason_en": reason_en.rstrip(".")}))


def mark_returns(jobs: Sequence[Job]) -> list[bytes | PackedIssue]:
    """The marked copy of each return, or why there is none."""
    return [_copy(job) for job in jobs]


def _copy(job: Job) -> bytes | PackedIssue:
    from gkxl.marking.marker import marked  # noqa: PLC0415 (it loads much, and only for what is marked)

    try:
        content = job.source.load()
        return marked(content, read(content), job.also).content
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return _failed(error)
