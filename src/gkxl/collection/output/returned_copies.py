"""Makes 退回: a marked copy of each return with something to correct or confirm, for its unit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.ledger import UnitStatus
from gkxl.collection.parallel import WorkerPool
from gkxl.collection.roster.units import name_files
from gkxl.collection.store.rows import COLUMNS, PackedIssue, hash_text, pack_issue, unpack_issue
from gkxl.errors import FileInUseError, WriteError
from gkxl.files.save import is_file_name, make_folder, write_file
from gkxl.frozen import NamedTuple
from gkxl.issues import unreadable_issue
from gkxl.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster import Roster
    from gkxl.collection.store.store import Store


COPIES_FOLDER: Final = "退回"

COPY_FOLDERS: Final = (UnitStatus.ERRORS, UnitStatus.CONFIRM)
"""The folders in 退回: one for returns to correct, one for returns to confirm."""


_COPIES_PER_COMMIT: Final = 64
"""The copies that are recorded together, and made again if the program is killed before."""


class CopyJob(NamedTuple):
    """A return to mark.

    Attributes:
        file: Its number.
        source: Where it is.
        name: The name of its copy, below the folder of copies.
        additions: The issues found by comparing the return with roster, other units and last year.
        accepted: The codes and paths of questions that an officer confirmed instead of the unit.
        replaced: The codes and paths of issues that comparing with last year's return replaces.
        office: Who sends it back.
        until: Until when the unit is to answer.
    """

    file: int
    source: Source
    name: str
    additions: tuple[PackedIssue, ...]
    accepted: frozenset[tuple[str, str]]
    replaced: frozenset[tuple[str, str]]
    office: str
    until: str

    @property
    def digest(self) -> str:
        """A hash of everything in the copy that does not come from the return."""
        gone = sorted(self.accepted), sorted(self.replaced)
        content = ([tuple(issue) for issue in self.additions], *gone, self.office, self.until)
        return hash_text(repr(content))


def return_copies(  # noqa: PLR0913, PLR0917 (each is a part of the collection)
    store: Store,
    roster: Roster,
    sources: Iterable[Source],
    folder: Path,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> list[Path]:
    """Update 退回, so that it has a copy of each return with something to correct or confirm, and no other.

    Copies that were made before of the same file with the same issues are left as they are.

    Returns:
        The copies that another program holds open, so that they are not up to date; the next run tries again.
    """
    own = {name for _, name in _find_made(store)}
    held = remove_copies(store, roster, folder)
    due = _find_due(store, roster, sources, folder)
    jobs = [job for job in due if job.name in own or not is_present(folder / job.name)]
    for place in {(folder / job.name).parent for job in jobs}:
        make_folder(place)
    store.begin()
    store.add_issues((job.file, None, _foreign_issue(folder / job.name)) for job in due if job not in jobs)
    store.execute_many(_MADE, ((job.file, job.name, "") for job in jobs))
    store.commit()
    return [*held, *_make_copies(store, jobs, folder, executor, progress)]


def _find_due(store: Store, roster: Roster, sources: Iterable[Source], folder: Path) -> list[CopyJob]:
    """The copies that are missing or out of date."""
    by_name, made = {source.name: source for source in sources}, _find_made(store)
    letter = store.read_property("office"), store.read_property("until")
    jobs = [
        CopyJob(file, by_name[path], name, *_read_additions(store, file, unit), *letter)
        for file, (name, unit, path) in sorted(_find_wanted(store, roster).items())
    ]
    return [j for j in jobs if made.get((j.file, j.name)) != j.digest or not (folder / j.name).is_file()]


def _make_copies(
    store: Store,
    jobs: Sequence[CopyJob],
    folder: Path,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> Iterator[Path]:
    """Make copies; yield the paths of those that another program holds open.

    They are recorded in batches: a commit for each would take longer than making it.
    """
    store.begin()
    with WorkerPool(mark_returns, _unmarked_issue, executor) as pool:
        for done, (job, copy) in enumerate(pool.work(jobs), start=1):
            try:
                issue = _write_copy(folder / job.name, copy)
            except FileInUseError:
                yield folder / job.name
                continue
            if issue:
                store.add_issues([(job.file, None, issue)])
            else:
                store.execute(_MADE, job.file, job.name, job.digest)
            if done % _COPIES_PER_COMMIT == 0:
                store.commit()
                store.begin()
            progress(done, len(jobs))
    store.commit()


def remove_copies(store: Store, roster: Roster, folder: Path) -> list[Path]:
    """Remove the copies that are not needed any more; the paths of those that a program holds open.

    What others put there stays.
    """
    wanted = {(file, name) for file, (name, _, _) in _find_wanted(store, roster).items()}
    names, made = {name for _, name in wanted}, _find_made(store)
    held = _remove_files(folder, {name for _, name in made if is_copy(name)} - names)
    gone = [
        (file, name) for file, name in made if (file, name) not in wanted and folder / str(name) not in held
    ]
    store.execute_many("DELETE FROM marked WHERE file = ? AND name = ?", gone)
    for name in COPY_FOLDERS:
        with suppress(OSError):  # it is not there, or something is left in it
            (folder / name).rmdir()
    return held


def _find_wanted(store: Store, roster: Roster) -> dict[int, tuple[str, str, str]]:
    """Find for every file that goes back the name of its copy, the key of its unit, and its path."""
    names = name_files(roster.units, ".xlsx")
    return {
        file: (f"{status}/{names[unit]}", unit, path)
        for unit, status, file, path in store.execute(_WANTED, *COPY_FOLDERS)
    }


def _find_made(store: Store) -> dict[tuple[int, str], str]:
    """Find the digest of every copy that was made, by the number of its file and its name."""
    return {(file, name): said for file, name, said in store.execute("SELECT file, name, said FROM marked")}


def is_copy(name: object) -> bool:
    """Whether a name is that of a copy, and not a path that a store from elsewhere may have."""
    folder, _, file = str(name).partition("/")
    return folder in COPY_FOLDERS and is_file_name(file)


def _write_copy(path: Path, made: bytes | PackedIssue) -> PackedIssue | None:
    """Write a copy; the issue, if it could not be made or written."""
    if not isinstance(made, bytes):
        return made
    try:
        write_file(path, made, lasting=True)
    except FileInUseError:
        raise
    except WriteError as error:
        return _unmarked_issue(error)
    return None


def is_present(path: Path) -> bool:
    """Whether there is anything at a path, a broken link included."""
    return path.is_symlink() or path.exists()


def _foreign_issue(path: Path) -> PackedIssue:
    """The issue that a copy would replace something of the user's own."""
    name = f"{COPIES_FOLDER}/{path.parent.name}/{path.name}"
    return _unmarked_issue(
        WriteError("“{name}”不是汇总时写的文件，没有覆盖。请把它移走，再汇总一次。", name=name)
    )


