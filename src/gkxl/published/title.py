"""Takes unit and year from the title of a report."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.published.blocks import Words
from gkxl.published.traditional import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.published.blocks import Block

_TITLE: Final = re.compile(r"政府信息公开(?:工作)?(?:年度)?(?:工作)?报告")
_YEAR: Final = re.compile(r"(.*)([0-9]{4})\s*年度?(.*)", re.DOTALL)
_WORDED: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_WORDED_YEAR: Final = re.compile("二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_LONGEST: Final = 3000


@frozen
class Title:
    """What the title of a report says.

    Attributes:
        unit: Whose report it is; "" where it does not say so.
        year: The report year; None where it does not say so.
    """

    unit: str = ""
    year: int | None = None


def find_title(before: Sequence[Block], page_title: str) -> Title:
    """The title of a report: a heading or line before its sections, several such in a row, or the page's own.

    One that names unit and year goes before one that lacks either.
    """
    found = [title for text in _candidates(before, page_title) if (title := _title(text))]
    complete = (title for title in found if title.unit and title.year)
    return next(complete, next((title for title in found if title.year), found[0] if found else Title()))


def _candidates(before: Sequence[Block], page_title: str) -> Iterator[str]:
    words = [block for block in before if isinstance(block, Words) and len(block.text) <= _LONGEST]
    yield from (line.text for line in words if line.level)
    for level, lines in groupby(words, key=lambda line: line.level):
        if level:
            yield "".join(line.text for line in lines)
    yield from (line.text for line in words if not line.level)
    yield page_title


def _title(text: str) -> Title | None:
    plain = simplified(text)
    if len(plain) != len(text) or not (ends := list(_TITLE.finditer(plain))):
        return None
    head = text[: ends[-1].start()]
    dated = _YEAR.fullmatch(_digits(head))
    if not dated:
        return Title(head.strip())
    before, after = head[: dated.end(1)].strip(), head[dated.start(3) :].strip()
    return Title(before or after, int(dated[2]))


def _digits(text: str) -> str:
    """A text with its digits half-width, and a year in words as digits; its length stays."""
    plain = _WORDED_YEAR.sub(lambda found: found[0].translate(_WORDED), text)
    return "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() else c for c in plain)
