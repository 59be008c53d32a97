"""Finds where the elements are in a part that is a list of lists, such as styles, comments or sheet names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.files.limits import bounded_cache, check_limit
from gkxl.files.load import damaged_file, describe_part
from gkxl.frozen import NamedTuple
from gkxl.xlsx.edits import Edits, change_attributes, read_attributes
from gkxl.xlsx.xml.tree import ElementParser

if TYPE_CHECKING:
    from collections.abc import Collection

    from gkxl.files.limits import Limits


ROOT: Final = ""
"""The name under which the children of the root itself are listed."""

_ITEM_DEPTH: Final = 2
"""The depth of items; the root is at 0, and the lists at 1."""

_LARGEST_CACHED: Final = 1 << 16
"""Bytes of the largest part whose map is kept; the parts that many returns have alike are shorter."""


class ElementSpan(NamedTuple):
    """Where an element is in its part, in bytes.

    Attributes:
        name: Its local name.
        start: Where its start tag begins.
        close: Where its end tag begins; of an empty element, where it ends.
    """

    name: str
    start: int
    close: int


class PartMap:
    """A part that is a list of lists, with the changes to it.

    Args:
        name: The part's name, for messages.
        content: The part, in UTF-8.
        limits: What it may hold.
        lists: The names of the lists whose items are needed; `ROOT` for the list of the root's own children.

    Attributes:
        edits: The changes to the part.
        namespace: That of the root; elements of others are ignored.
        root: The root.
        sections: The children of the root by name; of equal names the last.
        items: The items of each list that is needed, by its name.
    """

    def __init__(self, name: str, content: bytearray, limits: Limits, lists: tuple[str, ...] = ()) -> None:
        self.edits = Edits(content)
        # large parts are not kept: a cache of 32 parts of 64 MB would be 2 GB
        if len(content) <= _LARGEST_CACHED:
            found = _find_elements_cached(name, bytes(content), limits, lists)
        else:
            found = _find_elements(name, content, limits, lists)
        self.namespace, self.root, self.sections, self.items = found

    def raw(self, element: ElementSpan) -> bytes:
        """The XML of an element as it was."""
        return bytes(self.edits.content[element.start : self.end_of(element)])

    def end_of(self, element: ElementSpan) -> int:
        """Where an element ends."""
        return self.edits.end_of(element.start, element.close)

    def remove(self, element: ElementSpan) -> None:
        """Remove an element."""
        self.edits.remove(element.start, self.end_of(element))

    def attributes(self, element: ElementSpan) -> dict[str, str]:
        """The attributes of an element."""
        return read_attributes(self.edits.tag(element.start))

    @property
    def prefix(self) -> str:
        """The prefix of its elements with its colon, or ""."""
        return self.edits.prefix(self.root.start)

    def append(self, element: ElementSpan, children: str) -> None:
        """Add children to an element, behind those it has."""
        self.edits.append(element.start, element.close, children.encode())

    def extend(self, name: str, children: str, behind: Collection[str] = (), **changes: str) -> None:
        """Add children to a section and change its attributes; make the section if there is none.

        Args:
            name: The name of the section.
            children: XML.
            behind: The sections that a new one comes behind. In a sequence of XML Schema, as all parts of
                ECMA-376 are, a section out of order makes Excel repair the file.
            changes: The attributes to change.
        """
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
    """Notes where elements are while a part is parsed."""

    def __init__(self, name: str, limits: Limits, lists: tuple[str, ...]) -> None:
        super().__init__(name, limits)
        self.namespace = ""
        self.sections: dict[str, ElementSpan] = {}
        self.items: dict[str, list[ElementSpan]] = {section: [] for section in lists}
        self._path: list[tuple[str, int]] = []
        self._count = 0

    def opened(self, tag: str, _: dict[str, str]) -> None:
        """Note where an element begins."""
        if not self._path:
            self.namespace = tag.rpartition(" ")[0]
        self._path.append((tag, self.at))
        self._refuse_deep(len(self._path))

    def closed(self, tag: str) -> None:
        """Note an element that is a list or an item."""
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
            raise damaged_file("{part}有内容出现两份", part=describe_part(self._name), element=name)

    def _keep(self, section: str, found: ElementSpan) -> None:
        if section not in self.items:
            return
        self._count += 1
        check_limit(self._limits.cells, self._count, "XML 列表的项数")
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


# The styles and names of returns that gkxl issued are the same: marking 2,000 returns parses them once.
_find_elements_cached = bounded_cache(maxsize=32)(_find_elements)
"""`_find_elements`, with a cache; what it returns must not be changed."""
