"""Decides what becomes of every unit and file, from all that came: the order of arrival does not matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from gkxl.collection.owners import Owners
from gkxl.collection.status import Status
from gkxl.collection.zipped import CHECKSUM
from gkxl.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.collection.roster import Roster, Unit

Prefer: TypeAlias = Literal["newest"]
"""Which of several different returns of a unit is taken."""

_NAMED: Final = 5
"""So many units or files are named; more are only counted."""


@frozen(kw_only=True)
class Came:
    """A file as it came: what the store knows of it before anything is decided."""

    id: int
    path: str
    stamp: str
    edition: str
    year: int | None
    unit_code: str
    issued_to: str
    unit_name: str
    content: str
    figures: str
    complete: bool
    current: bool
    errors: int
    confirms: int


@frozen(kw_only=True)
class Judged:
    """What becomes of a file."""

    came: Came
    unit: str
    status: Status
    issues: tuple[Issue, ...] = ()
    accepted: bool = False


@frozen(kw_only=True)
class Verdict:
    """What becomes of a unit.

    Attributes:
        unit: The unit.
        status: What becomes of it.
        file: The file that stands for it, or one that was sent in its place.
        issues: What there is to say of it beside the others.
    """

    unit: Unit
    status: Status
    file: Judged | None = None
    issues: tuple[Issue, ...] = ()


@frozen
class Judgement:
    """What becomes of all of them."""

    units: dict[str, Verdict] = field(factory=dict)
    files: dict[int, Judged] = field(factory=dict)


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
        _settle(judged, unit, of_unit[unit.code], prefer)
    _compare(judged)
    return judged


def _file(came: Came, roster: Roster, owners: Owners, year: int) -> Judged:
    """Whose a file is, and what it is worth by itself."""
    named = owners.by_path(came.path)
    if not came.edition:
        return Judged(came=came, unit=named, status=Status.UNREADABLE)
    own = owners.by_code(came.unit_code) or owners.by_name(came.unit_name)
    unit = roster.by_code.get(own) or roster.by_code.get("" if came.unit_code else named)
    if unit is None:
        return _stranger(came, named)
    if named not in ("", unit.code) and not owners.says(came.path, unit):
        return _misnamed(came, roster.by_code[named], unit)
    issued_to = owners.by_code(came.issued_to)
    if issued_to not in ("", unit.code):
        return _issued_to_another(came, roster.by_code[issued_to], unit)
    if came.year not in (None, year):
        issue = Issue(code="collect.year", found=came.year, expected=year)
        return Judged(came=came, unit=unit.code, status=Status.OTHER_YEAR, issues=(issue,))
    issues = tuple(_doubts(came, unit, roster, owners))
    errors = came.errors + sum(issue.code == "collect.unit_code" for issue in issues)
    status = Status.ERRORS if errors else Status.CONFIRM if came.confirms else Status.PASSED
    return Judged(came=came, unit=unit.code, status=status, issues=issues)


def _stranger(came: Came, named: str) -> Judged:
    issue = Issue(code="collect.stranger", found=came.unit_code, facts={"name": came.unit_name})
    return Judged(came=came, unit=named, status=Status.NOT_OURS, issues=(issue,))


def _misnamed(came: Came, named: Unit, unit: Unit) -> Judged:
    issue = Issue(code="collect.misnamed", found=unit.name, expected=named.name)
    return Judged(came=came, unit=named.code, status=Status.NOT_OURS, issues=(issue,))


def _issued_to_another(came: Came, other: Unit, unit: Unit) -> Judged:
    issue = Issue(code="collect.issued", found=other.name, expected=unit.name)
    return Judged(came=came, unit=unit.code, status=Status.NOT_OURS, issues=(issue,))


def _doubts(came: Came, unit: Unit, roster: Roster, owners: Owners) -> Iterator[Issue]:
    """What there is to say where a file is known by its name alone."""
    if not came.unit_code:
        yield Issue(code="collect.by_name", expected=unit.code, facts={"unit": unit.name})
        return
    meant = owners.by_name(came.unit_name) or unit.code
    if owners.by_code(came.unit_code) != meant:
        yield Issue(
            code="collect.unit_code",
            path="cover.unit_code",
            label="单位代码",
            found=came.unit_code,
            expected=meant,
            facts={"unit": roster.by_code[meant].name},
        )


def _settle(judged: Judgement, unit: Unit, files: Sequence[Judged], prefer: Prefer | None) -> None:
    """Choose the return that stands for a unit."""
    own = [one for one in files if one.status in _OWN]
    chosen, left = _chosen(own, prefer)
    for other in own:
        if chosen and other is not chosen:
            judged.files[other.came.id] = _not_taken(other, chosen)
    if chosen:
        accepted = evolve(chosen, accepted=True)
        judged.files[chosen.came.id] = accepted
        judged.units[unit.code] = Verdict(unit=unit, status=chosen.status, file=accepted)
    elif left:
        for one in own:
            judged.files[one.came.id] = evolve(one, status=Status.DUPLICATE)
        issue = _duplicate(unit, left)
        judged.units[unit.code] = Verdict(unit=unit, status=Status.DUPLICATE, file=left[0], issues=(issue,))
    else:
        judged.units[unit.code] = _in_place(unit, files)


_OWN: Final = (Status.PASSED, Status.CONFIRM, Status.ERRORS)
_INSTEAD: Final = (Status.OTHER_YEAR, Status.UNREADABLE, Status.NOT_OURS)


def _chosen(own: Sequence[Judged], prefer: Prefer | None) -> tuple[Judged | None, list[Judged]]:
    """The return to take, or those among which nobody has chosen; the first of copies stands for all."""
    by_path = sorted(own, key=_originals_first)
    different = {one.came.content: one for one in reversed(by_path)}
    left = sorted(different.values(), key=_originals_first)
    if len(left) > 1 and prefer == "newest":
        newest = max(map(_moment, own))
        latest = {one.came.content for one in own if _moment(one) == newest}
        if len(latest) == 1:
            return different[latest.pop()], []
    return (left[0], []) if len(left) == 1 else (None, left)


def _moment(one: Judged) -> str:
    """When a file was changed, without the checksum that tells files of one moment in a zip apart."""
    return one.came.stamp.partition(CHECKSUM)[0]


def _originals_first(one: Judged) -> tuple[int, str]:
    """Copies have longer names than what they were made of: “年报.xlsx”, “年报 - 副本.xlsx”."""
    return len(one.came.path), one.came.path


def _not_taken(one: Judged, chosen: Judged) -> Judged:
    code = "collect.copy" if one.came.content == chosen.came.content else "collect.older"
    issue = Issue(code=code, facts={"other": chosen.came.path})
    return evolve(one, status=Status.DUPLICATE, issues=(*one.issues, issue))


def _duplicate(unit: Unit, left: Sequence[Judged]) -> Issue:
    names = "、".join(one.came.path for one in left[:_NAMED]) + ("等" if len(left) > _NAMED else "")
    facts = {"unit": unit.name, "count": len(left), "names": names}
    return Issue(code="collect.duplicate", facts=facts)


def _in_place(unit: Unit, files: Sequence[Judged]) -> Verdict:
    """What became of a unit that sent no return of its own: what it sent instead, if anything."""
    for status in _INSTEAD:
        found = next((one for one in files if one.status is status), None)
        if found:
            return Verdict(unit=unit, status=status, file=found)
    issue = Issue(code="collect.missing", facts={"unit": unit.name})
    return Verdict(unit=unit, status=Status.MISSING, issues=(issue,))


def _compare(judged: Judgement) -> None:
    """Name the units whose figures are those of others."""
    alike: Mapping[str, list[Verdict]] = defaultdict(list)
    for verdict in judged.units.values():
        if verdict.status in _OWN and verdict.file and verdict.file.came.figures:
            alike[verdict.file.came.figures].append(verdict)
    for verdicts in alike.values():
        for verdict in verdicts if len(verdicts) > 1 else ():
            others = [other.unit.name for other in verdicts if other is not verdict]
            names = "、".join(f"“{name}”" for name in others[:_NAMED])
            more = f"等 {len(others)} 个单位" if len(others) > _NAMED else ""
            issue = Issue(
                code="collect.same_figures", facts={"unit": verdict.unit.name, "names": names + more}
            )
            status = Status.CONFIRM if verdict.status is Status.PASSED else verdict.status
            judged.units[verdict.unit.code] = evolve(verdict, status=status, issues=(*verdict.issues, issue))
