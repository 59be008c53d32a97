"""What differs between two texts: by paragraph, and within a paragraph by word and number."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from gkxl.publish.document import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST: Final = 400
"""So many paragraphs, or words, are matched with each other; of more, only the ends that agree are."""

_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
"""What is not taken apart: a number that changes is shown whole."""


@frozen
class Piece:
    """A piece of a paragraph.

    Attributes:
        holder: Who has it: ``"both"``, ``"a"`` or ``"b"``.
        text: What it says.
    """

    holder: Literal["both", "a", "b"]
    text: str


@frozen
class Change:
    """A paragraph that differs, or that only one of the texts has.

    Attributes:
        a: What the first text says there; "" for nothing.
        b: What the second one says.
    """

    a: str
    b: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What both say and what only one says, in reading order.

        Example:
            >>> [piece.text for piece in Change("收到12件。", "收到13件。").pieces]
            ['收到', '12', '13', '件。']
        """
        return tuple(_pieces(_WORD.findall(self.a), _WORD.findall(self.b)))


def alike(a: str, b: str) -> bool:
    """Whether two texts differ in nothing but white space and what no page can show."""
    return _bare("".join(paragraphs(a))) == _bare("".join(paragraphs(b)))


def changes(a: str, b: str) -> tuple[Change, ...]:
    """The paragraphs of two texts that are not alike, in reading order."""
    ours, theirs = paragraphs(a), paragraphs(b)
    found: list[Change] = []
    for i, j, k, m in _unmatched([_bare(one) for one in ours], [_bare(one) for one in theirs]):
        pairs = zip_longest(ours[i:j], theirs[k:m], fillvalue="")
        found.extend(Change(one, other) for one, other in pairs)
    return tuple(found)


def _bare(text: str) -> str:
    return "".join(text.split())


def _pieces(a: list[str], b: list[str]) -> Iterator[Piece]:
    done = 0
    for i, j, k, m in (*_unmatched(a, b), (len(a), len(a), len(b), len(b))):
        for holder, words in (("both", a[done:i]), ("a", a[i:j]), ("b", b[k:m])):
            if words:
                yield Piece(holder, "".join(words))  # type: ignore[arg-type] # mypy widens the literals
        done = j


def _unmatched(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of two sequences that have nothing in common: from, to; from, to."""
    start = _alike_at_start(a, b)
    end = _alike_at_start(a[start:][::-1], b[start:][::-1])
    left, right = a[start : len(a) - end], b[start : len(b) - end]
    if max(len(left), len(right)) > MOST:
        yield start, len(a) - end, start, len(b) - end
        return
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + i, start + j, start + k, start + m


def _alike_at_start(a: Sequence[str], b: Sequence[str]) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(a), len(b)))
