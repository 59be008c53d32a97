"""Every code is raised by a fault of its own, and by nothing else."""

from __future__ import annotations

import pytest

from faulty import ELSEWHERE, RAISED, RIGHT, in_english
from gkxl import CODES, read


def test_what_is_faulty_here_was_right_before() -> None:
    assert read(RIGHT).issues == ()


def test_every_code_is_raised() -> None:
    assert {*RAISED} | {*ELSEWHERE} == {*CODES}
    assert not {*RAISED} & {*ELSEWHERE}


@pytest.mark.parametrize("code", RAISED)
def test_a_fault_raises_its_code_and_no_other(code: str) -> None:
    found = {issue.code for issue in RAISED[code]()}
    assert code in found
    assert found <= {code, "total.computed"}  # openpyxl saves formulas without their results


@pytest.mark.parametrize("code", RAISED)
def test_the_message_has_all_its_facts_in_both_languages(code: str) -> None:
    issue = next(issue for issue in RAISED[code]() if issue.code == code)
    assert issue.message.endswith("。")
    assert "{" not in issue.message + in_english(issue).message
