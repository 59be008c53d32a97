"""Every code is raised by a fault of its own, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from faulty import ELSEWHERE, RAISED, RIGHT, in_english
from gkxl import CODES, read

if TYPE_CHECKING:
    from gkxl import Issue


ALONG: Final = {"collect.by_name": {"cover.blank"}, "collect.nameless": {"cover.blank"}}
"""What cannot be there without another: a return that names no unit has a blank cover."""


@pytest.fixture(scope="module")
def raised() -> dict[str, list[Issue]]:
    """The issues that the fault of each code raises."""
    return {code: list(fault()) for code, fault in RAISED.items()}


def test_what_is_faulty_here_was_right_before() -> None:
    assert read(RIGHT).issues == ()


def test_every_code_is_raised() -> None:
    assert {*RAISED} | {*ELSEWHERE} == {*CODES}
    assert not {*RAISED} & {*ELSEWHERE}


def test_a_fault_raises_its_code_and_no_other(raised: dict[str, list[Issue]]) -> None:
    """But for blanks on a cover, and for totals: openpyxl saves no results of formulas."""
    found = {code: {issue.code for issue in issues} for code, issues in raised.items()}
    assert [code for code, codes in found.items() if code not in codes] == []
    others = {code: codes - {code, "total.computed", *ALONG.get(code, ())} for code, codes in found.items()}
    assert {code: codes for code, codes in others.items() if codes} == {}


def test_the_message_has_all_its_facts_in_both_languages(raised: dict[str, list[Issue]]) -> None:
    """A message ends as a sentence does, and no place for a fact is left in it."""
    own = [next(issue for issue in issues if issue.code == code) for code, issues in raised.items()]
    assert [issue.message for issue in own if not issue.message.endswith("。")] == []
    assert [issue.message for issue in own if "{" in issue.message + in_english(issue).message] == []
