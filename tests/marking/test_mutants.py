"""Whatever was done to a filled workbook, its marked copy reads as it did, but for formulas put back."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from random import Random

from test_dialects import essence, restored

import gkxl
from gkxl.marking import mark_return

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from drafts import base
from mutations import MUTATIONS

from seeds import complaints

EDITIONS = [*gkxl.EDITIONS.values()]


def test_a_mutant_reads_the_same_once_it_is_marked() -> None:
    """Each mutation in one of the editions, in turns; what is not read at all is not marked either."""
    assert complaints(partial(mark_mutant, name) for name in MUTATIONS) == []


def mark_mutant(name: str) -> None:
    """Mutate, mark, and compare what is read before and after."""
    random = Random(1)  # noqa: S311 (mutants)
    draft = base(EDITIONS[[*MUTATIONS].index(name) % len(EDITIONS)], 1).copy()
    MUTATIONS[name](draft, random)
    content = draft.packed()
    try:
        reading = gkxl.read(content)
    except gkxl.GkxlError:
        return
    copy = mark_return(content, reading)
    after, back = gkxl.read(copy.content), restored(content)
    assert not copy.fresh, name
    assert essence(copy.content, back) == essence(content, back), name
    if not back:
        assert after.values == reading.values, name
        assert list(map(str, after.issues)) == list(map(str, reading.issues)), name
