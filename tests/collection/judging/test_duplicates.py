"""Which of several returns stands for a unit: a corrected copy, the newest where that is wanted, or none."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from arrivals import judged, received
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from offices import YEAR

from gkxl import CODES
from gkxl.collection.ledger import UnitStatus

if TYPE_CHECKING:
    from gkxl.collection.judging.verdicts import Judgement, Prefer, ReceivedFile


GOOD = received("乌有市财政局.xlsx", "乌有市财政局", "A1")
every_preference = pytest.mark.parametrize("prefer", [None, "newest"])


@every_preference
@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"year": YEAR - 1}, UnitStatus.OTHER_YEAR),
        ({"edition": "", "unit_name": "", "unit_code": ""}, UnitStatus.UNREADABLE),
        ({"unit_name": "乌有市水务局", "unit_code": "A2"}, UnitStatus.NOT_OURS),
        ({"issued_to": "B1"}, UnitStatus.NOT_OURS),
    ],
    ids=["last year", "unreadable", "another unit", "another form"],
)
def test_a_good_return_stands_whatever_came_later_that_is_none(
    prefer: Prefer | None, other: dict[str, Any], status: UnitStatus
) -> None:
    """The later file is neither taken nor a second return that has to be chosen from."""
    later = evolve(GOOD, path="乌有市财政局 改.xlsx", stamp="2025-09-09", content="other", **other)
    found = judged(GOOD, later, prefer=prefer)
    verdict = found.units["A1"]
    assert (verdict.status, verdict.issues) == (UnitStatus.PASSED, ())
    assert verdict.file
    assert verdict.file.received.path == GOOD.path
    assert (found.files[1].status, found.files[1].accepted) == (status, False)
    assert {issue.code for issue in found.files[1].issues}.isdisjoint({"collect.copy", "collect.older"})


@every_preference
def test_a_copy_of_a_return_under_the_name_of_another_unit_is_no_second_unit_with_its_figures(
    prefer: Prefer | None,
) -> None:
    """The unit that filed them did nothing unusual."""
    own = evolve(GOOD, figures="same")
    found = judged(own, evolve(own, path="乌有市水务局.xlsx"), prefer=prefer)
    assert (found.units["A1"].status, found.units["A1"].issues) == (UnitStatus.PASSED, ())
    assert (found.units["A2"].status, found.units["A2"].issues) == (UnitStatus.NOT_OURS, ())


def test_units_with_the_same_figures_are_named_in_both_languages() -> None:
    one = evolve(GOOD, figures="same")
    other = received("2.xlsx", "乌有市水务局", "A2", figures="same")
    found = judged(one, other).units
    for unit, name in (("A1", "乌有市水务局"), ("A2", "乌有市财政局")):
        (issue,) = found[unit].issues
        assert found[unit].status is UnitStatus.CONFIRM
        assert f"“{name}”" in issue.message
        assert f"those of {name}." in evolve(issue, lang="en").message


@pytest.mark.parametrize("count", [2, 5, 6, 9])
def test_different_returns_of_a_unit_are_named_in_both_languages(count: int) -> None:
    files = [received(f"{number}.xlsx", "乌有市财政局", "A1") for number in range(count)]
    (issue,) = judged(*files).units["A1"].issues
    assert issue.code == "collect.duplicate"
    for text, more in ((issue.message, "等"), (evolve(issue, lang="en").message, "and others")):
        assert [f"{number}.xlsx" in text for number in range(count)] == [
            number < 5 for number in range(count)
        ]
        assert (more in text) == (count > 5)


UNIT = ("乌有市财政局", "A1")


def filed(path: str, content: str = "", *answered: ReceivedFile, **more: Any) -> ReceivedFile:  # noqa: ANN401 (of Came)
    """A return that answers others, the latest first, as copies of copies do."""
    unchanged = bool(answered) and answered[0].content == content
    answers = tuple(
        digest
        for other in answered
        for digest in (other.answers if other.unchanged else (other.digest, *other.answers))
    )
    return received(path, *UNIT, content=content or path, answers=answers[:12], unchanged=unchanged, **more)


def became(found: Judgement) -> dict[str, tuple[str, str]]:
    """What became of every file and why: its status, and the last code."""
    return {
        one.received.path: (one.status.value, one.issues[-1].code if one.issues else "")
        for one in found.files.values()
    }


def chosen(*files: ReceivedFile, **options: Any) -> str | None:  # noqa: ANN401 (of judge)
    """The path of the return that stands for the unit; None where it waits."""
    verdict = judged(*files, **options).units["A1"]
    assert verdict.file
    assert (verdict.status is UnitStatus.DUPLICATE) == (not verdict.file.accepted)
    return verdict.file.received.path if verdict.file.accepted else None


OLD = filed("年报.xlsx")
NEW = filed("年报（改）.xlsx", "", OLD)
NEWER = filed("年报（再改）.xlsx", "", NEW)


@pytest.mark.parametrize("files", [(OLD, NEW), (NEW, OLD)])
def test_a_corrected_copy_replaces_what_it_answers(files: tuple[ReceivedFile, ...]) -> None:
    """The old file lies there still; each says what became of it."""
    assert chosen(*files) == NEW.path
    assert became(judged(*files)) == {
        OLD.path: ("已被代替", "collect.replaced"),
        NEW.path: ("通过", "collect.replaces"),
    }


def test_what_replaces_is_named_in_both_languages() -> None:
    old, new = judged(OLD, NEW).files.values()
    for issue, name in ((old.issues[0], NEW.path), (new.issues[0], OLD.path)):
        assert name in issue.message
        assert name in evolve(issue, lang="en").message


def test_a_copy_that_is_corrected_again_replaces_both() -> None:
    """Each names the one right behind it."""
    assert chosen(OLD, NEW, NEWER) == NEWER.path
    found = judged(OLD, NEW, NEWER).files
    assert [found[number].issues[0].facts.get("other") for number in range(3)] == [NEW.path, NEWER.path, None]
    assert found[2].issues[0].facts["names"].zh == NEW.path


def test_a_copy_of_what_is_gone_replaces_what_that_answered() -> None:
    """The second correction is often saved over the first."""
    assert chosen(OLD, NEWER) == NEWER.path


@pytest.mark.parametrize("errors", [0, 1])
@pytest.mark.parametrize("prefer", [None, "newest"])
def test_a_corrected_copy_stands_even_if_it_is_wrong_or_older(errors: int, prefer: Any) -> None:  # noqa: ANN401 (Prefer)
    new = evolve(NEW, errors=errors, stamp="1970-01-01T00:00:00.000000000")
    assert chosen(OLD, new, prefer=prefer) == new.path


def test_two_corrections_of_one_return_wait() -> None:
    other = filed("年报（另改）.xlsx", "", OLD)
    verdict = judged(OLD, NEW, other).units["A1"]
    assert verdict.status is UnitStatus.DUPLICATE
    assert (verdict.issues[0].facts["count"], OLD.path in verdict.issues[0].message) == (2, False)
    assert became(judged(OLD, NEW, other))[OLD.path] == ("已被代替", "collect.replaced")


def test_two_corrections_that_agree_are_one() -> None:
    assert chosen(OLD, NEW, evolve(NEW, path="年报（改） (2).xlsx", hash="f" * 64)) == NEW.path


def test_another_return_that_answers_nothing_waits_beside_the_correction() -> None:
    assert chosen(OLD, NEW, filed("别的.xlsx")) is None


def test_what_it_answers_may_be_gone_or_of_another_year() -> None:
    """It simply stands for itself: last year's copy is filled in for this year."""
    last = filed("上年.xlsx", year=YEAR - 1)
    assert chosen(NEW) == NEW.path
    assert chosen(last, filed("今年.xlsx", "", last)) == "今年.xlsx"
    assert chosen(evolve(OLD, current=False), NEW) == NEW.path


