"""Years in a row: what the editions of several reports share as a tidy table, and what charts show of it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from attrs import field

from gkxl.arguments import checked
from gkxl.errors import DataError
from gkxl.forms import edition_of
from gkxl.frozen import frozen
from gkxl.model.marks import Total
from gkxl.model.outline import Node, at, lines, outline
from gkxl.reports.conversion import add_parts, common_cells
from gkxl.text import to_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from gkxl.forms.edition import AnyReport, Edition


@frozen
class Observation:
    """One number of one report: a row of a tidy table.

    Attributes:
        unit: The name of the unit.
        unit_code: Its code, which distinguishes units of one name; "" where its report has none.
        year: The report year.
        edition: The name of the edition that it was filed in.
        path: The path of the cell.
        label: Its printed headings, in the words of the newest edition among the reports.
        value: The number as it was filed: a count, or an amount with its digits.
    """

    unit: str
    unit_code: str
    year: int
    edition: str
    path: str
    label: str
    value: int | Decimal


@runtime_checkable
class Collected(Protocol):
    """A year's reports of many units, such as `gkxl.Collection`."""

    def reports(self, *, counted: bool = False) -> Iterable[AnyReport]:
        """The report of every unit, or only those that are added up: a parent's may contain others."""


@checked
def series(reports: Iterable[AnyReport] | Collected) -> tuple[Observation, ...]:
    """The years of one unit, or of several, as a tidy table over what their editions share.

    Among reports of one edition that is every number; among several it is what each of them has, or
    adds up to under the same heading (see `gkxl.convert`). Nothing is added up over units.

    Args:
        reports: Reports of any editions, one for each unit and year, or a collection; of two that are the
            same one is taken.

    Returns:
        The observations by unit, year and printed order.

    Raises:
        DataError: There are two different reports of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.

    Example:
        >>> import gkxl
        >>> gkxl.series([gkxl.read("2023.xlsx").report])[0].value  # doctest: +SKIP
        2
    """
    ordered = _sort_reports(reports.reports() if isinstance(reports, Collected) else reports)
    common = common_cells({edition_of(report).name: edition_of(report) for report in ordered}.values())
    return tuple(
        Observation(
            *unit_of(report),
            _year_of(report),
            edition.name,
            shared.cell.path,
            shared.cell.label,
            _read_value(report, shared.parts[edition.name]),
        )
        for report in ordered
        for edition in [edition_of(report)]
        for shared in common
    )


@frozen
class Caseload:
    """The requests of a year: what came in, and what became of it.

    Attributes:
        year: The report year.
        reports: How many reports were added up.
        received: How many requests came in, by the printed heading of that line.
        outcomes: How many ended in each way, by the printed heading.
    """

    year: int
    reports: int
    received: tuple[str, int]
    outcomes: Mapping[str, int] = field(hash=False)


def reports_to_add(reports: Iterable[AnyReport] | Collected) -> list[AnyReport]:
    """The reports to add up, each once: of a collection those that are counted there."""
    return _sort_reports(reports.reports(counted=True) if isinstance(reports, Collected) else reports)


def caseloads(reports: Iterable[AnyReport] | Collected) -> tuple[Caseload, ...]:
    """The requests of every year, added up over the units that reported for it.

    The editions name the lines that are added up (`gkxl.forms.edition.Charted`).

    Raises:
        DataError: There are two different reports of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    by_year: dict[int, list[AnyReport]] = {}
    for report in reports_to_add(reports):
        by_year.setdefault(_year_of(report), []).append(report)
    return tuple(_add_caseload(year, by_year[year]) for year in sorted(by_year))


def count_absent(reports: Iterable[AnyReport]) -> dict[int, int]:
    """How many of the units have no report for a year, by the years for which only some have one.

    Raises:
        UnknownEditionError: Something is not a report of any edition.
    """
    filed = {(_year_of(report), unit_of(report)) for report in reports}
    units = len({unit for _, unit in filed})
    years = Counter(year for year, _ in filed)
    return {year: units - count for year, count in sorted(years.items()) if count < units}


def _add_caseload(year: int, reports: Sequence[AnyReport]) -> Caseload:
    heading, received, outcomes = "", 0, Counter[str]()
    for report in reports:
        (heading, came_in), ended = _charted_cells(edition_of(report))
        received += _read_value(report, came_in)
        for label, paths in ended.items():
            outcomes[label] += _read_value(report, paths)
    return Caseload(year, len(reports), (heading, received), dict(outcomes))


@cache
def _charted_cells(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What came in, and each outcome: its heading, and the paths of the totals of its lines.

    Raises:
        DataError: There is nothing to chart in reports of this edition.
    """
    charted = edition.charted
    if charted is None:
        raise DataError("{kind}没有可以作图的数。", kind=edition.kind.name)
    nodes = {node.path: node for section in outline(edition.form) for node in section.walk()}
    line = nodes[charted.received]
    ways = [way for way in nodes[charted.outcomes].children if not isinstance(way.item, Total)]
    came_in = line.item.label, _find_totals(line, line.type)
    return came_in, {way.item.label: _find_totals(way, line.type) for way in ways}


def _find_totals(node: Node, line: type) -> tuple[str, ...]:
    """The totals of a line, or of every line in a group."""
    found = [node] if node.type is line else lines(node, of=line)
    return tuple(cell.path for one in found for cell in one.children if isinstance(cell.item, Total))


def _sort_reports(reports: Iterable[AnyReport]) -> list[AnyReport]:
    """The reports by unit, as the units come, and year; of two that are the same one.

    Raises:
        DataError: There are two different ones of one unit and year.
        UnknownEditionError: Something is not a report of any edition.
    """
    given = list(reports)
    units = {unit: index for index, unit in enumerate(dict.fromkeys(map(unit_of, given)))}
    found = list(dict.fromkeys(given))
    counted = Counter((*unit_of(report), _year_of(report)) for report in found)
    twice = [key for key, count in counted.items() if count > 1]
    if twice:
        named = [
            to_wording("“{unit}”{year} 年度", unit=name or code, year=year) for name, code, year in twice
        ]
        raise DataError("同一单位同一年度有内容不同的不止一份报告：{named}。请各留一份。", named=named)
    return sorted(found, key=lambda report: (units[unit_of(report)], _year_of(report)))


def unit_of(report: AnyReport) -> tuple[str, str]:
    """Whose report this is: the unit's name and code.

    Raises:
        UnknownEditionError: It is not a report of any edition.
    """
    roles = edition_of(report).roles
    return at(report, roles.unit), at(report, roles.unit_code)


def _year_of(report: AnyReport) -> int:
    year: int = at(report, edition_of(report).roles.year)
    return year


def _read_value(report: AnyReport, paths: tuple[str, ...]) -> Any:  # noqa: ANN401 (int or Decimal)
    value = add_parts([at(report, path) for path in paths])
    if value is None:
        raise DataError("缺少数字：{paths}。", paths=paths)
    return value
