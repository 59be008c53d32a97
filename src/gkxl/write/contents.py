"""What of a workbook depends on its report, as data: cells, row heights, page breaks, properties."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field

from gkxl.checksheet.lines import (
    ROOM,
    count_places,
    explainable_lines,
    last_year_note,
    last_year_places,
    note_places,
    prose_sections,
)
from gkxl.checksheet.sheet import compute_results
from gkxl.frozen import frozen
from gkxl.layout import (
    AUDIT_SHEET,
    HIDDEN_SHEET,
    TEXT_ROWS,
    Page,
    Role,
    count_text_lines,
    identity_places,
    pages,
    places,
    room_of,
)
from gkxl.model.marks import Prose
from gkxl.model.outline import cells, sums_by_total, with_totals
from gkxl.rules.expectations import prefix_last_year
from gkxl.rules.expression import Cells, total
from gkxl.write import style
from gkxl.write.corrected_parts import escape_returns
from gkxl.write.validation import NO_REQUIREMENTS, Requirements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from gkxl.checksheet.lines import Explanations
    from gkxl.forms.edition import Edition
    from gkxl.layout import Identity
    from gkxl.model.outline import Node


@frozen
class Formula:
    """A formula with its current result.

    Attributes:
        text: The formula, without ``=``.
        value: What it gives now; None where that is given apart from it.
    """

    text: str
    value: Any = None


CellContent: TypeAlias = "str | int | Decimal | Formula | None"
"""What is put into a cell; None leaves it blank."""

_PROPERTY_LIMIT: Final = 255
"""How many UTF-16 units Excel takes in a property."""


@frozen
class SheetContents:
    """What is put into one sheet.

    Attributes:
        cells: What its cells hold, by address.
        heights: Rows that are as high as their text needs, in points; rows count from 1.
        breaks: After which rows a new printed page begins.
        results: What the formulas that are drawn with it show, by address.
    """

    cells: Mapping[str, CellContent]
    heights: Mapping[int, float] = field(factory=dict)
    breaks: tuple[int, ...] = ()
    results: Mapping[str, Any] = field(factory=dict)


@frozen
class Contents:
    """What is put into a workbook: by the names of its sheets, and as document properties.

    The sheets, their cells, results and heights are the same for every report of an edition.

    Attributes:
        sheets: What is put into each sheet, by its name.
        properties: The document properties.
        locked: The paths of input cells that the unit is not to change.
        asked: What the office asks for.
    """

    sheets: Mapping[str, SheetContents]
    properties: Mapping[str, str]
    locked: frozenset[str] = frozenset()
    asked: Requirements = NO_REQUIREMENTS


@frozen
class Extras:
    """What a workbook holds besides the values of its report.

    Attributes:
        carried: Last year's figures, by path.
        explanations: What the unit explains, by the code and path that it is about.
        locked: The paths of input cells that the unit is not to change.
        asked: What the office asks for.
    """

    carried: Mapping[str, Any] = field(factory=dict)
    explanations: Explanations = field(factory=dict)
    locked: frozenset[str] = frozenset()
    asked: Requirements = NO_REQUIREMENTS


NO_EXTRAS: Final = Extras()
"""The extras of a workbook that has none."""


def make_contents(
    edition: Edition, values: Mapping[str, Any], identity: Identity, extras: Extras = NO_EXTRAS
) -> Contents:
    """What to put into a workbook of these values, by path; None is a blank cell."""
    shown = _values_shown(edition, values)
    sheets = {page.sheet: _page_contents(edition, page, shown, extras.carried) for page in pages(edition)}
    last, rooms = prefix_last_year(extras.carried), _count_rooms(edition, shown)
    results, counts = compute_results(edition, {**shown, **last}, extras.explanations, rooms)
    sheets[AUDIT_SHEET] = _check_sheet_contents(edition, results, extras)
    facts = dict(identity.entries())
    figures = {place.address: last.get(path) for path, place in last_year_places(edition).items()}
    own = {place.address: facts[name] for name, place in identity_places().items()}
    lines = {count_places(edition)[name].address: room for name, room in rooms.items()}
    sheets[HIDDEN_SHEET] = SheetContents({**own, **figures, **lines}, results=counts)
    properties = {name: value for name, value in facts.items() if fits_property(value)}
    return Contents(sheets, properties, extras.locked, extras.asked)


def _count_rooms(edition: Edition, values: Mapping[str, Any]) -> dict[str, int]:
    """How many lines of text the rows of each text take, by the names of the hidden cells."""
    return {
        ROOM + leaf.path: _count_lines(leaf, values)
        for section in prose_sections(edition)
        for leaf in section.leaves
    }


def _count_lines(leaf: Node, values: Mapping[str, Any]) -> int:
    """How many lines of text the rows of a cell take: those of its text, or many where there is none yet."""
    text, section = values[leaf.path], leaf.section
    if not text and isinstance(section, Prose):
        return room_of(section)
    return min(_MOST_LINES, max(TEXT_ROWS, ceil(count_text_lines(text or ""))))


_MOST_LINES: Final = int(TEXT_ROWS * style.MAX_HEIGHT / style.TEXT_HEIGHT)
"""How many lines the rows of a text take where all are as high as programs allow."""


def _check_sheet_contents(edition: Edition, results: Mapping[str, Any], extras: Extras) -> SheetContents:
    """The check sheet, on which lines are as high as their explanations."""
    written = {line: extras.explanations.get(line.key) for line in explainable_lines(edition)}
    heights = {line.place.row: style.line_height(line.label, why) for line, why in written.items() if why}
    return SheetContents(
        {line.place.address: why or None for line, why in written.items()},
        {**_least_heights(edition), **heights},
        results=results,
    )


@cache
def _least_heights(edition: Edition) -> dict[int, float]:
    """The heights of the lines of the check sheet that may be explained, where nothing is, by row."""
    return {line.place.row: style.line_height(line.label) for line in explainable_lines(edition)}


def _values_shown(edition: Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as cells show them: no empty texts, and totals for which blank parts count for nothing."""
    blank = {c.path for c in cells(edition.form) if not c.computed and values[c.path] in (None, "")}
    counted = with_totals(edition.form, {**values, **dict.fromkeys(blank, 0)})
    return {**counted, **dict.fromkeys(blank)}


