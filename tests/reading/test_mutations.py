"""Whatever is done to a filled workbook, it reads as it was filed, or an issue says where it does not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from drafts import base
from mutations import MUTATIONS

from gkxl.errors import GkxlError
from gkxl.forms import EDITIONS
from gkxl.reading import read
from oracle import misread
from seeds import SEED

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading

ALONE: Final = 8
"""How many mutants of each mutation alone, in each edition."""

TESTS, PAIRS = 60, 25
"""How many tests there are of two mutations in each edition, and how many mutants each of them makes."""

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


def judge(edition: Edition, names: tuple[str, ...], seed: int) -> Reading | None:
    """Mutate, read, and judge the reading; None where the workbook was refused."""
    random = Random(seed)  # noqa: S311 (mutants)
    draft = base(edition, seed % 7).copy()
    for name in names:
        MUTATIONS[name](draft, random)
    try:
        reading = read(draft.packed())
    except GkxlError:
        return None
    faults = misread(draft, reading)
    assert not faults, f"{' + '.join(names)} (seed {seed}): {faults[:5]} and {len(faults)} in all"
    return reading


def test_there_are_many_mutations_and_mutants() -> None:
    assert len(MUTATIONS) >= 70
    assert len(MUTATIONS) * ALONE + TESTS * PAIRS >= 2000


@every_edition
def test_a_draft_reads_as_it_was_filed(edition: Edition) -> None:
    draft = base(edition, 1).copy()
    reading = read(draft.packed())
    assert reading.values == draft.values
    assert reading.issues == ()


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
        judge(edition, tuple(names), seed)
