"""Knows what lies among the returns and is none: rosters, blank forms, and what gkxl itself wrote."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from gkxl.collection.roster.columns import CODE, LEVEL, NAME, meaning
from gkxl.collection.roster.rows import read_sheets
from gkxl.collection.roster.table import find_tables, known
from gkxl.errors import GkxlError
from gkxl.expectations.figures import prefilled
from gkxl.export.rows import NAMES
from gkxl.export.workbook import HEADINGS
from gkxl.forms import edition_named
from gkxl.forms.common import LEVELS
from gkxl.issues import Issue
from gkxl.layout import DETAIL_SHEET, LEDGER_SHEET
from gkxl.outline import cells
from gkxl.xlsx import Kind
from gkxl.xlsx.sniff import OLD_WORKBOOKS, Format, sniff

if TYPE_CHECKING:
    from gkxl.collection.roster.rows import Sheet
    from gkxl.collection.roster.table import Table
    from gkxl.reading import Reading

_HEAD: Final = 4096
_PAGE: Final = re.compile(rb'<meta name="generator" content="gkxl (collect|diff|plot)">')
_TABLES: Final = (Format.ZIP, Format.TEXT, *OLD_WORKBOOKS)
_MANY: Final = 4
"""So many headings of a roster make one, whatever is below them."""

_A_CODE: Final = re.compile(r"[\w-]*\d[\w-]*")

_PEOPLE: Final = re.compile("序号|联系|电话|手机|邮箱|传真|地址|负责|备注")
"""Columns that rosters have besides those that are known."""

_COVER: Final = "cover."
_AWAY: Final = ("请移出收表的文件夹", "Move it out of the folder of returns")


def find_stranger(data: bytes) -> Issue | None:
    """What a file is that could not be read as a return; None where it is not known.

    Args:
        data: Its bytes.
    """
    format_ = sniff(data)
    head = data[:_HEAD]
    if format_ is Format.DATABASE and b"CREATE TABLE consolidated" in data:
        return _stranger("汇总结果的数据库", "the store of a collection")
    if format_ is Format.HTML and (page := _PAGE.search(head)):
        return _stranger(*_PAGES[page[1]])
    if format_ is Format.PARQUET or _is_exported_json(head):
        return _stranger(*_EXPORTED)
    return _in_table(data) if format_ in _TABLES else None


def find_own_workbook(reading: Reading) -> Issue | None:
    """What a workbook of the form is if it is no return: 汇总.xlsx, or a form without any entry."""
    if {LEDGER_SHEET, DETAIL_SHEET} <= {*reading.sheets}:
        return _stranger("带有台账和明细的汇总表", "a consolidated report with its ledger")
    if _is_blank(reading):
        return _stranger(
            "没有填写的空白表",
            "a blank form",
            ("是单位报来的，请单位填好后重报", "If a unit sent it, have it filled in and sent again"),
        )
    return None


def a_roster() -> Issue:
    """What a roster is among returns."""
    return _stranger("名册", "a roster")


def _stranger(what: str, what_en: str, remedy: tuple[str, str] = _AWAY) -> Issue:
    facts = {"what": what, "what_en": what_en, "remedy": remedy[0], "remedy_en": remedy[1]}
    return Issue(code="file.no_return", facts=facts)


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


def _is_blank(reading: Reading) -> bool:
    """Whether nothing was filled into a form; last year's figures come with it."""
    edition = edition_named(reading.edition)
    inputs = {
        cell.path for cell in cells(edition.form) if not (cell.computed or cell.path.startswith(_COVER))
    }
    given = prefilled(edition, reading.carried)
    filled = (c.path for c in reading.cells if c.path in inputs and c.kind is not Kind.BLANK)
    return not reading.explanations and all(reading.values[path] == given.get(path) for path in filled)


def _in_table(data: bytes) -> Issue | None:
    """A roster or exported data, as CSV or as a workbook."""
    try:
        sheets = [sheet for sheet in read_sheets(data, "") if not sheet.hidden]
    except GkxlError:
        return None
    if any(map(_is_exported, sheets)):
        return _stranger(*_EXPORTED)
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
