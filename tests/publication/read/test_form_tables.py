"""Which tables of a document are the form's, and how those that pages split are joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages_of_tables import NEWEST, PERMITS, Cell, changed, codes, is_read_right, page

import gkxl
from gkxl import demo
from gkxl.errors import UnreadableFileError
from gkxl.forms import EDITIONS
from gkxl.publication.read.as_workbook import read_published
from workbooks import at, every_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading


@every_edition
@pytest.mark.parametrize("number", range(3, 20, 4))
def test_a_table_is_split_over_pages_with_a_label_cut_in_two(edition: Edition, number: int) -> None:
    draft = page(edition)
    rows = draft.tables[1].parts[0]
    name = next(cell for cell in reversed(rows[number]) if not cell.path)
    rest = [Cell(name.inside[4:] if cell is name else "", 1, cell.columns) for cell in rows[number]]
    name.inside = name.inside[:4]
    draft.tables[1].parts = [rows[: number + 1], [rest, *rows[number + 1 :]]]
    draft.tables[1].between = "<p>- 3 -</p>"
    told = is_read_right(draft.html(), edition)
    assert "published.label" in told
    assert told <= {"published.label", "published.aligned"}  # merged cells end with the page


@pytest.mark.parametrize(
    ("heading", "above", "below"),
    [
        ("（三）不予公开", "（三）不", "予公开"),
        ("（四）无法提供", "（四）无", "法提供"),
        ("（五）不予处理", "（五）", "不予处理"),
    ],
)
def test_the_rest_of_a_heading_that_a_page_cuts_is_no_note(heading: str, above: str, below: str) -> None:
    draft = page(NEWEST)
    (rows,) = draft.tables[1].parts
    at_ = next(n for n, row in enumerate(rows) if heading in (cell.inside for cell in row))
    cut = next(cell for cell in rows[at_] if cell.inside == heading)
    rows[at_ + 1].insert(0, Cell(below, cut.rows - 1))
    cut.inside, cut.rows = above, 1
    rows[at_ + 1].insert(0, Cell("", len(rows) - at_ - 2))
    draft.tables[1].parts = [rows[: at_ + 1], rows[at_ + 1 :]]
    assert "published.stray" not in is_read_right(draft.html())


@every_edition
def test_headings_are_repeated_on_the_next_page(edition: Edition) -> None:
    draft = page(edition)
    rows = draft.tables[1].parts[0]
    draft.tables[1].parts = [rows[:7], [*rows[:3], *rows[7:]]]
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


@every_edition
def test_merged_cells_are_lost(edition: Edition) -> None:
    made = re.sub(r' (row|col)span="\d+"', "", page(edition).html())
    assert is_read_right(made, edition) == {"published.aligned"}


@every_edition
def test_empty_cells_stand_in_place_of_merged_ones(edition: Edition) -> None:
    """As a spreadsheet program leaves a table whose cells were taken apart."""
    draft = page(edition)
    for table in draft.tables:
        spots: dict[tuple[int, int], Cell] = {}
        for number, row in enumerate(table.rows):
            for cell in row:
                column = next(n for n in range(99) if (number, n) not in spots)
                whole = [(number + r, column + c) for r in range(cell.rows) for c in range(cell.columns)]
                spots |= dict.fromkeys(whole, Cell("")) | {(number, column): Cell(cell.inside)}
        table.parts = [[[spots[r, c] for c in range(99) if (r, c) in spots] for r in range(len(table.rows))]]
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


def test_all_tables_are_set_in_one() -> None:
    made = re.sub("</table>.*?<table[^>]*>", "", page(NEWEST).html(), flags=re.DOTALL)
    assert made.count("<table") == 1
    assert is_read_right(made) == set()


def test_a_report_in_another_report_is_not_guessed_at() -> None:
    both = page(NEWEST).html().replace("</main>", gkxl.to_html(demo.report(), fragment=True) + "</main>")
    with pytest.raises(UnreadableFileError, match="不止一份"):
        read_published(both)


def test_a_table_of_something_else_is_left_alone() -> None:
    other = "<table><tr><td>行政许可</td><td>行政处罚</td></tr><tr><td>1</td><td>2</td></tr></table>"
    assert is_read_right(changed("(<h2[^>]*>二、)", rf"{other}\1")) == set()


def test_a_table_is_a_picture() -> None:
    made = re.sub("<table.*?</table>", '<img src="3.png">', page(NEWEST).html(), count=2, flags=re.DOTALL)
    issues = [issue for issue in read_published(made).issues if issue.code == "published.absent"]
    assert [issue.path for issue in issues] == ["disclosure", "requests"]
    assert all("图片" in issue.message for issue in issues)


def test_a_table_is_missing() -> None:
    made = re.sub("<table.*?</table>", "", page(NEWEST).html(), count=1, flags=re.DOTALL)
    (issue,) = (issue for issue in read_published(made).issues if issue.code == "published.absent")
    assert "图片" not in issue.message
    assert PERMITS in issue.facts["paths"]


def test_tables_of_two_editions_are_mixed() -> None:
    """As one district did: table two of 2021 above the single line （六） of 2019."""
    new, old = page(NEWEST), page(EDITIONS["2019"])
    new.tables[1] = old.tables[1]
    reading = read_published(new.html())
    (issue,) = (issue for issue in reading.issues if issue.code == "published.edition")
    assert reading.edition == "2021"
    assert "2019 版" in issue.message
    assert (
        reading.values["requests.received.natural_person"] == old.values["requests.received.natural_person"]
    )
    assert reading.values["requests.processed.otherwise.other.total"] is None
    assert reading.values[PERMITS] == new.values[PERMITS]


def mixed(show: Callable[[int], str]) -> Reading:
    """The newest report with the table three of 2019, whose single line （六） shows other figures."""
    new, old = page(NEWEST), page(EDITIONS["2019"])
    new.tables[1] = old.tables[1]
    row = next(row for row in new.tables[1].rows if row[0].inside == "（六）其他处理")
    for number, cell in enumerate(row[1:]):
        cell.inside = show(number)
    return read_published(new.html())


def test_the_parts_of_a_line_of_zeros_are_zeros() -> None:
    """As a district printed it: all counts of a line that the newer edition divides are 0."""
    reading = mixed(lambda _: "0")
    parts = [path for path in reading.values if path.startswith("requests.processed.otherwise.")]
    assert {reading.values[path] for path in parts} == {0}
    assert None not in reading.values.values()
    assert "published.edition" not in codes(reading)
    (issue,) = (issue for issue in reading.issues if issue.code == "published.divided")
    assert "（六）其他处理" in issue.message


@pytest.mark.parametrize("odd", ["1", "", "—", "约0"])
@pytest.mark.parametrize("place", [0, 3, 6])
def test_the_parts_of_any_other_line_are_not_known(odd: str, place: int) -> None:
    reading = mixed(lambda number: odd if number == place else "0")
    assert "published.divided" not in codes(reading)
    assert reading.values["requests.processed.otherwise.other.total"] is None


def test_zeros_above_figures_without_a_name_are_no_whole_line() -> None:
    draft = page(NEWEST)
    rows = draft.tables[1].rows
    begin = next(n for n, row in enumerate(rows) if row[0].inside == "（六）其他处理")
    for row in rows[begin : begin + 3]:
        row[:-7] = row[:1] if row[0].inside == "（六）其他处理" else []
    for cell in rows[begin][-7:]:
        draft.show(cell, "0")
    reading = read_published(draft.html())
    assert reading.values["requests.processed.otherwise.fee_unpaid.total"] is None


def test_a_note_stands_under_the_figures() -> None:
    note = '<tr><td colspan="10">注：数据截至年底。</td></tr></table>'
    assert is_read_right(page(NEWEST).html().replace("</table>", note)) == {"published.stray"}


def test_what_does_not_add_up_is_read_as_printed() -> None:
    draft = page(NEWEST)
    total = draft.values["requests.received.total"]
    reading = read_published(changed(f">{total}<", f">{total + 1}<"))
    assert reading.values["requests.received.total"] == total + 1
    assert "sum.line" in at(reading.issues, "requests.received.total")


def table_of_disputes(edition: Edition, *parts: slice) -> str:
    """A page whose table four is printed in parts, each some of its rows."""
    draft = page(edition)
    rows = draft.tables[2].parts[0]
    draft.tables[2].parts = [rows[part] for part in parts]
    draft.tables[2].between = "<p>- 3 -</p>"
    return draft.html()


@every_edition
@pytest.mark.parametrize("number", [1, 2, 3])
def test_table_four_is_split_over_pages(edition: Edition, number: int) -> None:
    """A page may end between any two rows, headings included: the next part continues the table."""
    made = table_of_disputes(edition, slice(number), slice(number, None))
    assert is_read_right(made, edition) == set()


@every_edition
def test_the_headings_of_table_four_are_repeated_above_its_figures(edition: Edition) -> None:
    """A page that ends below the headings repeats them: they begin no second table."""
    assert is_read_right(table_of_disputes(edition, slice(3), slice(None)), edition) == set()


def with_other_figures(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows of a table as another report has them."""
    return [
        [Cell(cell.inside + "1" * bool(cell.path), cell.rows, cell.columns) for cell in row] for row in rows
    ]


