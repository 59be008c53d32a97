"""Packs a workbook of openpyxl's as Excel does, because some programs read it no other way.

ExcelJS, which editors on the web are made of, knows comments only by the names that Excel gives to their
parts; gnumeric and SheetJS lose document properties whose namespace is declared one by one.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_PROPERTIES: Final = "docProps/custom.xml"
_NAMES: Final = (
    (re.compile(r"xl/comments/comment(\d+)\.xml"), r"xl/comments\1.xml"),
    (re.compile(r"xl/drawings/commentsDrawing(\d+)\.vml"), r"xl/drawings/vmlDrawing\1.vml"),
)
_SHEETS: Final = "xl/worksheets/_rels/"
_TYPE: Final = re.compile(r' xmlns:vt="[^"]*"')
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def as_excel_packs(content: bytes) -> bytes:
    """The same workbook with Excel's names of parts, and its way to write document properties."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(_renamed(name), _changed(name, before.read(name)))
    return packed.getvalue()


def _renamed(text: str) -> str:
    for pattern, name in _NAMES:
        text = pattern.sub(name, text)
    return text


def _changed(name: str, part: bytes) -> bytes:
    if name == _PROPERTIES:
        return _TYPE.sub("", part.decode()).replace(" xmlns=", f' xmlns:vt="{_TYPES}" xmlns=', 1).encode()
    if name == "[Content_Types].xml":
        return _renamed(part.decode()).encode()
    if name.startswith(_SHEETS):
        return _renamed(part.decode()).replace('Target="/xl/', 'Target="../').encode()
    return part
