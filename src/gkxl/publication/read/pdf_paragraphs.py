"""Makes paragraphs and headings of the lines of a PDF, and leaves out what is printed on every page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_MARGIN: Final = 0.08
"""The share of a page at its top and at its bottom for page numbers and running heads."""

_PAGE_NUMBER: Final = re.compile(r"[—–\-·•\s第共/页]*\d[—–\-·•\s第共/页\d]*")
_DASHED_PAGE_NUMBER: Final = re.compile(r"[—–-]\s*\d+\s*[—–-]")
# GB/T 9704 7.5: page numbers have dashes on both sides, and are 7 mm below the text, which ends 35 mm above
# the end of the page: higher than other page numbers.
_DEEP_MARGIN: Final = 0.14

_LETTERS: Final = re.compile("[A-Za-z]{2}")
_SIZE_STEP: Final = 0.6
"""By how many points a heading is larger than the text, at least."""

_INDENT: Final = 0.8
"""By which share of a character the first line of a paragraph is indented, at least."""

_SHORT_LINE: Final = 2.5
"""A line that ends so many characters before the right margin is the last of its paragraph."""


_HEADING: Final = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
"""How the lines are numbered that begin a paragraph wherever they begin."""

GridRows: TypeAlias = list[list[list[Any]]]
"""The rows of a table; a cell is its text, and how many rows and columns it spans."""


@frozen
class PageLine:
    """A line of text with its place and size, in points."""

    page: int
    top: float
    left: float
    right: float
    size: float
    text: str


@frozen
class PageGrid:
    """A table that is drawn with lines, with its place on the page, in points."""

    top: float
    left: float
    right: float
    rows: GridRows


def lines_of(found: Iterable[PageLine | PageGrid]) -> list[PageLine]:
    """What is a line of text of what was found."""
    return [each for each in found if isinstance(each, PageLine)]


def find_headers_and_footers(lines: list[PageLine], heights: list[float]) -> set[PageLine]:
    """Page numbers, and lines that are at the top or bottom of several pages."""
    edge = [line for line in lines if _is_in_margin(_MARGIN, line, heights)]
    counts = Counter(line.text for line in edge)
    dashed = {
        line
        for line in lines
        if _DASHED_PAGE_NUMBER.fullmatch(line.text) and _is_in_margin(_DEEP_MARGIN, line, heights)
    }
    return dashed | {line for line in edge if counts[line.text] > 1 or _PAGE_NUMBER.fullmatch(line.text)}


def _is_in_margin(share: float, line: PageLine, heights: list[float]) -> bool:
    """Whether a line is within a share of its page from the top or the bottom."""
    return not share < line.top / heights[line.page] < 1 - share


def join_paragraphs(found: list[PageLine | PageGrid]) -> Iterator[dict[str, Any]]:
    """Paragraphs with their lines joined, headings by their size, and tables as they are."""
    lines = lines_of(found)
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    larger = sorted((size for size in sizes if size > body + _SIZE_STEP), reverse=True)
    left = min((each.left for each in found), default=0.0)
    right = max((each.right for each in found), default=0.0)
    pending: list[PageLine] = []
    for each in found:
        begins = not isinstance(each, PageLine) or (
            pending and _begins_paragraph(pending[-1], each, left, right)
        )
        if pending and begins:
            yield _make_paragraph(pending, larger)
            pending = []
        if isinstance(each, PageLine):
            pending.append(each)
        else:
            yield {"rows": each.rows}
    if pending:
        yield _make_paragraph(pending, larger)


def _begins_paragraph(before: PageLine, line: PageLine, left: float, right: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    if abs(before.size - line.size) > _SIZE_STEP or _HEADING.match(line.text):
        return True
    return line.left > left + _INDENT * line.size or before.right < right - _SHORT_LINE * before.size


def _make_paragraph(lines: list[PageLine], larger: list[float]) -> dict[str, Any]:
    text = lines[0].text
    for line in lines[1:]:
        space = " " if _LETTERS.fullmatch(text[-1:] + line.text[:1]) else ""
        text = f"{text}{space}{line.text}"
    level = larger.index(lines[0].size) + 1 if lines[0].size in larger else 0
    return {"text": text, "level": level}
