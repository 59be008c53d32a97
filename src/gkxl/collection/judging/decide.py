"""Decides, once all files are read, what the store says of every unit and every file."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Final

from gkxl.collection.judging.acceptances import apply_acceptances
from gkxl.collection.judging.consolidate import compare_parents, consolidate, counted
from gkxl.collection.judging.judge import judge
from gkxl.collection.judging.taking import take
from gkxl.collection.judging.verdicts import Came, Judgement
from gkxl.collection.opening import read_soundly
from gkxl.collection.packing import pack
from gkxl.collection.status import Status
from gkxl.collection.years import compare_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.collection import Collection
    from gkxl.collection.judging.verdicts import Prefer, Taken, Verdict
    from gkxl.collection.roster import Roster
    from gkxl.collection.store import Store


@read_soundly
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
    came = [*_came(store)]
    _keep_takes(store, take(taken, judge(roster, came, store.year)) if taken else ())
    takes: Iterator[Taken] = store.ask("SELECT unit, taken, passed_over FROM takes")
    judged = judge(roster, came, store.year, prefer, taken=takes)
    addable = {key for key, verdict in judged.units.items() if _addable(verdict, store, include_errors)}
    _keep_files(store, judged)
    _keep_units(store, judged)
    doubted = [*compare_years(store, roster, previous)] if previous else []
    added = counted(roster, addable)
    consolidate(store, (unit.key for unit in roster.units if unit.key in added))
    for key, issue in (*doubted, *compare_parents(store, roster, addable)):
        store.add_issues([(None, key, pack(issue))])
    apply_acceptances(store)


def _addable(verdict: Verdict, store: Store, include_errors: bool) -> bool:  # noqa: FBT001 (private)
    file = verdict.file
    fits = verdict.status.is_in or (include_errors and verdict.status is Status.ERRORS)
    return bool(fits and file and file.came.complete and file.came.edition == store.edition.name)


def _came(store: Store) -> Iterator[Came]:
    for row in store.ask(_CAME):
        yield Came(
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
        (number, None, pack(issue)) for number, one in judged.files.items() for issue in one.issues
    )


def _keep_units(store: Store, judged: Judgement) -> None:
    store.put(
        "UPDATE units SET status = ?, file = ? WHERE key = ?",
        ((one.status, one.file and one.file.came.id, key) for key, one in judged.units.items()),
    )
    store.add_issues((None, key, pack(issue)) for key, one in judged.units.items() for issue in one.issues)


_CAME: Final = """
SELECT files.id, files.path, stamp, edition, year, unit_code, issued_to, unit_name, content, figures,
  complete, current, hash, answers, unchanged, count(*) FILTER (WHERE severity = 'error'),
  count(*) FILTER (WHERE severity = 'confirm' AND explanation = ''),
  count(*) FILTER (WHERE code = 'file.no_return')
FROM files LEFT JOIN issues ON issues.file = files.id
GROUP BY files.id
"""
