"""Draws sheets with XlsxWriter, all but their content: pages of the form, instructions, check sheet."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.address import column_letters, find_areas
from gkxl.checksheet.lines import (
    CONFIRM,
    EXPLAINED,
    FIRST_ROW,
    FORMULA_COLUMNS,
    LEFT_COLUMN,
    REMARK_COLUMN,
    VERDICT_CELL,
    explainable_lines,
    note_places,
)
from gkxl.checksheet.sheet import BLANKS_VERDICT, blocks, formulas
from gkxl.layout import AUDIT_SHEET, GUIDE_SHEET, REQUIREMENT_MARK, TEXT_WIDTH, Box, Page, Role, places
from gkxl.model.marks import Prose, Strip
from gkxl.model.outline import group_by_domain
from gkxl.rules.check import misfilled
from gkxl.rules.expression import Cells, Constant, equal
from gkxl.rules.rule import Outcome, rules
from gkxl.write import style, validation
from gkxl.write.contents import Formula, break_pages
from gkxl.write.validation import guard_explanations, guard_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.checksheet.blocks import Line
    from gkxl.checksheet.sheet import Block
    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.write.canvas import Canvas


def draw_page(canvas: Canvas, page: Page) -> None:
    """Draw one section of the form."""
    sheet = canvas.sheet(page.sheet, style.column_widths(page))
    for box in page.boxes:
        look = canvas.formats[_format_name(page, box, canvas.locked)]
        merge_box(sheet, box, look)
        if box.cell is None:
            sheet.write_string(box.row - 1, box.column - 1, box.text, look)
        else:
            canvas.slot(sheet, places(canvas.edition)[box.cell.path].address, look)
    for row, height in style.row_heights(page).items():
        sheet.set_row(row - 1, height)
    if isinstance(page.section.section, Strip):
        sheet.set_landscape()
    if isinstance(page.section.section, Prose):
        sheet.set_print_scale(100)  # breaks are passed over where a page is made to fit
    sheet.freeze_panes(page.lead_rows, page.lead_columns)
    sheet.repeat_rows(0, page.lead_rows - 1)
    if page.section.path == canvas.edition.roles.cover:
        _print_requirements(canvas, sheet, page)
    guard_page(sheet, page, canvas.edition, canvas.locked, canvas.asked)
    _open_at_first_input(canvas, sheet, page)
    _colour_faults(canvas, sheet, page)
    _make_room_for_notes(canvas, sheet, page)


def _print_requirements(canvas: Canvas, sheet: Worksheet, page: Page) -> None:
    """Print below the cover what the office asks for."""
    for row, (name, text) in enumerate(canvas.asked.entries, start=page.height + 1):
        words, width = f"{REQUIREMENT_MARK}{name}：{text}", style.column_widths(page)[-1]
        sheet.set_row(row, style.count_lines(words, width) * style.LINE_HEIGHT + 6)
        sheet.write_string(row, page.width - 1, words, canvas.formats["plain"])


def _open_at_first_input(canvas: Canvas, sheet: Worksheet, page: Page) -> None:
    """Put the cursor where filling in begins."""
    inputs = (b for b in page.boxes if not canvas.formats[_format_name(page, b, canvas.locked)].locked)
    if box := next(inputs, None):
        sheet.set_selection(*_corners(box))


def _make_room_for_notes(canvas: Canvas, sheet: Worksheet, page: Page) -> None:
    """Leave room for last year's figures right of the table, where they are not printed."""
    spots = [place for place in note_places(canvas.edition).values() if place.sheet == page.sheet]
    for place in spots:
        canvas.slot(sheet, place.address, canvas.formats["note"])
    if spots:
        sheet.set_column(page.width, page.width, style.NOTE_WIDTH, canvas.formats["outside"])
        sheet.print_area(0, 0, page.height - 1, page.width - 1)


def _format_name(page: Page, box: Box, locked: frozenset[str]) -> str:
    """The name of a box's format."""
    if box.cell is None:
        nested = box.role is Role.LINE and box.rows > 1
        return "group" if nested else style.HEADINGS[box.role]
    if box.cell.computed:
        return "total"
    if box.cell.type is not str:
        return "number" if box.cell.in_table else "fixed"
    if box.cell.path in locked:
        return "fixed"
    return "text" if isinstance(page.section.section, Prose) else "entry"


