"""The lines of the check sheet, the cell for the explanation of each, and what the hidden sheet keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import Place
from gkxl.issues.catalogue import code
from gkxl.layout import (
    AUDIT_SHEET,
    HIDDEN_SHEET,
    NAME_PREFIX,
    VERSION,
    hidden_places,
    identity_places,
    pages,
    places,
)
from gkxl.model.marks import Prose
from gkxl.model.outline import cells
from gkxl.rules.expectations import expected_rules, last_year_paths
from gkxl.rules.expression import PLACEHOLDERS, SIGNS
from gkxl.rules.rule import LAST, rules

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expectations import Expected


Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

CONFIRM, EXPLAINED, LATER = code.CONFIRM.zh, code.SETTLED.zh, "待比对"
"""The words for an expectation that is not kept, for one that is explained, and for one without figures."""

FIRST_ROW: Final = 4
"""The row of the first headings of the check sheet; title and verdict are above."""

VERDICT_CELL: Final = "B2"
"""The cell of the one verdict over all lines."""

LEFT_COLUMN, RIGHT_COLUMN, DIFFERENCE_COLUMN, WORD_COLUMN = FORMULA_COLUMNS = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

EXPLANATION_HEADING: Final = "说明（不合但属实的，写原因）"
"""What is printed over the explanations."""

TO_FILL_IN, TO_COMPARE = "看这里（点击转到）", "涉及的格（点击转到）"
FOLDED: Final = "自动计算、已锁定，平时不用看；各行已收起，要看时选中上下两行，右键“取消隐藏”"
PRINTED_REMARKS: Final = frozenset({EXPLANATION_HEADING, TO_FILL_IN, TO_COMPARE, FOLDED})
"""All that is printed in the column of explanations and remarks."""

EXPLANATION_COLUMN: Final = 6
"""The column of the check sheet in which units explain, and in which other lines show what to look at."""

REMARK_COLUMN: Final = "F"

LAYOUTS_BEFORE_ORDER: Final = ("1", "2")
"""The layouts in which expectations came right after the tables."""

_WHOLE_REPORT_LABELS: Final = {
    "year.copied": "各表数字：不应与上年报告完全相同",
    "year.jump": "各表数字：与上年相比，一般没有十倍以上的增减",
}
"""What is printed on the lines that are about a report as a whole."""


@frozen(eq=False)
class ExplainableLine:
    """A line of the check sheet that may be explained.

    Attributes:
        code: The code of the issue that the explanation settles.
        path: The path of its cell; "" where it is about the whole report.
        label: What is printed on the line.
        place: Where the explanation is written.
        expected: The expectation; None where it is about the whole report.
    """

    code: str
    path: str
    label: str
    place: Place
    expected: Expected | None

    @property
    def key(self) -> tuple[str, str]:
        """What explanations are kept by: the code and path that they are about."""
        return self.code, self.path

    @cached_property
    def name(self) -> str:
        """The defined name of the cell for the explanation."""
        return f"{NAME_PREFIX}explain.{self.code}{f'.{self.path}' if self.path else ''}"


@cache
def tables(edition: Edition) -> tuple[Node, ...]:
    """The tables of an edition; each of them has a line that tells whether it is filled in."""
    return tuple(page.section for page in pages(edition) if page.section.in_table)


@cache
def prose_sections(edition: Edition) -> tuple[Node, ...]:
    """The sections of an edition that are texts."""
    return tuple(page.section for page in pages(edition) if isinstance(page.section.section, Prose))


@cache
def cover_lines(edition: Edition) -> tuple[Node, ...]:
    """The lines of the cover that are filled in: all but the year, which is issued with it."""
    roles = edition.roles
    found = (page.section for page in pages(edition) if page.section.path == roles.cover)
    return tuple(cell for section in found for cell in section.leaves if cell.path != roles.year)


class BlockRows(NamedTuple):
    """The rows of the lines of each block of the check sheet; the headings are above each block.

    Attributes:
        tables: Whether tables are filled in.
        texts: Whether texts and cover are filled in.
        balances: Whether the balances hold.
        expectations: Whether the report agrees with last year's and with what is usual.
        sums: A line for all totals together, then one for each of them; the latter are folded.
    """

    tables: range
    texts: range
    balances: range
    expectations: range
    sums: range


@cache
def block_rows(edition: Edition) -> BlockRows:
    """The rows of every block; one without lines takes no row."""
    every = rules(edition)
    printed = sum(rule.is_sum for rule in every)
    counts = (
        len(tables(edition)),
        len(prose_sections(edition)) + bool(cover_lines(edition)),
        len(every) - printed,
        len(expected_rules(edition)) + len(_WHOLE_REPORT_LABELS),
        printed and printed + 1,
    )
    found, row = [], FIRST_ROW + 1
    for count in counts:
        found.append(range(row, row + count))
        row += count and count + 1
    return BlockRows(*found)


@cache
def remark_rows(edition: Edition, layout: str) -> frozenset[int]:
    """The rows in which the column of explanations shows what to look at instead."""
    rows = block_rows(edition)
    if layout in LAYOUTS_BEFORE_ORDER:
        return frozenset()
    return frozenset((*rows.tables, *rows.texts, *rows.balances, *rows.sums))


def _explanation_rows(edition: Edition, layout: str) -> Iterable[int]:
    """The rows in which a unit explains, in a workbook of some layout."""
    rows = block_rows(edition).expectations
    if layout not in LAYOUTS_BEFORE_ORDER:
        return rows
    start = FIRST_ROW + 1 + len(tables(edition)) + 1
    return range(start, start + len(rows))


@cache
def explainable_lines(edition: Edition, layout: str = VERSION) -> tuple[ExplainableLine, ...]:
    """Every line of an edition's check sheet that may be explained, from top to bottom.

    Args:
        edition: The edition.
        layout: The version of the layout, of which it depends where the lines are.
    """
    kept = [
        (one.mark.code, one.rule.cell.path, f"{one.subject}：{one.mark.rule}", one)
        for one in expected_rules(edition)
    ]
    whole = [(code, "", label, None) for code, label in _WHOLE_REPORT_LABELS.items()]
    return tuple(
        ExplainableLine(code, path, label, Place.of(AUDIT_SHEET, row, EXPLANATION_COLUMN), one)
        for row, (code, path, label, one) in zip(
            _explanation_rows(edition, layout), [*kept, *whole], strict=True
        )
    )


_NOTE_PREFIX: Final = "上年："


@cache
def last_year_places(edition: Edition) -> dict[str, Place]:
    """Where a workbook keeps last year's figures: below its identity, by path with `LAST` in front."""
    return hidden_places((LAST + path for path in last_year_paths(edition)), above=len(identity_places()))


