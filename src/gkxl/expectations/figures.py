"""Last year's figures in this year's workbook: filled in, shown beside a cell, kept for the check sheet."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import fields

from gkxl.expectations.expected import expected
from gkxl.identity import HIDDEN_SHEET, Identity
from gkxl.issues.issue import Place
from gkxl.layout import pages
from gkxl.rules import LAST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.expectations.expected import Expected
    from gkxl.forms.edition import Edition

_NOTE: Final = "上年："


def worth_carrying(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """Those of last year's figures that expectations of an edition compare with, by path."""
    return {path: last[path] for path in compared(edition) if last.get(path) is not None}


@cache
def compared(edition: Edition) -> tuple[str, ...]:
    """The cells of last year's report that expectations of an edition compare with."""
    return tuple(dict.fromkeys(path.removeprefix(LAST) for one in expected(edition) for path in one.last))


@cache
def kept_at(edition: Edition) -> dict[str, Place]:
    """Where a workbook keeps them: below its identity, by path with `LAST` in front."""
    first = len(fields(Identity)) + 1
    rows = enumerate(compared(edition), start=first)
    return {LAST + path: Place(HIDDEN_SHEET, row, 2) for row, path in rows}


def prefilled(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """What can be filled in beforehand, by path: cells that are expected to hold a figure of last year's."""
    return {to: last[path] for to, path in _same(edition).items() if last.get(path) is not None}


@cache
def noted(edition: Edition) -> dict[str, Place]:
    """Beside which cells last year's figure is shown, and where: what is expected to follow from it."""
    follow = {one.rule.cell.path for one in expected(edition)}.intersection(compared(edition))
    return {
        box.cell.path: Place(page.sheet, box.row, page.width + 1)
        for page in pages(edition)
        for box in page.boxes
        if box.cell and box.cell.path in follow
    }


def note(value: Any) -> str:  # noqa: ANN401 (int or Decimal)
    """A figure of last year's as it is shown beside a cell.

    >>> note(597), is_note(note(597)), is_note("上年：见附件")
    ('上年：597', True, False)
    """
    return f"{_NOTE}{value}"


def is_note(text: str) -> bool:
    """Whether this is what stands beside a cell since the workbook was issued."""
    return text.startswith(_NOTE) and text.removeprefix(_NOTE).isdecimal()


@cache
def _same(edition: Edition) -> dict[str, str]:
    """The cells to be filled in that are expected to be just what another was last year."""
    found = {}
    for one in expected(edition):
        if _is_same(one) and not one.rule.cell.computed:
            (path,) = one.last
            found[one.rule.cell.path] = path.removeprefix(LAST)
    return found


def _is_same(one: Expected) -> bool:
    left, right = one.rule.left, one.rule.right
    return len(left.cells) == 1 and right.cells == one.last and not (right.taken or one.mark.apart)
