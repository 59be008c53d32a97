"""Finds the tables of the form among those of a document, and joins what page breaks split."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.errors import UnreadableFileError
from gkxl.layout.printed import fold_label
from gkxl.publication.read.blocks import PlacedRow, Table, TextLine, place_rows
from gkxl.publication.read.label_matching import labels_by_section, match_in_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.files.limits import Limits
    from gkxl.publication.read.blocks import Block, SourceDocument


LEAST_LABELS: Final = 2
"""So many labels make a table one of the form's; a part that continues one may have fewer."""

_SHORT_TEXT: Final = 12
"""What is shorter may stand between the parts of a table: the number of a page."""

_SECOND_TABLE: Final = 0.6
"""A second table with this share of the labels of the first is another report's."""


@frozen
class TablePart:
    """A table of the document that is one of the form's, or a piece of it.

    Attributes:
        section: The path of the section that it is of.
        rows: Its rows, with the labels that are beyond doubt.
        labels: Which these are.
    """

    section: str
    rows: tuple[PlacedRow, ...] = field(repr=False)
    labels: frozenset[str] = field(repr=False)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((slot.end - 1 for row in self.rows for slot in row.slots), default=0)


@frozen
class JoinedTable:
    """A table of the form, joined from its parts.

    Attributes:
        section: The path of its section.
        rows: Its rows.
        parts: How many parts it came in.
    """

    section: str
    rows: tuple[PlacedRow, ...] = field(repr=False)
    parts: int


def find_tables(source: SourceDocument, limits: Limits) -> tuple[dict[str, JoinedTable], frozenset[int]]:
    """The tables of the form in a document by section, and which of its blocks they are.

    Raises:
        UnreadableFileError: There are the tables of several reports.
        LimitError: A table is larger than the limits allow.
    """
    parts = list(_find_parts(source.blocks, limits))
    tables: dict[str, JoinedTable] = {}
    for section in labels_by_section():
        groups = _group_parts([part for _, part in parts if part.section == section])
        if groups:
            tables[section] = _join_parts(section, _choose_group(groups))
    return tables, frozenset(index for index, _ in parts)


def _find_parts(blocks: Sequence[Block], limits: Limits) -> Iterator[tuple[int, TablePart]]:
    before: TablePart | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            pieces = _split_by_section(place_rows(block, limits))
            found = [part for rows in pieces if (part := _find_part(rows, before))]
            yield from ((index, part) for part in found)
            before = found[-1] if found else None
        elif isinstance(block, TextLine) and len(block.text) > _SHORT_TEXT:
            before = None


def _split_by_section(rows: tuple[PlacedRow, ...]) -> list[tuple[PlacedRow, ...]]:
    """The rows by the section whose labels they have: some sites set all tables in one."""
    owners: list[str] = []
    for row in rows:
        counts = Counter(section for slot in row.slots for section in match_in_sections(slot.text))
        most = max(counts.values(), default=0)
        best = [section for section, count in counts.items() if count == most]
        owners.append(best[0] if len(best) == 1 else owners[-1] if owners else "")
    first = next((owner for owner in owners if owner), "")
    owners = [owner or first for owner in owners]
    return [
        tuple(r for r, own in zip(rows, owners, strict=True) if own == one) for one in dict.fromkeys(owners)
    ]


def _find_part(rows: tuple[PlacedRow, ...], before: TablePart | None) -> TablePart | None:
    """The table of the form that these rows are, or a piece of; None where they are something else."""
    found = [_label_rows(section, rows) for section in labels_by_section()]
    best = max(
        found, key=lambda part: (len(part.labels), before is not None and part.section == before.section)
    )
    if len(best.labels) >= LEAST_LABELS:
        return best
    if before is None:
        return None
    own = next(part for part in found if part.section == before.section)
    return own if own.labels & labels_by_section()[own.section].lines or own.width == before.width else None


