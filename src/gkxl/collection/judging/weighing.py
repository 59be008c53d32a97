"""Finds the returns of a unit that are left to choose from: corrected copies replace what they answer.

A return is known by all that it holds and by what it answers; files that agree in both are one return, and so
are a return and its unchanged copy. What stands before another is a corrected copy before the return that it
answers, and one that the officer took before those that it was taken over. A return is left if none stands
before it, nor before one that holds the same; those of a ring, which only forged files can form, are all
left.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import frozen

from gkxl.identity import REMEMBERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.collection.judging.verdicts import Came, Judged

Key: TypeAlias = tuple[str, tuple[str, ...]]
"""What a return holds, and what it answers."""

REPLACED: Final = "collect.replaced"
UNCHANGED: Final = "collect.unchanged"
PASSED_OVER: Final = "collect.passed_over"

_MOST: Final = 50
"""Where more returns are left, only the officer decides: each of them takes a walk through all."""


class Link(NamedTuple):
    """One return replaces another: how many corrections are between them, and the reason as a code."""

    near: int
    front: Key
    back: Key
    code: str


@frozen
class Weighed:
    """The different returns of a unit, compared.

    Attributes:
        files: The files of each return, originals first.
        links: What stands before those that are not left.
    """

    files: Mapping[Key, Sequence[Judged]]
    links: Mapping[Key, Link]

    @property
    def open(self) -> list[Judged]:
        """The files left to choose from, without unchanged copies where there is another file."""
        left = (ones for key, ones in self.files.items() if key not in self.links)
        return [one for ones in left for one in ones if one is ones[0] or not one.came.unchanged]

    @property
    def left(self) -> tuple[Judged, ...]:
        """Those that are left, the first file of each content."""
        different = {one.came.content: one for one in sorted(self.open, key=originals_first, reverse=True)}
        return tuple(sorted(different.values(), key=originals_first))

    def behind(self, one: Judged, code: str) -> list[Judged]:
        """The returns right behind one for this reason."""
        links = (link for link in self.links.values() if link.front == key_of(one.came))
        return [self.files[link.back][0] for link in links if link.code == code]


def key_of(came: Came) -> Key:
    """What a return is known by; an unchanged copy by what it is a copy of, which names one less."""
    return came.content, came.answers[1:] if came.unchanged else came.answers[: REMEMBERED - 1]


def weigh(own: Iterable[Judged], taken: Iterable[tuple[Key, Key]] = ()) -> Weighed:
    """Find those of a unit's returns that are left to choose from.

    Args:
        own: Its returns of the year.
        taken: The returns that were taken, each with one that it was taken over.
    """
    files: dict[Key, list[Judged]] = defaultdict(list)
    for one in sorted(own, key=originals_first):
        files[key_of(one.came)].append(one)
    decided = (Link(0, *pair, PASSED_OVER) for pair in taken if files.keys() >= {*pair})
    links = [*_corrections(files), *decided]
    nearest: dict[Key, Link] = {}
    for link in sorted(links, key=lambda one: (one.near, originals_first(files[one.front][0]))):
        nearest.setdefault(link.back, link)
    ends = [key for key in files if key not in nearest]
    reached = _reach(ends, links)
    settled = {key: link for key, link in nearest.items() if key in reached}
    return Weighed(files, {**settled, **_same_again(ends, links, settled)})


def originals_first(one: Judged) -> tuple[bool, int, str]:
    """Copies have longer names than what they were made of: “年报.xlsx”, “年报 - 副本.xlsx”."""
    return one.came.unchanged, len(one.came.path), one.came.path


def _corrections(files: Mapping[Key, Sequence[Judged]]) -> Iterator[Link]:
    """Links from each corrected copy to the returns it answers; an unchanged copy counts as its return."""
    every = [(one.came, key) for key, ones in files.items() for one in ones]
    by_digest = {came.answers[0]: key for came, key in every if came.unchanged}
    by_digest |= {came.digest: key for came, key in every}
    for key in files:
        answered = dict.fromkeys(by_digest[digest] for digest in key[1] if digest in by_digest)
        others = (other for other in answered if other != key)
        yield from (Link(near, key, other, REPLACED) for near, other in enumerate(others))


def _same_again(ends: Sequence[Key], links: Sequence[Link], settled: Mapping[Key, Link]) -> dict[Key, Link]:
    """The correction of a return that was filed twice, but corrected in one of the two files only.

    One that a unit brought back in the end holds what it corrected itself, and is no such return.
    """
    known: dict[str, list[Key]] = defaultdict(list)
    for key in settled if 1 < len(ends) <= _MOST else ():
        known[key[0]].append(key)
    behind = {end: _reach([end], links) for end in ends if end[0] in known}
    twice = {end: [key for key in known[end[0]] if key not in around] for end, around in behind.items()}
    sure = _reach((end for end in ends if not twice.get(end)), links)
    found = {end: next((key for key in keys if key in sure), None) for end, keys in twice.items()}
    return {end: settled[key]._replace(back=end) for end, key in found.items() if key}


def _reach(starts: Iterable[Key], links: Iterable[Link]) -> set[Key]:
    """These returns and every return that they replace, directly or through others."""
    behind: dict[Key, list[Key]] = defaultdict(list)
    for link in links:
        behind[link.front].append(link.back)
    reached, open_ = set[Key](), [*starts]
    while open_:
        key = open_.pop()
        if key not in reached:
            reached.add(key)
            open_ += behind[key]
    return reached
