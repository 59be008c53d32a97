"""Reads files for a collection, in whatever process: a file comes in, what a store keeps of it goes out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gkxl.collection.intake.no_returns import a_roster, find_own_workbook
from gkxl.collection.packing import PackedIssue, pack, stored
from gkxl.errors import MissingExtraError, TimeLimitError, UnreadableFileError
from gkxl.forms import edition_named
from gkxl.identity import DIGEST
from gkxl.issues import issue as issues
from gkxl.layout import places
from gkxl.model.outline import cells
from gkxl.reading import Reading, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.intake.sources import Source
    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Issue

TELLING: Final = 6
"""So many numbers other than 0 make figures that two units do not share by accident."""


class Task(NamedTuple):
    """A file to read, and the hash of what is known of it already; "" where nothing is."""

    source: Source
    known: str


class Result(NamedTuple):
    """What a store keeps of a file.

    The values are in printed order, and stand where the form has them but for those that were moved.
    """

    hash: str
    edition: str = ""
    year: int | None = None
    unit_code: str = ""
    issued_to: str = ""
    unit_name: str = ""
    producer: str = ""
    content: str = ""
    figures: str = ""
    complete: bool = False
    answers: str = ""
    unchanged: bool = False
    values: tuple[Any, ...] = ()
    moved: Mapping[int, tuple[str, str] | None] = {}
    explanations: tuple[tuple[str, str, str], ...] = ()
    issues: tuple[PackedIssue, ...] = ()


def content_hash(data: bytes) -> str:
    """SHA-256 of a file; a store compares it to see whether the file changed."""
    return hashlib.sha256(data).hexdigest()


def read_files(tasks: Iterable[Task]) -> list[Result | None]:
    """What a store keeps of each file; None for one that is as it was."""
    return [_read(task) for task in tasks]


def _read(task: Task) -> Result | None:
    digest = ""
    try:
        data = task.source.load()
        digest = content_hash(data)
        return None if digest == task.known else _read_return(digest, data)
    except (MissingExtraError, TimeLimitError, OSError, MemoryError) as error:
        return unreadable(error)  # read again by the next run: this computer stopped it, not the file
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return unreadable(error, digest)


def _read_return(digest: str, data: bytes) -> Result:
    """What is kept of a file; of one that is known to be no return only what it is."""
    try:
        reading = read(data)
    except UnreadableFileError:
        from gkxl.collection.intake.strangers import find_stranger  # noqa: PLC0415 (it loads what writes)

        if stranger := find_stranger(data):
            return _stranger(digest, stranger)
        raise
    own = find_own_workbook(reading)
    return _stranger(digest, own) if own else _result(digest, reading)


def _stranger(digest: str, what: Issue) -> Result:
    return Result(digest, issues=(pack(what),))


def named_roster(digest: str) -> Result:
    """What is kept of the roster itself."""
    return _stranger(digest, a_roster())


def unreadable(error: Exception, digest: str = "") -> Result:
    """What is kept of a file that could not be read."""
    return Result(digest, issues=(pack(issues.unreadable(error)),))


def _result(digest: str, reading: Reading) -> Result:
    edition = edition_named(reading.edition)
    values = reading.values
    year = values["cover.year"] or reading.identity.year
    return Result(
        hash=digest,
        edition=edition.name,
        year=int(year) if str(year).isdecimal() else None,
        unit_code=values["cover.unit_code"] or reading.identity.unit_code,
        issued_to=reading.identity.unit_code,
        unit_name=values["cover.unit"] or "",
        producer=reading.application,
        content=reading.copied if reading.unchanged else reading.content[:DIGEST],
        figures=_figures(edition, values),
        complete=reading.complete,
        answers=" ".join(reading.answers),
        unchanged=reading.unchanged,
        values=tuple(map(stored, values.values())),
        moved=_moved(edition, reading),
        explanations=tuple((*about, text) for about, text in reading.explanations.items()),
        issues=tuple(map(pack, reading.issues)),
    )


def _digest(values: Iterable[object]) -> str:
    return hashlib.sha256("\0".join(map(str, values)).encode("utf-8", "surrogatepass")).hexdigest()


def _figures(edition: Edition, values: Mapping[str, Any]) -> str:
    """A hash of the numbers; "" of numbers that say too little, or are not all there."""
    entered = [values[cell.path] for cell in cells(edition.form) if cell.in_table and not cell.computed]
    telling = sum(1 for value in entered if value) >= TELLING and None not in entered
    return _digest([edition.name, *entered]) if telling else ""


def _moved(edition: Edition, reading: Reading) -> dict[int, tuple[str, str] | None]:
    """Where cells were found that do not stand where the form has them, by their position."""
    printed = places(edition)
    return {
        at: (cell.place.sheet, cell.place.address) if cell.place else None
        for at, cell in enumerate(reading.cells)
        if cell.place != printed[cell.path]
    }
