"""Adds reports up, cell by cell, and compares a report with the sum of others.

Sums and balances are linear: reports that are each consistent stay consistent when they are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gkxl.errors import DataError
from gkxl.forms import edition_of
from gkxl.issues import Issue
from gkxl.outline import at, cells, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from attrs import AttrsInstance

    from gkxl.forms import Report
    from gkxl.forms.edition import Edition
    from gkxl.outline import Node


def aggregate(
    reports: Iterable[AttrsInstance], *, unit: str = "", unit_code: str = "", level: str = ""
) -> Report:
    """Add reports of one edition and one year.

    Every number is the sum of the same cell of all reports, totals as they were filed; texts stay empty.

    Args:
        reports: The reports, at least one; a parent that already contains its children must not be among
            them along with these.
        unit: The unit that the sum is for, for the cover.
        unit_code: Its code.
        level: Its level, one of ``gkxl.forms.common.LEVELS``.

    Returns:
        The consolidated report.

    Raises:
        DataError: There is no report, or they are of several editions or years, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = list(reports)
    edition = _edition(found)
    cover = {
        "cover.unit": unit,
        "cover.unit_code": unit_code,
        "cover.level": level,
        "cover.year": _year(found),
    }

    def content(cell: Node) -> Any:  # noqa: ANN401 (whatever the cell holds)
        if not cell.in_table:
            return cover.get(cell.path, "")
        return _sum(cell, found)

    return cast("Report", fill(edition.form, content))


def differences(parent: AttrsInstance, parts: Iterable[AttrsInstance]) -> Iterator[Issue]:
    """An issue for each number of a report that is not the sum of the same cell of its parts.

    Args:
        parent: The report as it was filed.
        parts: The reports that it should contain, of the same edition and year.

    Raises:
        DataError: The reports are of several editions or years, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = list(parts)
    edition = _edition([parent, *found])
    _year([parent, *found])
    numbers = [cell for cell in cells(edition.form) if cell.in_table]
    due = {cell.path: _sum(cell, found) for cell in numbers}
    return unequal(edition, {cell.path: _sum(cell, [parent]) for cell in numbers}, due, len(found))


def unequal(
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


def _edition(reports: Sequence[AttrsInstance]) -> Edition:
    editions = list(dict.fromkeys(edition_of(report).name for report in reports))
    if not editions:
        raise DataError("没有可以汇总的报告。", "there are no reports to add up")
    if len(editions) > 1:
        raise DataError(
            f"报告格式不同（{'、'.join(editions)} 版），不能直接汇总。请先转换为同一格式。",
            f"reports of several editions ({', '.join(editions)}) cannot be added up; convert them first",
        )
    return edition_of(reports[0])


def _year(reports: Sequence[AttrsInstance]) -> int:
    years = sorted({at(report, "cover.year") for report in reports})
    if len(years) > 1:
        raise DataError(
            f"报告年度不同（{'、'.join(map(str, years))}），不能汇总。",
            f"reports of several years ({', '.join(map(str, years))}) cannot be added up",
        )
    return int(years[0])


def _sum(cell: Node, reports: Sequence[AttrsInstance]) -> Any:  # noqa: ANN401 (int or Decimal)
    values = [at(report, cell.path) for report in reports]
    if None in values:
        raise DataError(f"“{cell.label}”缺少数字，不能汇总。", f"a number is missing in {cell.path}")
    return sum(values, start=cell.type(0))
