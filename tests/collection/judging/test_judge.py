"""What becomes of units and files: whatever their order, what they answer, what the officer took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import offices
import pytest
from arrivals import judged, received
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import YEAR, roster

import gkxl
from gkxl.collection.judging.judge import decide_taken, find_named_files, judge
from gkxl.collection.judging.verdicts import ReceivedFile
from gkxl.collection.ledger import UnitStatus

if TYPE_CHECKING:
    from gkxl.collection.judging.verdicts import Taken


TOWNS = "C1,城关镇,乡镇街道,B0\nD1,城关镇,乡镇街道,某市\n"
"""Two units of one name."""

ROSTER = roster(offices.ROSTER + TOWNS)
CODES = [unit.code for unit in ROSTER.units]
NAMES = [unit.name for unit in ROSTER.units]


DIGESTS = st.sampled_from([f"{digit:x}" * 16 for digit in range(1, 9)])
"""Of files that may come in, too: rings are among them."""


@st.composite
def files(draw: st.DrawFn) -> list[ReceivedFile]:
    """What may come in."""
    stems = st.sampled_from([*CODES, *NAMES, "年报", "1"])
    paths = draw(st.lists(stems.map(lambda stem: f"{stem}.xlsx"), unique=True, max_size=8))
    return [
        ReceivedFile(
            id=number,
            path=path,
            hash=f"{number + 1:x}" * 64,
            answers=tuple(draw(st.lists(DIGESTS, max_size=2))),
            stamp=draw(st.sampled_from(["2025-01-01", "2025-01-02"])),
            edition=draw(st.sampled_from(["2021", "2021", "2021", ""])),
            year=draw(st.sampled_from([YEAR, YEAR, YEAR - 1, None])),
            unit_code=draw(st.sampled_from([*CODES, "", "Z9"])),
            issued_to=draw(st.sampled_from(["", "", *CODES])),
            unit_name=draw(st.sampled_from([*NAMES, ""])),
            content=draw(st.sampled_from("abc")),
            figures=draw(st.sampled_from(["", "f", "g"])),
            complete=True,
            current=draw(st.sampled_from([True, True, False])),
            errors=draw(st.sampled_from([0, 0, 1])),
            confirms=draw(st.sampled_from([0, 0, 1])),
        )
        for number, path in enumerate(sorted(paths))
    ]


def outcome(received: list[ReceivedFile], prefer: Any) -> tuple[object, ...]:  # noqa: ANN401 (None or "newest")
    """What became of everything, by codes and paths."""
    found = judge(ROSTER, received, YEAR, prefer)
    units = {code: (one.status, one.file and one.file.received.path) for code, one in found.units.items()}
    return units, {(one.received.path, one.unit, one.status, one.accepted) for one in found.files.values()}


@settings(max_examples=200)
@given(files(), st.randoms(use_true_random=False), st.sampled_from([None, "newest"]))
def test_the_order_of_arrival_does_not_matter(received: list[ReceivedFile], dice: Any, prefer: Any) -> None:  # noqa: ANN401 (a Random)
    shuffled = received.copy()
    dice.shuffle(shuffled)
    assert outcome(shuffled, prefer) == outcome(received, prefer)


@settings(max_examples=200)
@given(files(), st.sampled_from([None, "newest"]))
def test_every_unit_and_file_has_its_status_and_no_unit_two_returns(
    received: list[ReceivedFile],
    prefer: Any,  # noqa: ANN401 (of judge)
) -> None:
    found = judge(ROSTER, received, YEAR, prefer)
    assert [*found.units] == CODES
    assert {*found.files} == {one.id for one in received}
    accepted = [one for one in found.files.values() if one.accepted]
    assert len({one.unit for one in accepted}) == len(accepted)
    for one in accepted:
        assert one.received.current
        assert found.units[one.unit].file == one
    for verdict in found.units.values():
        assert verdict.status.is_in <= bool(verdict.file and verdict.file.accepted)
        assert (verdict.status is UnitStatus.MISSING) == (verdict.file is None)


MONEY = received("财政.xlsx", "乌有市财政局", "A1")
WATER = received("水务.xlsx", "乌有市水务局", "A2")
COPY = evolve(MONEY, path="改.xlsx", hash="c" * 64, content="new", answers=(MONEY.digest,))


@pytest.mark.parametrize("earlier", [(), ("e" * 16,)], ids=["one", "a copy of copies"])
def test_a_copy_under_the_cover_of_another_unit_counts_for_neither(earlier: tuple[str, ...]) -> None:
    """The return it answers stands, and so does the other unit's own."""
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2", answers=(*earlier, MONEY.digest))
    found = judged(MONEY, WATER, strange)
    assert [found.units[key].file and found.units[key].status for key in ("A1", "A2")] == [
        UnitStatus.PASSED,
        UnitStatus.PASSED,
    ]
    file = found.files[2]
    (issue,) = file.issues
    assert (file.status, issue.code) == (UnitStatus.NOT_OURS, "collect.other_return")
    for text in (issue.message, evolve(issue, lang="en").message):
        assert "乌有市财政局" in text
        assert "乌有市水务局" in text


