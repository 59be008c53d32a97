"""Workbooks as bytes, and what becomes of them at the hands of people and programs."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from collections import defaultdict
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from xml.sax.saxutils import escape

from openpyxl import load_workbook

import gkxl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from openpyxl import Workbook
    from openpyxl.cell import Cell

LONG_AGO: Final = datetime(2025, 1, 6, tzinfo=UTC)
"""When every file in an archive was written, so that the same files give the same bytes."""

_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_CONTAINER: Final = re.compile(r"(.+?\.(?:zip|eml))/(.+)")


def written(name: str, write: Callable[[Path], None]) -> bytes:
    """What is written into a file of this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def book(report: gkxl.Report, explanations: gkxl.types.Explanations | None = None) -> bytes:
    """The workbook of a report."""
    return written("a.xlsx", lambda path: gkxl.write_workbook(report, path, explanations=explanations))


def typed(content: bytes, values: Mapping[str, Any]) -> bytes:
    """A workbook after somebody typed texts or numbers into cells, found by their paths; None empties one."""
    places = {cell.path: cell.place for cell in gkxl.read(content).cells if cell.place}
    parts = parts_of(content)
    sheets = re.findall('<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    for path, value in values.items():
        part = f"xl/worksheets/sheet{sheets.index(places[path].sheet) + 1}.xml"
        pattern = rf'<c r="{places[path].address}" (s="\d+")[^>]*?(?:/>|>.*?</c>)'
        cell = rf'<c r="{places[path].address}" \1{_inside(value)}'
        parts[part] = re.sub(pattern, cell, parts[part].decode()).encode()
    return packed(parts)


def _inside(value: str | int | None) -> str:
    if value is None:
        return "/>"
    number = isinstance(value, int)
    return f"><v>{value}</v></c>" if number else f' t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def in_openpyxl(content: bytes, edit: Callable[[Workbook, Callable[[str], Cell]], None]) -> bytes:
    """A workbook after a program edited it, which finds cells by their paths; the same on every day."""
    opened = load_workbook(io.BytesIO(content))

    def cell(path: str) -> Cell:
        ((sheet, address),) = opened.defined_names[f"gk.{path}"].destinations
        return cast("Cell", opened[sheet][address.replace("$", "")])

    edit(opened, cell)
    parts, core = parts_of(written("a.xlsx", opened.save)), "docProps/core.xml"
    parts[core] = _MODIFIED.sub(rb"\g<1>2025-01-06T00:00:00Z", parts[core])
    return packed(parts)


def parts_of(content: bytes) -> dict[str, bytes]:
    """What is in a workbook, which is a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def as_ods(content: bytes) -> bytes:
    """A workbook as a program saves it in the format of OpenDocument: what is shown, and little else."""
    opened = load_workbook(io.BytesIO(content), data_only=True)
    tables = "".join(
        f'<table:table table:name="{sheet.title}">{_ods_rows(sheet.values)}</table:table>' for sheet in opened
    )
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{oasis}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    xml = f"<office:document-content {spaces}>{body}</office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": xml.encode()})


def _ods_rows(rows: Iterable[tuple[Any, ...]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    number = isinstance(value, int | float)
    kind = f'office:value-type="float" office:value="{value}"' if number else 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def contained(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files, those below `….zip/` and `….eml/` packed into one; zips have their names in GBK."""
    found: dict[str, bytes] = {}
    inside: dict[str, dict[str, bytes]] = defaultdict(dict)
    for name, content in files.items():
        if within := _CONTAINER.match(name):
            inside[within[1]][within[2]] = content
        else:
            found[name] = content
    packers = {".zip": archive, ".eml": mail}
    return found | {name: packers[name[-4:]](contained(content)) for name, content in inside.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, part)
    return content.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of files whose names are in GBK and say nothing of it, as older programs write them."""
    names = {name: name.encode("gbk") for name in files}
    stand_ins = {name: f"<{number:~>{len(gbk) - 1}}" for number, (name, gbk) in enumerate(names.items())}
    content = packed({stand_ins[name]: content for name, content in files.items()})
    for name, gbk in names.items():
        content = content.replace(stand_ins[name].encode(), gbk)
    return content


def locked(files: Mapping[str, bytes]) -> bytes:
    """A zip that says of its files that they want a password."""
    # APPNOTE 4.4.4: bit 0 of the flags, behind the signature and the versions of every header
    return re.sub(
        rb"(PK\x03\x04..|PK\x01\x02....)\x00", lambda head: head[1] + b"\1", packed(files), flags=re.DOTALL
    )


def mail(files: Mapping[str, bytes]) -> bytes:
    """A mail as a program saves it, with the files as attachments."""
    message = EmailMessage()
    message["Subject"] = "报送年度报告（示例）"
    message["From"] = "示例甲 <shili@example.invalid>"
    message["Date"] = LONG_AGO
    message.set_content("见附件。")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary("=_shili_=")
    return message.as_bytes()


def encrypted() -> bytes:
    """The least of an Office file with a password: MS-CFB, a header, a table of sectors and a directory."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table, end, *[free] * 126)
    return head + sectors + _entry("Root Entry", 5, 1) + _entry("EncryptionInfo", 2, free) + bytes(256)


def _entry(name: str, kind: int, child: int) -> bytes:
    text, free, end = name.encode("utf-16-le"), 0xFFFFFFFF, 0xFFFFFFFE
    spelt = text.ljust(64, b"\0") + struct.pack("<H2B", len(text) + 2, kind, 1)
    return spelt + struct.pack("<3I", free, free, child) + bytes(36) + struct.pack("<3I", end, 0, 0)
