"""Reads a file for a collection, and recognises files that are not returns.

These are rosters, gkxl's own output, and blank forms.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gkxl.collection.roster.spreadsheets import read_sheets
from gkxl.collection.roster.table import CODE, LEVEL, find_known_meanings, find_tables
from gkxl.collection.store.rows import PackedIssue, hash_text, pack_issue, to_stored
from gkxl.errors import GkxlError, MissingExtraError, TimeLimitError, UnreadableFileError
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.forms import edition_named
from gkxl.forms.common import LEVELS
from gkxl.issues import issue as issues
from gkxl.issues.issue import Issue
from gkxl.layout import DETAIL_SHEET, LEDGER_SHEET, places
from gkxl.layout.identity import DIGEST_LENGTH
from gkxl.model.marks import Particulars
from gkxl.model.outline import cells
from gkxl.reading import read
from gkxl.rules.years import prefilled_values
from gkxl.text import Wording
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.intake.sources import Source
    from gkxl.collection.roster.spreadsheets import Sheet
    from gkxl.collection.roster.table import Table
    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading


_AWAY: Final = Wording("请移出收表的文件夹", "Move it out of the folder of returns")


def _find_own_workbook(reading: Reading) -> Issue | None:
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


def _roster_issue() -> Issue:
    """The issue of a roster that lies among the returns."""
    return _not_a_return(Wording("名册", "a roster"))


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
    """Recognise a roster or exported data, as CSV or as a workbook."""
    try:
        sheets = [sheet for sheet in read_sheets(data, "") if not sheet.hidden]
    except GkxlError:
        return None
    if any(map(_is_exported, sheets)):
        return _not_a_return(_EXPORTED)
    tables = (table for sheet in sheets for table in find_tables(sheet))
    return _roster_issue() if any(map(_is_roster, tables)) else None


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


_ENOUGH_NUMBERS: Final = 6
"""Two returns with at least this many non-zero numbers, all equal, are copies and not coincidence."""


class FileToRead(NamedTuple):
    """A file to read.

    Attributes:
        source: Where it is.
        known: The hash of its content as it was read before; "" for a new file.
        edition: The edition that is collected, as a return of another kind of form is none; "" for any.
    """

    source: Source
    known: str
    edition: str = ""


class FileResult(NamedTuple):
    """What a store keeps of a file.

    Only the issues, and the hash where there is one, are given for a file that is not a return.

    Attributes:
        hash: SHA-256 of the file's bytes; "" if it is to be read again by the next run.
        edition: The name of the edition that it was read by.
        year: The report year, from the cover or else as recorded in the workbook; None if it is no number.
        unit_code: The code of the unit, from the cover or else as recorded in the workbook.
        issued_to: The code of the unit that the workbook was issued to, as recorded in it.
        unit_name: The name of the unit on the cover.
        producer: The program that saved the workbook.
        content: Start of the SHA-256 of what was filed; of an unchanged marked copy, that of the return
            which it was made of.
        figures: Hash of the numbers entered; "" if they are not distinctive.
        complete: Whether every cell of the form could be read.
        answers: Of a marked copy: starts of the SHA-256 of the returns that it answers, with spaces between.
        unchanged: Whether it is a marked copy in which nothing was corrected or explained.
        values: The values of all cells, in printed order.
        moved: Maps the position of a cell to where it was found, if not at its printed place; None if it was
            not found.
        explanations: What the unit explains on the check sheet: code, path and text.
        issues: Everything found.
    """

    hash: str
    edition: str = ""
    year: int | None = None
    unit_code: str = ""
    issued_to: str = ""
    unit_name: str = ""
    producer: str = ""
    content: str = ""
    figures: str = ""
    complete: bool = False
    answers: str = ""
    unchanged: bool = False
    values: tuple[Any, ...] = ()
    moved: Mapping[int, tuple[str, str] | None] = {}
    explanations: tuple[tuple[str, str, str], ...] = ()
    issues: tuple[PackedIssue, ...] = ()


def content_hash(data: bytes) -> str:
    """SHA-256 of a file; a store compares it to see whether the file changed."""
    return hashlib.sha256(data).hexdigest()


def read_files(tasks: Iterable[FileToRead]) -> list[FileResult | None]:
    """Read files; for each what a store keeps of it, or None if it is unchanged."""
    return [_read(task) for task in tasks]


def _read(task: FileToRead) -> FileResult | None:
    digest = ""
    try:
        data = task.source.load()
        digest = content_hash(data)
        return None if digest == task.known else _read_return(digest, data, task.edition)
    except (MissingExtraError, TimeLimitError, OSError, MemoryError) as error:
        return unreadable_result(error)  # read again by the next run: this computer stopped it, not the file
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return unreadable_result(error, digest)


def _read_return(digest: str, data: bytes, edition: str) -> FileResult:
    """Read a file as a return; of one that is recognised as none only the issue is kept."""
    try:
        reading = read(data)
    except UnreadableFileError:
        if issue := find_non_return(data):
            return _non_return_result(digest, issue)
        raise
    issue = _find_own_workbook(reading) or _find_other_kind(reading, edition)
    return _non_return_result(digest, issue) if issue else _make_result(digest, reading)


def _find_other_kind(reading: Reading, edition: str) -> Issue | None:
    """What a return is that is of another kind of form than the edition that is collected."""
    kind, wanted = edition_named(reading.edition).kind, edition_named(edition or reading.edition).kind
    return None if kind is wanted else _not_a_return(Wording(f"《{kind.title}》的报表", kind.title_en))


def _non_return_result(digest: str, what: Issue) -> FileResult:
    return FileResult(digest, issues=(pack_issue(what),))


def roster_result(digest: str) -> FileResult:
    """The result for the roster itself, which may lie among the returns."""
    return _non_return_result(digest, _roster_issue())


def unreadable_result(error: Exception, digest: str = "") -> FileResult:
    """The result for a file that could not be read."""
    return FileResult(digest, issues=(pack_issue(issues.unreadable_issue(error)),))


def _make_result(digest: str, reading: Reading) -> FileResult:
    edition = edition_named(reading.edition)
    values = reading.values
    roles = edition.roles
    year = values[roles.year] or reading.identity.year
    return FileResult(
        hash=digest,
        edition=edition.name,
        year=int(year) if str(year).isdecimal() else None,
        unit_code=values[roles.unit_code] or reading.identity.unit_code,
        issued_to=reading.identity.unit_code,
        unit_name=values[roles.unit] or "",
        producer=reading.application,
        content=reading.copied if reading.unchanged else reading.content[:DIGEST_LENGTH],
        figures=_hash_figures(edition, values),
        complete=reading.complete,
        answers=" ".join(reading.answers),
        unchanged=reading.unchanged,
        values=tuple(map(to_stored, values.values())),
        moved=_find_moved(edition, reading),
        explanations=tuple((*about, text) for about, text in reading.explanations.items()),
        issues=tuple(map(pack_issue, reading.issues)),
    )


def _hash_figures(edition: Edition, values: Mapping[str, Any]) -> str:
    """A hash of all numbers entered; "" if one is missing, or too few of them are other than 0."""
    entered = [values[cell.path] for cell in cells(edition.form) if cell.in_table and not cell.computed]
    is_specific = sum(1 for value in entered if value) >= _ENOUGH_NUMBERS and None not in entered
    return hash_text("\0".join(map(str, (edition.name, *entered)))) if is_specific else ""


def _find_moved(edition: Edition, reading: Reading) -> dict[int, tuple[str, str] | None]:
    """Where cells were found that are not at their printed place, by their position in the form."""
    printed = places(edition)
    return {
        at: (cell.place.sheet, cell.place.address) if cell.place else None
        for at, cell in enumerate(reading.cells)
        if cell.place != printed[cell.path]
    }
