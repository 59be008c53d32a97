"""Whatever is done to a published table, it reads as it is printed, or an issue says where it does not."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest
from page_mutations import MUTATIONS, PUTTING, TAKING
from pages_of_tables import page

from gkxl.errors import GkxlError
from gkxl.publication.read.as_workbook import read_published
from oracle import judge
from seeds import ALONE, WHOLE, complaints, in_pairs
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

pytestmark = pytest.mark.mutants

PAIRS = 240
"""How many mutants of two mutations there are in each edition."""


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
    assert 2 * (len(MUTATIONS) * len(ALONE) + len([*in_pairs(MUTATIONS, PAIRS)])) >= (1000 if WHOLE else 200)


@every_edition
def test_a_page_reads_as_it_is_printed(edition: Edition) -> None:
    draft = page(edition)
    reading = read_published(draft.html())
    assert reading.values == draft.values
    assert {issue.code for issue in reading.issues} <= {"narrative.empty"}


@every_edition
def test_nothing_is_misread_after_one_mutation(edition: Edition) -> None:
    """Every mutation alone."""
    alone = ((name, seed) for name in MUTATIONS for seed in ALONE)
    assert complaints(partial(read_mutant, edition, (name,), seed) for name, seed in alone) == []


@every_edition
def test_nothing_is_misread_after_two_mutations(edition: Edition) -> None:
    """Two mutations that are drawn, one after the other; not one that takes away what the other put there."""
    drawn = in_pairs(MUTATIONS, PAIRS)
    apart = [(names, seed) for names, seed in drawn if not ({*names} & TAKING and {*names} & PUTTING)]
    assert complaints(partial(read_mutant, edition, names, seed) for names, seed in apart) == []
