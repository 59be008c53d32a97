"""Repairs the labels of a table: those with wrong characters, and those that a page break cuts in two."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.layout import Role
from gkxl.layout.printed import fold_label
from gkxl.publication.read.label_matching import HAN_CHARACTER, TOLERANCE, NearestLabels

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from gkxl.layout import Box
    from gkxl.publication.read import PlacedCell, PlacedRow
    from gkxl.publication.read.label_matching import SectionLabels

_MAX_COMPARED: Final = 80
"""How many texts that are no labels are compared with labels; a table of the form has hardly any."""


def repair_labels(rows: tuple[PlacedRow, ...], official: SectionLabels) -> tuple[PlacedRow, ...]:
    """The rows with all labels that are known: cut rows joined, wrong characters and lost spans repaired."""
    headings = _heading_rows(official)
    whole = tuple(
        _join_cut_rows(tuple(_name_numberless(_without_repeated(rows, official), official)), official)
    )
    known = tuple(_name_odd_headings(_repair_characters(whole, official), official, headings))
    return _restore_spans(_restore_places(known, headings), headings)


def _without_repeated(rows: tuple[PlacedRow, ...], official: SectionLabels) -> Iterator[PlacedRow]:
    """The rows without those that are printed once more, alike in name and figures."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        names = [n for n, cell in enumerate(row.cells) if cell.label in official.lines]
        texts = tuple(cell.label or cell.text for cell in row.cells[names[-1] if names else 0 :])
        figures = sum(text[:1].isdigit() for text in texts)
        if figures and (names or figures == len(texts)):
            if texts in seen:
                continue
            seen.add(texts)
        yield row


def _name_numberless(rows: Iterable[PlacedRow], official: SectionLabels) -> Iterator[PlacedRow]:
    """The rows; where a heading is beside figures, it is the name of a line that has lost its number."""
    for row in rows:
        labels = [cell for cell in row.cells if cell.label]
        beside = sum(cell.text[:1].isdigit() for cell in row.cells if not cell.label)
        last = labels[-1] if labels else None
        if (
            last
            and beside > 1
            and last.label not in official.lines
            and (line := official.numbered(last.text))
        ):
            named = evolve(last, label=line, repaired=True)
            yield evolve(row, cells=tuple(named if cell is last else cell for cell in row.cells))
        else:
            yield row


def _join_cut_rows(rows: tuple[PlacedRow, ...], official: SectionLabels) -> Iterator[PlacedRow]:
    """The rows, with the two halves of each row that a page break cut joined."""
    held: PlacedRow | None = None
    near = NearestLabels(official.nearest, _MAX_COMPARED)
    for row in rows:
        if held is None:
            held = row
            continue
        made = _join_rows(held, row, official, near)
        if made is None:
            yield held
        held = made or row
    if held is not None:
        yield held


def _join_rows(
    upper: PlacedRow, lower: PlacedRow, official: SectionLabels, near: NearestLabels
) -> PlacedRow | None:
    """One row of two, if both their names make one label, and at most one of them has each figure."""
    above, below = _find_name(upper, official), _find_name(lower, official)
    if above is None or below is None:
        return None
    label = _label_of_both(upper.cells[above], lower.cells[below], official, near)
    left, right = upper.cells[above + 1 :], lower.cells[below + 1 :]
    if (
        not label
        or len(left) != len(right)
        or any(a.text and b.text for a, b in zip(left, right, strict=True))
    ):
        return None
    name = evolve(upper.cells[above], label=label, repaired=True)
    values = (evolve(a, text=a.text or b.text) for a, b in zip(left, right, strict=True))
    return evolve(upper, cells=(*upper.cells[:above], name, *values))


def _find_name(row: PlacedRow, official: SectionLabels) -> int | None:
    """The number of the cell that names a row: the last one with words in it."""
    words = [n for n, cell in enumerate(row.cells) if cell.label in official.lines or _is_unknown_text(cell)]
    return words[-1] if words else None


def _is_unknown_text(cell: PlacedCell) -> bool:
    return not cell.label and HAN_CHARACTER.search(cell.text) is not None


def _label_of_both(upper: PlacedCell, lower: PlacedCell, official: SectionLabels, near: NearestLabels) -> str:
    if upper.label or lower.label:
        return upper.label if upper.label == lower.label else ""
    both = upper.text + lower.text
    found = official.match(both)[0] or near.label(both)
    return found if found in official.lines else ""


def _repair_characters(rows: tuple[PlacedRow, ...], official: SectionLabels) -> tuple[PlacedRow, ...]:
    """The rows with a label for each text that is by far nearest to one label, if that label is missing."""
    near = NearestLabels(official.nearest, _MAX_COMPARED)
    made = _relabel(rows, lambda cell: near.label(cell.text) if _is_unknown_text(cell) else cell.label)
    counts = Counter(cell.label for row in made for cell in row.cells)
    doubtful = {label for label, count in counts.items() if label and count > official.counts[label]}
    return _relabel(made, lambda cell: "" if cell.repaired and cell.label in doubtful else cell.label)


def _relabel(rows: Iterable[PlacedRow], label: Callable[[PlacedCell], str]) -> tuple[PlacedRow, ...]:
    def relabel(cell: PlacedCell) -> PlacedCell:
        new = label(cell)
        return cell if new == cell.label else evolve(cell, label=new, repaired=bool(new))

    return tuple(evolve(row, cells=tuple(map(relabel, row.cells))) for row in rows)


