"""Last year's report is found by unit code, else by name, and only if it is of the year before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

import gkxl
from gkxl.reading.previous import Previous, read_report
from published import as_numbers
from workbooks import template, workbook

if TYPE_CHECKING:
    from pathlib import Path

BEFORE: Any = gkxl.from_dict(as_numbers("suqian-2023"))
THIS: Any = gkxl.from_dict(as_numbers("suqian-2024"))


def of(report: Any, **cover: Any) -> Any:  # noqa: ANN401 (a report of any edition)
    return evolve(report, cover=evolve(report.cover, **cover))


def reason(found: object) -> str:
    assert isinstance(found, gkxl.Issue)
    return str(found.facts["reason"].zh)


def test_the_code_counts_for_more_than_the_name() -> None:
    """Offices are renamed; a code belongs to one of them."""
    right = of(BEFORE, unit="旧名称", unit_code="001")
    namesake = of(BEFORE, unit="某局", unit_code="002")
    assert Previous((namesake, right)).find(2024, unit="某局", unit_code=" 001 ") is right


@pytest.mark.parametrize(("code", "theirs"), [("", "001"), ("001", ""), ("", "")])
def test_the_name_does_where_one_of_them_has_no_code(code: str, theirs: str) -> None:
    right, other = of(BEFORE, unit="某局 ", unit_code=theirs), of(BEFORE, unit="别的局")
    assert Previous((other, right)).find(2024, unit="某局", unit_code=code) is right


def test_the_only_report_is_taken_if_it_does_not_say_whose_it_is() -> None:
    nobodys = of(BEFORE, unit="", unit_code="")
    two = (nobodys, nobodys)
    assert Previous((nobodys,)).find(2024, unit="某局") is nobodys
    assert reason(Previous(two).find(2024, unit="某局")) == "没有找到本单位 2023 年度的报告"
    assert reason(Previous((of(BEFORE, unit="别的局"),)).find(2024, unit="某局")).startswith("没有找到")


def test_only_the_year_before_is_taken() -> None:
    others = tuple(of(BEFORE, year=year) for year in (2021, 2022, 2024))
    found = Previous(others).find(2024, unit=BEFORE.cover.unit)
    assert reason(found) == "没有找到本单位 2023 年度的报告，只有 2021、2022、2024 年度的"


def test_of_two_reports_of_one_year_none_is_taken() -> None:
    """Two copies of one report are one."""
    other = evolve(BEFORE, other_matters="另一份")
    found = Previous((BEFORE, other)).find(2024, unit=BEFORE.cover.unit)
    assert reason(found) == "本单位 2023 年度的报告有 2 份"
    assert Previous((BEFORE, BEFORE)).find(2024, unit=BEFORE.cover.unit) == BEFORE


def test_a_return_that_does_not_say_its_year_is_not_compared() -> None:
    assert "没有写明年度" in reason(Previous((BEFORE,)).find(None, unit=BEFORE.cover.unit))


def test_a_return_is_compared_with_what_is_found_or_says_why_not() -> None:
    reading = gkxl.read(workbook(THIS))
    assert Previous((BEFORE,)).compare(reading).issues == ()
    (issue,) = Previous(()).compare(reading, lang="en").issues
    assert (issue.code, issue.severity) == ("year.unavailable", gkxl.Severity.INFO)
    assert issue.message == "Not compared with last year's report: there is no report of 2023 of this unit."


def test_the_report_given_counts_for_more_than_what_the_workbook_was_issued_with(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    gkxl.write_workbook(THIS, path, carried={"requests.carried_forward.natural_person": 1})
    reading = gkxl.read(path)
    assert [issue.code for issue in reading.issues] == ["year.brought_forward"]
    assert Previous((BEFORE,)).compare(reading).issues == ()


def test_what_comes_to_light_has_its_place_and_its_order() -> None:
    values = of(BEFORE, year=2023).requests.carried_forward
    wrong = evolve(BEFORE, requests=evolve(BEFORE.requests, carried_forward=evolve(values, natural_person=1)))
    issues = gkxl.read(workbook(THIS)).compared(wrong).issues
    assert [(issue.code, issue.sheet, issue.cell) for issue in issues] == [
        ("year.brought_forward", "三、申请办理", "D6")
    ]


def test_a_return_with_blanks_is_compared_in_what_it_has() -> None:
    content = template(gkxl.EDITIONS["2021"])
    reading = gkxl.read(content)
    compared = reading.compared(of(BEFORE, year=2020))
    assert {issue.code for issue in compared.issues} == {"cell.blank", "cover.blank", "narrative.empty"}


# Files


def test_a_report_is_a_workbook_or_plain_data(tmp_path: Path) -> None:
    workbook_, data = tmp_path / "a.xlsx", tmp_path / "a.JSON"
    workbook_.write_bytes(workbook(BEFORE))
    data.write_text(json.dumps(gkxl.to_dict(BEFORE)), encoding="utf-8")
    assert read_report(workbook_) == read_report(data) == BEFORE


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "{}", '{"edition": "2021", "cells": {}}', "[1]"])
def test_plain_data_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(gkxl.GkxlError):
        read_report(path)


def test_a_workbook_with_blanks_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(gkxl.EDITIONS["2021"]))
    with pytest.raises(gkxl.errors.UnreadableFileError, match="没有填写或读不出来"):
        read_report(path)
