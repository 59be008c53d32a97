"""An official table in Word: the boxes of its page, merged as printed, headings on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml.ns import nsdecls
from docx.shared import Length, Pt

from gkxl.layout import Role
from gkxl.publish.docx_style import TEXT_WIDTH, element
from gkxl.publish.style import FIRST_LINES, figure_size, is_whole, shares

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table, _Cell

    from gkxl.layout import Box, Page
    from gkxl.publish.document import Document

_MARGIN: Final = 57
"""Left and right of what is in a cell, in twips."""


def add_table(word: Word, made: Document, page: Page) -> None:
    """Add a table as wide as the text."""
    table = word.add_table(page.height - 1, page.width, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _describe(table, page)
    grid = [row.cells for row in table.rows]
    _set_columns(table, grid, page)
    _set_rows(word, table, grid, page)
    size = Pt(figure_size(page, made.longest_figure(page)))
    for box in page.boxes:
        if box.row > 1:
            cell = _merged(grid, box)
            _fill(cell, made.figure(box.cell) if box.cell else box.text, size if box.cell else None)
            _set_look(word, cell, page, box)


def _describe(table: Table, page: Page) -> None:
    """What screen readers say of it, and narrow margins: python-docx has no call for either."""
    margins = "".join(f'<w:{side} w:w="{_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    properties = table._tbl.tblPr  # noqa: SLF001 (see above)
    (look,) = properties.xpath("w:tblLook")
    look.addprevious(element(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    properties.append(element(f'<w:tblCaption {nsdecls("w")} w:val="{page.section.item.label}"/>'))


def _set_columns(table: Table, grid: list[tuple[_Cell, ...]], page: Page) -> None:
    widths = [Length(round(share * TEXT_WIDTH)) for share in shares(page)]
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        column.width = width
        for cells in grid:
            cells[index].width = width


def _set_rows(word: Word, table: Table, grid: list[tuple[_Cell, ...]], page: Page) -> None:
    """Rows that break nowhere, and headings that repeat; a short table stays on one page."""
    style = word.styles["Table Cell"]
    kept = page.height if is_whole(page) else page.lead_rows + FIRST_LINES
    for number, (row, cells) in enumerate(zip(table.rows, grid, strict=True), start=2):
        repeated = "<w:tblHeader/>" if number <= page.lead_rows else ""
        marks = element(f"<w:trPr {nsdecls('w')}><w:cantSplit/>{repeated}</w:trPr>")
        row._tr.insert(0, marks)  # noqa: SLF001 (python-docx has no call for these either)
        for cell in cells:
            (line,) = cell.paragraphs
            line.style = style
            if number < kept:
                line.paragraph_format.keep_with_next = True


def _merged(grid: list[tuple[_Cell, ...]], box: Box) -> _Cell:
    """The cell of a box, whose first row is the second of its page."""
    first = grid[box.row - 2][box.column - 1]
    if box.rows == box.columns == 1:
        return first
    merged: _Cell = first.merge(grid[box.row + box.rows - 3][box.column + box.columns - 2])
    return merged


def _fill(cell: _Cell, text: str, size: Length | None) -> None:
    run = cell.paragraphs[0].add_run(text)
    if size:
        run.font.size = size


def _set_look(word: Word, cell: _Cell, page: Page, box: Box) -> None:
    if page.lead_columns > 1 and box.role is Role.LINE and box.rows == 1:
        cell.paragraphs[0].style = word.styles["Table Line"]
    if box.role in (Role.BAR, Role.HEADING):
        fill = element(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F4F7"/>')
        cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001 (nor for colours)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