def merge_box(sheet: Worksheet, box: Box, look: Format) -> None:
    """Merge the cells of a box that spans several."""
    if box.rows * box.columns > 1:
        sheet.merge_range(*_corners(box), "", look)


def _corners(box: Box) -> tuple[int, int, int, int]:
    """The first row and column of a box and the last, as XlsxWriter counts them, from 0."""
    return box.row - 1, box.column - 1, box.row + box.rows - 2, box.column + box.columns - 2


def _colour_faults(canvas: Canvas, sheet: Worksheet, page: Page) -> None:
    """Turn the cells of a broken rule red, and a cell that holds what it may not."""
    if not page.section.in_table:
        return
    for ranges, formula in _fault_formulas(canvas.edition, page):
        look = {"type": "formula", "criteria": f"={formula}", "format": canvas.bad}
        sheet.conditional_format(ranges[0], {**look, "multi_range": " ".join(ranges)})


@cache
def _fault_formulas(edition: Edition, page: Page) -> tuple[tuple[list[str], str], ...]:
    here, broken = Cells(places(edition), page.sheet), Constant(Outcome.BROKEN)
    # ECMA-376 Part 1, 18.3.1.18: one formula for all cells of a range, relative to the first of them
    fixed = evolve(here, fixed=True)
    by_formula: dict[str, list[str]] = {}
    for rule in rules(edition):
        if here.places[rule.cell.path].sheet == page.sheet:
            cells = (rule.cell.path,) if rule.is_sum else (*rule.left.cells, *rule.right.cells)
            formula = equal(rule.outcome, broken).excel(fixed)
            by_formula.setdefault(_to_relative(formula, one_row=rule.is_sum), []).extend(cells)
    found = [
        (here.ranges(cells), _from(here.places[cells[0]], formula)) for formula, cells in by_formula.items()
    ]
    inputs = (cell for cell in page.section.leaves if not cell.computed)
    for domain, alike in group_by_domain(inputs).items():
        at = ((here.places[cell.path].row, here.places[cell.path].column) for cell in alike)
        ranges = [area.address for area in find_areas(at)]
        found.extend(([range_], misfilled(range_.partition(":")[0], domain)) for range_ in ranges)
    return tuple(found)


_REFERENCE: Final = re.compile(r"\$([A-Z]+)\$(\d+)")
_OWN_ROW, _OWN_COLUMN = "#", "@"


def _to_relative(formula: str, *, one_row: bool) -> str:
    """A formula over a single row or column with a mark in its place; any other as it is.

    So one formula does for all rows, or columns, of which the same is true.
    """
    columns, rows = map(set, zip(*_REFERENCE.findall(formula), strict=True))
    if one_row and len(rows) == 1:
        return _REFERENCE.sub(rf"$\1{_OWN_ROW}", formula)
    return _REFERENCE.sub(rf"{_OWN_COLUMN}$\2", formula) if len(columns) == 1 else formula


def _from(first: Place, formula: str) -> str:
    """A formula as the first of its cells has it."""
    return formula.replace(_OWN_ROW, str(first.row)).replace(_OWN_COLUMN, column_letters(first.column))


def draw_guide(canvas: Canvas) -> None:
    """Draw the instructions, on whose printed pages no heading is the last row."""
    sheet = canvas.sheet(GUIDE_SHEET, [TEXT_WIDTH])
    sheet.set_print_scale(100)  # breaks are passed over where a page is made to fit
    row, pieces = 0, []
    for piece in _guide_pieces(canvas):
        pieces.append((row + 1, sum(height for _, _, height in piece)))
        for text, look, height in piece:
            sheet.set_row(row, height)
            sheet.write_string(row, 0, text, canvas.formats[look])
            row += 1
    sheet.set_h_pagebreaks([*break_pages(pieces)])


def _guide_pieces(canvas: Canvas) -> Iterator[list[tuple[str, str, float]]]:
    """The rows of the instructions that stay together: text, look and height, in points."""
    yield [(validation.GUIDE_TITLE, "title", style.TITLE_HEIGHT)]
    for line in validation.guide_lines(canvas.edition):
        yield [(line, "plain", style.count_lines(line, TEXT_WIDTH) * style.TEXT_HEIGHT + 8)]
    for title, lines in validation.guide_tables(canvas.edition, canvas.asked):
        rows = [
            (line, "label", style.count_lines(line, TEXT_WIDTH - 2) * style.LINE_HEIGHT + 3) for line in lines
        ]
        yield [(title, "heading", style.LEAST_HEIGHT), *rows[:1]]
        yield from ([row] for row in rows[1:])


