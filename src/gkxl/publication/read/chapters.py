"""Splits a document at the headings of the form's sections, and finds unit and year in its title."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.forms import USUAL_KIND, newest_edition
from gkxl.layout import pages
from gkxl.layout.printed import fold_label
from gkxl.model.marks import Lead, Particulars
from gkxl.publication.read.blocks import Picture, Table, TextLine
from gkxl.publication.read.label_matching import NearestLabels, find_nearest, may_be, simplify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read.blocks import Block

# GB/T 9704 7.3.3: the levels of a text are numbered 一、 （一） 1. （1）.
_HEADING_NUMBER: Final = re.compile(r"^\(?[一二三四五六七八九十]+(?:\)|(?=[,.:]))[,.:]*")
_NUMBERED_HEADING: Final = re.compile(r"^\([一二三四五六七八九十]+\)")
_LAST_WORD: Final = re.compile("(?:情况|措施)$")
_ENOUGH_STYLED: Final = 3
"""With so many section headings in heading styles, lines in other styles are no headings."""

_MAX_HEADING_LENGTH: Final = 40
"""No heading of the form is longer."""

_MAX_COMPARED: Final = 200
"""How many lines that are nearly a heading are compared; a report has hardly any."""


@frozen
class Chapter:
    """The text below the heading of a section.

    Attributes:
        section: The section.
        lines: Its lines.
        has_picture: Whether it holds a picture.
    """

    section: Node
    lines: tuple[TextLine, ...] = field(repr=False)
    has_picture: bool


def find_chapters(blocks: Sequence[Block], edition: Edition, tables: Collection[int]) -> tuple[Chapter, ...]:
    """The sections of a report in a document; one whose heading is not there is left out.

    Args:
        blocks: The document.
        edition: The edition of the report.
        tables: The numbers of the blocks that are tables of the form.
    """
    begins = _find_starts(blocks, _sections(edition))
    ends = [*(index for index, _ in begins[1:]), _find_end(blocks, begins)]
    found = []
    for (index, section), end in zip(begins, ends, strict=True):
        own = [blocks[n] for n in range(index + 1, end) if n not in tables]
        has_picture = any(isinstance(block, Picture) for block in own)
        found.append(Chapter(section, tuple(_text_lines(own)), has_picture))
    return tuple(found)


def find_first_heading(blocks: Sequence[Block]) -> int:
    """The number of the block at which the first section begins; the number of blocks where there is none."""
    return next((index for index, _ in _find_starts(blocks, _sections(newest_edition()))), len(blocks))


def _sections(edition: Edition) -> list[Node]:
    """The sections that have headings in a report."""
    found = (page.section for page in pages(edition))
    return [section for section in found if not isinstance(section.section, Particulars)]


def _find_starts(blocks: Sequence[Block], sections: list[Node]) -> list[tuple[int, Node]]:
    """The number of the block at which each section begins, in order, without a table of contents."""
    matcher = _HeadingMatcher(tuple(_heading_key(section.item.label) for section in sections))
    found = [
        (index, number, block.level)
        for index, block in enumerate(blocks)
        if isinstance(block, TextLine)
        and len(block.text) <= _MAX_HEADING_LENGTH
        and (number := matcher.number(_heading_key(block.text))) is not None
    ]
    styled = [each for each in found if each[2]]
    if len({number for _, number, _ in styled}) >= _ENOUGH_STYLED:
        found = styled
    start = max((index for index, number, _ in found if number == 0), default=0)
    begins: list[tuple[int, Node]] = []
    after = -1
    for index, number, _ in found:
        if index >= start and number > after:
            begins.append((index, sections[number]))
            after = number
    return begins


def _find_end(blocks: Sequence[Block], begins: list[tuple[int, Node]]) -> int:
    """The number of the block at which the report ends: the first outside of what holds all its headings."""
    if not begins:
        return len(blocks)
    (first, _), (last, _) = begins[0], begins[-1]
    heading = blocks[first]
    within = min([_depth_of(heading) - 1, *(block.low for block in blocks[first + 1 : last + 1])])
    return next((n for n in range(last + 1, len(blocks)) if blocks[n].low < within), len(blocks))


def _depth_of(block: Block) -> int:
    return block.depth if isinstance(block, TextLine) else 0


def _heading_key(text: str) -> str:
    """A heading without its number and the punctuation at its end."""
    return _HEADING_NUMBER.sub("", simplify(fold_label(text))).rstrip(":.;")


class _HeadingMatcher:
    """Finds which heading a line is, word for word or by far nearest to.

    Args:
        keys: The headings by their keys.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        self._nearest = NearestLabels(lambda text: find_nearest(text, keys), _MAX_COMPARED)

    def number(self, key: str) -> int | None:
        """The number of a heading by its key; None for any other line."""
        if key not in self._keys and any(may_be(key, one) for one in self._keys):
            key = self._nearest.label(key)
        return self._keys.index(key) if key in self._keys else None


