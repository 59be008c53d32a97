"""Judges each file by itself: which unit it is from, and whether it can be accepted."""

from __future__ import annotations

from collections import Counter
from sys import intern
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field

from gkxl.collection.ledger import UnitStatus
from gkxl.frozen import frozen
from gkxl.issues import Issue
from gkxl.issues.catalogue import Severity
from gkxl.layout import DIGEST_LENGTH
from gkxl.text import Wording, enumerated, to_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.collection.roster import Unit
    from gkxl.collection.roster.matching import Clue, Owners
    from gkxl.forms.edition import Roles


Prefer: TypeAlias = Literal["newest"]
"""Which of several different returns of a unit is taken."""

Taken: TypeAlias = tuple[str, str, str]
"""The key of a unit, the hash of the file that was taken for it, and that of one it was taken over."""

OWN_STATUSES: Final = (UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.ERRORS)
"""What becomes of returns that are of the unit and the year."""


@frozen
class ReceivedFile:
    """A file as the store has it before anything is decided."""

    id: int
    path: str
    hash: str
    stamp: str
    edition: str = field(converter=intern)
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
    unchanged: bool = False
    is_stranger: bool = False
    answers: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest that marked copies of the file name it by."""
        return self.hash[:DIGEST_LENGTH]


@frozen(kw_only=True)
class JudgedFile:
    """What becomes of a file.

    Attributes:
        received: The file.
        unit: The key of the unit that it is from, or that it is named after; "" where that is unknown.
        status: What becomes of it.
        issues: The issues about which unit it is from.
        among: The keys of several units of one name, where it is unknown from which of these it is.
        accepted: Whether it is the accepted return of its unit.
    """

    received: ReceivedFile
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
        file: Its accepted return, or a file that was sent in its place.
        issues: The issues found by comparing it with other units.
        rivals: The different returns of which one is to be chosen; none where this is done.
    """

    unit: Unit
    status: UnitStatus
    file: JudgedFile | None = None
    issues: tuple[Issue, ...] = ()
    rivals: tuple[JudgedFile, ...] = ()


@frozen
class Judgement:
    """What becomes of all units, by key, and of all files, by number."""

    units: dict[str, UnitVerdict] = field(factory=dict)
    files: dict[int, JudgedFile] = field(factory=dict)


def judge_file(file: ReceivedFile, owners: Owners, year: int, roles: Roles) -> JudgedFile:
    """Decide which unit a file is from, and its status, without regard to other files."""
    if file.is_stranger:
        return JudgedFile(received=file, unit="", status=UnitStatus.NO_RETURN)
    clue = owners.find_by_path(file.path)
    units = owners.narrow(_find_candidates(file, owners, clue), file.path)
    if not file.edition:
        homonyms = _homonyms(units, Wording("读不出单位代码", "is unreadable"))
        return _refuse_file(file, units, UnitStatus.UNREADABLE, *homonyms)
    if len(units) == 1:
        other = _refuse_other_unit(file, units[0], clue, owners)
        return other or _judge_own(file, units[0], owners, year, roles)
    found = _homonyms(units, _describe_code(file)) or (_unknown_unit(file, clue),)
    return _refuse_file(file, units or clue.units, UnitStatus.NOT_OURS, *found)


def _find_candidates(file: ReceivedFile, owners: Owners, clue: Clue) -> tuple[Unit, ...]:
    """Find the units of the code, else of the name on the cover, else of the name of the file.

    The folder of a unit with others below it is no proof for a return without a cover.
    """
    coded = owners.find_by_code(file.unit_code)
    if coded:
        return (coded,)
    if file.unit_name.strip():
        return owners.find_by_name(file.unit_name, clue)
    silent = not owners.has_codes or not file.unit_code.strip()
    return clue.units if silent and not (clue.above and file.edition) else ()


def _refuse_other_unit(file: ReceivedFile, unit: Unit, clue: Clue, owners: Owners) -> JudgedFile | None:
    """Refuse a return whose file name, or whose template, is of another unit than its cover."""
    if owners.contradicts(clue, unit):
        return _refuse_file(file, clue.units, UnitStatus.NOT_OURS, _misnamed(clue, unit.name))
    issued_to = owners.find_by_code(file.issued_to)
    if issued_to in (None, unit):
        return None
    issue = Issue(code="collect.issued", found=issued_to.name, expected=unit.name)
    return _refuse_file(file, [unit], UnitStatus.NOT_OURS, issue)


