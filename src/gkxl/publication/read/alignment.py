"""Checks of every row of figures whether each figure certainly belongs to its heading.

A row is sound if its cells lie under the headings one by one. If they do not, but there are exactly as many
as headings, they are read in order, with an issue. Any other row is doubtful, and nothing is read of it.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve, field

from gkxl.frozen import frozen
from gkxl.publication.read import MAX_COLUMNS, PlacedCell, PlacedRow
from gkxl.publication.read.label_repair import is_rest_of_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.publication.read.label_matching import SectionLabels

# More rows of headings than any table has: without a bound, 50,000 of them would each be read once per row.
_MAX_HEADING_ROWS: Final = 10


class Alignment(Enum):
    """How the figures of a row belong to headings."""

    NO_FIGURES = auto()
    """The row holds no figures of the form."""
    CERTAIN = auto()
    """Each figure is under its heading."""
    IN_ORDER = auto()
    """There are as many figures as headings, and they are read in that order."""
    DOUBTFUL = auto()
    """No figure is read."""


_READ: Final = (Alignment.CERTAIN, Alignment.IN_ORDER)


@frozen
class AlignedRow:
    """A row, and how its figures belong to headings; those that are read are in the columns of these.

    Attributes:
        row: The row.
        alignment: How its figures belong to headings.
        open: Whether empty cells follow its figures, so that these may have been shifted.
    """

    row: PlacedRow
    alignment: Alignment = field(default=Alignment.NO_FIGURES)
    open: bool = False


@frozen
class _HeadingBand:
    """The innermost headings over a row.

    Attributes:
        heads: The headings from the left, each with all columns that are its own.
        end: The column after the last that has a heading.
    """

    heads: tuple[PlacedCell, ...]
    end: int


def align_rows(rows: Sequence[PlacedRow], official: SectionLabels) -> list[AlignedRow]:
    """The rows of a table, each with its figures in the columns of their headings where that is certain."""
    last = max((row.end for row in rows if _inner_headings(row, official)), default=0)
    if official.lines:
        return _doubt_cut(_doubt_shifted(_align_each(rows, official, last)))
    steady = _fix_outer_headings(rows, official)
    if steady is None:
        return [AlignedRow(row, Alignment.DOUBTFUL) for row in rows]
    return _doubt_cut([_doubt_unknown(each) for each in _align_each(steady, official, last)])


def _align_each(rows: Sequence[PlacedRow], official: SectionLabels, last: int) -> list[AlignedRow]:
    found: list[AlignedRow] = []
    bottom: int | None = None
    for index, row in enumerate(rows):
        found.append(_align_row(rows, index, bottom, official, last))
        bottom = index if _inner_headings(row, official) else bottom
    return found


def _doubt_unknown(row: AlignedRow) -> AlignedRow:
    """The row, doubtful if no figures were found in it: where lines have no names, it might have some."""
    return evolve(row, alignment=Alignment.DOUBTFUL) if row.alignment is Alignment.NO_FIGURES else row


def _doubt_cut(found: list[AlignedRow]) -> list[AlignedRow]:
    """The rows; where one holds figures without a name, those above are doubtful: they may go on there."""
    made: list[AlignedRow] = []
    for each in found:
        if made and made[-1].alignment in _READ and is_rest_of_row(each.row):
            made[-1] = evolve(made[-1], alignment=Alignment.DOUBTFUL)
        made.append(each)
    return made


def _doubt_shifted(found: list[AlignedRow]) -> list[AlignedRow]:
    """The rows; where one is doubtful, those whose figures may have been shifted are doubtful too."""
    if all(each.alignment is not Alignment.DOUBTFUL for each in found):
        return found
    return [evolve(each, alignment=Alignment.DOUBTFUL) if each.open else each for each in found]


def _fix_outer_headings(rows: Sequence[PlacedRow], official: SectionLabels) -> list[PlacedRow] | None:
    """The rows with every outer heading over its first inner one; None where the order is not the form's."""
    inner = sorted(
        (cell for row in rows for cell in _inner_headings(row, official)), key=lambda cell: cell.column
    )
    outer = [cell for row in rows for cell in row.cells if cell.label in official.outer]
    labels = tuple(cell.label for cell in inner)
    if [cell.label for cell in outer] != [*official.outer] or not official.fits(labels, ""):
        return None
    return [evolve(row, cells=tuple(_move_over(cell, inner, official) for cell in row.cells)) for row in rows]


def _move_over(cell: PlacedCell, inner: Sequence[PlacedCell], official: SectionLabels) -> PlacedCell:
    first = official.outer.get(cell.label)
    return cell if first is None else evolve(cell, column=inner[first].column)


def _align_row(
    rows: Sequence[PlacedRow], index: int, bottom: int | None, official: SectionLabels, last: int
) -> AlignedRow:
    """A row with its figures in their columns; ``bottom`` is the nearest row of headings above it."""
    row = rows[index]
    line = _find_figures(rows, index, official)
    if line is None:
        return AlignedRow(row)
    band = _find_band(rows, bottom, official, last)
    labels, figures = row.cells[:line], row.cells[line:]
    name = labels[-1].label if labels else ""
    if not _is_whole(band, name, rows, official) or _has_two_names(labels, official):
        return AlignedRow(row, Alignment.DOUBTFUL)
    texts, alignment = _texts_under(row, figures, labels[-1].end if labels else 1, band), Alignment.CERTAIN
    if texts is None and len(figures) == len(band.heads) and all(_is_single(s, band) for s in figures):
        texts, alignment = [cell.text for cell in figures], Alignment.IN_ORDER
        labels, figures = _move_before(labels, band.heads[0].column), ()
    if texts is None or any(label.column < 1 for label in labels):
        return AlignedRow(row, Alignment.DOUBTFUL)
    placed = [
        PlacedCell(head.column, head.columns, 1, text) for head, text in zip(band.heads, texts, strict=True)
    ]
    beyond = [cell for cell in figures if cell.column >= band.heads[-1].end]
    is_open = any(not cell.text for cell in beyond)
    return AlignedRow(evolve(row, cells=(*labels, *placed, *beyond)), alignment, open=is_open)


