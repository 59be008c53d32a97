"""Parts a document by the headings of the form's sections, and its texts by the headings within them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.forms import newest_edition
from gkxl.layout import pages
from gkxl.model.marks import Lead, Particulars
from gkxl.published.blocks import Picture, Table, Words
from gkxl.published.traditional import simplified
from gkxl.published.wording import TOLERANCE, nearest
from gkxl.reading.witnesses.printed import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.published.blocks import Block

_NUMBER: Final = re.compile(r"^\(?[一二三四五六七八九十]+(?:\)|(?=[,.:]))[,.:]*")
_NUMBERED: Final = re.compile(r"^\([一二三四五六七八九十]+\)")
_LAST_WORD: Final = re.compile("(?:情况|措施)$")
_STYLED: Final = 3
"""From so many section headings in heading styles on, others are not looked for."""

_LONGEST: Final = 40
"""No heading of the form is longer."""

_MOST_COMPARED: Final = 200


@frozen
class Chapter:
    """What stands under the heading of a section.

    Attributes:
        section: The section.
        words: Its lines.
        pictured: Whether it holds a picture.
    """

    section: Node
    words: tuple[Words, ...] = field(repr=False)
    pictured: bool


def chapters(blocks: Sequence[Block], edition: Edition, tables: Collection[int]) -> tuple[Chapter, ...]:
    """The sections of a report in a document; one whose heading is not there is left out.

    Args:
        blocks: What stands in the document.
        edition: The edition of the report.
        tables: Which blocks are tables of the form.
    """
    begins = _begins(blocks, _sections(edition))
    ends = [*(index for index, _ in begins[1:]), _end(blocks, begins)]
    return tuple(
        Chapter(
            section,
            tuple(
                _words(block for n, block in enumerate(blocks[index + 1 : end], index + 1) if n not in tables)
            ),
            any(isinstance(block, Picture) for block in blocks[index + 1 : end]),
        )
        for (index, section), end in zip(begins, ends, strict=True)
    )


def first_heading(blocks: Sequence[Block]) -> int:
    """Where the first section begins; behind everything where there is none."""
    return next((index for index, _ in _begins(blocks, _sections(newest_edition()))), len(blocks))


def _sections(edition: Edition) -> list[Node]:
    """The sections that have headings in a report."""
    found = (page.section for page in pages(edition))
    return [section for section in found if not isinstance(section.section, Particulars)]


def _begins(blocks: Sequence[Block], sections: list[Node]) -> list[tuple[int, Node]]:
    """Where the sections begin, in their order; a list of contents before them is passed over."""
    which = _Which(tuple(_key(section.item.label) for section in sections))
    found = [
        (index, number, block.level)
        for index, block in enumerate(blocks)
        if isinstance(block, Words)
        and len(block.text) <= _LONGEST
        and (number := which.number(_key(block.text))) is not None
    ]
    styled = [each for each in found if each[2]]
    if len({number for _, number, _ in styled}) >= _STYLED:
        found = styled
    start = max((index for index, number, _ in found if number == 0), default=0)
    begins: list[tuple[int, Node]] = []
    after = -1
    for index, number, _ in found:
        if index >= start and number > after:
            begins.append((index, sections[number]))
            after = number
    return begins


def _end(blocks: Sequence[Block], begins: list[tuple[int, Node]]) -> int:
    """Where the report ends: where the page leaves what holds all its headings."""
    if not begins:
        return len(blocks)
    (first, _), (last, _) = begins[0], begins[-1]
    heading = blocks[first]
    within = min([_depth(heading) - 1, *(block.low for block in blocks[first + 1 : last + 1])])
    return next((n for n in range(last + 1, len(blocks)) if blocks[n].low < within), len(blocks))


def _depth(block: Block) -> int:
    return block.depth if isinstance(block, Words) else 0


def _key(text: str) -> str:
    """A heading without its number and the marks behind it."""
    return _NUMBER.sub("", simplified(folded(text))).rstrip(":.;")


class _Which:
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
        if self._compared >= _MOST_COMPARED or not any(_is_like(own, key) for key in self._keys):
            return None
        self._compared += 1
        found = nearest(own, self._keys)
        return self._keys.index(found) if found else None


def _is_like(own: str, key: str) -> bool:
    """Whether a text has most of the characters of a heading, and few others, so that it may be near."""
    wrong = len(key) // TOLERANCE
    return abs(len(own) - len(key)) <= wrong and len({*key} - {*own}) <= wrong


def _words(blocks: Iterator[Block]) -> Iterator[Words]:
    """The lines of blocks, those in tables that are none of the form's included."""
    for block in blocks:
        if isinstance(block, Words):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (Words(line) for cell in row for line in cell.text.split("\n") if line)


def passages(chapter: Chapter) -> tuple[dict[str, str], bool]:
    """The texts of a section by path, and whether its texts could be told apart.

    What stands before the first heading belongs to the first text.
    """
    texts = chapter.section.leaves
    begins = [(0, texts[0]), *_headings(chapter.words, texts)]
    ends = [*(index for index, _ in begins[1:]), len(chapter.words)]
    found: dict[str, list[str]] = {}
    for number, ((index, cell), end) in enumerate(zip(begins, ends, strict=True)):
        said = [words.text for words in chapter.words[index + (number > 0) : end]]
        found.setdefault(cell.path, []).extend(said)
    apart = len(begins) > 1 or len(texts) == 1 or not chapter.words
    return {path: "\n".join(said) for path, said in found.items()}, apart


def _headings(words: Sequence[Words], texts: Sequence[Node]) -> list[tuple[int, Node]]:
    """Where the headings of a section's texts stand: in heading styles, or else with their numbers."""
    cells = [cell for cell in texts if cell.headings and not isinstance(cell.item, Lead)]
    which = _Which(tuple(_LAST_WORD.sub("", _key(cell.item.label)) for cell in cells))
    styled = any(line.level for line in words)
    found: list[tuple[int, Node]] = []
    for index, line in enumerate(words):
        if len(line.text) > _LONGEST or not (line.level if styled else _NUMBERED.match(folded(line.text))):
            continue
        number = which.number(_LAST_WORD.sub("", _key(line.text)))
        if number is not None and cells[number] not in dict(found).values():
            found.append((index, cells[number]))
    return found
