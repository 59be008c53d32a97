"""Reads whom a workbook was issued to, and finds what was done to it since, apart from filling it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import fields

from gkxl.errors import UnreadableFileError
from gkxl.files.load import printable
from gkxl.forms import EDITIONS, names_of_kinds
from gkxl.issues import Issue
from gkxl.layout import (
    ANSWERS_PROPERTY,
    AUDIT_SHEET,
    COMMENT_AUTHOR,
    DETAIL_SHEET,
    DIGEST_LENGTH,
    GUIDE_SHEET,
    HIDDEN_SHEET,
    LEDGER_SHEET,
    PROPERTY_PREFIX,
    REQUIREMENT,
    RETURN_SHEET,
    VERSIONS,
    Identity,
    pages,
)
from gkxl.model.marks import COUNT
from gkxl.reading.locate import count_fitting
from gkxl.reading.numbers import read_number
from gkxl.rules.expectations import last_year_paths
from gkxl.rules.rule import LAST
from gkxl.text import Wording, enumerated, fix_encoding, writable
from gkxl.xlsx import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.reading.locate import Found
    from gkxl.xlsx import Book


_NAMES = tuple(field.name for field in fields(Identity))
_NUMBER = re.compile("[0-9]{1,9}")
_YEAR = re.compile("[1-9][0-9]{3}")
_DIGESTS = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}(?: [0-9a-f]{{{DIGEST_LENGTH}}})+")
_LABELS = {
    "edition": "格式",
    "layout": "版式",
    "year": "年度",
    "unit_code": "单位代码",
    "generator": "生成程序",
}


def read_identity(book: Book, wanted: str = "") -> tuple[Identity, list[Issue]]:
    """The edition, layout, year and unit of a workbook, and issues where its two records disagree.

    One that does not say what it is, but has the tables of an edition, is taken for one of that edition.

    Args:
        book: The workbook.
        wanted: The name of the edition that it should be of; "" for any.

    Raises:
        UnreadableFileError: It is of a later version, or has neither records nor tables.
    """
    properties, hidden = _read_properties(book), _read_hidden_sheet(book)
    doubtful = [name for name, value in properties.items() if value != hidden.get(name)]
    garbled = [name for name in doubtful if fix_encoding(properties[name]) != properties[name]]
    properties |= {name: fix_encoding(properties[name]) for name in garbled}
    stated = {name: properties.get(name, hidden.get(name, "")) for name in _NAMES}
    odd = [*_drop_odd_year(stated)]
    if garbled:
        odd.append(Issue(code="identity.garbled", facts={"value": properties[garbled[0]]}))
    if not stated["edition"] or not stated["layout"]:
        return _identify_by_tables(book, stated, wanted), [Issue(code="identity.salvaged"), *odd]
    refuse_unknown(Wording("格式", "edition"), stated["edition"], EDITIONS)
    refuse_unknown(Wording("版式", "layout"), stated["layout"], VERSIONS)
    return Identity(**stated), [
        *_find_missing(book, properties, hidden),
        *_find_conflicts(properties, hidden),
        *_find_other_edition(stated["edition"], wanted),
        *odd,
    ]


def _find_other_edition(stated: str, wanted: str) -> Iterator[Issue]:
    if wanted and stated != wanted:
        yield Issue(code="identity.edition", found=stated, expected=wanted)


def _drop_odd_year(stated: dict[str, str]) -> Iterator[Issue]:
    """Leave out a year that cannot be one, and say so."""
    year = stated["year"].strip()
    if year and not _YEAR.fullmatch(year):
        yield Issue(code="identity.odd_year", found=year)
        stated["year"] = ""


def read_last_year(book: Book, edition: Edition) -> dict[str, Any]:
    """Those of last year's figures that a workbook was issued with, by path."""
    stated = read_hidden_rows(book, [LAST + path for path in last_year_paths(edition)])
    numbers = {
        name.removeprefix(LAST): read_number(c.kind, c.text, COUNT).value for name, c in stated.items()
    }
    return {path: int(value) for path, value in numbers.items() if value is not None}


