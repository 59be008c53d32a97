"""Splits a document at the headings of the form's sections, and keeps what stands before and after them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.forms import newest_edition
from gkxl.frozen import frozen
from gkxl.layout import pages
from gkxl.layout.printed import fold_label
from gkxl.model.marks import Particulars
from gkxl.publication.read import Picture, Table, TextLine
from gkxl.publication.read.headings import TOP, SectionMatcher, read_heading, section_key
from gkxl.publication.read.label_pieces import is_of_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.publication.read import Block

_MAX_HEADING_LENGTH: Final = 60
"""No heading of a section is longer, number and all."""

_NEAR_TABLE: Final = 4
"""How many lines there may be between a heading and its table, where only the table shows that it is one."""


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


@frozen
class Start:
    """Where a section begins.

    Attributes:
        index: The number of the block with its heading.
        number: The number of the section, from 0.
        rest: What follows the heading on its line.
    """

    index: int
    number: int
    rest: str = ""


@frozen
class Contents:
    """A document, split at the headings of the sections.

    Attributes:
        before: The lines before the first section.
        chapters: The sections; one whose heading is not there is left out.
        after: The lines after the last section.
    """

    before: tuple[TextLine, ...] = field(repr=False)
    chapters: tuple[Chapter, ...] = field(repr=False)
    after: tuple[TextLine, ...] = field(repr=False)


def split_contents(blocks: Sequence[Block], tables: Mapping[int, frozenset[str]]) -> Contents:
    """Split a document into what is before the report, its sections, and what is after it.

    Args:
        blocks: The document.
        tables: The paths of the sections whose tables are in a block, by the number of that block.
    """
    starts = find_starts(blocks, tables)
    sections = _sections(newest_edition())
    end = _find_end(blocks, starts)
    begins = [*(start.index for start in starts), end]
    chapters = []
    for start, stop in zip(starts, begins[1:], strict=True):
        own = [blocks[n] for n in range(start.index + 1, stop) if n not in tables]
        lines = tuple(_text_lines([TextLine(start.rest)] * bool(start.rest) + own))
        has_picture = any(isinstance(block, Picture) for block in own)
        chapters.append(Chapter(sections[start.number], lines, has_picture))
    before = (blocks[n] for n in range(begins[0]) if n not in tables)
    after = (blocks[n] for n in range(end, len(blocks)) if n not in tables)
    return Contents(tuple(_text_lines(before)), tuple(chapters), tuple(_text_lines(after)))


@cache
def _sections(edition: Edition) -> tuple[Node, ...]:
    """The sections that have headings in a report; they are the same in every edition."""
    found = (page.section for page in pages(edition))
    return tuple(section for section in found if not isinstance(section.section, Particulars))


def section_at(number: int) -> Node:
    """The section with a number, from 0."""
    return _sections(newest_edition())[number]


def is_section_heading(text: str) -> bool:
    """Whether a text is the heading of a section as it is printed, such as the caption of its table."""
    return fold_label(text) in {fold_label(one.item.label) for one in _sections(newest_edition())}


def number_of(section: Node) -> int:
    """The number of a section in a report, from 1."""
    return 1 + [one.path for one in _sections(newest_edition())].index(section.path)


@frozen
class _Candidate:
    """A line that may be the heading of a section.

    Attributes:
        index: The number of its block.
        number: The number of the section, from 0.
        weight: How certain it is: 6 with its words and a number as sections have, 4 with its words in a line
            without any number, 2 with its words and another number, 0 with a number of a section alone; one
            more if it is set as a heading.
        style: How it is numbered, such as ``（一）``.
        text: The line.
        rest: What follows the heading on it.
    """

    index: int
    number: int
    weight: int
    style: str
    text: str
    rest: str


_BY_TABLE: Final = (2, 3)
"""The weights of lines that are headings of sections only if their tables follow."""


def find_starts(blocks: Sequence[Block], tables: Mapping[int, frozenset[str]]) -> list[Start]:
    """Where each section begins, in order: never at an entry of a table of contents or at a heading below."""
    sections = _sections(newest_edition())
    places = {
        number: [index for index, paths in tables.items() if section.path in paths]
        for number, section in enumerate(sections)
    }
    found = _prefer_styled([*_find_candidates(blocks, [section.item.label for section in sections])])
    near = [one for one in found if one.weight in _BY_TABLE and _is_near(one, blocks, places[one.number])]
    styles = Counter(style for style, _ in {(one.style, one.number) for one in near})
    found = [
        one
        for one in found
        if one.weight not in _BY_TABLE or one in near or styles[one.style] >= _ENOUGH_NEAR
    ]
    chosen: dict[int, _Candidate] = {}
    for number in sorted(places, key=lambda number: not places[number]):
        low = max((one.index for n, one in chosen.items() if n < number), default=-1)
        high = min((one.index for n, one in chosen.items() if n > number), default=len(blocks))
        between = [one for one in found if one.number == number and low < one.index < high]
        after = max((index for n in range(number) for index in places[n]), default=-1)
        before = min(
            (index for n in range(number, len(sections)) for index in places[n]), default=len(blocks)
        )
        # The last before its table, and before section two: those above are in a table of contents.
        last = bool(places[number]) or number == 0
        among = [one for one in between if after < one.index < before]
        if best := _choose(_without_labels(among) or _without_labels(between), last=last):
            chosen[number] = best
    return [Start(one.index, number, one.rest) for number, one in sorted(chosen.items())]


_ENOUGH_NEAR: Final = 2
"""Where the headings above so many tables are numbered as no section is, those of all sections are."""

_ENOUGH_STYLED: Final = 3
"""Where so many sections have headings in heading styles, lines in other styles are no headings of these."""


def _prefer_styled(found: list[_Candidate]) -> list[_Candidate]:
    """The candidates; where most are set as headings, such as are not count only where there is no other."""
    styled = {one.number for one in found if one.weight > max(_BY_TABLE) and one.weight % 2}
    if len(styled) < _ENOUGH_STYLED:
        return found
    return [one for one in found if one.weight % 2 or one.number not in styled]


def _without_labels(found: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """The candidates; where there is no better one, without names of lines, which may be numbered as well."""
    if any(one.weight for one in found):
        return found
    return [one for one in found if not is_of_labels(one.text)]


def _choose(between: Sequence[_Candidate], *, last: bool) -> _Candidate | None:
    if not between:
        return None
    most = max(one.weight for one in between)
    best = [one for one in between if one.weight == most]
    return best[-1 if last else 0]


def _is_near(one: _Candidate, blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """Whether the table of a section follows a line, with no more than a few short lines between."""
    following = next((index for index in places if index > one.index), None)
    return (
        following is not None
        and following - one.index <= _NEAR_TABLE
        and not any(
            isinstance(block, TextLine) and len(block.text) > _MAX_HEADING_LENGTH
            for block in blocks[one.index + 1 : following]
        )
    )


def _find_candidates(blocks: Sequence[Block], labels: Sequence[str]) -> Iterator[_Candidate]:
    matcher = SectionMatcher(labels)
    for index, block in enumerate(blocks):
        if not (isinstance(block, TextLine) and matcher.may_be_heading(block.text)):
            continue
        heading = read_heading(index, block)
        if heading is None:
            continue
        text, top = block.text.strip(), heading.style in TOP
        heads = {section_key(text): ""} if len(block.text) <= _MAX_HEADING_LENGTH else {}
        if top:
            heads.setdefault(section_key(heading.head), heading.rest)
        numbers = ((matcher.number(head), rest) for head, rest in heads.items())
        number, rest = next((one for one in numbers if one[0] is not None), (None, ""))
        if number is not None:
            weight = (6 if top else 2 if heading.number else 4) + (block.level > 0)
            yield _Candidate(index, number, weight, heading.style, text, rest)
        elif heading.is_section and heading.number <= len(labels):
            yield _Candidate(index, heading.number - 1, 0, heading.style, text, "")


def _find_end(blocks: Sequence[Block], starts: Sequence[Start]) -> int:
    """The number of the block at which the report ends: the first outside of what holds all its headings."""
    if not starts:
        return len(blocks)
    first, last = starts[0].index, starts[-1].index
    within = min([_depth_of(blocks[first]) - 1, *(block.low for block in blocks[first + 1 : last + 1])])
    return next((n for n in range(last + 1, len(blocks)) if blocks[n].low < within), len(blocks))


def _depth_of(block: Block) -> int:
    return block.depth if isinstance(block, TextLine) else 0


def _text_lines(blocks: Iterable[Block]) -> Iterator[TextLine]:
    """The lines of blocks, including those in tables."""
    for block in blocks:
        if isinstance(block, TextLine):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (TextLine(line) for cell in row for line in cell.text.split("\n") if line)
