"""Last year's figures in a workbook: where it keeps them, and how it shows them next to this year's cells."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.issues.issue import Place
from gkxl.layout import pages
from gkxl.layout.identity import hidden_places, identity_places
from gkxl.rules.expectations import expected_rules
from gkxl.rules.rule import LAST
from gkxl.rules.years import last_year_paths

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


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
