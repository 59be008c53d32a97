"""The words and figures of a chart of requests, whatever draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.errors import DataError
from gkxl.forms import edition_of
from gkxl.reports.series import Caseload, Collected, caseloads, reports_to_add, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attrs import AttrsInstance


MOST_YEARS: Final = 50
"""More years are not drawn: no unit has filed that many, and a slip in one year would ask for thousands."""


@frozen(kw_only=True)
class Chart:
    """The requests of some years.

    Attributes:
        title: What it is about.
        years: Every year from the first to the last, as it is on the axis.
        received: What came in: the printed heading, and for each year the number; None where none reported.
        outcomes: What became of it, by the printed heading, for each year in the same way.
    """

    title: str
    years: tuple[str, ...]
    received: tuple[str, tuple[int | None, ...]]
    outcomes: Mapping[str, tuple[int | None, ...]] = field(hash=False)

    @property
    def ended(self) -> tuple[int | None, ...]:
        """For each year all outcomes together."""
        return tuple(_sum_known(numbers) for numbers in zip(*self.outcomes.values(), strict=True))


def make_chart(reports: Iterable[AttrsInstance] | Collected) -> Chart:
    """The chart of these reports; the numbers of several units are added up, and the axis shows of how many.

    Raises:
        DataError: There is no report, or two of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = reports_to_add(reports)
    loads = {load.year: load for load in caseloads(found)}
    if not loads:
        raise DataError("没有可以作图的报告。", "there are no reports to plot")
    units = list(dict.fromkeys(unit_of(report) for report in found))
    years = _span_years(loads)
    of_years = [loads.get(year) for year in years]
    came_in = tuple(load.received[1] if load else None for load in of_years)
    headings = dict.fromkeys(heading for load in loads.values() for heading in load.outcomes)
    return Chart(
        title=f"{_chart_subject(units, years)}{edition_of(found[0]).kind.chart_title}",
        years=tuple(_axis_label(year, loads.get(year), len(units)) for year in years),
        received=(loads[years[-1]].received[0], came_in),
        outcomes={h: tuple(load.outcomes.get(h) if load else None for load in of_years) for h in headings},
    )


def _span_years(loads: Iterable[int]) -> range:
    """Every year from the first to the last.

    Raises:
        DataError: They lie so far apart that one of them must be wrong.
    """
    first, last = min(loads), max(loads)
    if last - first >= MOST_YEARS:
        raise DataError(
            f"报告年度从 {first} 到 {last}，相差太远，请核对各份报告的年度。",
            f"the report years go from {first} to {last}; check them",
        )
    return range(first, last + 1)


def _chart_subject(units: list[tuple[str, str]], years: range) -> str:
    whose = (units[0][0] or "本单位") if len(units) == 1 else f"{len(units)}个单位合计"
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return f"{whose}{when}年"


def _axis_label(year: int, load: Caseload | None, units: int) -> str:
    if load is None:
        return f"{year}\n（无报告）"
    return f"{year}" if units == 1 else f"{year}\n（{load.reports} 个单位）"


def _sum_known(numbers: tuple[int | None, ...]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