@pytest.mark.parametrize("others", [(), (NEW,), (NEW, NEWER)])
def test_an_unchanged_copy_is_known_for_what_it_is(others: tuple[ReceivedFile, ...]) -> None:
    """It is no second return, and no correction; so is the copy of the copy."""
    copy = filed("退回/A1-乌有市财政局.xlsx", OLD.content, OLD)
    again = filed("退回/退回/A1-乌有市财政局.xlsx", OLD.content, copy)
    files = (OLD, copy, again, *others)
    assert chosen(*files) == files[-1].path if others else OLD.path
    for path in (copy.path, again.path):
        assert became(judged(*files))[path] == ("退回副本", "collect.unchanged")
    assert "没有改动" in judged(*files).files[1].issues[-1].message


def test_it_is_known_though_what_it_answers_is_gone() -> None:
    """A correction of that return replaces it as well."""
    copy = filed("退回/A1-乌有市财政局.xlsx", OLD.content, OLD)
    assert chosen(copy, NEW) == NEW.path
    assert chosen(copy, NEWER) == NEWER.path
    assert became(judged(copy, NEW))[copy.path] == ("已被代替", "collect.replaced")


def test_a_copy_that_claims_to_be_that_of_another_return_is_no_such_return() -> None:
    """A forged note: neither return is hidden by it."""
    other = filed("别的.xlsx")
    forged = filed("副本.xlsx", other.content, OLD)
    assert chosen(OLD, other, evolve(forged, unchanged=True), NEW) is None
    assert judged(OLD, other, evolve(forged, unchanged=True), NEW).units["A1"].issues[0].facts["count"] == 2


