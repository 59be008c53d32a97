"""Reads who a workbook is for: from its properties and from its hidden sheet, which must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields

from gkxl.errors import UnreadableFileError
from gkxl.forms import EDITIONS
from gkxl.identity import HIDDEN_SHEET, PROPERTY_PREFIX, Identity
from gkxl.issues import Issue
from gkxl.layout import VERSION
from gkxl.reading.witnesses import has_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.xlsx import Book

_NAMES = tuple(field.name for field in fields(Identity))
_LABELS = {
    "edition": "格式",
    "layout": "版式",
    "year": "年度",
    "unit_code": "单位代码",
    "generator": "生成程序",
}


def read_identity(book: Book) -> tuple[Identity, list[Issue]]:
    """What a workbook says of itself, and whether it contradicts itself.

    One that says nothing, but has the tables of an edition, is taken for one of that edition.

    Raises:
        UnreadableFileError: It says nothing and has no tables, or is of a later version.
    """
    properties, hidden = _from_properties(book), _from_sheet(book)
    if not properties and not hidden:
        return _salvaged(book), [Issue(code="identity.salvaged")]
    found = {name: properties.get(name, hidden.get(name, "")) for name in _NAMES}
    _refuse_later(found["layout"])
    return Identity(**found), [*_missing(properties, hidden), *_conflicts(properties, hidden)]


def _salvaged(book: Book) -> Identity:
    """The identity of a workbook that only its tables tell."""
    edition = next((name for name, edition in EDITIONS.items() if has_tables(book, edition)), None)
    if edition is None:
        raise UnreadableFileError(
            "这不是本软件发下的年度报告表格。请用原来发下的表格填报。",
            "this workbook was not made by gkxl; use the form as issued",
        )
    return Identity(**{**dict.fromkeys(_NAMES, ""), "edition": edition})


def _from_properties(book: Book) -> dict[str, str]:
    known = {name: book.properties.get(PROPERTY_PREFIX + name) for name in _NAMES}
    return {name: value for name, value in known.items() if value is not None}


def _from_sheet(book: Book) -> dict[str, str]:
    sheet = book.sheet(HIDDEN_SHEET)
    if sheet is None:
        return {}
    rows = {
        cell.text: sheet.cells.get((row, 2)) for (row, column), cell in sheet.cells.items() if column == 1
    }
    known = {name: rows.get(PROPERTY_PREFIX + name) for name in _NAMES if PROPERTY_PREFIX + name in rows}
    return {name: cell.text if cell else "" for name, cell in known.items()}


def _refuse_later(layout: str) -> None:
    if layout.isdecimal() and int(layout) > int(VERSION):
        raise UnreadableFileError(
            f"这份表格由更新版本的软件生成（版式 {layout}，本软件认识到 {VERSION}）。请升级后再读取。",
            f"this workbook has layout {layout}, later than {VERSION}; upgrade gkxl to read it",
        )


def _missing(properties: Mapping[str, str], hidden: Mapping[str, str]) -> Iterator[Issue]:
    if not properties:
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
                facts={"name": _LABELS[name]},
            )