def test_where_it_is_all_that_came_the_unit_is_not_missing() -> None:
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
    assert judged(MONEY, strange).units["A2"].status is UnitStatus.NOT_OURS


def test_a_copy_of_such_a_copy_is_no_better() -> None:
    """What it answers is named in full, so that a second marking does not wash it."""
    strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
    again = evolve(strange, path="再改.xlsx", hash="d" * 64, answers=(strange.digest, MONEY.digest))
    found = judged(MONEY, strange, again)
    assert [found.files[number].status for number in (1, 2)] == [UnitStatus.NOT_OURS] * 2
    assert found.units["A1"].status is UnitStatus.PASSED


def test_a_digest_of_what_is_not_there_changes_nothing() -> None:
    for there in ((), (evolve(MONEY, current=False),)):
        strange = evolve(COPY, unit_name="乌有市水务局", unit_code="A2")
        assert judged(*there, strange).units["A2"].status is UnitStatus.PASSED


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
        (UnitStatus.PASSED, [])
        if "path" in other  # its own name is right, so that it is the unit's return
        else (UnitStatus.UNCHANGED, ["collect.unchanged"])
    )


def test_an_unchanged_copy_under_the_name_of_another_unit_is_known() -> None:
    copy = evolve(COPY, path="乌有市水务局/财政.xlsx", content=MONEY.content, unchanged=True)
    found = judged(MONEY, WATER, copy)
    assert found.files[2].status is UnitStatus.UNCHANGED
    assert found.units["A2"].status is found.units["A1"].status is UnitStatus.PASSED


def test_a_corrected_cover_takes_the_return_away_from_the_wrong_unit() -> None:
    """The code on the old cover was that of another unit, which was said as an error at once."""
    wrong = evolve(MONEY, unit_code="A2")
    alone = judged(wrong)
    assert (alone.units["A2"].status, alone.units["A1"].status) == (UnitStatus.ERRORS, UnitStatus.MISSING)
    found = judged(wrong, evolve(COPY, answers=(wrong.digest,)), WATER)
    assert (found.units["A1"].status, found.units["A2"].status) == (UnitStatus.PASSED, UnitStatus.PASSED)
    assert [issue.code for issue in found.files[0].issues] == ["collect.unit_code", "collect.replaced"]
    assert found.files[0].status is UnitStatus.REPLACED
    assert judged(wrong, evolve(COPY, answers=(wrong.digest,))).units["A2"].status is UnitStatus.MISSING


A, B, C = (received(f"{name}.xlsx", "乌有市财政局", "A1") for name in "abc")
ONE_WATER, OTHER_WATER = (received(f"水{name}.xlsx", "乌有市水务局", "A2") for name in "ab")
STRANGER = received("z.xlsx", "别处某局", "Z9")


def taking(*paths: str, files: tuple[ReceivedFile, ...] = (A, B)) -> list[Taken]:
    return decide_taken(paths, judged(*files))


def chosen(*files: ReceivedFile, **options: Any) -> str | None:  # noqa: ANN401 (of judge)
    verdict = judged(*files, **options).units["A1"]
    return verdict.file.received.path if verdict.file and verdict.file.accepted else None


@pytest.mark.parametrize("path", ["a.xlsx", "b.xlsx"])
@pytest.mark.parametrize("prefer", [None, "newest"])
def test_the_file_that_is_taken_stands(path: str, prefer: Any) -> None:  # noqa: ANN401 (Prefer)
    """Whatever the dates are; both files say so."""
    found = judged(A, evolve(B, stamp="2025-02-02"), prefer=prefer, taken=taking(path))
    assert found.units["A1"].file
    assert found.units["A1"].file.received.path == path
    codes = {one.received.path: [issue.code for issue in one.issues] for one in found.files.values()}
    (other,) = {A.path, B.path} - {path}
    assert codes == {path: ["collect.taken"], other: ["collect.passed_over"]}


def test_units_are_decided_one_by_one() -> None:
    files = (A, B, ONE_WATER, OTHER_WATER)
    found = judged(*files, taken=taking("水b.xlsx", files=files)).units
    assert (found["A1"].status, found["A2"].status) == (UnitStatus.DUPLICATE, UnitStatus.PASSED)
    both = taking("水b.xlsx", "a.xlsx", files=files)
    assert {unit for unit, *_ in both} == {"A1", "A2"}
    assert all(judged(*files, taken=both).units[key].status is UnitStatus.PASSED for key in ("A1", "A2"))


