"""Judges every row of figures: whether each stands under its heading beyond doubt.

A row is sound if its cells lie under the headings one by one. If they do not, but there are exactly as many
as headings, they are read in order, and that is told. All else is doubtful, and nothing is read of it.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.published.blocks import WIDEST
from gkxl.published.grid import Row, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.published.wording import Wording


_TALLEST: Final = 10
"""No table has more rows of headings above one another."""


class Verdict(Enum):
    """What is thought of a row."""

    OTHER = auto()
    """It holds no figures of the form."""
    SOUND = auto()
    ALIGNED = auto()
    """Read in order."""
    DOUBTFUL = auto()


@frozen
class Judged:
    """A row and what is thought of it; the figures of one that is read stand under their headings.

    Attributes:
        row: The row.
        verdict: What is thought of it.
        open: Whether empty cells follow its figures, so that they may have been shifted.
    """

    row: Row
    verdict: Verdict = field(default=Verdict.OTHER)
    open: bool = False


@frozen
class _Band:
    """The innermost headings over a row, from the left, each with all columns that are its own."""

    heads: tuple[Slot, ...]
    end: int
    """The column after the last that has a heading."""


def judged(rows: Sequence[Row], wording: Wording) -> list[Judged]:
    """The rows of a table, each judged."""
    last = max((_end(row) for row in rows if _inner(row, wording)), default=0)
    if wording.lines:
        return _all_in_all(_each_judged(rows, wording, last))
    steady = _steadied(rows, wording)
    if steady is None:
        return [Judged(row, Verdict.DOUBTFUL) for row in rows]
    return [_sure(each) for each in _each_judged(steady, wording, last)]


def _each_judged(rows: Sequence[Row], wording: Wording, last: int) -> list[Judged]:
    found: list[Judged] = []
    bottom: int | None = None
    for index, row in enumerate(rows):
        found.append(_judge(rows, index, bottom, wording, last))
        bottom = index if _inner(row, wording) else bottom
    return found


def _sure(judged: Judged) -> Judged:
    """Where lines have no names, a row that is not known for one of figures might be taken for it."""
    return evolve(judged, verdict=Verdict.DOUBTFUL) if judged.verdict is Verdict.OTHER else judged


def _all_in_all(found: list[Judged]) -> list[Judged]:
    """The rows; where one is doubtful, so are those whose figures may have been shifted as well."""
    if all(each.verdict is not Verdict.DOUBTFUL for each in found):
        return found
    return [evolve(each, verdict=Verdict.DOUBTFUL) if each.open else each for each in found]


def _steadied(rows: Sequence[Row], wording: Wording) -> list[Row] | None:
    """The rows with every outer heading over the first of its own; None where their order leaves doubts."""
    inner = sorted((slot for row in rows for slot in _inner(row, wording)), key=lambda slot: slot.column)
    outer = [slot for row in rows for slot in row.slots if slot.label in wording.outer]
    said = tuple(slot.label for slot in inner)
    if [slot.label for slot in outer] != [*wording.outer] or said not in wording.sequences[""]:
        return None
    return [evolve(row, slots=tuple(_over(slot, inner, wording) for slot in row.slots)) for row in rows]


def _over(slot: Slot, inner: Sequence[Slot], wording: Wording) -> Slot:
    return (
        evolve(slot, column=inner[wording.outer[slot.label]].column) if slot.label in wording.outer else slot
    )


def _judge(rows: Sequence[Row], index: int, bottom: int | None, wording: Wording, last: int) -> Judged:
    """A row judged; ``bottom`` is the nearest row of headings above it."""
    row = rows[index]
    line = _line(rows, index, wording)
    if line is None:
        return Judged(row)
    band = _band(rows, bottom, wording, last)
    labels, figures = row.slots[:line], row.slots[line:]
    name = labels[-1].label if labels else ""
    if not _is_whole(band, name, wording) or _has_two_names(labels, wording):
        return Judged(row, Verdict.DOUBTFUL)
    texts, verdict = _under(row, figures, labels[-1].end if labels else 1, band), Verdict.SOUND
    if texts is None and len(figures) == len(band.heads) and all(_is_single(s, band) for s in figures):
        texts, verdict = [slot.text for slot in figures], Verdict.ALIGNED
        labels, figures = _before(labels, band.heads[0].column), ()
    if texts is None or any(label.column < 1 for label in labels):
        return Judged(row, Verdict.DOUBTFUL)
    placed = [Slot(head.column, head.columns, 1, text) for head, text in zip(band.heads, texts, strict=True)]
    beyond = [slot for slot in figures if slot.column >= band.heads[-1].end]
    is_open = any(not slot.text for slot in beyond)
    return Judged(evolve(row, slots=(*labels, *placed, *beyond)), verdict, open=is_open)


def _before(labels: tuple[Slot, ...], column: int) -> tuple[Slot, ...]:
    """The labels of a line, moved to the left of a column if need be."""
    too_far = max([0, *(label.end - column for label in labels)])
    return tuple(evolve(label, column=label.column - too_far) for label in labels)


def _is_single(slot: Slot, band: _Band) -> bool:
    return slot.rows == 1 and (slot.columns == 1 or len(band.heads) == 1)


def _line(rows: Sequence[Row], index: int, wording: Wording) -> int | None:
    """Where the figures of a row begin among its cells; None where it has none.

    In a table whose lines have no names they are the first row under the headings.
    """
    row = rows[index]
    if wording.lines:
        names = [number for number, slot in enumerate(row.slots) if slot.label in wording.lines]
        return names[-1] + 1 if names else None
    follows = index > 0 and bool(_inner(rows[index - 1], wording)) and not _inner(row, wording)
    return 0 if follows else None


def _has_two_names(labels: tuple[Slot, ...], wording: Wording) -> bool:
    """Whether figures stand between two names of lines."""
    first = next((n for n, slot in enumerate(labels) if slot.label in wording.lines), 0)
    return any(not slot.label for slot in labels[first:])


def _inner(row: Row, wording: Wording) -> list[Slot]:
    return [slot for slot in row.slots if slot.label in wording.inner]


def _end(row: Row) -> int:
    return max((slot.end for slot in row.slots), default=0)


def _band(rows: Sequence[Row], bottom: int | None, wording: Wording, last: int) -> _Band:
    """The headings over a row: the nearest row of them, and those that it hangs together with."""
    found: list[tuple[Slot, Row]] = []
    rows_above = () if bottom is None else reversed(rows[max(0, bottom + 1 - _TALLEST) : bottom + 1])
    for row in rows_above:
        if not (inner := _inner(row, wording)):
            break
        found.extend((slot, row) for slot in inner)
    found.sort(key=lambda head: head[0].column)
    bounds = [*(slot.column for slot, _ in found[1:]), WIDEST]
    heads = (
        _widened(slot, row, bound, last) if slot.label in wording.wide else slot
        for (slot, row), bound in zip(found, bounds, strict=False)
    )
    return _Band(tuple(heads), max((_end(row) for _, row in found), default=0))


def _widened(head: Slot, row: Row, bound: int, last: int) -> Slot:
    """A wide heading with the empty cells to its right, or with what is left of the table up to the next."""
    right = [slot for slot in row.slots if slot.column >= head.end]
    end = head.end
    for slot in right:
        if slot.text or slot.column != end or slot.end > bound:
            break
        end = slot.end
    beside = any(head.column < column for column in row.covered)
    return evolve(head, columns=(end if right or beside else max(end, min(last, bound))) - head.column)


def _is_whole(band: _Band, name: str, wording: Wording) -> bool:
    """Whether the headings are those that the line is printed under, side by side."""
    heads = band.heads
    if any(left.end > right.column for left, right in pairwise(heads)):
        return False
    return tuple(head.label for head in heads) in wording.sequences.get(name, ())


def _under(row: Row, figures: tuple[Slot, ...], start: int, band: _Band) -> list[str] | None:
    """What stands under each heading; None where that cannot be told."""
    left = [slot for slot in figures if slot.text or slot.end > band.heads[0].column]
    texts: list[str] = []
    for head in band.heads:
        own = _own(head, left)
        if own is None or start > head.column or row.covered & {*range(head.column, head.end)}:
            return None
        texts.append(next((slot.text for slot in own if slot.text), ""))
        left = left[len(own) :]
    return texts if all(slot.end <= band.end and not slot.text.isdecimal() for slot in left) else None


def _own(head: Slot, left: list[Slot]) -> list[Slot] | None:
    """The next cells, if they lie under a heading exactly, and only one of them is filled in."""
    own: list[Slot] = []
    column = head.column
    for slot in left:
        if column >= head.end or slot.column != column or slot.rows > 1:
            break
        own.append(slot)
        column = slot.end
    return own if column == head.end and sum(bool(slot.text) for slot in own) <= 1 else None