def read_requirements(book: Book) -> tuple[tuple[str, str], ...]:
    """What the office asked for when it issued a workbook, by name."""
    sheet = book.sheet(HIDDEN_SHEET)
    labels = (cell.text for (_, column), cell in sheet.cells.items() if column == 1) if sheet else ()
    own = PROPERTY_PREFIX + REQUIREMENT
    names = [text.removeprefix(PROPERTY_PREFIX) for text in labels if text.startswith(own)]
    rows = read_hidden_rows(book, names)
    return tuple((writable(name.removeprefix(REQUIREMENT)), writable(rows[name].text)) for name in names)


def read_answers(book: Book) -> tuple[str, ...]:
    """Where a workbook is a marked copy: digests of what that held, and of the returns that it answers."""
    sheet = read_hidden_rows(book, [ANSWERS_PROPERTY.removeprefix(PROPERTY_PREFIX)])
    found = [book.properties.get(ANSWERS_PROPERTY, ""), *(cell.text for cell in sheet.values())]
    return next((tuple(text.split()) for text in found if _DIGESTS.fullmatch(text)), ())


def _identify_by_tables(book: Book, stated: Mapping[str, str], wanted: str) -> Identity:
    """The identity of a workbook without records: its tables show the edition, or it is the one wanted."""
    fits = {name: count_fitting(book, edition) for name, edition in EDITIONS.items()}
    edition = wanted if fits.get(wanted) else max(fits, key=lambda name: fits[name])
    if not fits[edition]:
        raise UnreadableFileError(
            "这不是本软件发下的{kinds}表格。请用原来发下的表格填报。", kinds=names_of_kinds()
        )
    return Identity(**{**stated, "edition": edition, "layout": ""})


def _read_properties(book: Book) -> dict[str, str]:
    known = {name: book.properties.get(PROPERTY_PREFIX + name) for name in _NAMES}
    return {name: writable(value) for name, value in known.items() if value is not None}


def _read_hidden_sheet(book: Book) -> dict[str, str]:
    return {name: writable(cell.text) for name, cell in read_hidden_rows(book, _NAMES).items()}


def read_hidden_rows(book: Book, names: Iterable[str]) -> dict[str, Cell]:
    """The values of these names on the hidden sheet, which may have few or none of them."""
    sheet = book.sheet(HIDDEN_SHEET)
    if sheet is None:
        return {}
    rows = {cell.text: row for (row, column), cell in sheet.cells.items() if column == 1}
    found = {name: rows[PROPERTY_PREFIX + name] for name in names if PROPERTY_PREFIX + name in rows}
    return {name: sheet.cells.get((row, 2)) or Cell(row, 2, Kind.BLANK, "") for name, row in found.items()}


def refuse_unknown(name: Wording, stated: str, known: Collection[str]) -> None:
    """Refuse a workbook that states something of itself that gkxl never issued.

    Raises:
        UnreadableFileError: It is of a later version, or of none that there was.
    """
    if stated in known:
        return
    numbered = [name for name in known if name.isdecimal()]
    if _is_later(stated, numbered):
        raise UnreadableFileError(
            "这份表格由更新版本的软件生成（{name} {stated}，本软件只认识到 {latest}）。请升级后再读取。",
            name=name,
            stated=stated,
            latest=max(numbered, key=int),
        )
    raise UnreadableFileError(
        "表格写明的{name}是 {stated}，本软件没有发过这样的表格。请用原来发下的表格填报。",
        name=name,
        stated=printable(stated),
    )


def _is_later(stated: str, known: Iterable[str]) -> bool:
    return bool(_NUMBER.fullmatch(stated)) and all(int(stated) > int(name) for name in known)


def _find_missing(book: Book, properties: Mapping[str, str], hidden: Mapping[str, str]) -> Iterator[Issue]:
    if not properties and not book.legacy:
        yield Issue(code="identity.lost", facts={"where": Wording("文件属性", "the properties")})
    if not hidden:
        yield Issue(code="identity.lost", facts={"where": Wording("隐藏工作表", "the hidden sheet")})


def _find_conflicts(properties: Mapping[str, str], hidden: Mapping[str, str]) -> Iterator[Issue]:
    for name in _NAMES:
        values: tuple[Any, Any] = properties.get(name), hidden.get(name)
        if None not in values and values[0] != values[1]:
            yield Issue(
                code="identity.conflict",
                found=values[0],
                expected=values[1],
                facts={"name": Wording(_LABELS[name], name)},
            )


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
