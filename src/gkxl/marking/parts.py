"""The parts of a workbook while some of them are changed, among them the one that lists its sheets."""

from __future__ import annotations

import posixpath
from itertools import count
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from gkxl.address import quote_sheet
from gkxl.errors import LimitError
from gkxl.files.limits import Budget
from gkxl.frozen import NamedTuple
from gkxl.layout import RETURN_SHEET
from gkxl.xlsx.edits import to_utf8
from gkxl.xlsx.package import Package, relationships_part
from gkxl.xlsx.part_map import ROOT, PartMap
from gkxl.xlsx.xml.schema import PACKAGE_RELATIONSHIPS, to_natural
from gkxl.xlsx.xml.tree import count_elements
from gkxl.xlsx.zip_writer import PackedPart, pack_pieces, to_package

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gkxl.xlsx import Limits
    from gkxl.xlsx.package import Relationship
    from gkxl.xlsx.part_map import ElementSpan


_TYPES: Final = "[Content_Types].xml"
_NO_LINKS: Final = f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS[0]}"></Relationships>'
_LARGEST: Final = 0xFFFFFFFF
"""The largest size of an entry that a zip has without its 64-bit fields, which few programs read."""


class NewPart(NamedTuple):
    """What a part is that is added: how its name begins and ends, between which is a number, and its type."""

    stem: str
    suffix: str
    type: str


class Parts:
    """The parts of one workbook.

    Args:
        content: The workbook.
        limits: How large the parts may be that are looked at.

    Raises:
        GkxlError: It is no package, or one that could be read in two ways.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.package = Package(content, Budget(limits))
        self._limits = limits
        self._written: dict[str, PackedPart] = {}
        self._new: set[str] = set()
        self._gone: set[str] = set()
        self._types: list[str] = []
        self._links: dict[str, dict[str, str]] = {}
        self._unlinked: dict[str, set[str]] = {}

    def read(self, name: str) -> bytearray:
        """The content of a part as it came, in UTF-8.

        Raises:
            GkxlError: It is missing, damaged, or beyond a limit.
        """
        content, budget = bytearray(), self.package.budget
        for chunk in self.package.chunks(name):
            content += chunk
            budget.elements += count_elements(chunk)
            budget.check()
        return to_utf8(name, content)

    def map(self, name: str, lists: tuple[str, ...] = ()) -> PartMap:
        """A part that is a list of lists, to be changed."""
        return PartMap(name, self.read(name), self._limits, lists)

    def write(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Change a part, or add one."""
        self._written[name.casefold()] = pack_pieces(name, pieces)

    def new(self, kind: NewPart) -> str:
        """The name of a part that is added under the first number that is free."""
        names = (f"{kind.stem}{number}{kind.suffix}" for number in count(1))
        free = (name for name in names if name not in self.package and name.casefold() not in self._new)
        name = next(free)
        self.declare(name, kind.type)
        return name

    def declare(self, name: str, content_type: str) -> None:
        """Declare the type of a new part, unless it is declared already."""
        self._new.add(name.casefold())
        if self.package.content_type(name) != content_type:
            self._types.append(f'Override PartName="/{name}" ContentType="{content_type}"')

    def links(self, name: str) -> list[Relationship]:
        """The relationships of a part as it came."""
        return self.package.relationships(name)

    def link(self, source: str, kind: str, target: str) -> str:
        """Relate a part to another; the id of that."""
        added = self._links.setdefault(source, {})
        known = {link.id.casefold() for link in self.links(source)} | added.keys()
        found = next(id_ for number in count(1) if (id_ := f"rId{number}").casefold() not in known)
        path = quoteattr(posixpath.relpath(f"/{target}", f"/{posixpath.dirname(source)}"))
        added[found.casefold()] = f'Relationship Id="{found}" Type="{kind}" Target={path}'
        return found

    def remove_links(self, name: str, kinds: Collection[str]) -> None:
        """Take away the relationships of a part, and the parts that it has by those of some kinds."""
        links = self.links(name)
        self._gone.update(link.target.casefold() for link in links if link.kind in kinds)
        if links:
            self._gone.add(relationships_part(name).casefold())

    def drop(self, source: str, kind: str) -> None:
        """Take away what a part is related to by one kind, and the relationship."""
        for link in self.links(source):
            if link.kind == kind:
                self._gone.add(link.target.casefold())
                self._unlinked.setdefault(source, set()).add(link.id)

    def packed(self) -> bytes:
        """The workbook with its changes.

        Raises:
            LimitError: A part is larger than most programs can read.
        """
        for source in dict.fromkeys((*self._links, *self._unlinked)):  # sets differ between processes
            self._write_links(source, self._links.get(source, {}).values())
        if self._types or self._gone:
            self._write_types()
        return to_package(self._parts())

    def _parts(self) -> Iterator[PackedPart]:
        left = dict(self._written)
        for entry, packed in self.package.packed():
            key = entry.name.casefold()
            if key in left:
                yield left.pop(key)
            elif key not in self._gone:
                if entry.unpacked > _LARGEST:
                    raise LimitError(_LARGEST, entry.unpacked, "部件的字节数")
                yield PackedPart(entry.name, entry.crc, entry.unpacked, packed, entry.method)
        yield from left.values()

    def _write_links(self, source: str, links: Iterable[str]) -> None:
        name = relationships_part(source)
        here = name in self.package and name.casefold() not in self._gone
        content = self.read(name) if here else bytearray(_NO_LINKS.encode())
        part_map = PartMap(name, content, self._limits, (ROOT,))
        part_map.append(part_map.root, "".join(f"<{part_map.prefix}{link}/>" for link in links))
        gone = self._unlinked.get(source, set())
        for spot in part_map.items[ROOT] if gone else ():
            if part_map.attributes(spot).get("Id") in gone:
                part_map.remove(spot)
        self.write(name, part_map.edits.pieces())

    def _write_types(self) -> None:
        part_map = self.map(_TYPES, (ROOT,))
        prefix = part_map.prefix
        part_map.append(part_map.root, "".join(f"<{prefix}{one}/>" for one in self._types))
        for spot in part_map.items[ROOT] if self._gone else ():
            name = part_map.attributes(spot).get("PartName", "").replace("\\", "/").lstrip("/")
            if name.casefold() in self._gone:
                part_map.remove(spot)
        self.write(_TYPES, part_map.edits.pieces())


