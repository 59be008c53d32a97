"""The sheet 计数 of a register: tables three and four by formulas, live while the rows are filled in.

A hidden sheet makes days of what is written for them, for pasted ones are often texts, and finds the day that
closes a row. The formulas over its columns state the same rule as `gkxl.register.counting.count`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from attrs import frozen

from gkxl.address import column_letters, quote_sheet
from gkxl.forms.register import (
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    CO_DEFENDANT,
    PENDING,
    RECEIVED,
    applicant_words,
    outcome_words,
    result_words,
    route_words,
)
from gkxl.layout import NAME_PREFIX, pages
from gkxl.model.outline import sums_by_total
from gkxl.register.counting import count, end_of, start_of
from gkxl.register.tables import (
    APPLICATIONS,
    CASES,
    COUNT_SHEET,
    DAY_SHEET,
    EPOCH,
    FIRST_DAY,
    HEAD_ROW,
    LAST_DAY,
    count_boxes,
    counted_places,
)
from gkxl.rules.expression import Cells, total
from gkxl.write import style
from gkxl.write.sheets import merge_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gkxl.forms.edition import Edition
    from gkxl.forms.register import Register, Row
    from gkxl.register.tables import NamedColumn, RowTable
    from gkxl.write.canvas import Canvas, Sheet


@frozen
class Block:
    """The prepared rows of a table, between its headings and its footer.

    Attributes:
        table: The table.
        entries: The rows that it begins with.
        last: The last row that is prepared.
    """

    table: RowTable
    entries: tuple[Row, ...]
    last: int

    def cells(self, column: NamedColumn) -> tuple[int, int, int, int]:
        """The cells of a column as XlsxWriter counts them."""
        return HEAD_ROW, column.at - 1, self.last - 1, column.at - 1

    def range(self, name: str) -> str:
        """A column for formulas, from the heading to the footer.

        Both are locked, so that cutting and pasting rows cannot move the ends of the range.
        """
        return self._whole(self.table.sheet, column_letters(self.table.column(name).at))

    def days(self, letter: str) -> str:
        """A column of the sheet of days, over the same rows."""
        return self._whole(DAY_SHEET, letter)

    def _whole(self, sheet: str, letters: str) -> str:
        return f"{quote_sheet(sheet)}!${letters}${HEAD_ROW}:${letters}${self.last + 1}"


_DAY_COLUMNS: Final = {APPLICATIONS: "ABCDE", CASES: "GHIJK"}
"""The columns of the sheet of days: both days as numbers, both as days, and the day that closes a row."""


def _count_formulas(
    year: int, edition: Edition, blocks: Mapping[RowTable, Block]
) -> Iterator[tuple[str, str]]:
    """For every cell that is no total its path and the formula that counts it."""
    rows, cases = blocks[APPLICATIONS], blocks[CASES]
    for word, column in applicant_words(edition).items():
        kind = f'{rows.range("kind")},"{word}"'
        yield f"{RECEIVED}.{column}", _count_year(rows, "received", year, kind)
        yield f"{BROUGHT_FORWARD}.{column}", _count_open(rows, year, kind)
        yield f"{CARRIED_FORWARD}.{column}", _count_open(rows, year + 1, kind)
        for outcome, line in outcome_words(edition).items():
            both = f'{kind},{rows.range("outcome")},"{outcome}"'
            yield f"{line}.{column}", _count_year(rows, "closed", year, both)
    for word, group in route_words(edition).items():
        way = f'{cases.range("route")},"{word}",{cases.range("role")},"<>{CO_DEFENDANT}"'
        yield f"{group}.{PENDING}", _count_open(cases, year + 1, way)
        for result, name in result_words(edition).items():
            both = f'{way},{cases.range("result")},"{result}"'
            yield f"{group}.{name}", _count_year(cases, "closed", year, both)


def _count_year(block: Block, event: str, year: int, which: str) -> str:
    letters = _DAY_COLUMNS[block.table]
    days = block.days(letters[4] if event == "closed" else letters[2])
    return f'COUNTIFS({which},{days},">="&DATE({year},1,1),{days},"<"&DATE({year + 1},1,1))'


def _count_open(block: Block, year: int, which: str) -> str:
    """How many rows had begun and were not closed when a year began."""
    begun, closed = block.days(_DAY_COLUMNS[block.table][2]), block.days(_DAY_COLUMNS[block.table][4])
    before = f'"<"&DATE({year},1,1)'
    return f"COUNTIFS({which},{begun},{before})-COUNTIFS({which},{closed},{before})"


def list_name(column: NamedColumn) -> str:
    """The defined name of the words that a column may hold."""
    return f"{NAME_PREFIX}list.{column.path}"


def start_and_result(table: RowTable) -> tuple[str, str]:
    """The columns with the day that a row begins, and with its result."""
    return ("received", "outcome") if table is APPLICATIONS else ("accepted", "result")


def draw_counts(canvas: Canvas, register: Register, blocks: Mapping[RowTable, Block]) -> None:
    """Draw the sheet 计数: tables three and four as printed, and how many rows wait to be finished."""
    three = next(page for page in pages(canvas.edition) if page.section.path == RECEIVED.partition(".")[0])
    boxes, places = count_boxes(canvas.edition), counted_places(canvas.edition)
    widths = [*style.column_widths(three), *[8.5] * max(box.column for box in boxes)]
    sheet = canvas.sheet(COUNT_SHEET, widths[: max(box.column for box in boxes)])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    figures, formulas = count(register).figures, dict(_count_formulas(register.year, canvas.edition, blocks))
    for path, found in sums_by_total(canvas.edition.form).items():
        if path in places:
            formulas[path] = total(part.path for part in found.parts).excel(Cells(places, COUNT_SHEET))
    for box in boxes:
        look = canvas.formats["total" if box.cell else style.HEADINGS[box.role]]
        merge_box(sheet, box, look)
        if box.cell:
            path = box.cell.path
            sheet.write_formula(places[path].address, f"={formulas[path]}", look, figures[path])
        else:
            sheet.write_string(box.row - 1, box.column - 1, box.text, look)
    for row in range(1, boxes[-1].row + 1):
        sheet.set_row(row - 1, style.row_heights(three).get(row, style.LEAST_HEIGHT))
    _draw_unfinished(canvas, sheet, blocks, boxes[-1].row + 1)


def _draw_unfinished(canvas: Canvas, sheet: Sheet, blocks: Mapping[RowTable, Block], at: int) -> None:
    """Draw how many rows there are, are open, and have a day without a result or a result without one."""
    for table, block in blocks.items():
        _, result = start_and_result(table)
        began, ended = (block.days(_DAY_COLUMNS[table][index]) for index in (2, 4))
        closed, outcome = block.range("closed"), block.range(result)
        rows = block.entries
        days = [(start_of(row), end_of(row, canvas.edition)) for row in rows]
        lines = {
            # heading and footer, which lie around the rows, have an entry in the first column
            "已登记的行": (f"COUNTA({block.range('number')})-2", sum(bool(row.number) for row in rows)),
            "还没有办结的行": (f"COUNT({began})-COUNT({ended})", sum(bool(a) - bool(b) for a, b in days)),
            "日期和结果只填了一样的行": (
                f'COUNTIFS({closed},"<>",{outcome},"")+COUNTIFS({closed},"",{outcome},"<>")',
                sum(bool(row.closed) != bool(getattr(row, result)) for row in rows),
            ),
        }
        for label, (formula, value) in lines.items():
            sheet.merge_range(at, 0, at, 2, "", canvas.formats["label"])
            sheet.write_string(at, 0, f"{table.sheet}：{label}", canvas.formats["label"])
            sheet.set_row(at, style.LEAST_HEIGHT)
            sheet.write_formula(at, 3, f"={formula}", canvas.formats["total"], value)
            at += 1


def add_hidden(canvas: Canvas, name: str) -> Sheet:
    """A new sheet that nobody is shown."""
    sheet = canvas.add(name)
    sheet.protect("")
    sheet.very_hidden()
    return sheet


def draw_days(canvas: Canvas, blocks: Mapping[RowTable, Block]) -> None:
    """Draw the hidden sheet that makes days of what is written for them, for pasted ones are often texts."""
    sheet = add_hidden(canvas, DAY_SHEET)
    for table, block in blocks.items():
        for at, row in enumerate(range(HEAD_ROW + 1, block.last + 1)):
            shown: tuple[Any, ...] = ("",) * len(_DAY_COLUMNS[table])
            if at < len(block.entries):
                entry = block.entries[at]
                start, end = _serial(start_of(entry)), _serial(entry.closed)
                shown = (start, end, start, end, _serial(end_of(entry, canvas.edition)))
            for letter, value in zip(_DAY_COLUMNS[table], shown, strict=True):
                sheet.write_formula(f"{letter}{row}", f"={_SHARED}{letter}", None, value)


_SHARED: Final = "shared:"
"""What stands for the formula of a column until it is shared: XlsxWriter would write it out in every row."""


def share_formulas(xml: str, blocks: Mapping[RowTable, Block]) -> str:
    """The sheet of days with each formula once, and shared by all rows of its column."""
    # ECMA-376 Part 1, 18.3.1.40: the first cell of a range has the formula, the others refer to it by its si
    for table, block in blocks.items():
        for letter, formula in zip(_DAY_COLUMNS[table], _day_formulas(table, HEAD_ROW + 1), strict=True):
            shared = f'<f t="shared" si="{ord(letter)}"'
            first = f'{shared} ref="{letter}{HEAD_ROW + 1}:{letter}{block.last}">{escape(formula)}</f>'
            mark = f"<f>{_SHARED}{letter}</f>"
            xml = xml.replace(mark, first, 1).replace(mark, f"{shared}/>")
    return xml


def _serial(day: date | None) -> int | str:
    """The number that spreadsheet programs keep for a day."""
    return (day - EPOCH).days if day else ""


def _day_formulas(table: RowTable, row: int) -> Iterator[str]:
    """Both days of a row as numbers, both as days, and the day that closes it."""
    raw_start, raw_end, start, end, _ = (f"{letter}{row}" for letter in _DAY_COLUMNS[table])
    began, result = start_and_result(table)
    at = {
        name: f"{quote_sheet(table.sheet)}!{column_letters(table.column(name).at)}{row}"
        for name in (began, "closed", result)
    }
    yield _as_number(at[began])
    yield _as_number(at["closed"])
    yield _as_day(raw_start)
    yield _as_day(raw_end)
    known = f"COUNTIF({list_name(table.column(result))},{at[result]})>0"
    yield f'IF(AND(ISNUMBER({start}),ISNUMBER({end})),IF(AND({end}>={start},{known}),{end},""),"")'


def _as_number(cell: str) -> str:
    """What is written for a day as a number: 2026年3月5日, 2026.3.5 and the like, full-width digits too."""
    text = f"ASC(TRIM({cell}))"
    for mark, plain in (("年", "-"), ("月", "-"), ("日", ""), (".", "-"), ("/", "-")):
        text = f'SUBSTITUTE({text},"{mark}","{plain}")'
    return f'IF(ISNUMBER({cell}),{cell},IFERROR(VALUE({text}),""))'


def _as_day(number: str) -> str:
    """A number as a day between the first and the last one, or as eight digits such as 20260305."""
    first, after = _serial(FIRST_DAY), (LAST_DAY - EPOCH).days + 1
    least, most = (f"{year}0000" for year in (FIRST_DAY.year, LAST_DAY.year + 1))
    eight = f"DATE(INT({number}/10000),MOD(INT({number}/100),100),MOD({number},100))"
    eight = f'IF(AND({number}>{least},{number}<{most}),{eight},"")'
    return f'IF(ISNUMBER({number}),IF({number}<{first},"",IF({number}<{after},INT({number}),{eight})),"")'
