"""Chooses the return of a unit that is accepted, where several came.

A return is identified by its whole content and by the returns that it answers. Files that agree in both are
one return, and so are a return and its unchanged copy. A corrected copy replaces the return that it answers;
one that the officer took replaces those that it was taken over. A return remains a candidate if none replaces
it, or another one of the same content. Returns in a ring, which only forged files can form, all remain.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve

from gkxl.collection.intake.local_files import is_credible, parse_moment
from gkxl.collection.judging.verdicts import OWN_STATUSES, JudgedFile, Judgement, UnitVerdict
from gkxl.collection.ledger import UnitStatus
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import Issue
from gkxl.layout import MOST_ANSWERED
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gkxl.collection.judging.verdicts import JudgedFile, ReceivedFile
    from gkxl.collection.roster import Unit


ReturnKey: TypeAlias = tuple[str, tuple[str, ...]]
"""What identifies a return: a hash of its content, and the digests of the returns that it answers."""

ReturnPair: TypeAlias = tuple[ReturnKey, ReturnKey]
"""A return that was taken, and one that it was taken over."""

REPLACED: Final = "collect.replaced"
UNCHANGED: Final = "collect.unchanged"
PASSED_OVER: Final = "collect.passed_over"

_MOST: Final = 50
"""With more candidates only the officer decides: each candidate costs a walk through all links."""


class Link(NamedTuple):
    """One return replaces another: the corrections between them, both keys, and the reason as a code."""

    distance: int
    newer: ReturnKey
    older: ReturnKey
    code: str


@frozen
class ComparedReturns:
    """The different returns of a unit, and which of them are replaced.

    Attributes:
        files: The files of each return, originals first.
        links: For each return that is replaced the link to the one that replaces it.
    """

    files: Mapping[ReturnKey, Sequence[JudgedFile]]
    links: Mapping[ReturnKey, Link]

    @property
    def open(self) -> list[JudgedFile]:
        """The files of all candidates, without unchanged copies where there is another file."""
        left = (ones for key, ones in self.files.items() if key not in self.links)
        return [one for ones in left for one in ones if one is ones[0] or not one.received.unchanged]

    @property
    def left(self) -> tuple[JudgedFile, ...]:
        """The candidates: the first file of each content."""
        first = {one.received.content: one for one in sorted(self.open, key=originals_first, reverse=True)}
        return tuple(sorted(first.values(), key=originals_first))

    def behind(self, one: JudgedFile, code: str) -> list[JudgedFile]:
        """The returns that one replaces directly for this reason."""
        links = (link for link in self.links.values() if link.newer == find_key(one.received))
        return [self.files[link.older][0] for link in links if link.code == code]


def find_key(file: ReceivedFile) -> ReturnKey:
    """The key of a return; that of an unchanged copy is the key of the return that it was made of."""
    return file.content, file.answers[1:] if file.unchanged else file.answers[: MOST_ANSWERED - 1]


def compare_returns(own: Iterable[JudgedFile], taken: Iterable[ReturnPair] = ()) -> ComparedReturns:
    """Find which of a unit's returns are replaced, and which remain to choose from.

    Args:
        own: Its returns of the year.
        taken: The returns that were taken, each with one that it was taken over.
    """
    files: dict[ReturnKey, list[JudgedFile]] = defaultdict(list)
    for one in sorted(own, key=originals_first):
        files[find_key(one.received)].append(one)
    decided = (Link(0, *pair, PASSED_OVER) for pair in taken if files.keys() >= {*pair})
    links = [*_find_corrections(files), *decided]
    nearest: dict[ReturnKey, Link] = {}
    for link in sorted(links, key=lambda one: (one.distance, originals_first(files[one.newer][0]))):
        nearest.setdefault(link.older, link)
    ends = [key for key in files if key not in nearest]
    reached = _find_reached(ends, links)
    settled = {key: link for key, link in nearest.items() if key in reached}
    return ComparedReturns(files, {**settled, **_find_filed_twice(ends, links, settled)})


def originals_first(one: JudgedFile) -> tuple[bool, int, str]:
    """Sort key that puts copies last: they have longer names, such as “年报 - 副本.xlsx”."""
    return one.received.unchanged, len(one.received.path), one.received.path


def _find_corrections(files: Mapping[ReturnKey, Sequence[JudgedFile]]) -> Iterator[Link]:
    """Link each corrected copy to the returns that it answers; an unchanged copy counts as its return."""
    every = [(one.received, key) for key, ones in files.items() for one in ones]
    by_digest = {file.answers[0]: key for file, key in every if file.unchanged}
    by_digest |= {file.digest: key for file, key in every}
    for key in files:
        answered = dict.fromkeys(by_digest[digest] for digest in key[1] if digest in by_digest)
        others = (other for other in answered if other != key)
        yield from (Link(near, key, other, REPLACED) for near, other in enumerate(others))


def _find_filed_twice(
    ends: Sequence[ReturnKey], links: Sequence[Link], settled: Mapping[ReturnKey, Link]
) -> dict[ReturnKey, Link]:
    """Find the correction of a return that was filed twice, but corrected in one of the two files only.

    A return whose own corrections were taken back in the end is not one that was filed twice.
    """
    known: dict[str, list[ReturnKey]] = defaultdict(list)
    for key in settled if 1 < len(ends) <= _MOST else ():
        known[key[0]].append(key)
    behind = {end: _find_reached([end], links) for end in ends if end[0] in known}
    twice = {end: [key for key in known[end[0]] if key not in around] for end, around in behind.items()}
    sure = _find_reached((end for end in ends if not twice.get(end)), links)
    found = {end: next((key for key in keys if key in sure), None) for end, keys in twice.items()}
    return {end: settled[key]._replace(older=end) for end, key in found.items() if key}


def _find_reached(starts: Iterable[ReturnKey], links: Iterable[Link]) -> set[ReturnKey]:
    """Find these returns and every return that they replace, directly or through others."""
    behind: dict[ReturnKey, list[ReturnKey]] = defaultdict(list)
    for link in links:
        behind[link.newer].append(link.older)
    reached, open_ = set[ReturnKey](), [*starts]
    while open_:
        key = open_.pop()
        if key not in reached:
            reached.add(key)
            open_ += behind[key]
    return reached


_NAMED: Final = 5
"""The most files that an issue names."""

_INSTEAD: Final = (UnitStatus.OTHER_YEAR, UnitStatus.UNREADABLE, UnitStatus.NOT_OURS)
"""What a unit may have sent instead of its return, the most informative first."""


def choose_return(
    judged: Judgement,
    unit: Unit,
    files: Sequence[JudgedFile],
    *,
    taken: Iterable[ReturnPair] = (),
    newest_by: datetime | None = None,
) -> None:
    """Choose the return of a unit that is accepted.

    Args:
        judged: The decisions so far; those for the unit and its files are added.
        unit: The unit.
        files: The files from it, or named after it.
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
        judged.files[one.received.id] = _set_aside(one, weighed, chosen)
    if chosen:
        accepted = evolve(chosen, accepted=True, issues=(*chosen.issues, *_find_replaced(chosen, weighed)))
        judged.files[chosen.received.id] = accepted
        judged.units[unit.key] = UnitVerdict(unit=unit, status=chosen.status, file=accepted)
    else:
        undecided = _name_files("collect.duplicate", left, unit=unit.name, count=len(left))
        issues = (undecided, *(_find_undated(weighed, newest_by) if newest_by else ()))
        judged.units[unit.key] = UnitVerdict(
            unit=unit, status=UnitStatus.DUPLICATE, file=left[0], issues=issues, rivals=left
        )


