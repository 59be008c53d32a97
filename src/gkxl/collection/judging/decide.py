"""Decides, once all files are read, what the store keeps of every unit, file and confirmed question."""

from __future__ import annotations

import hashlib
from sys import intern
from typing import TYPE_CHECKING, Final

from gkxl.collection.judging.consolidate import compare_parents, consolidate, find_counted
from gkxl.collection.judging.judge import decide_taken, judge
from gkxl.collection.judging.verdicts import Judgement, ReceivedFile
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.previous_year import compare_years
from gkxl.collection.store.opening import refuse_damage
from gkxl.collection.store.rows import COLUMNS, PackedIssue, pack_acceptance, pack_issue, unpack_issue
from gkxl.issues.issue import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.collection import Collection
    from gkxl.collection.judging.verdicts import Prefer, Taken, UnitVerdict
    from gkxl.collection.roster import Roster
    from gkxl.collection.store.store import Store
    from gkxl.issues.issue import Issue


@refuse_damage
def keep_acceptances(store: Store, unit: str, questions: Iterable[Issue], acceptance: Acceptance) -> None:
    """Keep that questions of a unit were confirmed; who confirmed one before is kept, and does not count."""
    (file,) = store.ask("SELECT file FROM units WHERE key = ?", unit).fetchone()
    for question in questions:
        if question.acceptance != acceptance:
            undo_acceptances(store, unit, [question], acceptance.when)
            about = (unit, question.code, question.path, hash_question(store, file, question))
            store.ask(_KEEP, *about, acceptance.who, acceptance.when, acceptance.why)


def undo_acceptances(store: Store, unit: str, questions: Iterable[Issue], when: str) -> None:
    """Note that questions of a unit count as confirmed no more, and since when."""
    store.put(_UNDO, ((when, unit, question.code, question.path) for question in questions))


@refuse_damage
def apply_acceptances(store: Store) -> None:
    """Note at every question who confirmed it, and which units have questions left.

    A unit with nothing to correct is 需核实 while one of its questions is open, else 通过.
    """
    store.ask("UPDATE issues SET acceptance = '', open = (explanation = '') WHERE severity = 'confirm'")
    for unit, file in store.ask(_ACCEPTING).fetchall():
        for number, acceptance in _find_accepted(store, unit, file):
            store.ask(
                "UPDATE issues SET acceptance = ?, open = ? WHERE id = ?",
                pack_acceptance(acceptance),
                not acceptance.applies,
                number,
            )
    store.ask(_STATUS, UnitStatus.CONFIRM, UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.PASSED)


def _find_accepted(store: Store, unit: str, file: int | None) -> Iterator[tuple[int, Acceptance]]:
    """The questions of a unit that were confirmed, by their numbers, and whether that still applies."""
    kept = {(code, path): rest for code, path, *rest in store.ask(_KEPT, unit)}
    for number, *row in store.ask(_QUESTIONS, unit, file).fetchall():
        question = unpack_issue(PackedIssue(*row))
        if (question.code, question.path) in kept:
            figures, who, when, why = kept[question.code, question.path]
            applies = figures == hash_question(store, file, question)
            yield number, Acceptance(who=str(who), when=str(when), why=str(why), applies=applies)


def hash_question(store: Store, file: int | None, question: Issue) -> str:
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
    """Judge the files that lie there, and add up the returns that count.

    Args:
        store: The store, with every file read.
        roster: The units that must return.
        present: The numbers of the files that lie there.
        previous: The collection of the year before, to compare with.
        prefer: Which of several different returns of a unit is taken.
        taken: The paths of files that the officer takes for their units, now and from now on.
        include_errors: Whether returns with errors are added up too, if every number could be read.

    Raises:
        DataError: A file that is to be taken is not one of several among which a choice is left.
    """
    store.ask("DELETE FROM issues WHERE unit IS NOT NULL OR code LIKE 'collect.%'")
    store.ask("UPDATE issues SET file = replaced, replaced = NULL WHERE replaced IS NOT NULL")
    store.ask("UPDATE files SET current = 0, accepted = 0")
    store.put("UPDATE files SET current = 1 WHERE id = ?", ((number,) for number in present))
    came = [*_read_received(store)]
    roles = store.edition.roles
    _keep_takes(store, decide_taken(taken, judge(roster, came, store.year, roles=roles)) if taken else ())
    takes: Iterator[Taken] = store.ask("SELECT unit, taken, passed_over FROM takes")
    judged = judge(roster, came, store.year, prefer, taken=takes, roles=roles)
    addable = {key for key, verdict in judged.units.items() if _is_addable(verdict, store, include_errors)}
    _keep_files(store, judged)
    _keep_units(store, judged)
    doubted = [*compare_years(store, roster, previous)] if previous else []
    added = find_counted(roster, addable)
    consolidate(store, (unit.key for unit in roster.units if unit.key in added))
    for key, issue in (*doubted, *compare_parents(store, roster, addable)):
        store.add_issues([(None, key, pack_issue(issue))])
    apply_acceptances(store)


def _is_addable(verdict: UnitVerdict, store: Store, include_errors: bool) -> bool:  # noqa: FBT001 (private)
    file = verdict.file
    fits = verdict.status.is_in or (include_errors and verdict.status is UnitStatus.ERRORS)
    return bool(fits and file and file.came.complete and file.came.edition == store.edition.name)


def _read_received(store: Store) -> Iterator[ReceivedFile]:
    for row in store.ask(_RECEIVED):
        yield ReceivedFile(
            id=row[0], path=row[1], stamp=row[2], edition=intern(row[3]), year=row[4], unit_code=row[5],
            issued_to=row[6], unit_name=row[7], content=row[8], figures=row[9], complete=bool(row[10]),
            current=bool(row[11]), hash=row[12], answers=tuple(row[13].split()),
            unchanged=bool(row[14]), errors=row[15], confirms=row[16], is_stranger=bool(row[17]),
        )  # fmt: skip


def _keep_takes(store: Store, takes: Iterable[Taken]) -> None:
    """Keep what was decided for units, in place of what was decided for them before."""
    for unit in {unit for unit, *_ in takes}:
        store.ask("DELETE FROM takes WHERE unit = ?", unit)
    store.put("INSERT INTO takes (unit, taken, passed_over) VALUES (?, ?, ?)", takes)


def _keep_files(store: Store, judged: Judgement) -> None:
    store.put(
        "UPDATE files SET unit = ?, status = ?, accepted = ? WHERE id = ?",
        ((one.unit, one.status, one.accepted, number) for number, one in judged.files.items()),
    )
    store.add_issues(
        (number, None, pack_issue(issue)) for number, one in judged.files.items() for issue in one.issues
    )


def _keep_units(store: Store, judged: Judgement) -> None:
    store.put(
        "UPDATE units SET status = ?, file = ? WHERE key = ?",
        ((one.status, one.file and one.file.came.id, key) for key, one in judged.units.items()),
    )
    store.add_issues(
        (None, key, pack_issue(issue)) for key, one in judged.units.items() for issue in one.issues
    )


_RECEIVED: Final = """
SELECT files.id, files.path, stamp, edition, year, unit_code, issued_to, unit_name, content, figures,
  complete, current, hash, answers, unchanged, count(*) FILTER (WHERE severity = 'error'),
  count(*) FILTER (WHERE severity = 'confirm' AND explanation = ''),
  count(*) FILTER (WHERE code = 'file.no_return')
FROM files LEFT JOIN issues ON issues.file = files.id
GROUP BY files.id
"""