def test_a_new_return_opens_the_question_again_and_names_those_that_are_left() -> None:
    verdict = judged(A, B, C, taken=taking("a.xlsx")).units["A1"]
    assert [one.received.path for one in verdict.rivals] == ["a.xlsx", "c.xlsx"]
    assert verdict.issues[0].facts["count"] == 2


@pytest.mark.parametrize("answered", [A, B], ids=["taken", "passed over"])
def test_a_correction_of_what_was_taken_stands_and_one_of_the_other_asks(answered: ReceivedFile) -> None:
    new = evolve(C, answers=(answered.digest,))
    assert chosen(A, B, new, taken=taking("a.xlsx")) == ("c.xlsx" if answered is A else None)


@pytest.mark.parametrize("again", [A, B], ids=["taken", "passed over"])
def test_a_file_that_is_sent_or_saved_again_is_no_news(again: ReceivedFile) -> None:
    """It has other bytes and another name, and holds the same."""
    same = evolve(again, path="又.xlsx", hash="e" * 64)
    assert chosen(A, B, same, taken=taking("a.xlsx")) in ("a.xlsx", "又.xlsx")
    gone = evolve(again, current=False)
    left = B if again is A else A
    found = judged(gone, same, left, taken=taking("a.xlsx"))
    assert found.units["A1"].status is UnitStatus.PASSED
    assert found.units["A1"].file
    assert found.units["A1"].file.received.content == A.content


def test_what_was_taken_and_is_gone_decides_no_more() -> None:
    three = taking("a.xlsx", files=(A, B, C))
    gone = evolve(A, current=False)
    assert chosen(gone, B, C, taken=three) is None
    assert chosen(gone, B, taken=three) == "b.xlsx"


def test_an_officer_may_change_her_mind_and_repeat_herself() -> None:
    """A file is taken among all that came, whatever was taken before."""
    assert taking("a.xlsx") == taking("a.xlsx", "a.xlsx") == [("A1", A.hash, B.hash)]
    assert chosen(A, B, taken=taking("b.xlsx")) == "b.xlsx"


def test_a_copy_of_a_file_may_be_named_for_it() -> None:
    copy = evolve(A, path="a - 副本.xlsx", hash="d" * 64)
    assert taking(copy.path, files=(A, copy, B)) == [("A1", A.hash, B.hash)]


@pytest.mark.parametrize(
    ("files", "paths", "said"),
    [
        ((A, B, STRANGER), ["z.xlsx"], "“z.xlsx”不在需要选定的报表之中：它不属于名册上的任何单位"),
        ((A, B, ONE_WATER), ["水a.xlsx"], "“乌有市水务局”没有需要选定的报表"),
        ((A, B, evolve(C, answers=(A.digest,))), ["a.xlsx"], "可以选定的是“b.xlsx”、“c.xlsx”"),
        ((A, B, evolve(C, year=2023)), ["c.xlsx"], "可以选定的是“a.xlsx”、“b.xlsx”"),
        ((A, B), ["a.xlsx", "b.xlsx"], "“a.xlsx”和“b.xlsx”是同一个单位的，只能选定一份"),
    ],
    ids=["of no unit", "no duplicate", "replaced", "another year", "two of one unit"],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    files: tuple[ReceivedFile, ...], paths: list[str], said: str
) -> None:
    with pytest.raises(gkxl.errors.DataError, match=said) as caught:
        taking(*paths, files=files)
    assert "没有改动" in caught.value.zh
    assert "nothing was changed" in caught.value.en


KNOWN = ["财政局.xlsx", "某市.zip/水务局.xlsx", "县/教育局.xlsx"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("财政局.xlsx", "财政局.xlsx"),
        ("./财政局.xlsx", "财政局.xlsx"),
        ("报回/财政局.xlsx", "财政局.xlsx"),
        (r"报回\县\教育局.xlsx", "县/教育局.xlsx"),
        (r"某市.zip\水务局.xlsx", "某市.zip/水务局.xlsx"),
        (".\\县/教育局.xlsx", "县/教育局.xlsx"),
    ],
)
def test_files_are_named_as_they_are_shown_or_as_they_lie_there(typed: str, meant: str) -> None:
    assert find_named_files([typed, typed], KNOWN, "报回") == [meant]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("财政居.xlsx", "财政局.xlsx"),
        ("水务局.xlsx", "某市.zip/水务局.xlsx"),
        ("市/教育局.xls", "县/教育局.xlsx"),
    ],
)
def test_a_name_that_no_file_has_is_refused_with_those_near_it(typed: str, near: str) -> None:
    with pytest.raises(gkxl.errors.DataError, match="没有改动") as caught:
        find_named_files([typed], KNOWN, "报回")
    for text in (caught.value.zh, caught.value.en):
        assert typed in text
        assert near in text
    with pytest.raises(gkxl.errors.DataError, match="台账里“文件”一栏"):
        find_named_files(["完全不同"], KNOWN, "报回")
