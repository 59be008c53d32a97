"""Where the cells of a form stand, seen from its sheets and from its totals."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.issues.issue import Place
from gkxl.layout import places
from gkxl.model.outline import cells, sums
from gkxl.reading import Filed
from gkxl.reading.standing import standing
from gkxl.xlsx import Kind
from workbooks import every_edition

if TYPE_CHECKING:
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
    told = [(sheet, *cell) for sheet, run in standing(edition, here).runs for cell in run]
    assert [zero.path for _, _, zero in told] == [cell.path for cell in cells(edition.form)]
    for sheet, spot, zero in told:
        place = here.get(zero.path)
        assert zero == Filed(zero.path, place, Kind.NUMBER, "0")
        assert (sheet, spot) == ((place.sheet, (place.row, place.column)) if place else (None, (0, 0)))


@every_edition
def test_the_spots_of_a_sheet_are_those_of_its_cells(edition: Edition) -> None:
    here = scattered(edition)
    assert {sheet: {*spots} for sheet, spots in standing(edition, here).spots.items()} == {
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
        assert tuple(spots) in standing(edition, here).parts[found.total.path]


@every_edition
def test_workbooks_that_are_as_issued_share_what_is_worked_out(edition: Edition) -> None:
    """And no other does."""
    issued = {path: Place(place.sheet, place.row, place.column) for path, place in places(edition).items()}
    assert standing(edition, issued) is standing(edition, places(edition))
    path, place = next(iter(issued.items()))
    moved = standing(edition, issued | {path: evolve(place, row=place.row + 1)})
    spot, zero = moved.runs[0][1][0]
    assert (spot, zero.place) == ((place.row + 1, place.column), moved.places[path])
