"""Decides what becomes of every unit and file, from all that came: the order of arrival does not matter."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.answering import compare_answers
from gkxl.collection.judging.duplicates import settle
from gkxl.collection.judging.ownership import judge_file
from gkxl.collection.judging.verdicts import OWN, Came, Judged, Judgement, Prefer, Taken, Verdict
from gkxl.collection.judging.weighing import key_of
from gkxl.collection.roster.matching import Owners
from gkxl.collection.status import Status
from gkxl.issues.issue import Issue
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.judging.weighing import Key
    from gkxl.collection.roster import Roster

_NAMED: Final = 5
"""So many units are named; more are only counted."""


def judge(  # noqa: PLR0913 (each is a question of its own)
    roster: Roster,
    files: Iterable[Came],
    year: int,
    prefer: Prefer | None = None,
    *,
    taken: Iterable[Taken] = (),
    now: datetime | None = None,
) -> Judgement:
    """Decide what becomes of every unit and file.

    Args:
        roster: The units that must return.
        files: Every file that lies among the returns or ever did; what lies there no more is judged by
            itself and stands for no unit.
        year: The report year.
        prefer: Which of several different returns of a unit is taken; none if left out.
        taken: Which return of a unit was taken over which other, by the hashes of their files.
        now: The moment of this run, after which no file can have been changed; the present if left out.
    """
    owners, judged = Owners(roster), Judgement()
    came = sorted(files, key=lambda one: (one.path, one.id))
    for one in came:
        judged.files[one.id] = judge_file(one, owners, year)
    of_unit: dict[str, list[Judged]] = defaultdict(list)
    for found in compare_answers((judged.files[one.id] for one in came if one.current), roster):
        judged.files[found.came.id] = found
        for key in {found.unit, *found.among}:
            of_unit[key].append(found)
    decided = _keys_of(taken, came)
    newest_by = (now or datetime.now(UTC)) if prefer == "newest" else None
    for unit in roster.units:
        own = sorted(of_unit[unit.key], key=lambda one: (one.came.path, one.came.id))
        settle(judged, unit, own, taken=decided[unit.key], newest_by=newest_by)
    _compare(judged)
    return judged


def _keys_of(taken: Iterable[Taken], files: Iterable[Came]) -> dict[str, list[tuple[Key, Key]]]:
    """What was taken over what, by what these hold: a file that is saved again stays the same."""
    keys = {one.hash: key_of(one) for one in files if one.edition}
    found: dict[str, list[tuple[Key, Key]]] = defaultdict(list)
    for unit, *hashes in taken:
        first, second = map(keys.get, hashes)
        if first and second:
            found[unit].append((first, second))
    return found


def _compare(judged: Judgement) -> None:
    """Name the units whose figures are those of others."""
    alike: Mapping[str, list[Verdict]] = defaultdict(list)
    for verdict in judged.units.values():
        if verdict.status in OWN and verdict.file and verdict.file.came.figures:
            alike[verdict.file.came.figures].append(verdict)
    for verdicts in alike.values():
        for verdict in verdicts if len(verdicts) > 1 else ():
            others = [other.unit.name for other in verdicts if other is not verdict]
            zh, en = enumerated(others, _NAMED, unit="个单位", quoted=True)
            facts = {"unit": verdict.unit.name, "names": zh, "names_en": en}
            issue = Issue(code="collect.same_figures", facts=facts)
            status = Status.CONFIRM if verdict.status is Status.PASSED else verdict.status
            judged.units[verdict.unit.key] = evolve(verdict, status=status, issues=(*verdict.issues, issue))
