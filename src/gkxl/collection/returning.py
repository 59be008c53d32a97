"""退回/: a marked copy of each return with errors, for its unit to correct and return."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.collection.names import file_names
from gkxl.collection.parallel import Crew
from gkxl.collection.status import Status
from gkxl.errors import GkxlError
from gkxl.marking import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor

    from gkxl.collection.roster import Roster
    from gkxl.collection.sources import Source
    from gkxl.collection.store import Store

FOLDER: Final = "退回"


class Job(NamedTuple):
    """A return to mark, and where the copy goes."""

    file: int
    source: Source
    target: str


def return_copies(  # noqa: PLR0913 (each is a part of the collection)
    store: Store,
    roster: Roster,
    sources: Iterable[Source],
    folder: Path,
    *,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> None:
    """Bring the folder up to date: a copy for each return with errors, and no other.

    Copies that were made of the same file before are left as they are.
    """
    names = file_names(roster.units, ".xlsx")
    wanted = {file: (path, names[code]) for code, file, path in store.ask(_WRONG, Status.ERRORS)}
    made: dict[int, str] = dict(store.ask("SELECT file, name FROM marked"))
    _clear(folder, {name for _, name in wanted.values()})
    by_name = {source.name: source for source in sources}
    jobs = [
        Job(file, by_name[path], str(folder / name))
        for file, (path, name) in sorted(wanted.items())
        if made.get(file) != name or not (folder / name).is_file()
    ]
    if jobs:
        folder.mkdir(exist_ok=True)
    store.put("DELETE FROM marked WHERE file = ?", [(file,) for file in made if file not in wanted])
    with Crew(_mark, lambda _: False, executor) as crew:
        for done, (job, marked) in enumerate(crew.work(jobs), start=1):
            if marked:
                store.ask("INSERT OR REPLACE INTO marked VALUES (?, ?)", job.file, Path(job.target).name)
            progress(done, len(jobs))


_WRONG: Final = (
    "SELECT units.code, file, path FROM units JOIN files ON files.id = file WHERE units.status = ?"
)


def _clear(folder: Path, wanted: set[str]) -> None:
    """Take away copies of returns that are right by now."""
    for path in folder.glob("*.xlsx") if folder.is_dir() else ():
        if path.name not in wanted:
            path.unlink()


def _mark(jobs: Sequence[Job]) -> list[bool]:
    """Mark returns; whether each could be marked."""
    return [_marked(job) for job in jobs]


def _marked(job: Job) -> bool:
    try:
        mark(job.source.load(), job.target)
    except (GkxlError, OSError):
        return False
    return True
