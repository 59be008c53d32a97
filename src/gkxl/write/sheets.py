"""Draws the sheets of a workbook with XlsxWriter: the form's pages, the instructions, the check sheet."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from gkxl.layout import AUDIT_SHEET, GUIDE_SHEET, Box, Page, Role, places
from gkxl.outline import by_domain, formulas
from gkxl.rules import rules
from gkxl.spec import Prose, Strip, Table
from gkxl.write import audit, guide, style
from gkxl.write.formulas import BROKEN, HOLDS, UNFILLED, Formulas, areas, misfilled
from gkxl.write.validation import validate

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.forms.edition import Edition
    from gkxl.outline import Node
    from gkxl.write.canvas import Canvas


def draw_page(canvas: Canvas, page: Page) -> None:
    """Draw one section of the form."""
    sheet = canvas.sheet(page.sheet, style.widths(page))
    heights = dict(style.heights(page))
    for box in page.boxes:
        look = canvas.formats[_look(page, box)]
        _frame(sheet, box, look)
        if box.cell is None:
            sheet.write_string(box.row - 1, box.column - 1, box.text, look)
        else:
            _write_cell(canvas, sheet, box, box.cell, look)
            heights.update(_text_heights(canvas, page, box, box.cell))
    for row, height in heights.items():
        sheet.set_row(row - 1, height)
    if isinstance(page.section.section, Strip):
        sheet.set_landscape()
    if isinstance(page.section.section, Prose):
        sheet.set_print_scale(100)  # breaks are passed over where a page is made to fit
        sheet.set_h_pagebreaks(_breaks(page, heights))
    sheet.freeze_panes(page.lead_rows, page.lead_columns)
    sheet.repeat_rows(0, page.lead_rows - 1)
    validate(sheet, page)
    _colour_faults(canvas, sheet, page)


def _look(page: Page, box: Box) -> str:
    """The name of a box's format."""
    if box.cell is None:
        nested = box.role is Role.LINE and box.rows > 1
        return "group" if nested else style.HEADINGS[box.role]
    if box.cell.computed:
        return "total"
    if box.cell.type is not str:
        return "number" if box.cell.in_table else "fixed"
    return "text" if isinstance(page.section.section, Prose) else "entry"


def _frame(sheet: Worksheet, box: Box, look: Format) -> None:
    if box.rows * box.columns > 1:
        last_row, last_column = box.row + box.rows - 2, box.column + box.columns - 2
        sheet.merge_range(box.row - 1, box.column - 1, last_row, last_column, "", look)


def _write_cell(canvas: Canvas, sheet: Worksheet, box: Box, cell: Node, look: Format) -> None:
    row, column, value = box.row - 1, box.column - 1, canvas.values[cell.path]
    total = _totals(canvas.edition).get(cell.path)
    computed = sum(canvas.values[part] or 0 for part in total[1]) if total else None
    if total and value in (None, computed):
        sheet.write_formula(row, column, f"={total[0]}", look, computed)
    elif value in (None, ""):
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


