"""Finds the tables of the form among those of a document, and joins what was split over pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.errors import UnreadableFileError
from gkxl.published.blocks import Table, Words
from gkxl.published.grid import Row, placed_rows
from gkxl.published.wording import labels_in_sections, wordings
from gkxl.reading.witnesses.printed import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.files.limits import Limits
    from gkxl.published.blocks import Block, Source

FEWEST: Final = 2
"""So many labels make a table one of the form's; a part that continues one may have fewer."""

_SHORT: Final = 12
"""What is shorter may stand between the parts of a table: the number of a page."""

_ANOTHER: Final = 0.6
"""A second table with this share of the labels of the first is another report's."""


@frozen
class Part:
    """A table of the document that is one of the form's, or a piece of it.

    Attributes:
        section: The path of the section that it is of.
        rows: Its rows, with the labels that are beyond doubt.
        labels: Which these are.
    """

    section: str
    rows: tuple[Row, ...] = field(repr=False)
    labels: frozenset[str] = field(repr=False)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((slot.end - 1 for row in self.rows for slot in row.slots), default=0)


@frozen
class Joined:
    """A table of the form, joined from its parts.

    Attributes:
        section: The path of its section.
        rows: Its rows.
        parts: How many parts it came in.
    """

    section: str
    rows: tuple[Row, ...] = field(repr=False)
    parts: int


def find_tables(source: Source, limits: Limits) -> tuple[dict[str, Joined], frozenset[int]]:
    """The tables of the form in a document by section, and which of its blocks they are.

    Raises:
        UnreadableFileError: There are the tables of several reports.
        LimitError: A table is larger than the limits allow.
    """
    parts = list(_parts(source.blocks, limits))
    tables: dict[str, Joined] = {}
    for section in wordings():
        groups = _groups([part for _, part in parts if part.section == section])
        if groups:
            tables[section] = _joined(section, _only(groups))
    return tables, frozenset(index for index, _ in parts)


def _parts(blocks: Sequence[Block], limits: Limits) -> Iterator[tuple[int, Part]]:
    before: Part | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            pieces = _apart(placed_rows(block, limits))
            found = [part for rows in pieces if (part := _part(rows, before))]
            yield from ((index, part) for part in found)
            before = found[-1] if found else None
        elif isinstance(block, Words) and len(block.text) > _SHORT:
            before = None


def _apart(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows by the section whose labels they have: some sites set all tables in one."""
    owners: list[str] = []
    for row in rows:
        counts = Counter(section for slot in row.slots for section in labels_in_sections(slot.text))
        most = max(counts.values(), default=0)
        best = [section for section, count in counts.items() if count == most]
        owners.append(best[0] if len(best) == 1 else owners[-1] if owners else "")
    first = next((owner for owner in owners if owner), "")
    owners = [owner or first for owner in owners]
    return [
        tuple(r for r, own in zip(rows, owners, strict=True) if own == one) for one in dict.fromkeys(owners)
    ]


def _part(rows: tuple[Row, ...], before: Part | None) -> Part | None:
    """The table of the form that these rows are, or a piece of; None where they are something else."""
    found = [_labelled(section, rows) for section in wordings()]
    best = max(
        found, key=lambda part: (len(part.labels), before is not None and part.section == before.section)
    )
    if len(best.labels) >= FEWEST:
        return best
    if before is None:
        return None
    own = next(part for part in found if part.section == before.section)
    return own if own.labels & wordings()[own.section].lines or own.width == before.width else None


def _labelled(section: str, rows: tuple[Row, ...]) -> Part:
    made = tuple(_with_labels(section, row) for row in rows)
    return Part(section, made, frozenset(slot.label for row in made for slot in row.slots) - {""})


def _with_labels(section: str, row: Row) -> Row:
    labels = [labels_in_sections(slot.text).get(section) for slot in row.slots]
    if not any(labels):
        return row
    slots = (
        evolve(slot, label=label[0], mended=label[1]) if label else slot
        for slot, label in zip(row.slots, labels, strict=True)
    )
    return evolve(row, slots=tuple(slots))


def _groups(parts: list[Part]) -> list[list[Part]]:
    """Parts that belong together: none of them begins a table anew."""
    groups: list[list[Part]] = []
    labels: set[str] = set()
    has_figures = False
    for part in parts:
        if not groups or _begins_anew(part, labels, after_figures=has_figures):
            groups.append([])
            labels, has_figures = set(), False
        groups[-1].append(part)
        labels |= part.labels
        has_figures = has_figures or _ends_in_figures(part)
    return groups


def _begins_anew(part: Part, labels: set[str], *, after_figures: bool) -> bool:
    """Whether a part begins a table anew, after others with these labels."""
    lines = wordings()[part.section].lines
    if lines:
        return len(part.labels & lines & labels) > 1  # a row that is cut is on both pages
    return bool(part.labels) and after_figures


def _ends_in_figures(part: Part) -> bool:
    last = [slot for row in part.rows[-1:] for slot in row.slots]
    return any(slot.text for slot in last) and not any(slot.label for slot in last)


def _labels(group: list[Part]) -> frozenset[str]:
    return frozenset(label for part in group for label in part.labels)


def _only(groups: list[list[Part]]) -> list[Part]:
    """The one group that is the table; tables of something else that has a few of its labels are smaller."""
    counts = [len(_labels(group)) for group in groups]
    most = max(counts)
    best = groups[counts.index(most)]
    texts = _texts(best)
    for group, count in zip(groups, counts, strict=True):
        if count >= _ANOTHER * most and _texts(group) != texts:
            raise UnreadableFileError(
                "文件里有不止一份年度报告的表格，无法确定读哪一份。请把要读的一份单独保存后再读取。",
                "there are the tables of several reports here; save the one that is meant by itself",
            )
    return best


def _texts(group: list[Part]) -> list[list[str]]:
    return [_said(row) for part in group for row in part.rows]


def _said(row: Row) -> list[str]:
    return [folded(slot.text) for slot in row.slots if slot.text]


def _joined(section: str, parts: list[Part]) -> Joined:
    first, *others = _abreast(section, parts)
    rows = list(first.rows)
    for part in others:
        rows.extend(part.rows[_repeated(first.rows, part.rows) :])
    return Joined(section, tuple(rows), len(parts))


def _abreast(section: str, parts: list[Part]) -> list[Part]:
    """The parts, moved to the right so that the headings over figures begin in the same column in all."""
    inner = wordings()[section].inner
    begins = [
        min((slot.column for row in part.rows for slot in row.slots if slot.label in inner), default=0)
        for part in parts
    ]
    furthest = max(begins)
    return [
        _moved(part, furthest - begin) if begin else part for part, begin in zip(parts, begins, strict=True)
    ]


def _moved(part: Part, by: int) -> Part:
    rows = (
        Row(
            tuple(evolve(slot, column=slot.column + by) for slot in row.slots),
            frozenset(column + by for column in row.covered),
        )
        for row in part.rows
    )
    return evolve(part, rows=tuple(rows))


def _repeated(first: tuple[Row, ...], rows: tuple[Row, ...]) -> int:
    """How many rows at the top of a part are headings that the first part begins with as well."""
    count = 0
    for one, other in zip(first, rows, strict=False):
        if _said(one) != _said(other) or any(slot.text and not slot.label for slot in other.slots):
            break
        count += 1
    return count
