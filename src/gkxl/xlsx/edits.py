"""Changes the XML of a part at places that a strict pass has found; every other byte stays as it came."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from gkxl.errors import LimitError
from gkxl.xlsx.archive import CHUNK
from gkxl.xlsx.refusals import damaged, shown
from gkxl.xlsx.tree import Pass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gkxl.xlsx.limits import Limits

# Possessive throughout: a stranger's tag is looked at once, however it is written.
_TAG: Final = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE: Final = re.compile(rb"""\s++([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_NAME: Final = re.compile(rb"<([^\s/>]++)")
_DECLARATION: Final = re.compile(r"<\?xml[^>]*+\?>")
ROOT: Final = ""
"""What the list of the root's own children is asked for by."""

_ITEM: Final = 2
"""How deep the items of a part lie: its root lies at 0."""

_LATER: Final = 1
"""What is inserted at a place comes behind an element that is opened up and ends there."""


def as_utf8(name: str, content: bytearray) -> bytearray:
    """A part in UTF-8; one in UTF-16 is written anew, as offsets in it would not be those of its characters.

    Raises:
        UnreadableFileError: It is neither.
    """
    beginning = bytes(content[:2])
    if beginning not in (b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<"):
        return content
    encoding = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(beginning, "utf-16")
    try:
        return bytearray(_DECLARATION.sub("", content.decode(encoding), count=1).encode())
    except UnicodeError:
        raise damaged(f"部件 {shown(name)} 编码有误", f"part {shown(name)} is badly encoded") from None


def with_attributes(tag: bytes, changes: dict[str, str | None]) -> bytes:
    r"""A start tag with some attributes changed, added, or taken away where the value is None.

    >>> with_attributes(b"<c r='B5' s='3'/>", {"s": "14", "t": None})
    b'<c r=\'B5\' s="14"/>'
    """
    left, kept = dict(changes), [b"<", name_of(tag)]
    for found in _ATTRIBUTE.finditer(tag):
        name = found[1].decode()
        kept.append(_spelt(name, left.pop(name)) if name in left else found[0])
    kept += [_spelt(name, value) for name, value in left.items()]
    return b"".join([*kept, b"/>" if tag.endswith(b"/>") else b">"])


def _spelt(name: str, value: str | None) -> bytes:
    return b"" if value is None else f' {name}="{value}"'.encode()


def name_of(tag: bytes) -> bytes:
    """The name in a start tag, with its prefix."""
    found = _NAME.match(tag)
    return found[1] if found else b""


def first_tag(xml: bytes | bytearray, start: int = 0) -> bytes:
    """The start tag at a place of a well-formed part."""
    found = _TAG.match(xml, start)
    return found[0] if found else b""


def attributes_of(tag: bytes) -> dict[str, str]:
    """The attributes of a start tag, under the names that it has there."""
    (found,) = elements_of(tag if tag.endswith(b"/>") else tag[:-1] + b"/>").values()
    return found


def elements_of(element: bytes) -> dict[str, dict[str, str]]:
    """The attributes of a whole element and of those in it, by the name without prefix; the last of a name."""
    found: dict[str, dict[str, str]] = {}

    def opened(tag: str, attributes: dict[str, str]) -> None:
        found[tag.rpartition(":")[2]] = attributes

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.Parse(element, True)  # noqa: FBT003 (takes it by place)
    return found


def texts_of(element: bytes, name: str, without: str = "") -> str:
    """The text of all elements of a name in a whole element, but for those in elements of another name."""
    found: list[str] = []
    path: list[str] = []

    def data(text: str) -> None:
        if path[-1] == name and without not in path:
            found.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _: path.append(tag.rpartition(":")[2])
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = data
    parser.Parse(element, True)  # noqa: FBT003 (takes it by place)
    return "".join(found)


class Edits:
    """The bytes of a part, and what is to become of them; elements are named by where their tag begins."""

    def __init__(self, content: bytearray) -> None:
        self.content = content
        self._tags: dict[int, bytes] = {}
        self._children: dict[tuple[int, int], list[bytes]] = {}
        self._changes: list[tuple[int, int, int, bytes]] = []

    @property
    def touched(self) -> bool:
        """Whether anything is to change."""
        return bool(self._tags or self._children or self._changes)

    def tag(self, start: int) -> bytes:
        """The start tag at a place, as it came."""
        return first_tag(self.content, start)

    def end_of(self, start: int, close: int) -> int:
        """Where an element ends of which the parser says that it is over at ``close``."""
        tag = self.tag(start)
        if tag.endswith(b"/>") and close == start + len(tag):
            return close
        return self.content.index(b">", close) + 1

    def prefix(self, start: int) -> str:
        """The prefix of an element's name, with its colon: what its children are in the same namespace by."""
        before, colon, _ = name_of(self.tag(start)).rpartition(b":")
        return (before + colon).decode()

    def set(self, start: int, **changes: str | None) -> None:
        """Change attributes of an element; None takes one away."""
        self._tags[start] = with_attributes(self._tags.get(start) or self.tag(start), changes)

    def append(self, start: int, close: int, children: bytes) -> None:
        """Put children into an element behind those it has; ``close`` is where its end tag begins."""
        self._children.setdefault((start, close), []).append(children)

    def insert(self, at: int, xml: bytes) -> None:
        """Put something in at a place between tags."""
        self._changes.append((at, at, _LATER, xml))

    def remove(self, start: int, end: int) -> None:
        """Take away everything between two places."""
        self._changes.append((start, end, _LATER, b""))

    def pieces(self) -> Iterator[bytes | memoryview]:
        """The changed part; never a second copy of it is held."""
        at, content = 0, memoryview(self.content)
        for start, end, _, xml in sorted([*self._changes, *self._tag_changes()], key=itemgetter(0, 1, 2)):
            yield content[at:start]
            yield xml
            at = end
        yield content[at:]

    def _tag_changes(self) -> Iterator[tuple[int, int, int, bytes]]:
        tags = dict(self._tags)
        for (start, close), children in self._children.items():
            raw, tag = self.tag(start), tags.get(start) or self.tag(start)
            if raw.endswith(b"/>"):
                tags[start] = tag[:-2] + b">"
                end = start + len(raw)
                yield end, end, 0, b"".join([*children, b"</", name_of(tag), b">"])
            else:
                yield close, close, 0, b"".join(children)
        for start, tag in tags.items():
            yield start, start + len(self.tag(start)), 0, tag


class Walk(Pass):
    """A pass over a part that calls ``opened`` and ``closed`` for every element; ``at`` is where it is."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self._parser.StartElementHandler = self.opened
        self._parser.EndElementHandler = self.closed

    @property
    def at(self) -> int:
        """Where the tag begins that is looked at; of an empty element, at its end, where that is over."""
        return self._parser.CurrentByteIndex

    def run(self, content: bytearray) -> None:
        """Go through the part.

        Raises:
            GkxlError: It is not well-formed, or beyond a limit.
        """
        view = memoryview(content)
        for at in range(0, len(view), CHUNK):
            self.feed(view[at : at + CHUNK])
        self.end()

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        raise NotImplementedError

    def closed(self, tag: str) -> None:
        """An element is over."""
        raise NotImplementedError

    def _refuse_deep(self, depth: int) -> None:
        if depth > self._limits.xml_depth:
            raise LimitError("XML 嵌套层数", "The depth of XML elements", depth, self._limits.xml_depth)


class Spot(NamedTuple):
    """Where an element is: where its start tag begins, where its end tag begins, and where it ends.

    An empty element has no end tag: that begins, and it ends, behind its only tag.
    """

    name: str
    start: int
    close: int
    end: int


class Outline(Walk):
    """A part that is a list of lists: its root, the children of that, and theirs where they are asked for.

    Attributes:
        namespace: That of the root; elements of others are passed over.
        sections: The children of the root, by name; the last of a name.
        items: The children of each section that is asked for, by its name.
    """

    def __init__(self, name: str, content: bytearray, limits: Limits, lists: Collection[str] = ()) -> None:
        super().__init__(name, limits)
        self.edits = Edits(content)
        self.namespace = ""
        self.sections: dict[str, Spot] = {}
        self.items: dict[str, list[Spot]] = {name: [] for name in lists}
        self._path: list[tuple[str, int]] = []
        self._count = 0
        self.run(content)

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
        if depth > _ITEM or space != self.namespace:
            return
        if depth == _ITEM:
            self._keep(self._path[-1][0].rpartition(" ")[2], name, start)
        elif depth:
            self.sections[name] = self._spot(name, start)
            self._keep(ROOT, name, start)
        else:
            self.root = self._spot(name, start)

    def raw(self, spot: Spot) -> bytes:
        """A whole element as it came."""
        return bytes(self.edits.content[spot.start : spot.end])

    def attributes(self, spot: Spot) -> dict[str, str]:
        """The attributes of an element."""
        return attributes_of(self.edits.tag(spot.start))

    @property
    def prefix(self) -> str:
        """What the names of its elements begin with."""
        return self.edits.prefix(self.root.start)

    def append(self, spot: Spot, children: str) -> None:
        """Put children into an element, behind those it has."""
        self.edits.append(spot.start, spot.close, children.encode())

    def extend(self, name: str, children: str, behind: Collection[str] = (), **changes: str) -> None:
        """Put children into a section, and change its attributes; it comes behind those of some names."""
        if name in self.sections:
            self.append(self.sections[name], children)
            self.edits.set(self.sections[name].start, **changes)
            return
        whole = f"{self.prefix}{name}"
        tag = with_attributes(f"<{whole}>".encode(), dict(changes)).decode()
        self._put(f"{tag}{children}</{whole}>", behind)

    def _put(self, xml: str, behind: Collection[str]) -> None:
        ends = [self.sections[name].end for name in behind if name in self.sections]
        if self.root.close == self.root.end:
            self.append(self.root, xml)
        else:
            inside = self.root.start + len(self.edits.tag(self.root.start))
            self.edits.insert(max(ends, default=inside), xml.encode())

    def _keep(self, section: str, name: str, start: int) -> None:
        if section not in self.items:
            return
        self._count += 1
        if self._count > self._limits.cells:
            limit = self._limits.cells
            raise LimitError("XML 列表的项数", "The number of items in XML lists", self._count, limit)
        self.items[section].append(self._spot(name, start))

    def _spot(self, name: str, start: int) -> Spot:
        return Spot(name, start, self.at, self.edits.end_of(start, self.at))
