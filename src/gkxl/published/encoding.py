"""Decodes web pages, which do not always say truly how they are encoded."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK: Final = 4096
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs", "utf-16": "utf-16",
}  # fmt: skip
"""What is meant by the encodings that Chinese pages name; those that lack characters are widened."""


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether characters were lost.

    What can be read as UTF-8 is UTF-8, since Chinese in another encoding hardly ever can.
    """
    for encoding in dict.fromkeys(_encodings(data)):
        try:
            return data.decode(encoding), False
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace"), True


def _encodings(data: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS if data.startswith(mark))
    yield "utf-8"
    declared = _DECLARED.search(data[:_LOOK])
    name = declared[1].decode("ascii").lower() if declared else ""
    yield from (*([_KNOWN[name]] if name in _KNOWN else []), "gb18030", "big5hkscs")
