"""Changes the XML of a part at places that a strict pass has found; every other byte stays as it came."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from gkxl.files.refusals import damaged, in_words, shown
from gkxl.xlsx.tags import first_tag, name_of, with_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARATION: Final = re.compile(r"\A<\?xml\s[^>]*+>")
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
        raise damaged(f"{in_words(name)}编码不对", f"part {shown(name)} is badly encoded") from None


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
