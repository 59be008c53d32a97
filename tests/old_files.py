"""Old workbooks made by hand: records of .xls files, the file system around them, and .ods packages."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BIFF5, BIFF8 = 0x500, 0x600
MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_SECTOR, _LEAST = 512, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


# .xls


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def begin(version: int = BIFF8, kind: int = 5) -> bytes:
    return record(0x809, struct.pack("<2H12x", version, kind))


def wide(text: str, length: str = "H") -> bytes:
    """A text of Excel 97, in two bytes a character."""
    encoded = text.encode("utf-16-le")
    return struct.pack(f"<{length}B", len(encoded) // 2, 1) + encoded


def narrow(text: str, encoding: str, length: str = "H") -> bytes:
    """A text of Excel 95."""
    encoded = text.encode(encoding)
    return struct.pack(f"<{length}", len(encoded)) + encoded


def cell(kind: int, body: bytes, place: tuple[int, int] = (0, 0), style: int = 0) -> bytes:
    return record(kind, struct.pack("<3H", *place, style) + body)


def formula(result: bytes, place: tuple[int, int] = (0, 0), code: bytes = b"\x1e\1\0") -> bytes:
    return cell(0x06, result + struct.pack("<HIH", 0, 0, len(code)) + code, place)


def stream(  # noqa: PLR0913 (each is a thing that a workbook can have)
    *sheets: bytes,
    version: int = BIFF8,
    before: bytes = b"",
    names: Sequence[str] = ("一",),
    states: Sequence[int] = (0,),
    kinds: Sequence[int] = (0,),
    encoding: str = "gbk",
) -> bytes:
    """The records of a workbook with these records of sheets."""
    spelt = [wide(n, "B") if version == BIFF8 else narrow(n, encoding, "B") for n in names]
    size = len(begin() + before + record(0x0A)) + sum(4 + 6 + len(name) for name in spelt)
    bodies = [begin(version, 0x10) + sheet + record(0x0A) for sheet in sheets]
    starts = [size + sum(map(len, bodies[:number])) for number in range(len(bodies))]
    listed = b"".join(
        record(0x85, struct.pack("<I2B", start, state, kind) + name)
        for start, state, kind, name in zip(starts, states, kinds, spelt, strict=True)
    )
    return begin(version) + before + listed + record(0x0A) + b"".join(bodies)


# The file system around them


def ole2(streams: Mapping[str, bytes], *, inside: Mapping[str, bytes] | None = None) -> bytes:
    """An OLE2 file with these streams, and others within a folder of it, as embedded documents are."""
    named = [(name, 2, content) for name, content in streams.items()]
    if inside:
        named = [*((name, 2, content) for name, content in inside.items()), ("MBD0001", 1, b""), *named]
    count = len(inside or ())
    entries, table, data = [], [_TABLE], b""
    for number, (name, kind, content) in enumerate(named):
        padded = content.ljust(_LEAST, b"\0")
        padded += bytes(-len(padded) % _SECTOR)
        start, sectors = len(table), len(padded) // _SECTOR
        if kind == 1:
            start, sectors, padded = 0, 0, b""
        following = [*range(start + 1, start + sectors), _END] if sectors else []
        table += following
        data += padded
        last = number + 1 in (count, len(named)) or (kind == 2 and number + 1 == count)
        right = _FREE if last else number + 2
        child = 1 if kind == 1 else _FREE
        entries.append(_entry(name, kind, right, child, start, max(len(content), _LEAST) if kind == 2 else 0))
    first = count + 1 if inside else 1
    directory = _entry("Root Entry", 5, _FREE, first, _END, 0) + b"".join(entries)
    directory += bytes(-len(directory) % _SECTOR)
    at, sectors = len(table), len(directory) // _SECTOR
    table += [*range(at + 1, at + sectors), _END]
    assert len(table) <= _SECTOR // 4, "one sector holds the table"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, at, 0, _LEAST, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *table, *[_FREE] * (128 - len(table))) + data + directory


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:  # noqa: PLR0913, PLR0917
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<H2B3I", len(encoded) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<3I", start, size, 0)
    )


# .ods


def content(rows: str, *, styles: str = "", prefix: str = "", root: str = "document-content") -> str:
    """The XML of a table with these rows; every prefix may have something before it."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        f'xmlns:{prefix}{name}="{oasis}:{space}:1.0"'
        for name, space in {
            "office": "office",
            "table": "table",
            "text": "text",
            "style": "style",
            "number": "datastyle",
            "draw": "drawing",
        }.items()
    )
    xml = (
        f'<office:{root} {spaces} office:mimetype="{MIMETYPE}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="一">{rows}</table:table>'
        f"</office:spreadsheet></office:body></office:{root}>"
    )
    if prefix:
        for name in ("office", "table", "text", "style", "number", "draw"):
            xml = xml.replace(f"<{name}:", f"<{prefix}{name}:").replace(f"</{name}:", f"</{prefix}{name}:")
            xml = xml.replace(f" {name}:", f" {prefix}{name}:")
    return xml


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def number(value: str, shown: str | None = None, attributes: str = "", kind: str = "float") -> str:
    text = "" if shown is None else f"<text:p>{shown}</text:p>"
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {attributes}>{text}'
        "</table:table-cell>"
    )


def words(inside: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}>{inside}</table:table-cell>'


def package(parts: Mapping[str, str], *, deflated: bool = False) -> bytes:
    """A zip of these parts in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return buffer.getvalue()


def ods(xml: str, **others: str) -> bytes:
    """An .ods file of this XML."""
    return package({"mimetype": MIMETYPE, "content.xml": xml, **others})
