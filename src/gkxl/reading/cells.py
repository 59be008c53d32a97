"""Makes values of cells as they were filed: a value, or an issue that says why there is none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from gkxl.issues import Issue
from gkxl.reading.numbers import hint, is_count, number
from gkxl.values import digits
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.outline import Node
    from gkxl.reading.result import Filed


class Value(NamedTuple):
    """What was made of a cell.

    Attributes:
        content: The value; None where there is none.
        issues: What there is to say about it.
    """

    content: Any
    issues: tuple[Issue, ...] = ()


Blank: TypeAlias = Literal["error", "zero"]
"""What a blank number cell is: a fault, or a zero with a note."""


def plain_count(cell: Filed) -> Value | None:
    """What most cells hold: a count with nothing to say about it; None for anything else."""
    plain = cell.kind is Kind.NUMBER and cell.formula is None and not cell.covered and is_count(cell.text)
    return _count(cell.text) if plain else None


@lru_cache(maxsize=4096)
def _count(text: str) -> Value:
    return Value(int(text))


def number_value(node: Node, cell: Filed, *, blank: Blank = "error") -> Value:
    """The count or amount in a cell."""
    return (node.domain.whole and plain_count(cell)) or _number_value(node, cell, blank=blank)


def _number_value(node: Node, cell: Filed, *, blank: Blank) -> Value:
    if cell.covered:
        return _hidden(node, cell)
    if _is_uncalculated(cell):
        return _uncalculated(node, cell)
    found = number(cell.kind, cell.text, node.domain, node.item.unit)
    if blank == "zero" and found.code in {"cell.blank", "cell.dash"}:
        return Value(_typed(node, Decimal(0)), (_issue("cell.zero", node, cell),))
    value = _typed(node, found.value)
    issues = list(_number_issues(node, cell, found.code, value))
    return Value(value, tuple(issues))


def _hidden(node: Node, cell: Filed) -> Value:
    return Value(None, (_issue("cell.covered", node, cell, range=cell.covered),))


def _is_uncalculated(cell: Filed) -> bool:
    """Whether nobody can tell what a formula comes to."""
    return cell.formula is not None and not (cell.cached and cell.reliable)


def _uncalculated(node: Node, cell: Filed) -> Value:
    return Value(None, (_issue("cell.uncalculated", node, cell, formula=f"={cell.formula}"),))


def _typed(node: Node, value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and node.domain.whole else value


def _number_issues(node: Node, cell: Filed, code: str, value: Any) -> Iterator[Issue]:  # noqa: ANN401 (int, Decimal)
    if code:
        zh, en = hint(cell.text, node.domain) if code == "cell.text" else ("", "")
        yield _issue(code, node, cell, value=digits(value), hint=zh, hint_en=en)
    if cell.formula is not None and value is not None:
        yield _issue("cell.formula", node, cell, formula=f"={cell.formula}", value=digits(value))


def year_value(node: Node, cell: Filed) -> Value:
    """The report year, which is issued with the form: where there is none, nobody is to type one."""
    found = number_value(node, cell)
    return found if found.content is not None else Value(None, (_issue("cover.year", node, cell),))


def text_value(node: Node, cell: Filed, *, date1904: bool) -> Value:
    """The text in a cell; a number or a date that stands there is taken as it would be written out."""
    if cell.covered:
        return _hidden(node, cell)
    if cell.kind is Kind.TEXT and cell.formula is None:
        return Value(cell.text)
    if cell.kind is Kind.BLANK and cell.formula is None:
        return Value("")
    if _is_uncalculated(cell):
        return _uncalculated(node, cell)
    if cell.kind is Kind.ERROR:
        return Value(None, (_issue("cell.error", node, cell),))
    text = _date(cell.text, date1904=date1904) if cell.kind is Kind.DATE else cell.text
    return Value(text, (_issue("cell.as_text", node, cell, value=text),))


def _date(text: str, *, date1904: bool) -> str:
    """A date as it is written in Chinese, without the time of day; what is none stays as it is."""
    days = re.fullmatch(r"(\d{1,6})(?:\.\d*)?", text)
    if not days:
        return text
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    day = start + timedelta(days=int(days[1]))
    return f"{day.year}年{day.month}月{day.day}日"


def _issue(code: str, node: Node, cell: Filed, **facts: str) -> Issue:
    return Issue(code=code, path=node.path, label=node.label, place=cell.place, found=cell.text, facts=facts)
