"""Judges each file by itself: whose it is and what it is worth; what is decided is kept as values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field, frozen

from gkxl.collection.ledger import UnitStatus
from gkxl.issues.catalogue import Severity
from gkxl.issues.issue import Issue
from gkxl.layout.identity import DIGEST_LENGTH
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.collection.roster import Unit
    from gkxl.collection.roster.matching import Clue, Owners
    from gkxl.forms.kind import Roles


Prefer: TypeAlias = Literal["newest"]
"""Which of several different returns of a unit is taken."""

Taken: TypeAlias = tuple[str, str, str]
"""The key of a unit, the hash of the file that was taken for it, and that of one it was taken over."""

OWN_STATUSES: Final = (UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.ERRORS)
"""What becomes of returns that are of the unit and the year."""


@frozen(kw_only=True)
class ReceivedFile:
    """A file as it came: what the store knows of it before anything is decided."""

    id: int
    path: str
    hash: str
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
    answers: tuple[str, ...] = ()
    unchanged: bool = False
    is_stranger: bool = False

    @property
    def digest(self) -> str:
        """What marked copies of it name it by."""
        return self.hash[:DIGEST_LENGTH]


@frozen(kw_only=True)
class JudgedFile:
    """What becomes of a file.

    Attributes:
        came: The file.
        unit: The key of the unit that it is from, or that it is named after; "" where nothing tells.
        status: What becomes of it.
        issues: What there is to say about whose it is.
        among: The keys of units of one name, where nothing tells from which of these it is.
        accepted: Whether it is the return that stands for its unit.
    """

    came: ReceivedFile
    unit: str
    status: UnitStatus
    issues: tuple[Issue, ...] = ()
    among: tuple[str, ...] = ()
    accepted: bool = False


@frozen(kw_only=True)
class UnitVerdict:
    """What becomes of a unit.

    Attributes:
        unit: The unit.
        status: What becomes of it.
        file: The file that stands for it, or one that was sent in its place.
        issues: What there is to say of it beside the others.
        rivals: The different returns of which one is to be chosen; none where this is done.
    """

    unit: Unit
    status: UnitStatus
    file: JudgedFile | None = None
    issues: tuple[Issue, ...] = ()
    rivals: tuple[JudgedFile, ...] = ()


@frozen
class Judgement:
    """What becomes of all of them."""

    units: dict[str, UnitVerdict] = field(factory=dict)
    files: dict[int, JudgedFile] = field(factory=dict)


def judge_file(came: ReceivedFile, owners: Owners, year: int, roles: Roles) -> JudgedFile:
    """Decide whose a file is, and what it is worth by itself."""
    if came.is_stranger:
        return JudgedFile(came=came, unit="", status=UnitStatus.NO_RETURN)
    clue = owners.by_path(came.path)
    units = owners.narrow(_find_candidates(came, owners, clue), came.path)
    if not came.edition:
        return _refuse_file(
            came, units, UnitStatus.UNREADABLE, *_homonyms(units, Wording("读不出单位代码", "is unreadable"))
        )
    if len(units) == 1:
        return _refuse_other_unit(came, units[0], clue, owners) or _judge_own(
            came, units[0], owners, year, roles
        )
    found = _homonyms(units, _describe_code(came)) or (_unknown_unit(came, clue),)
    return _refuse_file(came, units or clue.units, UnitStatus.NOT_OURS, *found)


def _find_candidates(came: ReceivedFile, owners: Owners, clue: Clue) -> tuple[Unit, ...]:
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


def _refuse_other_unit(came: ReceivedFile, unit: Unit, clue: Clue, owners: Owners) -> JudgedFile | None:
    """What becomes of a return that file name or form tell to be that of another unit than its cover."""
    if owners.contradicts(clue, unit):
        return _refuse_file(came, clue.units, UnitStatus.NOT_OURS, _misnamed(clue, unit.name))
    issued_to = owners.by_code(came.issued_to)
    if issued_to in (None, unit):
        return None
    issue = Issue(code="collect.issued", found=issued_to.name, expected=unit.name)
    return _refuse_file(came, [unit], UnitStatus.NOT_OURS, issue)


def _judge_own(came: ReceivedFile, unit: Unit, owners: Owners, year: int, roles: Roles) -> JudgedFile:
    """What a return of a unit is worth."""
    if came.year not in (None, year):
        issue = Issue(code="collect.year", found=came.year, expected=year)
        return _refuse_file(came, [unit], UnitStatus.OTHER_YEAR, issue)
    issues = tuple(_find_doubts(came, unit, owners, roles))
    found = Counter(issue.severity for issue in issues)
    errors, confirms = came.errors + found[Severity.ERROR], came.confirms + found[Severity.CONFIRM]
    status = UnitStatus.ERRORS if errors else UnitStatus.CONFIRM if confirms else UnitStatus.PASSED
    return JudgedFile(came=came, unit=unit.key, status=status, issues=issues)


def _refuse_file(came: ReceivedFile, units: Sequence[Unit], status: UnitStatus, *issues: Issue) -> JudgedFile:
    """A file that is accepted for no unit, but is shown at these, as something came."""
    keys = tuple(unit.key for unit in units)
    if len(keys) == 1:
        return JudgedFile(came=came, unit=keys[0], status=status, issues=issues)
    return JudgedFile(came=came, unit="", status=status, issues=issues, among=keys)


def _unknown_unit(came: ReceivedFile, clue: Clue) -> Issue:
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


def _homonyms(units: Sequence[Unit], lacking: Wording) -> tuple[Issue, ...]:
    codes = tuple(unit.code for unit in units)
    if len(codes) <= 1:
        return ()
    facts = {"count": len(codes), "codes": codes, "lacking": lacking}
    return (Issue(code="collect.homonyms", found=units[0].name, facts=facts),)


def _describe_code(came: ReceivedFile) -> Wording:
    """What a return has for a code, where that is none of those wanted."""
    code = came.unit_code.strip()
    if code:
        return Wording(f"的单位代码“{code}”不是其中之一", f"has the code {code!r}")
    return Wording("没有单位代码", "has no unit code")


def _find_doubts(came: ReceivedFile, unit: Unit, owners: Owners, roles: Roles) -> Iterator[Issue]:
    """The issues where code and name are those of different units, or one of them is missing."""
    code, name = came.unit_code.strip(), came.unit_name.strip()
    if not unit.code:
        if unit not in owners.by_name(name):
            yield _matched_by_name(unit, name, Wording("与名册相同的单位名称", "name that the roster has"))
    elif not code:
        yield _matched_by_name(unit, name, Wording("单位代码", "unit code"))
    else:
        yield from _compare_code_and_name(code, name, unit, owners, roles)


def _matched_by_name(unit: Unit, name: str, lacking: Wording) -> Issue:
    named = "单位名称" if name == unit.name else f"单位名称“{name}”"
    by = (
        Wording(named, f"the name {name}")
        if name
        else Wording("文件名或文件夹名", "the name of the file or folder")
    )
    facts = {"unit": unit.name, "lacking": lacking, "by": by}
    return Issue(code="collect.by_name", expected=unit.key, facts=facts)


def _compare_code_and_name(code: str, name: str, unit: Unit, owners: Owners, roles: Roles) -> Iterator[Issue]:
    """The issue of a return whose code is not that of the unit of its name."""
    known, strange = owners.by_name(name), bool(name) and not owners.is_called(unit, name)
    meant = known if strange and known else (unit,)
    if owners.by_code(code) not in meant:
        yield Issue(
            code="collect.unit_code",
            path=roles.unit_code,
            label="单位代码",
            found=code,
            expected="、".join(one.key for one in meant),
            facts={"unit": meant[0].name},
        )
    elif strange:
        yield Issue(
            code="collect.other_name", path=roles.unit, label="填报单位", found=name, expected=unit.name
        )
