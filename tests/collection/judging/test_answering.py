"""What a file answers never decides whose it is; where its cover differs, it does not count."""

from __future__ import annotations

from typing import Any

import pytest
from arrivals import came, judged
from attrs import evolve
from offices import YEAR

from gkxl.collection.status import Status

MONEY = came("财政.xlsx", "乌有市财政局", "A1")
WATER = came("水务.xlsx", "乌有市水务局", "A2")
COPY = evolve(MONEY, path="改.xlsx", hash="c" * 64, content="new", answers=(MONEY.digest,))


@pytest.mark.parametrize("earlier", [(), ("e" * 16,)], ids=["one", "a copy of copies"])
def test_a_copy_under_the_cover_of_another_unit_counts_for_neither(earlier: tuple[str, ...]) -> None:
    """The return it answers stands, and so does the other unit's own."""
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2", answers=(*earlier, MONEY.digest))
    found = judged(MONEY, WATER, strange)
    assert [found.units[key].file and found.units[key].status for key in ("A1", "A2")] == [
        Status.PASSED,
        Status.PASSED,
    ]
    file = found.files[2]
    (issue,) = file.issues
    assert (file.status, issue.code) == (Status.NOT_OURS, "collect.other_return")
    for text in (issue.message, evolve(issue, lang="en").message):
        assert "乌有市财政局" in text
        assert "乌有市水务局" in text


def test_where_it_is_all_that_came_the_unit_is_not_missing() -> None:
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
    assert judged(MONEY, strange).units["A2"].status is Status.NOT_OURS


def test_a_copy_of_such_a_copy_is_no_better() -> None:
    """What it answers is named in full, so that a second marking does not wash it."""
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
    again = evolve(strange, path="再改.xlsx", hash="d" * 64, answers=(strange.digest, MONEY.digest))
    found = judged(MONEY, strange, again)
    assert [found.files[number].status for number in (1, 2)] == [Status.NOT_OURS] * 2
    assert found.units["A1"].status is Status.PASSED


def test_a_digest_of_what_is_not_there_changes_nothing() -> None:
    for there in ((), (evolve(MONEY, current=False),)):
        strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
        assert judged(*there, strange).units["A2"].status is Status.PASSED


@pytest.mark.parametrize(
    "other",
    [
        {"year": YEAR - 1},
        {"issued_to": "B1"},
        {"path": "乌有市水务局.xlsx"},
        {"unit_name": "别处某局", "unit_code": "Z9"},
    ],
    ids=["last year", "another form", "misnamed", "a stranger"],
)
def test_an_unchanged_copy_is_known_wherever_it_lies(other: dict[str, Any]) -> None:
    """What it answers may be counted for nobody itself; that is said of it once."""
    old = evolve(MONEY, **other)
    copy = evolve(COPY, **{**other, "path": "退回/财政.xlsx"}, content=old.content, unchanged=True)
    files = judged(old, copy).files
    assert files[0].status.value in {"上年表", "非本单位"}
    assert (files[1].status, [issue.code for issue in files[1].issues]) == (
        (Status.PASSED, [])
        if "path" in other  # its own name is right, so that it is the unit's return
        else (Status.UNCHANGED, ["collect.unchanged"])
    )


def test_an_unchanged_copy_under_the_name_of_another_unit_is_known() -> None:
    copy = evolve(COPY, path="乌有市水务局/财政.xlsx", content=MONEY.content, unchanged=True)
    found = judged(MONEY, WATER, copy)
    assert found.files[2].status is Status.UNCHANGED
    assert found.units["A2"].status is found.units["A1"].status is Status.PASSED


def test_a_corrected_cover_takes_the_return_away_from_the_wrong_unit() -> None:
    """The code on the old cover was that of another unit, which was said as an error at once."""
    wrong = evolve(MONEY, unit_code="A2")
    alone = judged(wrong)
    assert (alone.units["A2"].status, alone.units["A1"].status) == (Status.ERRORS, Status.MISSING)
    found = judged(wrong, evolve(COPY, answers=(wrong.digest,)), WATER)
    assert (found.units["A1"].status, found.units["A2"].status) == (Status.PASSED, Status.PASSED)
    assert [issue.code for issue in found.files[0].issues] == ["collect.unit_code", "collect.replaced"]
    assert found.files[0].status is Status.REPLACED
    assert judged(wrong, evolve(COPY, answers=(wrong.digest,))).units["A2"].status is Status.MISSING
