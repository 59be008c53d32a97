"""What a report is expected to keep to, across years and by itself: each broken alone, in every column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.forms import EDITIONS
from gkxl.forms.common import LEVELS, MAKERS
from gkxl.issues.catalogue import Severity
from gkxl.issues.catalogue.report import EXPECTATIONS
from gkxl.model.outline import report_from, values_of
from gkxl.rules.expectations import LEAST_JUMP, expected_rules, prefix_last_year
from gkxl.rules.rule import LAST, Outcome
from published import as_numbers, published
from strategies import expected_figures, small_reports
from workbooks import different, every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.rules.expectations import Expected

E2019, E2021 = EDITIONS["2019"], EDITIONS["2021"]

EVERY = [(edition, one) for edition in EDITIONS.values() for one in expected_rules(edition)]
every_one = pytest.mark.parametrize(("edition", "one"), EVERY, ids=[f"{e.name}-{o.label}" for e, o in EVERY])


def years(edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """A consistent report of an edition's second year, and one of the first from which it follows."""
    this = different(edition) | {"cover.year": edition.first_year + 1}
    last = {path: value * 2 if type(value) in (int, Decimal) else value for path, value in this.items()}
    return this, last | {"cover.year": edition.first_year} | expected_figures(edition, this)


def compared(edition: Edition, this: dict[str, Any], last: dict[str, Any]) -> list[gkxl.Issue]:
    return gkxl.check(report_from(edition.form, this), previous=report_from(edition.form, last))


def confirmed(issues: list[gkxl.Issue]) -> list[tuple[str, str]]:
    return [(issue.code, issue.path) for issue in issues if issue.severity is Severity.CONFIRM]


def broken(one: Expected, this: dict[str, Any], last: dict[str, Any]) -> None:
    """Change one figure so that one expectation is not kept any more."""
    if one.last:
        last[one.last[0].removeprefix(LAST)] += 1
    elif one.mark.levels:
        this["cover.level"] = next(level for level in LEVELS if level not in one.mark.levels)
    else:
        this[one.rule.cell.path] = one.rule.right.filed.value(this)


def test_how_many_expectations_there_are() -> None:
    """二 in 7 columns, 现行有效 on 2 lines, 规章; in 2019 four lines of decisions instead of 现行有效."""
    assert [len(expected_rules(edition)) for edition in (E2019, E2021)] == [7 + 1 + 4, 7 + 2 + 1]


@every_edition
def test_nothing_is_to_be_confirmed_of_a_year_that_follows_from_the_last(edition: Edition) -> None:
    assert confirmed(compared(edition, *years(edition))) == []


@every_one
def test_each_of_them_broken_alone_is_told_where_it_is(edition: Edition, one: Expected) -> None:
    """The column 总计 is last year's own affair: it is computed, and its columns are compared."""
    this, last = years(edition)
    broken(one, this, last)
    told = [] if one.rule.follows else [(one.rule.code, one.rule.cell.path)]
    assert confirmed(compared(edition, this, last)) == told


@every_edition
def test_the_total_is_not_told_beside_the_column_that_explains_it(edition: Edition) -> None:
    this, last = years(edition)
    for column in ("business", "total"):
        last[f"requests.carried_forward.{column}"] += 3
    (issue,) = (i for i in compared(edition, this, last) if i.severity is Severity.CONFIRM)
    assert (issue.path, issue.difference) == ("requests.brought_forward.business", -3)


@every_one
def test_what_lacks_a_figure_is_passed_over(edition: Edition, one: Expected) -> None:
    """Last year's may be of another edition, this year's blank."""
    this, last = years(edition)
    broken(one, this, last)
    values = this | prefix_last_year(last)
    for path in one.rule.needs:
        assert one.outcome({**values, path: None}) is Outcome.UNFILLED


@every_edition
def test_nothing_that_is_to_be_confirmed_is_an_error(edition: Edition) -> None:
    this, last = years(edition)
    for one in expected_rules(edition):
        broken(one, this, last)
    issues = compared(edition, this, last)
    assert {issue.severity for issue in issues} <= {Severity.CONFIRM, Severity.INFO}
    assert {code for code, _ in confirmed(issues)} == {one.rule.code for one in expected_rules(edition)}


@every_edition
@given(data=st.data())
def test_what_follows_from_any_report_is_not_to_be_confirmed(edition: Edition, data: st.DataObject) -> None:
    """Whatever happened this year, if it begins where the last one ended."""
    report = data.draw(small_reports(edition))
    this = values_of(report) | {"cover.year": edition.first_year + 1}
    last = this | {"cover.year": edition.first_year} | expected_figures(edition, this)
    issues = compared(edition, this, last)
    assert {code for code, _ in confirmed(issues)} <= {"year.copied"}


# Levels


@pytest.mark.parametrize("level", ["", *LEVELS])
def test_only_some_levels_may_make_regulations(level: str) -> None:
    values = values_of(gkxl.from_dict(published("suqian-2024"))) | {"cover.level": level}
    codes = [issue.code for issue in gkxl.check(report_from(E2021.form, values))]
    assert codes == ([] if not level or level in MAKERS else ["unusual.regulations"])


# Published reports


