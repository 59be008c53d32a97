"""Gives every label of a joined table its name: those with wrong characters, and those cut in two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.layout import Role
from gkxl.published.wording import HAN, TOLERANCE
from gkxl.reading.witnesses.printed import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from gkxl.layout import Box
    from gkxl.published.grid import Row, Slot
    from gkxl.published.wording import Wording

_MOST: Final = 80
"""So many texts that are no labels are compared with labels; a table of the form has hardly any."""


def named(rows: tuple[Row, ...], wording: Wording) -> tuple[Row, ...]:
    """The rows with every label that can be made out: cut rows made whole, wrong characters mended."""
    headings = _heading_rows(wording)
    whole = tuple(_whole(rows, wording))
    known = tuple(_sequenced(_mended(whole, wording), wording, headings))
    boxes = [headings.get(tuple(slot.label for slot in row.slots), []) for row in known]
    lost = any(_has_lost_merges(row, over) for row, over in zip(known, boxes, strict=True))
    return tuple(_spread(row, over) if lost else row for row, over in zip(known, boxes, strict=True))


def _whole(rows: tuple[Row, ...], wording: Wording) -> Iterator[Row]:
    """The rows, those that the end of a page cut in two made whole."""
    held: Row | None = None
    near = _Near(wording)
    for row in rows:
        if held is None:
            held = row
            continue
        made = _glued(held, row, wording, near)
        if made is None:
            yield held
        held = made or row
    if held is not None:
        yield held


class _Near:
    """The labels that texts with wrong characters are nearest to, for so many texts and no more."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._found: dict[str, str] = {}

    def label(self, text: str) -> str:
        """The one label that a text is by far nearest to; "" where there is none."""
        if text not in self._found and len(self._found) < _MOST:
            self._found[text] = self._wording.near(text)
        return self._found.get(text, "")


def _glued(upper: Row, lower: Row, wording: Wording, near: _Near) -> Row | None:
    """One row of two, if their labels together are a label, and their figures do not contradict."""
    above, below = _name(upper, wording), _name(lower, wording)
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


def _name(row: Row, wording: Wording) -> int | None:
    """Which cell of a row names it: the last with words in it."""
    words = [n for n, slot in enumerate(row.slots) if slot.label in wording.lines or _is_words(slot)]
    return words[-1] if words else None


def _is_words(slot: Slot) -> bool:
    return not slot.label and HAN.search(slot.text) is not None


def _label_of_both(upper: Slot, lower: Slot, wording: Wording, near: _Near) -> str:
    if upper.label or lower.label:
        return upper.label if upper.label == lower.label else ""
    both = upper.text + lower.text
    found = wording.label(both)[0] or near.label(both)
    return found if found in wording.lines else ""


def _mended(rows: tuple[Row, ...], wording: Wording) -> tuple[Row, ...]:
    """The rows with labels for texts that are by far nearest to one that is missing."""
    near = _Near(wording)
    made = _relabelled(rows, lambda slot: near.label(slot.text) if _is_words(slot) else slot.label)
    counts = Counter(slot.label for row in made for slot in row.slots)
    doubtful = {label for label, count in counts.items() if label and count > wording.most[label]}
    return _relabelled(made, lambda slot: "" if slot.mended and slot.label in doubtful else slot.label)


def _relabelled(rows: Iterable[Row], label: Callable[[Slot], str]) -> tuple[Row, ...]:
    def relabel(slot: Slot) -> Slot:
        new = label(slot)
        return slot if new == slot.label else evolve(slot, label=new, mended=bool(new))

    return tuple(evolve(row, slots=tuple(map(relabel, row.slots))) for row in rows)


def _sequenced(
    rows: tuple[Row, ...], wording: Wording, headings: Collection[tuple[str, ...]]
) -> Iterator[Row]:
    """The rows with names for the odd heading that stands where one is missing among all the others."""
    for row in rows:
        inner = [slot for slot in row.slots if slot.label in wording.inner or _is_words(slot)]
        meant = _meant(inner, headings)
        yield evolve(row, slots=tuple(_renamed(row.slots, meant))) if meant else row


def _meant(inner: list[Slot], headings: Collection[tuple[str, ...]]) -> dict[int, str]:
    """The labels of headings that are none, by column, if the others of their row leave one choice."""
    said = [slot.label for slot in inner]
    choices = {heads for heads in headings if _is_almost(said, heads)}
    if len(choices) != 1 or "" not in said:
        return {}
    (meant,) = choices
    return {slot.column: label for slot, label in zip(inner, meant, strict=True) if not slot.label}


def _is_almost(said: list[str], heads: tuple[str, ...]) -> bool:
    if len(said) != len(heads):
        return False
    missing = sum(not label for label in said)
    return missing * TOLERANCE < len(heads) and all(
        label in ("", head) for label, head in zip(said, heads, strict=True)
    )


def _renamed(slots: tuple[Slot, ...], labels: dict[int, str]) -> Iterator[Slot]:
    for slot in slots:
        label = labels.get(slot.column, "")
        yield evolve(slot, label=label, mended=True) if label else slot


def _heading_rows(wording: Wording) -> dict[tuple[str, ...], list[Box]]:
    """The rows of headings as the form has them."""
    found: dict[tuple[str, ...], list[Box]] = {}
    for page in wording.pages.values():
        rows: dict[int, list[Box]] = {}
        for box in page.boxes:
            if box.role in (Role.HEADING, Role.CORNER):
                rows.setdefault(box.row, []).append(box)
        for boxes in rows.values():
            across = sorted(boxes, key=lambda box: box.column)
            found.setdefault(tuple(folded(box.text) for box in across), across)
    return found


def _is_single(row: Row) -> bool:
    return all(slot.columns * slot.rows == 1 for slot in row.slots)


def _has_lost_merges(row: Row, boxes: list[Box]) -> bool:
    """Whether no heading of a row spans anything, though some of them do in print."""
    return _is_single(row) and any(box.columns * box.rows > 1 for box in boxes)


def _spread(row: Row, boxes: list[Box]) -> Row:
    """A row of headings in the columns that it is printed in, if it is one that spans nothing."""
    if not boxes or not _is_single(row):
        return row
    pairs = zip(row.slots, boxes, strict=True)
    return evolve(row, slots=tuple(evolve(s, column=box.column, columns=box.columns) for s, box in pairs))
