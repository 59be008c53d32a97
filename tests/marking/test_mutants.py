"""Whatever was done to a filled workbook, its marked copy reads as it did, but for formulas put back."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from test_dialects import essence, restored

import gkxl
from gkxl.marking.marker import mark_return

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from drafts import base
from mutations import MUTATIONS

EDITIONS = [*gkxl.EDITIONS.values()]


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutant_reads_the_same_once_it_is_marked(name: str) -> None:
    """Each mutation in one of the editions, in turns; what is not read at all is not marked either."""
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
    assert not copy.fresh
    assert essence(copy.content, back) == essence(content, back)
    if not back:
        assert after.values == reading.values
        assert list(map(str, after.issues)) == list(map(str, reading.issues))
