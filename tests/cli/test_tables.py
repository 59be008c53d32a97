"""How findings look: lines that break where Chinese breaks, verdicts, and JSON."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from rich.console import Console

from gkxl import Issue
from gkxl.cli.outcome import Outcome, verdict_line
from gkxl.cli.tables import ChineseText


def wrapped(text: str, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    return [line.plain for line in ChineseText(text).wrap(console, width)]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("一二三四五六", ["一二三四五", "六"]),
        ("一二三四五。六", ["一二三四", "五。六"]),
        ("一二三 12345 四", ["一二三 ", "12345 四"]),
        ("一二三四（五六）", ["一二三四", "（五六）"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("", [""]),
    ],
)
def test_lines_break_as_chinese_does(text: str, broken: list[str]) -> None:
    """Anywhere but inside a number or a word, after an opening mark, or before a closing one."""
    assert [line.strip() for line in wrapped(text, 10)] == [line.strip() for line in broken]


def test_a_file_with_remarks_only_passes() -> None:
    warned = Issue(code="cell.lenient", found="８", facts={"value": 8})
    outcome = Outcome(file="a.xlsx", issues=(warned,))
    assert (outcome.ok, outcome.status) == (True, 0)
    assert verdict_line(outcome) == "通过（1 处提示）"


@pytest.mark.parametrize(
    ("found", "plain"),
    [(8, 8), ("约8", "约8"), (None, None), (Decimal("1E+2"), "100"), (Decimal("NaN"), "NaN"), (1.5, "1.5")],
)
def test_what_was_found_goes_into_json_without_loss(found: object, plain: object) -> None:
    outcome = Outcome(file="a.xlsx", issues=(Issue(code="cell.lenient", found=found, facts={"value": 8}),))
    assert outcome.plain()["issues"][0]["found"] == plain
