"""Whatever is done to a filled workbook, it reads as it was filed, or an issue says where it does not."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest
from drafts import Draft, base
from mutations import MUTATIONS

from gkxl.codes import Severity
from gkxl.errors import GkxlError
from gkxl.forms import EDITIONS
from gkxl.outline import cells, sums
from gkxl.reading import read
from gkxl.values import with_totals

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading

SEED: Final = int(os.environ.get("GKXL_SEED", "20210930"))
"""Another seed makes other mutants: ``GKXL_SEED=7 pytest tests/reading/test_mutations.py``."""

ALONE: Final = 8
"""How many mutants of each mutation alone, in each edition."""

PAIRS: Final = 25
"""How many mutants of two mutations each test makes; there are sixty such tests in each edition."""

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
    faults = [
        f"{cell.path}: {reading.values[cell.path]!r}, filed as {draft.values[cell.path]!r}"
        for cell in cells(edition.form)
        if not _is_honest(draft, reading, cell.path)
    ]
    assert not faults, f"{' + '.join(names)} (seed {seed}): {faults[:5]} and {len(faults)} in all"
    return reading


def _is_honest(draft: Draft, reading: Reading, path: str) -> bool:
    value = reading.values[path]
    if value is None:
        return _is_told(reading, path) or _is_computed(draft, path)
    if value == draft.values[path] or value in draft.allowed.get(path, ()):
        return True
    if value == "":
        return _is_astray(reading, path)
    return _is_computed(draft, path) and value in _computed(draft, reading, path)


def _is_told(reading: Reading, path: str) -> bool:
    """Whether an error says that a cell was not read."""
    errors = (issue for issue in reading.issues if issue.severity is Severity.ERROR)
    return any(path == issue.path or path in issue.facts.get("paths", ()) for issue in errors)


def _is_computed(draft: Draft, path: str) -> bool:
    return any(cell.path == path and cell.computed for cell in cells(draft.edition.form))


def _is_astray(reading: Reading, path: str) -> bool:
    """Whether it is said that something stands beside a blank cell."""
    places = {cell.path: cell.place for cell in reading.cells}
    found = places[path]
    return any(
        issue.code == "sheet.stray" and found and issue.sheet == found.sheet for issue in reading.issues
    )


def _computed(draft: Draft, reading: Reading, path: str) -> list[Any]:
    """What a total comes to: from what else was read, or from the cells that are filled in."""
    form = draft.edition.form
    entered = {cell.path: reading.values[cell.path] for cell in cells(form) if not cell.computed}
    parts = [rule.parts for rule in sums(form) if rule.total.path == path]
    known = [[reading.values[part.path] for part in found] for found in parts]
    others = with_totals(form, {**reading.values, path: None})
    return [
        with_totals(form, entered).get(path),
        others.get(path),
        *(sum(each) for each in known if None not in each),
    ]


def test_there_are_many_mutations() -> None:
    assert len(MUTATIONS) >= 70


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
@pytest.mark.parametrize("start", range(SEED, SEED + 60 * PAIRS, PAIRS))
def test_nothing_is_misread_after_two_mutations(edition: Edition, start: int) -> None:
    for seed in range(start, start + PAIRS):
        names = Random(-seed).sample(sorted(MUTATIONS), 2)  # noqa: S311 (mutants)
        judge(edition, tuple(names), seed)
