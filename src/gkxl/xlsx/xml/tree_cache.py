"""Keeps the parsed trees of parts that differ only in their texts, as the sheets of many returns do.

A part is split into its structure and its texts: those in values and strings, and everything else. Two
parts of one structure have the same tree but for these texts, so that only the first is parsed; each of the
others is that tree with its own texts. This is here for speed only, and takes two thirds off the time of a
return.
"""

from __future__ import annotations

import re
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.files.limits import bounded_cache, caches_enabled
from gkxl.frozen import NamedTuple
from gkxl.xlsx.xml.tree import TreeParser, count_elements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits
    from gkxl.xlsx.xml.schema import Prepared, Schema

_TEXTS: Final = rb'(<[vt](?:t:lpwstr| xml:space="preserve")?>)([^<&]+)</'
_TEXT_ELEMENTS: Final = ("v", "t", "lpwstr")
"""The local names of the elements that `_TEXTS` finds."""

_OTHER_MARKUP: Final = (re.compile(rb"!(?<=<!)"), re.compile(rb"\?(?<=<\?)"))
"""What begins neither a tag nor a text; a rare character is found ten times as fast as a pair."""

_DECLARATION: Final = rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?"
_TAGS: Final = rb'(?:<\?xml[^<>]*\?>\s*)?(?:</?[\w:.-]+(?:\s+[\w:.-]+="[^"<&=]*")*\s*/?>\s*)*'
"""Nothing but tags. Their values have no equals sign, so that what looks like an attribute is one."""

_VIEW_ATTRIBUTES: Final = (
    rb'(\s(?:xr:uid|activeCell|sqref|topLeftCell|tabSelected|zoomScale|zoomScaleNormal)=")[ !#-%\'-;=-~]*'
)
"""Attributes that gkxl never reads: where the cursor was last, or a number that is new in every file."""

_LONGEST_HEAD: Final = 8192
"""Bytes before the data of a sheet, up to which the view is dropped."""

_CONTROLS: Final = bytes({*range(1, 32)} - {*b"\t\n"})
_NOT_AS_WRITTEN: Final = (b"]]>", b"\xef\xbf")
"""XML forbids the first in texts, and the characters U+FFFE and U+FFFF, which begin with the second."""

_CACHE_SIZE: Final = 1 << 20
"""Bytes of all structures that are kept; a tree takes five times as much memory, and at worst sixty times."""

_PARTS: Final = 20
"""About how many parts a workbook has; those of the first, where a process mostly ends, are not kept."""

_Key: TypeAlias = tuple[tuple[int, int, int], bytes]
"""The limits that a part was parsed under, and its structure."""


class SplitPart(NamedTuple):
    """A part in two: its structure, and the texts that were taken out of it."""

    structure: bytes
    texts: list[str]


def split_part(content: bytes) -> SplitPart | None:
    """The structure and texts of a part; None where the two would not give the same tree for certain.

    >>> one, other = (split_part(f"<c><f>A1</f><v>{text}</v></c>".encode()) for text in ("12", "七"))
    >>> one.structure == other.structure, one.texts, other.texts
    (True, ['12'], ['七'])
    >>> split_part(b"<c><!--<v>12</v>--></c>") is None
    True
    """
    if b"\0" in content or _has_other_markup(content):
        return None
    pieces = re.split(_TEXTS, _drop_view(content))
    texts = b"\0".join(pieces[2::3])
    # XML 1.0, 2.2 and 2.11: control characters are forbidden, and a carriage return is read as a line feed
    if len(texts.translate(None, _CONTROLS)) < len(texts) or any(one in texts for one in _NOT_AS_WRITTEN):
        return None
    try:
        decoded = texts.decode().split("\0") if texts else []
    except UnicodeDecodeError:
        return None
    return SplitPart(b"".join(pieces[1::3]) + b"\0" + b"\0".join(pieces[::3]), decoded)


def _has_other_markup(content: bytes) -> bool:
    """Whether ``<`` begins anything but tags: a comment, a CDATA section or an instruction."""
    declared = re.match(_DECLARATION, content)
    return any(mark.search(content, declared.end() if declared else 0) for mark in _OTHER_MARKUP)


def _drop_view(content: bytes) -> bytes:
    """A sheet without the values of attributes about its view: a moved cursor makes no other structure."""
    head, data, rest = content.partition(b"<sheetData")
    return b"".join((_drop_view_of_tags(head), data, rest)) if data and len(head) < _LONGEST_HEAD else content