def test_a_correction_of_an_unchanged_copy_replaces_the_return() -> None:
    copy = filed("副本.xlsx", OLD.content, OLD)
    assert chosen(OLD, copy, filed("改.xlsx", "", copy)) == "改.xlsx"


def test_an_unchanged_copy_of_what_is_gone_is_the_return() -> None:
    assert chosen(filed("副本.xlsx", OLD.content, OLD)) == "副本.xlsx"


def test_a_correction_may_bring_back_what_was_filed_first() -> None:
    """The unit was right after all."""
    back = filed("改回来.xlsx", OLD.content, NEW)
    assert chosen(OLD, NEW, back) == "改回来.xlsx"
    assert became(judged(OLD, NEW, back))[OLD.path] == ("已被代替", "collect.replaced")


@pytest.mark.parametrize("one", [OLD, NEW, NEWER], ids=lambda one: one.path)
def test_files_that_are_the_same_return_share_its_fate(one: ReceivedFile) -> None:
    """Saved again by another program it has other bytes, holds the same, and answers the same."""
    again = evolve(one, path=f"再存/{one.path}", hash="e" * 64)
    assert chosen(OLD, NEW, NEWER, again) == NEWER.path


def test_returns_that_answer_one_another_wait() -> None:
    """Nobody can make such files; should somebody, none of them is taken for that."""
    ring = [evolve(filed(f"{n}.xlsx"), hash=f"{n}" * 64, answers=(f"{(n + 1) % 3}" * 16,)) for n in range(3)]
    assert chosen(*ring) is None
    assert judged(*ring).units["A1"].issues[0].facts["count"] == 3
    assert chosen(*ring, filed("别的.xlsx")) is None
    assert chosen(*ring, filed("改.xlsx", "", ring[0])) == "改.xlsx"
    assert chosen(evolve(OLD, answers=(OLD.digest,))) == OLD.path


def chain(length: int) -> list[ReceivedFile]:
    found = [OLD]
    for n in range(length - 1):
        found.append(filed(f"改{n}.xlsx", f"{n % 3}", found[-1]))
    return found


def test_what_was_filed_twice_is_corrected_once() -> None:
    """The unit's own file with the same corrections lies there, too."""
    twice = filed("自己改的.xlsx", NEW.content)
    assert chosen(OLD, NEW, twice) == twice.path, "they agree; its name is shorter"
    assert chosen(OLD, NEW, twice, NEWER) == NEWER.path
    assert chosen(OLD, NEW, twice, NEWER, filed("别的.xlsx")) is None


def test_returns_that_correct_one_another_crosswise_wait() -> None:
    one, other = filed("1.xlsx", "a"), filed("2.xlsx", "b")
    assert chosen(one, other, filed("3.xlsx", "b", one), filed("4.xlsx", "a", other)) is None


def test_a_chain_of_a_thousand_corrections_ends_where_it_ends() -> None:
    files = chain(1000)
    random.Random(1).shuffle(files)  # noqa: S311 (no secret)
    assert chosen(*files) == "改998.xlsx"


@st.composite
def arrivals(draw: st.DrawFn) -> list[ReceivedFile]:
    """Returns of a unit, each of which may answer one that came before."""
    found: list[ReceivedFile] = []
    for number in range(draw(st.integers(1, 7))):
        answered = draw(st.sampled_from([None, *found]))
        content = draw(st.sampled_from([f"{number}", "a", "b"]))
        found.append(filed(f"{number}.xlsx", content, *([answered] if answered else [])))
    return found


