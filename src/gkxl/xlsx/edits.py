"""Changes the XML of a part at places that a strict parser has found; every other byte stays as it was.

The marked copy of a return is the return itself with notes added: nothing else in it may change.
"""

from __future__ import annotations

import re
from html import unescape
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gkxl.files.load import damaged_file, describe_part

if TYPE_CHECKING:
    from collections.abc import Iterator


# Possessive quantifiers throughout: else a long broken tag is gone through again from each quotation mark.
_TAG: Final = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE: Final = re.compile(rb"""\s++([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_NAME: Final = re.compile(rb"<([^\s/>]++)")


def change_attributes(tag: bytes, changes: dict[str, str | None]) -> bytes:
    r"""A start tag with some attributes changed or added; one whose value is None is removed.

    >>> change_attributes(b"<c r='B5' s='3'/>", {"s": "14", "t": None})
    b'<c r=\'B5\' s="14"/>'
    """
    left, kept = dict(changes), [b"<", read_tag_name(tag)]
    for found in _ATTRIBUTE.finditer(tag):
        name = found[1].decode()
        kept.append(_to_attribute(name, left.pop(name)) if name in left else found[0])
    kept += [_to_attribute(name, value) for name, value in left.items()]
    return b"".join([*kept, b"/>" if tag.endswith(b"/>") else b">"])


def _to_attribute(name: str, value: str | None) -> bytes:
    return b"" if value is None else f' {name}="{value}"'.encode()


def read_tag_name(tag: bytes) -> bytes:
    """The name in a start tag, with its prefix."""
    found = _NAME.match(tag)
    return found[1] if found else b""


def read_tag(xml: bytes | bytearray, start: int = 0) -> bytes:
    """The start tag that begins at an offset of a well-formed part."""
    found = _TAG.match(xml, start)
    return found[0] if found else b""


def read_attributes(tag: bytes) -> dict[str, str]:
    r"""The attributes of a start tag by name, with the prefixes that they have there.

    >>> read_attributes(b"<c r='B5' t=\"a&amp;b\">")
    {'r': 'B5', 't': 'a&b'}
    """
    found = _ATTRIBUTE.findall(tag)
    return {name.decode(): unescape(value[1:-1].decode()) for name, value in found}


def read_elements(element: bytes) -> dict[str, dict[str, str]]:
    """The attributes of an element and of all elements in it, by local name; the last of equal names."""
    found: dict[str, dict[str, str]] = {}

    def opened(tag: str, attributes: dict[str, str]) -> None:
        found[tag.rpartition(":")[2]] = attributes

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.Parse(element, True)  # noqa: FBT003 (expat has no name for it)
    return found


def read_texts(element: bytes, name: str, without: str = "") -> str:
    """The text of all elements of a name within an element.

    Args:
        element: The XML of the element.
        name: The local name of the elements whose text counts.
        without: The local name of elements in which no text counts; "" for none.
    """
    found: list[str] = []
    path: list[str] = []

    def data(text: str) -> None:
        if path[-1] == name and without not in path:
            found.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _: path.append(tag.rpartition(":")[2])
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = data
    parser.Parse(element, True)  # noqa: FBT003 (expat has no name for it)
    return "".join(found)


_DECLARATION: Final = re.compile(r"\A<\?xml\s[^>]*+>")
_AFTER_CHILDREN: Final = 1
"""Of two changes at one offset, the end tag of an opened empty element comes before what is inserted."""


def to_utf8(name: str, content: bytearray) -> bytearray:
    """A part in UTF-8, converted if it is in UTF-16.

    Raises:
        UnreadableFileError: It is in neither.
    """
    # expat gives offsets in the UTF-8 that it converts to, which in UTF-16 are other places
    beginning = bytes(content[:2])
    if beginning not in (b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<"):
        return content
    encoding = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(beginning, "utf-16")
    try:
        return bytearray(_DECLARATION.sub("", content.decode(encoding), count=1).encode())
    except UnicodeError:
        raise damaged_file("{part}编码不对", part=describe_part(name)) from None


class Edits:
    """Changes to the bytes of a part, which are made all at once.

    An element is given by the offset of its start tag. Offsets are those of the original bytes.

    Attributes:
        content: The part as it was, in UTF-8.
    """

    def __init__(self, content: bytearray) -> None:
        self.content = content
        self._tags: dict[int, bytes] = {}
        self._children: dict[tuple[int, int], list[bytes]] = {}
        self._changes: list[tuple[int, int, int, bytes]] = []

    @property
    def touched(self) -> bool:
        """Whether there is any change."""
        return bool(self._tags or self._children or self._changes)

    def tag(self, start: int) -> bytes:
        """The start tag at an offset, as it was."""
        return read_tag(self.content, start)

    def end_of(self, start: int, close: int) -> int:
        """Where an element ends whose end the parser reports at ``close``."""
        tag = self.tag(start)
        # of an empty element, expat reports the end behind the tag; of others, where the end tag begins
        if tag.endswith(b"/>") and close == start + len(tag):
            return close
        return self.content.index(b">", close) + 1

    def prefix(self, start: int) -> str:
        """The prefix of an element with its colon, or "": that of children in the same namespace."""
        before, colon, _ = read_tag_name(self.tag(start)).rpartition(b":")
        return (before + colon).decode()

    def set(self, start: int, **changes: str | None) -> None:
        """Change attributes of an element; None removes one."""
        self._tags[start] = change_attributes(self._tags.get(start) or self.tag(start), changes)

    def append(self, start: int, close: int, children: bytes) -> None:
        """Add children to an element behind those it has; ``close`` is where its end tag begins."""
        self._children.setdefault((start, close), []).append(children)

    def insert(self, at: int, xml: bytes) -> None:
        """Insert XML at an offset between tags."""
        self._changes.append((at, at, _AFTER_CHILDREN, xml))

    def remove(self, start: int, end: int) -> None:
        """Remove everything between two offsets."""
        self._changes.append((start, end, _AFTER_CHILDREN, b""))

    def pieces(self) -> Iterator[bytes | memoryview]:
        """The changed part in pieces, so that no second copy of a large one is in memory."""
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
                yield end, end, 0, b"".join([*children, b"</", read_tag_name(tag), b">"])
            else:
                yield close, close, 0, b"".join(children)
        for start, tag in tags.items():
            yield start, start + len(self.tag(start)), 0, tag
