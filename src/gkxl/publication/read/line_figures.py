"""Reads figures out of lines of text: the name of a line of the form, then exactly as many figures as it has.

It is how text is read that was copied out of a document, and a second witness of what a PDF shows.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.forms import USUAL_KIND, editions_of
from gkxl.frozen import frozen
from gkxl.publication.read.label_matching import (
    NearestLabels,
    labels_by_section,
    match_in_sections,
    plain_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.publication.read.label_matching import SectionLabels
    from gkxl.publication.read.text_rows import TextRow

_LONGEST_PIECE: Final = 80
_MOST_LINES: Final = 8
"""Over how many lines the name of a line of the form goes, with what is set beside it."""


@frozen
class LineFigures:
    """The figures of a table in lines of text.

    Attributes:
        edition: The name of the edition whose table it is.
        lines: The figures of each line of the form by its label; "" for the line of a table without names.
        rows: The numbers of the rows that hold them.
    """

    edition: str
    lines: Mapping[str, tuple[str, ...]] = field(repr=False)
    rows: frozenset[int] = field(repr=False)


@frozen
class _Name:
    """The name of a line of the form in lines of text.

    Attributes:
        section: The path of its section.
        label: The name.
        rows: The numbers of the rows that it is on.
    """

    section: str
    label: str
    rows: tuple[int, ...]


def find_figures(rows: Sequence[TextRow]) -> dict[str, LineFigures]:
    """The figures in lines of text, by the path of the section.

    A line is left out if it has too many figures or too few, if its name is there twice with other figures,
    if figures without a name follow it, or if the headings above are not in the order of the form.
    """
    owners = _assign(rows, list(_find_names(rows)))
    cut = set(_find_cut(rows, owners))
    made: dict[str, LineFigures] = {}
    for section, official in labels_by_section().items():
        own = [place for place, name in owners.items() if _is_of(name, section, rows[place], official)]
        by_label: dict[str, list[int]] = {}
        for place in own:
            by_label.setdefault(name.label if (name := owners[place]) else "", []).append(place)
        edition = _choose_edition(official, {label: len(rows[p[0]].figures) for label, p in by_label.items()})
        heads = _heads(official, edition)
        names = sorted(map(plain_label, official.counts), key=len, reverse=True)
        heading = re.compile("|".join(map(re.escape, names)))
        lines = {
            label: rows[places[0]].figures
            for label, places in by_label.items()
            if not cut & {*places}
            and len({rows[place].figures for place in places}) == 1
            and len(heads.get(label, ())) == len(rows[places[0]].figures)
            and _in_order(_above(rows, owners, section, places[0]), heads[label], heading)
        }
        if lines:
            used = frozenset(place for label in lines for place in by_label[label])
            made[section] = LineFigures(edition, lines, used)
    return made


def _is_of(name: _Name | None, section: str, row: TextRow, official: SectionLabels) -> bool:
    if official.lines:
        return name is not None and name.section == section
    return name is None and len(row.figures) in {len(heads) for heads in official.sequences[""]}


def _find_names(rows: Sequence[TextRow]) -> Iterator[_Name]:
    """The names of lines of the form, each put together of what stands on one or more rows."""
    pieces = [
        (place, piece)
        for place, row in enumerate(rows)
        for piece in row.pieces
        if len(piece) <= _LONGEST_PIECE and plain_label(piece)
    ]
    used: set[int] = set()
    near = {
        section: NearestLabels(official.nearest, _MOST_COMPARED)
        for section, official in labels_by_section().items()
    }
    for start in range(len(pieces)):
        # Only a row with figures is worth a comparison of labels that are not quite right.
        likely = near if rows[pieces[start][0]].figures else {}
        if start not in used and (made := _put_together(pieces, start, used, likely)):
            name, own = made
            used |= own
            yield name


def _put_together(
    pieces: Sequence[tuple[int, str]], start: int, used: set[int], near: Mapping[str, NearestLabels]
) -> tuple[_Name, set[int]] | None:
    """The longest name that begins with a piece, and the numbers of the pieces that it takes up."""
    place, text = pieces[start]
    begin = plain_label(text)
    for plain, (section, label) in _names(*editions_of(USUAL_KIND)).items():
        if plain.startswith(begin):
            own, done = {start}, len(begin)
            for number in range(start + 1, min(start + 1 + 2 * _MOST_LINES, len(pieces))):
                if done == len(plain) or pieces[number][0] > place + _MOST_LINES:
                    break
                if number not in used and plain.startswith(plain_label(pieces[number][1]), done):
                    own.add(number)
                    done += len(plain_label(pieces[number][1]))
            if done == len(plain):
                return _Name(section, label, tuple(sorted({pieces[n][0] for n in own}))), own
        elif begin.endswith(plain) and len(begin) <= len(plain) + _MOST_BEFORE:
            return _Name(section, label, (place,)), {start}
    for section, official in labels_by_section().items():
        label = match_in_sections(text).get(section, ("",))[0]
        label = label or (near[section].label(text) if near else "")
        if label in official.lines:
            return _Name(section, label, (place,)), {start}
    return None


_MOST_COMPARED: Final = 80
"""How many pieces that are no names are compared with names; a report has few that are nearly one."""

_MOST_BEFORE: Final = 12
"""How many characters of another heading may stand before a name without a gap."""


@cache
def _names(*editions: Edition) -> Mapping[str, tuple[str, str]]:  # noqa: ARG001 (the key)
    """The names of all lines, plain, each with its section and label; the longest first."""
    found = {
        plain_label(label): (section, label)
        for section, official in labels_by_section().items()
        for label in official.lines
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


_UPRIGHT: Final = 2
"""A label that is set upright leaves so many characters on a row; longer words there are another name."""


def _assign(rows: Sequence[TextRow], names: Sequence[_Name]) -> dict[int, _Name | None]:
    """The name that the figures of each row belong to: on the same row, around it, or right before it."""
    on: dict[int, list[_Name]] = {}
    within: dict[int, list[_Name]] = {}
    for name in names:
        for place in name.rows:
            on.setdefault(place, []).append(name)
        for place in range(name.rows[0] + 1, name.rows[-1]):
            within.setdefault(place, []).append(name)
    owners: dict[int, _Name | None] = {}
    taken: set[int] = set()
    last: _Name | None = None
    for place, row in enumerate(rows):
        here = on.get(place, [])
        if row.figures:
            # Where two names are on one row, the first is a heading that another edition has as a line.
            before = [last] if last and all(len(piece) <= _UPRIGHT for piece in row.pieces) else []
            around = here[-1:] or within.get(place, []) or before
            owners[place] = around[0] if len(around) == 1 else None
            taken.add(id(owners[place]))
            last = None
        elif here and here[-1].rows[-1] == place:
            last = None if id(here[-1]) in taken else here[-1]
    return owners


def _find_cut(rows: Sequence[TextRow], owners: Mapping[int, _Name | None]) -> Iterator[int]:
    """The rows beside fewer figures of no line, or figures one by one: theirs may go on or begin there."""
    for above, below in pairwise(owners):
        if owners[below] is None and len(rows[below].figures) < max(2, len(rows[above].figures)):
            yield above
        if (
            owners[above] is None
            and owners[below]
            and len(rows[above].figures) < max(2, len(rows[below].figures))
        ):
            yield below


def _choose_edition(official: SectionLabels, counts: Mapping[str, int]) -> str:
    """The edition that has most of these lines, each with so many figures."""

    def fit(edition: str) -> int:
        heads = _heads(official, edition)
        return sum(len(heads.get(label, ())) == count for label, count in counts.items())

    return max(reversed([*official.pages]), key=fit)


def _heads(official: SectionLabels, edition: str) -> dict[str, tuple[str, ...]]:
    """The headings over the figures of each line in an edition."""
    found: dict[str, list[str]] = {}
    for labels in official.pages[edition].labels.values():
        found.setdefault(labels.line, []).append(labels.heads[-1])
    return {line: tuple(heads) for line, heads in found.items()}


def _above(
    rows: Sequence[TextRow], owners: Mapping[int, _Name | None], section: str, place: int
) -> list[TextRow]:
    """The rows without figures between the table before and a row: there are the headings of its figures."""
    others = (n for n, name in owners.items() if n < place and name and name.section != section)
    last = max(others, default=-1)
    return [row for n, row in enumerate(rows[:place]) if n > last and not owners.get(n)]


def _in_order(above: Sequence[TextRow], heads: tuple[str, ...], heading: re.Pattern[str]) -> bool:
    """Whether the headings above a row are in the order of the form, as far as they are there."""
    ranks = {plain_label(head): rank for rank, head in enumerate(heads)}
    joined = "".join(plain_label(piece) for row in above for piece in row.pieces)
    found = [one for one in heading.findall(joined) if one in ranks][-len(heads) :]
    if len(ranks) < len(heads):  # headings that are printed several times
        return len(found) < len(heads) or found == [plain_label(head) for head in heads]
    every = [ranks[one] for one in found]
    # Each page may repeat the headings: those of the last page count.
    order = every[len(every) - 1 - every[::-1].index(min(every)) :] if every else []
    tall = len(heads) - 1
    loose = [rank for rank in order if rank != tall] if order[-1:] != [tall] else order
    return loose == sorted(loose) and all(_is_ascending(row, ranks) for row in above)


def _is_ascending(row: TextRow, ranks: Mapping[str, int]) -> bool:
    """Whether the pieces of headings on one row, as far as each is of one heading only, are in order."""
    found = []
    for word in filter(None, map(plain_label, " ".join(row.pieces).split())):
        own = {rank for head, rank in ranks.items() if word in head}
        found += [*own] if len(own) == 1 else []
    return found == sorted(found) or found[:-1] == sorted(found[:-1])
