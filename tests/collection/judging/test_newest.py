"""``--prefer newest`` takes the return that was changed last, where the dates can be believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from arrivals import came, judged
from attrs import evolve

from gkxl import CODES
from gkxl.collection.status import Status

if TYPE_CHECKING:
    from gkxl.collection.judging.verdicts import Came

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
ONE = came("1.xlsx", "乌有市财政局", "A1", stamp="2025-01-01T00:00:00.000000000")
TWO = came("2.xlsx", "乌有市财政局", "A1", stamp="2025-01-02T00:00:00.000000000")

FALSE = {
    "the future": "2099-01-01T00:00:00.000000000",
    "the day after tomorrow": "2025-03-02T08:00:01.000000000",
    "before 1990": "1989-12-31T23:59:59.000000000",
    "a zip without times": "1980-01-01T00:00:00.000000000 CRC 0a1b2c3d",
    "no clock": "1970-01-01T00:00:00.000000000",
    "no date": "",
    "an ETag": "d41d8cd98f00b204e9800998ecf8427e",
}
every_false_date = pytest.mark.parametrize("stamp", FALSE.values(), ids=FALSE)


def chosen(*files: Came, now: datetime = NOW) -> str | None:
    """The path of the return that stands for the unit; None where it waits."""
    verdict = judged(*files, prefer="newest", now=now).units["A1"]
    assert verdict.file
    return verdict.file.came.path if verdict.file.accepted else None


def test_the_newest_is_taken_and_the_other_one_told_so() -> None:
    found = judged(ONE, TWO, prefer="newest", now=NOW)
    assert (chosen(ONE, TWO), chosen(TWO, ONE)) == ("2.xlsx", "2.xlsx")
    (issue,) = found.files[0].issues
    assert (issue.code, issue.facts) == ("collect.older", {"other": "2.xlsx"})


@every_false_date
@pytest.mark.parametrize(
    "other", [ONE, evolve(ONE, stamp="1995-01-01T00:00:00.000000000")], ids=["new", "old"]
)
def test_a_date_that_cannot_be_true_decides_nothing_and_is_named(stamp: str, other: Came) -> None:
    """Neither that the file is the newest, nor that another one is: it may have been changed after all."""
    odd = evolve(TWO, stamp=stamp)
    verdict = judged(other, odd, prefer="newest", now=NOW).units["A1"]
    assert verdict.status is Status.DUPLICATE
    issue = verdict.issues[1]
    assert [one.code for one in verdict.issues] == ["collect.duplicate", "collect.undated"]
    for text in (issue.message, evolve(issue, lang="en").message):
        assert "2.xlsx" in text
        assert not stamp.startswith(("19", "20")) or stamp[:10] in text


@every_false_date
def test_every_such_file_is_named(stamp: str) -> None:
    found = judged(evolve(ONE, stamp=stamp), evolve(TWO, stamp=stamp), prefer="newest", now=NOW)
    assert [one.facts.get("file") for one in found.units["A1"].issues] == [None, "1.xlsx", "2.xlsx"]


@every_false_date
def test_dates_are_only_looked_at_where_they_decide(stamp: str) -> None:
    """Not where nobody asks for the newest, and not where one return is left."""
    odd = evolve(TWO, stamp=stamp)
    assert [one.code for one in judged(ONE, odd, now=NOW).units["A1"].issues] == ["collect.duplicate"]
    for files in ((odd,), (odd, evolve(odd, path="3.xlsx"))):
        verdict = judged(*files, prefer="newest", now=NOW).units["A1"]
        assert (verdict.status, verdict.issues) == (Status.PASSED, ())


def test_the_day_on_which_a_return_was_sent_back_is_not_that_on_which_it_was_filed() -> None:
    """The unchanged copy of the older one lies there."""
    copy = evolve(
        ONE, path="退回.xlsx", hash="c" * 64, answers=(ONE.digest,), unchanged=True, stamp="2025-02-02"
    )
    assert chosen(ONE, TWO, copy) == "2.xlsx"
    assert chosen(evolve(ONE, path="0.xlsx", hash="d" * 64), TWO, copy) == "2.xlsx"


def test_what_is_not_true_yet_may_be_true_later() -> None:
    early = evolve(TWO, stamp="2025-06-01T00:00:00.000000000")
    assert chosen(ONE, early) is None
    assert chosen(ONE, early, now=datetime(2025, 6, 1, tzinfo=UTC)) == "2.xlsx"


def test_of_two_moments_that_are_the_same_none_is_the_newest() -> None:
    assert chosen(ONE, evolve(TWO, stamp=ONE.stamp)) is None
    assert chosen(ONE, evolve(TWO, stamp=ONE.stamp), evolve(ONE, path="9.xlsx", stamp=TWO.stamp)) == "1.xlsx"


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("collect.")])
def test_no_message_for_clerks_names_an_option(code: str) -> None:
    """What a page or the ledger shows of a code, its remedy included."""
    kind = CODES[code]
    assert "--" not in kind.zh + kind.meaning + kind.remedy
