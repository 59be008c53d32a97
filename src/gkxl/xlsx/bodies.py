"""Remembers the trees of parts that differ in nothing but texts, as the sheets of many returns do.

Of all parts that have one skeleton the first is parsed, and every other is that tree with its own texts.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.xlsx.skeleton import skeleton_of
from gkxl.xlsx.tree import Tree, begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits
    from gkxl.xlsx.grammar import Grammar
    from gkxl.xlsx.harvest import Seen

_MOST: Final = 1 << 20
"""So many bytes of skeletons are remembered; a tree takes five times as much, and the worst sixty times."""

_Key: TypeAlias = tuple[tuple[int, int, int], bytes]
"""The limits that a part was parsed under, and its skeleton."""

_NAMES: Final = ("v", "t", "lpwstr")
"""What the elements are called whose texts are not in a skeleton, as `skeleton_of` has them."""


@contextmanager
def body_of(name: str, content: bytes, limits: Limits) -> Iterator[Body]:
    """The tree of a part, which nobody may change, or keep for later.

    Args:
        name: The part's name, for messages.
        content: All of its bytes.
        limits: How many names it may have, and how long a text may be.

    Raises:
        UnsafeFileError: It has a DOCTYPE, or an encoding that is not allowed.
        UnreadableFileError: It is not well-formed.
        LimitError: It has too many or too long names, or too long a text.
    """
    skeleton = skeleton_of(content) if len(content) <= limits.text_length else None
    if skeleton is None:
        yield Body(_parsed(name, content, limits), content, [])
        return
    key = (limits.xml_names, limits.xml_depth, limits.text_length), skeleton.bones
    body = MEMORY.take(key)
    if body is None:
        body = Body(_parsed(name, content, limits), content, skeleton.texts)
    else:
        body.fill(skeleton.texts)
    try:
        yield body
    finally:
        if body.fits:
            body.empty()
            MEMORY.put(key, body)


def _parsed(name: str, content: bytes, limits: Limits) -> Element:
    tree = Tree(name, limits)
    tree.feed(content)
    return tree.close()


class Body:
    """A tree, and those of its elements whose texts are not in its skeleton.

    Attributes:
        root: Its root.
        opened: How many elements it has, as `begun` counts them.
        seen: What has been seen of it, by grammar.
        fits: Whether these are the elements; elsewhere they may also be written as the skeleton keeps them.
    """

    def __init__(self, root: Element, content: bytes, texts: list[str]) -> None:
        leaves = (one for one in root.iter() if one.text and not len(one))
        self._elements = [one for one in leaves if one.tag.rpartition(" ")[2] in _NAMES]
        self.root = root
        self.opened = begun(content)
        self.seen: dict[Grammar, Seen] = {}
        self.fits = [one.text for one in self._elements] == texts

    def fill(self, texts: list[str]) -> None:
        """Give it other texts."""
        for element, text in zip(self._elements, texts, strict=True):
            element.text = text

    def empty(self) -> None:
        """Take its texts out of it: they may be much larger than the tree, and are nobody else's business."""
        for element in self._elements:
            element.text = None


class Memory:
    """Trees by key, as many as there is room for; whoever uses one takes it out, and has it alone."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._bodies: dict[_Key, Body] = {}
        self._lock = Lock()

    def take(self, key: _Key) -> Body | None:
        """The tree of that key, if there is one; it is no longer here."""
        with self._lock:
            return self._let_go(key)

    def put(self, key: _Key, body: Body) -> None:
        """Keep a tree, in the place of those that were put here longest ago."""
        with self._lock:
            self._let_go(key)
            self._bodies[key] = body
            self._room -= len(key[1])
            while self._room < 0:
                self._let_go(next(iter(self._bodies)))

    def _let_go(self, key: _Key) -> Body | None:
        body = self._bodies.pop(key, None)
        if body is not None:
            self._room += len(key[1])
        return body


MEMORY = Memory(_MOST)
"""What this process remembers."""
