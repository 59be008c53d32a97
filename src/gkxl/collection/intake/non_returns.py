"""Recognises files among the returns that are none: rosters, gkxl's own output, blank and other forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.collection.roster.spreadsheets import read_sheets
from gkxl.collection.roster.table import CODE, LEVEL, find_known_meanings, find_tables
from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.forms import edition_named
from gkxl.forms.common import LEVELS
from gkxl.issues import Issue
from gkxl.layout import DETAIL_SHEET, LEDGER_SHEET
from gkxl.model.marks import Particulars
from gkxl.model.outline import cells
from gkxl.register.register_reader import is_register, read_rows_of
from gkxl.rules.expectations import prefilled_values
from gkxl.text import Wording
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from gkxl.collection.roster.spreadsheets import Sheet
    from gkxl.collection.roster.table import Table
    from gkxl.reading import Reading


_AWAY: Final = Wording("请移出收表的文件夹", "Move it out of the folder of returns")


def find_own_workbook(reading: Reading) -> Issue | None:
    """Recognise a readable workbook that is not a return.

    It is gkxl's consolidated workbook, or a form nobody filled in.
    """
    if {LEDGER_SHEET, DETAIL_SHEET} <= {*reading.sheets}:
        return _not_a_return(Wording("带有台账和明细的汇总表", "a consolidated report with its ledger"))
    if _is_blank_form(reading):
        return _not_a_return(
            Wording("没有填写的空白表", "a blank form"),
            Wording("是单位报来的，请单位填好后重报", "If a unit sent it, have it filled in and sent again"),
        )
    return None


def roster_issue() -> Issue:
    """The issue of a roster that lies among the returns."""
    return _not_a_return(Wording("名册", "a roster"))


def register_issue() -> Issue:
    """The issue of a register of applications that lies among the returns: it is full of people."""
    remedy = Wording(
        "登记簿含有申请人的信息，不应报送，请单位只报年度报告；请移出收表的文件夹，不要再转发",
        "It holds names of applicants and must not be sent: move it away, and ask for the report alone",
    )
    return _not_a_return(Wording("依申请公开登记簿", "a register of applications"), remedy)


def _not_a_return(what: Wording, remedy: Wording = _AWAY) -> Issue:
    """The issue of a file that is no return of a unit: what it is, and what to do with it."""
    return Issue(code="file.no_return", facts={"what": what, "remedy": remedy})


def _is_blank_form(reading: Reading) -> bool:
    """Whether nothing was filled into a form; last year's figures, which it is issued with, do not count."""
    edition = edition_named(reading.edition)
    inputs = {
        cell.path
        for cell in cells(edition.form)
        if not (cell.computed or isinstance(cell.section, Particulars))
    }
    given = prefilled_values(edition, reading.carried)
    filled = (c.path for c in reading.cells if c.path in inputs and c.kind is not Kind.BLANK)
    return not reading.explanations and all(reading.values[path] == given.get(path) for path in filled)


_HEAD_BYTES: Final = 4096
_PAGE: Final = re.compile(rb'<meta name="generator" content="gkxl (collect|diff|plot)">')
_TABLE_FORMATS: Final = (FileFormat.ZIP, FileFormat.TEXT, *OLD_WORKBOOKS)
_ENOUGH_HEADINGS: Final = 4
"""A table with at least this many roster headings is taken for a roster, whatever its rows hold."""

_UNIT_CODE: Final = re.compile(r"[\w-]*\d[\w-]*")

_EXTRA_HEADINGS: Final = re.compile("序号|联系|电话|手机|邮箱|传真|地址|负责|备注")
"""Headings of further columns that rosters often have."""


def find_non_return(data: bytes) -> Issue | None:
    """Recognise a file that could not be read as a return: a roster or a result of gkxl; None for any other.

    Args:
        data: Its bytes.
    """
    format_ = sniff(data)
    head = data[:_HEAD_BYTES]
    if format_ is FileFormat.DATABASE and b"CREATE TABLE consolidated" in data:
        return _not_a_return(Wording("汇总结果的数据库", "the store of a collection"))
    if format_ is FileFormat.HTML and (page := _PAGE.search(head)):
        return _not_a_return(_PAGES[page[1]])
    if format_ is FileFormat.PARQUET or _is_exported_json(head):
        return _not_a_return(_EXPORTED)
    return _find_in_table(data) if format_ in _TABLE_FORMATS else None


_PAGES: Final = {
    b"collect": Wording("汇总结果的网页", "the page of a collection"),
    b"diff": Wording("两份报告的比较结果", "a comparison of two reports"),
    b"plot": Wording("图表", "a chart"),
}
_EXPORTED: Final = Wording("导出的数据", "exported data")


def _is_exported_json(head: bytes) -> bool:
    """Whether a file begins as the JSON of a report or of exported data does."""
    from gkxl.export import COLUMN_NAMES  # noqa: PLC0415 (imports the writers, which reading does not need)

    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    keys = [f'"{name}"'.encode() for name in COLUMN_NAMES]
    is_report = text.startswith(b"{") and b'"edition"' in text and b'"cells"' in text
    return is_report or (text.startswith(b"[") and all(key in text for key in keys))


def _find_in_table(data: bytes) -> Issue | None:
    """Recognise a register, a roster or exported data, as CSV or as a workbook."""
    try:
        if sniff(data) is not FileFormat.TEXT and is_register(read_rows_of(data, Limits())):
            return register_issue()
        sheets = [sheet for sheet in read_sheets(data, "") if not sheet.hidden]
    except GkxlError:
        return None
    if any(map(_is_exported, sheets)):
        return _not_a_return(_EXPORTED)
    tables = (table for sheet in sheets for table in find_tables(sheet))
    return roster_issue() if any(map(_is_roster, tables)) else None


def _is_exported(sheet: Sheet) -> bool:
    from gkxl.export import COLUMN_HEADINGS, COLUMN_NAMES  # noqa: PLC0415 (the same)

    return bool(sheet.rows) and sheet.rows[0].cells[: len(COLUMN_NAMES)] in (COLUMN_NAMES, COLUMN_HEADINGS)


def _is_roster(table: Table) -> bool:
    """Whether a table is a list of units, and not some form that has 单位名称 and 单位代码 on its cover."""
    at = {column.meaning: column.at for column in table.columns}
    if len(find_known_meanings(table.columns)) >= _ENOUGH_HEADINGS or _has_only_roster_columns(table):
        return True
    codes = [bool(_UNIT_CODE.fullmatch(row.cell(at[CODE]).strip())) for row in table.rows if CODE in at]
    levels = [row.cell(at[LEVEL]).strip() in LEVELS for row in table.rows if LEVEL in at]
    return any(found and 2 * sum(found) > len(found) for found in (codes, levels))


def _has_only_roster_columns(table: Table) -> bool:
    """Whether all columns of a table are such as rosters have, and at least one row is filled."""
    rest = [
        column for column in table.columns if not column.meaning and not _EXTRA_HEADINGS.search(column.text)
    ]
    width = len(table.columns)
    return not rest and bool(table.rows) and all(sum(map(bool, row.cells)) <= width for row in table.rows)


def find_other_kind(reading: Reading, edition: str) -> Issue | None:
    """The issue of a return for another kind of form than the one that is collected, or None."""
    kind, wanted = edition_named(reading.edition).kind, edition_named(edition or reading.edition).kind
    return None if kind is wanted else _not_a_return(Wording(f"《{kind.title}》的报表", kind.title_en))
