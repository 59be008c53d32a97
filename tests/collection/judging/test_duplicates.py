"""Which of several returns stands for a unit: only such as are its own and of the year are weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from arrivals import came, judged
from attrs import evolve
from offices import YEAR

from gkxl.collection.status import Status

if TYPE_CHECKING:
    from gkxl.collection.judging.verdicts import Prefer

GOOD = came("乌有市财政局.xlsx", "乌有市财政局", "A1")
every_preference = pytest.mark.parametrize("prefer", [None, "newest"])


@every_preference
@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"year": YEAR - 1}, Status.OTHER_YEAR),
        ({"edition": "", "unit_name": "", "unit_code": ""}, Status.UNREADABLE),
        ({"unit_name": "乌有市水务局", "unit_code": "A2"}, Status.NOT_OURS),
        ({"issued_to": "B1"}, Status.NOT_OURS),
    ],
    ids=["last year", "unreadable", "another unit", "another form"],
)
def test_a_good_return_stands_whatever_came_later_that_is_none(
    prefer: Prefer | None, other: dict[str, Any], status: Status
) -> None:
    """The later file is neither taken nor a second return that has to be chosen from."""
    later = evolve(GOOD, path="乌有市财政局 改.xlsx", stamp="2025-09-09", content="other", **other)
    found = judged(GOOD, later, prefer=prefer)
    verdict = found.units["A1"]
    assert (verdict.status, verdict.issues) == (Status.PASSED, ())
    assert verdict.file
    assert verdict.file.came.path == GOOD.path
    assert (found.files[1].status, found.files[1].accepted) == (status, False)
    assert {issue.code for issue in found.files[1].issues}.isdisjoint({"collect.copy", "collect.older"})


@every_preference
def test_a_copy_of_a_return_under_the_name_of_another_unit_is_no_second_unit_with_its_figures(
    prefer: Prefer | None,
) -> None:
    """The unit that filed them did nothing unusual."""
    own = evolve(GOOD, figures="same")
    found = judged(own, evolve(own, path="乌有市水务局.xlsx"), prefer=prefer)
    assert (found.units["A1"].status, found.units["A1"].issues) == (Status.PASSED, ())
    assert (found.units["A2"].status, found.units["A2"].issues) == (Status.NOT_OURS, ())


def test_units_with_the_same_figures_are_named_in_both_languages() -> None:
    one = evolve(GOOD, figures="same")
    other = came("2.xlsx", "乌有市水务局", "A2", figures="same")
    found = judged(one, other).units
    for unit, name in (("A1", "乌有市水务局"), ("A2", "乌有市财政局")):
        (issue,) = found[unit].issues
        assert found[unit].status is Status.CONFIRM
        assert f"“{name}”" in issue.message
        assert f"those of {name}." in evolve(issue, lang="en").message


@pytest.mark.parametrize("count", [2, 5, 6, 9])
def test_different_returns_of_a_unit_are_named_in_both_languages(count: int) -> None:
    files = [came(f"{number}.xlsx", "乌有市财政局", "A1") for number in range(count)]
    (issue,) = judged(*files).units["A1"].issues
    assert issue.code == "collect.duplicate"
    for text, more in ((issue.message, "等"), (evolve(issue, lang="en").message, "and others")):
        assert [f"{number}.xlsx" in text for number in range(count)] == [
            number < 5 for number in range(count)
        ]
        assert (more in text) == (count > 5)
