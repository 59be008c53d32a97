"""Finds what was done to a workbook since it was issued, apart from filling it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.issues.issue import Issue
from gkxl.layout import AUDIT_SHEET, DETAIL_SHEET, GUIDE_SHEET, LEDGER_SHEET, RETURN_SHEET, pages
from gkxl.layout.identity import COMMENT_AUTHOR, HIDDEN_SHEET
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.reading.locate import Found
    from gkxl.xlsx import Book


_MOST_NAMED: Final = 6
"""So many are named; more are only counted."""

_OWN_SHEETS: Final = frozenset({GUIDE_SHEET, AUDIT_SHEET, HIDDEN_SHEET, RETURN_SHEET})
_CONSOLIDATED_SHEETS: Final = frozenset({LEDGER_SHEET, DETAIL_SHEET})
"""What a consolidated report has behind it, always together: one of them alone is a foreign sheet."""

_BUILT_IN: Final = "_xlnm."
"""What the names begin with that programs make for themselves, such as print areas."""


def ignored_content(book: Book) -> Iterator[Issue]:
    """What a workbook holds that is never read: links, macros, comments, most of an old format."""
    if book.legacy:
        yield Issue(code="file.legacy")
    links = book.external_links + sum(sheet.hyperlinks for sheet in book.sheets)
    if links:
        yield Issue(code="tamper.links", facts={"count": links})
    if book.has_macros:
        yield Issue(code="tamper.macros")
    commented = [sheet for sheet in book.sheets if any(who != COMMENT_AUTHOR for who in sheet.comments)]
    if commented:
        yield _issue_naming("tamper.comments", (sheet.name for sheet in commented))


def find_tampering(book: Book, edition: Edition, found: Found) -> Iterator[Issue]:
    """How a workbook differs from the one that was issued: its protection, names and sheets."""
    form = [sheet for sheet in book.sheets if sheet.name in found.sheets.values()]
    unprotected = [sheet.name for sheet in form if sheet.protected is False]
    if unprotected or book.structure_locked is False:
        yield _protection_issue(unprotected, structure=book.structure_locked is False)
    names = [name for name in found.names.foreign if not name.startswith(_BUILT_IN)]
    if names:
        yield _issue_naming("tamper.names", names)
    hidden = [sheet.name for sheet in form if sheet.state != "visible"]
    if hidden:
        yield _issue_naming("tamper.hidden", hidden)
    yield from _compare_sheets(book, edition, found)


def _protection_issue(sheets: list[str], *, structure: bool) -> Issue:
    zh, en = _list_names(sheets)
    return Issue(
        code="tamper.protection",
        facts={
            "where": Wording(
                "、".join(filter(None, ("工作簿结构" if structure else "", zh))),
                ", ".join(filter(None, ("its structure" if structure else "", en))),
            )
        },
    )


def _compare_sheets(book: Book, edition: Edition, found: Found) -> Iterator[Issue]:
    """Sheets that go by another name, copies of the form's sheets, and foreign sheets."""
    renamed = [(name, printed) for printed, name in found.sheets.items() if name != printed]
    if renamed:
        zh = "、".join(f"“{name}”（原名“{printed}”）" for name, printed in renamed)
        en = ", ".join(f"{name!r} (was {printed!r})" for name, printed in renamed)
        yield Issue(code="tamper.renamed", facts={"names": Wording(zh, en)})
    lost = {page.sheet for page in pages(edition)} - found.sheets.keys()
    known = {*_OWN_SHEETS, *lost, *found.sheets.values()}
    strangers = [sheet.name for sheet in book.sheets if sheet.name not in known]
    for name in strangers:
        if name in found.copies:
            yield Issue(code="tamper.copied", facts={"printed": found.copies[name], "sheet": name})
    behind = _CONSOLIDATED_SHEETS if {*strangers} >= _CONSOLIDATED_SHEETS else frozenset()
    foreign = [name for name in strangers if name not in found.copies and name not in behind]
    if foreign:
        yield _issue_naming("tamper.foreign", foreign)


def _issue_naming(code: str, names: Iterable[str]) -> Issue:
    return Issue(code=code, facts={"names": _list_names([*names])})


def _list_names(names: Sequence[str]) -> Wording:
    return enumerated(names, _MOST_NAMED, unit="处", quoted=True)
