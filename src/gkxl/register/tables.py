"""Where a register has its rows and its counts; `gkxl.forms.register` says what its rows hold."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from gkxl.forms.register import DISPUTES, RECEIVED
from gkxl.issues import Place
from gkxl.layout import pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import Edition
    from gkxl.layout import Box, Page


VERSION: Final = "1"
"""The version of the register that is written today; each one keeps the version that it was made with."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Days before and after these are slips: a typed 5 is 5 January 1900 to spreadsheet programs."""

EPOCH: Final = date(1899, 12, 30)
"""The day that spreadsheet programs keep as 0."""

MOST_ROWS: Final = 20_000
"""The most rows of a register, and the most cells in which something is wrong: some 3 seconds of work."""

HEAD_ROW: Final = 3
"""The row of the headings; the title and a note are above it."""

FOOTER: Final = "本表登记到此行为止"
"""How the locked line below the last prepared row begins."""

COUNT_SHEET, METHOD_SHEET = "计数", "口径"
DAY_SHEET, LIST_SHEET = "_gkxl_days", "_gkxl_lists"
"""The sheets beside those of the rows; the last two are hidden."""


def count_page(edition: Edition, path: str) -> Page:
    """The page of the form that has what is at a path."""
    return next(page for page in pages(edition) if page.section.path == path.partition(".")[0])


@cache
def count_boxes(edition: Edition) -> tuple[Box, ...]:
    """What the sheet 计数 shows: table three, and below its columns of figures table four."""
    three, four = (count_page(edition, path) for path in (RECEIVED, DISPUTES))
    below, right = three.height + 1, three.lead_columns
    moved = (box._replace(row=box.row + below, column=box.column + right) for box in four.boxes)
    return (*three.boxes, *moved)


@cache
def counted_places(edition: Edition) -> Mapping[str, Place]:
    """Where the sheet 计数 shows each cell of tables three and four, by path."""
    return {
        box.cell.path: Place(COUNT_SHEET, box.row, box.column) for box in count_boxes(edition) if box.cell
    }
