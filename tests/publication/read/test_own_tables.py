"""A whole table is not lost for one oddity: what the form has is read, and what it lacks is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages_of_tables import NEWEST, Cell, changed, is_read_right, page

from gkxl.publication.read.as_workbook import read_published
from workbooks import every_edition

if TYPE_CHECKING:
    from pages_of_tables import Table

    from gkxl.forms.edition import Edition


def insert_column(table: Table, column: int, heading: str, filling: str, heading_row: int) -> None:
    """Put a column of single cells into a table; cells that span it get wider."""
    spots: dict[tuple[int, int], Cell] = {}
    widened: list[Cell] = []
    for number, row in enumerate(table.rows):
        for cell in row:
            first = next(n for n in range(99) if (number, n) not in spots)
            spots |= {(number + r, first + c): cell for r in range(cell.rows) for c in range(cell.columns)}
    for number, row in enumerate(table.rows):
        here, left = spots.get((number, column)), spots.get((number, column - 1))
        if here is not None and here is left:
            if not any(here is cell for cell in widened):
                widened.append(here)
            continue
        before = {id(spots[number, n]) for n in range(column) if (number, n) in spots}
        at = sum(id(cell) in before for cell in row)
        row.insert(at, Cell(heading if number == heading_row else filling if number > heading_row else ""))
    for cell in widened:
        cell.columns += 1


@every_edition
@pytest.mark.parametrize("column", [10, 9, 4, 3])
@pytest.mark.parametrize(("heading", "filling"), [("", ""), ("上年总计", "7"), ("同比", "5%"), ("备注", "")])
def test_a_further_column_is_left_out_and_said(
    edition: Edition, column: int, heading: str, filling: str
) -> None:
    draft = page(edition)
    insert_column(draft.tables[1], column, heading, filling, 2)
    assert is_read_right(draft.html(), edition) == ({"published.columns"} if heading else set())


@pytest.mark.parametrize("words", ["备注", "说明", "同比"])
@pytest.mark.parametrize("line", [4, 8, 20])
def test_the_heading_of_a_further_column_among_figures_shows_that_they_were_shifted(
    words: str, line: int
) -> None:
    """As a script leaves a table that knows nothing of spans: the total is below the further heading."""
    draft = page(NEWEST)
    rows = draft.tables[1].rows
    for row in rows[:3]:
        row.append(Cell(words))
    row = rows[line]
    total = row[-1].path
    row.insert(-1, Cell(words))
    assert read_published(draft.html()).values[total] is None


def spanning() -> list[tuple[int, int]]:
    """The cells of table three of both editions that span rows, by row and number."""
    from gkxl.forms import EDITIONS  # noqa: PLC0415 (once)

    rows = page(EDITIONS["2019"]).tables[1].rows
    return [(n, k) for n, row in enumerate(rows) for k, cell in enumerate(row) if cell.rows > 1]


@every_edition
@pytest.mark.parametrize("spot", spanning())
def test_a_rowspan_is_lost(edition: Edition, spot: tuple[int, int]) -> None:
    draft = page(edition)
    draft.tables[1].rows[spot[0]][spot[1]].rows = 1
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


@every_edition
@pytest.mark.parametrize(("row", "one", "other"), [(2, 0, 3), (2, 1, 4), (1, 0, 2)])
def test_columns_are_exchanged_with_their_headings(edition: Edition, row: int, one: int, other: int) -> None:
    draft = page(edition)
    rows = draft.tables[1].rows
    places = [-6, -5, -4, -3, -2] if row == 2 else [-7, 0, -1]
    for line in rows[3:]:
        a, b = places[one], places[other]
        line[a], line[b] = line[b], line[a]
    rows[row][one], rows[row][other] = rows[row][other], rows[row][one]
    assert is_read_right(draft.html(), edition) == set()


@every_edition
@pytest.mark.parametrize(("table", "row"), [(0, 2), (1, 5), (1, 20), (2, 3)])
def test_a_line_is_printed_twice_alike(edition: Edition, table: int, row: int) -> None:
    draft = page(edition)
    rows = draft.tables[table].parts[0]
    rows.insert(row + 1, [Cell(cell.inside, 1, cell.columns) for cell in rows[row]])
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


@every_edition
@pytest.mark.parametrize(
    "pattern", [r"^[0-9]+\.", r"^（[一二三四五六七]）", r"^(?:[0-9]+\.|（.）|[一二三四]、)"]
)
def test_the_numbers_of_lines_were_made_by_the_program(edition: Edition, pattern: str) -> None:
    draft = page(edition)
    for cell in (cell for table in draft.tables for row in table.rows for cell in row if not cell.path):
        cell.inside = re.sub(pattern, "", cell.inside)
    assert is_read_right(draft.html(), edition) == {"published.label"}


@every_edition
@pytest.mark.parametrize("end", ["</html>", "</body></html>", "</BODY >\n</HTML>"])
def test_the_page_ends_before_its_end(edition: Edition, end: str) -> None:
    assert is_read_right(changed("(</table>)", rf"\1{end}", edition), edition) == set()


EIGHTH = {
    "an empty cell in both": ("", ""),
    "a dash in both": ("——", "——"),
    "the heading of its neighbours over nothing": ("处理决定数量", ""),
    "the heading of its neighbours over a stroke": ("处理决定数量", "/"),
}


@pytest.mark.parametrize("name", EIGHTH)
def test_the_line_of_fees_is_aligned_with_its_neighbours(name: str) -> None:
    """第（八）项 of 2019 has one column less than the blocks around it."""
    from gkxl.forms import EDITIONS  # noqa: PLC0415 (once)

    edition = EDITIONS["2019"]
    draft = page(edition)
    rows = draft.tables[0].rows
    begin = next(n for n, row in enumerate(rows) if "第（八）项" in row[0].inside)
    for row, more in zip(rows[begin + 1 : begin + 3], EIGHTH[name], strict=True):
        row[2].columns = 1
        row.append(Cell(more))
    assert is_read_right(draft.html(), edition) <= {"published.aligned", "published.columns"}


NATURAL = "requests.received.natural_person"


@every_edition
@pytest.mark.parametrize("pieces", ["<br>", " ", "</p><p>"])
def test_a_number_that_is_wrapped_in_its_cell_is_not_read_short(edition: Edition, pieces: str) -> None:
    value = str(page(edition).values[NATURAL])
    reading = read_published(changed(f">{value}<", f">{value[:4]}{pieces}{value[4:]}<", edition))
    assert reading.values[NATURAL] in (None, int(value))


@every_edition
@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("line", [3, 8, 20])
def test_a_number_that_a_page_cuts_is_not_read_short(edition: Edition, line: int, short: bool) -> None:  # noqa: FBT001 (a case)
    """1336 at the end of a page, and 4 at the top of the next one."""
    draft = page(edition)
    table = draft.tables[1]
    rows = table.rows
    cell = rows[line][-3]
    whole = cell.inside
    cell.inside = whole[:4]
    rest = [Cell(whole[4:] if one is cell else "", 1, one.columns) for one in rows[line]]
    table.parts, table.between = (
        [rows[: line + 1], [rest[-7:] if short else rest, *rows[line + 1 :]]],
        "<p>- 3 -</p>",
    )
    reading = read_published(draft.html())
    assert reading.values[cell.path] in (None, int(whole))
    assert reading.values[rows[line][-7].path] is not None
