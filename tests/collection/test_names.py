"""Names of files for units: every system takes them, and no two are the same to any."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.collection import Unit
from gkxl.collection.names import file_names, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("A/B:*?", "A_B___"),
        ("nul", "_nul"),
        ("COM1.某局", "_COM1.某局"),
        ("某局...", "某局"),
        ("...", "_"),
        ("a\nb\x1b\u202e", "a_b__"),
        ("长" * 80, "长" * 60),
    ],
)
def test_what_windows_forbids_is_gone(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), unique_by=lambda one: one[0], max_size=20))
def test_no_two_names_are_the_same(units: list[tuple[str, str]]) -> None:
    names = list(file_names((Unit(code, name) for code, name in units), ".xlsx").values())
    assert len({unicodedata.normalize("NFKD", name).casefold() for name in names}) == len(units)
    assert all(len(name.encode()) <= 255 and not set(name) & set('\\/:*?"<>|\0') for name in names)
