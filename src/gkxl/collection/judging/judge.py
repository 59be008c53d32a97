"""Decides what becomes of every unit and file, from all that came: the order of arrival does not matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.duplicates import settle
from gkxl.collection.judging.verdicts import OWN, Came, Judged, Judgement, Prefer, Verdict
from gkxl.collection.roster.matching import Owners
from gkxl.collection.status import Status
from gkxl.issues import Issue
from gkxl.naming import some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.collection.roster import Roster, Unit

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
    owners = Owners(roster.units)
    judged = Judgement()
    of_unit: dict[str, list[Judged]] = defaultdict(list)
    for came in sorted(files, key=lambda one: (one.path, one.id)):
        found = _file(came, roster, owners, year)
        judged.files[came.id] = found
        if came.current:
            of_unit[found.unit].append(found)
    for unit in roster.units:
        settle(judged, unit, of_unit[unit.key], prefer)
    _compare(judged)
    return judged


def _file(came: Came, roster: Roster, owners: Owners, year: int) -> Judged:
    """Whose a file is, and what it is worth by itself."""
    named = owners.by_path(came.path)
    if not came.edition:
        return Judged(came=came, unit=named, status=Status.UNREADABLE)
    own = owners.by_code(came.unit_code) or owners.by_name(came.unit_name)
    unit = roster.by_key.get(own) or roster.by_key.get("" if came.unit_code else named)
    if unit is None:
        return _stranger(came, named)
    if named not in ("", unit.key) and not owners.says(came.path, unit):
        return _misnamed(came, roster.by_key[named], unit)
    issued_to = owners.by_code(came.issued_to)
    if issued_to not in ("", unit.key):
        return _issued_to_another(came, roster.by_key[issued_to], unit)
    if came.year not in (None, year):
        issue = Issue(code="collect.year", found=came.year, expected=year)
        return Judged(came=came, unit=unit.key, status=Status.OTHER_YEAR, issues=(issue,))
    issues = tuple(_doubts(came, unit, roster, owners))
    errors = came.errors + sum(issue.code == "collect.unit_code" for issue in issues)
    status = Status.ERRORS if errors else Status.CONFIRM if came.confirms else Status.PASSED
    return Judged(came=came, unit=unit.key, status=status, issues=issues)


def _stranger(came: Came, named: str) -> Judged:
    issue = Issue(code="collect.stranger", found=came.unit_code, facts={"name": came.unit_name})
    return Judged(came=came, unit=named, status=Status.NOT_OURS, issues=(issue,))


def _misnamed(came: Came, named: Unit, unit: Unit) -> Judged:
    issue = Issue(code="collect.misnamed", found=unit.name, expected=named.name)
    return Judged(came=came, unit=named.code, status=Status.NOT_OURS, issues=(issue,))


def _issued_to_another(came: Came, other: Unit, unit: Unit) -> Judged:
    issue = Issue(code="collect.issued", found=other.name, expected=unit.name)
    return Judged(came=came, unit=unit.key, status=Status.NOT_OURS, issues=(issue,))


def _doubts(came: Came, unit: Unit, roster: Roster, owners: Owners) -> Iterator[Issue]:
    """What there is to say where a file is known by its name alone."""
    if not came.unit_code:
        yield Issue(code="collect.by_name", expected=unit.key, facts={"unit": unit.name})
        return
    meant = owners.by_name(came.unit_name) or unit.key
    if owners.by_code(came.unit_code) != meant:
        yield Issue(
            code="collect.unit_code",
            path="cover.unit_code",
            label="单位代码",
            found=came.unit_code,
            expected=meant,
            facts={"unit": roster.by_key[meant].name},
        )


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
