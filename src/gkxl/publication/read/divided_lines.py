"""Reads a line of nothing but zeros that the edition of a report divides: its parts are zeros as well."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.forms import USUAL_KIND, editions_of
from gkxl.frozen import frozen
from gkxl.publication.read import PlacedCell
from gkxl.publication.read.alignment import Alignment
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.label_repair import is_rest_of_row
from gkxl.reports.conversion import correspondence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.publication.read.alignment import AlignedRow


@frozen
class DividedTable:
    """A table whose lines are those of its edition.

    Attributes:
        rows: Its rows.
        divided: The lines that were divided, as they are printed.
    """

    rows: list[AlignedRow]
    divided: tuple[str, ...]


def divide_zeros(path: str, rows: Sequence[AlignedRow], edition: Edition) -> DividedTable:
    """A table in which the parts of a line stand in its place, if all its figures are 0.

    Counts are never negative, so that the parts of 0 are 0; the parts of any other number are not known.

    Args:
        path: The path of its section.
        rows: Its rows, with their labels.
        edition: The edition of the report.
    """
    parts = _lines_by_whole(path, edition)
    printed = {cell.label for each in rows for cell in each.row.cells}
    made: list[AlignedRow] = []
    divided: list[str] = []
    for each, below in zip_longest(rows, rows[1:]):
        name = next((cell for cell in reversed(each.row.cells) if cell.label), None)
        lines = parts.get(name.label, ()) if name else ()
        goes_on = bool(below) and is_rest_of_row(below.row, named=True)
        if name and lines and printed.isdisjoint(lines) and _is_zero(each, name) and not goes_on:
            made += _divide(each, name, lines)
            divided.append(name.text)
        else:
            made.append(each)
    return DividedTable(made, tuple(divided))


def _lines_by_whole(path: str, edition: Edition) -> dict[str, tuple[str, ...]]:
    """The lines of an edition by the line that has the sum of them in another edition."""
    pages = labels_by_section()[path].pages
    found: dict[str, tuple[str, ...]] = {}
    for other in editions_of(USUAL_KIND):
        for cell, parts in correspondence(edition.form, other.form).items():
            if len(parts) > 1 and cell in pages[other.name].labels:
                lines = tuple(pages[edition.name].labels[part].line for part in parts)
                found[pages[other.name].labels[cell].line] = lines
    return found


def _is_zero(each: AlignedRow, name: PlacedCell) -> bool:
    """Whether all figures of a row were read, and are 0."""
    figures = {cell.text for cell in each.row.cells if cell.column >= name.end}
    return each.alignment in (Alignment.CERTAIN, Alignment.IN_ORDER) and figures == {"0"}


def _divide(each: AlignedRow, name: PlacedCell, lines: Sequence[str]) -> Iterator[AlignedRow]:
    """A row for each line, the first below the heading that the whole line has become."""
    others = [cell for cell in each.row.cells if cell.label != name.label]
    for line in lines:
        named = PlacedCell(name.end - 1, 1, 1, line, line)
        head = [evolve(name, columns=name.columns - 1)] if line == lines[0] and name.columns > 1 else []
        yield evolve(each, row=evolve(each.row, cells=(*head, named, *others)))
