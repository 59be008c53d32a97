"""Takes a part in two: the texts of its values and strings, and its skeleton, which is all the rest.

Where no comment, section or instruction stands, ``<`` can only begin a tag, so that two parts of one skeleton
have the same tree but for those texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_TEXTS: Final = re.compile(rb'(<[vt](?:t:lpwstr| xml:space="preserve")?>)([^<&]+)</')
_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?")
_TAGS: Final = re.compile(rb'(?:<\?xml[^<>]*\?>\s*)?(?:</?[\w:.-]+(?:\s+[\w:.-]+="[^"<&=]*")*\s*/?>\s*)*')
"""Tags and nothing else; where no value holds an equals sign, what looks like an attribute is one."""

_VIEW: Final = re.compile(
    rb'(\s(?:xr:uid|activeCell|sqref|topLeftCell|tabSelected|zoomScale|zoomScaleNormal)=")[ !#-%\'-;=-~]*'
)
"""Attributes that nobody reads: they tell where somebody looked last, or are new in every file."""

_LONG: Final = 8192
"""No sheet has so much before its data that would be worth remembering."""

_CONTROLS: Final = bytes({*range(1, 32)} - {*b"\t\n"})
_RARE: Final = (b"]]>", b"\xef\xbf")
"""What XML forbids or reads otherwise than it is written, and a few more characters, seldom met."""


class Skeleton(NamedTuple):
    """A part in two: its skeleton, and the texts that were taken out of it."""

    bones: bytes
    texts: list[str]


def skeleton_of(content: bytes) -> Skeleton | None:
    """The skeleton of a part; None where ``<`` may begin no tag, or a text is not what is written.

    >>> one, other = (skeleton_of(f"<c><f>A1</f><v>{text}</v></c>".encode()) for text in ("12", "七"))
    >>> one.bones == other.bones, one.texts, other.texts
    (True, ['12'], ['七'])
    >>> skeleton_of(b"<c><!--<v>12</v>--></c>") is None
    True
    """
    if b"\0" in content or _has_more_than_tags(content):
        return None
    pieces = _TEXTS.split(_without_view(content))
    texts = b"\0".join(pieces[2::3])
    if len(texts.translate(None, _CONTROLS)) < len(texts) or any(one in texts for one in _RARE):
        return None
    try:
        spelt = texts.decode().split("\0") if texts else []
    except UnicodeDecodeError:
        return None
    return Skeleton(b"".join(pieces[1::3]) + b"\0" + b"\0".join(pieces[::3]), spelt)


def _has_more_than_tags(content: bytes) -> bool:
    """Whether ``<`` may begin anything else after the declaration; single characters are found fastest."""
    declared = _DECLARATION.match(content)
    rest = content[declared.end() :] if declared else content
    return any(mark in rest and b"<" + mark in rest for mark in (b"!", b"?"))


def _without_view(content: bytes) -> bytes:
    """A sheet without the values of attributes about its view."""
    head, data, rest = content.partition(b"<sheetData")
    return b"".join((_tags_without_view(head), data, rest)) if data and len(head) < _LONG else content


@lru_cache(maxsize=64)
def _tags_without_view(head: bytes) -> bytes:
    """What comes before the data of a sheet likewise, if it is nothing but tags."""
    return _VIEW.sub(rb"\1", head) if _TAGS.fullmatch(head) else head
