"""What hands, editors and web sites do to a published table, by name; each changes a page by a seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from pages_of_tables import Cell

if TYPE_CHECKING:
    from random import Random

    from pages_of_tables import Page, Table

Mutation: TypeAlias = Callable[["Page", "Random"], None]

MUTATIONS: Final[dict[str, Mutation]] = {}
"""Every mutation by its name."""


TAKING: Final = {
    "drop_a_cell",
    "drop_cells_of_two_rows",
    "drop_a_column_of_cells",
    "hide_a_cell",
    "join_two_rows",
    "lie_about_a_span",
    "merge_a_cell_with_the_one_below",
    "merge_two_cells",
    "merge_two_cells_and_keep_the_first",
}
PUTTING: Final = {"insert_a_cell", "insert_a_column_of_cells", "split_a_figure", "put_a_table_into_a_cell"}
"""One of each in the same row may bring other figures under its headings: then that is what is published."""


def named(mutation: Mutation) -> Mutation:
    """Enter a mutation under the name of its function."""
    MUTATIONS[mutation.__name__] = mutation
    return mutation


def a_row(page: Page, random: Random) -> tuple[list[list[Cell]], int]:
    """A part of a table, and the number of a row in it."""
    part = random.choice([part for table in page.tables for part in table.parts if part])
    return part, random.randrange(len(part))


def a_cell(page: Page, random: Random, *, figure: bool | None = None) -> tuple[list[Cell], int]:
    """A row, and the number of a cell in it: a figure, a label, or any."""
    found = [
        (row, number)
        for table in page.tables
        for row in table.rows
        for number, cell in enumerate(row)
        if figure is None or bool(cell.path) is figure
    ]
    return random.choice(found)


def a_table(page: Page, random: Random) -> Table:
    return random.choice([table for table in page.tables if table.rows])


# Rows


@named
def drop_a_row(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    del part[number]


@named
def repeat_a_row(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    part.insert(random.randrange(len(part) + 1), [Cell(c.inside, c.rows, c.columns) for c in part[number]])


@named
def swap_two_rows(page: Page, random: Random) -> None:
    part, one = a_row(page, random)
    other = random.randrange(len(part))
    part[one], part[other] = part[other], part[one]


@named
def split_a_row(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    row = part[number]
    at = random.randint(0, len(row))
    part[number : number + 1] = [row[:at], row[at:]]


@named
def join_two_rows(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    if number + 1 < len(part):
        part[number : number + 2] = [[*part[number], *part[number + 1]]]


@named
def insert_a_blank_row(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    part.insert(number, [Cell("") for _ in range(random.randint(1, 12))])


@named
def insert_a_row_of_figures(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    part.insert(number, [Cell(str(random.randint(1, 99))) for _ in range(random.randint(1, 16))])


@named
def insert_a_note(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    part.insert(number, [Cell("注：数据截至年底", columns=random.choice([1, 5, 10, 15]))])


@named
def turn_rows_upside_down(page: Page, random: Random) -> None:
    random.choice(a_table(page, random).parts).reverse()


@named
def shuffle_rows(page: Page, random: Random) -> None:
    random.shuffle(random.choice(a_table(page, random).parts))


@named
def move_a_row_to_another_table(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    row = part.pop(number)
    target, place = a_row(page, random)
    target.insert(place, row)


# Tables


@named
def split_a_table(page: Page, random: Random) -> None:
    table = a_table(page, random)
    part = max(table.parts, key=len)
    at = random.randint(0, len(part))
    table.parts[table.parts.index(part) : table.parts.index(part) + 1] = [part[:at], part[at:]]
    table.between = random.choice(
        ["", "<p>- 3 -</p>", "<br>", "<p>（续表）</p>", "<p>本页由某网站转载自某报。</p>"]
    )


@named
def split_a_table_and_repeat_its_headings(page: Page, random: Random) -> None:
    table = a_table(page, random)
    part = max(table.parts, key=len)
    at, heads = random.randint(2, max(2, len(part))), random.randint(1, 3)
    repeated = [[Cell(c.inside, c.rows, c.columns) for c in row] for row in part[:heads]]
    table.parts[table.parts.index(part) : table.parts.index(part) + 1] = [part[:at], [*repeated, *part[at:]]]


@named
def drop_a_table(page: Page, random: Random) -> None:
    table = a_table(page, random)
    table.parts = [[]]


@named
def show_a_table_twice(page: Page, random: Random) -> None:
    table = a_table(page, random)
    table.parts.extend(
        [[[Cell(c.inside, c.rows, c.columns) for c in row] for row in part] for part in table.parts]
    )
    table.between = "<p>以下为手机版表格，内容与上表相同。</p>"


@named
def exchange_two_tables(page: Page, random: Random) -> None:
    one, other = random.sample(page.tables, 2)
    one.parts, other.parts = other.parts, one.parts


@named
def join_two_tables(page: Page, random: Random) -> None:
    one, other = random.sample(page.tables, 2)
    one.parts, other.parts = [[*one.rows, *other.rows]], [[]]


@named
def drop_a_column_of_cells(page: Page, random: Random) -> None:
    """The n-th cell of every row, as clumsy scripts do that know nothing of spans."""
    number = random.randrange(8)
    for row in a_table(page, random).rows:
        del row[number : number + 1]


@named
def insert_a_column_of_cells(page: Page, random: Random) -> None:
    number = random.randrange(8)
    filling = random.choice(["", "1", "备注"])
    for row in a_table(page, random).rows:
        row.insert(number, Cell(filling))


# Cells


@named
def empty_a_cell(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    page.show(row[number], random.choice(["", "&nbsp;", "<br>", "&#12288;", "<span></span>"]))


@named
def empty_many_figures(page: Page, random: Random) -> None:
    for table in page.tables:
        for row in table.rows:
            for cell in row:
                if cell.path and random.random() < 0.5:
                    page.show(cell, "")


@named
def drop_a_cell(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    del row[number]


@named
def drop_cells_of_two_rows(page: Page, random: Random) -> None:
    drop_a_cell(page, random)
    drop_a_cell(page, random)


@named
def insert_a_cell(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    row.insert(number, Cell(random.choice(["", "7", "0", "其他"])))


@named
def split_a_figure(page: Page, random: Random) -> None:
    row, number = a_cell(page, random, figure=True)
    cell = row[number]
    at = random.randint(0, len(cell.inside))
    row[number : number + 1] = [Cell(cell.inside[:at]), Cell(cell.inside[at:])]


@named
def merge_two_cells(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    pair = row[number : number + 2]
    joined = random.choice(["", "<br>", " "]).join(cell.inside for cell in pair)
    row[number : number + 2] = [Cell(joined, pair[0].rows, sum(cell.columns for cell in pair), "")]


@named
def merge_two_cells_and_keep_the_first(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    pair = row[number : number + 2]
    pair[0].columns = sum(cell.columns for cell in pair)
    row[number : number + 2] = pair[:1]


@named
def merge_a_cell_with_the_one_below(page: Page, random: Random) -> None:
    table = a_table(page, random)
    rows = table.rows
    number = random.randrange(len(rows))
    if number + 1 < len(rows) and rows[number] and rows[number + 1]:
        column = random.randrange(1, len(rows[number]) + 1)
        rows[number][-column].rows += 1
        del rows[number + 1][-column:][:1]
        if column <= len(rows[number + 1]):
            del rows[number + 1][-column]


@named
def lie_about_a_span(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    cell = row[number]
    if random.random() < 0.5:
        cell.rows = random.choice([0, 1, cell.rows + 1, 1_000_000, -3])
    else:
        cell.columns = random.choice([0, 1, cell.columns + 1, 1_000_000, -3])


@named
def lose_all_spans(page: Page, random: Random) -> None:
    for row in a_table(page, random).rows:
        for cell in row:
            cell.rows = cell.columns = 1


@named
def lose_spans_and_keep_empty_cells(page: Page, random: Random) -> None:
    for row in a_table(page, random).rows:
        for number in range(len(row) - 1, -1, -1):
            row[number + 1 : number + 1] = [Cell("") for _ in range(row[number].columns - 1)]
            row[number].columns = 1


@named
def lose_some_spans(page: Page, random: Random) -> None:
    for row in a_table(page, random).rows:
        for cell in row:
            if random.random() < 0.3:
                cell.rows = 1
            if random.random() < 0.3:
                cell.columns = 1


@named
def exchange_two_figures(page: Page, random: Random) -> None:
    (one, i), (other, j) = a_cell(page, random, figure=True), a_cell(page, random, figure=True)
    left, right = one[i], other[j]
    if left is not right:
        first, second = left.inside, right.inside
        page.show(left, second, shown(second))
        page.show(right, first, shown(first))


@named
def shift_the_figures_of_a_row(page: Page, random: Random) -> None:
    """Contents move by one cell: what stands there then is what is published."""
    row, _ = a_cell(page, random, figure=True)
    figures = [cell for cell in row if cell.path]
    texts = [cell.inside for cell in figures]
    moved = random.choice([["", *texts[:-1]], [*texts[1:], ""]])
    for cell, text in zip(figures, moved, strict=True):
        page.show(cell, text, shown(text))


@named
def write_a_figure_otherwise(page: Page, random: Random) -> None:
    row, number = a_cell(page, random, figure=True)
    cell = row[number]
    pattern = random.choice(
        [
            "约{}",
            "{}件",
            "{}（其中 3 件）",
            "<b>{}</b>",
            "{}<br>",
            "{}<sup>①</sup>",
            "/",
            "无",
            "<p>{}</p>",
            "'{}",
            "{}+",
            "-{}",
            "<img src=a.png>",
        ]
    )
    page.show(cell, pattern.format(cell.inside), shown(cell.inside))


def shown(text: str) -> object:
    """The number that a cell shows."""
    from decimal import Decimal  # noqa: PLC0415 (only here)

    return Decimal(text) if text.replace(".", "").isdecimal() else None


# Labels


@named
def empty_a_label(page: Page, random: Random) -> None:
    row, number = a_cell(page, random, figure=False)
    row[number].inside = ""


@named
def write_a_label_wrong(page: Page, random: Random) -> None:
    row, number = a_cell(page, random, figure=False)
    words = row[number].inside
    at = random.randrange(len(words) + 1)
    row[number].inside = (
        words[:at] + random.choice(["", "某", " ", "其他", "<br>"]) + words[at + random.randint(0, 2) :]
    )


@named
def exchange_characters_of_labels(page: Page, random: Random) -> None:
    for row in a_table(page, random).rows:
        for cell in row:
            if cell.is_label and random.random() < 0.3:
                at = random.randrange(len(cell.inside))
                cell.inside = cell.inside[:at] + "某" + cell.inside[at + 1 :]


@named
def write_one_label_as_another(page: Page, random: Random) -> None:
    """A label that is copied over another one: neither line can be told then."""
    (row, number), (other, place) = (a_cell(page, random, figure=False) for _ in range(2))
    row[number].inside = other[place].inside


@named
def cut_a_label_in_two(page: Page, random: Random) -> None:
    """As the end of a page does: the rest of the label is in a row of its own, or in another table."""
    table = a_table(page, random)
    part = max(table.parts, key=len)
    number = random.randrange(len(part))
    row = part[number]
    labels = [cell for cell in row if not cell.path and cell.columns * cell.rows <= 3]
    if not labels or len(labels[-1].inside) < 2:
        return
    words = labels[-1].inside
    at = random.randint(1, len(words) - 1)
    rest = [Cell(words[at:] if cell is labels[-1] else "", 1, cell.columns) for cell in row]
    labels[-1].inside = words[:at]
    if random.random() < 0.5:
        table.parts[table.parts.index(part) : table.parts.index(part) + 1] = [
            part[: number + 1],
            [rest, *part[number + 1 :]],
        ]
    else:
        part.insert(number + 1, rest)


# The page around


@named
def hide_a_row(page: Page, random: Random) -> None:
    part, number = a_row(page, random)
    for cell in part[number]:
        cell.attributes = ' style="display: none"'


@named
def hide_a_cell(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    row[number].attributes = " hidden"


@named
def put_a_table_into_a_cell(page: Page, random: Random) -> None:
    row, number = a_cell(page, random)
    cell = row[number]
    cell.inside = random.choice(
        ["<table><tr><td>{}</td></tr></table>", "<table><tr><td>{}</td><td>8</td></tr></table>"]
    ).format(cell.inside)


# Years and numbers


@named
def exchange_the_years_of_title_and_page(page: Page, random: Random) -> None:
    """The title names another year than the page does; where the page has no title of its own, that is it."""
    year = page.values["cover.year"]
    other = year + random.choice([-1, 1])
    begin = page.frame.index("<h1")
    page.frame = page.frame[:begin] + page.frame[begin:].replace(f"{year}年", f"{other}年", 1)
    page.allowed["cover.year"] = [None, other]


@named
def print_the_year_before_below(page: Page, random: Random) -> None:
    """The whole table once more, with the figures of the year before."""
    table = a_table(page, random)
    year = page.values["cover.year"] - 1
    table.between = random.choice([f"<p>{year}年情况</p>", "<p>上年情况</p>", f"<p>附：{year}年数据</p>"])
    table.parts.append(
        [[Cell(c.inside + "9" * bool(c.path), c.rows, c.columns) for c in row] for row in table.rows]
    )


_LINE_NUMBER: Final = re.compile("^(?:[0-9]+[.]|（[一二三四五六七]）|[一二三四]、)")


@named
def renumber_the_lines(page: Page, random: Random) -> None:
    for row in a_table(page, random).rows:
        for cell in row:
            if cell.is_label and random.random() < 0.3:
                cell.inside = _LINE_NUMBER.sub(
                    random.choice(["1.", "2.", "（一）", "（三）", ""]), cell.inside
                )


@named
def renumber_the_sections(page: Page, random: Random) -> None:
    number = random.choice(["", "一、", "（一）", "1.", "第二部分 "])
    page.frame = re.sub("(<h2[^>]*>)[二三四]、", rf"\g<1>{number}", page.frame, count=random.randint(1, 3))


@named
def cut_a_figure_in_two(page: Page, random: Random) -> None:
    """As the end of a page does: the rest of the figure is in a row of its own, or in another table."""
    table = a_table(page, random)
    part = max(table.parts, key=len)
    number = random.choice([n for n, row in enumerate(part) if any(cell.path for cell in row)] or [0])
    row = part[number] if part else []
    figures = [cell for cell in row if cell.path and len(cell.inside) > 1]
    if not figures:
        return
    chosen = random.choice(figures)
    at = random.randint(1, len(chosen.inside) - 1)
    rest = [Cell(cell.inside[at:] if cell is chosen else "", 1, cell.columns) for cell in row]
    chosen.inside = chosen.inside[:at]
    if random.random() < 0.5:
        where = table.parts.index(part)
        table.parts[where : where + 1] = [part[: number + 1], [rest, *part[number + 1 :]]]
    else:
        part.insert(number + 1, rest)
