"""Packs a workbook of openpyxl's as Excel does, because some programs read it no other way.

ExcelJS, which editors on the web are made of, knows comments only by the names that Excel gives to their
parts; gnumeric and SheetJS lose document properties whose namespace is declared one by one.
"""

from __future__ import annotations

import re
from typing import Final

from gkxl.xlsx.zip_writer import pack_part, read_parts, to_package

_CORE: Final = "docProps/core.xml"
_MOMENTS: Final = re.compile(
    rb"(?P<created>[^>]+)(?P<between></dcterms:created><dcterms:modified[^>]*>)[^<]*"
)
"""When a workbook was made, and when it was changed."""

_PROPERTIES: Final = "docProps/custom.xml"
_NAMES: Final = (
    (re.compile(r"xl/comments/comment(\d+)\.xml"), r"xl/comments\1.xml"),
    (re.compile(r"xl/drawings/commentsDrawing(\d+)\.vml"), r"xl/drawings/vmlDrawing\1.vml"),
)
_SHEETS: Final = "xl/worksheets/_rels/"
_TYPE: Final = re.compile(r' xmlns:vt="[^"]*"')
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def as_excel_packs(content: bytes) -> bytes:
    """The same workbook with Excel's names of parts, and its way to write document properties.

    It does not say when that was done: the same workbook gives the same bytes.
    """
    return to_package(
        pack_part(_renamed(name), _changed(name, data)) for name, data in read_parts(content).items()
    )


def _renamed(text: str) -> str:
    for pattern, name in _NAMES:
        text = pattern.sub(name, text)
    return text


def _changed(name: str, data: bytes) -> bytes:
    if name == _CORE:
        return _MOMENTS.sub(rb"\g<created>\g<between>\g<created>", data)
    if name == _PROPERTIES:
        return _TYPE.sub("", data.decode()).replace(" xmlns=", f' xmlns:vt="{_TYPES}" xmlns=', 1).encode()
    if name == "[Content_Types].xml":
        return _renamed(data.decode()).encode()
    if name.startswith(_SHEETS):
        return _renamed(data.decode()).replace('Target="/xl/', 'Target="../').encode()
    return data