def _judge_own(file: ReceivedFile, unit: Unit, owners: Owners, year: int, roles: Roles) -> JudgedFile:
    """Judge a return of a unit by its year and its issues."""
    if file.year not in (None, year):
        issue = Issue(code="collect.year", found=file.year, expected=year)
        return _refuse_file(file, [unit], UnitStatus.OTHER_YEAR, issue)
    issues = tuple(_find_doubts(file, unit, owners, roles))
    found = Counter(issue.severity for issue in issues)
    errors, confirms = file.errors + found[Severity.ERROR], file.confirms + found[Severity.CONFIRM]
    status = UnitStatus.ERRORS if errors else UnitStatus.CONFIRM if confirms else UnitStatus.PASSED
    return JudgedFile(received=file, unit=unit.key, status=status, issues=issues)


def find_published_unit(path: str, name: str, owners: Owners) -> tuple[tuple[Unit, ...], Wording | None]:
    """Find the unit that a published report is of.

    Args:
        path: Where it is.
        name: The unit in its title; "" where there is none.
        owners: The units.

    Returns:
        The units that it may be of or is named after, and why it is not known to be of one of them.
    """
    clue = owners.find_by_path(path)
    titled = (owners.find_by_name(name, clue) or owners.find_nearly(name)) if name else ()
    units = owners.narrow(titled if name or clue.above else clue.units, path)
    if len(units) == 1 and not owners.contradicts(clue, units[0]):
        return units, None
    return tuple(dict.fromkeys((*units, *clue.units))), _doubt_title(units, name, clue)


_MOST_NAMED: Final = 5
"""The most units that are named where several may be meant."""


def _doubt_title(units: Sequence[Unit], name: str, clue: Clue) -> Wording:
    """Why a published report is not known to be of one unit."""
    if len(units) > 1:
        found = enumerated([f"{unit.name}（{unit.key}）" for unit in units], _MOST_NAMED, unit="个")
        return to_wording(
            "“{name}”可以是名册里的{units}，看不出是哪一个。请在文件名里写上单位代码。",
            name=name,
            units=found,
        )
    named = [*dict.fromkeys(unit.name for unit in clue.units or clue.named)]
    if named:
        return to_wording(
            "文件名或文件夹名是“{named}”的，标题却是“{name}”的。请问清是哪个单位的。", named=named, name=name
        )
    if name:
        return to_wording("名册里没有标题上的“{name}”。", name=name)
    return to_wording("标题和文件名里都没有名册上的单位。请在文件名里写上单位名称。")


def _refuse_file(file: ReceivedFile, units: Sequence[Unit], status: UnitStatus, *issues: Issue) -> JudgedFile:
    """Refuse a file for these units, in whose lines of the ledger it is shown."""
    *others, key = [unit.key for unit in units] or [""]
    if others:
        return JudgedFile(received=file, unit="", status=status, issues=issues, among=(*others, key))
    return JudgedFile(received=file, unit=key, status=status, issues=issues)


def _unknown_unit(file: ReceivedFile, clue: Clue) -> Issue:
    """The issue of a return that no unit of the roster sent."""
    name = file.unit_name.strip()
    if name and clue.named:
        return _misnamed(clue, name)
    if name or file.unit_code.strip():
        return Issue(code="collect.stranger", found=file.unit_code, facts={"name": name})
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


def _describe_code(file: ReceivedFile) -> Wording:
    """Describe the code of a return, which is none of those wanted."""
    code = file.unit_code.strip()
    if code:
        return Wording(f"的单位代码“{code}”不是其中之一", f"has the code {code!r}")
    return Wording("没有单位代码", "has no unit code")


def _find_doubts(file: ReceivedFile, unit: Unit, owners: Owners, roles: Roles) -> Iterator[Issue]:
    """The issues where code and name are those of different units, or one of them is missing."""
    code, name = file.unit_code.strip(), file.unit_name.strip()
    if not unit.code:
        if unit not in owners.find_by_name(name):
            yield _matched_by_name(unit, name, Wording("与名册相同的单位名称", "name that the roster has"))
    elif not code:
        yield _matched_by_name(unit, name, Wording("单位代码", "unit code"))
    else:
        yield from _compare_code_and_name(code, name, unit, owners, roles)


def _matched_by_name(unit: Unit, name: str, lacking: Wording) -> Issue:
    named = "单位名称" if name == unit.name else f"单位名称“{name}”"
    by = Wording("文件名或文件夹名", "the name of the file or folder")
    by = Wording(named, f"the name {name}") if name else by
    facts = {"unit": unit.name, "lacking": lacking, "by": by}
    return Issue(code="collect.by_name", expected=unit.key, facts=facts)


def _compare_code_and_name(code: str, name: str, unit: Unit, owners: Owners, roles: Roles) -> Iterator[Issue]:
    """The issue of a return whose code is not that of the unit of its name."""
    known, strange = owners.find_by_name(name), bool(name) and not owners.is_called(unit, name)
    meant = known if strange and known else (unit,)
    if owners.find_by_code(code) not in meant:
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