def _move_before(labels: tuple[PlacedCell, ...], column: int) -> tuple[PlacedCell, ...]:
    """The labels of a line, moved to the left if they reach into a column of figures."""
    too_far = max([0, *(label.end - column for label in labels)])
    return tuple(evolve(label, column=label.column - too_far) for label in labels)


def _is_single(cell: PlacedCell, band: _HeadingBand) -> bool:
    return cell.rows == 1 and (cell.columns == 1 or len(band.heads) == 1)


def _find_figures(rows: Sequence[PlacedRow], index: int, official: SectionLabels) -> int | None:
    """The number of the first cell with a figure in a row; None where there is none.

    In a table whose lines have no names, the figures are the first row below the headings.
    """
    row = rows[index]
    if official.lines:
        names = [number for number, cell in enumerate(row.cells) if cell.label in official.lines]
        return names[-1] + 1 if names else None
    follows = (
        index > 0 and bool(_inner_headings(rows[index - 1], official)) and not _inner_headings(row, official)
    )
    return 0 if follows else None


def _has_two_names(labels: tuple[PlacedCell, ...], official: SectionLabels) -> bool:
    """Whether there are figures between two names of lines."""
    first = next((n for n, cell in enumerate(labels) if cell.label in official.lines), 0)
    return any(not cell.label for cell in labels[first:])


def _inner_headings(row: PlacedRow, official: SectionLabels) -> list[PlacedCell]:
    return [cell for cell in row.cells if cell.label in official.inner]


def _find_band(
    rows: Sequence[PlacedRow], bottom: int | None, official: SectionLabels, last: int
) -> _HeadingBand:
    """The headings over a row: the nearest row of them, and the rows of headings right above it."""
    found: list[tuple[PlacedCell, PlacedRow]] = []
    rows_above = () if bottom is None else reversed(rows[max(0, bottom + 1 - _MAX_HEADING_ROWS) : bottom + 1])
    for row in rows_above:
        if not (inner := _inner_headings(row, official)):
            break
        found.extend((cell, row) for cell in inner)
    found.sort(key=lambda head: head[0].column)
    bounds = [*(cell.column for cell, _ in found[1:]), MAX_COLUMNS]
    heads = (
        _widen(cell, row, bound, last) if cell.label in official.wide else cell
        for (cell, row), bound in zip(found, bounds, strict=False)
    )
    return _HeadingBand(tuple(heads), max((row.end for _, row in found), default=0))


def _widen(head: PlacedCell, row: PlacedRow, bound: int, last: int) -> PlacedCell:
    """A wide heading with the empty cells to its right, or with all columns up to the next heading."""
    right = [cell for cell in row.cells if cell.column >= head.end]
    end = head.end
    for cell in right:
        if cell.text or cell.column != end or cell.end > bound:
            break
        end = cell.end
    has_neighbour = bool(right) or any(head.column < column for column in row.covered)
    return evolve(head, columns=(end if has_neighbour else max(end, min(last, bound))) - head.column)


def _is_whole(band: _HeadingBand, name: str, rows: Sequence[PlacedRow], official: SectionLabels) -> bool:
    """Whether the headings are those that the line is printed under, side by side."""
    heads = band.heads
    if any(left.end > right.column for left, right in pairwise(heads)):
        return False
    labels = tuple(head.label for head in heads)
    if labels in official.sequences.get(name, ()) or not official.lines:
        return official.fits(labels, name)
    return official.fits(labels, name) and all(_is_under_own(head, rows, official) for head in heads)


def _is_under_own(head: PlacedCell, rows: Sequence[PlacedRow], official: SectionLabels) -> bool:
    """Whether a heading is below the one that the form has over it; only then it may be in another place."""
    parent = official.parents.get(head.label)
    over = [cell for row in rows for cell in row.cells if parent and cell.label == parent]
    return not parent or (len(over) == 1 and over[0].column <= head.column and head.end <= over[0].end)


def _texts_under(
    row: PlacedRow, figures: tuple[PlacedCell, ...], start: int, band: _HeadingBand
) -> list[str] | None:
    """The text under each heading; None where that is not certain."""
    left = [cell for cell in figures if cell.text or cell.end > band.heads[0].column]
    texts: list[str] = []
    for head in band.heads:
        own = _cells_under(head, left)
        if own is None or start > head.column or row.covered & {*range(head.column, head.end)}:
            return None
        texts.append(next((cell.text for cell in own if cell.text), ""))
        left = left[len(own) :]
    return texts if all(cell.end <= band.end and not cell.text.isdecimal() for cell in left) else None


def _cells_under(head: PlacedCell, left: list[PlacedCell]) -> list[PlacedCell] | None:
    """The next cells, if they lie under a heading exactly, and only one of them is filled in."""
    own: list[PlacedCell] = []
    column = head.column
    for cell in left:
        if column >= head.end or cell.column != column or cell.rows > 1:
            break
        own.append(cell)
        column = cell.end
    return own if column == head.end and sum(bool(cell.text) for cell in own) <= 1 else None
