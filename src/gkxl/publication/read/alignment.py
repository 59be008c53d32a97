"""Checks of every row of figures whether each figure certainly belongs to its heading.

A row is sound if its cells lie under the headings one by one. If they do not, but there are exactly as many
as headings, they are read in order, with an issue. Any other row is doubtful, and nothing is read of it.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.publication.read.blocks import MAX_COLUMNS, PlacedCell, PlacedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.publication.read.label_matching import SectionLabels


_MAX_HEADING_ROWS: Final = 10
"""No table has more rows of headings above one another."""


class Alignment(Enum):
    """What is thought of a row."""

    OTHER = auto()
    """It holds no figures of the form."""
    SOUND = auto()
    ALIGNED = auto()
    """Read in order."""
    DOUBTFUL = auto()


@frozen
class AlignedRow:
    """A row and what is thought of it; the figures of one that is read stand under their headings.

    Attributes:
        row: The row.
        verdict: What is thought of it.
        open: Whether empty cells follow its figures, so that they may have been shifted.
    """

    row: PlacedRow
    verdict: Alignment = field(default=Alignment.OTHER)
    open: bool = False


@frozen
class _HeadingBand:
    """The innermost headings over a row, from the left, each with all columns that are its own."""

    heads: tuple[PlacedCell, ...]
    end: int
    """The column after the last that has a heading."""


def align_rows(rows: Sequence[PlacedRow], wording: SectionLabels) -> list[AlignedRow]:
    """The rows of a table, each judged."""
    last = max((_last_column(row) for row in rows if _inner_headings(row, wording)), default=0)
    if wording.lines:
        return _doubt_shifted(_align_each(rows, wording, last))
    steady = _fix_outer_headings(rows, wording)
    if steady is None:
        return [AlignedRow(row, Alignment.DOUBTFUL) for row in rows]
    return [_doubt_unknown(each) for each in _align_each(steady, wording, last)]


def _align_each(rows: Sequence[PlacedRow], wording: SectionLabels, last: int) -> list[AlignedRow]:
    found: list[AlignedRow] = []
    bottom: int | None = None
    for index, row in enumerate(rows):
        found.append(_align_row(rows, index, bottom, wording, last))
        bottom = index if _inner_headings(row, wording) else bottom
    return found


def _doubt_unknown(judged: AlignedRow) -> AlignedRow:
    """Where lines have no names, a row that is not known for one of figures might be taken for it."""
    return evolve(judged, verdict=Alignment.DOUBTFUL) if judged.verdict is Alignment.OTHER else judged


def _doubt_shifted(found: list[AlignedRow]) -> list[AlignedRow]:
    """The rows; where one is doubtful, so are those whose figures may have been shifted as well."""
    if all(each.verdict is not Alignment.DOUBTFUL for each in found):
        return found
    return [evolve(each, verdict=Alignment.DOUBTFUL) if each.open else each for each in found]


def _fix_outer_headings(rows: Sequence[PlacedRow], wording: SectionLabels) -> list[PlacedRow] | None:
    """The rows with every outer heading over the first of its own; None where their order leaves doubts."""
    inner = sorted(
        (slot for row in rows for slot in _inner_headings(row, wording)), key=lambda slot: slot.column
    )
    outer = [slot for row in rows for slot in row.slots if slot.label in wording.outer]
    said = tuple(slot.label for slot in inner)
    if [slot.label for slot in outer] != [*wording.outer] or said not in wording.sequences[""]:
        return None
    return [evolve(row, slots=tuple(_move_over(slot, inner, wording) for slot in row.slots)) for row in rows]


def _move_over(slot: PlacedCell, inner: Sequence[PlacedCell], wording: SectionLabels) -> PlacedCell:
    return (
        evolve(slot, column=inner[wording.outer[slot.label]].column) if slot.label in wording.outer else slot
    )


def _align_row(
    rows: Sequence[PlacedRow], index: int, bottom: int | None, wording: SectionLabels, last: int
) -> AlignedRow:
    """A row judged; ``bottom`` is the nearest row of headings above it."""
    row = rows[index]
    line = _find_figures(rows, index, wording)
    if line is None:
        return AlignedRow(row)
    band = _find_band(rows, bottom, wording, last)
    labels, figures = row.slots[:line], row.slots[line:]
    name = labels[-1].label if labels else ""
    if not _is_whole(band, name, wording) or _has_two_names(labels, wording):
        return AlignedRow(row, Alignment.DOUBTFUL)
    texts, verdict = _texts_under(row, figures, labels[-1].end if labels else 1, band), Alignment.SOUND
    if texts is None and len(figures) == len(band.heads) and all(_is_single(s, band) for s in figures):
        texts, verdict = [slot.text for slot in figures], Alignment.ALIGNED
        labels, figures = _move_before(labels, band.heads[0].column), ()
    if texts is None or any(label.column < 1 for label in labels):
        return AlignedRow(row, Alignment.DOUBTFUL)
    placed = [
        PlacedCell(head.column, head.columns, 1, text) for head, text in zip(band.heads, texts, strict=True)
    ]
    beyond = [slot for slot in figures if slot.column >= band.heads[-1].end]
    is_open = any(not slot.text for slot in beyond)
    return AlignedRow(evolve(row, slots=(*labels, *placed, *beyond)), verdict, open=is_open)


def _move_before(labels: tuple[PlacedCell, ...], column: int) -> tuple[PlacedCell, ...]:
    """The labels of a line, moved to the left of a column if need be."""
    too_far = max([0, *(label.end - column for label in labels)])
    return tuple(evolve(label, column=label.column - too_far) for label in labels)


def _is_single(slot: PlacedCell, band: _HeadingBand) -> bool:
    return slot.rows == 1 and (slot.columns == 1 or len(band.heads) == 1)


def _find_figures(rows: Sequence[PlacedRow], index: int, wording: SectionLabels) -> int | None:
    """Where the figures of a row begin among its cells; None where it has none.

    In a table whose lines have no names they are the first row under the headings.
    """
    row = rows[index]
    if wording.lines:
        names = [number for number, slot in enumerate(row.slots) if slot.label in wording.lines]
        return names[-1] + 1 if names else None
    follows = (
        index > 0 and bool(_inner_headings(rows[index - 1], wording)) and not _inner_headings(row, wording)
    )
    return 0 if follows else None


def _has_two_names(labels: tuple[PlacedCell, ...], wording: SectionLabels) -> bool:
    """Whether figures stand between two names of lines."""
    first = next((n for n, slot in enumerate(labels) if slot.label in wording.lines), 0)
    return any(not slot.label for slot in labels[first:])


def _inner_headings(row: PlacedRow, wording: SectionLabels) -> list[PlacedCell]:
    return [slot for slot in row.slots if slot.label in wording.inner]


def _last_column(row: PlacedRow) -> int:
    return max((slot.end for slot in row.slots), default=0)


def _find_band(
    rows: Sequence[PlacedRow], bottom: int | None, wording: SectionLabels, last: int
) -> _HeadingBand:
    """The headings over a row: the nearest row of them, and those that it hangs together with."""
    found: list[tuple[PlacedCell, PlacedRow]] = []
    rows_above = () if bottom is None else reversed(rows[max(0, bottom + 1 - _MAX_HEADING_ROWS) : bottom + 1])
    for row in rows_above:
        if not (inner := _inner_headings(row, wording)):
            break
        found.extend((slot, row) for slot in inner)
    found.sort(key=lambda head: head[0].column)
    bounds = [*(slot.column for slot, _ in found[1:]), MAX_COLUMNS]
    heads = (
        _widen(slot, row, bound, last) if slot.label in wording.wide else slot
        for (slot, row), bound in zip(found, bounds, strict=False)
    )
    return _HeadingBand(tuple(heads), max((_last_column(row) for _, row in found), default=0))


def _widen(head: PlacedCell, row: PlacedRow, bound: int, last: int) -> PlacedCell:
    """A wide heading with the empty cells to its right, or with what is left of the table up to the next."""
    right = [slot for slot in row.slots if slot.column >= head.end]
    end = head.end
    for slot in right:
        if slot.text or slot.column != end or slot.end > bound:
            break
        end = slot.end
    beside = any(head.column < column for column in row.covered)
    return evolve(head, columns=(end if right or beside else max(end, min(last, bound))) - head.column)


def _is_whole(band: _HeadingBand, name: str, wording: SectionLabels) -> bool:
    """Whether the headings are those that the line is printed under, side by side."""
    heads = band.heads
    if any(left.end > right.column for left, right in pairwise(heads)):
        return False
    return tuple(head.label for head in heads) in wording.sequences.get(name, ())


def _texts_under(
    row: PlacedRow, figures: tuple[PlacedCell, ...], start: int, band: _HeadingBand
) -> list[str] | None:
    """What stands under each heading; None where that cannot be told."""
    left = [slot for slot in figures if slot.text or slot.end > band.heads[0].column]
    texts: list[str] = []
    for head in band.heads:
        own = _cells_under(head, left)
        if own is None or start > head.column or row.covered & {*range(head.column, head.end)}:
            return None
        texts.append(next((slot.text for slot in own if slot.text), ""))
        left = left[len(own) :]
    return texts if all(slot.end <= band.end and not slot.text.isdecimal() for slot in left) else None


def _cells_under(head: PlacedCell, left: list[PlacedCell]) -> list[PlacedCell] | None:
    """The next cells, if they lie under a heading exactly, and only one of them is filled in."""
    own: list[PlacedCell] = []
    column = head.column
    for slot in left:
        if column >= head.end or slot.column != column or slot.rows > 1:
            break
        own.append(slot)
        column = slot.end
    return own if column == head.end and sum(bool(slot.text) for slot in own) <= 1 else None
