"""Recognises headings: how they are numbered, which words they have, and what follows them on their line."""

from __future__ import annotations

import re
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.files.limits import cache_short_keys
from gkxl.frozen import frozen
from gkxl.layout.printed import fold_label
from gkxl.publication.read.label_matching import TOLERANCE, NearestLabels, find_nearest, simplify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.model.outline import Node
    from gkxl.publication.read import TextLine

_NUMERALS: Final = "一二三四五六七八九十"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
_BRACKETED: Final = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"

_DIGITS: Final = "0123456789０１２３４５６７８９"

# GB/T 9704 7.3.3: the levels of a text are numbered 一、 （一） 1. （1）; offices use the others as well.
_STYLES: Final = (
    ("一、", _NUMERALS, re.compile(rf"(?P<n>[{_NUMERALS}]{{1,3}})(?:\s*[、.．,，:：]|\s+)\s*")),
    ("（一）", "（(", re.compile(rf"[（(]\s*(?P<n>[{_NUMERALS}]{{1,3}})\s*[）)]\s*[、.．,，:：]?\s*")),
    ("（一）", _BRACKETED, re.compile(rf"(?P<n>[{_BRACKETED}])\s*[、.．,，:：]?\s*")),
    ("1.", _DIGITS, re.compile(rf"(?P<n>[{_DIGITS}]{{1,2}})\s*[、.．,，)）](?![{_DIGITS}])\s*")),
    ("（1）", "（(", re.compile(rf"[（(]\s*(?P<n>[{_DIGITS}]{{1,2}})\s*[）)]\s*[、.．,，:：]?\s*")),
    ("①", _CIRCLED, re.compile(rf"(?P<n>[{_CIRCLED}])\s*[、.．,，:：]?\s*")),
    ("一是", _NUMERALS, re.compile(rf"(?P<n>[{_NUMERALS}]{{1,3}})是[,，:：]?\s*")),
    ("第一，", "第", re.compile(rf"第\s*(?P<n>[{_NUMERALS}]{{1,3}})\s*[、.．,，:：]\s*")),
    ("第一部分", "第", re.compile(rf"第\s*(?P<n>[{_NUMERALS}]{{1,3}})\s*(?:部分|章)\s*[、.．,，:：]?\s*")),
)
"""The styles of numbers: an example, the characters that one begins with, and its pattern."""

_STYLES_OF: Final = {
    first: [(style, pattern) for style, begins, pattern in _STYLES if first in begins]
    for first in "".join(begins for _, begins, _ in _STYLES)
}
"""The styles of numbers that begin with a character."""

TOP: Final = frozenset({"一、", "第一部分"})
"""The styles in which the sections of a report are numbered."""

_SEPARATOR: Final = "。：:；;"
_LONGEST_HEAD: Final = 30
"""No heading of a text is longer, number and all."""

# 情况 and 方面 end a heading even where no sign does; what goes on with 的 or 和 is a sentence.
_HEAD: Final = re.compile(
    rf"(?P<head>[^{_SEPARATOR}]{{1,{_LONGEST_HEAD}}}?)"
    rf"(?:[{_SEPARATOR}]+|\s{{2,}}|(?<=情况)[,，\s]*(?![的和与及])|(?<=方面)[,，\s]*(?![的和与及])|\s*$)"
)


@frozen
class Heading:
    """The beginning of a line, if it is read as a heading.

    Attributes:
        index: The number of its line.
        style: How it is numbered, such as ``（一）``; "" where it is not.
        level: Its level among the headings of the document; 0 where it is set as a paragraph.
        number: Its number; 0 where it has none.
        head: Its words.
        rest: What follows them on the line.
        closed: Whether a sign as at the end of a sentence follows them.
    """

    index: int
    style: str
    level: int
    number: int
    head: str
    rest: str = field(repr=False)
    closed: bool = field(default=False, repr=False)

    @property
    def group(self) -> tuple[int, str]:
        """What headings of the same rank have in common."""
        return self.level, self.style

    @property
    def is_whole_line(self) -> bool:
        """Whether nothing follows it on its line."""
        return not self.rest

    @property
    def is_section(self) -> bool:
        """Whether it is numbered as sections are, and looks like a heading and not like a sentence."""
        return self.style in TOP and not (self.rest or self.closed or re.search("[,，]", self.head))


def read_heading(index: int, line: TextLine) -> Heading | None:
    """A line as a heading; None where it cannot begin with one."""
    style, number, rest = read_number(line.text.strip())
    found = _HEAD.match(rest)
    if found is None or (number == 0 and not line.level and len(found["head"]) > _LONGEST_HEAD):
        return None
    follows = rest[found.end("head") :].strip()
    after = follows.lstrip(_SEPARATOR + ",，").strip()
    closed = follows[:1] in {"。", "；", ";"}
    return Heading(index, style, line.level, number, found["head"].strip(), after, closed)


def read_number(text: str) -> tuple[str, int, str]:
    """The style of the number that a text begins with, the number, and the text after it."""
    for style, pattern in _STYLES_OF.get(text[:1], ()):
        if found := pattern.match(text):
            return style, _to_number(found["n"]), text[found.end() :]
    return "", 0, text