def _text_lines(blocks: Iterable[Block]) -> Iterator[TextLine]:
    """The lines of blocks, including those in tables."""
    for block in blocks:
        if isinstance(block, TextLine):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (TextLine(line) for cell in row for line in cell.text.split("\n") if line)


def split_passages(chapter: Chapter) -> tuple[dict[str, str], bool]:
    """The texts of a section by path, and whether they could be separated.

    Lines before the first heading belong to the first text.
    """
    texts = chapter.section.leaves
    begins = [(0, texts[0]), *_find_headings(chapter.lines, texts)]
    ends = [*(index for index, _ in begins[1:]), len(chapter.lines)]
    found: dict[str, list[str]] = {}
    for number, ((index, cell), end) in enumerate(zip(begins, ends, strict=True)):
        lines = chapter.lines[index + (number > 0) : end]
        found.setdefault(cell.path, []).extend(line.text for line in lines)
    separated = len(begins) > 1 or len(texts) == 1 or not chapter.lines
    return {path: "\n".join(lines) for path, lines in found.items()}, separated


def _find_headings(lines: Sequence[TextLine], texts: Sequence[Node]) -> list[tuple[int, Node]]:
    """The headings of a section's texts, by the number of their line: in heading styles, or else numbered."""
    cells = [cell for cell in texts if cell.headings and not isinstance(cell.item, Lead)]
    matcher = _HeadingMatcher(tuple(_LAST_WORD.sub("", _heading_key(cell.item.label)) for cell in cells))
    styled = any(line.level for line in lines)
    found: list[tuple[int, Node]] = []
    for index, line in enumerate(lines):
        is_heading = line.level if styled else _NUMBERED_HEADING.match(fold_label(line.text))
        if not is_heading or len(line.text) > _MAX_HEADING_LENGTH:
            continue
        number = matcher.number(_LAST_WORD.sub("", _heading_key(line.text)))
        if number is not None and cells[number] not in dict(found).values():
            found.append((index, cells[number]))
    return found


_TITLE: Final = re.compile(USUAL_KIND.title_pattern)
_YEAR: Final = re.compile(r"(.*)([0-9]{4})\s*年度?(.*)", re.DOTALL)
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_WORDED_YEAR: Final = re.compile("二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_MAX_TITLE_LENGTH: Final = 3000


@frozen
class Title:
    """The unit and the year in the title of a report.

    Attributes:
        unit: The unit whose report it is; "" where the title has none.
        year: The report year; None where the title has none.
    """

    unit: str = ""
    year: int | None = None


def find_title(before: Sequence[Block], page_title: str) -> Title:
    """The title of a report, with unit and year if some title has both.

    Args:
        before: The blocks before its first section.
        page_title: The title in the properties of the document.
    """
    found = [title for text in _possible_titles(before, page_title) if (title := _read_title(text))]
    complete = (title for title in found if title.unit and title.year)
    return next(complete, next((title for title in found if title.year), found[0] if found else Title()))


def _possible_titles(before: Sequence[Block], page_title: str) -> Iterator[str]:
    """Texts that may be the title: headings, headings in a row, other lines, the title of the page."""
    texts = (block for block in before if isinstance(block, TextLine))
    lines = [line for line in texts if len(line.text) <= _MAX_TITLE_LENGTH]
    yield from (line.text for line in lines if line.level)
    for level, group in groupby(lines, key=lambda line: line.level):
        if level:
            yield "".join(line.text for line in group)
    yield from (line.text for line in lines if not line.level)
    yield page_title


def _read_title(text: str) -> Title | None:
    plain = simplify(text)
    if len(plain) != len(text) or not (ends := list(_TITLE.finditer(plain))):
        return None
    head = text[: ends[-1].start()]
    dated = _YEAR.fullmatch(_with_digits(head))
    if not dated:
        return Title(head.strip())
    before, after = head[: dated.end(1)].strip(), head[dated.start(3) :].strip()
    return Title(before or after, int(dated[2]))


def _with_digits(text: str) -> str:
    """A text with half-width digits and its year in digits; it keeps its length."""
    plain = _WORDED_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    return "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() else c for c in plain)