@every_edition
def test_a_second_table_four_with_other_figures_is_another_report(edition: Edition) -> None:
    """Headings after figures begin a table anew; which of two is meant is not guessed."""
    draft = page(edition)
    draft.tables[2].parts.append(with_other_figures(draft.tables[2].rows))
    with pytest.raises(UnreadableFileError, match="不止一份"):
        read_published(draft.html())


@every_edition
def test_the_same_table_four_twice_is_read_once(edition: Edition) -> None:
    assert is_read_right(table_of_disputes(edition, slice(None), slice(None)), edition) == set()


@every_edition
def test_the_last_line_of_table_one_is_alone_on_the_next_page(edition: Edition) -> None:
    """The number of a page may come between, and the line may have lost its merged cells."""
    draft = page(edition)
    rows = draft.tables[0].parts[0]
    draft.tables[0].parts, draft.tables[0].between = [rows[:-1], rows[-1:]], "<p>第 3 页，共 9 页</p>"
    assert is_read_right(draft.html(), edition) == set()
    for cell in rows[-1]:
        cell.columns = 1
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


def test_a_line_after_a_paragraph_is_no_part_of_a_table() -> None:
    """A table ends where other text follows: a single line below that is not read, and this is an issue."""
    draft = page(NEWEST)
    rows = draft.tables[0].parts[0]
    draft.tables[0].parts, draft.tables[0].between = (
        [rows[:-1], rows[-1:]],
        "<p>以下内容转自政府网站。请核对。</p>",
    )
    reading = read_published(draft.html())
    assert reading.values["disclosure.fees.amount"] is None
    assert at(reading.issues, "disclosure.fees.amount") == ["published.cell"]


