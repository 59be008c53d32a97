"""Figures are read only where it is certain under which headings they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages_of_tables import codes, page

from gkxl.publication.read.as_workbook import read_published
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


@every_edition
@pytest.mark.parametrize("row", [0, 1])
def test_headings_over_several_columns_are_exchanged(edition: Edition, row: int) -> None:
    """行政复议 and 行政诉讼 exchanged over table four: none of its 15 figures is read, with an issue."""
    draft = page(edition)
    one, other = draft.tables[2].rows[row]
    one.inside, other.inside = other.inside, one.inside
    reading = read_published(draft.html())
    read = {path: value for path, value in reading.values.items() if path.startswith("disputes.")}
    assert (len(read), {*read.values()}) == (15, {None})
    assert {"published.doubtful", "published.lost"} & codes(reading)


@every_edition
def test_a_row_of_headings_is_missing_over_figures(edition: Edition) -> None:
    """Outer headings alone name no column: none of the 15 figures is read, and that is an issue."""
    draft = page(edition)
    del draft.tables[2].parts[0][2]
    reading = read_published(draft.html())
    read = {path: value for path, value in reading.values.items() if path.startswith("disputes.")}
    assert (len(read), {*read.values()}) == (15, {None})
    assert "published.lost" in codes(reading)
