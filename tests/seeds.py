"""Where the mutants of the tests come from: which mutations are made, and from which seeds."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SEED: Final = int(os.environ.get("GKXL_SEED", "20210930"))
"""Another seed makes other mutants: ``GKXL_SEED=7 pytest tests/reading/test_mutations.py``."""

ALONE: Final = range(SEED, SEED + 8)
"""The seeds of the mutants of each mutation alone, in each edition."""


def starts(tests: int, pairs: int) -> range:
    """The first seed of each of so many tests, each of which makes so many mutants of two mutations."""
    return range(SEED, SEED + tests * pairs, pairs)


def in_pairs(mutations: Iterable[str], start: int, pairs: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Two mutations and the seed of each mutant of a test."""
    for seed in range(start, start + pairs):
        yield tuple(Random(-seed).sample(sorted(mutations), 2)), seed  # noqa: S311 (mutants)