@every_edition
def test_an_empty_row_between_two_tables_four_hides_neither(edition: Edition) -> None:
    """Figures that came before it still count: the headings after it begin a second table."""
    draft = page(edition)
    rows = draft.tables[2].rows
    draft.tables[2].parts = [rows, [[Cell("") for _ in range(15)]], with_other_figures(rows)]
    with pytest.raises(UnreadableFileError, match="不止一份"):
        read_published(draft.html())


@every_edition
def test_a_row_of_figures_below_table_four_is_an_issue(edition: Edition) -> None:
    """A table of the same width without headings continues the one above it, so nothing of it is lost."""
    draft = page(edition)
    draft.tables[2].parts.append([[Cell(str(number)) for number in range(15)]])
    assert is_read_right(draft.html(), edition) == {"published.stray"}


@every_edition
@pytest.mark.parametrize(("number", "count"), [(0, 3), (1, 4)])
def test_a_line_printed_again_below_repeated_headings_is_read_once(
    edition: Edition, number: int, count: int
) -> None:
    """Rows at the top of a page that are those of the first page, figures included, add nothing."""
    draft = page(edition)
    rows = draft.tables[number].parts[0]
    draft.tables[number].parts = [rows[:count], rows]
    assert is_read_right(draft.html(), edition) == set()