def draw_check_sheet(canvas: Canvas) -> None:
    """Draw the live check sheet."""
    sheet = canvas.sheet(AUDIT_SHEET, [*style.AUDIT_WIDTHS])
    sheet.write_over(0, len(style.AUDIT_WIDTHS), "审核（自动计算）", canvas.formats["title"])
    sheet.set_row(0, style.TITLE_HEIGHT)
    sheet.write_string(1, 0, "总体结论", canvas.formats["verdict"])
    sheet.merge_range(1, 1, 1, 5, "", canvas.formats["verdict"])
    _leave_formula(canvas, sheet, VERDICT_CELL, "verdict")
    sheet.set_row(1, style.TITLE_HEIGHT)
    drawn = [block for block in blocks(canvas.edition) if block.lines]
    for block in drawn:
        _draw_headings(canvas, sheet, block)
        for row, line in zip(block.rows, block.lines, strict=True):
            _draw_line(canvas, sheet, row, line, _fold(block, row))
    sheet.outline_settings(symbols_below=False)
    _colour_results(canvas, sheet, drawn[-1].rows.stop - 1)
    places = [line.place for line in explainable_lines(canvas.edition)]
    for place in places:
        canvas.slot(sheet, place.address, canvas.formats["entry"])
    guard_explanations(sheet, places)
    sheet.set_selection(places[0].address)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)


def _leave_formula(canvas: Canvas, sheet: Worksheet, address: str, look: str) -> None:
    """Leave a cell for what a formula of the check sheet shows."""
    found = formulas(canvas.edition)[address]
    canvas.slot(sheet, address, canvas.formats[look], Formula(found.text))


def _draw_headings(canvas: Canvas, sheet: Worksheet, block: Block) -> None:
    row = block.rows.start - 1
    sheet.set_row(row - 1, style.LEAST_HEIGHT)
    for column, heading in enumerate(block.headings):
        sheet.write_string(row - 1, column, heading, canvas.formats["heading"])


def _fold(block: Block, row: int) -> dict[str, Any]:
    """How a row takes part in an outline, where the lines of its block are folded."""
    if row in block.folded:
        return {"level": 1, "hidden": True}
    return {"collapsed": True} if block.folded else {}


def _draw_line(canvas: Canvas, sheet: Worksheet, row: int, line: Line, fold: dict[str, Any]) -> None:
    sheet.set_row(row - 1, style.line_height(line.text, line.longest_remark), None, fold)
    sheet.write_string(row - 1, 0, line.text, canvas.formats["label"])
    fixed = {LEFT_COLUMN: line.left, REMARK_COLUMN: line.remark}
    looks = {**dict.fromkeys(FORMULA_COLUMNS, "value"), REMARK_COLUMN: "link" if line.remark else "value"}
    for column in FORMULA_COLUMNS if line.explained else looks:
        if f"{column}{row}" in formulas(canvas.edition):
            _leave_formula(canvas, sheet, f"{column}{row}", looks[column])
        elif isinstance(fixed.get(column), str):
            sheet.write_string(f"{column}{row}", fixed[column], canvas.formats["label"])
        else:  # a number that is always the same, or nothing
            sheet.write(f"{column}{row}", fixed.get(column), canvas.formats["value"])


def _colour_results(canvas: Canvas, sheet: Worksheet, end: int) -> None:
    looks = {
        canvas.bad: (Outcome.BROKEN,),
        canvas.open: (Outcome.UNFILLED, CONFIRM),
        canvas.good: (Outcome.HOLDS, EXPLAINED),
    }
    for word, look in ((word, look) for look, words in looks.items() for word in words):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(FIRST_ROW, 4, end - 1, 4, rule)
    answers = (
        (BLANKS_VERDICT, canvas.open),
        (str(Outcome.BROKEN), canvas.bad),
        (CONFIRM, canvas.open),
        (str(Outcome.HOLDS), canvas.good),
    )
    for words, look in answers:
        rule = {"type": "text", "criteria": "begins with", "value": words, "format": look}
        sheet.conditional_format(1, 1, 1, 5, rule)
