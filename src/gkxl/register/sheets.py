"""Writes registers: a blank one to send out, and one that begins with what last year left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.address import column_letters, quote_sheet
from gkxl.arguments import checked
from gkxl.errors import DataError
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix, write_file
from gkxl.forms.register import METHODS, TABLES, Column, Register
from gkxl.issues import Place
from gkxl.layout import HIDDEN_SHEET, NAME_PREFIX, PROPERTY_PREFIX
from gkxl.register import tables
from gkxl.register.counting import carried_forward, carry_over
from gkxl.register.live_count import Block, draw_counts, draw_days, list_name, share_formulas
from gkxl.write import style
from gkxl.write.canvas import CREATED
from gkxl.write.contents import fits_property
from gkxl.write.drawing import close_canvas, name_cell, open_canvas, write_facts
from gkxl.write.validation import LENGTH_GUARD
from gkxl.xlsx.zip_writer import pack_part, to_package

if TYPE_CHECKING:
    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.forms.register import Rows
    from gkxl.write.canvas import Canvas, Sheet

TITLE: Final = "政府信息公开申请登记簿"

_NOTE: Final = (
    f"一件一行，带 ★ 的必填。可以排序、筛选；从别处复制的，请用“选择性粘贴—数值”。"
    f"各格计数见“{tables.COUNT_SHEET}”，计法见“{tables.METHOD_SHEET}”。登记簿含有申请人的信息，只在本单位使用，不要报送。"
)
_FULL: Final = f"{tables.FOOTER}。行数不够的，请换用行数更多的登记簿。"
_METHOD_NOTE: Final = (
    "有规定的按规定。没有查到全国统一规定的，列出通常计法，本单位可以在黄色格中改写。改写本表不会改变计数："
    "一件计入哪一格，由它那一行填的内容决定。本表只说明本单位怎样计，不表示与上级的口径一致。"
)
_METHOD_HEADS: Final = {"情形": 24.0, "本单位怎样计": 44.0, "通常计法": 44.0, "依据": 23.0}
"""The columns of the sheet 口径, each with its width."""

_NO_RULE: Final = "没有查到全国统一规定"

_OWN_WORDS: Final = Column("本单位怎样计", hint="与通常计法不同的，写明本单位的计法。")
_ALLOWED: Final = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
"""What users may do on the protected sheets of rows: nothing that takes rows away from the formulas."""

_SHOWN: Final = 1_000
"""So many characters fill the highest row that there can be."""

_SPARE: Final = 100
"""How many blank rows there are at least below the rows that a register begins with."""


@checked
def write_register(  # noqa: PLR0913 (each is a fact about the register)
    target: Target,
    *,
    year: int,
    unit: str = "",
    unit_code: str = "",
    previous: Register | AnyReport | None = None,
    rows: int = 500,
) -> None:
    """Write a register for a unit to keep through a year.

    Args:
        target: Where to write it; an ``.xlsx`` file.
        year: The year that it is counted for.
        unit: The name of the unit; that of the register before if left out.
        unit_code: Its code; likewise.
        previous: The register of the year before, whose open applications and cases begin the new one; or the
            report of that year, with which the opening figures are compared.
        rows: How many rows are prepared for applications.

    Raises:
        UnknownEditionError: No edition of the report covers that year.
        DataError: The other register or report is not of the year before, or so many rows are not prepared.
        WriteError: The file cannot be written.

    Example:
        >>> import gkxl
        >>> gkxl.register.write_register("登记簿-2026.xlsx", year=2026, unit="某市财政局")  # doctest: +SKIP
    """
    if not 0 < rows <= tables.MOST_ROWS:
        raise DataError("预备的行数应在 1 和 {most} 之间，而不是 {rows}。", most=tables.MOST_ROWS, rows=rows)
    read_suffix(target, WORKBOOK_SUFFIXES)
    if isinstance(previous, Register):
        register = carry_over(previous, year)
    else:
        register = Register(year=year, opening=carried_forward(previous, year) if previous else {})
    named = evolve(register, unit=unit or register.unit, unit_code=unit_code or register.unit_code)
    write_file(target, make_register(named, rows=rows))


def make_register(register: Register, *, rows: int = 500) -> bytes:
    """The workbook of a register with its rows, and blank ones below them."""
    packed, canvas = open_canvas(register.edition)
    blocks = {table: _make_block(register, table, rows) for table in TABLES}
    for block in blocks.values():
        _draw_rows(canvas, register, block)
    draw_counts(canvas, register, blocks)
    _draw_methods(canvas, register)
    _draw_lists(canvas)
    draw_days(canvas, blocks)
    facts = _find_facts(register)
    write_facts(canvas.hidden_sheet(HIDDEN_SHEET), facts)
    canvas.book.set_properties({"title": TITLE, "author": "gkxl", "created": CREATED})
    parts = close_canvas(packed, canvas, {name: text for name, text in facts.items() if fits_property(text)})
    return to_package(pack_part(name, share_formulas(xml, blocks).encode()) for name, xml in parts.items())


def _find_facts(register: Register) -> dict[str, str]:
    """What a register keeps about itself, by the names of properties and hidden cells."""
    opening = {f"opening.{name}": str(number) for name, number in register.opening.items()}
    own = {"unit": register.unit, "unit_code": register.unit_code, "year": str(register.year)}
    return {
        PROPERTY_PREFIX + name: text for name, text in {"register": tables.VERSION, **own, **opening}.items()
    }


def _make_block(register: Register, table: Rows, rows: int) -> Block:
    entries = getattr(register, table.name)
    return Block(table, entries, tables.HEAD_ROW + max(rows // table.share, len(entries) + _SPARE))


def _draw_rows(canvas: Canvas, register: Register, block: Block) -> None:
    table, width = block.table, len(block.table.columns)
    sheet = canvas.sheet(table.sheet, [])
    sheet.protect("", _ALLOWED)
    sheet.set_landscape()
    title = f"{TITLE}（{register.year}年度）{table.sheet}{register.unit and f'　{register.unit}'}"
    _draw_head(canvas, sheet, width, title, _NOTE)
    for column in table.columns:
        _draw_column(canvas, register, sheet, block, column)
    # what is right of the last column is locked as this one is
    sheet.set_column(width, width, 2, canvas.formats["outside"])
    _fit_heights(sheet, block)
    sheet.write_over(block.last, width, _FULL, canvas.formats["note"])
    _colour_rows(canvas, sheet, block)
    sheet.autofilter(tables.HEAD_ROW - 1, 0, block.last - 1, width - 1)
    sheet.freeze_panes(tables.HEAD_ROW, 1)
    sheet.set_selection(tables.HEAD_ROW, 0, tables.HEAD_ROW, 0)
    sheet.repeat_rows(0, tables.HEAD_ROW - 1)


def _draw_head(canvas: Canvas, sheet: Sheet, width: int, title: str, note: str) -> None:
    """Draw title and note over all columns, and make the row of the headings high."""
    sheet.write_over(0, width, title, canvas.formats["over"])
    sheet.write_over(1, width, note, canvas.formats["plain"])
    for row in range(tables.HEAD_ROW):
        sheet.set_row(row, style.TITLE_HEIGHT)


def _draw_column(canvas: Canvas, register: Register, sheet: Sheet, block: Block, column: Column) -> None:
    """Draw the heading of a column, what it accepts, and what the rows have there."""
    at, look = column.at - 1, canvas.formats["entry"]
    if column.is_day:
        day = {"align": "center", "indent": 0, "num_format": "yyyy-mm-dd"}
        look = canvas.book.add_format({**style.DEFAULT, **style.FORMATS["entry"], **day})
    sheet.set_column(at, at, column.width, look)
    heading = f"{'★' if column.required else ''}{column.label}"
    sheet.write_string(tables.HEAD_ROW - 1, at, heading, canvas.formats["heading"])
    name_cell(canvas, NAME_PREFIX + column.path, Place(block.table.sheet, tables.HEAD_ROW, column.at))
    sheet.data_validation(*block.cells(column), _guard(canvas.edition, register.year, column))
    write = sheet.write_datetime if column.is_day else sheet.write_string
    for row, entry in enumerate(block.entries, start=tables.HEAD_ROW):
        if value := getattr(entry, column.name):
            write(row, at, value, look)


def _fit_heights(sheet: Sheet, block: Block) -> None:
    """Make the rows as high as their texts: programs do so only while one types."""
    texts = [column for column in block.table.columns if not column.is_day]
    for row, entry in enumerate(block.entries, start=tables.HEAD_ROW):
        lines = max(style.count_lines(getattr(entry, one.name)[:_SHOWN], one.width - 1) for one in texts)
        if lines > 1:
            sheet.set_row(row, min(style.MAX_HEIGHT, lines * style.LINE_HEIGHT + 6))


def _guard(edition: Edition, year: int, column: Column) -> dict[str, Any]:
    """The validation of a column: a day, a word of a list, or a text that fits a cell."""
    shown = {"input_title": column.label, "input_message": column.hint, "error_type": "stop"}
    if column.is_day:
        between = {
            "validate": "date",
            "criteria": "between",
            "minimum": tables.FIRST_DAY,
            "maximum": tables.LAST_DAY,
        }
        wrong = f"请填日期，如 {year}-3-5。"
        return {**shown, **between, "error_title": "这里只能填日期", "error_message": wrong}
    if column.listed(edition):
        # by range, for Excel takes no list of more than 255 characters
        listed = {"validate": "list", "source": f"={list_name(column)}"}
        return {**shown, **listed, "error_title": "请从列表中选择", "error_message": "请从下拉列表中选择。"}
    return {**shown, **LENGTH_GUARD}


def _colour_rows(canvas: Canvas, sheet: Sheet, block: Block) -> None:
    """Colour what is missing or cannot be: a required cell, a day that is a text, a day without result."""
    table, row = block.table, tables.HEAD_ROW + 1
    at = {column.name: f"${column_letters(column.at)}{row}" for column in table.columns}
    start, end, result = at[table.start], at["closed"], at[table.result]
    unfinished = f'({end}="")<>({result}="")'
    early = f"AND(ISNUMBER({end}),ISNUMBER({start}),{end}<{start})"
    rules = [("closed", early, canvas.bad), ("closed", unfinished, canvas.open)]
    rules += [(table.result, unfinished, canvas.open)]
    used = f"COUNTA($A{row}:${column_letters(len(table.columns))}{row})>0"
    rules += [(c.name, f"ISTEXT({at[c.name]})", canvas.bad) for c in table.columns if c.is_day]
    missing = (column.name for column in table.columns if column.required)
    rules += [(name, f'AND({at[name]}="",{used})', canvas.open) for name in missing]
    sheet.conditional_format(*block.cells(table.columns[0]), {"type": "duplicate", "format": canvas.bad})
    for name, formula, look in rules:
        rule = {"type": "formula", "criteria": f"={formula}", "format": look}
        sheet.conditional_format(*block.cells(table.column(name)), rule)


def _draw_methods(canvas: Canvas, register: Register) -> None:
    """Draw the sheet 口径: how each situation is counted, which the office may word where no rule does."""
    sheet = canvas.sheet(tables.METHOD_SHEET, [*_METHOD_HEADS.values()])
    sheet.set_landscape()
    _draw_head(canvas, sheet, len(_METHOD_HEADS), f"{tables.METHOD_SHEET}：各种情形怎样计数", _METHOD_NOTE)
    for column, head in enumerate(_METHOD_HEADS):
        sheet.write_string(tables.HEAD_ROW - 1, column, head, canvas.formats["heading"])
    for row, method in enumerate(METHODS, start=tables.HEAD_ROW):
        own = register.methods.get(method.situation, method.usual)
        texts = (method.situation, own, method.usual, method.source or _NO_RULE)
        looks = ("label", "fixed" if method.source else "entry", "fixed", "fixed")
        for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
            sheet.write_string(row, column, text, canvas.formats[look])
        sheet.set_row(row, style.height_of(zip(texts, _METHOD_HEADS.values(), strict=True)))
        if not method.source:
            sheet.data_validation(row, 1, row, 1, _guard(canvas.edition, register.year, _OWN_WORDS))
    sheet.freeze_panes(tables.HEAD_ROW, 1)


def _draw_lists(canvas: Canvas) -> None:
    """Draw the hidden sheet with the words of every list, a column each."""
    sheet = canvas.hidden_sheet(tables.LIST_SHEET)
    listed = [column for table in TABLES for column in table.columns if column.listed(canvas.edition)]
    for at, column in enumerate(listed):
        words, letters = [*column.listed(canvas.edition)], column_letters(at + 1)
        for row, word in enumerate(words):
            sheet.write_string(row, at, word)
        where = f"{quote_sheet(tables.LIST_SHEET)}!${letters}$1:${letters}${len(words)}"
        canvas.book.define_name(list_name(column), f"={where}")