def _label_rows(section: str, rows: tuple[PlacedRow, ...]) -> TablePart:
    made = tuple(_label_row(section, row) for row in rows)
    return TablePart(section, made, frozenset(slot.label for row in made for slot in row.slots) - {""})


def _label_row(section: str, row: PlacedRow) -> PlacedRow:
    labels = [match_in_sections(slot.text).get(section) for slot in row.slots]
    if not any(labels):
        return row
    slots = (
        evolve(slot, label=label[0], mended=label[1]) if label else slot
        for slot, label in zip(row.slots, labels, strict=True)
    )
    return evolve(row, slots=tuple(slots))


def _group_parts(parts: list[TablePart]) -> list[list[TablePart]]:
    """Parts that belong together: none of them begins a table anew."""
    groups: list[list[TablePart]] = []
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


def _begins_anew(part: TablePart, labels: set[str], *, after_figures: bool) -> bool:
    """Whether a part begins a table anew, after others with these labels."""
    lines = labels_by_section()[part.section].lines
    if lines:
        return len(part.labels & lines & labels) > 1  # a row that is cut is on both pages
    return bool(part.labels) and after_figures


def _ends_in_figures(part: TablePart) -> bool:
    last = [slot for row in part.rows[-1:] for slot in row.slots]
    return any(slot.text for slot in last) and not any(slot.label for slot in last)


def _labels_of(group: list[TablePart]) -> frozenset[str]:
    return frozenset(label for part in group for label in part.labels)


def _choose_group(groups: list[list[TablePart]]) -> list[TablePart]:
    """The one group that is the table; tables of something else that has a few of its labels are smaller."""
    counts = [len(_labels_of(group)) for group in groups]
    most = max(counts)
    best = groups[counts.index(most)]
    texts = _texts_of(best)
    for group, count in zip(groups, counts, strict=True):
        if count >= _SECOND_TABLE * most and _texts_of(group) != texts:
            raise UnreadableFileError(
                "文件里有不止一份年度报告的表格，无法确定读哪一份。请把要读的一份单独保存后再读取。",
                "there are the tables of several reports here; save the one that is meant by itself",
            )
    return best


def _texts_of(group: list[TablePart]) -> list[list[str]]:
    return [_row_texts(row) for part in group for row in part.rows]


def _row_texts(row: PlacedRow) -> list[str]:
    return [fold_label(slot.text) for slot in row.slots if slot.text]


def _join_parts(section: str, parts: list[TablePart]) -> JoinedTable:
    first, *others = _align_parts(section, parts)
    rows = list(first.rows)
    for part in others:
        rows.extend(part.rows[_count_repeated_headings(first.rows, part.rows) :])
    return JoinedTable(section, tuple(rows), len(parts))


def _align_parts(section: str, parts: list[TablePart]) -> list[TablePart]:
    """The parts, moved to the right so that the headings over figures begin in the same column in all."""
    inner = labels_by_section()[section].inner
    begins = [
        min((slot.column for row in part.rows for slot in row.slots if slot.label in inner), default=0)
        for part in parts
    ]
    furthest = max(begins)
    return [
        _move_part(part, furthest - begin) if begin else part
        for part, begin in zip(parts, begins, strict=True)
    ]


def _move_part(part: TablePart, by: int) -> TablePart:
    rows = (
        PlacedRow(
            tuple(evolve(slot, column=slot.column + by) for slot in row.slots),
            frozenset(column + by for column in row.covered),
        )
        for row in part.rows
    )
    return evolve(part, rows=tuple(rows))


def _count_repeated_headings(first: tuple[PlacedRow, ...], rows: tuple[PlacedRow, ...]) -> int:
    """How many rows at the top of a part are headings that the first part begins with as well."""
    count = 0
    for one, other in zip(first, rows, strict=False):
        if _row_texts(one) != _row_texts(other) or any(slot.text and not slot.label for slot in other.slots):
            break
        count += 1
    return count
