"""Repairs the labels of a table: those with wrong characters, and those that a page break cuts in two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.layout import Role
from gkxl.layout.printed import fold_label
from gkxl.publication.read.label_matching import HAN_CHARACTER, TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from gkxl.layout import Box
    from gkxl.publication.read.blocks import PlacedCell, PlacedRow
    from gkxl.publication.read.label_matching import SectionLabels


_MAX_COMPARED: Final = 80
"""So many texts that are no labels are compared with labels; a table of the form has hardly any."""


def repair_labels(rows: tuple[PlacedRow, ...], wording: SectionLabels) -> tuple[PlacedRow, ...]:
    """The rows with every label that can be made out: cut rows made whole, wrong characters mended."""
    headings = _heading_rows(wording)
    whole = tuple(_join_cut_rows(rows, wording))
    known = tuple(_name_odd_headings(_repair_characters(whole, wording), wording, headings))
    boxes = [headings.get(tuple(slot.label for slot in row.slots), []) for row in known]
    lost = any(_has_lost_merges(row, over) for row, over in zip(known, boxes, strict=True))
    return tuple(_restore_spans(row, over) if lost else row for row, over in zip(known, boxes, strict=True))


def _join_cut_rows(rows: tuple[PlacedRow, ...], wording: SectionLabels) -> Iterator[PlacedRow]:
    """The rows, those that the end of a page cut in two made whole."""
    held: PlacedRow | None = None
    near = _NearestLabels(wording)
    for row in rows:
        if held is None:
            held = row
            continue
        made = _join_rows(held, row, wording, near)
        if made is None:
            yield held
        held = made or row
    if held is not None:
        yield held


class _NearestLabels:
    """The labels that texts with wrong characters are nearest to, for so many texts and no more."""

    def __init__(self, wording: SectionLabels) -> None:
        self._wording = wording
        self._found: dict[str, str] = {}

    def label(self, text: str) -> str:
        """The one label that a text is by far nearest to; "" where there is none."""
        if text not in self._found and len(self._found) < _MAX_COMPARED:
            self._found[text] = self._wording.near(text)
        return self._found.get(text, "")


def _join_rows(
    upper: PlacedRow, lower: PlacedRow, wording: SectionLabels, near: _NearestLabels
) -> PlacedRow | None:
    """One row of two, if their labels together are a label, and their figures do not contradict."""
    above, below = _find_name(upper, wording), _find_name(lower, wording)
    if above is None or below is None:
        return None
    label = _label_of_both(upper.slots[above], lower.slots[below], wording, near)
    left, right = upper.slots[above + 1 :], lower.slots[below + 1 :]
    if (
        not label
        or len(left) != len(right)
        or any(a.text and b.text for a, b in zip(left, right, strict=True))
    ):
        return None
    name = evolve(upper.slots[above], label=label, mended=True)
    values = (evolve(a, text=a.text or b.text) for a, b in zip(left, right, strict=True))
    return evolve(upper, slots=(*upper.slots[:above], name, *values))


def _find_name(row: PlacedRow, wording: SectionLabels) -> int | None:
    """Which cell of a row names it: the last with words in it."""
    words = [n for n, slot in enumerate(row.slots) if slot.label in wording.lines or _is_unknown_text(slot)]
    return words[-1] if words else None


def _is_unknown_text(slot: PlacedCell) -> bool:
    return not slot.label and HAN_CHARACTER.search(slot.text) is not None


def _label_of_both(upper: PlacedCell, lower: PlacedCell, wording: SectionLabels, near: _NearestLabels) -> str:
    if upper.label or lower.label:
        return upper.label if upper.label == lower.label else ""
    both = upper.text + lower.text
    found = wording.label(both)[0] or near.label(both)
    return found if found in wording.lines else ""


def _repair_characters(rows: tuple[PlacedRow, ...], wording: SectionLabels) -> tuple[PlacedRow, ...]:
    """The rows with labels for texts that are by far nearest to one that is missing."""
    near = _NearestLabels(wording)
    made = _relabel(rows, lambda slot: near.label(slot.text) if _is_unknown_text(slot) else slot.label)
    counts = Counter(slot.label for row in made for slot in row.slots)
    doubtful = {label for label, count in counts.items() if label and count > wording.most[label]}
    return _relabel(made, lambda slot: "" if slot.mended and slot.label in doubtful else slot.label)


def _relabel(rows: Iterable[PlacedRow], label: Callable[[PlacedCell], str]) -> tuple[PlacedRow, ...]:
    def relabel(slot: PlacedCell) -> PlacedCell:
        new = label(slot)
        return slot if new == slot.label else evolve(slot, label=new, mended=bool(new))

    return tuple(evolve(row, slots=tuple(map(relabel, row.slots))) for row in rows)


def _name_odd_headings(
    rows: tuple[PlacedRow, ...], wording: SectionLabels, headings: Collection[tuple[str, ...]]
) -> Iterator[PlacedRow]:
    """The rows with names for the odd heading that stands where one is missing among all the others."""
    for row in rows:
        inner = [slot for slot in row.slots if slot.label in wording.inner or _is_unknown_text(slot)]
        meant = _find_missing_headings(inner, headings)
        yield evolve(row, slots=tuple(_rename_cells(row.slots, meant))) if meant else row


def _find_missing_headings(inner: list[PlacedCell], headings: Collection[tuple[str, ...]]) -> dict[int, str]:
    """The labels of headings that are none, by column, if the others of their row leave one choice."""
    said = [slot.label for slot in inner]
    choices = {heads for heads in headings if _is_nearly(said, heads)}
    if len(choices) != 1 or "" not in said:
        return {}
    (meant,) = choices
    return {slot.column: label for slot, label in zip(inner, meant, strict=True) if not slot.label}


def _is_nearly(said: list[str], heads: tuple[str, ...]) -> bool:
    if len(said) != len(heads):
        return False
    missing = sum(not label for label in said)
    return missing * TOLERANCE < len(heads) and all(
        label in ("", head) for label, head in zip(said, heads, strict=True)
    )


def _rename_cells(slots: tuple[PlacedCell, ...], labels: dict[int, str]) -> Iterator[PlacedCell]:
    for slot in slots:
        label = labels.get(slot.column, "")
        yield evolve(slot, label=label, mended=True) if label else slot


def _heading_rows(wording: SectionLabels) -> dict[tuple[str, ...], list[Box]]:
    """The rows of headings as the form has them."""
    found: dict[tuple[str, ...], list[Box]] = {}
    for page in wording.pages.values():
        rows: dict[int, list[Box]] = {}
        for box in page.boxes:
            if box.role in (Role.HEADING, Role.CORNER):
                rows.setdefault(box.row, []).append(box)
        for boxes in rows.values():
            across = sorted(boxes, key=lambda box: box.column)
            found.setdefault(tuple(fold_label(box.text) for box in across), across)
    return found


def _is_single(row: PlacedRow) -> bool:
    return all(slot.columns * slot.rows == 1 for slot in row.slots)


def _has_lost_merges(row: PlacedRow, boxes: list[Box]) -> bool:
    """Whether no heading of a row spans anything, though some of them do in print."""
    return _is_single(row) and any(box.columns * box.rows > 1 for box in boxes)


def _restore_spans(row: PlacedRow, boxes: list[Box]) -> PlacedRow:
    """A row of headings in the columns that it is printed in, if it is one that spans nothing."""
    if not boxes or not _is_single(row):
        return row
    pairs = zip(row.slots, boxes, strict=True)
    return evolve(row, slots=tuple(evolve(s, column=box.column, columns=box.columns) for s, box in pairs))
