"""What a marked copy shows, read without gkxl and in any dialect: colours, comments and their boxes."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

BOOK: Final = "xl/workbook.xml"


class Look:
    """A workbook by its parts; names are looked up without their namespaces."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}

    def tree(self, name: str) -> Element:
        root = ET.fromstring(self.parts[name])  # noqa: S314 (our own copy)
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        return root

    def links(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part is related to: kind and name, by id."""
        folder, file = posixpath.split(name)
        part = f"{folder}/_rels/{file}.rels"
        if part not in self.parts:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self.tree(part)
        }

    def sheets(self) -> dict[str, str]:
        """The parts of the sheets, by name and in their order."""
        links = self.links(BOOK)
        return {
            sheet.get("name", ""): links[next(v for k, v in sheet.items() if k.endswith("}id"))][1]
            for sheet in self.tree(BOOK).iter("sheet")
        }

    def colours(self, sheet: str) -> dict[str, str]:
        """The colours of the cells of a sheet, by address; cells without an address follow those before."""
        styles = self.tree(next(name for kind, name in self.links(BOOK).values() if kind == "styles"))
        fills = [fill.find("patternFill/fgColor") for fill in styles.iterfind("fills/fill")]
        used = [int(xf.get("fillId", "0")) for xf in styles.iterfind("cellXfs/xf")]
        found = {}
        for address, cell in self.cells(sheet):
            fill = fills[used[int(cell.get("s") or 0)]]
            found[address] = "" if fill is None else fill.get("rgb", "")[-6:]
        return found

    def cells(self, sheet: str) -> Iterator[tuple[str, Element]]:
        """The cells of a sheet with their addresses."""
        row = 0
        for line in self.tree(self.sheets()[sheet]).iter("row"):
            row = int(line.get("r", row + 1))
            column = 0
            for cell in line:
                letters = cell.get("r", "").rstrip("0123456789")
                column = number(letters) if letters else column + 1
                yield f"{letters_of(column)}{row}", cell

    def comments(self, sheet: str) -> dict[str, str]:
        """The comments of a sheet, by address."""
        found = [name for kind, name in self.links(self.sheets()[sheet]).values() if kind == "comments"]
        return {
            comment.get("ref", ""): "".join(text.text or "" for text in comment.iter("t"))
            for name in found
            for comment in self.tree(name).iter("comment")
        }

    def boxes(self, sheet: str) -> list[str]:
        """The cells that the drawing of comments has boxes for."""
        part = self.sheets()[sheet]
        legacy = self.tree(part).find("legacyDrawing")
        if legacy is None:
            return []
        (id_,) = (value for key, value in legacy.items() if key.endswith("}id"))
        boxes = self.tree(self.links(part)[id_][1]).iter("ClientData")
        notes = [box for box in boxes if box.get("ObjectType") == "Note"]
        return [
            f"{letters_of(int(note.findtext('Column', '')) + 1)}{int(note.findtext('Row', '')) + 1}"
            for note in notes
        ]


def number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def letters_of(column: int) -> str:
    rest, last = divmod(column - 1, 26)
    return (letters_of(rest) if rest else "") + chr(65 + last)
