"""Python side of the roster of an office: what was understood of it, and whether it can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gkxl
from gkxl.collection import Roster
from gkxl.collection.intake.non_returns import find_non_return, register_issue
from gkxl.collection.roster.lines import read_grid
from gkxl.collection.roster.spreadsheets import read_sheets
from gkxl.errors import DataError, GkxlError, describe_error
from gkxl.issues import word_of
from gkxl.page.desk_files import write_file
from gkxl.page.unit import word_and_tone

if TYPE_CHECKING:
    from gkxl.issues import Issue


def read(content: bytes) -> dict[str, Any]:
    """Read a roster, CSV or a workbook, and show how it was understood; it is kept if it can be used.

    Returns:
        ``units``, how many there are; ``usable``; ``refused``, why it could not be read at all, or "";
        ``issues``; ``outside``, parents that it lacks; ``columns``, a heading and a meaning for each;
        ``rows``, the words of each line; ``places``, the sheet and row of each.

    Raises:
        DataError: It is another file that gkxl knows; nothing of it is shown.
    """
    grid = read_grid(read_sheets(content, "名册"))
    shown = {"columns": grid.columns, "rows": grid.rows, "places": grid.places, "refused": ""}
    try:
        found = gkxl.read_roster(content)
    except GkxlError as error:
        _refuse_others(content)
        found, shown["refused"] = Roster(()), describe_error(error).zh
    usable = bool(found.units) and all(one.severity is not gkxl.Severity.ERROR for one in found.issues)
    if usable:
        write_file("roster", content)
    issues = list(map(_roster_issue, found.issues))
    return {
        **shown, "units": len(found.units), "usable": usable, "issues": issues, "outside": found.outside
    }  # fmt: skip


def _roster_issue(issue: Issue) -> dict[str, Any]:
    row, sheet = (issue.place.row, issue.place.sheet) if issue.place else (0, "")
    said = {"message": issue.message, "label": issue.label}
    return {**word_and_tone(word_of(issue)), **said, "sheet": sheet, "row": row}


def _refuse_others(content: bytes) -> None:
    """Refuse what is known to be no roster: a register, whose rows are people, and a report.

    Raises:
        DataError: It is one of these.
    """
    if find_non_return(content) == register_issue():
        raise DataError(
            "这是依申请公开登记簿，不是名册。登记簿含有申请人的信息，只在本单位使用，不要报送。"
            "请放入列有各单位名称的名册；没有的，可以在上面下载一份空白的来填。"
        )
    if _is_report(content):
        raise DataError(
            "这是年度报告的表格，不是名册。请放入列有各单位名称的名册；没有的，可以在上面下载一份空白的来填。"
        )


def _is_report(content: bytes) -> bool:
    try:
        gkxl.read(content)
    except GkxlError:
        return False
    return True
