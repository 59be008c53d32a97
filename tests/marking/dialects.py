"""The same workbook as other programs write it, by name: each dialect makes one of a workbook of gkxl's."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.address import read_address
from workbooks import packed, parts

if TYPE_CHECKING:
    from collections.abc import Callable

_STRICT: Final = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "/officeDocument/custom-properties": "/officeDocument/customProperties",
    "/officeDocument/extended-properties": "/officeDocument/extendedProperties",
    "/relationships/custom-properties": "/relationships/customProperties",
    "/relationships/extended-properties": "/relationships/extendedProperties",
}
"""The names that ISO Strict has for those of every day, changed one after the other."""

_PARTS: Final = re.compile(r"xl/(?:workbook|styles|sharedStrings|worksheets/[^/]*)\.xml")
_NULL: Final = re.compile(r'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?/>')
_ROW: Final = re.compile(r"<row [^>]*></row>")
_PLACES: Final = re.compile(r'<(row|c) r="([A-Z]*)([0-9]+)"')


def main_parts(change: Callable[[str], str], content: bytes) -> bytes:
    """A workbook with its own parts changed as text."""
    return packed(
        {name: change(xml) if _PARTS.fullmatch(name) else xml for name, xml in parts(content).items()}
    )


def prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", xml).replace(" xmlns=", " xmlns:x=")


def strict(content: bytes) -> bytes:
    def change(xml: str) -> str:
        for transitional, iso in _STRICT.items():
            xml = xml.replace(transitional, iso)
        return xml

    return packed({name: change(xml) for name, xml in parts(content).items()})


def utf16(encoding: str, content: bytes) -> bytes:
    """The parts of a workbook in UTF-16."""
    encoded = {
        name: xml.replace("UTF-8", "UTF-16").encode(encoding) if _PARTS.fullmatch(name) else xml.encode()
        for name, xml in parts(content).items()
    }
    return zipped(encoded)


def zipped(contents: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, seekable: bool = True) -> bytes:
    buffer = io.BytesIO()
    if not seekable:
        buffer.seekable = lambda: False  # type: ignore[method-assign] # as a pipe, which zips follow with sizes
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, data in contents.items():
            package.writestr(name, data)
    return buffer.getvalue()


def encoded(content: bytes) -> dict[str, bytes]:
    return {name: xml.encode() for name, xml in parts(content).items()}


def without_blanks(xml: str) -> str:
    """Without cells that hold nothing, and rows without cells."""
    return _ROW.sub("", _NULL.sub("", xml))


def without_references(xml: str) -> str:
    """Without the addresses of rows and cells that follow from those before."""
    last = [0, 0]

    def change(found: re.Match[str]) -> str:
        if found[1] == "row":
            implied, last[:] = last[0] + 1 == int(found[3]), [int(found[3]), 0]
        else:
            column = read_address(found[2] + "1")[1]
            implied, last[1] = last[1] + 1 == column, column
        return f"<{found[1]}" if implied else found[0]

    return _PLACES.sub(change, xml)


def without_styles(content: bytes) -> bytes:
    """Without the part of styles, and without what refers to it."""
    links = re.compile(r'<Relationship [^>]*relationships/styles"[^>]*/>')
    types = re.compile(r'<Override PartName="/xl/styles.xml"[^>]*/>')
    content = main_parts(lambda xml: re.sub(r'(<c r="[^"]*") s="[0-9]+"', r"\1", xml), content)
    found = {name: types.sub("", links.sub("", xml)) for name, xml in parts(content).items()}
    return packed({name: xml for name, xml in found.items() if name != "xl/styles.xml"})


def with_few_styles(number: int, content: bytes) -> bytes:
    """With only the first of the styles that cells, rows and columns name."""

    def change(xml: str) -> str:
        return re.sub(r"(<cellXfs count=\")[0-9]+(\">)(.*)(</cellXfs>)", cut, xml)

    def cut(found: re.Match[str]) -> str:
        kept = re.findall(r"<xf (?:[^>]*/>|.*?</xf>)", found[3])[:number]
        return f"{found[1]}{number}{found[2]}{''.join(kept)}{found[4]}"

    return main_parts(change, content)


def with_stray_markup(xml: str) -> str:
    """With comments, instructions and sections where XML allows them, which look like cells."""
    stray = '<!-- <row r="1"><c r="A1" s="0"/></row> --><?pi <c r="A1"?>'
    xml = re.sub(r"<v>([0-9]+)</v>", r"<v><![CDATA[\1]]></v>", xml)
    return re.sub(r"(<row [^>]*>|</row>|</sheetData>)", rf"{stray}\1{stray}", xml)


def moved(content: bytes) -> bytes:
    """With sheets of names in Chinese, and targets that begin at the root."""
    found = {name.replace("worksheets/sheet", "worksheets/表"): xml for name, xml in parts(content).items()}
    links = re.compile(r'Target="(?=worksheets|styles|sharedStrings|theme)')
    return packed(
        {
            name: links.sub('Target="/xl/', xml).replace("worksheets/sheet", "worksheets/表")
            for name, xml in found.items()
        }
    )


DIALECTS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "as it is": lambda content: content,
    "prefixed": partial(main_parts, prefixed),
    "strict": strict,
    "strict and prefixed": lambda content: strict(main_parts(prefixed, content)),
    "UTF-16 with a mark": partial(utf16, "utf-16"),
    "UTF-16, large end first": lambda content: utf16("utf-16-be", content),
    "a byte order mark": partial(main_parts, lambda xml: "\ufeff" + xml),
    "no blank cells": partial(main_parts, without_blanks),
    "no references": partial(main_parts, without_references),
    "no blank cells, no references": partial(main_parts, lambda xml: without_references(without_blanks(xml))),
    "no styles": without_styles,
    "an empty list of styles": partial(with_few_styles, 0),
    "a single style": partial(with_few_styles, 1),
    "no style of a cell": partial(main_parts, lambda xml: re.sub(r'(<c r="[^"]*" s=")[0-9]+', r"\1", xml)),
    "single quotes": partial(main_parts, lambda xml: re.sub(r'="([^"\']*)"', r"='\1'", xml)),
    "spaces in tags": partial(main_parts, lambda xml: re.sub(r' (\w+)="', r'\n\t\1 = "', xml)),
    "stray markup": partial(main_parts, with_stray_markup),
    "sizes that follow": lambda content: zipped(encoded(content), seekable=False),
    "not compressed": lambda content: zipped(encoded(content), method=zipfile.ZIP_STORED),
    "backslashes": lambda content: zipped(
        {name.replace("/", "\\"): xml for name, xml in encoded(content).items()}
    ),
    "folders": lambda content: zipped({"xl/": b"", "xl/worksheets/": b""} | encoded(content)),
    "moved": moved,
}
"""Every dialect by its name."""