def _to_number(text: str) -> int:
    for numerals in (_BRACKETED, _CIRCLED, _NUMERALS):
        if text in numerals:
            return numerals.index(text) + 1
    if text[0] not in _NUMERALS:
        return int(text)
    tens, _, ones = text.rpartition("十")
    return 10 * (_NUMERALS.index(tens[0]) + 1 if tens else "十" in text) + (
        _NUMERALS.index(ones[0]) + 1 if ones else 0
    )


_COMMON: Final = re.compile("政府信息公开|政务公开|信息公开|政府信息")
"""What may be added to any heading or left out of it, as the whole report is about it."""

_ENDS: Final = re.compile("(?:(?:工作)?(?:情况|方面)|工作)$")


@cache_short_keys(maxsize=4096)
def cores_of(text: str) -> tuple[str, ...]:
    """The words by which a heading differs from others, with and without those that any may have.

    >>> cores_of("（一）主动公开政府信息情况"), cores_of("3.政府信息管理方面。")
    (('主动公开政府信息', '主动公开'), ('政府信息管理',))
    """
    plain = simplify(fold_label(read_number(text.strip())[2])).rstrip(":.;,")
    short = _ENDS.sub("", plain) or plain
    bare = _COMMON.sub("", short)
    # Two characters are in too many headings: 管理 is in 监督管理 as well as in 政府信息管理.
    return tuple(dict.fromkeys((short, bare if len(bare) > 2 else short)))  # noqa: PLR2004 (explained)


_MOST_COMPARED: Final = 200
"""How many lines that are nearly a heading are compared; a report has hardly any."""

_MOST_ADDED: Final = 6
"""How many characters a heading has more than that of the form, at most."""

_LIKE: Final = 0.5
"""Headings that mean the same have this share of their pairs of characters in common, at least."""


@frozen
class HeadingMatcher:
    """Finds which of the texts of a section a heading announces.

    Attributes:
        cells: The texts.
    """

    cells: Sequence[Node]

    @cached_property
    def _characters(self) -> frozenset[str]:
        """What the headings of the texts are made of: what shares nothing with them is none of these."""
        return frozenset(character for cell in self.cells for name in _names_of(cell) for character in name)

    def cell(self, heading: Heading) -> Node | None:
        """The text that a heading announces; None where there is none, or several could be meant.

        A paragraph without a number is a heading only if it has the words of the form and nothing else.
        """
        possible = (core for core in cores_of(heading.head) if len(core) > 1)
        cores = [core for core in possible if not self._characters.isdisjoint(core)]
        ways = _WAYS if heading.number or heading.level else _WAYS[:1]
        for is_meant in ways:
            found = [
                cell
                for cell in self.cells
                if any(is_meant(core, own) for own in _names_of(cell) for core in cores)
            ]
            if found:
                return found[0] if len(found) == 1 else None
        return None


@cache
def _names_of(cell: Node) -> tuple[str, ...]:
    """The headings that a text goes by, as they are compared."""
    return tuple(cores_of(name)[-1] for name in (cell.item.label, *cell.item.known_as))


def begins_with_name(text: str, cell: Node) -> bool:
    """Whether a paragraph begins with the heading of a text, or with other words that it goes by."""
    plain = simplify(read_number(text.strip())[2])
    return plain.startswith((read_number(cell.item.label)[2], *cell.item.known_as))


def _is_same(core: str, own: str) -> bool:
    return core == own


def _holds(core: str, own: str) -> bool:
    return core in own or (own in core and len(core) <= len(own) + _MOST_ADDED)


def _is_like(core: str, own: str) -> bool:
    mine, theirs = _pairs(core), _pairs(own)
    return len(mine & theirs) >= _LIKE * min(len(mine), len(theirs)) > 0


_WAYS: Final = (_is_same, _holds, _is_like)
"""How the words of a heading may be those of the form, the most certain first."""


@cache_short_keys(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of characters in a heading, without those of the words that any heading may have."""
    return frozenset(text[n : n + 2] for n in range(len(text) - 1)) - _COMMON_PAIRS


_COMMON_PAIRS: Final = frozenset({"政府", "府信", "信息", "息公", "政务", "务公", "公开"})


_LONGEST_LINE: Final = 100


class SectionMatcher:
    """Finds which section a line is the heading of, word for word or by far nearest to.

    Args:
        labels: The headings of the sections.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._keys = tuple(map(section_key, labels))
        self._sets = [frozenset(key) for key in self._keys]
        self._nearest = NearestLabels(lambda text: find_nearest(text, self._keys), _MOST_COMPARED)

    def may_be_heading(self, text: str) -> bool:
        """Whether a line is worth a closer look: it begins like a number, or is like a heading."""
        if text.lstrip()[:1] in _STYLES_OF:
            return True
        shared = (2 * len(own.intersection(text)) > len(own) for own in self._sets)
        return len(text) <= _LONGEST_LINE and any(shared)

    def number(self, key: str) -> int | None:
        """The number of a section from 0 by the `section_key` of its heading; None for any other line."""
        if key not in self._keys and any(map(partial(_may_be, key), self._keys, self._sets)):
            key = self._nearest.label(key)
        return self._keys.index(key) if key in self._keys else None


def section_key(text: str) -> str:
    """A heading without its number and the punctuation at its end."""
    return simplify(fold_label(read_number(text)[2])).rstrip(":.;")


def _may_be(text: str, label: str, characters: frozenset[str]) -> bool:
    most = len(label) // TOLERANCE
    return abs(len(text) - len(label)) <= most and len(characters.difference(text)) <= most
