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
from gkxl.publication.read.label_matching import TOLERANCE, find_nearest, simplify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read.blocks import Block


_HEADING_NUMBER: Final = re.compile(r"^\(?[一二三四五六七八九十]+(?:\)|(?=[,.:]))[,.:]*")
_NUMBERED_HEADING: Final = re.compile(r"^\([一二三四五六七八九十]+\)")
_LAST_WORD: Final = re.compile("(?:情况|措施)$")
_ENOUGH_STYLED: Final = 3
"""From so many section headings in heading styles on, others are not looked for."""

_MAX_HEADING_LENGTH: Final = 40
"""No heading of the form is longer."""

_MAX_COMPARED: Final = 200


@frozen
class Chapter:
    """What stands under the heading of a section.

    Attributes:
        section: The section.
        words: Its lines.
        pictured: Whether it holds a picture.
    """

    section: Node
    words: tuple[TextLine, ...] = field(repr=False)
    pictured: bool


def find_chapters(blocks: Sequence[Block], edition: Edition, tables: Collection[int]) -> tuple[Chapter, ...]:
    """The sections of a report in a document; one whose heading is not there is left out.

    Args:
        blocks: What stands in the document.
        edition: The edition of the report.
        tables: Which blocks are tables of the form.
    """
    begins = _find_starts(blocks, _sections(edition))
    ends = [*(index for index, _ in begins[1:]), _find_end(blocks, begins)]
    return tuple(
        Chapter(
            section,
            tuple(
                _text_lines(
                    block for n, block in enumerate(blocks[index + 1 : end], index + 1) if n not in tables
                )
            ),
            any(isinstance(block, Picture) for block in blocks[index + 1 : end]),
        )
        for (index, section), end in zip(begins, ends, strict=True)
    )


def find_first_heading(blocks: Sequence[Block]) -> int:
    """Where the first section begins; behind everything where there is none."""
    return next((index for index, _ in _find_starts(blocks, _sections(newest_edition()))), len(blocks))


def _sections(edition: Edition) -> list[Node]:
    """The sections that have headings in a report."""
    found = (page.section for page in pages(edition))
    return [section for section in found if not isinstance(section.section, Particulars)]


def _find_starts(blocks: Sequence[Block], sections: list[Node]) -> list[tuple[int, Node]]:
    """Where the sections begin, in their order; a list of contents before them is passed over."""
    which = _HeadingMatcher(tuple(_heading_key(section.item.label) for section in sections))
    found = [
        (index, number, block.level)
        for index, block in enumerate(blocks)
        if isinstance(block, TextLine)
        and len(block.text) <= _MAX_HEADING_LENGTH
        and (number := which.number(_heading_key(block.text))) is not None
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
    """Where the report ends: where the page leaves what holds all its headings."""
    if not begins:
        return len(blocks)
    (first, _), (last, _) = begins[0], begins[-1]
    heading = blocks[first]
    within = min([_depth_of(heading) - 1, *(block.low for block in blocks[first + 1 : last + 1])])
    return next((n for n in range(last + 1, len(blocks)) if blocks[n].low < within), len(blocks))


def _depth_of(block: Block) -> int:
    return block.depth if isinstance(block, TextLine) else 0


def _heading_key(text: str) -> str:
    """A heading without its number and the marks behind it."""
    return _HEADING_NUMBER.sub("", simplify(fold_label(text))).rstrip(":.;")


class _HeadingMatcher:
    """Which heading a line is: one of them word for word, or the one that it is by far nearest to.

    So many lines and no more are compared that are like a heading: a report has hardly any.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        self._found: dict[str, int | None] = {}
        self._compared = 0

    def number(self, own: str) -> int | None:
        """The number of a heading by its key; None for any other."""
        if own not in self._found:
            self._found[own] = self._number(own)
        return self._found[own]

    def _number(self, own: str) -> int | None:
        if own in self._keys:
            return self._keys.index(own)
        if self._compared >= _MAX_COMPARED or not any(_is_similar(own, key) for key in self._keys):
            return None
        self._compared += 1
        found = find_nearest(own, self._keys)
        return self._keys.index(found) if found else None


def _is_similar(own: str, key: str) -> bool:
    """Whether a text has most of the characters of a heading, and few others, so that it may be near."""
    wrong = len(key) // TOLERANCE
    return abs(len(own) - len(key)) <= wrong and len({*key} - {*own}) <= wrong


def _text_lines(blocks: Iterator[Block]) -> Iterator[TextLine]:
    """The lines of blocks, those in tables that are none of the form's included."""
    for block in blocks:
        if isinstance(block, TextLine):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (TextLine(line) for cell in row for line in cell.text.split("\n") if line)


def split_passages(chapter: Chapter) -> tuple[dict[str, str], bool]:
    """The texts of a section by path, and whether its texts could be told apart.

    What stands before the first heading belongs to the first text.
    """
    texts = chapter.section.leaves
    begins = [(0, texts[0]), *_find_headings(chapter.words, texts)]
    ends = [*(index for index, _ in begins[1:]), len(chapter.words)]
    found: dict[str, list[str]] = {}
    for number, ((index, cell), end) in enumerate(zip(begins, ends, strict=True)):
        said = [words.text for words in chapter.words[index + (number > 0) : end]]
        found.setdefault(cell.path, []).extend(said)
    apart = len(begins) > 1 or len(texts) == 1 or not chapter.words
    return {path: "\n".join(said) for path, said in found.items()}, apart


def _find_headings(words: Sequence[TextLine], texts: Sequence[Node]) -> list[tuple[int, Node]]:
    """Where the headings of a section's texts stand: in heading styles, or else with their numbers."""
    cells = [cell for cell in texts if cell.headings and not isinstance(cell.item, Lead)]
    which = _HeadingMatcher(tuple(_LAST_WORD.sub("", _heading_key(cell.item.label)) for cell in cells))
    styled = any(line.level for line in words)
    found: list[tuple[int, Node]] = []
    for index, line in enumerate(words):
        if len(line.text) > _MAX_HEADING_LENGTH or not (
            line.level if styled else _NUMBERED_HEADING.match(fold_label(line.text))
        ):
            continue
        number = which.number(_LAST_WORD.sub("", _heading_key(line.text)))
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
    found = [title for text in _possible_titles(before, page_title) if (title := _read_title(text))]
    complete = (title for title in found if title.unit and title.year)
    return next(complete, next((title for title in found if title.year), found[0] if found else Title()))


def _possible_titles(before: Sequence[Block], page_title: str) -> Iterator[str]:
    words = [
        block for block in before if isinstance(block, TextLine) and len(block.text) <= _MAX_TITLE_LENGTH
    ]
    yield from (line.text for line in words if line.level)
    for level, lines in groupby(words, key=lambda line: line.level):
        if level:
            yield "".join(line.text for line in lines)
    yield from (line.text for line in words if not line.level)
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
    """A text with its digits half-width, and a year in words as digits; its length stays."""
    plain = _WORDED_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    return "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() else c for c in plain)
