"""Decides what becomes of every unit and file, from all that came: the order of arrival does not matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.duplicates import settle
from gkxl.collection.judging.ownership import judge_file
from gkxl.collection.judging.verdicts import OWN, Came, Judged, Judgement, Prefer, Verdict
from gkxl.collection.roster.matching import Owners
from gkxl.collection.status import Status
from gkxl.issues import Issue
from gkxl.naming import some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.roster import Roster

_NAMED: Final = 5
"""So many units are named; more are only counted."""


def judge(roster: Roster, files: Iterable[Came], year: int, prefer: Prefer | None = None) -> Judgement:
    """Decide what becomes of every unit and file.

    Args:
        roster: The units that must return.
        files: Every file that lies among the returns or ever did; what lies there no more is judged by
            itself and stands for no unit.
        year: The report year.
        prefer: Which of several different returns of a unit is taken; none if left out.
    """
    owners = Owners(roster)
    judged = Judgement()
    of_unit: dict[str, list[Judged]] = defaultdict(list)
    for came in sorted(files, key=lambda one: (one.path, one.id)):
        found = judge_file(came, owners, year)
        judged.files[came.id] = found
        if came.current:
            for key in {found.unit, *found.among}:
                of_unit[key].append(found)
    for unit in roster.units:
        settle(judged, unit, of_unit[unit.key], prefer)
    _compare(judged)
    return judged


def _compare(judged: Judgement) -> None:
    """Name the units whose figures are those of others."""
    alike: Mapping[str, list[Verdict]] = defaultdict(list)
    for verdict in judged.units.values():
        if verdict.status in OWN and verdict.file and verdict.file.came.figures:
            alike[verdict.file.came.figures].append(verdict)
    for verdicts in alike.values():
        for verdict in verdicts if len(verdicts) > 1 else ():
            others = [other.unit.name for other in verdicts if other is not verdict]
            zh, en = some(others, _NAMED, unit="个单位", quoted=True)
            facts = {"unit": verdict.unit.name, "names": zh, "names_en": en}
            issue = Issue(code="collect.same_figures", facts=facts)
            status = Status.CONFIRM if verdict.status is Status.PASSED else verdict.status
            judged.units[verdict.unit.key] = evolve(verdict, status=status, issues=(*verdict.issues, issue))
