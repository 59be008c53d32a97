"""Writes reports as Word documents, with the official tables merged as the notice prints them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml.ns import nsdecls
from docx.shared import Length, Pt

from gkxl.arguments import checked
from gkxl.files.save import read_suffix, write_file
from gkxl.layout import Role
from gkxl.publication.frame import DRAFT_WORD
from gkxl.publication.write import (
    LINES_TOGETHER,
    build_document,
    column_shares,
    figure_points,
    fits_one_page,
    heading_lines,
)
from gkxl.publication.write.docx_style import (
    FONT_TABLE,
    TEXT_WIDTH,
    blank_document,
    font_table,
    parse_element,
)
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table, _Cell

    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport
    from gkxl.layout import Box, Page
    from gkxl.publication.frame import Frame
    from gkxl.publication.write import Document, Part


# The same in every document, so that the same report gives the same bytes.
_CREATED: Final = datetime(1980, 1, 1, tzinfo=UTC)

_MAX_TITLE_LENGTH: Final = 255
"""The longest title that python-docx accepts for the properties of a document."""

_CELL_MARGIN: Final = 57
"""The margin at the left and right of a cell, in twentieths of a point."""


@checked
def write_docx(report: AnyReport, target: Target, *, draft: bool = False, frame: Frame | None = None) -> None:
    """Write a report as a Word document; the same report gives the same bytes.

    Of the cover only the unit and the year are printed, in the title; contacts only where a frame has them.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        target: Where to write it: the path of a ``.docx`` file, or a binary file.
        draft: Whether to print 草稿 over every page; only so a report with errors is written at all.
        frame: What to print around it; None for nothing. See `frame_from_cover`.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        WriteError: The file cannot be written.
    """
    read_suffix(target, (".docx",))
    write_file(target, docx_bytes(report, draft=draft, frame=frame))


def docx_bytes(report: AnyReport, *, draft: bool = False, frame: Frame | None = None) -> bytes:
    """The bytes of the Word document that `write_docx` writes."""
    made, word = build_document(report, draft=draft, frame=frame), blank_document()
    _set_properties(word, made)
    if made.draft:
        _mark_draft(word)
    word.add_paragraph("\n".join(made.title_lines), "Title")
    for text in made.lead:
        word.add_paragraph(text, "Body Text")
    for part in made.parts:
        _add_part(word, made, part)
    for line in made.signature:
        # GB/T 9704 7.3.5.4: no signature is alone on a page; keepNext, as in a table, keeps it with the text.
        word.paragraphs[-1].paragraph_format.keep_with_next = True
        word.add_paragraph(line, "Signature")
    saved = io.BytesIO()
    word.save(saved)
    return repack(saved.getvalue(), {FONT_TABLE: lambda _: font_table()})


def _set_properties(word: Word, made: Document) -> None:
    """Set title, language and date in the properties of the file, and remove the author of python-docx."""
    about = word.core_properties
    about.title, about.language = made.title[:_MAX_TITLE_LENGTH], "zh-CN"
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _CREATED


def _mark_draft(word: Word) -> None:
    word.add_paragraph(DRAFT_WORD, "Draft")
    (page,) = word.sections
    for header in (page.header, page.even_page_header):
        header.paragraphs[0].text = DRAFT_WORD


def _add_part(word: Word, made: Document, part: Part) -> None:
    word.add_paragraph(part.title, "Heading 1")
    if part.is_table:
        add_table(word, made, part.page)
    for passage in part.passages:
        if passage.heading:
            word.add_paragraph(passage.heading, "Heading 2")
        for text in passage.paragraphs:
            word.add_paragraph(text, "Body Text")


def add_table(word: Word, made: Document, page: Page) -> None:
    """Add a table as wide as the text."""
    table = word.add_table(page.height - 1, page.width, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _describe_table(table, page)
    grid = [row.cells for row in table.rows]
    _set_columns(table, grid, page)
    _set_rows(word, table, grid, page)
    size = Pt(figure_points(page, made.longest_figure(page)))
    for box in page.boxes:
        if box.row > 1:
            cell = _merge_box(grid, box)
            label = "\n".join(heading_lines(page, box)) if box.role is Role.HEADING else box.text
            _fill_cell(cell, made.figure(box.cell) if box.cell else label, size if box.cell else None)
            _style_cell(word, cell, page, box)


def _describe_table(table: Table, page: Page) -> None:
    """Give a table narrow margins, and the caption that screen readers read."""
    margins = "".join(f'<w:{side} w:w="{_CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    properties = table._tbl.tblPr  # noqa: SLF001 (python-docx has no call for either)
    # ECMA-376 Part 1, Annex A: the children of tblPr have a fixed order: tblCellMar, tblLook, tblCaption.
    (look,) = properties.xpath("w:tblLook")
    look.addprevious(parse_element(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    properties.append(parse_element(f'<w:tblCaption {nsdecls("w")} w:val="{page.section.item.label}"/>'))


def _set_columns(table: Table, grid: list[tuple[_Cell, ...]], page: Page) -> None:
    widths = [Length(round(share * TEXT_WIDTH)) for share in column_shares(page)]
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        column.width = width
        for cells in grid:
            cells[index].width = width


def _set_rows(word: Word, table: Table, grid: list[tuple[_Cell, ...]], page: Page) -> None:
    """Let no row break over pages, repeat headings on each page, and keep a short table on one page."""
    style = word.styles["Table Cell"]
    kept = page.height if fits_one_page(page) else page.lead_rows + LINES_TOGETHER
    for number, (row, cells) in enumerate(zip(table.rows, grid, strict=True), start=2):
        # ECMA-376 Part 1, 17.4: cantSplit keeps a row on one page, tblHeader repeats it on each page.
        repeated = "<w:tblHeader/>" if number <= page.lead_rows else ""
        marks = parse_element(f"<w:trPr {nsdecls('w')}><w:cantSplit/>{repeated}</w:trPr>")
        row._tr.insert(0, marks)  # noqa: SLF001 (python-docx has no call for these either)
        for cell in cells:
            (line,) = cell.paragraphs
            line.style = style
            if number < kept:
                # 17.3.1.15: keepNext in each paragraph of a row keeps that row with the next one.
                line.paragraph_format.keep_with_next = True


def _merge_box(grid: list[tuple[_Cell, ...]], box: Box) -> _Cell:
    """The cell of a box, merged as the box is; the table begins with the second row of the page."""
    first = grid[box.row - 2][box.column - 1]
    if box.rows == box.columns == 1:
        return first
    merged: _Cell = first.merge(grid[box.row + box.rows - 3][box.column + box.columns - 2])
    return merged


def _fill_cell(cell: _Cell, text: str, size: Length | None) -> None:
    run = cell.paragraphs[0].add_run(text)
    if size:
        run.font.size = size


def _style_cell(word: Word, cell: _Cell, page: Page, box: Box) -> None:
    if page.lead_columns > 1 and box.role is Role.LINE and box.rows == 1:
        cell.paragraphs[0].style = word.styles["Table Line"]
    if box.role in (Role.BAR, Role.HEADING):
        fill = parse_element(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F4F7"/>')
        cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001 (nor for colours)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
