"""Every cell is taken out of a workbook as it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from gkxl.layout import places
from gkxl.model.values import report_from
from gkxl.reading.filing import as_filed
from gkxl.reading.standing import standing
from gkxl.xlsx import Kind, read_book
from workbooks import different, every_edition, workbook, zeros

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.edition import Edition


@every_edition
@pytest.mark.parametrize("values", [different, zeros])
def test_cells_are_as_the_workbook_has_them(
    edition: Edition, values: Callable[[Edition], dict[str, Any]]
) -> None:
    """Numbers, texts, formulas and zeros, each at its place; a cell without content is blank."""
    book = read_book(workbook(report_from(edition.form, values(edition))))
    here = places(edition)
    for path, cell in as_filed(book, standing(edition, here), ()).items():
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
    stands = standing(edition, places(edition))
    plain = as_filed(book, stands, ())
    for sheet in stands.spots:
        row = stands.spots[sheet][0][0]
        over = f"A1:Z{row}"
        merged = tuple(evolve(s, merges=(*s.merges, over)) if s.name == sheet else s for s in book.sheets)
        found = as_filed(evolve(book, sheets=merged), stands, ())
        hidden = {path for path, cell in found.items() if cell.covered}
        assert {
            path for path, place in places(edition).items() if (place.sheet, place.row) == (sheet, row)
        } == hidden
        assert {path: cell._replace(covered="") for path, cell in found.items()} == plain
