"""Reads what a roster gives for each unit: the cells of its row, by what their columns mean."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from attrs import evolve, field

from gkxl.collection.roster.table import (
    CODE,
    CONTAINS,
    DITTO,
    LABELS,
    LEVEL,
    NAME,
    NO_PARENT,
    PARENT,
    find_likeliest_headings,
    find_tables,
    is_count,
    rank_heading,
    read_answer,
    read_level,
)
from gkxl.collection.roster.units import RosterTable
from gkxl.frozen import frozen
from gkxl.issues import Issue, Place
from gkxl.text import nfkc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.collection.roster.spreadsheets import Row, Sheet
    from gkxl.collection.roster.table import RosterColumn, Table


@frozen
class TableLayout:
    """A table of a roster, and which of its columns hold what.

    Attributes:
        table: The table.
        own: The columns about the unit itself, by meaning.
        parents: The columns that give the unit above it.
    """

    table: Table
    own: Mapping[str, RosterColumn]
    parents: tuple[RosterColumn, ...]

    @staticmethod
    def of(table: Table) -> TableLayout:
        """A table with the likeliest of its columns for each meaning."""
        filled = {column.at for row in table.rows for column in table.columns if row.cell(column.at)}
        own: dict[str, RosterColumn] = {}
        for wanted in (CODE, NAME, LEVEL, CONTAINS):
            found = [column for column in table.columns if column.meaning == wanted]
            if found:
                own[wanted] = min(found, key=lambda one: (one.at not in filled, _rank(one), one.at))
        return TableLayout(table, own, tuple(one for one in table.columns if one.meaning == PARENT))

    @cached_property
    def further(self) -> tuple[RosterColumn, ...]:
        """The columns that are kept as they are."""
        used = {column.at for column in (*self.own.values(), *self.parents)}
        return tuple(column for column in self.table.columns if column.at not in used)

    @cached_property
    def width(self) -> int:
        """The number of columns up to the last heading."""
        return self.table.columns[-1].at + 1

    def place(self, column: RosterColumn, row: int | None = None) -> Place:
        """The place of a cell of a column; of its heading where no row is given."""
        return Place(self.table.sheet.name, row or column.row, column.at + 1)

    def described(self) -> RosterTable:
        """The table as the roster describes it."""
        meanings = {column.at: meaning for meaning, column in self.own.items()}
        meanings |= {column.at: PARENT for column in self.parents}
        columns = (evolve(column, meaning=meanings.get(column.at, "")) for column in self.table.columns)
        return RosterTable(self.table.sheet.name, self.table.row, tuple(columns))


def _rank(column: RosterColumn) -> int:
    return rank_heading(column.text, column.meaning) if column.meaning in (CODE, NAME) else 0


@frozen
class ParentEntry:
    """What one cell gives as the unit above.

    Attributes:
        column: Its column.
        row: Its row, from 1.
        text: Its words.
    """

    column: RosterColumn
    row: int
    text: str


@frozen
class RosterLine:
    """What a roster gives for one unit.

    Attributes:
        layout: The table it is in.
        row: Its row; the last one where its cells are merged over several.
        texts: The words in the columns about the unit itself, by meaning.
        parents: What is given as the unit above it.
        extra: The further columns, by heading.
    """

    layout: TableLayout
    row: Row
    texts: Mapping[str, str]
    parents: tuple[ParentEntry, ...] = ()
    extra: Mapping[str, str] = field(factory=dict)

    @property
    def code(self) -> str:
        """The code of the unit; "" where there is none."""
        return self.texts.get(CODE, "")

    @property
    def name(self) -> str:
        """The name of the unit; "" where there is none."""
        return self.texts.get(NAME, "")

    @property
    def level(self) -> str:
        """The level of the unit; "" where there is none, or none that is known."""
        return read_level(self.texts.get(LEVEL, "")) or ""

    @property
    def contains(self) -> bool:
        """Whether the return of the unit contains those of the units below it."""
        return read_answer(self.texts.get(CONTAINS, "")) is not False

    def place(self, meaning: str) -> Place:
        """The place of the cell of that meaning; that of the name where there is no such column."""
        return self.layout.place(self.layout.own.get(meaning, self.layout.own[NAME]), self.row.number)

    def issue(self, code: str, meaning: str, **facts: object) -> Issue:
        """An issue about the cell of that meaning."""
        return Issue(
            code=code,
            label=LABELS[meaning],
            place=self.place(meaning),
            found=self.texts.get(meaning, ""),
            facts=facts,
        )

    def entry_issue(self, code: str, entry: ParentEntry, **facts: object) -> Issue:
        """An issue about what is given as the unit above."""
        place = self.layout.place(entry.column, entry.row)
        return Issue(code=code, label=LABELS[PARENT], place=place, found=entry.text, facts=facts)


def read_lines(layout: TableLayout) -> list[RosterLine]:
    """The units of a table; one whose cells are merged over several rows is one unit."""
    lines: list[RosterLine] = []
    before: dict[int, str] = {}
    for row in layout.table.rows:
        if not _is_empty(row, layout):
            texts = {column.at: _read_cell(row, column, before) for column in layout.table.columns}
            before = texts
            if lines and _is_continued(row, layout):
                lines[-1] = _join_rows(lines[-1], row, texts)
            else:
                lines.append(_make_line(layout, row, texts))
    return lines


def _is_empty(row: Row, layout: TableLayout) -> bool:
    """Whether a row holds nothing of its own but a number that counts the rows."""
    return not any(
        row.cell(column.at) or column.at in row.unclear
        for column in layout.table.columns
        if column.at not in row.covered_by_above and not is_count(column.text)
    )


def _is_continued(row: Row, layout: TableLayout) -> bool:
    """Whether name and code of a row are merged with those of the row above."""
    own = [layout.own[meaning].at for meaning in (CODE, NAME) if meaning in layout.own]
    merged = row.covered_by_above
    return bool(row.cell(layout.own[NAME].at)) and all(at in merged or not row.cell(at) for at in own)


def _read_cell(row: Row, column: RosterColumn, before: Mapping[int, str]) -> str:
    """The words in a cell, on one line."""
    text = row.cell(column.at)
    if column.meaning in (LEVEL, PARENT, CONTAINS) and text in DITTO:
        return before.get(column.at, "")
    lines = text.splitlines()
    if not column.meaning:
        return " ".join(" ".join(lines).split())
    joined = "".join(line.strip() for line in lines)
    return nfkc(joined) if column.meaning == CODE else joined


def _make_line(layout: TableLayout, row: Row, texts: Mapping[int, str]) -> RosterLine:
    return RosterLine(
        layout,
        row,
        {meaning: texts[column.at] for meaning, column in layout.own.items()},
        tuple(_read_parents(layout, row, texts)),
        {column.heading: texts[column.at] for column in layout.further},
    )


def _read_parents(layout: TableLayout, row: Row, texts: Mapping[int, str]) -> Iterator[ParentEntry]:
    for column in layout.parents:
        if texts[column.at].casefold() not in NO_PARENT:
            yield ParentEntry(column, row.number, texts[column.at])


def _join_rows(line: RosterLine, row: Row, texts: Mapping[int, str]) -> RosterLine:
    """Add the further row of a unit with merged cells to it."""
    more = {
        column.heading: text
        for column in line.layout.further
        if (text := texts[column.at]) and text not in line.extra[column.heading]
    }
    extra = {heading: "；".join(filter(None, (line.extra[heading], text))) for heading, text in more.items()}
    parents = (*line.parents, *_read_parents(line.layout, row, texts))
    return evolve(line, extra={**line.extra, **extra}, parents=parents)


@frozen
class RosterGrid:
    """A roster as one plain table, to be looked at and corrected.

    Attributes:
        columns: For every column its heading, and its meaning as of a `RosterColumn`.
        rows: For every unit the words in each column.
        places: For every unit the sheet and the row that it was read from.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, int], ...]


