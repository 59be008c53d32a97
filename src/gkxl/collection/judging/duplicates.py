"""Chooses the return that stands for a unit, where several came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.moments import is_credible, moment_of
from gkxl.collection.judging.verdicts import OWN, Judged, Judgement, Verdict
from gkxl.collection.judging.weighing import PASSED_OVER, REPLACED, UNCHANGED, key_of, originals_first, weigh
from gkxl.collection.status import Status
from gkxl.issues.issue import Issue
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from gkxl.collection.judging.weighing import Key, Weighed
    from gkxl.collection.roster import Unit

_NAMED: Final = 5
"""So many files are named."""

_INSTEAD: Final = (Status.OTHER_YEAR, Status.UNREADABLE, Status.NOT_OURS)
"""What a unit may have sent instead, the most telling first."""


def settle(
    judged: Judgement,
    unit: Unit,
    files: Sequence[Judged],
    *,
    taken: Iterable[tuple[Key, Key]] = (),
    newest_by: datetime | None = None,
) -> None:
    """Choose the return that stands for a unit.

    Args:
        judged: What becomes of everything; it is completed.
        unit: The unit.
        files: What came from it, or is named after it.
        taken: The returns that were taken before, each with one that it was taken over.
        newest_by: Where the newest of several is taken: the moment after which none can have been changed.
    """
    own = [one for one in files if one.status in OWN]
    if not own:
        judged.units[unit.key] = _in_place(unit, files)
        return
    weighed = weigh(own, taken)
    left = weighed.left
    chosen = left[0] if len(left) == 1 else _newest(weighed, newest_by) if newest_by else None
    for one in own:
        judged.files[one.came.id] = _set_aside(one, weighed, chosen)
    if chosen:
        accepted = evolve(chosen, accepted=True, issues=(*chosen.issues, *_in_place_of(chosen, weighed)))
        judged.files[chosen.came.id] = accepted
        judged.units[unit.key] = Verdict(unit=unit, status=chosen.status, file=accepted)
    else:
        issues = (_duplicate(unit, left), *(_undated(weighed, newest_by) if newest_by else ()))
        judged.units[unit.key] = Verdict(
            unit=unit, status=Status.DUPLICATE, file=left[0], issues=issues, rivals=left
        )


def _newest(weighed: Weighed, now: datetime) -> Judged | None:
    """The return that was changed last; None if the dates of the files do not decide it."""
    moments = [(moment_of(one.came.stamp), one.came.content) for one in weighed.open]
    credible = [(moment, content) for moment, content in moments if moment and is_credible(moment, now)]
    if len(credible) < len(moments):
        return None
    newest = max(moment for moment, _ in credible)
    latest = {content for moment, content in credible if moment == newest}
    return next((one for one in weighed.left if {one.came.content} == latest), None)


def _undated(weighed: Weighed, now: datetime) -> Iterator[Issue]:
    """An issue for each file whose date cannot be true."""
    for one in weighed.open:
        moment = moment_of(one.came.stamp)
        if not is_credible(moment, now):
            day = moment and moment.date().isoformat()
            facts = {"file": one.came.path, "found_en": day or "none"}
            yield Issue(code="collect.undated", found=day or "没有", facts=facts)


def _set_aside(one: Judged, weighed: Weighed, chosen: Judged | None) -> Judged:
    """What becomes of a return that is not chosen, and why."""
    key = key_of(one.came)
    link, status, original = weighed.links.get(key), Status.DUPLICATE, weighed.files[key][0]
    if one.came.unchanged and not original.came.unchanged:
        code, other, status = UNCHANGED, original, Status.UNCHANGED
    elif link:
        code, other = link.code, weighed.files[link.front][0]
        status = Status.REPLACED if code == REPLACED else status
    elif chosen is None:
        return evolve(one, status=Status.DUPLICATE)
    else:
        code = "collect.copy" if one.came.content == chosen.came.content else "collect.older"
        other = chosen
    issue = Issue(code=code, facts={"other": other.came.path})
    return evolve(one, status=status, issues=(*one.issues, issue))


def _in_place_of(chosen: Judged, weighed: Weighed) -> Iterator[Issue]:
    """The returns that a return replaces: those that it corrects, and those that it was chosen over."""
    for code, behind in (("collect.replaces", REPLACED), ("collect.taken", PASSED_OVER)):
        others = sorted(weighed.behind(chosen, behind), key=originals_first)
        if others:
            yield _naming(code, others)


def _duplicate(unit: Unit, left: Sequence[Judged]) -> Issue:
    return _naming("collect.duplicate", left, unit=unit.name, count=len(left))


def _naming(code: str, files: Sequence[Judged], **facts: object) -> Issue:
    zh, en = enumerated([one.came.path for one in files], _NAMED)
    return Issue(code=code, facts={**facts, "names": zh, "names_en": en})


def _in_place(unit: Unit, files: Sequence[Judged]) -> Verdict:
    """What became of a unit that sent no return of its own: what it sent instead, if anything."""
    for status in _INSTEAD:
        found = next((one for one in files if one.status is status), None)
        if found:
            return Verdict(unit=unit, status=status, file=found)
    issue = Issue(code="collect.missing", facts={"unit": unit.name})
    return Verdict(unit=unit, status=Status.MISSING, issues=(issue,))
