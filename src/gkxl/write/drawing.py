"""Draws whole workbooks with XlsxWriter: all sheets, defined names and contents.

Drawn, as opposed to filled into a prerendered workbook (`prerendered.py`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from attrs import field
from xlsxwriter import Workbook

from gkxl.address import column_letters, quote_sheet
from gkxl.checksheet.lines import ROOM, count_places, explainable_lines, last_year_places
from gkxl.checksheet.sheet import hidden_formulas
from gkxl.frozen import frozen
from gkxl.layout import (
    HIDDEN_SHEET,
    NAME_PREFIX,
    PROPERTY_PREFIX,
    REQUIREMENT,
    hidden_places,
    identity_places,
    pages,
    places,
)
from gkxl.write import style
from gkxl.write.canvas import CREATED, Canvas, define_hidden_name
from gkxl.write.contents import Formula
from gkxl.write.corrected_parts import (
    PROGRAM_PART,
    STRINGS_PART,
    THEME_PART,
    drop_contents,
    drop_spans,
    lock_columns,
    lock_structure,
    plain_theme,
    replace_texts,
    unlock_normal,
)
from gkxl.write.sheets import draw_check_sheet, draw_guide, draw_page
from gkxl.write.validation import NO_REQUIREMENTS, Requirements
from gkxl.xlsx.zip_writer import read_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from xlsxwriter.worksheet import Worksheet

    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.write.contents import Contents
    from gkxl.write.corrected_parts import SharedStrings


@frozen
class Drawing:
    """A workbook as it was drawn.

    Attributes:
        parts: The content of each of its parts, by name, in their order.
        sheets: The part that each sheet is in.
        labels: The fixed texts of the form; they come first in the table of shared strings.
    """

    parts: Mapping[str, str] = field(repr=False)
    sheets: Mapping[str, str]
    labels: tuple[str, ...] = field(repr=False)


def draw_workbook(
    edition: Edition, filling: Contents, password: str, *, more: Callable[[Canvas], None] | None = None
) -> Drawing:
    """Draw a workbook with its contents; ``more`` draws further sheets."""
    packed, canvas = open_canvas(edition, password, filling.locked, filling.asked)
    _draw_form(canvas)
    labels = tuple(canvas.texts)
    for name, entries in filling.sheets.items():
        canvas.put_contents(name, entries)
    if more:
        more(canvas)
    parts = close_canvas(packed, canvas, filling.properties)
    sheets = {
        sheet.get_name(): f"xl/worksheets/sheet{number}.xml"
        for number, sheet in enumerate(canvas.book.worksheets(), start=1)
    }
    return Drawing(parts, sheets, labels)


def open_canvas(
    edition: Edition,
    password: str = "",
    locked: frozenset[str] = frozenset(),
    asked: Requirements = NO_REQUIREMENTS,
) -> tuple[io.BytesIO, Canvas]:
    """Where the bytes of a workbook go, and the workbook to be drawn."""
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**style.DEFAULT}})
    return packed, Canvas(book, edition, password, locked, asked)


def close_canvas(packed: io.BytesIO, canvas: Canvas, properties: Mapping[str, str]) -> dict[str, str]:
    """The parts of a workbook that was drawn, by name, in their order."""
    for name, value in properties.items():
        canvas.book.set_custom_property(name, value, "text")
    canvas.book.close()
    sheets = [
        f"xl/worksheets/sheet{number}.xml" for number, _ in enumerate(canvas.book.worksheets(), start=1)
    ]
    return _finish_parts(packed, canvas.texts, sheets)


def _draw_form(canvas: Canvas) -> None:
    draw_guide(canvas)
    for page in pages(canvas.edition):
        draw_page(canvas, page)
    draw_check_sheet(canvas)
    _draw_identity(canvas)
    for path, place in places(canvas.edition).items():
        name_cell(canvas, NAME_PREFIX + path, place)
    for line in explainable_lines(canvas.edition):
        name_cell(canvas, line.name, line.place)
    canvas.book.set_properties({"title": canvas.edition.kind.title, "author": "gkxl", "created": CREATED})


def name_cell(canvas: Canvas, name: str, place: Place) -> None:
    """Define a name for a cell."""
    column = column_letters(place.column)
    define_hidden_name(canvas.book, name, f"={quote_sheet(place.sheet)}!${column}${place.row}")


def _draw_identity(canvas: Canvas) -> None:
    """Draw the hidden sheet, and leave cells for the identity of the workbook and for last year's figures."""
    sheet = canvas.hidden_sheet(HIDDEN_SHEET)
    sheet.set_column(0, 1, None, canvas.formats["outside"])
    for name, place in identity_places().items():
        _write_name(sheet, place, name)
        canvas.slot(sheet, place.address, None)
    for path, place in last_year_places(canvas.edition).items():
        _write_name(sheet, place, PROPERTY_PREFIX + path)
        # XlsxWriter leaves out a blank cell without a format.
        canvas.slot(sheet, place.address, canvas.formats["plain"])
    above = len(identity_places()) + len(last_year_places(canvas.edition))
    asked = {f"{PROPERTY_PREFIX}{REQUIREMENT}{name}": text for name, text in canvas.asked.entries}
    write_facts(sheet, asked, above)
    _draw_counts(canvas, sheet)


def _draw_counts(canvas: Canvas, sheet: Worksheet) -> None:
    """Draw what the check sheet counts with, on the hidden sheet."""
    for address, formula in hidden_formulas(canvas.edition).items():
        canvas.slot(sheet, address, None, Formula(formula.text))
    for name, place in count_places(canvas.edition).items():
        if name.startswith(ROOM):
            canvas.slot(sheet, place.address, None)


def write_facts(sheet: Worksheet, facts: Mapping[str, str], above: int = 0) -> None:
    """Write facts with their names onto the hidden sheet, below so many rows."""
    for name, place in hidden_places(facts, above).items():
        _write_name(sheet, place, name)
        sheet.write_string(place.address, facts[name])


def _write_name(sheet: Worksheet, place: Place, name: str) -> None:
    """Write a label into the cell to the left of a cell of the hidden sheet."""
    sheet.write_string(place.row - 1, place.column - 2, name)


def _finish_parts(packed: io.BytesIO, texts: SharedStrings, sheets: Iterable[str]) -> dict[str, str]:
    """The parts, with locks that XlsxWriter cannot set, and with shared strings rewritten.

    These are rewritten so that they read back unchanged.
    """
    parts = {name: content.decode() for name, content in read_parts(packed.getvalue()).items()}
    locked = {name: lock_columns(drop_spans(parts[name])) for name in sheets}
    return {**parts, **locked} | {
        "xl/styles.xml": unlock_normal(parts["xl/styles.xml"]),
        "xl/workbook.xml": lock_structure(parts["xl/workbook.xml"], parts["xl/worksheets/sheet1.xml"]),
        THEME_PART: plain_theme(parts[THEME_PART]),
        PROGRAM_PART: drop_contents(parts[PROGRAM_PART]),
        STRINGS_PART: replace_texts(parts[STRINGS_PART], texts),
    }