BOOK_LISTS: Final = ("sheets", "bookViews", "definedNames")

# ECMA-376 Part 1, 18.2.27: what comes before the defined names
_BEFORE_NAMES: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
)
_PRINTED: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


def list_sheet_first(workbook: PartMap, id_: str, base: str) -> None:
    """List the sheet of faults before all others.

    Args:
        workbook: The part, with the items of `LISTS`.
        id_: The id of the sheet's relationship.
        base: The namespace of such ids.
    """
    sheets = workbook.items["sheets"]
    used = {workbook.attributes(sheet).get("sheetId", "") for sheet in sheets}
    number = next(number for number in count(1) if str(number) not in used)
    xml = f'<{workbook.prefix}sheet xmlns:r="{base}" name="{RETURN_SHEET}" sheetId="{number}" r:id="{id_}"/>'
    workbook.edits.insert(sheets[0].start, xml.encode())
    for name, attributes in _local_names(workbook):
        local = to_natural(attributes["localSheetId"])
        workbook.edits.set(name.start, localSheetId=str(local + 1))


def reuse_sheet(workbook: PartMap, index: int) -> None:
    """Make ready the sheet of that number, which an earlier marking made, to be the sheet of faults again."""
    workbook.edits.set(workbook.items["sheets"][index].start, state=None)
    for name, attributes in _local_names(workbook):
        if attributes["localSheetId"] == str(index) and attributes.get("name") in _PRINTED:
            workbook.remove(name)


def _local_names(workbook: PartMap) -> Iterator[tuple[ElementSpan, dict[str, str]]]:
    """The defined names of single sheets, with their attributes; most workbooks have many others."""
    for name in workbook.items["definedNames"]:
        if workbook.edits.content.find(b"localSheetId", name.start, name.close) > 0:
            attributes = workbook.attributes(name)
            if "localSheetId" in attributes:
                yield name, attributes


def recalculate(workbook: PartMap) -> None:
    """Have everything calculated again when the workbook is opened, as other cells follow from totals."""
    workbook.extend("calcPr", "", (*_BEFORE_NAMES, "definedNames"), fullCalcOnLoad="1")


def show_sheet(workbook: PartMap, index: int, rows: int, head: int) -> None:
    """Have the sheet of faults on top when the workbook is opened, and its rows printed whole.

    Args:
        workbook: The part, with the items of `LISTS`.
        index: The number of the sheet.
        rows: How many rows it has.
        head: The row of its headings, which are printed on every page.
    """
    for view in workbook.items["bookViews"]:
        workbook.edits.set(view.start, activeTab=str(index), firstSheet=None)
    prefix, sheet = workbook.prefix, quote_sheet(RETURN_SHEET)
    areas = (f"{sheet}!$A$1:$D${rows}", f"{sheet}!${head}:${head}")
    names = "".join(
        f'<{prefix}definedName name="{name}" localSheetId="{index}">{area}</{prefix}definedName>'
        for name, area in zip(_PRINTED, areas, strict=True)
    )
    workbook.extend("definedNames", names, _BEFORE_NAMES)
