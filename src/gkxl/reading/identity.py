"""Reads who a workbook is for: from its properties and from its hidden sheet, which must agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import fields

from gkxl.errors import UnreadableFileError
from gkxl.expectations import compared
from gkxl.files.refusals import shown
from gkxl.forms import EDITIONS
from gkxl.identity import ANSWERS, DIGEST, HIDDEN_SHEET, PROPERTY_PREFIX, Identity
from gkxl.issues.issue import Issue
from gkxl.layout import VERSIONS
from gkxl.model.domain import COUNT
from gkxl.reading.numbers import number
from gkxl.reading.witnesses import has_tables
from gkxl.rules import LAST
from gkxl.text import unscrambled, writable
from gkxl.xlsx import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Book

_NAMES = tuple(field.name for field in fields(Identity))
_NUMBER = re.compile("[0-9]{1,9}")
_YEAR = re.compile("[1-9][0-9]{3}")
_DIGESTS = re.compile(rf"[0-9a-f]{{{DIGEST}}}(?: [0-9a-f]{{{DIGEST}}})+")
_LABELS = {
    "edition": "格式",
    "layout": "版式",
    "year": "年度",
    "unit_code": "单位代码",
    "generator": "生成程序",
}


def read_identity(book: Book) -> tuple[Identity, list[Issue]]:
    """What a workbook says of itself, and whether it contradicts itself.

    One that does not say what it is, but has the tables of an edition, is taken for one of that edition.

    Raises:
        UnreadableFileError: It is of a later version, or says nothing and has no tables.
    """
    properties, hidden = _from_properties(book), _from_sheet(book)
    garbled = [name for name, value in properties.items() if unscrambled(value) != value]
    properties = {name: unscrambled(value) for name, value in properties.items()}
    said = {name: properties.get(name, hidden.get(name, "")) for name in _NAMES}
    odd = [*_odd_year(said)]
    if garbled:
        odd.append(Issue(code="identity.garbled", facts={"value": properties[garbled[0]]}))
    if not said["edition"] or not said["layout"]:
        return _salvaged(book, said), [Issue(code="identity.salvaged"), *odd]
    _refuse_unknown("格式", "edition", said["edition"], EDITIONS)
    _refuse_unknown("版式", "layout", said["layout"], VERSIONS)
    return Identity(**said), [*_missing(book, properties, hidden), *_conflicts(properties, hidden), *odd]


def _odd_year(said: dict[str, str]) -> Iterator[Issue]:
    """Leave out a year that cannot be one, and say so."""
    year = said["year"].strip()
    if year and not _YEAR.fullmatch(year):
        yield Issue(code="identity.odd_year", found=year)
        said["year"] = ""


def read_carried(book: Book, edition: Edition) -> dict[str, Any]:
    """Those of last year's figures that a workbook was issued with, by path."""
    said = _from_rows(book, [LAST + path for path in compared(edition)])
    numbers = {name.removeprefix(LAST): number(c.kind, c.text, COUNT).value for name, c in said.items()}
    return {path: int(value) for path, value in numbers.items() if value is not None}


def read_answers(book: Book) -> tuple[str, ...]:
    """Where a workbook is a marked copy: digests of what that held, and of the returns that it answers."""
    sheet = _from_rows(book, [ANSWERS.removeprefix(PROPERTY_PREFIX)])
    found = [book.properties.get(ANSWERS, ""), *(cell.text for cell in sheet.values())]
    return next((tuple(text.split()) for text in found if _DIGESTS.fullmatch(text)), ())


def _salvaged(book: Book, said: Mapping[str, str]) -> Identity:
    """The identity of a workbook whose tables alone tell what it is."""
    edition = next((name for name, edition in EDITIONS.items() if has_tables(book, edition)), None)
    if edition is None:
        raise UnreadableFileError(
            "这不是本软件发下的年度报告表格。请用原来发下的表格填报。",
            "this workbook was not made by gkxl; use the form as issued",
        )
    return Identity(**{**said, "edition": edition, "layout": ""})


def _from_properties(book: Book) -> dict[str, str]:
    known = {name: book.properties.get(PROPERTY_PREFIX + name) for name in _NAMES}
    return {name: writable(value) for name, value in known.items() if value is not None}


def _from_sheet(book: Book) -> dict[str, str]:
    return {name: writable(cell.text) for name, cell in _from_rows(book, _NAMES).items()}


def _from_rows(book: Book, names: Iterable[str]) -> dict[str, Cell]:
    """The cells of the hidden sheet beside these names, of which it may have few or none."""
    sheet = book.sheet(HIDDEN_SHEET)
    if sheet is None:
        return {}
    rows = {cell.text: row for (row, column), cell in sheet.cells.items() if column == 1}
    found = {name: rows[PROPERTY_PREFIX + name] for name in names if PROPERTY_PREFIX + name in rows}
    return {name: sheet.cells.get((row, 2)) or Cell(row, 2, Kind.BLANK, "") for name, row in found.items()}


def _refuse_unknown(name: str, name_en: str, said: str, known: Collection[str]) -> None:
    if said in known:
        return
    if _is_later(said, known):
        latest = max(known, key=int)
        raise UnreadableFileError(
            f"这份表格由更新版本的软件生成（{name} {said}，本软件只认识到 {latest}）。请升级后再读取。",
            f"this workbook has {name_en} {said}, later than {latest}; upgrade gkxl to read it",
        )
    raise UnreadableFileError(
        f"表格写明的{name}是 {shown(said)}，本软件没有发过这样的表格。请用原来发下的表格填报。",
        f"this workbook says its {name_en} is {shown(said)}, which gkxl never issued; use the form as issued",
    )


def _is_later(said: str, known: Iterable[str]) -> bool:
    return bool(_NUMBER.fullmatch(said)) and all(int(said) > int(name) for name in known)


def _missing(book: Book, properties: Mapping[str, str], hidden: Mapping[str, str]) -> Iterator[Issue]:
    if not properties and not book.legacy:
        yield Issue(code="identity.lost", facts={"where": "文件属性", "where_en": "the properties"})
    if not hidden:
        yield Issue(code="identity.lost", facts={"where": "隐藏工作表", "where_en": "the hidden sheet"})


def _conflicts(properties: Mapping[str, str], hidden: Mapping[str, str]) -> Iterator[Issue]:
    for name in _NAMES:
        values: tuple[Any, Any] = properties.get(name), hidden.get(name)
        if None not in values and values[0] != values[1]:
            yield Issue(
                code="identity.conflict",
                found=values[0],
                expected=values[1],
                facts={"name": _LABELS[name], "name_en": name},
            )
