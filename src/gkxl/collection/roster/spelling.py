"""How the names of units are spelt: which differences in writing make no other name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gkxl.remembering import of_short_texts

_MARKS: Final = re.compile(r"[()\[\]{}<>【】〔〕〖〗「」『』《》〈〉“”‘’\"'、,。.·・_-]+|本级")
"""What offices put into a name or leave out."""

_SHORTEST: Final = 2
"""A name of fewer characters is in too many others."""


@of_short_texts(maxsize=65536)
def folded(text: str) -> str:
    """A name without white space, and in half-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@of_short_texts(maxsize=65536)
def plain(text: str) -> str:
    """A folded name without brackets and 本级, and without 机关 at its end.

    >>> plain("乌有市 财政局（本级）") == plain("乌有市财政局机关") == "乌有市财政局"
    True
    """
    return _MARKS.sub("", folded(text)).removesuffix("机关") or folded(text)


def is_akin(name: str, other: str) -> bool:
    """Whether two names are the same but for their writing, or one is contained in the other."""
    shorter, longer = sorted((plain(name), plain(other)), key=len)
    return shorter == longer or (len(shorter) >= _SHORTEST and shorter in longer)
