"""The measure of growth finds what is steep, and lets pass what is not."""

from __future__ import annotations

import re
import signal
import unicodedata
from functools import partial
from math import inf
from typing import TYPE_CHECKING

import pytest

from gkxl.errors import DataError
from linear import PATTERNS, STEEP, many, steep

if TYPE_CHECKING:
    from linear import Job, Position


def brackets(text: str) -> Job:
    """Looks for the end of each bracket again."""
    return partial(re.sub, r"\[[^\]]*\]", "", text)


def listed(text: str) -> Job:
    """Looks for each piece among all those before it."""

    def job() -> None:
        found: list[str] = []
        for piece in many(text):
            if piece not in found:
                found.append(piece)

    return job


def counted(text: str) -> Job:
    """Goes through the text ten times."""
    return lambda: [sum(map(ord, text)) for _ in range(10)]


def refused(text: str) -> Job:
    def job() -> None:
        raise DataError("{text}", text=text[:9])

    return job


def test_there_are_20_patterns_and_no_two_alike() -> None:
    assert len(PATTERNS) == 20
    assert len({*PATTERNS.values()}) == 20


@pytest.mark.parametrize(
    ("position", "pattern", "most"),
    [
        (brackets, "square brackets", 1 << 15),
        (listed, "letters", 1 << 16),
        (lambda text: partial(unicodedata.normalize, "NFKC", text), "accents out of order", 1 << 15),
    ],
)
def test_what_grows_with_the_square_of_a_text_is_found(position: Position, pattern: str, most: int) -> None:
    assert steep(position, most, patterns=[pattern])[pattern] >= STEEP


@pytest.mark.parametrize("position", [counted, refused])
def test_what_grows_with_the_text_passes(position: Position) -> None:
    assert steep(position) == {}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing stops a job here")
def test_what_would_not_end_is_stopped() -> None:
    found = steep(lambda text: partial(re.fullmatch, r"(?:a+)+b", text[:40]), patterns=["letters", "digits"])
    assert found == {"letters": inf}