def report(name: str, **changes: Any) -> Any:  # noqa: ANN401 (a report of any edition)
    found = gkxl.from_dict(as_numbers(name))
    return evolve(found, cover=evolve(found.cover, **changes)) if changes else found


def test_two_years_of_a_city_agree() -> None:
    assert gkxl.check(report("suqian-2024"), previous=report("suqian-2023")) == []


def test_a_city_opens_with_less_than_it_carried_forward() -> None:
    """It carried 103 forward in 2024 and opened 2025 with 77."""
    values = values_of(report("huaian-2024"))
    opening = {"natural_person": 77, "total": 77}
    this = values | {f"requests.brought_forward.{name}": number for name, number in opening.items()}
    for line in ("processed.granted", "processed.total"):
        for column in opening:
            this[f"requests.{line}.{column}"] -= values["requests.brought_forward.total"] - 77
    issues = gkxl.check(report_from(E2021.form, this | {"cover.year": 2025}), previous=report("huaian-2024"))
    told = {issue.path: issue for issue in issues if issue.code == "year.brought_forward"}
    (issue,) = told.values()
    assert (issue.path, issue.found, issue.expected) == ("requests.brought_forward.natural_person", 77, 103)
    assert not [issue for issue in issues if issue.severity is Severity.ERROR]


def test_a_year_is_compared_with_one_of_the_other_edition_in_what_both_have() -> None:
    """四 of 2020 in the trial edition is 二 of 2021; 现行有效 is new and has nothing to follow from."""
    before = report("pingtan-2019", year=2020)
    issues = gkxl.check(report("pingtan-2021"), previous=before)
    assert {issue.code for issue in issues} <= {"year.brought_forward", "year.jump"}
    filed, due = report("pingtan-2021").requests.brought_forward, before.requests.carried_forward
    differ = [name for name in ("natural_person", "business") if getattr(filed, name) != getattr(due, name)]
    assert [i.path.rpartition(".")[2] for i in issues if i.code == "year.brought_forward"] == differ


def test_last_years_report_filed_again_is_a_copy() -> None:
    before = report("suqian-2023")
    again = evolve(before, cover=evolve(before.cover, year=2024))
    codes = [issue.code for issue in gkxl.check(again, previous=before)]
    assert codes[0] == "year.copied"
    more = evolve(again.disclosure.permits, decisions=again.disclosure.permits.decisions + 1)
    changed = evolve(again, disclosure=evolve(again.disclosure, permits=more))
    assert "year.copied" not in [issue.code for issue in gkxl.check(changed, previous=before)]


@every_edition
def test_a_unit_to_which_nothing_happens_has_not_copied(edition: Edition) -> None:
    this, last = (
        {cell: 0 if type(value) in (int, Decimal) else value for cell, value in different(edition).items()}
        | {"cover.year": edition.first_year + number}
        for number in (1, 0)
    )
    assert compared(edition, this, last) == []


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(1000, 100, True), (100, 1000, True), (999, 100, False), (100, 0, True), (99, 0, False), (0, 0, False)],
)
def test_figures_that_jump_are_told_as_information(now: int, before: int, told: bool) -> None:  # noqa: FBT001
    path = "disclosure.penalties.decisions"
    this, last = (values_of(report(f"suqian-{year}")) for year in (2024, 2023))
    issues = compared(E2021, this | {path: now}, last | {path: before})
    assert [(issue.code, issue.path, issue.severity) for issue in issues] == (
        [("year.jump", path, Severity.INFO)] if told else []
    )


def test_a_jump_in_a_part_is_not_told_beside_its_total() -> None:
    this, last = (values_of(report(f"suqian-{year}")) for year in (2024, 2023))
    last |= {f"requests.processed.granted.{column}": 0 for column in ("natural_person", "total")}
    assert this["requests.processed.granted.natural_person"] > LEAST_JUMP
    assert compared(E2021, this, last) == []


# Never with another year


@pytest.mark.parametrize("year", [2021, 2023, 2024])
def test_only_the_year_before_is_compared_with(year: int) -> None:
    with pytest.raises(gkxl.errors.DataError, match=f"只能与 2022 年度的比对，而给出的是 {year} 年度的"):
        gkxl.check(report("suqian-2023"), previous=report("suqian-2023", year=year))


def test_only_reports_can_be_compared_with() -> None:
    wrong: Any = report("suqian-2023").cover
    with pytest.raises(gkxl.errors.UnknownEditionError):
        gkxl.check(report("suqian-2024"), previous=wrong)


# The lines of the check sheet


@every_edition
def test_whatever_can_be_explained_has_a_line_of_its_own(edition: Edition) -> None:
    found = explainable_lines(edition)
    kept = {(one.rule.code, one.rule.cell.path) for one in expected_rules(edition)}
    assert {line.key for line in found} == kept | {("year.copied", ""), ("year.jump", "")}
    for anchor in ("name", "label", "place"):
        assert len({getattr(line, anchor) for line in found}) == len(found), anchor


def test_every_code_that_can_be_explained_is_on_some_line() -> None:
    """Of a comparison that could not be made there is nothing to explain."""
    every = {line.code for edition in EDITIONS.values() for line in explainable_lines(edition)}
    assert every == EXPECTATIONS - {"year.unavailable"}
