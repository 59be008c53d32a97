"""退回/: a marked copy of each return with something to correct or confirm, for its unit to return."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import evolve

from gkxl.collection.names import file_names
from gkxl.collection.packing import COLUMNS, PackedIssue, pack, unpack
from gkxl.collection.parallel import Crew
from gkxl.collection.status import Status
from gkxl.errors import FileInUseError, WriteError, sentences
from gkxl.files.names import is_name
from gkxl.files.save import make_folder, write_file
from gkxl.issues.issue import Issue
from gkxl.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster import Roster
    from gkxl.collection.store import Store

FOLDER: Final = "退回"

FOLDERS: Final = (Status.ERRORS, Status.CONFIRM)
"""The folders in it: what units have to correct, and what they only have to confirm."""


_AT_ONCE: Final = 64
"""So many copies are made again, should the program be killed."""


class Job(NamedTuple):
    """A return to mark.

    Attributes:
        file: Its number.
        source: Where it is.
        name: The name of its copy, below the folder of copies.
        also: What there is to say of it beside what it says itself.
        accepted: The codes and paths of what the unit is not asked any more: an officer confirmed it.
        replaced: Those of what it says itself beside other figures of last year than last year's return has.
        office: Who sends it back.
        until: Until when the unit is to answer.
    """

    file: int
    source: Source
    name: str
    also: tuple[PackedIssue, ...]
    accepted: frozenset[tuple[str, str]]
    replaced: frozenset[tuple[str, str]]
    office: str
    until: str

    @property
    def said(self) -> str:
        """A hash of everything in the copy that does not come from the return itself."""
        gone = sorted(self.accepted), sorted(self.replaced)
        told = ([tuple(issue) for issue in self.also], *gone, self.office, self.until)
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def return_copies(  # noqa: PLR0913 (each is a part of the collection)
    store: Store,
    roster: Roster,
    sources: Iterable[Source],
    folder: Path,
    *,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> list[Path]:
    """Bring the folder up to date: a copy for each return with something to correct or confirm, and no other.

    Copies that were made of the same file before, and say the same, are left as they are.

    Returns:
        The copies that another program holds open, so that they are not up to date; the next run tries again.
    """
    own = {name for _, name in _made(store)}
    held = take_away(store, roster, folder)
    due = _due(store, roster, sources, folder)
    jobs = [job for job in due if job.name in own or not is_there(folder / job.name)]
    for place in {(folder / job.name).parent for job in jobs}:
        make_folder(place)
    store.begin()
    store.add_issues((job.file, None, _not_own(folder / job.name)) for job in due if job not in jobs)
    store.put(_MADE, ((job.file, job.name, "") for job in jobs))
    store.commit()
    return [*held, *_make(store, jobs, folder, executor, progress)]


def _due(store: Store, roster: Roster, sources: Iterable[Source], folder: Path) -> list[Job]:
    """The copies that are missing or out of date."""
    by_name, made = {source.name: source for source in sources}, _made(store)
    letter = store.noted("office"), store.noted("until")
    jobs = [
        Job(file, by_name[path], name, *_beside(store, file, unit), *letter)
        for file, (name, unit, path) in sorted(_wanted(store, roster).items())
    ]
    return [j for j in jobs if made.get((j.file, j.name)) != j.said or not (folder / j.name).is_file()]


def _make(
    store: Store,
    jobs: Sequence[Job],
    folder: Path,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> Iterator[Path]:
    """Make copies; those that a program holds open.

    Which are made is kept once in a while: the disk would take longer for it than making them takes.
    """
    store.begin()
    with Crew(mark_returns, _failed, executor) as crew:
        for done, (job, copy) in enumerate(crew.work(jobs), start=1):
            try:
                issue = _written(folder / job.name, copy)
            except FileInUseError:
                yield folder / job.name
                continue
            if issue:
                store.add_issues([(job.file, None, issue)])
            else:
                store.ask(_MADE, job.file, job.name, job.said)
            if done % _AT_ONCE == 0:
                store.commit()
                store.begin()
            progress(done, len(jobs))
    store.commit()


def take_away(store: Store, roster: Roster, folder: Path) -> list[Path]:
    """Take away the copies that nobody needs any more; those that a program holds open.

    What others put there stays.
    """
    wanted = {(file, name) for file, (name, _, _) in _wanted(store, roster).items()}
    names, made = {name for _, name in wanted}, _made(store)
    held = _clear(folder, {name for _, name in made if _is_copy(name)} - names)
    gone = [
        (file, name) for file, name in made if (file, name) not in wanted and folder / str(name) not in held
    ]
    store.put("DELETE FROM marked WHERE file = ? AND name = ?", gone)
    for name in FOLDERS:
        with suppress(OSError):  # it is not there, or something is left in it
            (folder / name).rmdir()
    return held


def _wanted(store: Store, roster: Roster) -> dict[int, tuple[str, str, str]]:
    """For every file that goes back the name of its copy, the key of its unit, and where it lies."""
    names = file_names(roster.units, ".xlsx")
    return {
        file: (f"{status}/{names[unit]}", unit, path)
        for unit, status, file, path in store.ask(_WANTED, *FOLDERS)
    }


def _made(store: Store) -> dict[tuple[int, str], str]:
    """A hash of the content of every copy that was made, by the number of its file and its name."""
    return {(file, name): said for file, name, said in store.ask("SELECT file, name, said FROM marked")}


def _is_copy(name: object) -> bool:
    """Whether a name is that of a copy, and not a path that a store from elsewhere may have."""
    folder, _, file = str(name).partition("/")
    return folder in FOLDERS and is_name(file)


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


def is_there(path: Path) -> bool:
    """Whether there is anything, be it a link that leads nowhere."""
    return path.is_symlink() or path.exists()


def _not_own(path: Path) -> PackedIssue:
    """That a copy would replace something of the user's own."""
    name = f"{FOLDER}/{path.parent.name}/{path.name}"
    return _failed(
        WriteError(
            f"“{name}”不是汇总时写的文件，没有覆盖。请把它移走，再汇总一次。",
            f"{name!r} was not written by gkxl and was left alone; move it away and run again",
        )
    )


