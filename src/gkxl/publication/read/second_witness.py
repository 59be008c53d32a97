"""Compares the cells of a table with the figures in lines of text, a second witness of what a PDF shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.publication.read.alignment import Alignment, align_rows
from gkxl.publication.read.form_tables import rows_of_section
from gkxl.publication.read.label_matching import labels_by_section
from gkxl.publication.read.own_tables import make_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gkxl.files.limits import Limits
    from gkxl.publication.read import PlacedRow
    from gkxl.publication.read.alignment import AlignedRow
    from gkxl.publication.read.label_matching import SectionLabels
    from gkxl.publication.read.line_figures import LineFigures


def read_table(
    path: str, rows: tuple[PlacedRow, ...], witness: LineFigures | None, limits: Limits
) -> list[AlignedRow]:
    """The rows of a table; a second witness fills in what they lack, and what it contradicts is not read.

    Args:
        path: The path of its section.
        rows: Its rows, with their labels.
        witness: The figures in the lines of text, if there are any.
        limits: How large the table may be.

    Raises:
        LimitError: It is larger than the limits allow.
    """
    official = labels_by_section()[path]
    aligned = align_rows(rows, official)
    if witness is None:
        return aligned
    read = _read_figures(aligned, official, witness.edition)
    disputed = _contradict(read, witness.lines)
    known = {line for line, figures in read.items() if all(figures)}
    printed = {labels.line for labels in official.pages[witness.edition].labels.values()}
    if {*witness.lines} - disputed <= known or not {*read} <= printed:
        return _doubt_lines(_confirm_lines(aligned, {*read} & {*witness.lines}), disputed)
    both = make_table(path, evolve(witness, lines={**read, **witness.lines}))
    made = align_rows(rows_of_section(path, both, limits), official)
    return _doubt_lines(_confirm_lines(made, {*witness.lines}), disputed)


def _read_figures(
    rows: Sequence[AlignedRow], official: SectionLabels, edition: str
) -> dict[str, tuple[str, ...]]:
    """The figures of each line that are certainly under their headings, from the left; by its label.

    Args:
        rows: The rows of a table.
        official: The labels of its section.
        edition: The edition that says how many figures a line has.
    """
    counts = Counter(cell.line for cell in official.pages[edition].labels.values())
    found: dict[str, tuple[str, ...]] = {}
    for aligned in rows:
        if aligned.alignment in (Alignment.CERTAIN, Alignment.IN_ORDER):
            cells = aligned.row.cells
            names = [n for n, cell in enumerate(cells) if cell.label in official.lines]
            name = cells[names[-1]].label if names else ""
            begin = names[-1] + 1 if names else 0
            found[name] = tuple(cell.text for cell in cells[begin : begin + counts[name]])
    return found


def _contradict(read: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The lines of which two witnesses say something else; where one has nothing it says nothing else."""
    return frozenset(
        line
        for line in read.keys() & other.keys()
        if len(read[line]) != len(other[line])
        or any(a and a != b for a, b in zip(map(_bare, read[line]), map(_bare, other[line]), strict=True))
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _doubt_lines(rows: Sequence[AlignedRow], lines: Collection[str]) -> list[AlignedRow]:
    """The rows, those of some lines doubtful."""
    return [evolve(each, alignment=Alignment.DOUBTFUL) if _is_of_line(each, lines) else each for each in rows]


def _confirm_lines(rows: Sequence[AlignedRow], lines: Collection[str]) -> list[AlignedRow]:
    """The rows; those of some lines, whose figures were read in order, are certain."""
    return [
        evolve(each, alignment=Alignment.CERTAIN)
        if each.alignment is Alignment.IN_ORDER and _is_of_line(each, lines)
        else each
        for each in rows
    ]


def _is_of_line(aligned: AlignedRow, lines: Collection[str]) -> bool:
    labels = {cell.label for cell in aligned.row.cells}
    nameless = "" in lines and aligned.alignment is not Alignment.NO_FIGURES
    return nameless or bool(labels & {*lines} - {""})