@given(arrivals(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(files: list[ReceivedFile], dice: Any) -> None:  # noqa: ANN401 (a Random)
    shuffled = files.copy()
    dice.shuffle(shuffled)
    assert became(judged(*shuffled)) == became(judged(*files))
    assert chosen(*shuffled) == chosen(*files)


@given(arrivals())
def test_what_is_chosen_is_answered_by_no_other_content(files: list[ReceivedFile]) -> None:
    """And where nothing answers anything, one content alone is chosen."""
    path = chosen(*files)
    if path is None:
        return
    (one,) = [file for file in files if file.path == path]
    assert not [file for file in files if one.digest in file.answers and file.content != one.content]
    if not any(file.answers for file in files):
        assert len({file.content for file in files}) == 1


@given(arrivals(), st.booleans())
def test_a_correction_of_what_stands_stands(files: list[ReceivedFile], changed: bool) -> None:  # noqa: FBT001 (drawn)
    """Whatever came before it, however often it was filed, and whoever else brought it about."""
    path = chosen(*files)
    for corrected in [file for file in files if file.path == path]:
        new = filed("改正.xlsx", "new" if changed else corrected.content, corrected)
        assert chosen(*files, new) == (new.path if changed else path)


@given(arrivals(), st.randoms(use_true_random=False))
def test_taking_decides_and_a_correction_of_what_was_taken_stands(
    files: list[ReceivedFile],
    dice: Any,  # noqa: ANN401 (of Hypothesis)
) -> None:
    rivals = judged(*files).units["A1"].rivals
    if not rivals:
        return
    one = dice.choice(rivals).received
    taken = [("A1", one.hash, other.received.hash) for other in rivals if other.received.hash != one.hash]
    again = chosen(*files, taken=taken)
    assert [file.content for file in files if file.path == again] == [one.content]
    assert chosen(*files, filed("改正.xlsx", "new", one), taken=taken) == "改正.xlsx"
    assert chosen(*files, filed("别的.xlsx", "other"), taken=taken) is None


NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
ONE = received("1.xlsx", "乌有市财政局", "A1", stamp="2025-01-01T00:00:00.000000000")
TWO = received("2.xlsx", "乌有市财政局", "A1", stamp="2025-01-02T00:00:00.000000000")

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


def newest(*files: ReceivedFile, now: datetime = NOW) -> str | None:
    """The path of the return that stands for the unit; None where it waits."""
    verdict = judged(*files, prefer="newest", now=now).units["A1"]
    assert verdict.file
    return verdict.file.received.path if verdict.file.accepted else None


def test_the_newest_is_taken_and_the_other_one_told_so() -> None:
    found = judged(ONE, TWO, prefer="newest", now=NOW)
    assert (newest(ONE, TWO), newest(TWO, ONE)) == ("2.xlsx", "2.xlsx")
    (issue,) = found.files[0].issues
    assert (issue.code, issue.facts) == ("collect.older", {"other": "2.xlsx"})


@every_false_date
@pytest.mark.parametrize(
    "other", [ONE, evolve(ONE, stamp="1995-01-01T00:00:00.000000000")], ids=["new", "old"]
)
def test_a_date_that_cannot_be_true_decides_nothing_and_is_named(stamp: str, other: ReceivedFile) -> None:
    """Neither that the file is the newest, nor that another one is: it may have been changed after all."""
    odd = evolve(TWO, stamp=stamp)
    verdict = judged(other, odd, prefer="newest", now=NOW).units["A1"]
    assert verdict.status is UnitStatus.DUPLICATE
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
        assert (verdict.status, verdict.issues) == (UnitStatus.PASSED, ())


def test_the_day_on_which_a_return_was_sent_back_is_not_that_on_which_it_was_filed() -> None:
    """The unchanged copy of the older one lies there."""
    copy = evolve(
        ONE, path="退回.xlsx", hash="c" * 64, answers=(ONE.digest,), unchanged=True, stamp="2025-02-02"
    )
    assert newest(ONE, TWO, copy) == "2.xlsx"
    assert newest(evolve(ONE, path="0.xlsx", hash="d" * 64), TWO, copy) == "2.xlsx"


def test_what_is_not_true_yet_may_be_true_later() -> None:
    early = evolve(TWO, stamp="2025-06-01T00:00:00.000000000")
    assert newest(ONE, early) is None
    assert newest(ONE, early, now=datetime(2025, 6, 1, tzinfo=UTC)) == "2.xlsx"


def test_of_two_moments_that_are_the_same_none_is_the_newest() -> None:
    assert newest(ONE, evolve(TWO, stamp=ONE.stamp)) is None
    assert newest(ONE, evolve(TWO, stamp=ONE.stamp), evolve(ONE, path="9.xlsx", stamp=TWO.stamp)) == "1.xlsx"


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("collect.")])
def test_no_message_for_clerks_names_an_option(code: str) -> None:
    """What a page or the ledger shows of a code, its remedy included."""
    kind = CODES[code]
    assert "--" not in kind.zh + kind.meaning + kind.remedy
