"""The officer takes one of several returns; it stays so until somebody sends something that is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from arrivals import came, judged
from attrs import evolve

import gkxl
from gkxl.collection.judging.taking import name_files, take
from gkxl.collection.status import Status

if TYPE_CHECKING:
    from gkxl.collection.judging.verdicts import Came, Taken

A, B, C = (came(f"{name}.xlsx", "乌有市财政局", "A1") for name in "abc")
WATER, OTHER_WATER = (came(f"水{name}.xlsx", "乌有市水务局", "A2") for name in "ab")
STRANGER = came("z.xlsx", "别处某局", "Z9")


def taking(*paths: str, files: tuple[Came, ...] = (A, B)) -> list[Taken]:
    return take(paths, judged(*files))


def chosen(*files: Came, **options: Any) -> str | None:  # noqa: ANN401 (of judge)
    verdict = judged(*files, **options).units["A1"]
    return verdict.file.came.path if verdict.file and verdict.file.accepted else None


@pytest.mark.parametrize("path", ["a.xlsx", "b.xlsx"])
@pytest.mark.parametrize("prefer", [None, "newest"])
def test_the_file_that_is_taken_stands(path: str, prefer: Any) -> None:  # noqa: ANN401 (Prefer)
    """Whatever the dates are; both files say so."""
    found = judged(A, evolve(B, stamp="2025-02-02"), prefer=prefer, taken=taking(path))
    assert found.units["A1"].file
    assert found.units["A1"].file.came.path == path
    codes = {one.came.path: [issue.code for issue in one.issues] for one in found.files.values()}
    (other,) = {A.path, B.path} - {path}
    assert codes == {path: ["collect.taken"], other: ["collect.passed_over"]}


def test_units_are_decided_one_by_one() -> None:
    files = (A, B, WATER, OTHER_WATER)
    found = judged(*files, taken=taking("水b.xlsx", files=files)).units
    assert (found["A1"].status, found["A2"].status) == (Status.DUPLICATE, Status.PASSED)
    both = taking("水b.xlsx", "a.xlsx", files=files)
    assert {unit for unit, *_ in both} == {"A1", "A2"}
    assert all(judged(*files, taken=both).units[key].status is Status.PASSED for key in ("A1", "A2"))


def test_a_new_return_opens_the_question_again_and_names_those_that_are_left() -> None:
    verdict = judged(A, B, C, taken=taking("a.xlsx")).units["A1"]
    assert [one.came.path for one in verdict.rivals] == ["a.xlsx", "c.xlsx"]
    assert verdict.issues[0].facts["count"] == 2


@pytest.mark.parametrize("answered", [A, B], ids=["taken", "passed over"])
def test_a_correction_of_what_was_taken_stands_and_one_of_the_other_asks(answered: Came) -> None:
    new = evolve(C, answers=(answered.digest,))
    assert chosen(A, B, new, taken=taking("a.xlsx")) == ("c.xlsx" if answered is A else None)


@pytest.mark.parametrize("again", [A, B], ids=["taken", "passed over"])
def test_a_file_that_is_sent_or_saved_again_is_no_news(again: Came) -> None:
    """It has other bytes and another name, and holds the same."""
    same = evolve(again, path="又.xlsx", hash="e" * 64)
    assert chosen(A, B, same, taken=taking("a.xlsx")) in ("a.xlsx", "又.xlsx")
    gone = evolve(again, current=False)
    left = B if again is A else A
    found = judged(gone, same, left, taken=taking("a.xlsx"))
    assert found.units["A1"].status is Status.PASSED
    assert found.units["A1"].file
    assert found.units["A1"].file.came.content == A.content


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
        ((A, B, WATER), ["水a.xlsx"], "“乌有市水务局”没有需要选定的报表"),
        ((A, B, evolve(C, answers=(A.digest,))), ["a.xlsx"], "可以选定的是“b.xlsx”、“c.xlsx”"),
        ((A, B, evolve(C, year=2023)), ["c.xlsx"], "可以选定的是“a.xlsx”、“b.xlsx”"),
        ((A, B), ["a.xlsx", "b.xlsx"], "“a.xlsx”和“b.xlsx”是同一个单位的，只能选定一份"),
    ],
    ids=["of no unit", "no duplicate", "replaced", "another year", "two of one unit"],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    files: tuple[Came, ...], paths: list[str], said: str
) -> None:
    with pytest.raises(gkxl.DataError, match=said) as caught:
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
    assert name_files([typed, typed], KNOWN, "报回") == [meant]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("财政居.xlsx", "财政局.xlsx"),
        ("水务局.xlsx", "某市.zip/水务局.xlsx"),
        ("市/教育局.xls", "县/教育局.xlsx"),
    ],
)
def test_a_name_that_no_file_has_is_refused_with_those_near_it(typed: str, near: str) -> None:
    with pytest.raises(gkxl.DataError, match="没有改动") as caught:
        name_files([typed], KNOWN, "报回")
    for text in (caught.value.zh, caught.value.en):
        assert typed in text
        assert near in text
    with pytest.raises(gkxl.DataError, match="台账里“文件”一栏"):
        name_files(["完全不同"], KNOWN, "报回")
