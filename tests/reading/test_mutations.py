"""Whatever is done to a filled workbook, it reads as it was filed, or an issue says where it does not."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest
from drafts import base
from mutations import MUTATIONS, freeze_names

from gkxl.errors import GkxlError
from gkxl.layout import AUDIT_SHEET, GUIDE_SHEET
from gkxl.layout.sections import pages
from gkxl.reading import read
from oracle import judge
from seeds import ALONE, WHOLE, complaints, in_pairs
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

pytestmark = pytest.mark.mutants

PAIRS = 1500
"""How many mutants of two mutations there are in each edition."""


def read_mutant(edition: Edition, names: tuple[str, ...], seed: int) -> None:
    """Mutate, read, and judge the reading; a workbook that is refused is not misread."""
    random = Random(seed)  # noqa: S311 (mutants)
    draft = base(edition, seed % 7).copy()
    for name in names:
        MUTATIONS[name](draft, random)
    try:
        reading = read(draft.packed())
    except GkxlError:
        return
    judge(draft, reading, names, seed)


def test_there_are_many_mutations_and_mutants() -> None:
    assert len(MUTATIONS) >= 70
    assert len(MUTATIONS) * len(ALONE) + len([*in_pairs(MUTATIONS, PAIRS)]) >= (2000 if WHOLE else 450)


@every_edition
def test_a_draft_reads_as_it_was_filed(edition: Edition) -> None:
    draft = base(edition, 1).copy()
    reading = read(draft.packed())
    assert reading.values == draft.values
    assert reading.issues == ()


@every_edition
@pytest.mark.parametrize("seed", ALONE)
def test_nothing_is_misread_after_one_mutation(edition: Edition, seed: int) -> None:
    """Every mutation alone."""
    assert complaints(partial(read_mutant, edition, (name,), seed) for name in MUTATIONS) == []


@every_edition
def test_nothing_is_misread_after_two_mutations(edition: Edition) -> None:
    """Two mutations that are drawn, one after the other."""
    drawn = in_pairs(MUTATIONS, PAIRS)
    assert complaints(partial(read_mutant, edition, names, seed) for names, seed in drawn) == []


@every_edition
@pytest.mark.parametrize("other", [AUDIT_SHEET, GUIDE_SHEET])
def test_nothing_is_read_from_another_sheet_of_ours_under_the_name_of_a_page(
    edition: Edition, other: str
) -> None:
    """Both name the sections, so that they have labels of the pages."""
    for page in pages(edition):
        draft = base(edition, 1).copy()
        freeze_names(draft)
        one, two = (next(s for s in draft.sheets if s.name == name) for name in (page.sheet, other))
        one.name, two.name = two.name, one.name
        judge(draft, read(draft.packed()), ("exchange_the_names_of_two_sheets_by_a_clumsy_tool",), 1)
