"""What lies over the cells of a sheet: merged ranges and formulas that fill a range."""

from __future__ import annotations

import sys

import pytest

from gkxl.reading.covering import covered
from gkxl.xlsx import Sheet

SPOTS = [(row, column) for row in range(5, 30) for column in range(2, 9)]


def sheet(*merges: str, arrays: tuple[tuple[str, str], ...] = ()) -> Sheet:
    return Sheet(name="表", state="visible", cells={}, merges=merges, arrays=arrays)


@pytest.mark.parametrize(
    ("merge", "hidden"),
    [
        ("B5:D5", [(5, 3), (5, 4)]),
        ("A5:B6", [(5, 2), (6, 2)]),
        ("B5:B6", [(6, 2)]),
        ("A1:A4", []),
        ("H29:XFD1048576", []),
        ("nonsense", []),
    ],
)
def test_only_the_first_cell_of_a_merged_range_is_seen(merge: str, hidden: list[tuple[int, int]]) -> None:
    assert covered(sheet(merge), SPOTS).merges == dict.fromkeys(hidden, merge)


def test_the_cells_of_an_array_formula_are_told_with_it() -> None:
    found = covered(sheet(arrays=(("C6:C8", "X1:X3"),)), SPOTS)
    assert (found.merges, found.arrays) == ({}, {(7, 3): "X1:X3", (8, 3): "X1:X3"})


def test_long_ranges_are_not_remembered() -> None:
    """Whoever sends files could make them without end."""
    merge = "B5:D5" * len(SPOTS) * 9
    held = sys.getrefcount(merge)
    assert covered(sheet(merge), SPOTS).merges == {}
    assert sys.getrefcount(merge) == held


def test_ranges_over_ranges_cost_little() -> None:
    merges = [f"A1:XFD{1_048_576 - number}" for number in range(100_000)]
    assert len(covered(sheet(*merges), SPOTS).merges) == len(SPOTS)
