"""Decides what becomes of every unit and file, from all that came, in whatever order."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.duplicates import REPLACED, UNCHANGED, choose_return, find_key, originals_first
from gkxl.collection.judging.verdicts import (
    OWN_STATUSES,
    JudgedFile,
    Judgement,
    Prefer,
    ReceivedFile,
    Taken,
    UnitVerdict,
    judge_file,
)
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.roster.matching import Owners
from gkxl.errors import DataError
from gkxl.forms import USUAL_KIND
from gkxl.issues import Issue
from gkxl.issues.catalogue import Severity
from gkxl.text import Wording, enumerated, to_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gkxl.collection.judging.duplicates import ReturnPair
    from gkxl.collection.judging.verdicts import JudgedFile, Taken, UnitVerdict
    from gkxl.collection.roster import Roster
    from gkxl.forms.edition import Roles

    ByDigest = Mapping[str, list[JudgedFile]]
    """Files by the digest that marked copies name them by."""


def compare_answers(files: Iterable[JudgedFile], roster: Roster) -> list[JudgedFile]:
    """Judge files again by the returns that they answer, where several units are concerned.

    A copy under another unit's cover than the return it answers is counted for neither. The unchanged copy
    of a return is known as that wherever it lies. A return whose cover was in error about its unit is
    replaced by its corrected copy, which is another unit's.

    Args:
        files: The files that are present, each judged by itself.
        roster: The units.
    """
    there: dict[str, list[JudgedFile]] = defaultdict(list)
    for one in sorted(files, key=originals_first):
        there[one.received.digest].append(one)
    found = [
        _refuse_other_answer(one, there, roster) or _recognise_unchanged(one, there) or one
        for ones in there.values()
        for one in ones
    ]
    corrected: dict[str, JudgedFile] = {}
    for one in found:
        for digest in one.received.answers if one.status in OWN_STATUSES else ():
            corrected.setdefault(digest, one)
    return [_withdraw_replaced(one, corrected.get(one.received.digest)) or one for one in found]


def _refuse_other_answer(one: JudgedFile, there: ByDigest, roster: Roster) -> JudgedFile | None:
    """Refuse a copy whose cover names another unit than the one whose return it answers."""
    for digest in one.received.answers if one.status in OWN_STATUSES else ():
        units = {other.unit for other in there.get(digest, ()) if _is_sure(other)}
        if units and one.unit not in units:
            names = [roster.by_key[key].name for key in (min(units), one.unit)]
            issue = Issue(code="collect.other_return", found=names[0], expected=names[1])
            return evolve(one, status=UnitStatus.NOT_OURS, issues=(*one.issues, issue))
    return None


def _is_sure(one: JudgedFile) -> bool:
    """Whether a file is a unit's own return, without an error about whose it is."""
    return one.status in OWN_STATUSES and all(issue.severity is not Severity.ERROR for issue in one.issues)


def _recognise_unchanged(one: JudgedFile, there: ByDigest) -> JudgedFile | None:
    """Judge the unchanged copy of a return that is present, if the copy is not itself a unit's return."""
    if one.status in OWN_STATUSES or not one.received.unchanged or one.received.answers[0] not in there:
        return None
    issue = Issue(code=UNCHANGED, facts={"other": there[one.received.answers[0]][0].received.path})
    return evolve(one, status=UnitStatus.UNCHANGED, issues=(issue,))


def _withdraw_replaced(one: JudgedFile, by: JudgedFile | None) -> JudgedFile | None:
    """Replace a return with the wrong unit on its cover, of which a corrected copy came from another unit."""
    if by is None or by.unit == one.unit or one.status not in OWN_STATUSES or _is_sure(one):
        return None
    issue = Issue(code=REPLACED, facts={"other": by.received.path})
    return evolve(one, status=UnitStatus.REPLACED, issues=(*one.issues, issue))


_NEAR: Final = 5
"""The most similar names that are offered for a name that no file has."""


def find_named_files(names: Iterable[str], known: Collection[str], returns: str) -> list[str]:
    """Find the files that an officer names, each once.

    Args:
        names: What the officer typed: paths below the place of the returns, as the ledger shows them, or
            with that place before them.
        known: The paths of all files among the returns.
        returns: The place of the returns.

    Raises:
        DataError: There is no such file.
    """
    place = _to_slashes(returns).rstrip("/") + "/"
    found: dict[str, None] = {}
    for name in names:
        path = _to_slashes(name)
        shown = next((one for one in (name, path, path.removeprefix(place)) if one in known), None)
        if shown is None:
            raise _unknown_file(name, known)
        found[shown] = None
    return [*found]


def _to_slashes(name: str) -> str:
    """A typed path with forward slashes, as sources are named; Windows has backslashes."""
    return name.replace("\\", "/").removeprefix("./")


def _unknown_file(name: str, known: Collection[str]) -> DataError:
    ends = {path.rpartition("/")[2]: path for path in known}
    near = get_close_matches(name, known, _NEAR) or [
        ends[end] for end in get_close_matches(name.rpartition("/")[2], ends, _NEAR)
    ]
    if not near:
        return DataError(
            "报回的文件里没有“{name}”，什么也没有改动。请照台账里“文件”一栏的写法填写。", name=name
        )
    return DataError(
        "报回的文件里没有“{name}”，什么也没有改动。名称相近的有：{near}。",
        name=name,
        near=enumerated(near, _NEAR, quoted=True),
    )