def _name_odd_headings(
    rows: tuple[PlacedRow, ...], official: SectionLabels, headings: Collection[tuple[str, ...]]
) -> Iterator[PlacedRow]:
    """The rows with a label for the odd heading where all others of its row are those of the form."""
    for row in rows:
        inner = [cell for cell in row.cells if cell.label in official.inner or _is_unknown_text(cell)]
        labels = _find_missing_headings(inner, headings)
        cells = (
            evolve(cell, label=labels[cell.column], repaired=True) if cell.column in labels else cell
            for cell in row.cells
        )
        yield evolve(row, cells=tuple(cells)) if labels else row


def _find_missing_headings(inner: list[PlacedCell], headings: Collection[tuple[str, ...]]) -> dict[int, str]:
    """The labels of headings without one, by column, if the others of their row leave one choice."""
    printed = [cell.label for cell in inner]
    choices = {heads for heads in headings if _is_nearly(printed, heads)}
    if len(choices) != 1:
        return {}
    (heads,) = choices
    pairs = zip(inner, heads, strict=True)
    return {cell.column: label for cell, label in pairs if label and not cell.label}


def _is_nearly(printed: list[str], heads: tuple[str, ...]) -> bool:
    """Whether headings are those of the form, where fewer than one in four have no label."""
    return (
        len(printed) == len(heads)
        and printed.count("") * TOLERANCE < len(heads)
        and all(label in ("", head) for label, head in zip(printed, heads, strict=True))
    )


def _heading_rows(official: SectionLabels) -> dict[tuple[str, ...], list[Box]]:
    """The boxes of each row of headings of the form, by their labels."""
    found: dict[tuple[str, ...], list[Box]] = {}
    for page in official.pages.values():
        rows: dict[int, list[Box]] = {}
        for box in page.boxes:
            if box.role in (Role.HEADING, Role.CORNER):
                rows.setdefault(box.row, []).append(box)
        for boxes in rows.values():
            across = sorted(boxes, key=lambda box: box.column)
            found.setdefault(tuple(fold_label(box.text) for box in across), across)
    return found


def _restore_places(
    rows: tuple[PlacedRow, ...], headings: Mapping[tuple[str, ...], list[Box]]
) -> tuple[PlacedRow, ...]:
    """The rows; headings that slid to the left, as one beside them lost its span, are put back in place."""
    over = [headings.get(tuple(cell.label for cell in row.cells), []) for row in rows]
    found = {
        n: row.cells[0].column - boxes[0].column
        for n, (row, boxes) in enumerate(zip(rows, over, strict=True))
        if boxes
    }
    widest = max(found.values(), default=0)
    near = {
        n for n in found if any(other in found and found[other] == widest for other in (n - 2, n - 1, n + 1))
    }
    return tuple(
        _place_under(row, boxes, widest) if n in near and found[n] < widest else row
        for n, (row, boxes) in enumerate(zip(rows, over, strict=True))
    )


def _restore_spans(
    rows: tuple[PlacedRow, ...], headings: Mapping[tuple[str, ...], list[Box]]
) -> tuple[PlacedRow, ...]:
    """The rows; headings that have all lost their spans get the columns and spans that they have in print."""
    boxes = [
        headings.get(tuple(cell.label for cell in row.cells), []) if _is_single(row) else [] for row in rows
    ]
    if all(box.columns * box.rows == 1 for over in boxes for box in over):
        return rows
    return tuple(_place_under(row, over) if over else row for row, over in zip(rows, boxes, strict=True))


def _is_single(row: PlacedRow) -> bool:
    return all(cell.columns * cell.rows == 1 for cell in row.cells)


def _place_under(row: PlacedRow, boxes: list[Box], shift: int = 0) -> PlacedRow:
    pairs = zip(row.cells, boxes, strict=True)
    cells = (evolve(cell, column=box.column + shift, columns=box.columns) for cell, box in pairs)
    return evolve(row, cells=tuple(cells))


def is_rest_of_row(row: PlacedRow, *, named: bool = False) -> bool:
    """Whether a row holds pieces of figures, without a name: in some of its cells, or if ``named`` in all.

    Args:
        row: The row.
        named: Whether each line of its table has a name, so that no whole line lacks it.
    """
    figures = [cell for cell in row.cells if cell.text[:1].isdigit()]
    return (
        bool(figures)
        and not any(cell.label for cell in row.cells)
        and (named or len(figures) < len(row.cells))
    )


def join_cut(upper: PlacedRow, lower: PlacedRow) -> PlacedRow | None:
    """A row with what a page break cut off its cells; None where the cells are not those of one row."""
    # From the right: the labels at the left of a row may be merged on one page and not on the other.
    above, below = upper.cells[::-1], lower.cells[::-1]
    pairs = [*zip_longest(above, below)]
    if any(low and low.text and (top is None or top.label) for top, low in pairs):
        return None
    cells = (
        evolve(top, text="\n".join(filter(None, (top.text, low.text if low else ""))))
        for top, low in pairs
        if top
    )
    return evolve(upper, cells=tuple(cells)[::-1])
