"""Three witnesses say where a cell is: its name, its place, its labels. Two decide, and an issue says so.

Each test does one thing that people do, and tells what comes of it. What comes of many things at random is
the matter of ``test_mutations.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.address import column_letters, quote_sheet
from gkxl.layout import NAME_PREFIX, Box, Page, Role, pages, places
from gkxl.model.marks import Blocks, Grid, Strip
from gkxl.model.outline import cells, report_from
from workbooks import (
    at,
    changed,
    different,
    every_edition,
    faithful,
    found,
    opened,
    saved,
    sheet_part,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

    from gkxl.forms.edition import Edition

every_table = pytest.mark.parametrize("kind", [Blocks, Grid, Strip])

DISTURBED = {"cell.moved", "cell.lost", "table.lost", "total.formula"}
"""What is told of a table whose rows or columns were disturbed; openpyxl leaves formulas as they are."""


def content(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, different(edition)))


def page_of(edition: Edition, kind: type) -> Page:
    return next(page for page in pages(edition) if type(page.section.section) is kind)


def figures(page: Page) -> list[Box]:
    """The cells of a page that are filled in."""
    return [box for box in page.boxes if box.cell and not box.cell.computed]


def path(box: Box) -> str:
    assert box.cell is not None
    return box.cell.path


def side_by_side(page: Page) -> tuple[Box, Box]:
    first, second, *_ = figures(page)
    return first, second


def below_each_other(page: Page) -> tuple[Box, Box]:
    """The first figures of two neighbouring lines of which each has a label of one cell."""
    lines = {
        b.row for b in page.boxes if b.role is Role.LINE and (b.column, b.columns) == (page.lead_columns, 1)
    }
    row = next(row for row in sorted(lines) if row + 1 in lines)
    first, second = (next(b for b in figures(page) if b.row == r) for r in (row, row + 1))
    return first, second


def moved(content: bytes, sheet: str, move: Callable[[int, int], tuple[int, int]]) -> bytes:
    """A workbook in which the cells of a sheet moved, and their names with them, as in Excel."""

    def address(row: str, column: str) -> str:
        number = 0
        for letter in column:
            number = number * 26 + ord(letter) - ord("A") + 1
        new_row, new_column = move(int(row), number)
        return f"{column_letters(new_column)}{new_row}"

    def on_the_sheet(xml: str) -> str:
        body = re.sub(r'<c r="([A-Z]+)(\d+)"', lambda c: f'<c r="{address(c[2], c[1])}"', xml)
        body = re.sub(r"<mergeCells.*?</mergeCells>", "", body)
        body = re.sub(r"(<row [^>]*>)(.*?)</row>", lambda row: f"{row[1]}{in_order(row[2])}</row>", body)
        return re.sub(r'<row r="(\d+)"', lambda row: f'<row r="{move(int(row[1]), 1)[0]}"', body)

    def in_names(xml: str) -> str:
        pattern = re.escape(quote_sheet(sheet)) + r"!\$([A-Z]+)\$(\d+)</definedName>"
        return re.sub(
            pattern,
            lambda name: (
                quote_sheet(sheet)
                + "!"
                + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address(name[2], name[1]))
                + "</definedName>"
            ),
            xml,
        )

    shifted = changed(content, on_the_sheet, part=sheet_part(content, sheet))
    return changed(shifted, in_names, part="xl/workbook.xml")


def in_order(row: str) -> str:
    """The cells of a row from left to right."""
    found = re.findall(r'<c r="[A-Z]+\d+"[^>]*?(?:/>|>.*?</c>)', row)
    return "".join(sorted(found, key=lambda cell: (len(cell.split('"')[1]), cell.split('"')[1])))


def inserted(content: bytes, sheet: str, *, row: int = 0, column: int = 0) -> bytes:
    """A workbook with a row, or a column, inserted before another."""

    def move(r: int, c: int) -> tuple[int, int]:
        return r + (0 < row <= r), c + (0 < column <= c)

    return moved(content, sheet, move)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """A workbook with a sheet renamed, as Excel does it: names and formulas follow."""

    def rename(xml: str) -> str:
        return xml.replace(quote_sheet(old), quote_sheet(new)).replace(f'name="{old}"', f'name="{new}"')

    return changed(content, rename)


def swapped(book: Workbook, sheet: str, one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    """Exchange what cells hold; names stay where they are."""
    for first, second in zip(one, other, strict=True):
        a, b = book[sheet].cell(*first), book[sheet].cell(*second)
        a.value, b.value = b.value, a.value


# Nothing is the matter


@every_edition
def test_where_all_agree_nothing_is_said(edition: Edition) -> None:
    reading = faithful(content(edition), different(edition))
    assert (reading.values, reading.issues) == (different(edition), ())


# One witness is missing


@every_edition
def test_without_names_place_and_labels_decide(edition: Edition) -> None:
    """Editors on the web lose names: one note for all of them."""
    reading = faithful(nameless(content(edition)), different(edition))
    assert reading.values == different(edition)
    assert found(reading.issues) == [("names.lost", "")]
    assert reading.issues[0].facts["count"] == len(cells(edition.form))
    assert reading.ok


@every_edition
@every_table
def test_a_label_that_was_edited_is_told_and_the_others_decide(edition: Edition, kind: type) -> None:
    """The cells of that line or column are read, and the issue says on whose word."""
    page = page_of(edition, kind)
    label = next(box for box in page.boxes if box.role in {Role.LINE, Role.HEADING} and box.columns == 1)
    book = opened(content(edition))
    book[page.sheet].cell(label.row, label.column).value = "改过的表头"
    reading = faithful(saved(book), different(edition))
    assert reading.values == different(edition)
    assert {"cell.moved", "total.computed"} >= {issue.code for issue in reading.issues}


@every_edition
def test_labels_may_differ_in_width_and_space(edition: Edition) -> None:
    """（一） or (一), with or without spaces: nobody calls that another heading."""
    page = page_of(edition, Grid)
    book = opened(content(edition))
    for box in page.boxes:
        if box.text:
            words = box.text.replace("（", " (").replace("）", ") ").replace("、", "、 ")
            book[page.sheet].cell(box.row, box.column).value = words
    reading = faithful(saved(book), different(edition))
    assert reading.values == different(edition)
    assert {issue.code for issue in reading.issues} == {"total.computed"}


@every_edition
@every_table
def test_without_a_label_a_name_that_points_elsewhere_is_not_believed(edition: Edition, kind: type) -> None:
    """Name and place may do for a label, but only where they agree."""
    page = page_of(edition, kind)
    one, other = below_each_other(page) if kind is Grid else side_by_side(page)
    label = next(b for b in page.boxes if b.role in {Role.LINE, Role.HEADING} and b.columns == 1)
    beside = [b for b in figures(page) if label.row <= b.row < label.row + label.rows] or [one, other]
    book = opened(content(edition))
    book[page.sheet].cell(label.row, label.column).value = "改过的表头"
    names = book.defined_names
    first, second = (names[NAME_PREFIX + path(box)] for box in (beside[0], beside[-1]))
    first.attr_text, second.attr_text = second.attr_text, first.attr_text
    faithful(saved(book), different(edition))


# Cells have moved, and their names with them

MOVED = {"cell.moved", "cell.lost", "table.lost", "total.formula"}
"""What may be found where rows or columns were inserted, and nothing else."""


@every_edition
@every_table
def test_a_row_that_was_inserted_is_seen_through(edition: Edition, kind: type) -> None:
    """Names and labels have moved together: the place is what is wrong, and it is told for all at once."""
    page = page_of(edition, kind)
    for row in (1, page.lead_rows + 1, page.height):
        reading = faithful(inserted(content(edition), page.sheet, row=row), different(edition))
        assert {issue.code for issue in reading.issues} <= MOVED
        assert reading.issues


@every_edition
@every_table
def test_a_column_that_was_inserted_is_seen_through(edition: Edition, kind: type) -> None:
    page = page_of(edition, kind)
    for column in (1, page.lead_columns + 1, page.width):
        reading = faithful(inserted(content(edition), page.sheet, column=column), different(edition))
        assert {issue.code for issue in reading.issues} <= MOVED
        assert reading.issues


@every_edition
def test_columns_of_table_four_that_were_exchanged_keep_their_figures(edition: Edition) -> None:
    """Cut and inserted whole, headings and names go along: every figure is read where it went."""
    page = page_of(edition, Strip)
    one, other = figures(page)[0].column, figures(page)[1].column

    def exchange(row: int, column: int) -> tuple[int, int]:
        return row, {one: other, other: one}.get(column, column) if row >= page.lead_rows else column

    reading = faithful(moved(content(edition), page.sheet, exchange), different(edition))
    assert reading.values == different(edition)
    for box in figures(page)[:2]:
        assert at(reading.issues, path(box)) == ["cell.moved"]


@every_edition
@every_table
def test_a_cell_cut_and_pasted_aside_leaves_a_blank_that_is_told(edition: Edition, kind: type) -> None:
    """The name travels with the cell, but a name alone is no reason to read from the margin."""
    page = page_of(edition, kind)
    box = figures(page)[0]
    book = opened(content(edition))
    sheet = book[page.sheet]
    aside = f"{column_letters(page.width + 3)}{page.height + 3}"
    sheet[aside].value = sheet.cell(box.row, box.column).value
    sheet.cell(box.row, box.column).value = None
    book.defined_names[
        NAME_PREFIX + path(box)
    ].attr_text = f"{quote_sheet(page.sheet)}!${aside[:-1]}${aside[-1]}"
    reading = faithful(saved(book), different(edition))
    assert reading.values[path(box)] is None
    assert "cell.blank" in at(reading.issues, path(box)) or "cell.lost" in at(reading.issues, path(box))


# Cells have moved, and their names have not


@every_edition
@every_table
def test_lines_that_were_sorted_with_their_labels_are_not_read_as_other_lines(
    edition: Edition, kind: type
) -> None:
    """Sorting leaves names behind: name and place agree, but the labels are another cell's."""
    page = page_of(edition, kind)
    first, second = side_by_side(page) if kind is Strip else below_each_other(page)
    rows, columns = range(page.lead_rows, page.height + 1), range(page.lead_columns, page.width + 1)
    book = opened(content(edition))
    if kind is Strip:
        swapped(book, page.sheet, [(r, first.column) for r in rows], [(r, second.column) for r in rows])
    else:
        swapped(book, page.sheet, [(first.row, c) for c in columns], [(second.row, c) for c in columns])
    reading = faithful(saved(book), different(edition))
    for box in (first, second):
        assert reading.values[path(box)] is None
        assert {"cell.lost", "table.lost"} & set(at(reading.issues, path(box)))


