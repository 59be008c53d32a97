"""Chooses the return that stands for a unit, where several came.

A return is known by all that it holds and by what it answers; files that agree in both are one return, and so
are a return and its unchanged copy. What stands before another is a corrected copy before the return that it
answers, and one that the officer took before those that it was taken over. A return is left if none stands
before it, nor before one that holds the same; those of a ring, which only forged files can form, are all
left.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import evolve, frozen

from gkxl.collection.intake.local_files import is_credible, parse_moment
from gkxl.collection.judging.verdicts import OWN_STATUSES, JudgedFile, Judgement, UnitVerdict
from gkxl.collection.ledger import UnitStatus
from gkxl.issues.issue import Issue
from gkxl.layout.identity import MOST_ANSWERED
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gkxl.collection.judging.verdicts import JudgedFile, ReceivedFile
    from gkxl.collection.roster import Unit


ReturnKey: TypeAlias = tuple[str, tuple[str, ...]]
"""What a return holds, and what it answers."""

REPLACED: Final = "collect.replaced"
UNCHANGED: Final = "collect.unchanged"
PASSED_OVER: Final = "collect.passed_over"

_MOST: Final = 50
"""Where more returns are left, only the officer decides: each of them takes a walk through all."""


class Link(NamedTuple):
    """One return replaces another: how many corrections are between them, and the reason as a code."""

    near: int
    front: ReturnKey
    back: ReturnKey
    code: str


@frozen
class ComparedReturns:
    """The different returns of a unit, compared.

    Attributes:
        files: The files of each return, originals first.
        links: What stands before those that are not left.
    """

    files: Mapping[ReturnKey, Sequence[JudgedFile]]
    links: Mapping[ReturnKey, Link]

    @property
    def open(self) -> list[JudgedFile]:
        """The files left to choose from, without unchanged copies where there is another file."""
        left = (ones for key, ones in self.files.items() if key not in self.links)
        return [one for ones in left for one in ones if one is ones[0] or not one.came.unchanged]

    @property
    def left(self) -> tuple[JudgedFile, ...]:
        """Those that are left, the first file of each content."""
        different = {one.came.content: one for one in sorted(self.open, key=originals_first, reverse=True)}
        return tuple(sorted(different.values(), key=originals_first))

    def behind(self, one: JudgedFile, code: str) -> list[JudgedFile]:
        """The returns right behind one for this reason."""
        links = (link for link in self.links.values() if link.front == find_key(one.came))
        return [self.files[link.back][0] for link in links if link.code == code]


def find_key(came: ReceivedFile) -> ReturnKey:
    """What a return is known by; an unchanged copy by what it is a copy of, which names one less."""
    return came.content, came.answers[1:] if came.unchanged else came.answers[: MOST_ANSWERED - 1]


def compare_returns(
    own: Iterable[JudgedFile], taken: Iterable[tuple[ReturnKey, ReturnKey]] = ()
) -> ComparedReturns:
    """Find those of a unit's returns that are left to choose from.

    Args:
        own: Its returns of the year.
        taken: The returns that were taken, each with one that it was taken over.
    """
    files: dict[ReturnKey, list[JudgedFile]] = defaultdict(list)
    for one in sorted(own, key=originals_first):
        files[find_key(one.came)].append(one)
    decided = (Link(0, *pair, PASSED_OVER) for pair in taken if files.keys() >= {*pair})
    links = [*_find_corrections(files), *decided]
    nearest: dict[ReturnKey, Link] = {}
    for link in sorted(links, key=lambda one: (one.near, originals_first(files[one.front][0]))):
        nearest.setdefault(link.back, link)
    ends = [key for key in files if key not in nearest]
    reached = _find_reached(ends, links)
    settled = {key: link for key, link in nearest.items() if key in reached}
    return ComparedReturns(files, {**settled, **_find_filed_twice(ends, links, settled)})


def originals_first(one: JudgedFile) -> tuple[bool, int, str]:
    """Copies have longer names than what they were made of: “年报.xlsx”, “年报 - 副本.xlsx”."""
    return one.came.unchanged, len(one.came.path), one.came.path


def _find_corrections(files: Mapping[ReturnKey, Sequence[JudgedFile]]) -> Iterator[Link]:
    """Links from each corrected copy to the returns it answers; an unchanged copy counts as its return."""
    every = [(one.came, key) for key, ones in files.items() for one in ones]
    by_digest = {came.answers[0]: key for came, key in every if came.unchanged}
    by_digest |= {came.digest: key for came, key in every}
    for key in files:
        answered = dict.fromkeys(by_digest[digest] for digest in key[1] if digest in by_digest)
        others = (other for other in answered if other != key)
        yield from (Link(near, key, other, REPLACED) for near, other in enumerate(others))


def _find_filed_twice(
    ends: Sequence[ReturnKey], links: Sequence[Link], settled: Mapping[ReturnKey, Link]
) -> dict[ReturnKey, Link]:
    """The correction of a return that was filed twice, but corrected in one of the two files only.

    One that a unit brought back in the end holds what it corrected itself, and is no such return.
    """
    known: dict[str, list[ReturnKey]] = defaultdict(list)
    for key in settled if 1 < len(ends) <= _MOST else ():
        known[key[0]].append(key)
    behind = {end: _find_reached([end], links) for end in ends if end[0] in known}
    twice = {end: [key for key in known[end[0]] if key not in around] for end, around in behind.items()}
    sure = _find_reached((end for end in ends if not twice.get(end)), links)
    found = {end: next((key for key in keys if key in sure), None) for end, keys in twice.items()}
    return {end: settled[key]._replace(back=end) for end, key in found.items() if key}


def _find_reached(starts: Iterable[ReturnKey], links: Iterable[Link]) -> set[ReturnKey]:
    """These returns and every return that they replace, directly or through others."""
    behind: dict[ReturnKey, list[ReturnKey]] = defaultdict(list)
    for link in links:
        behind[link.front].append(link.back)
    reached, open_ = set[ReturnKey](), [*starts]
    while open_:
        key = open_.pop()
        if key not in reached:
            reached.add(key)
            open_ += behind[key]
    return reached


_NAMED: Final = 5
"""So many files are named."""

_INSTEAD: Final = (UnitStatus.OTHER_YEAR, UnitStatus.UNREADABLE, UnitStatus.NOT_OURS)
"""What a unit may have sent instead, the most telling first."""


def choose_return(
    judged: Judgement,
    unit: Unit,
    files: Sequence[JudgedFile],
    *,
    taken: Iterable[tuple[ReturnKey, ReturnKey]] = (),
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
    own = [one for one in files if one.status in OWN_STATUSES]
    if not own:
        judged.units[unit.key] = _find_substitute(unit, files)
        return
    weighed = compare_returns(own, taken)
    left = weighed.left
    chosen = left[0] if len(left) == 1 else _find_newest(weighed, newest_by) if newest_by else None
    for one in own:
        judged.files[one.came.id] = _set_aside(one, weighed, chosen)
    if chosen:
        accepted = evolve(chosen, accepted=True, issues=(*chosen.issues, *_find_replaced(chosen, weighed)))
        judged.files[chosen.came.id] = accepted
        judged.units[unit.key] = UnitVerdict(unit=unit, status=chosen.status, file=accepted)
    else:
        issues = (_undecided_issue(unit, left), *(_find_undated(weighed, newest_by) if newest_by else ()))
        judged.units[unit.key] = UnitVerdict(
            unit=unit, status=UnitStatus.DUPLICATE, file=left[0], issues=issues, rivals=left
        )


def _find_newest(weighed: ComparedReturns, now: datetime) -> JudgedFile | None:
    """The return that was changed last; None if the dates of the files do not decide it."""
    moments = [(parse_moment(one.came.stamp), one.came.content) for one in weighed.open]
    credible = [(moment, content) for moment, content in moments if moment and is_credible(moment, now)]
    if len(credible) < len(moments):
        return None
    newest = max(moment for moment, _ in credible)
    latest = {content for moment, content in credible if moment == newest}
    return next((one for one in weighed.left if {one.came.content} == latest), None)


def _find_undated(weighed: ComparedReturns, now: datetime) -> Iterator[Issue]:
    """An issue for each file whose date cannot be true."""
    for one in weighed.open:
        moment = parse_moment(one.came.stamp)
        if not is_credible(moment, now):
            found = moment.date().isoformat() if moment else Wording("没有", "none")
            yield Issue(code="collect.undated", found=found, facts={"file": one.came.path})


def _set_aside(one: JudgedFile, weighed: ComparedReturns, chosen: JudgedFile | None) -> JudgedFile:
    """What becomes of a return that is not chosen, and why."""
    key = find_key(one.came)
    link, status, original = weighed.links.get(key), UnitStatus.DUPLICATE, weighed.files[key][0]
    if one.came.unchanged and not original.came.unchanged:
        code, other, status = UNCHANGED, original, UnitStatus.UNCHANGED
    elif link:
        code, other = link.code, weighed.files[link.front][0]
        status = UnitStatus.REPLACED if code == REPLACED else status
    elif chosen is None:
        return evolve(one, status=UnitStatus.DUPLICATE)
    else:
        code = "collect.copy" if one.came.content == chosen.came.content else "collect.older"
        other = chosen
    issue = Issue(code=code, facts={"other": other.came.path})
    return evolve(one, status=status, issues=(*one.issues, issue))


def _find_replaced(chosen: JudgedFile, weighed: ComparedReturns) -> Iterator[Issue]:
    """The returns that a return replaces: those that it corrects, and those that it was chosen over."""
    for code, behind in (("collect.replaces", REPLACED), ("collect.taken", PASSED_OVER)):
        others = sorted(weighed.behind(chosen, behind), key=originals_first)
        if others:
            yield _name_files(code, others)


def _undecided_issue(unit: Unit, left: Sequence[JudgedFile]) -> Issue:
    return _name_files("collect.duplicate", left, unit=unit.name, count=len(left))


def _name_files(code: str, files: Sequence[JudgedFile], **facts: object) -> Issue:
    names = enumerated([one.came.path for one in files], _NAMED)
    return Issue(code=code, facts={**facts, "names": names})


def _find_substitute(unit: Unit, files: Sequence[JudgedFile]) -> UnitVerdict:
    """What became of a unit that sent no return of its own: what it sent instead, if anything."""
    for status in _INSTEAD:
        found = next((one for one in files if one.status is status), None)
        if found:
            return UnitVerdict(unit=unit, status=status, file=found)
    issue = Issue(code="collect.missing", facts={"unit": unit.name})
    return UnitVerdict(unit=unit, status=UnitStatus.MISSING, issues=(issue,))
