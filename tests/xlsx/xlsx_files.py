"""Builds small workbooks and zips by hand, honest ones and others."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.files.limits import caches_enabled
from gkxl.xlsx import Book, Cell, Limits, read_book

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDS_CACHES = pytest.mark.skipif(not caches_enabled(), reason="caches are turned off")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"

TYPES = "[Content_Types].xml"
TOP = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
SHEET = "xl/worksheets/sheet1.xml"


def relationships(*links: tuple[str, str, str], base: str = RELATIONSHIPS) -> str:
    """A part of relationships: id, kind, target, each target optionally followed by `` External``."""
    lines = []
    for id_, kind, target in links:
        where, _, mode = target.partition(" ")
        type_ = kind if ":" in kind else f"{base}/{kind}"
        more = f' TargetMode="{mode}"' if mode else ""
        lines.append(f'<Relationship Id="{id_}" Type="{type_}" Target="{where}"{more}/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def types(main: str = f"{OFFICE}.spreadsheetml.sheet.main+xml") -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
    )


def workbook(
    inside: str = "", sheets: str = '<sheet name="表" sheetId="1" r:id="s1"/>', main: str = MAIN
) -> str:
    space = STRICT_RELATIONSHIPS if main == STRICT else RELATIONSHIPS
    return f'<workbook xmlns="{main}" xmlns:r="{space}"><sheets>{sheets}</sheets>{inside}</workbook>'


def worksheet(data: str = "", after: str = "", main: str = MAIN) -> str:
    return f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData>{after}</worksheet>'


def shared(*items: str) -> str:
    """Shared strings; an item without markup is wrapped as plain text."""
    wrapped = (item if item.startswith("<") or not item else f"<t>{item}</t>" for item in items)
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in wrapped)}</sst>'


def styles(*formats: int, own: Mapping[int, str] | None = None) -> str:
    masks = "".join(f'<numFmt numFmtId="{id_}" formatCode="{mask}"/>' for id_, mask in (own or {}).items())
    cells = "".join(f'<xf numFmtId="{format_}"/>' for format_ in formats)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{masks}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def parts(**changed: str) -> dict[str, str]:
    """The parts of a workbook of one sheet, some of them other than usual."""
    usual = {
        TYPES: types(),
        TOP: relationships(("w", "officeDocument", "xl/workbook.xml")),
        WORKBOOK: workbook(),
        LINKS: relationships(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        ),
        STRINGS: shared("甲", "乙"),
        STYLES: styles(0),
        SHEET: worksheet(),
    }
    places = {"types": TYPES, "top": TOP, "workbook": WORKBOOK, "links": LINKS, "strings": STRINGS}
    places |= {"styles": STYLES, "sheet": SHEET}
    return usual | {places[key]: value for key, value in changed.items()}


def zipped(contents: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def book(**changed: str) -> Book:
    return read_book(zipped(parts(**changed)))


def cells(data: str, *, after: str = "", **changed: str) -> dict[str, Cell]:
    """The cells of a workbook whose one sheet holds these rows, by address."""
    contents = parts(sheet=worksheet(data, after), **changed)
    found = read_book(zipped(contents)).sheets[0].cells
    assert all(place == (cell.row, cell.column) for place, cell in found.items())
    return {cell.address: cell for cell in found.values()}


def cell(inside: str, attributes: str = "", *, strings: str | None = None) -> Cell | None:
    """What is read from A1."""
    changed = {} if strings is None else {"strings": strings}
    return cells(f'<row r="1"><c r="A1" {attributes}>{inside}</c></row>', **changed).get("A1")


@frozen(kw_only=True)
class Entry:
    """One entry of a zip written by hand; ``None`` stands for the truth."""

    name: bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    local_name: bytes | None = None
    local_flags: int | None = None
    local_sizes: tuple[int, int, int] | None = None
    crc: int | None = None
    packed: int | None = None
    unpacked: int | None = None
    offset: int | None = None
    extra: bytes = b""
    raw: bytes | None = None


def deflated(data: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush()


def entries(contents: Mapping[str, str]) -> list[Entry]:
    return [Entry(name=name.encode(), data=content.encode()) for name, content in contents.items()]


def by_hand(listed: list[Entry], *, prefix: bytes = b"", tail: bytes = b"", comment: bytes = b"") -> bytes:
    """A zip exactly as its entries say."""
    out, directory = bytearray(prefix), bytearray()
    for entry in listed:
        body = (
            entry.raw if entry.raw is not None else deflated(entry.data) if entry.method == 8 else entry.data
        )
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        packed = len(body) if entry.packed is None else entry.packed
        unpacked = len(entry.data) if entry.unpacked is None else entry.unpacked
        offset = len(out) if entry.offset is None else entry.offset
        name = entry.name if entry.local_name is None else entry.local_name
        flags = entry.flags if entry.local_flags is None else entry.local_flags
        sizes = (crc, packed, unpacked) if entry.local_sizes is None else entry.local_sizes
        out += struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, entry.method, 0, 33, *sizes, len(name), 0)
        out += name + body
        if flags & 8:
            out += struct.pack("<4s3I", b"PK\7\x08", crc, len(body), len(entry.data))
        numbers = (20, 20, entry.flags, entry.method, 0, 33, crc, packed, unpacked)
        lengths = (len(entry.name), len(entry.extra), 0, 0, 0)
        directory += (
            struct.pack("<4s6H3I5H2I", b"PK\1\2", *numbers, *lengths, 0, offset) + entry.name + entry.extra
        )
    count = len(listed)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(out), len(comment))
    return bytes(out + directory + end) + comment + tail


ROW = '<row r="1"><c r="A1"><v>7</v></c></row>'
USUAL = parts(sheet=worksheet(ROW))
"""The parts of a workbook with a 7 in A1."""


def value(found: Book) -> str:
    """What its first cell holds."""
    return found.sheets[0].cells[1, 1].text


def replaced(name: str, **changes: object) -> list[Entry]:
    """The usual entries, one of them described otherwise."""
    return [
        Entry(**{"name": entry.name, "data": entry.data, **(changes if entry.name == name.encode() else {})})  # type: ignore[arg-type]
        for entry in entries(USUAL)
    ]


def refused(data: bytes, *words: str) -> None:
    """Assert that a file is refused as unsafe, with these words in the message."""
    with pytest.raises(UnsafeFileError) as caught:
        read_book(data)
    for word in words:
        assert word in caught.value.zh
    assert caught.value.zh.endswith("。")
    assert caught.value.en.endswith(".")


def limited(data: bytes, **limits: int) -> str:
    """The message with which a file is refused under these limits."""
    with pytest.raises(LimitError) as caught:
        read_book(data, limits=Limits(**limits))
    return caught.value.zh