def _find_newest(weighed: ComparedReturns, now: datetime) -> JudgedFile | None:
    """The return that was changed last; None if the dates of the files do not decide it."""
    moments = [(parse_moment(one.received.stamp), one.received.content) for one in weighed.open]
    credible = [(moment, content) for moment, content in moments if moment and is_credible(moment, now)]
    if len(credible) < len(moments):
        return None
    newest = max(moment for moment, _ in credible)
    latest = {content for moment, content in credible if moment == newest}
    return next((one for one in weighed.left if {one.received.content} == latest), None)


def _find_undated(weighed: ComparedReturns, now: datetime) -> Iterator[Issue]:
    """Find an issue for each file whose date cannot be true."""
    for one in weighed.open:
        moment = parse_moment(one.received.stamp)
        if not is_credible(moment, now):
            found = moment.date().isoformat() if moment else Wording("没有", "none")
            yield Issue(code="collect.undated", found=found, facts={"file": one.received.path})


def _set_aside(one: JudgedFile, weighed: ComparedReturns, chosen: JudgedFile | None) -> JudgedFile:
    """Decide what becomes of a return that is not chosen, with the reason as an issue."""
    key = find_key(one.received)
    link, status, original = weighed.links.get(key), UnitStatus.DUPLICATE, weighed.files[key][0]
    if one.received.unchanged and not original.received.unchanged:
        code, other, status = UNCHANGED, original, UnitStatus.UNCHANGED
    elif link:
        code, other = link.code, weighed.files[link.newer][0]
        status = UnitStatus.REPLACED if code == REPLACED else status
    elif chosen is None:
        return evolve(one, status=UnitStatus.DUPLICATE)
    else:
        code = "collect.copy" if one.received.content == chosen.received.content else "collect.older"
        other = chosen
    issue = Issue(code=code, facts={"other": other.received.path})
    return evolve(one, status=status, issues=(*one.issues, issue))


def _find_replaced(chosen: JudgedFile, weighed: ComparedReturns) -> Iterator[Issue]:
    """Name the returns that the chosen one replaces: those it corrects, and those it was taken over."""
    for code, behind in (("collect.replaces", REPLACED), ("collect.taken", PASSED_OVER)):
        others = sorted(weighed.behind(chosen, behind), key=originals_first)
        if others:
            yield _name_files(code, others)


def _name_files(code: str, files: Sequence[JudgedFile], **facts: object) -> Issue:
    names = enumerated([one.received.path for one in files], _NAMED)
    return Issue(code=code, facts={**facts, "names": names})


def _find_substitute(unit: Unit, files: Sequence[JudgedFile]) -> UnitVerdict:
    """The verdict on a unit without a return of its own: what it sent instead, or that nothing came."""
    for status in _INSTEAD:
        found = next((one for one in files if one.status is status), None)
        if found:
            return UnitVerdict(unit=unit, status=status, file=found)
    issue = Issue(code="collect.missing", facts={"unit": unit.name})
    return UnitVerdict(unit=unit, status=UnitStatus.MISSING, issues=(issue,))
