"""Chooses the return that stands for a unit, where several came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.judging.verdicts import OWN, Judged, Judgement, Prefer, Verdict
from gkxl.collection.status import Status
from gkxl.collection.zipped import CHECKSUM
from gkxl.issues import Issue
from gkxl.naming import some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.collection.roster import Unit

_NAMED: Final = 5
"""So many files are named."""


def settle(judged: Judgement, unit: Unit, files: Sequence[Judged], prefer: Prefer | None) -> None:
    """Choose the return that stands for a unit."""
    own = [one for one in files if one.status in OWN]
    chosen, left = _chosen(own, prefer)
    for other in own:
        if chosen and other is not chosen:
            judged.files[other.came.id] = _not_taken(other, chosen)
    if chosen:
        accepted = evolve(chosen, accepted=True)
        judged.files[chosen.came.id] = accepted
        judged.units[unit.key] = Verdict(unit=unit, status=chosen.status, file=accepted)
    elif left:
        for one in own:
            judged.files[one.came.id] = evolve(one, status=Status.DUPLICATE)
        issue = _duplicate(unit, left)
        judged.units[unit.key] = Verdict(unit=unit, status=Status.DUPLICATE, file=left[0], issues=(issue,))
    else:
        judged.units[unit.key] = _in_place(unit, files)


_INSTEAD: Final = (Status.OTHER_YEAR, Status.UNREADABLE, Status.NOT_OURS)
"""What a unit may have sent instead, the most telling first."""


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
    zh, en = some([one.came.path for one in left], _NAMED)
    facts = {"unit": unit.name, "count": len(left), "names": zh, "names_en": en}
    return Issue(code="collect.duplicate", facts=facts)


def _in_place(unit: Unit, files: Sequence[Judged]) -> Verdict:
    """What became of a unit that sent no return of its own: what it sent instead, if anything."""
    for status in _INSTEAD:
        found = next((one for one in files if one.status is status), None)
        if found:
            return Verdict(unit=unit, status=status, file=found)
    issue = Issue(code="collect.missing", facts={"unit": unit.name})
    return Verdict(unit=unit, status=Status.MISSING, issues=(issue,))