@cache
def _totals(edition: Edition) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For every printed total its formula and its parts."""
    write = Formulas(places(edition), across=False)
    parts = {path: tuple(part.path for part in found.parts) for path, found in formulas(edition.form).items()}
    return {path: (write.total(below), below) for path, below in parts.items()}


def _text_heights(canvas: Canvas, page: Page, box: Box, cell: Node) -> dict[int, float]:
    """Rows high enough together for the whole text, none higher than programs allow."""
    if box.rows == 1:
        return {}
    lines = style.lines_of(canvas.values[cell.path] or "", style.widths(page)[0])
    each = min(style.MAX_HEIGHT, max(style.TEXT_HEIGHT, (lines + 1) * style.TEXT_HEIGHT / box.rows))
    return dict.fromkeys(range(box.row, box.row + box.rows), each)


def _breaks(page: Page, heights: dict[int, float]) -> list[int]:
    """After which rows a new printed page begins, so that no text is cut in two that fits on one."""
    found, used = [], 0.0
    starts = [box.row for box in page.boxes if box.role is Role.LINE] or [page.lead_rows + 1]
    for start, end in pairwise((*starts, page.height + 1)):
        needed = sum(heights.get(row, style.LINE_HEIGHT) for row in range(start, end))
        if used and used + needed > style.PAGE_HEIGHT:
            found.append(start - 1)
            used = 0.0
        used += needed
    return found


def _colour_faults(canvas: Canvas, sheet: Worksheet, page: Page) -> None:
    """Turn the cells of a broken rule red, and a cell that holds what it may not."""
    if not isinstance(page.section.section, Table):
        return
    for ranges, formula in _fault_formulas(canvas.edition, page):
        look = {"type": "formula", "criteria": f"={formula}", "format": canvas.bad}
        sheet.conditional_format(ranges[0], {**look, "multi_range": " ".join(ranges)})


@cache
def _fault_formulas(edition: Edition, page: Page) -> tuple[tuple[list[str], str], ...]:
    here, write = places(edition), Formulas(places(edition), across=False)
    found = [
        (
            write.ranges((rule.cell.path,) if rule.is_sum else cells),
            write.broken(rule),
        )
        for rule in rules(edition)
        for cells in [(*rule.left.cells, *rule.right.cells)]
        if here[rule.cell.path].sheet == page.sheet
    ]
    inputs = (cell for cell in page.section.leaves() if not cell.computed)
    for domain, alike in by_domain(inputs).items():
        corners = [(area, str(area).partition(":")[0]) for area in areas(here[c.path] for c in alike)]
        found.extend(([str(area)], misfilled(corner, domain)) for area, corner in corners)
    return tuple(found)


def draw_guide(canvas: Canvas) -> None:
    """Draw the instructions."""
    sheet = canvas.sheet(GUIDE_SHEET, [style.TEXT_WIDTH])
    sheet.set_row(0, style.TITLE_HEIGHT)
    sheet.write_string(0, 0, guide.TITLE, canvas.formats["title"])
    for row, line in enumerate(guide.lines(canvas.edition), start=1):
        sheet.set_row(row, style.lines_of(line, style.TEXT_WIDTH) * style.TEXT_HEIGHT + 8)
        sheet.write_string(row, 0, line, canvas.formats["plain"])


def draw_audit(canvas: Canvas) -> None:
    """Draw the live check sheet."""
    sheet = canvas.sheet(AUDIT_SHEET, [58, 11, 11, 9, 10])
    found = audit.blocks(canvas.edition, canvas.values)
    sheet.merge_range(0, 0, 0, 4, "审核（自动计算）", canvas.formats["title"])
    sheet.set_row(0, style.TITLE_HEIGHT)
    sheet.write_string(1, 0, "总体结论", canvas.formats["verdict"])
    answer = audit.verdict(found)
    sheet.merge_range(1, 1, 1, 4, "", canvas.formats["verdict"])
    sheet.write_formula(1, 1, f"={answer.text}", canvas.formats["verdict"], answer.value)
    sheet.set_row(1, style.TITLE_HEIGHT)
    row = audit.FIRST_ROW - 1
    for block in found:
        sheet.set_row(row, style.LEAST_HEIGHT)
        for column, heading in enumerate(block.headings):
            sheet.write_string(row, column, heading, canvas.formats["heading"])
        for below, line in enumerate(block.lines, start=row + 1):
            _write_line(canvas, sheet, below, line)
        row += 1 + len(block.lines)
    _colour_results(canvas, sheet, row)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)


def _write_line(canvas: Canvas, sheet: Worksheet, row: int, line: audit.Line) -> None:
    sheet.set_row(row, max(style.LEAST_HEIGHT, style.lines_of(line.text, 58) * style.LINE_HEIGHT + 6))
    sheet.write_string(row, 0, line.text, canvas.formats["label"])
    difference = audit.Formula(f"B{row + 1}-C{row + 1}", line.difference)
    for column, content in enumerate((line.left, line.right, difference, line.status), start=1):
        _write_result(sheet, (row, column), content, canvas.formats["value"])


def _write_result(sheet: Worksheet, at: tuple[int, int], content: audit.Formula | int, look: Format) -> None:
    if isinstance(content, int):
        sheet.write_number(*at, content, look)
    elif content.array:
        sheet.write_array_formula(*at, *at, f"{{={content.text}}}", look, content.value)
    else:
        sheet.write_formula(*at, f"={content.text}", look, content.value)


def _colour_results(canvas: Canvas, sheet: Worksheet, end: int) -> None:
    for word, look in ((BROKEN, canvas.bad), (UNFILLED, canvas.open), (HOLDS, canvas.good)):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(audit.FIRST_ROW, 4, end - 1, 4, rule)
    for words, look in (("有误", canvas.bad), (UNFILLED, canvas.open), (HOLDS, canvas.good)):
        rule = {"type": "text", "criteria": "begins with", "value": words, "format": look}
        sheet.conditional_format(1, 1, 1, 4, rule)