@every_edition
@every_table
def test_names_that_point_to_each_other_s_cells_are_outvoted(edition: Edition, kind: type) -> None:
    """Place and labels agree on every cell."""
    page = page_of(edition, kind)
    one, other = (NAME_PREFIX + path(box) for box in figures(page)[:2])
    book = opened(content(edition))
    names = book.defined_names
    names[one].attr_text, names[other].attr_text = names[other].attr_text, names[one].attr_text
    reading = faithful(saved(book), different(edition))
    assert reading.values == different(edition)
    assert at(reading.issues, one.removeprefix(NAME_PREFIX)) == ["cell.moved"]


# Sheets


@every_edition
def test_sheets_may_be_renamed_and_reordered(edition: Edition) -> None:
    """Names follow a sheet that is renamed; the order of sheets never mattered."""
    other = content(edition)
    for number, page in enumerate(pages(edition)):
        other = renamed(other, page.sheet, f"表{number}")
    reading = faithful(other, different(edition))
    assert reading.values == different(edition)
    assert found(reading.issues) == [("tamper.renamed", "")]
    book = opened(content(edition))
    book.move_sheet(pages(edition)[0].sheet, offset=3)
    assert faithful(saved(book), different(edition)).values == different(edition)


@every_edition
def test_a_copied_sheet_with_other_figures_is_not_read_instead(edition: Edition) -> None:
    page = page_of(edition, Grid)
    book = opened(content(edition))
    copy = book.copy_worksheet(book[page.sheet])
    for box in figures(page):
        copy.cell(box.row, box.column).value = 99
    reading = faithful(saved(book), different(edition))
    assert reading.values == different(edition)


