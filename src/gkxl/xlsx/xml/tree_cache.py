"""Keeps the trees of parts that differ only in their texts, as the sheets of many returns do.

A part is split into its structure, which is everything but the texts of values and strings, and those texts.
Of all parts of one structure the first is parsed; each of the others is that tree with its own texts. This is
here for speed only. Where no comment, section or instruction occurs, ``<`` can only begin a tag, so that two
parts of one structure have the same tree but for those texts.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from gkxl.xlsx.xml.tree import TreeParser, count_elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits
    from gkxl.xlsx.xml.schema import Prepared, Schema


_TEXTS: Final = re.compile(rb'(<[vt](?:t:lpwstr| xml:space="preserve")?>)([^<&]+)</')
_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?")
_TAGS: Final = re.compile(rb'(?:<\?xml[^<>]*\?>\s*)?(?:</?[\w:.-]+(?:\s+[\w:.-]+="[^"<&=]*")*\s*/?>\s*)*')
"""Tags and nothing else; where no value holds an equals sign, what looks like an attribute is one."""

_VIEW_ATTRIBUTES: Final = re.compile(
    rb'(\s(?:xr:uid|activeCell|sqref|topLeftCell|tabSelected|zoomScale|zoomScaleNormal)=")[ !#-%\'-;=-~]*'
)
"""Attributes that nobody reads: they tell where somebody looked last, or are new in every file."""

_LONGEST_HEAD: Final = 8192
"""No sheet has so much before its data that would be worth remembering."""

_CONTROLS: Final = bytes({*range(1, 32)} - {*b"\t\n"})
_NOT_AS_WRITTEN: Final = (b"]]>", b"\xef\xbf")
"""What XML forbids or reads otherwise than it is written, and a few more characters, seldom met."""


class SplitPart(NamedTuple):
    """A part in two: its skeleton, and the texts that were taken out of it."""

    bones: bytes
    texts: list[str]


def split_part(content: bytes) -> SplitPart | None:
    """The skeleton of a part; None where ``<`` may begin no tag, or a text is not what is written.

    >>> one, other = (split_part(f"<c><f>A1</f><v>{text}</v></c>".encode()) for text in ("12", "七"))
    >>> one.bones == other.bones, one.texts, other.texts
    (True, ['12'], ['七'])
    >>> split_part(b"<c><!--<v>12</v>--></c>") is None
    True
    """
    if b"\0" in content or _has_other_markup(content):
        return None
    pieces = _TEXTS.split(_drop_view(content))
    texts = b"\0".join(pieces[2::3])
    if len(texts.translate(None, _CONTROLS)) < len(texts) or any(one in texts for one in _NOT_AS_WRITTEN):
        return None
    try:
        spelt = texts.decode().split("\0") if texts else []
    except UnicodeDecodeError:
        return None
    return SplitPart(b"".join(pieces[1::3]) + b"\0" + b"\0".join(pieces[::3]), spelt)


def _has_other_markup(content: bytes) -> bool:
    """Whether ``<`` may begin anything else after the declaration; single characters are found fastest."""
    declared = _DECLARATION.match(content)
    rest = content[declared.end() :] if declared else content
    return any(mark in rest and b"<" + mark in rest for mark in (b"!", b"?"))


def _drop_view(content: bytes) -> bytes:
    """A sheet without the values of attributes about its view."""
    head, data, rest = content.partition(b"<sheetData")
    return b"".join((_drop_view_of_tags(head), data, rest)) if data and len(head) < _LONGEST_HEAD else content


@lru_cache(maxsize=64)
def _drop_view_of_tags(head: bytes) -> bytes:
    """What comes before the data of a sheet likewise, if it is nothing but tags."""
    return _VIEW_ATTRIBUTES.sub(rb"\1", head) if _TAGS.fullmatch(head) else head


_CACHE_SIZE: Final = 1 << 20
"""So many bytes of skeletons are remembered; a tree takes five times as much, and the worst sixty times."""

_Key: TypeAlias = tuple[tuple[int, int, int], bytes]
"""The limits that a part was parsed under, and its skeleton."""

_TEXT_ELEMENTS: Final = ("v", "t", "lpwstr")
"""What the elements are called whose texts are not in a skeleton, as `split_part` has them."""


@contextmanager
def borrow_tree(name: str, content: bytes, limits: Limits) -> Iterator[CachedTree]:
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
    skeleton = split_part(content) if len(content) <= limits.text_length else None
    if skeleton is None:
        yield CachedTree(_parse_tree(name, content, limits), content, [])
        return
    key = (limits.xml_names, limits.xml_depth, limits.text_length), skeleton.bones
    body = TREE_CACHE.take(key)
    if body is None:
        body = CachedTree(_parse_tree(name, content, limits), content, skeleton.texts)
    else:
        body.fill(skeleton.texts)
    try:
        yield body
    finally:
        if body.fits:
            body.empty()
            TREE_CACHE.put(key, body)


def _parse_tree(name: str, content: bytes, limits: Limits) -> Element:
    tree = TreeParser(name, limits)
    tree.feed(content)
    return tree.close()


class CachedTree:
    """A tree, and those of its elements whose texts are not in its skeleton.

    Attributes:
        root: Its root.
        opened: How many elements it has, as `begun` counts them.
        seen: What has been seen of it, by grammar.
        fits: Whether these are the elements; elsewhere they may also be written as the skeleton keeps them.
    """

    def __init__(self, root: Element, content: bytes, texts: list[str]) -> None:
        leaves = (one for one in root.iter() if one.text and not len(one))
        self._elements = [one for one in leaves if one.tag.rpartition(" ")[2] in _TEXT_ELEMENTS]
        self.root = root
        self.opened = count_elements(content)
        self.seen: dict[Schema, Prepared] = {}
        self.fits = [one.text for one in self._elements] == texts

    def fill(self, texts: list[str]) -> None:
        """Give it other texts."""
        for element, text in zip(self._elements, texts, strict=True):
            element.text = text

    def empty(self) -> None:
        """Take its texts out of it: they may be much larger than the tree, and are nobody else's business."""
        for element in self._elements:
            element.text = None


class TreeCache:
    """Trees by key, as many as there is room for; whoever uses one takes it out, and has it alone."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._bodies: dict[_Key, CachedTree] = {}
        self._lock = Lock()

    def take(self, key: _Key) -> CachedTree | None:
        """The tree of that key, if there is one; it is no longer here."""
        with self._lock:
            return self._let_go(key)

    def put(self, key: _Key, body: CachedTree) -> None:
        """Keep a tree, in the place of those that were put here longest ago."""
        with self._lock:
            self._let_go(key)
            self._bodies[key] = body
            self._room -= len(key[1])
            while self._room < 0:
                self._let_go(next(iter(self._bodies)))

    def _let_go(self, key: _Key) -> CachedTree | None:
        body = self._bodies.pop(key, None)
        if body is not None:
            self._room += len(key[1])
        return body


TREE_CACHE = TreeCache(_CACHE_SIZE)
"""What this process remembers."""
