"""Whatever is done to a published table, it reads as it is printed, or an issue says where it does not.

In every format: as a page, as a Word document, as text, and as a PDF.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest
from page_mutations import MUTATIONS, PUTTING, TAKING
from pages_elsewhere import FORMATS
from pages_of_tables import page

from gkxl.errors import GkxlError
from oracle import judge
from seeds import ALONE, WHOLE, complaints, in_pairs
from workbooks import every_edition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.forms.edition import Edition

pytestmark = pytest.mark.mutants

PAIRS = 240
"""How many mutants of two mutations there are in each edition and format."""

every_format = pytest.mark.parametrize("format_", FORMATS)


def read_mutant(edition: Edition, format_: str, names: tuple[str, ...], seed: int) -> None:
    """Mutate, read, and judge the reading; a page that is refused is not misread."""
    random = Random(seed)  # noqa: S311 (mutants)
    draft = page(edition)
    for name in names:
        MUTATIONS[name](draft, random)
    try:
        reading = FORMATS[format_](draft, random)
    except GkxlError:
        return
    if reading.edition != edition.name:  # too little is left to tell
        assert not reading.ok
        return
    judge(draft, reading, (format_, *names), seed)


def in_turn(cases: Iterable[tuple[tuple[str, ...], int]], format_: str) -> list[tuple[tuple[str, ...], int]]:
    """The mutants of a format: all of them, or of a sample those whose turn it is."""
    turn = [*FORMATS].index(format_)
    return [case for number, case in enumerate(cases) if WHOLE or number % len(FORMATS) == turn]


def test_there_are_many_mutants() -> None:
    alone = [((name,), seed) for name in MUTATIONS for seed in ALONE]
    cases = [*alone, *in_pairs(MUTATIONS, PAIRS)]
    assert 2 * sum(len(in_turn(cases, format_)) for format_ in FORMATS) >= (4000 if WHOLE else 200)


@every_edition
@every_format
def test_a_page_reads_as_it_is_printed(edition: Edition, format_: str) -> None:
    draft = page(edition)
    reading = FORMATS[format_](draft, Random(0))  # noqa: S311 (one way to copy text)
    assert reading.values == draft.values
    assert {issue.code for issue in reading.issues} <= {"narrative.empty", "published.around"}


@every_edition
@every_format
def test_nothing_is_misread_after_one_mutation(edition: Edition, format_: str) -> None:
    """Every mutation alone."""
    alone = in_turn((((name,), seed) for seed in ALONE for name in MUTATIONS), format_)
    assert complaints(partial(read_mutant, edition, format_, *case) for case in alone) == []


@every_edition
@every_format
def test_nothing_is_misread_after_two_mutations(edition: Edition, format_: str) -> None:
    """Two mutations that are drawn, one after the other; not one that takes away what the other put there."""
    drawn = in_turn(in_pairs(MUTATIONS, PAIRS), format_)
    apart = [(names, seed) for names, seed in drawn if not ({*names} & TAKING and {*names} & PUTTING)]
    assert complaints(partial(read_mutant, edition, format_, *case) for case in apart) == []