@every_edition
def test_a_table_that_is_gone_is_told_once(edition: Edition) -> None:
    """All its cells are named by one issue; nothing is read from elsewhere."""
    page = page_of(edition, Grid)
    book = opened(content(edition))
    del book[page.sheet]
    reading = faithful(saved(book), different(edition))
    lost = {path(box) for box in figures(page)}
    assert all(reading.values[each] is None for each in lost)
    assert [issue.code for issue in reading.issues if at([issue], min(lost))] == ["table.lost"]
    assert reading.report is None


@every_edition
def test_every_issue_about_a_cell_that_was_read_names_where(edition: Edition) -> None:
    page = page_of(edition, Blocks)
    reading = gkxl.read(inserted(content(edition), page.sheet, row=1))
    here = places(edition)
    for issue in reading.issues:
        assert issue.place is not None
        assert (issue.place.sheet, issue.place.row) == (page.sheet, here[issue.path].row + 1)


# Where a wrong figure, or a lost text, would be read with nothing but a note


def nameless(content: bytes) -> bytes:
    """A workbook that has lost the names of its cells."""
    return changed(
        content,
        lambda xml: re.sub(rf'<definedName name="{NAME_PREFIX}.*?</definedName>', "", xml),
        part="xl/workbook.xml",
    )


