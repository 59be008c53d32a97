"""The parts of a workbook while some of them are changed; all others are packed again as they came."""

from __future__ import annotations

import posixpath
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from gkxl.errors import LimitError
from gkxl.files.limits import Budget
from gkxl.xlsx.edits import as_utf8
from gkxl.xlsx.namespaces import PACKAGE_RELATIONSHIPS
from gkxl.xlsx.package import Package, links_of
from gkxl.xlsx.part_map import ROOT, PartMap
from gkxl.xlsx.tree import begun
from gkxl.xlsx.zip_writer import Part, package, part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gkxl.xlsx import Limits
    from gkxl.xlsx.package import Relationship

_TYPES: Final = "[Content_Types].xml"
_NO_LINKS: Final = f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS[0]}"></Relationships>'
_LARGEST: Final = 0xFFFFFFFF
"""What a zip can say of the size of an entry without its 64-bit fields, which few programs read."""


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
        self._written: dict[str, Part] = {}
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
            budget.elements += begun(chunk)
            budget.check()
        return as_utf8(name, content)

    def map(self, name: str, lists: tuple[str, ...] = ()) -> PartMap:
        """A part that is a list of lists, to be changed."""
        return PartMap(name, self.read(name), self._limits, lists)

    def write(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Change a part, or add one."""
        self._written[name.casefold()] = part_of(name, pieces)

    def new(self, kind: NewPart) -> str:
        """The name of a part that is added under the first number that is free."""
        names = (f"{kind.stem}{number}{kind.suffix}" for number in count(1))
        free = (name for name in names if name not in self.package and name.casefold() not in self._new)
        name = next(free)
        self.declare(name, kind.type)
        return name

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part is, unless that is said already."""
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
            self._gone.add(links_of(name).casefold())

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
        return package(self._parts())

    def _parts(self) -> Iterator[Part]:
        left = dict(self._written)
        for entry, packed in self.package.packed():
            key = entry.name.casefold()
            if key in left:
                yield left.pop(key)
            elif key not in self._gone:
                if entry.unpacked > _LARGEST:
                    raise LimitError("部件的字节数", "The size of a part", entry.unpacked, _LARGEST)
                yield Part(entry.name, entry.crc, entry.unpacked, packed, entry.method)
        yield from left.values()

    def _write_links(self, source: str, links: Iterable[str]) -> None:
        name = links_of(source)
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
