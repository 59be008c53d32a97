"""Reads the files of a collection: for each, what the store keeps of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.intake.non_returns import (
    find_non_return,
    find_other_kind,
    find_own_workbook,
    roster_issue,
)
from gkxl.collection.store.rows import PackedIssue, hash_text, pack_issue, to_stored
from gkxl.errors import MissingExtraError, NoProcessError, TimeLimitError, UnreadableFileError
from gkxl.forms import edition_named, editions_of
from gkxl.frozen import NamedTuple
from gkxl.issues import unreadable_issue
from gkxl.layout import DIGEST_LENGTH, places
from gkxl.model.outline import cells
from gkxl.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.intake.sources import Source
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.reading import Reading


_ENOUGH_NUMBERS: Final = 6
"""Two returns with at least this many non-zero numbers, all equal, are copies and not coincidence."""


class FileToRead(NamedTuple):
    """A file to read.

    Attributes:
        source: Where it is.
        known: The hash of its content as it was read before; "" for a new file.
        edition: The edition that is collected: a return of another kind is not counted; "" accepts any.
    """

    source: Source
    known: str
    edition: str = ""


class FileResult(NamedTuple):
    """What a store keeps of a file.

    Only the issues, and the hash where there is one, are given for a file that is not a return.

    Attributes:
        hash: SHA-256 of the file's bytes; "" if it is to be read again by the next run.
        edition: The name of the edition that it was read by.
        year: The report year, from the cover or else as recorded in the workbook; None if it is no number.
        unit_code: The code of the unit, from the cover or else as recorded in the workbook.
        issued_to: The code of the unit that the workbook was issued to, as recorded in it.
        unit_name: The name of the unit on the cover.
        producer: The program that saved the workbook.
        content: Start of the SHA-256 of what was filed; of an unchanged marked copy, that of the return
            which it was made of.
        figures: Hash of the numbers entered; "" if they are not distinctive.
        complete: Whether every cell of the form could be read.
        answers: Of a marked copy: starts of the SHA-256 of the returns that it answers, with spaces between.
        unchanged: Whether it is a marked copy in which nothing was corrected or explained.
        values: The values of all cells, in printed order.
        moved: Maps the position of a cell to where it was found, if not at its printed place; None if it was
            not found.
        explanations: What the unit explains on the check sheet: code, path and text.
        issues: Everything found.
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


def read_files(tasks: Iterable[FileToRead]) -> list[FileResult | None]:
    """Read files; for each what a store keeps of it, or None if it is unchanged."""
    return [_read(task) for task in tasks]


def _read(task: FileToRead) -> FileResult | None:
    digest = ""
    try:
        data = task.source.load()
        digest = content_hash(data)
        return None if digest == task.known else _read_return(digest, data, task.edition)
    except (MissingExtraError, NoProcessError, TimeLimitError, OSError, MemoryError) as error:
        return unreadable_result(error)  # read again by the next run: this computer stopped it, not the file
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return unreadable_result(error, digest)


def _read_return(digest: str, data: bytes, edition: str) -> FileResult:
    """Read a file as a return; if it is recognised as something else, keep only the issue."""
    try:
        reading = read(data, edition=_find_wanted(edition))
    except UnreadableFileError:
        if issue := find_non_return(data):
            return _non_return_result(digest, issue)
        raise
    issue = find_own_workbook(reading) or find_other_kind(reading, edition)
    return _non_return_result(digest, issue) if issue else _make_result(digest, reading)


def _find_wanted(edition: str) -> Edition | None:
    """The edition that returns must be of: where an area has its own, no other of the same years will do."""
    collected = edition_named(edition) if edition else None
    return collected if collected and any(one.local for one in editions_of(collected.kind)) else None


def _non_return_result(digest: str, what: Issue) -> FileResult:
    return FileResult(digest, issues=(pack_issue(what),))


def roster_result(digest: str) -> FileResult:
    """The result for the roster itself, which may lie among the returns."""
    return _non_return_result(digest, roster_issue())


def unreadable_result(error: Exception, digest: str = "") -> FileResult:
    """The result for a file that could not be read."""
    return FileResult(digest, issues=(pack_issue(unreadable_issue(error)),))


def _make_result(digest: str, reading: Reading) -> FileResult:
    edition = edition_named(reading.edition)
    values = reading.values
    roles = edition.roles
    year = values[roles.year] or reading.identity.year
    return FileResult(
        hash=digest,
        edition=edition.name,
        year=int(year) if str(year).isdecimal() else None,
        unit_code=values[roles.unit_code] or reading.identity.unit_code,
        issued_to=reading.identity.unit_code,
        unit_name=values[roles.unit] or "",
        producer=reading.application,
        content=reading.copied if reading.unchanged else reading.content[:DIGEST_LENGTH],
        figures=_hash_figures(edition, values),
        complete=reading.complete,
        answers=" ".join(reading.answers),
        unchanged=reading.unchanged,
        values=tuple(map(to_stored, values.values())),
        moved=_find_moved(edition, reading),
        explanations=tuple((*about, text) for about, text in reading.explanations.items()),
        issues=tuple(map(pack_issue, reading.issues)),
    )


def _hash_figures(edition: Edition, values: Mapping[str, Any]) -> str:
    """A hash of all numbers entered; "" if one is missing, or too few of them are other than 0."""
    entered = [values[cell.path] for cell in cells(edition.form) if cell.in_table and not cell.computed]
    is_specific = sum(1 for value in entered if value) >= _ENOUGH_NUMBERS and None not in entered
    return hash_text("\0".join(map(str, (edition.name, *entered)))) if is_specific else ""


def _find_moved(edition: Edition, reading: Reading) -> dict[int, tuple[str, str] | None]:
    """Where cells were found that are not at their printed place, by their position in the form."""
    printed = places(edition)
    return {
        at: (cell.place.sheet, cell.place.address) if cell.place else None
        for at, cell in enumerate(reading.cells)
        if cell.place != printed[cell.path]
    }
