"""How the names of units are spelt: which differences in writing make no other name."""

from __future__ import annotations

import re
from typing import Final

from gkxl.caching import cache_short_keys
from gkxl.text import nfkc

_MARKS: Final = re.compile(r"[()\[\]{}<>【】〔〕〖〗「」『』《》〈〉“”‘’\"'、,。.·・_-]+|本级")
"""What offices put into a name or leave out."""

_GOVERNMENT: Final = re.compile(
    "(?<=..)(人民政府|政府|管理委员会|管委会|街道办事处|办事处)?(办公室|办公厅)?$"
)
_PLACE: Final = re.compile("[省市县区旗盟州乡镇]$")

_SHORTEST: Final = 2
"""A name of fewer characters is in too many others."""


BRACKETS: Final = str.maketrans("[]{}【】〔〕〈〉《》「」", "()" * 7)
"""All kinds of brackets as one."""


@cache_short_keys(maxsize=65536)
def folded(text: str) -> str:
    """A name without white space, in half-width forms, and with one kind of brackets."""
    return "".join(nfkc(text).casefold().split()).translate(BRACKETS)


@cache_short_keys(maxsize=65536)
def plain(text: str) -> str:
    """A folded name without brackets and 本级, and without 机关 at its end.

    >>> plain("乌有市 财政局（本级）") == plain("乌有市财政局机关") == "乌有市财政局"
    True
    """
    return _MARKS.sub("", folded(text)).removesuffix("机关") or folded(text)


def place_of(name: str) -> str:
    """What is left of the plain name of a government without the word for it.

    >>> place_of("甲县人民政府"), place_of("甲县财政局")
    ('甲县', '甲县财政局')
    """
    return _GOVERNMENT.sub("", plain(name))


def is_akin(name: str, other: str) -> bool:
    """Whether two names are the same but for their writing, or one is contained in the other.

    A place alone is contained in the names of all its offices: it is only akin to its government.
    """
    shorter, longer = sorted((plain(name), plain(other)), key=len)
    if _PLACE.search(shorter) and longer.startswith(shorter):
        return place_of(longer) == place_of(shorter)
    return len(shorter) >= _SHORTEST and shorter in longer
