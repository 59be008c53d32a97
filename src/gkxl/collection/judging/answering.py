"""Compares marked copies with returns they answer, across units; no digest decides whose a file is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.collection.judging.verdicts import OWN
from gkxl.collection.judging.weighing import REPLACED, UNCHANGED, originals_first
from gkxl.collection.status import Status
from gkxl.issues.catalogue import Severity
from gkxl.issues.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.judging.verdicts import Judged
    from gkxl.collection.roster import Roster


def compare_answers(files: Iterable[Judged], roster: Roster) -> list[Judged]:
    """Judge files again by what they answer, where that is not a matter of one unit's own returns.

    A copy under another unit's cover than the return it answers is counted for neither. The unchanged copy
    of a return is known as that wherever it lies. A return whose cover was in error about its unit is
    replaced by its corrected copy, which is another unit's.

    Args:
        files: The files that lie there, as each is judged by itself.
        roster: The units.
    """
    there: dict[str, list[Judged]] = defaultdict(list)
    for one in sorted(files, key=originals_first):
        there[one.came.digest].append(one)
    found = [
        _of_another(one, there, roster) or _unchanged(one, there) or one
        for ones in there.values()
        for one in ones
    ]
    corrected: dict[str, Judged] = {}
    for one in found:
        for digest in one.came.answers if one.status in OWN else ():
            corrected.setdefault(digest, one)
    return [_withdrawn(one, corrected.get(one.came.digest)) or one for one in found]


def _of_another(one: Judged, there: Mapping[str, list[Judged]], roster: Roster) -> Judged | None:
    """A copy whose cover is not that of the unit whose return it answers."""
    for digest in one.came.answers if one.status in OWN else ():
        units = {other.unit for other in there.get(digest, ()) if _is_sure(other)}
        if units and one.unit not in units:
            names = [roster.by_key[key].name for key in (min(units), one.unit)]
            issue = Issue(code="collect.other_return", found=names[0], expected=names[1])
            return evolve(one, status=Status.NOT_OURS, issues=(*one.issues, issue))
    return None


def _is_sure(one: Judged) -> bool:
    """Whether it is a unit's own return, and nothing is wrong about whose it is."""
    return one.status in OWN and all(issue.severity is not Severity.ERROR for issue in one.issues)


def _unchanged(one: Judged, there: Mapping[str, list[Judged]]) -> Judged | None:
    """Judge the unchanged copy of a return that is present, if the copy is not itself a unit's return."""
    if one.status in OWN or not one.came.unchanged or one.came.answers[0] not in there:
        return None
    issue = Issue(code=UNCHANGED, facts={"other": there[one.came.answers[0]][0].came.path})
    return evolve(one, status=Status.UNCHANGED, issues=(issue,))


def _withdrawn(one: Judged, by: Judged | None) -> Judged | None:
    """A return in error about its unit, the corrected copy of which is another unit's."""
    if by is None or by.unit == one.unit or one.status not in OWN or _is_sure(one):
        return None
    issue = Issue(code=REPLACED, facts={"other": by.came.path})
    return evolve(one, status=Status.REPLACED, issues=(*one.issues, issue))
