"""Names are found in the midst of texts, and none that is only a part of a longer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.collection.roster import Unit
from gkxl.collection.roster.matching import NameIndex

NAMES = ["财政局", "某县财政局", "某县", "某县人民政府", "某县人民政府办公室", "水务局"]
UNITS = {name: Unit(str(at), name) for at, name in enumerate(NAMES)}
INDEX = NameIndex(UNITS.items())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2024某县财政局年报", ["某县财政局"]),
        ("某县人民政府办公室", ["某县人民政府办公室"]),
        ("某县人民政府和水务局", ["某县人民政府", "水务局"]),
        ("某县财政局、财政局", ["某县财政局", "财政局"]),
        ("某县", []),
        ("财政", []),
        ("", []),
    ],
)
def test_the_longest_names_in_a_text(text: str, names: list[str]) -> None:
    """One of two characters is in too many texts, and only found where it is all."""
    assert INDEX.find_within(text) == [(UNITS[name],) for name in names]


def test_units_of_one_name_are_found_together() -> None:
    one, other = Unit("1", "城关镇"), Unit("2", "城关镇")
    index = NameIndex([("城关镇", one), ("城关镇", other), ("", one)])
    assert index.get("城关镇") == (one, other)
    assert index.find_within("甲县城关镇") == [(one, other)]
    assert index.get("") == ()


@given(st.lists(st.sampled_from([*NAMES, "年报", "-"])).map("".join))
def test_no_name_is_found_that_the_text_does_not_have(text: str) -> None:
    found = [units[0].name for units in INDEX.find_within(text)]
    assert len(found) == len({*found})
    assert all(name in text for name in found)
    assert bool(found) == any(name in text for name in NAMES if len(name) > 2)
