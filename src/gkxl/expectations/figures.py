"""Which of last year's figures go into this year's workbook: filled in, or shown beside a cell."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gkxl.expectations.expected import expected
from gkxl.rules import LAST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.expectations.expected import Expected
    from gkxl.forms.edition import Edition


def carried(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """Those of last year's figures that expectations of an edition compare with, by path."""
    wanted = dict.fromkeys(path.removeprefix(LAST) for one in expected(edition) for path in one.last)
    return {path: last[path] for path in wanted if last.get(path) is not None}


def prefilled(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """What can be filled in beforehand, by path: cells that are expected to hold a figure of last year's."""
    return {to: last[path] for to, path in _same(edition).items() if last.get(path) is not None}


def noted(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """What last year's report had in cells whose figures are expected to follow from it."""
    same = {*_same(edition).values()}
    return {
        path: value
        for path, value in carried(edition, last).items()
        if path not in same and any(path == one.rule.cell.path for one in expected(edition))
    }


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
