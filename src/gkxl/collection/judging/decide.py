"""Decides, once all files are read, what the store keeps of every unit, file and confirmed question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.collection.judging.consolidate import compare_parents, consolidate, find_counted
from gkxl.collection.judging.judge import decide_taken, judge
from gkxl.collection.judging.verdicts import Judgement, ReceivedFile
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.previous_year import compare_years
from gkxl.collection.store.opening import refuse_damage
from gkxl.collection.store.rows import (
    COLUMNS,
    PackedIssue,
    hash_text,
    pack_acceptance,
    pack_issue,
    unpack_issue,
)
from gkxl.issues import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.collection import Collection
    from gkxl.collection.judging.verdicts import Prefer, Taken, UnitVerdict
    from gkxl.collection.roster import Roster
    from gkxl.collection.store.store import Store
    from gkxl.issues import Issue


@refuse_damage
def keep_acceptances(store: Store, unit: str, questions: Iterable[Issue], acceptance: Acceptance) -> None:
    """Record that questions of a unit were confirmed; an earlier confirmation of one is undone, but kept."""
    (file,) = store.execute("SELECT file FROM units WHERE key = ?", unit).fetchone()
    for question in questions:
        if question.acceptance != acceptance:
            undo_acceptances(store, unit, [question], acceptance.when)
            about = (unit, question.code, question.path, hash_question(store, file, question))
            store.execute(_KEEP, *about, acceptance.who, acceptance.when, acceptance.why)


def undo_acceptances(store: Store, unit: str, questions: Iterable[Issue], when: str) -> None:
    """Record that questions of a unit are not confirmed any more, and since which day."""
    store.execute_many(_UNDO, ((when, unit, question.code, question.path) for question in questions))


@refuse_damage
def apply_acceptances(store: Store) -> None:
    """Write to every question who confirmed it, and to every unit whether open questions are left.

    A unit with nothing to correct is 需核实 while one of its questions is open, else 通过.
    """
    store.execute("UPDATE issues SET acceptance = '', open = (explanation = '') WHERE severity = 'confirm'")
    for unit, file in store.execute(_ACCEPTING).fetchall():
        for number, acceptance in _find_accepted(store, unit, file):
            store.execute(
                "UPDATE issues SET acceptance = ?, open = ? WHERE id = ?",
                pack_acceptance(acceptance),
                not acceptance.applies,
                number,
            )
    store.execute(_STATUS, UnitStatus.CONFIRM, UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.PASSED)


def _find_accepted(store: Store, unit: str, file: int | None) -> Iterator[tuple[int, Acceptance]]:
    """Find the questions of a unit that were confirmed, by their numbers, and whether that still applies."""
    kept = {(code, path): rest for code, path, *rest in store.execute(_KEPT, unit)}
    for number, *row in store.execute(_QUESTIONS, unit, file).fetchall():
        question = unpack_issue(PackedIssue(*row))
        if (question.code, question.path) in kept:
            figures, who, when, why = kept[question.code, question.path]
            applies = figures == hash_question(store, file, question)
            yield number, Acceptance(who=str(who), when=str(when), why=str(why), applies=applies)


def hash_question(store: Store, file: int | None, question: Issue) -> str:
    """A hash of the figures that a question is about; of all figures for a question about a whole return."""
    if question.found is None and not question.path:
        filed = store.execute(
            "SELECT iif(figures = '', content, figures) FROM files WHERE id = ?", file
        ).fetchone()
        about: tuple[object, ...] = (sorted(question.facts.items()), filed)
    else:
        terms = [(term.path, str(term.value), term.taken) for term in (*question.left, *question.right)]
        about = (str(question.found), str(question.expected), terms)
    return hash_text(repr(about))


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


@refuse_damage
def decide(  # noqa: PLR0913 (each is a question of its own)
    store: Store,
    roster: Roster,
    present: Iterable[int],
    *,
    previous: Collection | None,
    prefer: Prefer | None,
    taken: Iterable[str],
    include_errors: bool,
) -> None:
    """Judge the files that are present, and add up the returns that count.

    Args:
        store: The store, with every file read.
        roster: The units that must return.
        present: The numbers of the files that are present in this run.
        previous: The collection of the year before, to compare with.
        prefer: Which of several different returns of a unit is taken.
        taken: The paths of files that the officer takes for their units, now and from now on.
        include_errors: Whether returns with errors are added up too, if every number could be read.

    Raises:
        DataError: A file that is to be taken is not one of several among which a choice is left.
    """
    store.execute("DELETE FROM issues WHERE unit IS NOT NULL OR code LIKE 'collect.%'")
    store.execute("UPDATE issues SET file = replaced, replaced = NULL WHERE replaced IS NOT NULL")
    store.execute("UPDATE files SET current = 0, accepted = 0")
    store.execute_many("UPDATE files SET current = 1 WHERE id = ?", ((number,) for number in present))
    received = [*_read_received(store)]
    roles = store.edition.roles
    _keep_takes(store, decide_taken(taken, judge(roster, received, store.year, roles=roles)) if taken else ())
    takes: Iterator[Taken] = store.execute("SELECT unit, taken, passed_over FROM takes")
    judged = judge(roster, received, store.year, prefer, taken=takes, roles=roles)
    addable = {key for key, verdict in judged.units.items() if _is_addable(verdict, store, include_errors)}
    _keep_verdicts(store, judged)
    doubted = [*compare_years(store, roster, previous)] if previous else []
    added = find_counted(roster, addable)
    consolidate(store, (unit.key for unit in roster.units if unit.key in added))
    for key, issue in (*doubted, *compare_parents(store, roster, addable)):
        store.add_issues([(None, key, pack_issue(issue))])
    apply_acceptances(store)


def _is_addable(verdict: UnitVerdict, store: Store, include_errors: bool) -> bool:  # noqa: FBT001 (private)
    file = verdict.file
    fits = verdict.status.is_in or (include_errors and verdict.status is UnitStatus.ERRORS)
    return bool(fits and file and file.received.complete and file.received.edition == store.edition.name)


def _read_received(store: Store) -> Iterator[ReceivedFile]:
    for *about, answers in store.execute(_RECEIVED):
        yield ReceivedFile(*[*about, tuple(answers.split())])


def _keep_takes(store: Store, takes: Iterable[Taken]) -> None:
    """Record which files were taken for units, in place of earlier decisions for these units."""
    for unit in {unit for unit, *_ in takes}:
        store.execute("DELETE FROM takes WHERE unit = ?", unit)
    store.execute_many("INSERT INTO takes (unit, taken, passed_over) VALUES (?, ?, ?)", takes)


def _keep_verdicts(store: Store, judged: Judgement) -> None:
    """Keep what becomes of every file and unit, with the issues about it."""
    files, units = judged.files.items(), judged.units.items()
    store.execute_many(
        "UPDATE files SET unit = ?, status = ?, accepted = ? WHERE id = ?",
        ((one.unit, one.status, one.accepted, number) for number, one in files),
    )
    store.execute_many(
        "UPDATE units SET status = ?, file = ? WHERE key = ?",
        ((one.status, one.file and one.file.received.id, key) for key, one in units),
    )
    store.add_issues((number, None, pack_issue(issue)) for number, one in files for issue in one.issues)
    store.add_issues((None, key, pack_issue(issue)) for key, one in units for issue in one.issues)


_RECEIVED: Final = """
SELECT files.id, files.path, hash, stamp, edition, year, unit_code, issued_to, unit_name, content, figures,
  complete, current, count(*) FILTER (WHERE severity = 'error'),
  count(*) FILTER (WHERE severity = 'confirm' AND explanation = ''),
  unchanged, count(*) FILTER (WHERE code = 'file.no_return'), answers
FROM files LEFT JOIN issues ON issues.file = files.id
GROUP BY files.id
"""
"""The attributes of a `ReceivedFile` in their order."""