def decide_taken(paths: Iterable[str], judged: Judgement) -> list[Taken]:
    """Decide which returns are passed over where an officer takes these files.

    Args:
        paths: Their paths.
        judged: The decisions without these files being taken.

    Raises:
        DataError: A file is not one of several among which a choice is left, or two are of one unit.
    """
    files = {one.received.path: one for one in judged.files.values() if one.received.current}
    chosen: dict[str, JudgedFile] = {}
    for one in map(files.__getitem__, paths):
        verdict = judged.units.get(one.unit)
        same = [other for other in _rivals(verdict) if other.received.content == one.received.content]
        if not same or one.status is not UnitStatus.DUPLICATE:
            raise _not_a_rival(one, verdict)
        if chosen.setdefault(one.unit, same[0]) is not same[0]:
            raise _two_of_one_unit(one, chosen[one.unit])
    return [
        (key, one.received.hash, other.received.hash)
        for key, one in chosen.items()
        for other in _rivals(judged.units[key])
        if other is not one
    ]


def _rivals(verdict: UnitVerdict | None) -> tuple[JudgedFile, ...]:
    return verdict.rivals if verdict else ()


def _not_a_rival(one: JudgedFile, verdict: UnitVerdict | None) -> DataError:
    if verdict is None:
        why = Wording("它不属于名册上的任何单位", "it is of no unit of the roster")
    elif not verdict.rivals:
        why = to_wording("“{unit}”没有需要选定的报表", unit=verdict.unit.name)
    else:
        names = enumerated([other.received.path for other in verdict.rivals], _NEAR, quoted=True)
        why = to_wording("“{unit}”可以选定的是{names}", unit=verdict.unit.name, names=names)
    template = "“{path}”不在需要选定的报表之中：{why}。什么也没有改动。"
    return DataError(template, path=one.received.path, why=why)


def _two_of_one_unit(one: JudgedFile, other: JudgedFile) -> DataError:
    first, second = other.received.path, one.received.path
    return DataError(
        "“{first}”和“{second}”是同一个单位的，只能选定一份。什么也没有改动。", first=first, second=second
    )


_NAMED: Final = 5
"""So many units are named; more are only counted."""


def judge(  # noqa: PLR0913 (each is a question of its own)
    roster: Roster,
    files: Iterable[ReceivedFile],
    year: int,
    prefer: Prefer | None = None,
    *,
    taken: Iterable[Taken] = (),
    now: datetime | None = None,
    roles: Roles = USUAL_KIND.roles,
) -> Judgement:
    """Decide what becomes of every unit and file.

    Args:
        roster: The units that must return.
        files: Every file that is or ever was among the returns; one that is gone is judged by itself and
            is no unit's return.
        year: The report year.
        prefer: Which of several different returns of a unit is taken; none if left out.
        taken: Which return of a unit was taken over which other, by the hashes of their files.
        now: The moment of this run, after which no file can have been changed; the present if left out.
        roles: Where the cover of a return says whose it is.
    """
    owners, judged = Owners(roster), Judgement()
    received = sorted(files, key=lambda one: (one.path, one.id))
    for one in received:
        judged.files[one.id] = judge_file(one, owners, year, roles)
    of_unit: dict[str, list[JudgedFile]] = defaultdict(list)
    for found in compare_answers((judged.files[one.id] for one in received if one.current), roster):
        judged.files[found.received.id] = found
        for key in {found.unit, *found.among}:
            of_unit[key].append(found)
    decided = _find_taken_keys(taken, received)
    newest_by = (now or datetime.now(UTC)) if prefer == "newest" else None
    for unit in roster.units:
        own = sorted(of_unit[unit.key], key=lambda one: (one.received.path, one.received.id))
        choose_return(judged, unit, own, taken=decided[unit.key], newest_by=newest_by)
    _compare_figures(judged)
    return judged


def _find_taken_keys(taken: Iterable[Taken], files: Iterable[ReceivedFile]) -> dict[str, list[ReturnPair]]:
    """The pairs of returns taken and passed over, by their keys: a file that is saved again keeps its key."""
    keys = {one.hash: find_key(one) for one in files if one.edition}
    found: dict[str, list[ReturnPair]] = defaultdict(list)
    for unit, *hashes in taken:
        first, second = map(keys.get, hashes)
        if first and second:
            found[unit].append((first, second))
    return found


def _compare_figures(judged: Judgement) -> None:
    """Add an issue to each unit that filed exactly the figures of another unit."""
    alike: Mapping[str, list[UnitVerdict]] = defaultdict(list)
    for verdict in judged.units.values():
        if verdict.status in OWN_STATUSES and verdict.file and verdict.file.received.figures:
            alike[verdict.file.received.figures].append(verdict)
    for verdicts in alike.values():
        for verdict in verdicts if len(verdicts) > 1 else ():
            others = [other.unit.name for other in verdicts if other is not verdict]
            names = enumerated(others, _NAMED, unit="个单位", quoted=True)
            facts = {"unit": verdict.unit.name, "names": names}
            issue = Issue(code="collect.same_figures", facts=facts)
            status = UnitStatus.CONFIRM if verdict.status is UnitStatus.PASSED else verdict.status
            judged.units[verdict.unit.key] = evolve(verdict, status=status, issues=(*verdict.issues, issue))
