"""Whatever is done to a published table, it reads as it is printed, or an issue says where it does not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from page_mutations import MUTATIONS, PUTTING, TAKING
from pages_of_tables import page

from gkxl.errors import GkxlError
from gkxl.publication.read.as_workbook import read_published
from oracle import judge
from seeds import ALONE, in_pairs, starts
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

pytestmark = pytest.mark.mutants

TESTS, PAIRS = 20, 12
"""How many tests there are of two mutations in each edition, and how many mutants each of them makes."""


def read_mutant(edition: Edition, names: tuple[str, ...], seed: int) -> None:
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
    judge(draft, reading, names, seed)


def test_there_are_many_mutants() -> None:
    assert 2 * (len(MUTATIONS) * len(ALONE) + TESTS * PAIRS) >= 1000


@every_edition
def test_a_page_reads_as_it_is_printed(edition: Edition) -> None:
    draft = page(edition)
    reading = read_published(draft.html())
    assert reading.values == draft.values
    assert {issue.code for issue in reading.issues} <= {"narrative.empty"}


@every_edition
@pytest.mark.parametrize("name", MUTATIONS)
def test_nothing_is_misread_after_one_mutation(edition: Edition, name: str) -> None:
    for seed in ALONE:
        read_mutant(edition, (name,), seed)


@every_edition
@pytest.mark.parametrize("start", starts(TESTS, PAIRS))
def test_nothing_is_misread_after_two_mutations(edition: Edition, start: int) -> None:
    for names, seed in in_pairs(MUTATIONS, start, PAIRS):
        if not ({*names} & TAKING and {*names} & PUTTING):
            read_mutant(edition, names, seed)
