"""Marks faults in a copy of a workbook with openpyxl: coloured cells, comments, and a list in front."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gkxl.grouping import NAMED, grouped
from gkxl.identity import COMMENT_AUTHOR
from gkxl.layout import RETURN_SHEET
from gkxl.marking.notes import level, note, notes
from gkxl.marking.package import as_excel_packs
from gkxl.write import style
from gkxl.write.formulas import quoted
from gkxl.xlsx import read_book

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell

    from gkxl.grouping import Group
    from gkxl.issues import Issue, Place
    from gkxl.xlsx import Book

_FAULT: Final = PatternFill("solid", fgColor=style.BAD["bg_color"].removeprefix("#"))
_OWN_COMMENT: Final = re.compile("\n原批注（(?P<author>.*?)）：(?P<text>.*)", re.DOTALL)
_BARE: Final = re.compile("\r|_(?=x[0-9A-Fa-f]{4}_)")
_INPUT: Final = PatternFill("solid", fgColor=style.INPUT_COLOUR.removeprefix("#"))
_TOTAL: Final = PatternFill("solid", fgColor=style.TOTAL_COLOUR.removeprefix("#"))
_HEAD: Final = PatternFill("solid", fgColor=style.HEAD_COLOUR.removeprefix("#"))
_HEADING: Final = Font(name=style.BODY_FONT, bold=True)
_PLAIN: Final = Font(name=style.BODY_FONT)
_LINK: Final = Font(name=style.BODY_FONT, color="0563C1", underline="single")
_LINE: Final = Side("thin", "BFBFBF")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_WIDTHS: Final = {"A": 6, "B": 10, "C": 20, "D": 60}
_FIRST_LINK: Final = 5
"""The column of the first of the links to cells that share a fault; they are not printed."""

_COMMENT_SIZE: Final = (160, 320)


def marked_copy(content: bytes, issues: list[Issue]) -> bytes:
    """The workbook with its faults marked and everything else as it was."""
    book = load_workbook(io.BytesIO(content))
    _unmark(book)
    _spell_texts(book, read_book(content))
    for place, found in notes(issues).items():
        _mark_cell(book, place, found)
    _list_issues(book, issues)
    packed = io.BytesIO()
    book.save(packed)
    return as_excel_packs(packed.getvalue())


def _unmark(book: Workbook) -> None:
    """Take away what an earlier marking left, so that only today's faults show."""
    if RETURN_SHEET in book.sheetnames:
        del book[RETURN_SHEET]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and cell.comment.author == COMMENT_AUTHOR:
                    cell.comment = _own_comment(cell.comment)
                if cell.fill == _FAULT:
                    cell.fill = _TOTAL if cell.protection.locked else _INPUT


def _own_comment(marked: Comment) -> Comment | None:
    """The comment of the unit's own that a marking took up."""
    own = _OWN_COMMENT.search(marked.text)
    return Comment(own["text"], own["author"]) if own else None


def _spell_texts(book: Workbook, filed: Book) -> None:
    """Spell out what only escapes can hold; openpyxl reads and writes such texts in ways that differ."""
    for sheet in filed.sheets:
        for place, cell in sheet.cells.items():
            if cell.formula is None and _BARE.search(cell.text):
                text = book[sheet.name].cell(*place)
                text.value = _BARE.sub(lambda found: f"_x{ord(found[0]):04X}_", cell.text)
                text.data_type = "s"


def _mark_cell(book: Workbook, place: Place, found: list[Issue]) -> None:
    cell = book[place.sheet].cell(place.row, place.column)
    cell.fill = _FAULT
    height, width = _COMMENT_SIZE
    said = f"\n原批注（{cell.comment.author}）：{cell.comment.text}" if cell.comment else ""
    cell.comment = Comment(note(found) + said, COMMENT_AUTHOR, height=height, width=width)


def _list_issues(book: Workbook, issues: list[Issue]) -> None:
    sheet = book.create_sheet(RETURN_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _set_up(sheet)
    sheet.append([f"退回说明：共 {len(issues)} 处。请按下表改正后，仍用本文件报送（本表不必删除）。"])
    sheet.append(["序号", "级别", "位置", "问题和改法", "各格"])
    sheet["A1"].font = Font(name=style.HEAD_FONT, size=14)
    for cell in sheet[2]:
        cell.font, cell.fill, cell.border = _HEADING, _HEAD, _BOX
    for row, group in enumerate(grouped(issues), start=3):
        _list_group(sheet, row, group)
    sheet.print_area = f"A1:D{sheet.max_row}"


def _set_up(sheet: Worksheet) -> None:
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _list_group(sheet: Worksheet, row: int, group: Group) -> None:
    """One row for a fault: where it is, what to do, and links to its cells."""
    said, where = note([group.issue]), group.place or "整个文件"
    heights = (style.lines_of(said, _WIDTHS["D"]), style.lines_of(where, _WIDTHS["C"]))
    sheet.row_dimensions[row].height = max(heights) * style.LINE_HEIGHT + 4
    sheet.cell(row, 1, row - 2)
    for column, text in enumerate((level(group.issue), where, said), start=2):
        sheet.cell(row, column, text).data_type = "s"
    for cell in sheet[row]:
        cell.font, cell.alignment, cell.border = _PLAIN, _WRAP, _BOX
    places = [issue.place for issue in group.issues if issue.place]
    if len(places) == 1:
        _link(sheet.cell(row, 3), places[0])
    else:  # a linked text is not wrapped by every program, and leads to one cell only
        for column, place in enumerate(places[:NAMED], start=_FIRST_LINK):
            _link(sheet.cell(row, column, place.address), place)


def _link(cell: Cell | MergedCell, place: Place) -> None:
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(place.sheet)}!{place.address}")
    cell.font = _LINK
