"""Every code is raised by a fault of its own, and by nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from faulty import ELSEWHERE, RAISED, RIGHT, in_english
from gkxl import CODES, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl import Issue


ALONG: Final = {"collect.by_name": {"cover.blank"}, "collect.nameless": {"cover.blank"}}
"""What cannot be there without another: a return that names no unit has a blank cover."""


@cache
def issues(code: str) -> Sequence[Issue]:
    """What is raised by the fault of a code."""
    return list(RAISED[code]())


def test_what_is_faulty_here_was_right_before() -> None:
    assert read(RIGHT).issues == ()


def test_every_code_is_raised() -> None:
    assert {*RAISED} | {*ELSEWHERE} == {*CODES}
    assert not {*RAISED} & {*ELSEWHERE}


@pytest.mark.parametrize("code", RAISED)
def test_a_fault_raises_its_code_and_no_other(code: str) -> None:
    found = {issue.code for issue in issues(code)}
    assert code in found
    assert found <= {code, "total.computed", *ALONG.get(code, ())}  # openpyxl saves no results of formulas


@pytest.mark.parametrize("code", RAISED)
def test_the_message_has_all_its_facts_in_both_languages(code: str) -> None:
    issue = next(issue for issue in issues(code) if issue.code == code)
    assert issue.message.endswith("。")
    assert "{" not in issue.message + in_english(issue).message