@cache
def note_places(edition: Edition) -> dict[str, Place]:
    """Where last year's figure is shown, by the path of the cell that is expected to follow from it."""
    follow = {one.rule.cell.path for one in expected_rules(edition)}.intersection(last_year_paths(edition))
    return {
        box.cell.path: Place(page.sheet, box.row, page.width + 1)
        for page in pages(edition)
        for box in page.boxes
        if box.cell and box.cell.path in follow
    }


def last_year_note(value: Any) -> str:  # noqa: ANN401 (int or Decimal)
    """A figure of last year's as it is shown to the right of a table.

    >>> last_year_note(597), is_last_year_note("上年：597"), is_last_year_note("上年：见附件")
    ('上年：597', True, False)
    """
    return f"{_NOTE_PREFIX}{value}"


def is_last_year_note(text: str) -> bool:
    """Whether a text is such a note, as it was issued."""
    return text.startswith(_NOTE_PREFIX) and text.removeprefix(_NOTE_PREFIX).isdecimal()


COUNT: Final = "count."
"""What the name of the hidden cell begins with that tells whether a cell is filled in as it should be."""

ROOM: Final = "room."
"""What the name of the hidden cell begins with that holds how many lines of text the rows of a cell take."""

FILLED, OPEN = 1, 2
"""What a hidden cell shows for a cell that is filled in as it should be, and for any other."""


@cache
def rows_per_row(edition: Edition, sheet: str) -> int:
    """How many rows of the hidden sheet are about one row of a page.

    A cell in row 5 and column 4 of a page 10 columns wide is counted in row 59, as 5 × 11 + 4 is 59: so its
    address is known from there, and no list of addresses is needed. Side by side they would not do: a
    workbook of the old kind (.xls) has 256 columns.
    """
    return next(page.width for page in pages(edition) if page.sheet == sheet) + 1


@cache
def input_cells(edition: Edition) -> tuple[Node, ...]:
    """Every cell that a unit fills in, in printed order."""
    return tuple(c for c in cells(edition.form) if not c.computed and c.path != edition.roles.year)


_LIST_COLUMN: Final = 3
"""The column of the hidden sheet that keeps lists of characters; before it are names and what they keep."""


@cache
def count_places(edition: Edition) -> dict[str, Place]:
    """The cells of the hidden sheet that the check sheet counts with, by name; a column for each page."""
    columns = {page.sheet: column for column, page in enumerate(pages(edition), start=_LIST_COLUMN + 1)}
    lists = enumerate((PLACEHOLDERS, SIGNS), start=1)
    found = {name: Place(HIDDEN_SHEET, row, _LIST_COLUMN) for row, name in lists}
    for cell in input_cells(edition):
        place = places(edition)[cell.path]
        row = rows_per_row(edition, place.sheet) * place.row + place.column
        found[COUNT + cell.path] = Place(HIDDEN_SHEET, row, columns[place.sheet])
        if isinstance(cell.section, Prose):
            found[ROOM + cell.path] = Place(HIDDEN_SHEET, row, columns[place.sheet] + len(columns))
    return found
