"""Adds reports up, cell by cell, and compares a report with the sum of others.

Sums and balances are linear: reports that are each consistent stay consistent when they are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gkxl.arguments import checked
from gkxl.errors import DataError
from gkxl.forms import edition_named, edition_of
from gkxl.issues import Issue
from gkxl.model.outline import at, cells, fill
from gkxl.reports.conversion import convert as moved_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.forms.report import Report
    from gkxl.model.outline import Node


@checked
def aggregate(  # noqa: PLR0913 (three of them are lines of the cover)
    reports: Iterable[AnyReport],
    *,
    unit: str = "",
    unit_code: str = "",
    level: str = "",
    parents: Mapping[str, str] | None = None,
    convert: str | None = None,
) -> Report:
    """Add reports of one edition and one year.

    Every number is the sum of the same cell of all reports, totals as they were filed; texts stay empty.

    Args:
        reports: The reports, at least one.
        unit: The unit that the sum is for, for the cover.
        unit_code: Its code.
        level: Its level, one of ``gkxl.forms.common.LEVELS``.
        parents: The code of the unit above each unit, by code: a report is not added where the report of a
            unit above it, which contains it already, is among them.
        convert: The edition that all reports are moved to first. Without it, reports of several editions are
            refused; with it, a number that one of them does not have there is None in the sum.

    Returns:
        The consolidated report.

    Raises:
        DataError: There is no report, or they are of several editions or years, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = list(reports)
    if parents:
        codes = outermost_units(map(_code_of, found), parents)
        found = [report for report in found if _code_of(report) in codes]
    edition = edition_named(convert) if convert else _common_edition(found)
    moved = [moved_to(report, edition).values for report in found] if convert else []
    roles = edition.roles
    cover = {
        roles.unit: unit,
        roles.unit_code: unit_code,
        roles.level: level,
        roles.year: _common_year(found),
    }

    def content(cell: Node) -> Any:  # noqa: ANN401 (whatever the cell holds)
        if not cell.in_table:
            return cover.get(cell.path, "" if cell.type is str else None)
        return _known_sum(cell, moved) if convert else _sum(cell, found)

    return cast("Report", fill(edition.form, content))


@checked
def differences(parent: AnyReport, parts: Iterable[AnyReport]) -> Iterator[Issue]:
    """An issue for each number of a report that is not the sum of the same cell of its parts.

    Args:
        parent: The report as it was filed.
        parts: The reports that it should contain, of the same edition and year.

    Raises:
        DataError: The reports are of several editions or years, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = list(parts)
    edition = _common_edition([parent, *found])
    _common_year([parent, *found])
    numbers = [cell for cell in cells(edition.form) if cell.in_table]
    due = {cell.path: _sum(cell, found) for cell in numbers}
    return find_differences(edition, {cell.path: _sum(cell, [parent]) for cell in numbers}, due, len(found))


def find_differences(
    edition: Edition, filed: Mapping[str, Any], due: Mapping[str, Any], count: int
) -> Iterator[Issue]:
    """The same for numbers by path, and a sum of so many reports."""
    for cell in cells(edition.form):
        if cell.in_table and filed[cell.path] != due[cell.path]:
            yield Issue(
                code="aggregate.differs",
                path=cell.path,
                label=cell.label,
                found=filed[cell.path],
                expected=due[cell.path],
                facts={"count": count},
            )


def _common_edition(reports: Sequence[AnyReport]) -> Edition:
    editions = list(dict.fromkeys(edition_of(report).name for report in reports))
    if not editions:
        raise DataError("没有可以汇总的报告。")
    if len(editions) > 1:
        raise DataError(
            "报告格式不同（{editions} 版），不能直接汇总。请先转换为同一格式。", editions=editions
        )
    return edition_of(reports[0])


def _common_year(reports: Sequence[AnyReport]) -> int:
    years = sorted({at(report, edition_of(report).roles.year) for report in reports})
    if len(years) > 1:
        raise DataError("报告年度不同（{years}），不能汇总。", years=years)
    return int(years[0])


def _code_of(report: AnyReport) -> str:
    code: str = at(report, edition_of(report).roles.unit_code)
    return code


def outermost_units(
    codes: Iterable[str], parents: Mapping[str, str], containing: Iterable[str] | None = None
) -> set[str]:
    """The units that no other one of them contains.

    Args:
        codes: The codes of the units.
        parents: The code of the unit above each unit, by code.
        containing: Those that contain what is below them; all if left out.
    """
    among = set(codes)
    outer = among if containing is None else among.intersection(containing)
    return {code for code in among if outer.isdisjoint(_units_above(code, parents))}


def _units_above(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    """The units above a unit, from the nearest on."""
    seen = {code}
    while (code := parents.get(code, "")) and code not in seen:
        seen.add(code)
        yield code


def _known_sum(cell: Node, reports: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 (int or Decimal)
    values = [values[cell.path] for values in reports]
    return None if None in values else sum(values, start=cell.type(0))


def _sum(cell: Node, reports: Sequence[AnyReport]) -> Any:  # noqa: ANN401 (int or Decimal)
    values = [at(report, cell.path) for report in reports]
    if None in values:
        raise DataError("“{label}”缺少数字，不能汇总。", label=cell.label, path=cell.path)
    return sum(values, start=cell.type(0))
