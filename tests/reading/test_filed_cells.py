"""Every cell is taken out of a workbook as it was filed.

Held here: where the cells are, seen from sheets and totals; which of them merged ranges and array formulas
cover; and what is taken of each.
"""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from gkxl.issues import Place
from gkxl.layout import places
from gkxl.model.outline import cells, report_from, sums
from gkxl.reading import Filed
from gkxl.reading.filed_cells import hidden_cells, map_cells, take_cells
from gkxl.xlsx import Kind, Sheet, read_book
from workbooks import different, every_edition, workbook, zeros

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.edition import Edition


def scattered(edition: Edition) -> dict[str, Place]:
    """Most cells somewhere on two sheets, the others nowhere."""
    random = Random(7)  # noqa: S311 (places)
    paths = [cell.path for cell in cells(edition.form)]
    found = {
        path: Place(random.choice("甲乙"), row, random.randint(1, 9)) for row, path in enumerate(paths, 1)
    }
    return {path: place for path, place in found.items() if random.random() < 0.9}


@every_edition
def test_every_cell_is_told_once_in_printed_order(edition: Edition) -> None:
    here = scattered(edition)
    told = [(sheet, *cell) for sheet, run in map_cells(edition, here).runs for cell in run]
    assert [zero.path for _, _, zero in told] == [cell.path for cell in cells(edition.form)]
    for sheet, spot, zero in told:
        place = here.get(zero.path)
        assert zero == Filed(zero.path, place, Kind.NUMBER, "0")
        assert (sheet, spot) == ((place.sheet, (place.row, place.column)) if place else (None, (0, 0)))


@every_edition
def test_the_spots_of_a_sheet_are_those_of_its_cells(edition: Edition) -> None:
    here = scattered(edition)
    assert {sheet: {*spots} for sheet, spots in map_cells(edition, here).positions.items()} == {
        sheet: {(place.row, place.column) for place in here.values() if place.sheet == sheet}
        for sheet in "甲乙"
    }


@every_edition
def test_the_parts_of_a_total_are_told_from_the_top_where_they_are_on_its_sheet(edition: Edition) -> None:
    here = scattered(edition)
    for found in sums(edition.form):
        own = here.get(found.total.path)
        parts = [here[part.path] for part in found.parts if part.path in here]
        spots = sorted((part.row, part.column) for part in parts if own and part.sheet == own.sheet)
        assert tuple(spots) in map_cells(edition, here).parts[found.total.path]


@every_edition
def test_workbooks_that_are_as_issued_share_what_is_worked_out(edition: Edition) -> None:
    """And no other does."""
    issued = {path: Place(place.sheet, place.row, place.column) for path, place in places(edition).items()}
    assert map_cells(edition, issued) is map_cells(edition, places(edition))
    path, place = next(iter(issued.items()))
    moved = map_cells(edition, issued | {path: evolve(place, row=place.row + 1)})
    spot, zero = moved.runs[0][1][0]
    assert (spot, zero.place) == ((place.row + 1, place.column), moved.places[path])


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
    assert hidden_cells(sheet(merge), SPOTS).merges == dict.fromkeys(hidden, merge)


def test_the_cells_of_an_array_formula_are_told_with_it() -> None:
    found = hidden_cells(sheet(arrays=(("C6:C8", "X1:X3"),)), SPOTS)
    assert (found.merges, found.arrays) == ({}, {(7, 3): "X1:X3", (8, 3): "X1:X3"})


def test_long_ranges_are_not_remembered() -> None:
    """Whoever sends files could make them without end."""
    merge = "B5:D5" * len(SPOTS) * 9
    held = sys.getrefcount(merge)
    assert hidden_cells(sheet(merge), SPOTS).merges == {}
    assert sys.getrefcount(merge) == held


def test_ranges_over_ranges_cost_little() -> None:
    merges = [f"A1:XFD{1_048_576 - number}" for number in range(100_000)]
    assert len(hidden_cells(sheet(*merges), SPOTS).merges) == len(SPOTS)


@every_edition
@pytest.mark.parametrize("values", [different, zeros])
def test_cells_are_as_the_workbook_has_them(
    edition: Edition, values: Callable[[Edition], dict[str, Any]]
) -> None:
    """Numbers, texts, formulas and zeros, each at its place; a cell without content is blank."""
    book = read_book(workbook(report_from(edition.form, values(edition))))
    here = places(edition)
    for path, cell in take_cells(book, map_cells(edition, here), ()).items():
        sheet = book.sheet(here[path].sheet)
        there = sheet.cells.get((here[path].row, here[path].column)) if sheet else None
        told = (
            (there.kind, there.text, there.formula, there.cached) if there else (Kind.BLANK, "", None, False)
        )
        assert (cell.path, cell.place) == (path, here[path])
        assert (cell.kind, cell.text, cell.formula, cell.cached) == told


@every_edition
def test_a_merge_changes_nothing_but_the_cells_that_it_hides(edition: Edition) -> None:
    book = read_book(workbook(report_from(edition.form, different(edition))))
    stands = map_cells(edition, places(edition))
    plain = take_cells(book, stands, ())
    for sheet in stands.positions:
        row = stands.positions[sheet][0][0]
        over = f"A1:Z{row}"
        merged = tuple(evolve(s, merges=(*s.merges, over)) if s.name == sheet else s for s in book.sheets)
        found = take_cells(evolve(book, sheets=merged), stands, ())
        hidden = {path for path, cell in found.items() if cell.covered}
        assert {
            path for path, place in places(edition).items() if (place.sheet, place.row) == (sheet, row)
        } == hidden
        assert {path: cell._replace(covered="") for path, cell in found.items()} == plain
