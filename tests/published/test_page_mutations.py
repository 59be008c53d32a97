"""Whatever is done to a published table, it reads as it is printed, or an issue says where it does not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from page_mutations import MUTATIONS, PUTTING, TAKING
from pages_of_tables import page

from gkxl.errors import GkxlError
from gkxl.published import read_published
from oracle import misread
from seeds import SEED
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

ALONE: Final = 8
"""How many mutants of each mutation alone, in each edition."""

TESTS, PAIRS = 20, 12
"""How many tests there are of two mutations in each edition, and how many mutants each of them makes."""


def judge(edition: Edition, names: tuple[str, ...], seed: int) -> None:
    """Mutate, read, and judge the reading; a page that is refused is not misread."""
    random = Random(seed)  # noqa: S311 (mutants)
    draft = page(edition)
    for name in names:
        MUTATIONS[name](draft, random)
    try:
        reading = read_published(draft.html())
    except GkxlError:
        return
    if reading.edition != edition.name:  # too little is left to tell
        assert not reading.ok
        return
    faults = misread(draft, reading)
    assert not faults, f"{' + '.join(names)} (seed {seed}): {faults[:5]} and {len(faults)} in all"


def test_there_are_many_mutants() -> None:
    assert 2 * (len(MUTATIONS) * ALONE + TESTS * PAIRS) >= 1000


@every_edition
def test_a_page_reads_as_it_is_printed(edition: Edition) -> None:
    draft = page(edition)
    reading = read_published(draft.html())
    assert reading.values == draft.values
    assert {issue.code for issue in reading.issues} <= {"narrative.empty"}


@every_edition
@pytest.mark.parametrize("name", MUTATIONS)
def test_nothing_is_misread_after_one_mutation(edition: Edition, name: str) -> None:
    for seed in range(SEED, SEED + ALONE):
        judge(edition, (name,), seed)


@every_edition
@pytest.mark.parametrize("start", range(SEED, SEED + TESTS * PAIRS, PAIRS))
def test_nothing_is_misread_after_two_mutations(edition: Edition, start: int) -> None:
    for seed in range(start, start + PAIRS):
        names = Random(-seed).sample(sorted(MUTATIONS), 2)  # noqa: S311 (mutants)
        if not ({*names} & TAKING and {*names} & PUTTING):
            judge(edition, tuple(names), seed)
