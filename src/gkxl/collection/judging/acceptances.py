"""What an officer confirmed instead of a unit: it holds while the figures that it is about are the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from gkxl.collection.opening import read_soundly
from gkxl.collection.packing import COLUMNS, PackedIssue, packed_acceptance, unpack
from gkxl.collection.status import Status
from gkxl.issues.issue import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.store import Store
    from gkxl.issues.issue import Issue


@read_soundly
def keep_acceptances(store: Store, unit: str, questions: Iterable[Issue], acceptance: Acceptance) -> None:
    """Keep that questions of a unit were confirmed; who confirmed one before is kept, and does not count."""
    (file,) = store.ask("SELECT file FROM units WHERE key = ?", unit).fetchone()
    for question in questions:
        if question.acceptance != acceptance:
            undo_acceptances(store, unit, [question], acceptance.when)
            about = (unit, question.code, question.path, figures_of(store, file, question))
            store.ask(_KEEP, *about, acceptance.who, acceptance.when, acceptance.why)


def undo_acceptances(store: Store, unit: str, questions: Iterable[Issue], when: str) -> None:
    """Note that questions of a unit count as confirmed no more, and since when."""
    store.put(_UNDO, ((when, unit, question.code, question.path) for question in questions))


@read_soundly
def apply_acceptances(store: Store) -> None:
    """Note at every question who confirmed it, and which units have questions left.

    A unit with nothing to correct is 需核实 while one of its questions is open, else 通过.
    """
    store.ask("UPDATE issues SET acceptance = '', open = (explanation = '') WHERE severity = 'confirm'")
    for unit, file in store.ask(_ACCEPTING).fetchall():
        for number, acceptance in _accepted(store, unit, file):
            store.ask(
                "UPDATE issues SET acceptance = ?, open = ? WHERE id = ?",
                packed_acceptance(acceptance),
                not acceptance.applies,
                number,
            )
    store.ask(_STATUS, Status.CONFIRM, Status.PASSED, Status.CONFIRM, Status.PASSED)


def _accepted(store: Store, unit: str, file: int | None) -> Iterator[tuple[int, Acceptance]]:
    """The questions of a unit that were confirmed, by their numbers, and whether that still applies."""
    kept = {(code, path): rest for code, path, *rest in store.ask(_KEPT, unit)}
    for number, *row in store.ask(_QUESTIONS, unit, file).fetchall():
        question = unpack(PackedIssue(*row))
        if (question.code, question.path) in kept:
            figures, who, when, why = kept[question.code, question.path]
            applies = figures == figures_of(store, file, question)
            yield number, Acceptance(who=str(who), when=str(when), why=str(why), applies=applies)


def figures_of(store: Store, file: int | None, question: Issue) -> str:
    """A hash of the figures that a question is about; of all numbers, if that is a return as a whole."""
    if question.found is None and not question.path:
        filed = store.ask(
            "SELECT iif(figures = '', content, figures) FROM files WHERE id = ?", file
        ).fetchone()
        about: tuple[object, ...] = (sorted(question.facts.items()), filed)
    else:
        terms = [(term.path, str(term.value), term.taken) for term in (*question.left, *question.right)]
        about = (str(question.found), str(question.expected), terms)
    return hashlib.sha256(repr(about).encode("utf-8", "surrogatepass")).hexdigest()


_ACCEPTING: Final = (
    "SELECT key, file FROM units WHERE key IN (SELECT unit FROM acceptances WHERE undone = '')"
)
_KEPT: Final = (
    "SELECT code, path, figures, who, day, why FROM acceptances WHERE unit = ? AND undone = '' ORDER BY id"
)
_QUESTIONS: Final = (
    f"SELECT id, {COLUMNS} FROM issues "  # noqa: S608 (our own names)
    "WHERE open AND (unit = ? OR (unit IS NULL AND file = ?)) ORDER BY id"
)
_STATUS: Final = (
    "UPDATE units SET status = iif(EXISTS (SELECT 1 FROM issues WHERE open AND (issues.unit = units.key "
    "OR (issues.unit IS NULL AND issues.file = units.file))), ?, ?) WHERE status IN (?, ?)"
)
_KEEP: Final = (
    "INSERT INTO acceptances (unit, code, path, figures, who, day, why) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_UNDO: Final = "UPDATE acceptances SET undone = ? WHERE unit = ? AND code = ? AND path = ? AND undone = ''"