@bounded_cache(maxsize=64)
def _drop_view_of_tags(head: bytes) -> bytes:
    return re.sub(_VIEW_ATTRIBUTES, rb"\1", head) if re.fullmatch(_TAGS, head) else head


class CachedTree:
    """A parsed tree, and those of its elements whose texts are not in its structure.

    Attributes:
        root: Its root.
        opened: How many elements it has, as `count_elements` counts them.
        prepared: What dispatchers have prepared of it, by schema.
        key: What it is kept under; None if it cannot be used again. Its texts have to be those that
            `split_part` took out, and in the same order: a prefix or an attribute may hide one from it.
    """

    def __init__(
        self, root: Element, content: bytes, key: _Key | None = None, texts: Sequence[str] = ()
    ) -> None:
        leaves = (one for one in root.iter() if one.text and not len(one)) if key else ()
        self._elements = [one for one in leaves if one.tag.rpartition(" ")[2] in _TEXT_ELEMENTS]
        self.root = root
        self.opened = count_elements(content)
        self.prepared: dict[Schema, Prepared] = {}
        self.key = key if [one.text for one in self._elements] == texts else None

    def set_texts(self, texts: list[str]) -> None:
        """Put the texts of another part in the place of its own."""
        for element, text in zip(self._elements, texts, strict=True):
            element.text = text

    def clear_texts(self) -> None:
        """Drop its texts: they may be much larger than the tree, and are the business of one file alone."""
        for element in self._elements:
            element.text = None


class TreeCache:
    """Trees by structure, up to a number of bytes of structures; the one put in longest ago goes first.

    Args:
        room: So many bytes.
        passed_over: How many parts it lets pass before any is put in.
    """

    def __init__(self, room: int, passed_over: int = 0) -> None:
        self._room = room
        self._turns = count(-passed_over)
        self._trees: dict[_Key, CachedTree] = {}
        self._lock = Lock()

    def begins(self) -> bool:
        """Whether the next part may be put in."""
        return next(self._turns) >= 0

    def take(self, key: _Key) -> CachedTree | None:
        """Take a tree out, so that no other thread has it; None if there is none of this key."""
        with self._lock:
            return self._remove(key)

    def put(self, key: _Key, tree: CachedTree) -> None:
        """Put a tree in, or back."""
        with self._lock:
            self._remove(key)
            self._trees[key] = tree
            self._room -= len(key[1])
            while self._room < 0:
                self._remove(next(iter(self._trees)))

    def _remove(self, key: _Key) -> CachedTree | None:
        tree = self._trees.pop(key, None)
        if tree is not None:
            self._room += len(key[1])
        return tree


TREE_CACHE = TreeCache(_CACHE_SIZE, passed_over=_PARTS)
"""The trees that this process keeps."""


def take_tree(name: str, content: bytes, limits: Limits) -> CachedTree:
    """The tree of a part, which must not be changed; `put_back` ends its use.

    Args:
        name: The part's name, for messages.
        content: All of its bytes.
        limits: How many names it may have, and how long a text may be.

    Raises:
        UnsafeFileError: It has a DOCTYPE, or an encoding that is not allowed.
        UnreadableFileError: It is not well-formed.
        LimitError: It has too many or too long names, or too long a text.
    """
    kept = TREE_CACHE.begins() and caches_enabled() and len(content) <= limits.text_length
    split = split_part(content) if kept else None
    if split is None:
        return CachedTree(_parse_tree(name, content, limits), content)
    # the limits are part of the key: a tree that was parsed under looser ones has not been checked by these
    key = (limits.xml_names, limits.xml_depth, limits.text_length), split.structure
    tree = TREE_CACHE.take(key)
    if tree is None:
        return CachedTree(_parse_tree(name, content, limits), content, key, split.texts)
    tree.set_texts(split.texts)
    return tree


def put_back(tree: CachedTree) -> None:
    """Keep a tree for the next part of its structure, if it can be used again."""
    if tree.key is not None:
        tree.clear_texts()
        TREE_CACHE.put(tree.key, tree)


def _parse_tree(name: str, content: bytes, limits: Limits) -> Element:
    parser = TreeParser(name, limits)
    parser.feed(content)
    return parser.close()
