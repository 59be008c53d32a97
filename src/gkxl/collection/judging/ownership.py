"""Decides whose a file is and what it is worth by itself; where cover and file name differ, asks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gkxl.collection.judging.verdicts import Came, Judged
from gkxl.collection.status import Status
from gkxl.issues.catalogue import Severity
from gkxl.issues.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.collection.roster import Unit
    from gkxl.collection.roster.matching import Clue, Owners


def judge_file(came: Came, owners: Owners, year: int) -> Judged:
    """Decide whose a file is, and what it is worth by itself."""
    if came.is_stranger:
        return Judged(came=came, unit="", status=Status.NO_RETURN)
    clue = owners.by_path(came.path)
    units = owners.narrow(_candidates(came, owners, clue), came.path)
    if not came.edition:
        return _not_taken(
            came, units, Status.UNREADABLE, *_homonyms(units, "读不出单位代码", "is unreadable")
        )
    if len(units) == 1:
        return _find_another(came, units[0], clue, owners) or _examine(came, units[0], owners, year)
    found = _homonyms(units, *_code_of(came)) or (_stranger(came, clue),)
    return _not_taken(came, units or clue.units, Status.NOT_OURS, *found)


def _candidates(came: Came, owners: Owners, clue: Clue) -> tuple[Unit, ...]:
    """The units of the code, else of the name on the cover; files are named after units where it has neither.

    A folder of a unit that has others below it does not tell whose a return without a cover is.
    """
    coded = owners.by_code(came.unit_code)
    if coded:
        return (coded,)
    if came.unit_name.strip():
        return owners.by_name(came.unit_name, clue)
    silent = not owners.have_codes or not came.unit_code.strip()
    return clue.units if silent and not (clue.above and came.edition) else ()


def _find_another(came: Came, unit: Unit, clue: Clue, owners: Owners) -> Judged | None:
    """What becomes of a return that file name or form tell to be that of another unit than its cover."""
    if owners.contradicts(clue, unit):
        return _not_taken(came, clue.units, Status.NOT_OURS, _misnamed(clue, unit.name))
    issued_to = owners.by_code(came.issued_to)
    if issued_to in (None, unit):
        return None
    issue = Issue(code="collect.issued", found=issued_to.name, expected=unit.name)
    return _not_taken(came, [unit], Status.NOT_OURS, issue)


def _examine(came: Came, unit: Unit, owners: Owners, year: int) -> Judged:
    """What a return of a unit is worth."""
    if came.year not in (None, year):
        issue = Issue(code="collect.year", found=came.year, expected=year)
        return _not_taken(came, [unit], Status.OTHER_YEAR, issue)
    issues = tuple(_doubts(came, unit, owners))
    found = Counter(issue.severity for issue in issues)
    errors, confirms = came.errors + found[Severity.ERROR], came.confirms + found[Severity.CONFIRM]
    status = Status.ERRORS if errors else Status.CONFIRM if confirms else Status.PASSED
    return Judged(came=came, unit=unit.key, status=status, issues=issues)


def _not_taken(came: Came, units: Sequence[Unit], status: Status, *issues: Issue) -> Judged:
    """A file that is accepted for no unit, but is shown at these, as something came."""
    keys = tuple(unit.key for unit in units)
    if len(keys) == 1:
        return Judged(came=came, unit=keys[0], status=status, issues=issues)
    return Judged(came=came, unit="", status=status, issues=issues, among=keys)


def _stranger(came: Came, clue: Clue) -> Issue:
    """The issue of a return that no unit of the roster sent."""
    name = came.unit_name.strip()
    if name and clue.named:
        return _misnamed(clue, name)
    if name or came.unit_code.strip():
        return Issue(code="collect.stranger", found=came.unit_code, facts={"name": name})
    return Issue(code="collect.nameless")


def _misnamed(clue: Clue, found: str) -> Issue:
    named = dict.fromkeys(unit.name for unit in clue.units or clue.named)
    return Issue(code="collect.misnamed", found=found, expected="、".join(named))


def _homonyms(units: Sequence[Unit], lacking: str, lacking_en: str) -> tuple[Issue, ...]:
    codes = tuple(unit.code for unit in units)
    if len(codes) <= 1:
        return ()
    facts = {"count": len(codes), "codes": codes, "lacking": lacking, "lacking_en": lacking_en}
    return (Issue(code="collect.homonyms", found=units[0].name, facts=facts),)


def _code_of(came: Came) -> tuple[str, str]:
    """What a return has for a code, where that is none of those wanted."""
    code = came.unit_code.strip()
    return (
        (f"的单位代码“{code}”不是其中之一", f"has the code {code!r}")
        if code
        else ("没有单位代码", "has no unit code")
    )


def _doubts(came: Came, unit: Unit, owners: Owners) -> Iterator[Issue]:
    """The issues where code and name are those of different units, or one of them is missing."""
    code, name = came.unit_code.strip(), came.unit_name.strip()
    if not unit.code:
        if unit not in owners.by_name(name):
            yield _by_name(unit, name, "与名册相同的单位名称", "name that the roster has")
    elif not code:
        yield _by_name(unit, name, "单位代码", "unit code")
    else:
        yield from _differences(code, name, unit, owners)


def _by_name(unit: Unit, name: str, lacking: str, lacking_en: str) -> Issue:
    named = "单位名称" if name == unit.name else f"单位名称“{name}”"
    by = named if name else "文件名或文件夹名"
    by_en = f"the name {name}" if name else "the name of the file or folder"
    facts = {"unit": unit.name, "lacking": lacking, "lacking_en": lacking_en, "by": by, "by_en": by_en}
    return Issue(code="collect.by_name", expected=unit.key, facts=facts)


def _differences(code: str, name: str, unit: Unit, owners: Owners) -> Iterator[Issue]:
    """The issue of a return whose code is not that of the unit of its name."""
    known, strange = owners.by_name(name), bool(name) and not owners.is_called(unit, name)
    meant = known if strange and known else (unit,)
    if owners.by_code(code) not in meant:
        yield Issue(
            code="collect.unit_code",
            path="cover.unit_code",
            label="单位代码",
            found=code,
            expected="、".join(one.key for one in meant),
            facts={"unit": meant[0].name},
        )
    elif strange:
        yield Issue(
            code="collect.other_name", path="cover.unit", label="填报单位", found=name, expected=unit.name
        )
