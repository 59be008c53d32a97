"""Finds the tables of the form among those of a document, and joins what page breaks split."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from attrs import evolve, field

from gkxl.errors import UnreadableFileError
from gkxl.frozen import frozen
from gkxl.layout.printed import fold_label
from gkxl.publication.read import PlacedRow, Table, TextLine, place_rows
from gkxl.publication.read.label_matching import labels_by_section, match_in_sections
from gkxl.publication.read.label_repair import is_rest_of_row, join_cut
from gkxl.publication.read.titles import LONGEST_CAPTION, is_of_other_year, years_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.files.limits import Limits
    from gkxl.publication.read import Block, SourceDocument

LEAST_LABELS: Final = 2
"""A table with so many labels is one of the form; a part that continues such a table may have fewer."""

_SHORT_TEXT: Final = 12
"""A text of at most so many characters between two parts of a table is taken for a page number."""

_SECOND_TABLE: Final = 0.6
"""A second table with this share of the labels of the first belongs to another report."""


@frozen
class TablePart:
    """A table of the form in a document, or the part of one that is on a page.

    Attributes:
        section: The path of its section.
        rows: Its rows, with the labels that are certain.
        labels: These labels.
        block: The number of the block that it is in.
        apart: Whether something stands between it and the table before it that does not belong to a table.
        foreign: Whether what stands over it says that it is of another year than the report.
    """

    section: str
    rows: tuple[PlacedRow, ...] = field(repr=False)
    labels: frozenset[str] = field(repr=False)
    block: int = 0
    apart: bool = False
    foreign: bool = False

    @property
    def end(self) -> int:
        """The column after its last one."""
        return max((row.end for row in self.rows), default=0)


def find_tables(
    source: SourceDocument, limits: Limits
) -> tuple[dict[str, tuple[PlacedRow, ...]], dict[int, frozenset[str]]]:
    """The rows of each table of the form in a document by its section, and the blocks that they are in.

    Returns:
        The rows by the path of the section. And for each block with a table that has labels of the form the
        paths of the sections that were found in it, by its number; none where the table was not used.

    Raises:
        UnreadableFileError: There are the tables of several reports.
        LimitError: A table is larger than the limits allow.
    """
    parts = list(_find_parts(source.blocks, limits))
    tables: dict[str, tuple[PlacedRow, ...]] = {}
    used: dict[int, frozenset[str]] = {part.block: frozenset() for part in parts}
    for section in labels_by_section():
        groups = _group_parts([part for part in parts if part.section == section and not part.foreign])
        if groups:
            chosen = _choose_group(groups)
            tables[section] = _join_parts(section, chosen)
            used |= {part.block: used[part.block] | {section} for part in chosen}
    return tables, used


def _find_parts(blocks: Sequence[Block], limits: Limits) -> Iterator[TablePart]:
    before: TablePart | None = None
    apart = foreign = False
    above = takewhile(lambda block: not isinstance(block, Table), blocks)
    years = years_of_title([block for block in above if isinstance(block, TextLine)])
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            pieces = _split_by_section(place_rows(block, limits))
            joined = None if apart else before
            found = [part for rows in pieces if (part := _find_part(rows, joined, years))]
            yield from (evolve(part, block=index, apart=apart, foreign=foreign) for part in found)
            before, apart, foreign = found[-1] if found else None, apart and not found, False
        elif isinstance(block, TextLine):
            apart = apart or not _belongs_to_table(block.text, years)
            foreign = len(block.text) <= LONGEST_CAPTION and is_of_other_year(block.text, "", years)


def _belongs_to_table(text: str, years: frozenset[str]) -> bool:
    """Whether a line may stand between parts of one table: the number of a page, or a label of the form."""
    if is_of_other_year(text, "", years):
        return False
    return len(text) <= _SHORT_TEXT or bool(match_in_sections(text))


def rows_of_section(section: str, table: Table, limits: Limits) -> tuple[PlacedRow, ...]:
    """The rows of a table that is known to be that of a section, with the labels that are certain.

    Raises:
        LimitError: The table is larger than the limits allow.
    """
    return _label_rows(section, place_rows(table, limits), frozenset()).rows


def _split_by_section(rows: tuple[PlacedRow, ...]) -> list[tuple[PlacedRow, ...]]:
    """The rows, split by the section whose labels they have: some sites set all tables in one."""
    owners: list[str] = []
    for row in rows:
        counts = Counter(section for cell in row.cells for section in match_in_sections(cell.text))
        most = max(counts.values(), default=0)
        best = [section for section, count in counts.items() if count == most]
        owners.append(best[0] if len(best) == 1 else owners[-1] if owners else "")
    first = next((owner for owner in owners if owner), "")
    owners = [owner or first for owner in owners]
    return [
        tuple(r for r, own in zip(rows, owners, strict=True) if own == one) for one in dict.fromkeys(owners)
    ]


def _find_part(
    rows: tuple[PlacedRow, ...], before: TablePart | None, years: frozenset[str]
) -> TablePart | None:
    """The part of a table of the form that these rows are; None where they are something else."""
    found = [_label_rows(section, rows, years) for section in labels_by_section()]
    section = before.section if before else ""
    best = max(found, key=lambda part: (len(part.labels), part.section == section))
    if len(best.labels) >= LEAST_LABELS:
        return best
    if before is None:
        return None
    own = next(part for part in found if part.section == section)
    return own if own.labels & labels_by_section()[section].lines or own.end == before.end else None


def _label_rows(section: str, rows: tuple[PlacedRow, ...], years: frozenset[str]) -> TablePart:
    made = tuple(_label_own_rows(section, rows, years))
    return TablePart(section, made, frozenset(cell.label for row in made for cell in row.cells) - {""})


def _label_own_rows(section: str, rows: tuple[PlacedRow, ...], years: frozenset[str]) -> Iterator[PlacedRow]:
    """The rows with their labels, without those below a bar that says that they are of another year."""
    foreign = False
    for row in rows:
        filled = [cell.text for cell in row.cells if cell.text]
        if len(filled) == 1:
            foreign = is_of_other_year(filled[0], match_in_sections(filled[0]).get(section, ("",))[0], years)
        if not foreign:
            yield _label_row(section, row, years)


def _label_row(section: str, row: PlacedRow, years: frozenset[str]) -> PlacedRow:
    labels = [match_in_sections(cell.text).get(section) for cell in row.cells]
    if not any(labels):
        return row
    cells = (
        evolve(cell, label=label[0], repaired=label[1])
        if label and not is_of_other_year(cell.text, label[0], years)
        else cell
        for cell, label in zip(row.cells, labels, strict=True)
    )
    return evolve(row, cells=tuple(cells))


def _group_parts(parts: list[TablePart]) -> list[list[TablePart]]:
    """The parts of each table: a part that begins a table anew begins another group."""
    groups: list[list[TablePart]] = []
    labels: set[str] = set()
    has_figures = False
    for part in parts:
        if not groups or _is_other(part) or _begins_anew(part, labels, after_figures=has_figures):
            groups.append([])
            labels, has_figures = set(), False
        groups[-1].append(part)
        labels |= part.labels
        has_figures = has_figures or _ends_in_figures(part)
    return groups


_FEW_LABELS: Final = 5
"""A part that something stands before must have so many labels to continue a table."""


def _is_other(part: TablePart) -> bool:
    """Whether a part is a small table of its own, such as a summary, and continues none."""
    return part.apart and len(part.labels) < _FEW_LABELS


def _begins_anew(part: TablePart, labels: set[str], *, after_figures: bool) -> bool:
    """Whether a part begins a table anew after others with these labels."""
    lines = labels_by_section()[part.section].lines
    # One line may be on two pages, where a page break cuts it.
    return len(part.labels & lines & labels) > 1 if lines else bool(part.labels) and after_figures


def _ends_in_figures(part: TablePart) -> bool:
    last = [cell for row in part.rows[-1:] for cell in row.cells]
    return any(cell.text for cell in last) and not any(cell.label for cell in last)


def _labels_of(group: list[TablePart]) -> frozenset[str]:
    return frozenset(label for part in group for label in part.labels)


def _choose_group(groups: list[list[TablePart]]) -> list[TablePart]:
    """The group that is the table of the form; other tables with some of its labels have fewer of them.

    Raises:
        UnreadableFileError: Two groups have most of the labels, and other texts.
    """
    counts = [len(_labels_of(group)) for group in groups]
    most = max(counts)
    best = groups[counts.index(most)]
    texts = _texts_of(best)
    for group, count in zip(groups, counts, strict=True):
        if count >= _SECOND_TABLE * most and _texts_of(group) != texts:
            raise UnreadableFileError(
                "文件里有不止一份年度报告的表格，无法确定读哪一份。请把要读的一份单独保存后再读取。"
            )
    return best


def _texts_of(group: list[TablePart]) -> list[list[str]]:
    return [_row_texts(row) for part in group for row in part.rows]


def _row_texts(row: PlacedRow) -> list[str]:
    return [fold_label(cell.text) for cell in row.cells if cell.text]


def _join_parts(section: str, parts: list[TablePart]) -> tuple[PlacedRow, ...]:
    first, *others = _align_parts(section, parts)
    rows = list(first.rows)
    named = bool(labels_by_section()[section].lines)
    for part in others:
        own = list(part.rows[_count_repeated(first.rows, part.rows) :])
        if own and rows and is_rest_of_row(own[0], named=named) and (joined := join_cut(rows[-1], own[0])):
            rows[-1] = joined
            del own[0]
        rows.extend(own)
    return tuple(rows)


def _align_parts(section: str, parts: list[TablePart]) -> list[TablePart]:
    """The parts, moved to the right so that their headings over figures begin in the same column."""
    inner = labels_by_section()[section].inner
    begins = [
        min((cell.column for row in part.rows for cell in row.cells if cell.label in inner), default=0)
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
            tuple(evolve(cell, column=cell.column + by) for cell in row.cells),
            frozenset(column + by for column in row.covered),
        )
        for row in part.rows
    )
    return evolve(part, rows=tuple(rows))


def _count_repeated(first: tuple[PlacedRow, ...], rows: tuple[PlacedRow, ...]) -> int:
    """How many rows at the top of a part are printed at the top of the first part as well."""
    pairs = zip(first, rows, strict=False)
    return len([*takewhile(lambda pair: _row_texts(pair[0]) == _row_texts(pair[1]), pairs)])
