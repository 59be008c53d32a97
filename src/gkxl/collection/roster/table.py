"""Finds tables in a sheet by their headings: titles above, columns in any order, headings in groups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from gkxl.address import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gkxl.collection.roster.rows import Row, Sheet

LOOK: Final = 30
"""In so many of the first rows of a sheet headings are looked for; titles and notes may come before them."""

Meaning: TypeAlias = "Callable[[str, str], str]"
"""Tells what a heading means from its text and that of the group it is in; "" for one that is not known."""


@frozen
class Column:
    """A column with a heading.

    Attributes:
        text: The heading.
        group: The heading over it and its neighbours; "" where there is none.
        meaning: What its cells mean; "" where the heading is not known.
        at: Its number, from 0.
        row: The row of the heading, from 1.
    """

    text: str
    group: str
    meaning: str
    at: int
    row: int

    @property
    def heading(self) -> str:
        """The heading with that of its group."""
        return f"{self.group} {self.text}".strip()

    @property
    def address(self) -> str:
        """The address of the heading, such as ``B3``."""
        return f"{column_letters(self.at + 1)}{self.row}"


@frozen
class Table:
    """A table in a sheet.

    Attributes:
        sheet: The sheet.
        row: The row of its headings, from 1.
        columns: The columns that have headings, from the left.
        rows: The rows below, but for headings that are printed again on each page.
    """

    sheet: Sheet
    row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def find_tables(sheet: Sheet, meaning: Meaning, needed: str) -> Iterator[Table]:
    """Find the tables of a sheet, one below another.

    Args:
        sheet: The sheet.
        meaning: What headings mean.
        needed: The meaning without which a row is not one of headings.
    """
    rows = sheet.rows
    head = _first_head(rows, meaning, needed)
    while head is not None:
        columns = headings(rows, head, meaning)
        following = _next_head(rows, head, columns, meaning, needed)
        body = tuple(row for row in rows[head + 1 : following] if not _repeats(row, columns))
        yield Table(sheet, rows[head].number, columns, body)
        head = following


def headings(rows: Sequence[Row], at: int, meaning: Meaning) -> tuple[Column, ...]:
    """The columns of a row, taken as one of headings."""
    row = rows[at]
    texts = {column: _line(text) for column, text in enumerate(row.cells) if text}
    groups = {column: _group(rows, at, column) for column in texts}
    over = Counter(groups.values())
    for column, group in groups.items():
        if 2 * over[group] > len(texts) and not meaning(group, ""):
            groups[column] = ""  # a title
    return tuple(
        Column(text, groups[column], meaning(text, groups[column]), column, row.number)
        for column, text in texts.items()
    )


def known(columns: Sequence[Column]) -> set[str]:
    """What the headings mean that are known."""
    return {column.meaning for column in columns} - {""}


def _line(text: str) -> str:
    return "".join(text.splitlines())


def _group(rows: Sequence[Row], at: int, column: int) -> str:
    """The text of a cell right above that is merged over several columns."""
    above = rows[at - 1] if at else None
    if above is None or above.number != rows[at].number - 1 or column in rows[at].below:
        return ""
    return _line(above.heading(column)) if {column, column + 1} & above.beside else ""


def _first_head(rows: Sequence[Row], meaning: Meaning, needed: str) -> int | None:
    """The row with the most known headings, the needed one among them; of merged ones the last."""
    found = [known(headings(rows, at, meaning)) for at in range(len(rows[:LOOK]))]
    counts = [len(meanings) if needed in meanings else 0 for meanings in found]
    if not any(counts):
        return None
    at = counts.index(max(counts))
    while at + 1 < len(counts) and counts[at + 1] == counts[at] and _goes_on(rows, at, meaning):
        at += 1
    return at


def _goes_on(rows: Sequence[Row], at: int, meaning: Meaning) -> bool:
    """Whether all known headings of a row are merged with those of the next."""
    columns = headings(rows, at, meaning)
    return all(column.at in rows[at + 1].below for column in columns if column.meaning)


def _next_head(
    rows: Sequence[Row], head: int, columns: Sequence[Column], meaning: Meaning, needed: str
) -> int | None:
    """The next row that has other headings: nothing but headings in all columns that had one."""
    places = [column.at for column in columns if column.meaning]
    for at in range(head + 1, len(rows)):
        texts = [text for place in places if (text := rows[at].cell(place))]
        if (
            len(texts) > 1
            and all(meaning(text, "") for text in texts)
            and not _repeats(rows[at], columns)
            and needed in known(headings(rows, at, meaning))
        ):
            return at
    return None


def _repeats(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row has the known headings once more, as on every printed page."""
    return all(_line(row.heading(column.at)) == column.text for column in columns if column.meaning)
