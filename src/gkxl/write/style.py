"""How a workbook looks: fonts, colours, widths and heights, in one place."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any, Final
from unicodedata import east_asian_width

from gkxl.layout import TEXT_WIDTH, Page, Role
from gkxl.model.marks import Blocks, Grid, Particulars, Prose, Section, Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BODY_FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
INPUT_COLOUR: Final = "#FFF8DC"
TOTAL_COLOUR: Final = "#EDEDED"
HEAD_COLOUR: Final = "#E4ECF4"
LINE_HEIGHT: Final = 15.0
TEXT_HEIGHT: Final = 16.0
"""Of a line of narrative text, in points."""
MAX_HEIGHT: Final = 409.0
"""Of a row, in points: what spreadsheet programs allow."""

DEFAULT: Final = {"font_name": BODY_FONT, "font_size": 11, "font_scheme": "none"}

_CENTERED: Final = {"valign": "vcenter", "text_wrap": True}
_BORDERED: Final = {**_CENTERED, "border": 1}
_HEAD: Final = {**_BORDERED, "align": "center", "bg_color": HEAD_COLOUR}
_INPUT: Final = {**_BORDERED, "bg_color": INPUT_COLOUR, "locked": False}

NOTE_WIDTH: Final = 16.0
"""Of the column right of a table that shows last year's figures, in characters."""
AUDIT_WIDTHS: Final = (46.0, 9.0, 9.0, 8.0, 9.0, 40.0)
"""Of the columns of the check sheet, in characters: rule, both sides, difference, result, explanation."""

FORMATS: Final[dict[str, dict[str, Any]]] = {
    "title": {**_CENTERED, "font_name": HEAD_FONT, "font_size": 16, "align": "center"},
    "over": {"valign": "vcenter", "font_name": HEAD_FONT, "font_size": 16},
    "heading": {**_HEAD, "bold": True},
    "label": {**_BORDERED, "align": "left", "indent": 1},
    "group": {**_BORDERED, "align": "center"},
    "number": {**_INPUT, "align": "center"},
    "total": {**_BORDERED, "align": "center", "bg_color": TOTAL_COLOUR},
    "entry": {**_INPUT, "align": "left", "indent": 1, "num_format": "@"},
    "fixed": {**_BORDERED, "align": "left", "indent": 1, "bg_color": TOTAL_COLOUR},
    "text": {**_INPUT, "align": "left", "valign": "top", "font_name": "仿宋", "font_size": 11},
    "plain": {**_CENTERED, "align": "left"},
    "value": {**_BORDERED, "align": "center"},
    "link": {**_BORDERED, "align": "left", "indent": 1, "font_color": "#0563C1", "underline": 1},
    "outside": {"valign": "vcenter"},
    "note": {"font_size": 9, "font_color": "#7F7F7F", "valign": "vcenter", "indent": 1},
    "verdict": {**_BORDERED, "align": "center", "font_name": HEAD_FONT, "font_size": 14},
}
"""Every format of a workbook by name; all cells are locked but those of formats with ``locked`` False."""

BAD: Final = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
GOOD: Final = {"bg_color": "#C6EFCE", "font_color": "#006100"}
OPEN: Final = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}

HEADINGS: Final = {
    Role.TITLE: "title",
    Role.BAR: "heading",
    Role.HEADING: "heading",
    Role.CORNER: "heading",
    Role.LINE: "label",
}

TITLE_HEIGHT: Final = 36.0
LEAST_HEIGHT: Final = 24.0
PAGE_HEIGHT: Final = 690.0
"""Of what A4 takes upright between its margins and below a title, in points."""
_WIDTHS: Final[dict[type[Section], tuple[tuple[float, ...], float]]] = {
    Particulars: ((16, 58), 0),
    Prose: ((TEXT_WIDTH,), 0),
    Blocks: ((24,), 20),
    Grid: ((6, 11, 36), 8.5),
    Strip: ((), 8.5),
}
"""For each kind of section the widths of its leading columns, and of all others."""


def column_widths(page: Page) -> list[float]:
    """The width of every column of a page, in characters."""
    leads, others = _WIDTHS[type(page.section.section)]
    return [*leads, *[others] * (page.width - len(leads))]


@cache
def row_heights(page: Page) -> Mapping[int, float]:
    """The height of every row that needs more than the usual, in points; rows count from 1."""
    columns = column_widths(page)
    found: dict[int, float] = {1: TITLE_HEIGHT}
    for box in page.boxes:
        if box.role is not Role.TITLE and box.rows == 1:
            width = sum(columns[box.column - 1 : box.column + box.columns - 1])
            needed = max(LEAST_HEIGHT, count_lines(box.text, width) * LINE_HEIGHT + 6)
            found[box.row] = max(found.get(box.row, 0), needed)
    return found


def line_height(text: str, why: str = "") -> float:
    """The height of a line of the check sheet, with what the unit explains, in points."""
    return height_of([(text, AUDIT_WIDTHS[0]), (why, AUDIT_WIDTHS[-1])])


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row in which texts are side by side, each in a column of its width, in points."""
    lines = max(count_lines(text, width) for text, width in texts)
    return min(MAX_HEIGHT, max(LEAST_HEIGHT, lines * LINE_HEIGHT + 6))


def count_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, in characters."""
    return sum(max(1, ceil(_text_width(line) / (width - 1))) for line in text.split("\n"))


def _text_width(text: Iterable[str]) -> int:
    return sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1
