"""Names of files for units: every system takes them, and no two are the same to any."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from gkxl.collection.roster import Unit
from gkxl.collection.roster.units import name_files


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), unique_by=lambda one: one[0], max_size=20))
def test_no_two_names_are_the_same(units: list[tuple[str, str]]) -> None:
    names = list(name_files((Unit(code, name) for code, name in units), ".xlsx").values())
    assert len({unicodedata.normalize("NFKD", name).casefold() for name in names}) == len(units)
    assert all(len(name.encode()) <= 255 and not set(name) & set('\\/:*?"<>|\0') for name in names)