def _page_contents(
    edition: Edition, page: Page, values: Mapping[str, Any], carried: Mapping[str, Any]
) -> SheetContents:
    content: dict[str, CellContent] = {
        address: values[path] for path, address in _input_addresses(edition, page)
    }
    content |= {one.address: one.content(values) for one in _find_totals(edition, page)}
    content |= {
        a: last_year_note(carried[path]) if path in carried else None
        for path, a in _note_addresses(edition, page)
    }
    if not isinstance(page.section.section, Prose):
        return SheetContents(content)
    heights = dict(_text_heights(page, values))
    return SheetContents(
        content, heights, tuple(find_page_breaks(page, {**style.row_heights(page), **heights}))
    )


@frozen
class _Total:
    """A printed total: where it is, what is filed in it, how it is computed, and of which cells."""

    address: str
    path: str
    formula: str
    parts: tuple[str, ...]

    def content(self, values: Mapping[str, Any]) -> CellContent:
        """Its formula if it adds up, or else what was filed."""
        filed: CellContent = values[self.path]
        computed = sum(values[part] or 0 for part in self.parts)
        return Formula(self.formula, computed) if filed in (None, computed) else filed


@cache
def _find_totals(edition: Edition, page: Page) -> tuple[_Total, ...]:
    here = Cells(places(edition), page.sheet)
    sums = sums_by_total(edition.form)
    found = {
        path: tuple(part.path for part in sums[path].parts) for path in _paths_on_page(page) if path in sums
    }
    return tuple(
        _Total(here.places[path].address, path, total(parts).excel(here), parts)
        for path, parts in found.items()
    )


@cache
def _input_addresses(edition: Edition, page: Page) -> tuple[tuple[str, str], ...]:
    """The cells of a page that are filled in, by path with their addresses."""
    where, sums = places(edition), sums_by_total(edition.form)
    return tuple((path, where[path].address) for path in _paths_on_page(page) if path not in sums)


def _paths_on_page(page: Page) -> Iterator[str]:
    return (box.cell.path for box in page.boxes if box.cell)


@cache
def _note_addresses(edition: Edition, page: Page) -> tuple[tuple[str, str], ...]:
    """The addresses of last year's figures on a page, each with the path of the cell that it is shown for."""
    return tuple((path, at.address) for path, at in note_places(edition).items() if at.sheet == page.sheet)


def _text_heights(page: Page, values: Mapping[str, Any]) -> Iterator[tuple[int, float]]:
    """Rows high enough together for the whole text, none higher than programs allow."""
    for box in page.boxes:
        if box.cell:
            each = _count_lines(box.cell, values) * style.TEXT_HEIGHT / box.rows
            yield from ((row, each) for row in range(box.row, box.row + box.rows))


def find_page_breaks(page: Page, heights: Mapping[int, float]) -> Iterator[int]:
    """After which rows a new printed page begins, so that no text is cut in two that fits on one."""
    starts = [box.row for box in page.boxes if box.role is Role.LINE] or [page.lead_rows + 1]
    return break_pages(
        (start, sum(heights.get(row, style.LINE_HEIGHT) for row in range(start, end)))
        for start, end in pairwise((*starts, page.height + 1))
    )


def break_pages(pieces: Iterable[tuple[int, float]]) -> Iterator[int]:
    """After which rows a new page begins, by the first row and the height of each piece that stays whole."""
    used = 0.0
    for start, needed in pieces:
        if used and used + needed > style.PAGE_HEIGHT:
            yield start - 1
            used = 0.0
        used += needed


def fits_property(value: str) -> bool:
    """Whether a property holds the text as it is: it is short, and knows no line breaks or escapes."""
    plain = value.isprintable() and value == value.strip() == escape_returns(value)
    return plain and len(value.encode("utf-16-le")) <= 2 * _PROPERTY_LIMIT
