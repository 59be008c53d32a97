"""Where the elements are in a part that is a list of lists, such as those of styles, comments or sheets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.errors import LimitError
from gkxl.files.refusals import damaged_file, in_chinese, printable
from gkxl.xlsx.edits import Edits, change_attributes, read_attributes
from gkxl.xlsx.xml.tree import ElementParser

if TYPE_CHECKING:
    from collections.abc import Collection

    from gkxl.files.limits import Limits


ROOT: Final = ""
"""What the list of the root's own children is asked for by."""

_ITEM_DEPTH: Final = 2
"""How deep the items of a part lie: its root lies at 0."""

_LARGEST_CACHED: Final = 1 << 16
"""Bytes of a part that is remembered: those of many returns that are alike are shorter."""


class ElementSpan(NamedTuple):
    """Where the start tag of an element begins, and its end tag; of an empty element, where it ends."""

    name: str
    start: int
    close: int


class PartMap:
    """A part that is a list of lists: its root, the children of that, and theirs where they are asked for.

    Args:
        name: The part's name, for messages.
        content: The part, in UTF-8.
        limits: What it may hold.
        lists: The children of the root of which the children are wanted; `ROOT` for those of the root itself.

    Attributes:
        edits: What is to become of the part.
        namespace: That of the root; elements of others are passed over.
        root: The root.
        sections: The children of the root, by name; the last of a name.
        items: The children of each section that is asked for, by its name.
    """

    def __init__(self, name: str, content: bytearray, limits: Limits, lists: tuple[str, ...] = ()) -> None:
        self.edits = Edits(content)
        if len(content) <= _LARGEST_CACHED:
            found = _find_elements_cached(name, bytes(content), limits, lists)
        else:
            found = _find_elements(name, content, limits, lists)
        self.namespace, self.root, self.sections, self.items = found

    def raw(self, element: ElementSpan) -> bytes:
        """A whole element as it came."""
        return bytes(self.edits.content[element.start : self.end_of(element)])

    def end_of(self, element: ElementSpan) -> int:
        """Where an element ends."""
        return self.edits.end_of(element.start, element.close)

    def remove(self, element: ElementSpan) -> None:
        """Take away an element."""
        self.edits.remove(element.start, self.end_of(element))

    def attributes(self, element: ElementSpan) -> dict[str, str]:
        """The attributes of an element."""
        return read_attributes(self.edits.tag(element.start))

    @property
    def prefix(self) -> str:
        """What the names of its elements begin with."""
        return self.edits.prefix(self.root.start)

    def append(self, element: ElementSpan, children: str) -> None:
        """Put children into an element, behind those it has."""
        self.edits.append(element.start, element.close, children.encode())

    def extend(self, name: str, children: str, behind: Collection[str] = (), **changes: str) -> None:
        """Put children into a section, and change its attributes; a new one comes behind some others."""
        if name in self.sections:
            self.append(self.sections[name], children)
            self.edits.set(self.sections[name].start, **changes)
            return
        whole = f"{self.prefix}{name}"
        tag = change_attributes(f"<{whole}>".encode(), dict(changes)).decode()
        self._put(f"{tag}{children}</{whole}>", behind)

    def _put(self, xml: str, behind: Collection[str]) -> None:
        ends = [self.end_of(self.sections[name]) for name in behind if name in self.sections]
        if self.root.close == self.end_of(self.root):
            self.append(self.root, xml)
        else:
            inside = self.root.start + len(self.edits.tag(self.root.start))
            self.edits.insert(max(ends, default=inside), xml.encode())


class _ElementFinder(ElementParser):
    """Finds the elements of a part."""

    def __init__(self, name: str, limits: Limits, lists: tuple[str, ...]) -> None:
        super().__init__(name, limits)
        self.namespace = ""
        self.sections: dict[str, ElementSpan] = {}
        self.items: dict[str, list[ElementSpan]] = {section: [] for section in lists}
        self._path: list[tuple[str, int]] = []
        self._count = 0

    def opened(self, tag: str, _: dict[str, str]) -> None:
        """Remember where an element begins."""
        if not self._path:
            self.namespace = tag.rpartition(" ")[0]
        self._path.append((tag, self.at))
        self._refuse_deep(len(self._path))

    def closed(self, tag: str) -> None:
        """Keep an element that is of interest."""
        _, start = self._path.pop()
        space, _, name = tag.rpartition(" ")
        depth = len(self._path)
        if depth > _ITEM_DEPTH or space != self.namespace:
            return
        found = ElementSpan(name, start, self.at)
        if depth == _ITEM_DEPTH:
            self._keep(self._path[-1][0].rpartition(" ")[2], found)
        elif depth:
            self._refuse_twice(name)
            self.sections[name] = found
            self._keep(ROOT, found)
        else:
            self.root = found

    def _refuse_twice(self, name: str) -> None:
        if name in self.sections and name in self.items:
            part = printable(self._name)
            raise damaged_file(f"{in_chinese(self._name)}有内容出现两份", f"part {part} has its {name} twice")

    def _keep(self, section: str, found: ElementSpan) -> None:
        if section not in self.items:
            return
        self._count += 1
        if self._count > self._limits.cells:
            limit = self._limits.cells
            raise LimitError("XML 列表的项数", "The number of items in XML lists", self._count, limit)
        self.items[section].append(found)


class _FoundElements(NamedTuple):
    namespace: str
    root: ElementSpan
    sections: dict[str, ElementSpan]
    items: dict[str, list[ElementSpan]]


def _find_elements(
    name: str, content: bytes | bytearray, limits: Limits, lists: tuple[str, ...]
) -> _FoundElements:
    finder = _ElementFinder(name, limits, lists)
    finder.run(content)
    return _FoundElements(finder.namespace, finder.root, finder.sections, finder.items)


_find_elements_cached = lru_cache(maxsize=32)(_find_elements)
"""The same, once for parts that are the same in return after return; nobody may change what it found."""
