"""Knows pieces of printed labels, which pages and the edges of cells cut."""

from __future__ import annotations

from functools import cache
from typing import Final

from gkxl.files.limits import cache_short_keys
from gkxl.publication.read.label_matching import labels_by_section, plain_label

_LONGEST: Final = 100
"""No label is longer."""


@cache_short_keys(maxsize=4096)
def is_of_labels(text: str) -> bool:
    """Whether a text is made of pieces of printed labels, one after the other."""
    left = plain_label(text) if len(text) <= _LONGEST else text
    if not _characters().issuperset(left):
        return False
    while left:
        end = 0
        while end < len(left) and left[: end + 1] in _printed_labels():
            end += 1
        if end < min(2, len(left)):
            return False
        left = left[end:]
    return True


def is_piece_of_label(text: str) -> bool:
    """Whether a text is a piece of one printed label, or all of it."""
    return plain_label(text) in _printed_labels()


@cache
def _printed_labels() -> str:
    """All labels, with what no text has between them: one text is searched ten times as fast as a hundred."""
    every = (label for official in labels_by_section().values() for label in official.counts)
    return "\0".join(dict.fromkeys(map(plain_label, every)))


@cache
def _characters() -> frozenset[str]:
    """What labels are made of: most texts hold another character."""
    return frozenset(_printed_labels())