def read_grid(sheets: Iterable[Sheet]) -> RosterGrid:
    """Lay out all tables of a roster as one, with a column for everything that can be told of a unit.

    Where no heading is known the first sheet is given as it is, below the likeliest headings.
    """
    seen = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    layouts = [TableLayout.of(table) for sheet in seen for table in find_tables(sheet)]
    if layouts or not seen:
        return _flatten([line for layout in layouts for line in read_lines(layout)])
    columns = find_likeliest_headings(seen[0])
    below = [row for row in seen[0].rows if row.number > columns[0].row]
    return RosterGrid(
        tuple((column.heading, column.meaning) for column in columns),
        tuple(tuple(row.cell(column.at) for column in columns) for row in below),
        tuple((seen[0].name, row.number) for row in below),
    )


def _flatten(lines: Sequence[RosterLine]) -> RosterGrid:
    most = max((len(line.parents) for line in lines), default=0)
    own, further = (CODE, NAME, LEVEL), dict.fromkeys(name for line in lines for name in line.extra)
    meanings = (*own, *[PARENT] * max(most, 1), CONTAINS)
    return RosterGrid(
        (*((LABELS[meaning], meaning) for meaning in meanings), *((name, "") for name in further)),
        tuple(
            (
                *(line.texts.get(meaning, "") for meaning in own),
                *islice(chain((entry.text for entry in line.parents), repeat("")), max(most, 1)),
                line.texts.get(CONTAINS, ""),
                *(line.extra.get(name, "") for name in further),
            )
            for line in lines
        ),
        tuple((line.layout.table.sheet.name, line.row.number) for line in lines),
    )
