"""Compares a report with last year's: a copy of it, figures that jump, figures that follow from it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import DataError
from gkxl.forms import edition_of
from gkxl.issues.issue import Issue
from gkxl.model.outline import cells, sums
from gkxl.model.values import values_of
from gkxl.reports.conversion import convert
from gkxl.rules.expectations import expected_rules
from gkxl.rules.rule import LAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expectations import Expected


LEAST_FIGURES: Final = 3
"""A report with fewer figures that are not 0 is not called a copy: little happens at some units."""

JUMP: Final = 10
LEAST_JUMP: Final = 100
"""A figure jumps if it is so many times the other, and differs by at least so much."""


def last_year_values(
    edition: Edition, values: Mapping[str, Any], previous: AttrsInstance
) -> Mapping[str, Any]:
    """What last year's report has, whatever its edition, in the cells of this year's; None where nothing.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        previous: The report of the year before.

    Raises:
        DataError: It is of another year or another kind, or the year of either is not known.
        UnknownEditionError: It is not a report of any edition.
    """
    other = edition_of(previous)
    if other.kind is not edition.kind:
        name = edition.kind.name
        raise DataError(
            f"{name.zh}只能与上年的{name.zh}比对，而给出的是{other.kind.name.zh}。",
            f"last year's {name.en} is wanted, not {other.kind.title_en}",
        )
    found = values_of(previous) if other == edition else convert(previous, edition).values
    year, before = values.get(edition.roles.year), found[edition.roles.year]
    if type(year) is not int or before != year - 1:
        raise DataError(
            f"{year} 年度的报告只能与 {_year_before(year)} 年度的比对，而给出的是 {before} 年度的。",
            f"a report of {year} is compared with that of the year before, not with one of {before}",
        )
    return found


def _year_before(year: Any) -> str:  # noqa: ANN401 (whatever was put there)
    return str(year - 1) if type(year) is int else "上一"


def compare_years(edition: Edition, values: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[Issue]:
    """Compare a report as a whole with last year's.

    Args:
        edition: The edition of this year's report.
        values: This year's values by path.
        last: Last year's; what is None in either is passed over.
    """
    both = [cell for cell in cells(edition.form) if cell.in_table and _all_known(cell.path, values, last)]
    yield from _find_copy(edition, both, values, last)
    yield from _find_jumps(edition, both, values, last)


def _all_known(path: str, *reports: Mapping[str, Any]) -> bool:
    return all(values.get(path) is not None for values in reports)


def _find_copy(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """One issue if all figures are last year's, but for those that are filled in beforehand."""
    follow = prefilled_values(edition, last)
    entered = [cell.path for cell in both if not cell.computed and cell.path not in follow]
    count = sum(values[path] != 0 for path in entered)
    if count >= LEAST_FIGURES and all(values[path] == last[path] for path in entered):
        yield Issue(code="year.copied", label="各表数字", facts={"count": count})


def _find_jumps(
    edition: Edition, both: list[Node], values: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[Issue]:
    """An issue for each figure that jumps and is no part of a printed total."""
    for cell in both:
        now, before = values[cell.path], last[cell.path]
        if cell.path not in _parts_of_totals(edition) and not cell.domain.signed and _is_jump(now, before):
            yield Issue(code="year.jump", path=cell.path, label=cell.label, found=now, expected=before)


@cache
def _parts_of_totals(edition: Edition) -> frozenset[str]:
    return frozenset(part.path for found in sums(edition.form) for part in found.parts)


def _is_jump(now: Any, before: Any) -> bool:  # noqa: ANN401 (int or Decimal)
    return bool(abs(now - before) >= LEAST_JUMP and max(now, before) >= JUMP * min(now, before))


def last_year_to_keep(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """Those of last year's figures that expectations of an edition compare with, by path."""
    return {path: last[path] for path in last_year_paths(edition) if last.get(path) is not None}


@cache
def last_year_paths(edition: Edition) -> tuple[str, ...]:
    """The cells of last year's report that expectations of an edition compare with."""
    return tuple(
        dict.fromkeys(path.removeprefix(LAST) for one in expected_rules(edition) for path in one.last)
    )


def prefilled_values(edition: Edition, last: Mapping[str, Any]) -> dict[str, Any]:
    """What can be filled in beforehand, by path: cells that are expected to hold a figure of last year's."""
    return {to: last[path] for to, path in _same_as_last_year(edition).items() if last.get(path) is not None}


@cache
def _same_as_last_year(edition: Edition) -> dict[str, str]:
    """The cells to be filled in that are expected to be just what another was last year."""
    found = {}
    for one in expected_rules(edition):
        if _is_same(one) and not one.rule.cell.computed:
            (path,) = one.last
            found[one.rule.cell.path] = path.removeprefix(LAST)
    return found


def _is_same(one: Expected) -> bool:
    left, right = one.rule.left, one.rule.right
    return len(left.cells) == 1 and right.cells == one.last and not (right.taken or one.mark.apart)
