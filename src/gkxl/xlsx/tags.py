"""Reads and changes single tags and small elements of a part that is known to be well-formed."""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from xml.parsers import expat

# Possessive throughout: a stranger's tag is looked at once, however it is written.
_TAG: Final = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE: Final = re.compile(rb"""\s++([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_NAME: Final = re.compile(rb"<([^\s/>]++)")


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
    r"""The attributes of a start tag, under the names that it has there.

    >>> attributes_of(b"<c r='B5' t=\"a&amp;b\">")
    {'r': 'B5', 't': 'a&b'}
    """
    found = _ATTRIBUTE.findall(tag)
    return {name.decode(): unescape(value[1:-1].decode()) for name, value in found}


def elements_of(element: bytes) -> dict[str, dict[str, str]]:
    """The attributes of an element and of those in it, by the name without prefix; the last of a name."""
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