_MADE: Final = "INSERT OR REPLACE INTO marked VALUES (?, ?, ?)"
_WANTED: Final = (
    "SELECT units.key, units.status, file, path FROM units JOIN files ON files.id = file "
    "WHERE units.status IN (?, ?)"
)


def _clear(folder: Path, names: Iterable[str]) -> list[Path]:
    """Remove copies; those that a program holds open."""
    held = []
    for name in sorted(names):
        try:
            (folder / name).unlink(missing_ok=True)
        except PermissionError:
            held.append(folder / name)
    return held


def _beside(
    store: Store, file: int, unit: str
) -> tuple[tuple[PackedIssue, ...], frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Issues of 汇总核对 of a return; questions that an officer confirmed; issues that are replaced."""
    also = tuple(PackedIssue(*row) for row in store.ask(_BESIDE, file, unit))
    return also, frozenset(store.ask(_CONFIRMED, file, unit)), frozenset(store.ask(_REPLACED, file))


_BESIDE: Final = (
    f"SELECT {COLUMNS} FROM issues WHERE (file = ? AND code LIKE 'collect.%') OR unit = ? ORDER BY id"  # noqa: S608 (our own names)
)
_CONFIRMED: Final = (
    "SELECT code, path FROM issues WHERE acceptance != '' AND NOT open AND (file = ? OR unit = ?)"
)
_REPLACED: Final = "SELECT code, path FROM issues WHERE replaced = ?"


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
        reading = read(content)
        gone = job.accepted | job.replaced
        issues = tuple(issue for issue in reading.issues if (issue.code, issue.path) not in gone)
        also = [unpack(one) for one in job.also if (one.code, one.path) not in job.accepted]
        made = marked(content, evolve(reading, issues=issues), also, office=job.office, until=job.until)
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return _failed(error)
    return made.content
