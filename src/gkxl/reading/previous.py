"""Finds the report of the year before: among workbooks and plain data, by unit code, else by unit name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.forms import edition_named, edition_of
from gkxl.frozen import frozen
from gkxl.issues import Issue, sort_by_place
from gkxl.model.outline import at
from gkxl.reading.reader import read
from gkxl.reports.plain import from_dict, parse_json
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gkxl.forms.report import Report
    from gkxl.reading.result import Reading
    from gkxl.text import Lang


def read_report(path: Path) -> Report:
    """The report in a workbook, or in a ``.json`` file of plain data.

    Raises:
        GkxlError: The file cannot be used, or a number in it cannot be read.
    """
    if path.suffix.lower() == ".json":
        return from_dict(parse_json(load(path, Limits())))
    report = read(path).report
    if report is None:
        raise UnreadableFileError("其中有的格子没有填写或读不出来，不能用来比对")
    return report


@frozen
class Previous:
    """Reports of earlier years, of one unit or of many.

    Attributes:
        reports: The reports, of any editions.
    """

    reports: tuple[Report, ...]

    def compare(self, reading: Reading, *, lang: Lang = "zh") -> Reading:
        """The reading compared with its unit's report of the year before; an issue where there is none."""
        found = self.of(reading)
        if not isinstance(found, Issue):
            return reading.compared(found, lang=lang)
        issues = [*reading.issues, evolve(found, lang=lang)]
        return evolve(reading, issues=sort_by_place(issues, reading.sheets))

    def of(self, reading: Reading) -> Report | Issue:
        """The report of the year before a return's, or an issue with the reason why there is none."""
        edition = edition_named(reading.edition)
        paths = (edition.roles.year, edition.roles.unit, edition.roles.unit_code)
        year, unit, code = (reading.values[path] for path in paths)
        same = Previous(tuple(report for report in self.reports if edition_of(report).kind is edition.kind))
        return same.find(year, unit=unit or "", unit_code=code or "")

    def find(self, year: int | None, *, unit: str = "", unit_code: str = "") -> Report | Issue:
        """The report of the year before, or an issue with the reason why there is none.

        Args:
            year: The report year; the year before is looked for.
            unit: The name of the unit.
            unit_code: Its code; it counts for more than the name.
        """
        if year is None:
            return _unavailable_issue(Wording("本年报告没有写明年度", "this report does not say its year"))
        own = self._of(unit, unit_code)
        before = list(dict.fromkeys(report for report in own if _year_of(report) == year - 1))
        return before[0] if len(before) == 1 else _unusable_issue(year - 1, len(before), own)

    def _of(self, unit: str, unit_code: str) -> list[Report]:
        """The reports of a unit; where there is only one report, also one that does not say whose it is."""
        known = [(report, _is_of_unit(report, unit, unit_code)) for report in self.reports]
        own = [report for report, same in known if same]
        return own or [report for report, same in known if same is None and len(known) == 1]


def _is_of_unit(report: Report, unit: str, unit_code: str) -> bool | None:
    """Whether a report is a unit's: by code if both have one, else by name; None if neither is known."""
    roles = edition_of(report).roles
    pairs = ((at(report, roles.unit_code), unit_code), (at(report, roles.unit), unit))
    return next((theirs.strip() == ours.strip() for theirs, ours in pairs if theirs and ours), None)


def _year_of(report: Report) -> int:
    year: int = at(report, edition_of(report).roles.year)
    return year


def _unusable_issue(year: int, count: int, own: list[Report]) -> Issue:
    """Why there is no one report of a year."""
    if count:
        return _unavailable_issue(
            Wording(f"本单位 {year} 年度的报告有 {count} 份", f"there are {count} reports of {year}")
        )
    return missing_report_issue(year, [str(_year_of(report)) for report in own])


def missing_report_issue(year: int, others: Sequence[str] = ()) -> Issue:
    """That there is no report of a unit's for the year before, but perhaps for others."""
    zh = f"，只有 {'、'.join(others)} 年度的" if others else ""
    en = f", only of {', '.join(others)}" if others else ""
    return _unavailable_issue(
        Wording(f"没有找到本单位 {year} 年度的报告{zh}", f"there is no report of {year} of this unit{en}")
    )


def _unavailable_issue(reason: Wording) -> Issue:
    return Issue(code="year.unavailable", label="上年报告", facts={"reason": reason})
