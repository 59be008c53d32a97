"""The sheet 计数 of a register: tables three and four by formulas, live while the rows are filled in.

A hidden sheet makes days of what is written for them, for pasted ones are often texts, and finds the day that
closes a row. The formulas over its columns state the same rule as `gkxl.register.counting.count`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from gkxl.address import column_letters, quote_sheet
from gkxl.forms.register import (
    APPLICATIONS,
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    CASES,
    CO_DEFENDANT,
    PENDING,
    RECEIVED,
    words_of,
)
from gkxl.frozen import frozen
from gkxl.layout import NAME_PREFIX
from gkxl.model.outline import sums_by_total
from gkxl.register import tables
from gkxl.register.counting import count, end_of, start_of
from gkxl.rules.expression import Cells, total
from gkxl.write import style
from gkxl.write.sheets import merge_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gkxl.forms.edition import Edition
    from gkxl.forms.register import Column, Register, Row, Rows
    from gkxl.write.canvas import Canvas


@frozen
class Block:
    """The prepared rows of a table, between its headings and its footer.

    Attributes:
        table: The table.
        entries: The rows that it begins with.
        last: The last row that is prepared.
    """

    table: Rows
    entries: tuple[Row, ...]
    last: int

    def cells(self, column: Column) -> tuple[int, int, int, int]:
        """The cells of a column as XlsxWriter counts them."""
        return tables.HEAD_ROW, column.at - 1, self.last - 1, column.at - 1

    def range(self, name: str) -> str:
        """A column for formulas, from the heading to the footer.

        Both are locked, so that cutting and pasting rows cannot move the ends of the range.
        """
        return self._whole(self.table.sheet, column_letters(self.table.column(name).at))

    def days(self, event: str) -> str:
        """The days on which rows began or were closed, on the sheet of days."""
        letters = _DAY_COLUMNS[self.table]
        return self._whole(tables.DAY_SHEET, letters[4] if event == "closed" else letters[2])

    def _whole(self, sheet: str, letters: str) -> str:
        return f"{quote_sheet(sheet)}!${letters}${tables.HEAD_ROW}:${letters}${self.last + 1}"


_DAY_COLUMNS: Final = {APPLICATIONS: "ABCDE", CASES: "GHIJK"}
"""The columns of the sheet of days: both days as numbers, both as days, and the day that closes a row."""


def _count_formulas(year: int, edition: Edition, blocks: Mapping[Rows, Block]) -> Iterator[tuple[str, str]]:
    """For every cell that is no total its path and the formula that counts it."""
    rows, cases = blocks[APPLICATIONS], blocks[CASES]
    for word, column in words_of(edition).kinds.items():
        kind = f'{rows.range("kind")},"{word}"'
        yield f"{RECEIVED}.{column}", _count_year(rows, "begun", year, kind)
        yield f"{BROUGHT_FORWARD}.{column}", _count_open(rows, year, kind)
        yield f"{CARRIED_FORWARD}.{column}", _count_open(rows, year + 1, kind)
        for outcome, line in words_of(edition).outcomes.items():
            both = f'{kind},{rows.range("outcome")},"{outcome}"'
            yield f"{line}.{column}", _count_year(rows, "closed", year, both)
    for word, group in words_of(edition).routes.items():
        way = f'{cases.range("route")},"{word}",{cases.range("role")},"<>{CO_DEFENDANT}"'
        yield f"{group}.{PENDING}", _count_open(cases, year + 1, way)
        for result, name in words_of(edition).results.items():
            both = f'{way},{cases.range("result")},"{result}"'
            yield f"{group}.{name}", _count_year(cases, "closed", year, both)


def _count_year(block: Block, event: str, year: int, which: str) -> str:
    days = block.days(event)
    return f'COUNTIFS({which},{days},">="&DATE({year},1,1),{days},"<"&DATE({year + 1},1,1))'


def _count_open(block: Block, year: int, which: str) -> str:
    """How many rows had begun and were not closed when a year began."""
    before = f'"<"&DATE({year},1,1)'
    begun, closed = (f"COUNTIFS({which},{block.days(event)},{before})" for event in ("begun", "closed"))
    return f"{begun}-{closed}"


def list_name(column: Column) -> str:
    """The defined name of the words that a column may hold."""
    return f"{NAME_PREFIX}list.{column.path}"


def draw_counts(canvas: Canvas, register: Register, blocks: Mapping[Rows, Block]) -> None:
    """Draw the sheet 计数: tables three and four as printed, and how many rows wait to be finished."""
    three, boxes = tables.count_page(canvas.edition, RECEIVED), tables.count_boxes(canvas.edition)
    places, width = tables.counted_places(canvas.edition), max(box.column for box in boxes)
    sheet = canvas.sheet(tables.COUNT_SHEET, [*style.column_widths(three), *[8.5] * width][:width])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    figures, formulas = count(register).figures, dict(_count_formulas(register.year, canvas.edition, blocks))
    for path, found in sums_by_total(canvas.edition.form).items():
        if path in places:
            formulas[path] = total(part.path for part in found.parts).excel(Cells(places, tables.COUNT_SHEET))
    for box in boxes:
        look = canvas.formats["total" if box.cell else style.HEADINGS[box.role]]
        merge_box(sheet, box, look)
        if box.cell:
            path = box.cell.path
            sheet.write_formula(places[path].address, f"={formulas[path]}", look, figures[path])
        else:
            sheet.write_string(box.row - 1, box.column - 1, box.text, look)
    at, heights = boxes[-1].row + 1, style.row_heights(three)
    for block in blocks.values():
        for label, formula, value in _count_unfinished(block, canvas.edition):
            sheet.write_over(at, 3, f"{block.table.sheet}：{label}", canvas.formats["label"])
            sheet.write_formula(at, 3, f"={formula}", canvas.formats["total"], value)
            at += 1
    for row in range(at):
        sheet.set_row(row, heights.get(row + 1, style.LEAST_HEIGHT))


def _count_unfinished(block: Block, edition: Edition) -> Iterator[tuple[str, str, int]]:
    """How many rows are open, and how many have only day or result: label, formula and number of each."""
    formula = f"COUNT({block.days('begun')})-COUNT({block.days('closed')})"
    yield (
        "还没有办结的行",
        formula,
        sum(bool(start_of(row)) and not end_of(row, edition) for row in block.entries),
    )
    closed, result = block.range("closed"), block.range(block.table.result)
    formula = f'COUNTIFS({closed},"<>",{result},"")+COUNTIFS({closed},"",{result},"<>")'
    halves = (bool(row.closed) != bool(getattr(row, block.table.result)) for row in block.entries)
    yield "日期和结果只填了一样的行", formula, sum(halves)


def draw_days(canvas: Canvas, blocks: Mapping[Rows, Block]) -> None:
    """Draw the hidden sheet that makes days of what is written for them, for pasted ones are often texts."""
    sheet = canvas.hidden_sheet(tables.DAY_SHEET)
    for table, block in blocks.items():
        for at, row in enumerate(range(tables.HEAD_ROW + 1, block.last + 1)):
            shown: tuple[int | str, ...] = ("",) * len(_DAY_COLUMNS[table])
            if at < len(block.entries):
                entry = block.entries[at]
                days = _serial(start_of(entry)), _serial(entry.closed)
                shown = (*days, *days, _serial(end_of(entry, canvas.edition)))
            for letter, value in zip(_DAY_COLUMNS[table], shown, strict=True):
                sheet.write_formula(f"{letter}{row}", f"={_SHARED}{letter}", None, value)


_SHARED: Final = "shared:"
"""What stands for the formula of a column until it is shared: XlsxWriter would write it out in every row."""


def share_formulas(xml: str, blocks: Mapping[Rows, Block]) -> str:
    """The sheet of days with each formula once, and shared by all rows of its column."""
    # ECMA-376 Part 1, 18.3.1.40: the first cell of a range has the formula, the others refer to it by its si
    for table, block in blocks.items():
        for letter, formula in zip(_DAY_COLUMNS[table], _day_formulas(block), strict=True):
            mark, shared = f"<f>{_SHARED}{letter}</f>", f'<f t="shared" si="{ord(letter)}"'
            first = f'{shared} ref="{letter}{tables.HEAD_ROW + 1}:{letter}{block.last}">{escape(formula)}</f>'
            xml = xml.replace(mark, first, 1).replace(mark, f"{shared}/>")
    return xml


def _serial(day: date | None) -> int | str:
    """The number that spreadsheet programs keep for a day."""
    return (day - tables.EPOCH).days if day else ""


def _day_formulas(block: Block) -> Iterator[str]:
    """For the first row: both days as numbers, both as days, and the day that closes it."""
    table = block.table
    raw_start, raw_end, start, end, _ = (f"{letter}{tables.HEAD_ROW + 1}" for letter in _DAY_COLUMNS[table])
    # a plain address would go along with a cell that is cut and pasted elsewhere
    at = {
        name: f"INDEX({block.range(name)},ROW()-{tables.HEAD_ROW - 1})"
        for name in (table.start, "closed", table.result)
    }
    yield _as_number(at[table.start])
    yield _as_number(at["closed"])
    yield _as_day(raw_start)
    yield _as_day(raw_end)
    known = f"COUNTIF({list_name(table.column(table.result))},{at[table.result]})>0"
    yield f'IF(AND(ISNUMBER({start}),ISNUMBER({end})),IF(AND({end}>={start},{known}),{end},""),"")'


def _as_number(cell: str) -> str:
    """What is written for a day as a number: 2026年3月5日, 2026.3.5 and the like, full-width digits too."""
    text = f"ASC(TRIM({cell}))"
    for mark, plain in (("年", "-"), ("月", "-"), ("日", ""), (".", "-"), ("/", "-")):
        text = f'SUBSTITUTE({text},"{mark}","{plain}")'
    return f'IF(ISNUMBER({cell}),{cell},IFERROR(VALUE({text}),""))'


def _as_day(number: str) -> str:
    """A number as a day between the first and the last one, or as eight digits such as 20260305."""
    first, after = _serial(tables.FIRST_DAY), (tables.LAST_DAY - tables.EPOCH).days + 1
    least, most = (f"{year}0000" for year in (tables.FIRST_DAY.year, tables.LAST_DAY.year + 1))
    eight = f"DATE(INT({number}/10000),MOD(INT({number}/100),100),MOD({number},100))"
    eight = f'IF(AND({number}>{least},{number}<{most}),{eight},"")'
    return f'IF(ISNUMBER({number}),IF({number}<{first},"",IF({number}<{after},INT({number}),{eight})),"")'