@every_edition
def test_labels_alone_do_not_decide_in_a_workbook_that_was_issued(edition: Edition) -> None:
    """Without names, place and label are at odds where two labels were exchanged: nothing is read."""
    page = page_of(edition, Grid)
    first, second = below_each_other(page)
    label = page.lead_columns
    book = opened(nameless(content(edition)))
    swapped(book, page.sheet, [(first.row, label)], [(second.row, label)])
    reading = faithful(saved(book), different(edition))
    for box in figures(page):
        if box.row in (first.row, second.row):
            assert reading.values[path(box)] is None
            assert {"cell.lost", "table.lost"} & set(at(reading.issues, path(box)))


@every_edition
def test_a_line_of_which_two_labels_tell_belongs_to_neither(edition: Edition) -> None:
    """A table without names is found by its labels, but not where two of them have one line."""
    page = page_of(edition, Grid)
    first, second = below_each_other(page)
    label = page.lead_columns
    book = opened(nameless(changed(content(edition), lambda xml: xml.replace("gkxl.", "other."))))
    sheet = book[page.sheet]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.cell(first.row, label - 1).value = sheet.cell(second.row, label).value
    sheet.cell(second.row, label).value = "改过的表头"
    reading = gkxl.read(saved(book))
    assert "identity.salvaged" in {issue.code for issue in reading.issues}
    for box in figures(page):
        if box.row in (first.row, second.row):
            assert reading.values[path(box)] is None


def texts_of(edition: Edition) -> list[tuple[str, Box]]:
    """The cells of the form's texts, with their sheets."""
    return [
        (page.sheet, box)
        for page in pages(edition)
        for box in page.boxes
        if box.cell and box.cell.type is str and not page.section.in_table and page.section.path != "cover"
    ]


@every_edition
def test_a_text_cut_to_another_sheet_is_not_taken_for_a_blank(edition: Edition) -> None:
    """Its name went along: place and label agree on a cell that holds nothing any more."""
    printed_on, box = texts_of(edition)[0]
    book = opened(content(edition))
    cell = book[printed_on].cell(box.row, box.column)
    book.create_sheet("另表")["B2"].value, cell.value = cell.value, None
    book.defined_names[NAME_PREFIX + path(box)].attr_text = "'另表'!$B$2"
    reading = faithful(saved(book), different(edition))
    assert reading.values[path(box)] is None
    assert at(reading.issues, path(box)) == ["cell.lost"]


@every_edition
@pytest.mark.parametrize("target", ["blank", "other cell"])
def test_a_blank_text_is_read_though_its_name_points_elsewhere(edition: Edition, target: str) -> None:
    """Only a name that points to content of no other cell shows that the text was moved there."""
    (printed_on, box), (same, other) = texts_of(edition)[1:3]
    assert printed_on == same
    aim = other if target == "other cell" else Box(Role.LINE, 30, 8)
    book = opened(content(edition))
    book[printed_on].cell(box.row, box.column).value = None
    address = f"${column_letters(aim.column)}${aim.row}"
    book.defined_names[NAME_PREFIX + path(box)].attr_text = f"{quote_sheet(printed_on)}!{address}"
    reading = gkxl.read(saved(book))
    assert reading.values[path(box)] == ""
    assert at(reading.issues, path(box)) == ["cell.moved"]
