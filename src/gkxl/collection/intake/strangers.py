"""Recognises files among the returns that are no workbooks of the form: rosters, and results of gkxl."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from gkxl.collection.intake.no_returns import a_roster, no_return
from gkxl.collection.roster.columns import CODE, LEVEL, NAME, meaning
from gkxl.collection.roster.rows import read_sheets
from gkxl.collection.roster.table import find_tables, known
from gkxl.errors import GkxlError
from gkxl.export.rows import HEADINGS, NAMES
from gkxl.files.sniff import OLD_WORKBOOKS, Format, sniff
from gkxl.forms.common import LEVELS

if TYPE_CHECKING:
    from gkxl.collection.roster.rows import Sheet
    from gkxl.collection.roster.table import Table
    from gkxl.issues.issue import Issue

_HEAD: Final = 4096
_PAGE: Final = re.compile(rb'<meta name="generator" content="gkxl (collect|diff|plot)">')
_TABLES: Final = (Format.ZIP, Format.TEXT, *OLD_WORKBOOKS)
_MANY: Final = 4
"""So many headings of a roster make one, whatever is below them."""

_A_CODE: Final = re.compile(r"[\w-]*\d[\w-]*")

_PEOPLE: Final = re.compile("序号|联系|电话|手机|邮箱|传真|地址|负责|备注")
"""Columns that rosters have besides those that are known."""


def find_stranger(data: bytes) -> Issue | None:
    """What a file is that could not be read as a return; None where it is not known.

    Args:
        data: Its bytes.
    """
    format_ = sniff(data)
    head = data[:_HEAD]
    if format_ is Format.DATABASE and b"CREATE TABLE consolidated" in data:
        return no_return("汇总结果的数据库", "the store of a collection")
    if format_ is Format.HTML and (page := _PAGE.search(head)):
        return no_return(*_PAGES[page[1]])
    if format_ is Format.PARQUET or _is_exported_json(head):
        return no_return(*_EXPORTED)
    return _in_table(data) if format_ in _TABLES else None


_PAGES: Final = {
    b"collect": ("汇总结果的网页", "the page of a collection"),
    b"diff": ("两份报告的比较结果", "a comparison of two reports"),
    b"plot": ("图表", "a chart"),
}
_EXPORTED: Final = ("导出的数据", "exported data")


def _is_exported_json(head: bytes) -> bool:
    """Whether it begins as the JSON of reports or of exported data does."""
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    keys = [f'"{name}"'.encode() for name in NAMES]
    is_report = text.startswith(b"{") and b'"edition"' in text and b'"cells"' in text
    return is_report or (text.startswith(b"[") and all(key in text for key in keys))


def _in_table(data: bytes) -> Issue | None:
    """A roster or exported data, as CSV or as a workbook."""
    try:
        sheets = [sheet for sheet in read_sheets(data, "") if not sheet.hidden]
    except GkxlError:
        return None
    if any(map(_is_exported, sheets)):
        return no_return(*_EXPORTED)
    tables = (table for sheet in sheets for table in find_tables(sheet, meaning, NAME))
    return a_roster() if any(map(_is_roster, tables)) else None


def _is_exported(sheet: Sheet) -> bool:
    return any(row.cells[: len(NAMES)] in (NAMES, HEADINGS) for row in islice(sheet.rows, 1))


def _is_roster(table: Table) -> bool:
    """Whether a table is a list of units, and not some form that has 单位名称 and 单位代码 on its cover."""
    at = {column.meaning: column.at for column in table.columns}
    if len(known(table.columns)) >= _MANY or _has_nothing_else(table):
        return True
    codes = [bool(_A_CODE.fullmatch(row.cell(at[CODE]).strip())) for row in table.rows if CODE in at]
    levels = [row.cell(at[LEVEL]).strip() in LEVELS for row in table.rows if LEVEL in at]
    return any(found and 2 * sum(found) > len(found) for found in (codes, levels))


def _has_nothing_else(table: Table) -> bool:
    """Whether all its columns are those of a roster, people to call among them, and hold something."""
    rest = [column for column in table.columns if not column.meaning and not _PEOPLE.search(column.text)]
    width = len(table.columns)
    return not rest and bool(table.rows) and all(sum(map(bool, row.cells)) <= width for row in table.rows)
