"""Changes the XML of a part at places that a strict parser has found; every other byte stays as it was."""

from __future__ import annotations

import re
from html import unescape
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gkxl.files.refusals import damaged_file, in_chinese, printable

if TYPE_CHECKING:
    from collections.abc import Iterator


# Possessive throughout: a stranger's tag is looked at once, however it is written.
_TAG: Final = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE: Final = re.compile(rb"""\s++([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_NAME: Final = re.compile(rb"<([^\s/>]++)")


def change_attributes(tag: bytes, changes: dict[str, str | None]) -> bytes:
    r"""A start tag with some attributes changed, added, or taken away where the value is None.

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
    """The start tag at a place of a well-formed part."""
    found = _TAG.match(xml, start)
    return found[0] if found else b""


def read_attributes(tag: bytes) -> dict[str, str]:
    r"""The attributes of a start tag, under the names that it has there.

    >>> read_attributes(b"<c r='B5' t=\"a&amp;b\">")
    {'r': 'B5', 't': 'a&b'}
    """
    found = _ATTRIBUTE.findall(tag)
    return {name.decode(): unescape(value[1:-1].decode()) for name, value in found}


def read_elements(element: bytes) -> dict[str, dict[str, str]]:
    """The attributes of an element and of those in it, by the name without prefix; the last of a name."""
    found: dict[str, dict[str, str]] = {}

    def opened(tag: str, attributes: dict[str, str]) -> None:
        found[tag.rpartition(":")[2]] = attributes

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.Parse(element, True)  # noqa: FBT003 (takes it by place)
    return found


def read_texts(element: bytes, name: str, without: str = "") -> str:
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


_DECLARATION: Final = re.compile(r"\A<\?xml\s[^>]*+>")
_AFTER_CHILDREN: Final = 1
"""What is inserted at a place comes behind an element that is opened up and ends there."""


def to_utf8(name: str, content: bytearray) -> bytearray:
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
        raise damaged_file(
            f"{in_chinese(name)}编码不对", f"part {printable(name)} is badly encoded"
        ) from None


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
        return read_tag(self.content, start)

    def end_of(self, start: int, close: int) -> int:
        """Where an element ends of which the parser says that it is over at ``close``."""
        tag = self.tag(start)
        if tag.endswith(b"/>") and close == start + len(tag):
            return close
        return self.content.index(b">", close) + 1

    def prefix(self, start: int) -> str:
        """The prefix of an element's name, with its colon: what its children are in the same namespace by."""
        before, colon, _ = read_tag_name(self.tag(start)).rpartition(b":")
        return (before + colon).decode()

    def set(self, start: int, **changes: str | None) -> None:
        """Change attributes of an element; None takes one away."""
        self._tags[start] = change_attributes(self._tags.get(start) or self.tag(start), changes)

    def append(self, start: int, close: int, children: bytes) -> None:
        """Put children into an element behind those it has; ``close`` is where its end tag begins."""
        self._children.setdefault((start, close), []).append(children)

    def insert(self, at: int, xml: bytes) -> None:
        """Put something in at a place between tags."""
        self._changes.append((at, at, _AFTER_CHILDREN, xml))

    def remove(self, start: int, end: int) -> None:
        """Take away everything between two places."""
        self._changes.append((start, end, _AFTER_CHILDREN, b""))

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
                yield end, end, 0, b"".join([*children, b"</", read_tag_name(tag), b">"])
            else:
                yield close, close, 0, b"".join(children)
        for start, tag in tags.items():
            yield start, start + len(self.tag(start)), 0, tag
