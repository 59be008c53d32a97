"""Finds the texts of a report: parted at their headings, however these are worded, and nothing left out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve, field

from gkxl.frozen import frozen
from gkxl.model.marks import Lead
from gkxl.publication.frame import DRAFT_WORD, Frame
from gkxl.publication.read.chapters import is_section_heading, number_of, split_contents
from gkxl.publication.read.headings import Heading, HeadingMatcher, begins_with_name, read_heading
from gkxl.publication.read.label_matching import match_in_sections
from gkxl.publication.read.text_rows import is_of_table, split_row
from gkxl.publication.read.titles import find_signature, find_title, split_lead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.model.outline import Node
    from gkxl.publication.read import SourceDocument, TextLine
    from gkxl.publication.read.chapters import Chapter, Contents
from gkxl.publication.read.titles import Title


@frozen(kw_only=True)
class FoundTexts:
    """The texts of a report, and what is around them.

    Attributes:
        title: The title.
        frame: The lead and the signature.
        texts: The texts of the form by path.
        unseparated: The sections whose texts could not be separated.
        unknown: The headings that are none of the form's, by section.
        pictured: The paths of the sections that hold a picture.
        left_over: What stands in a section without belonging to it, by section.
        around: What stands before and after the report.
    """

    title: Title
    frame: Frame
    texts: Mapping[str, str] = field(repr=False)
    unseparated: tuple[Node, ...]
    unknown: Mapping[Node, tuple[str, ...]]
    pictured: frozenset[str]
    left_over: Mapping[Node, str] = field(repr=False)
    around: tuple[str, str] = field(repr=False)


def find_texts(document: SourceDocument, tables: Mapping[int, frozenset[str]]) -> FoundTexts:
    """Find the texts of a report, and what is around them.

    Args:
        document: The document.
        tables: The paths of the sections whose tables are in a block, by the number of that block.
    """
    contents = split_contents(document.blocks, tables)
    title = find_title(contents.before)
    begins, ends = (title.lines[0], title.lines[-1] + 1) if title.lines else (0, 0)
    printed, lead = split_lead(contents.before[ends:])
    chapters, signature, after = _take_signature(contents)
    parted = {each.section: split_passages(each) for each in chapters if not each.section.in_table}
    left_over = {
        each.section: _beside_table(each, document) if each.section.in_table else parted[each.section].below
        for each in chapters
    }
    return FoundTexts(
        title=title,
        frame=evolve(signature, lead="\n".join(lead)),
        texts={path: text for each in parted.values() for path, text in each.texts.items()},
        unseparated=tuple(section for section, each in parted.items() if not each.separated),
        unknown={section: each.unknown for section, each in parted.items() if each.unknown},
        pictured=frozenset(each.section.path for each in chapters if each.has_picture),
        left_over={section: text for section, text in left_over.items() if text},
        around=(_joined(_without_draft_word(contents.before[:begins]), printed), _joined(after)),
    )


def _joined(*groups: Sequence[TextLine] | Sequence[str]) -> str:
    return "\n".join(line if isinstance(line, str) else line.text for group in groups for line in group)


def _without_draft_word(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if "".join(line.text.split()) != DRAFT_WORD]


_NEAR_END: Final = 4
"""Among how many lines before and after the end of the last section the date of the signature is."""


def _take_signature(contents: Contents) -> tuple[tuple[Chapter, ...], Frame, tuple[TextLine, ...]]:
    """The sections without the signature, the signature, and what stands after the report."""
    after = contents.after
    if not contents.chapters:
        return (), Frame(), after
    *others, last = contents.chapters
    lines = last.lines
    own, frame = find_signature(lines, range(max(0, len(lines) - _NEAR_END), len(lines)))
    if own:
        kept = evolve(last, lines=lines[: own.start])
        return (*others, kept), frame, (*lines[own.stop :], *after)
    own, frame = find_signature(after, range(min(_NEAR_END, len(after))))
    return contents.chapters, frame, (*after[: own.start], *after[own.stop :])


_PAGE_BREAK: Final = re.compile(
    r"[—–\-·•\s第共/页，,\d]*\d[—–\-·•\s第共/页，,\d]*|[（(]?续(?:上?表|前页)?[）)]?"
)
"""The number of a page, and what is printed where a table goes on."""


def _beside_table(chapter: Chapter, document: SourceDocument) -> str:
    """What stands in the section of a table without belonging to it."""
    own = [line.text for line in chapter.lines if not _PAGE_BREAK.fullmatch(line.text)]
    if document.figures:  # then pieces of labels may stand outside of what is drawn as a table
        own = [text for text in own if not is_of_table(split_row(0, text))]
    return _joined([text for text in own if chapter.section.path not in match_in_sections(text)])


@frozen
class Passages:
    """The texts of a section.

    Attributes:
        texts: The texts by path.
        separated: Whether they could be separated.
        unknown: The headings that are none of the form's; what is below them is kept in the first text.
        below: What is below the heading of a section that the form does not have.
    """

    texts: dict[str, str]
    separated: bool
    unknown: tuple[str, ...]
    below: str


@frozen
class _Found:
    """A heading that may begin a text.

    Attributes:
        heading: The heading.
        cell: The text that it begins; None where it is none of the form's.
    """

    heading: Heading
    cell: Node | None = field(default=None)


def split_passages(chapter: Chapter) -> Passages:
    """The texts of a section; what is before the first heading or below an unknown one is in the first."""
    cells, end_of_texts = chapter.section.leaves, _end_of_texts(chapter)
    lines, others = chapter.lines[:end_of_texts], chapter.lines[end_of_texts:]
    first = cells[0]
    begins = [] if len(cells) == 1 else _find_headings(lines, cells)
    ends = [*(one.heading.index for one in begins), len(lines)]
    found: dict[str, list[str]] = {first.path: [line.text for line in lines[: ends[0]]]}
    known: list[Node] = []
    for one, (start, end) in zip(begins, pairwise(ends), strict=True):
        own = [line.text for line in lines[start + 1 : end]]
        if one.cell is None or one.cell in known:
            own = [lines[start].text, *own]
        elif one.heading.rest:
            own = [one.heading.rest, *own]
        found.setdefault((one.cell or first).path, []).extend(own)
        known += [one.cell] if one.cell else []
    return Passages(
        {path: "\n".join(lines) for path, lines in found.items()},
        bool(known) or len(cells) == 1 or not lines,
        tuple(lines[one.heading.index].text for one in begins if known and one.cell is None),
        _joined([line for line in others if not is_section_heading(line.text)]),
    )


def _end_of_texts(chapter: Chapter) -> int:
    """The line at which a section begins that the form does not have; the number of lines without one."""
    number = number_of(chapter.section)
    headings = (read_heading(index, line) for index, line in enumerate(chapter.lines))
    others = (one.index for one in headings if one and one.is_section and one.number > number)
    return next(others, len(chapter.lines))


def _find_headings(lines: Sequence[TextLine], cells: Sequence[Node]) -> list[_Found]:
    """Where a section's texts begin, in their order, with headings between them that are not the form's."""
    matcher = HeadingMatcher([cell for cell in cells if cell.headings and not isinstance(cell.item, Lead)])
    headings = [heading for n, line in enumerate(lines) if (heading := read_heading(n, line))]
    candidates = [_Found(heading, matcher.cell(heading)) for heading in headings]
    group = _choose_group(candidates)
    own = _without_lists([one for one in candidates if one.heading.group == group])
    found = sorted([*own, *_find_odd(candidates, own, cells)], key=lambda one: one.heading.index)
    return [*found, *_find_openings(lines, found, cells)]


_OFFICIAL: Final = ("一、", "（一）")
"""The styles of numbers in which one heading is enough; in others a list may happen to begin like one."""


def _choose_group(found: Sequence[_Found]) -> tuple[int, str] | None:
    """The level and the style of number that most texts of the form have in their headings."""
    groups: dict[tuple[int, str], set[str]] = {}
    for one in found:
        if one.cell:
            groups.setdefault(one.heading.group, set()).add(one.cell.path)
    sure = {group for group, paths in groups.items() if len(paths) > 1 or group[0] or group[1] in _OFFICIAL}
    lines = {one.heading.group for one in found if one.cell and one.heading.is_whole_line}
    return max(
        sure | lines, key=lambda group: (len(groups[group]), group[0] > 0, group[1] != ""), default=None
    )


def _without_lists(found: Sequence[_Found]) -> list[_Found]:
    """The headings of one style, without the items of lists that are numbered in the same style."""
    kept: list[_Found] = []
    last = 0
    known = {one.heading.number: place for place, one in enumerate(found) if one.cell}
    for place, one in enumerate(found):
        number, level = one.heading.number, one.heading.level
        if one.cell or level or (number > last and known.get(number, 0) <= place):
            kept.append(one)
            last = max(last, number)
    return kept


def _find_odd(candidates: Sequence[_Found], own: Sequence[_Found], cells: Sequence[Node]) -> Iterator[_Found]:
    """Headings in another style, of texts that have none in the usual style, where these texts belong."""
    rank = {cell.path: n for n, cell in enumerate(cells)}
    known = {one.heading.index: rank[one.cell.path] for one in own if one.cell}
    styled = any(one.heading.level for one in own)
    for one in candidates:
        if one.cell is None or not one.heading.is_whole_line or (styled and not one.heading.level):
            continue
        index, place = one.heading.index, rank[one.cell.path]
        if place not in known.values() and all((n < index) == (other < place) for n, other in known.items()):
            known[index] = place
            yield one


def _find_openings(lines: Sequence[TextLine], found: Sequence[_Found], cells: Sequence[Node]) -> list[_Found]:
    """The paragraphs that open the texts after the last one with a heading, if there is one for each."""
    last = next((one for one in reversed(found) if one.cell), None)
    left = cells[1 + (cells.index(last.cell) if last and last.cell else 0) :]
    index = last.heading.index if last else 0
    made: list[_Found] = []
    for cell in left:
        later = range(index + 1, len(lines))
        index = next((n for n in later if begins_with_name(lines[n].text, cell)), len(lines))
        if index == len(lines):
            return []
        made.append(_Found(Heading(index, "", 0, 0, "", lines[index].text), cell))
    return made
