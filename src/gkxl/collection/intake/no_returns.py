"""Recognises workbooks of the form that are no returns: 汇总.xlsx, and blank forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.expectations.figures import prefilled
from gkxl.forms import edition_named
from gkxl.issues.issue import Issue
from gkxl.layout import DETAIL_SHEET, LEDGER_SHEET
from gkxl.model.outline import cells
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from gkxl.reading import Reading

_COVER: Final = "cover."
_AWAY: Final = ("请移出收表的文件夹", "Move it out of the folder of returns")


def find_own_workbook(reading: Reading) -> Issue | None:
    """What a workbook of the form is if it is no return: 汇总.xlsx, or a form without any entry."""
    if {LEDGER_SHEET, DETAIL_SHEET} <= {*reading.sheets}:
        return no_return("带有台账和明细的汇总表", "a consolidated report with its ledger")
    if _is_blank(reading):
        return no_return(
            "没有填写的空白表",
            "a blank form",
            ("是单位报来的，请单位填好后重报", "If a unit sent it, have it filled in and sent again"),
        )
    return None


def a_roster() -> Issue:
    """What a roster is among returns."""
    return no_return("名册", "a roster")


def no_return(what: str, what_en: str, remedy: tuple[str, str] = _AWAY) -> Issue:
    """That a file is something else than the return of a unit, and what to do with it."""
    facts = {"what": what, "what_en": what_en, "remedy": remedy[0], "remedy_en": remedy[1]}
    return Issue(code="file.no_return", facts=facts)


def _is_blank(reading: Reading) -> bool:
    """Whether nothing was filled into a form; last year's figures come with it."""
    edition = edition_named(reading.edition)
    inputs = {
        cell.path for cell in cells(edition.form) if not (cell.computed or cell.path.startswith(_COVER))
    }
    given = prefilled(edition, reading.carried)
    filled = (c.path for c in reading.cells if c.path in inputs and c.kind is not Kind.BLANK)
    return not reading.explanations and all(reading.values[path] == given.get(path) for path in filled)
