"""Workbooks as bytes, and what becomes of them at the hands of people and programs."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""When every file in an archive was written, so that the same files give the same bytes."""


def book(report: gkxl.Report) -> bytes:
    """The workbook of a report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        gkxl.write_workbook(report, path)
        return path.read_bytes()


def typed(content: bytes, texts: Mapping[str, str]) -> bytes:
    """A workbook in which these texts were typed into cells, by path; "" empties the cell."""
    places = {cell.path: cell.place for cell in gkxl.read(content).cells if cell.place}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheets = re.findall('<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    for path, text in texts.items():
        part = f"xl/worksheets/sheet{sheets.index(places[path].sheet) + 1}.xml"
        parts[part] = _typed(parts[part].decode(), places[path].address, text).encode()
    return _packed(parts)


def _typed(xml: str, address: str, text: str) -> str:
    inside = f't="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else "/>"
    pattern = rf'<c r="{address}" (s="\d+")[^>]*?(?:/>|>.*?</c>)'
    return re.sub(pattern, lambda cell: f'<c r="{address}" {cell[1]} {inside}', xml)


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return packed.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of files whose names are in GBK and say nothing of it."""
    names = {name: name.encode("gbk") for name in files}
    stand_ins = {name: f"<{number:~>{len(gbk) - 1}}" for number, (name, gbk) in enumerate(names.items())}
    packed = _packed({stand_ins[name]: content for name, content in files.items()})
    for name, gbk in names.items():
        packed = packed.replace(stand_ins[name].encode(), gbk)
    return packed
