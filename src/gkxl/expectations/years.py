"""Compares a whole report with last year's: a copy of it, and figures that jump."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.conversion import convert
from gkxl.errors import DataError
from gkxl.expectations.figures import prefilled
from gkxl.forms import edition_of
from gkxl.issues.issue import Issue
from gkxl.model.outline import cells, sums
from gkxl.model.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node

TELLING: Final = 3
"""So many figures that are not 0 tell a copy from a unit to which little ever happens."""

JUMP: Final = 10
LEAST_JUMP: Final = 100
"""A figure jumps if it is so many times the other, and differs by at least so much."""

_YEAR: Final = "cover.year"


def last_values(edition: Edition, values: Mapping[str, Any], previous: AttrsInstance) -> Mapping[str, Any]:
    """What last year's report has, whatever its edition, in the cells of this year's; None where nothing.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        previous: The report of the year before.

    Raises:
        DataError: It is of another year, or the year of either is not known.
        UnknownEditionError: It is not a report of any edition.
    """
    same = edition_of(previous) == edition
    found = values_of(previous) if same else convert(previous, edition).values
    year, before = values.get(_YEAR), found[_YEAR]
    if type(year) is not int or before != year - 1:
        raise DataError(
            f"{year} 年度的报告只能与 {_year_before(year)} 年度的比对，而给出的是 {before} 年度的。",
            f"a report of {year} is compared with that of the year before, not with one of {before}",
        )
    return found


def _year_before(year: Any) -> str:  # noqa: ANN401 (whatever was put there)
    return str(year - 1) if type(year) is int else "上一"


def across_years(edition: Edition, values: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[Issue]:
    """What there is to say of a report as a whole, seen from last year's.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        last: Last year's; what is None in either is passed over.
    """
    both = [cell for cell in cells(edition.form) if cell.in_table and _numbers(cell.path, values, last)]
    yield from _copied(edition, both, values, last)
    yield from _jumps(edition, both, values, last)


def _numbers(path: str, *reports: Mapping[str, Any]) -> bool:
    return all(values.get(path) is not None for values in reports)


def _copied(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """One issue if all figures are last year's, but for those that are filled in beforehand."""
    follow = prefilled(edition, last)
    entered = [cell.path for cell in both if not cell.computed and cell.path not in follow]
    count = sum(values[path] != 0 for path in entered)
    if count >= TELLING and all(values[path] == last[path] for path in entered):
        yield Issue(code="year.copied", label="各表数字", facts={"count": count})


def _jumps(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """An issue for each figure that jumps and is no part of a printed total."""
    for cell in both:
        now, before = values[cell.path], last[cell.path]
        if cell.path not in _parts(edition) and not cell.domain.signed and _is_jump(now, before):
            yield Issue(code="year.jump", path=cell.path, label=cell.label, found=now, expected=before)


@cache
def _parts(edition: Edition) -> frozenset[str]:
    return frozenset(part.path for found in sums(edition.form) for part in found.parts)


def _is_jump(now: Any, before: Any) -> bool:  # noqa: ANN401 (int or Decimal)
    return bool(abs(now - before) >= LEAST_JUMP and max(now, before) >= JUMP * min(now, before))