_MADE: Final = "INSERT OR REPLACE INTO marked VALUES (?, ?, ?)"
_WANTED: Final = (
    "SELECT units.key, units.status, file, path FROM units JOIN files ON files.id = file "
    "WHERE units.status IN (?, ?)"
)


def _remove_files(folder: Path, names: Iterable[str]) -> list[Path]:
    """Remove files; the paths of those that a program holds open."""
    held = []
    for name in sorted(names):
        try:
            (folder / name).unlink(missing_ok=True)
        except PermissionError:
            held.append(folder / name)
    return held


def _read_additions(
    store: Store, file: int, unit: str
) -> tuple[tuple[PackedIssue, ...], frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Read the issues to add to a copy, the questions confirmed, and the issues replaced."""
    also = tuple(PackedIssue(*row) for row in store.execute(_ADDITIONS, file, unit))
    return also, frozenset(store.execute(_CONFIRMED, file, unit)), frozenset(store.execute(_REPLACED, file))


_ADDITIONS: Final = (
    f"SELECT {COLUMNS} FROM issues WHERE (file = ? AND code LIKE 'collect.%') OR unit = ? ORDER BY id"  # noqa: S608 (our own names)
)
_CONFIRMED: Final = (
    "SELECT code, path FROM issues WHERE acceptance != '' AND NOT open AND (file = ? OR unit = ?)"
)
_REPLACED: Final = "SELECT code, path FROM issues WHERE replaced = ?"


def _unmarked_issue(error: Exception) -> PackedIssue:
    """The issue that there is no marked copy of a return, with the reason."""
    return pack_issue(unreadable_issue(error, code="collect.unmarked"))


def mark_returns(jobs: Sequence[CopyJob]) -> list[bytes | PackedIssue]:
    """Make the marked copy of each return, or the issue why there is none."""
    return [_mark_return(job) for job in jobs]


def _mark_return(job: CopyJob) -> bytes | PackedIssue:
    from gkxl.marking import mark_return  # noqa: PLC0415 (it loads much, and only for what is marked)

    try:
        content = job.source.load()
        reading = read(content)
        gone = job.accepted | job.replaced
        issues = tuple(issue for issue in reading.issues if (issue.code, issue.path) not in gone)
        also = [unpack_issue(one) for one in job.additions if (one.code, one.path) not in job.accepted]
        made = mark_return(content, evolve(reading, issues=issues), also, office=job.office, until=job.until)
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return _unmarked_issue(error)
    return made.content
