"""Makes values of cells as they were filed: a value, or an issue that says why there is none."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from gkxl.issues.issue import Issue
from gkxl.model.domain import LARGEST, is_year
from gkxl.model.values import digits
from gkxl.reading.displayed import displayed
from gkxl.reading.numbers import Number, hint, is_count, number
from gkxl.text import ILLEGAL, LONGEST_TEXT, writable
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.model.outline import Node
    from gkxl.reading.result import Filed


class Value(NamedTuple):
    """What was made of a cell.

    Attributes:
        content: The value; None where there is none.
        issues: What there is to say about it.
    """

    content: Any
    issues: tuple[Issue, ...] = ()


_NUMBER: Final = Kind.NUMBER  # looked up for every cell
_FEW: Final = 3
_TASTE: Final = 40
"""So many runs of a text are told, and so much of each."""

Blank: TypeAlias = Literal["error", "zero"]
"""What a blank number cell is: a fault, or a zero with a note."""


def plain_count(cell: Filed) -> Value | None:
    """What most cells hold: a count with nothing to say about it; None for anything else."""
    plain = cell.kind is _NUMBER and cell.formula is None and not (cell.covered or cell.mask or cell.scripts)
    return _count(cell.text) if plain and is_count(cell.text) else None


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
    limit = LARGEST if node.computed else None
    found = number(cell.kind, cell.text, node.domain, node.item.unit, cell.mask, limit)
    if found.value is not None and cell.scripts:
        return Value(None, (_issue("cell.scripts", node, cell, **_set(cell)),))
    if blank == "zero" and found.code in {"cell.blank", "cell.dash"}:
        return Value(_typed(node, Decimal(0)), (_issue("cell.zero", node, cell),))
    value = _typed(node, found.value)
    issues = list(_number_issues(node, cell, found, value))
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


def _number_issues(node: Node, cell: Filed, found: Number, value: Any) -> Iterator[Issue]:  # noqa: ANN401 (int, Decimal)
    if found.code:
        zh, en = hint(cell.text, node.domain) if found.code == "cell.text" else ("", "")
        also = f"，显示成“{found.shown}”" if found.shown else ""
        also_en = f", shown as {found.shown!r}" if found.shown else ""
        said = {"also": also, "also_en": also_en, **_shown_as(found.shown)}
        facts = {"value": digits(value), "hint": zh, "hint_en": en, **said}
        yield _issue(found.code, node, cell, **facts)
    if cell.formula is not None and value is not None:
        yield _issue("cell.formula", node, cell, formula=f"={cell.formula}", value=digits(value))


def year_value(node: Node, cell: Filed, *, date1904: bool) -> Value:
    """The report year, which is issued with the form: where there is none, nobody is to type one."""
    found = number_value(node, cell)
    if is_year(found.content):
        return found
    what, what_en = _in_the_place_of_a_year(cell, date1904=date1904)
    return Value(None, (_issue("cover.year", node, cell, what=what, what_en=what_en),))


_DATES: Final = range(36526, 55153)
"""What Excel stores for the days from 2000 to 2050."""


def _in_the_place_of_a_year(cell: Filed, *, date1904: bool) -> tuple[str, str]:
    """Describe the content of the year's cell; a number may be a date that lost its format."""
    if not cell.text.strip():
        return "是空的", "is blank"
    lost = cell.kind is Kind.NUMBER and is_count(cell.text) and int(cell.text) in _DATES
    if lost or cell.kind is Kind.DATE:
        day = displayed(Kind.DATE, cell.text, "", date1904=date1904)
        return f"里是日期（{day}，存为 {cell.text}）", f"holds a date ({day}, stored as {cell.text})"
    return f"填的是“{cell.text}”", f"says {cell.text!r}"


def text_value(node: Node, cell: Filed, *, date1904: bool) -> Value:
    """The text in a cell; a number or a date that stands there is taken as it would be written out."""
    if cell.covered:
        return _hidden(node, cell)
    if _is_uncalculated(cell):
        return _uncalculated(node, cell)
    if cell.kind is Kind.ERROR:
        return Value(None, (_issue("cell.error", node, cell),))
    is_text = cell.kind in (Kind.TEXT, Kind.BLANK)
    if is_text and not cell.mask:
        return _as_text(node, cell, cell.text, told=cell.formula is not None)
    shown = displayed(cell.kind, cell.text, cell.mask, date1904=date1904)
    if shown.strip() != cell.text.strip() if is_text else not shown:
        return Value(None, (_issue("cell.masked", node, cell, **_shown_as(shown)),))
    return _as_text(node, cell, cell.text if is_text else shown, told=not is_text or cell.formula is not None)


_NO_TEXTS: Final = {
    Kind.NUMBER: ("数字", "a number"),
    Kind.DATE: ("日期", "a date"),
    Kind.PERCENT: ("百分数", "a percentage"),
    Kind.MASKED: ("数字", "a number"),
    Kind.BOOLEAN: ("逻辑值", "a logical value"),
}


def _as_text(node: Node, cell: Filed, text: str, *, told: bool) -> Value:
    """A text as every workbook, page and document can hold it; told if the cell holds something else."""
    length = (
        len(text) if 2 * len(text) <= LONGEST_TEXT else len(text.encode("utf-16-le", "surrogatepass")) // 2
    )
    if length > LONGEST_TEXT:
        facts = {"length": f"{length:,}", "limit": f"{LONGEST_TEXT:,}"}
        return Value(None, (_issue("cell.long", node, cell, **facts),))
    odd = ILLEGAL.search(text)
    kept = writable(text) if odd else text
    issues = [_issue("cell.control", node, cell, character=f"U+{ord(odd[0]):04X}")] if odd else []
    if any(script == "struck" for script, _ in cell.scripts):
        issues.append(_issue("cell.struck", node, cell, **_set(cell)))
    if told:
        what, what_en = ("公式", "a formula") if cell.formula is not None else _NO_TEXTS[cell.kind]
        issues.append(_issue("cell.as_text", node, cell, value=kept, what=what, what_en=what_en))
    return Value(kept, tuple(issues))


def _set(cell: Filed) -> dict[str, str]:
    """What is struck through in a cell, or set above or below the line, as messages say it."""
    how = {
        "struck": ("加了删除线", "struck through"),
        "raised": ("是上标或下标", "set above or below the line"),
    }
    told = [
        (f"“{_brief(text)}”{how[script][0]}", f"{_brief(text)!r} is {how[script][1]}")
        for script, text in cell.scripts
    ]
    few = told[:_FEW]
    return {"scripts": "、".join(zh for zh, _ in few), "scripts_en": ", ".join(en for _, en in few)}


def _brief(text: str) -> str:
    return text if len(text) <= _TASTE else f"{text[:_TASTE]}……"


def _shown_as(text: str | None) -> dict[str, str]:
    """What a number format shows, as messages say it."""
    if text is None:
        return {"shown": "藏起来，或显示成了别的数", "shown_en": "hides it or shows another number"}
    if not text.strip():
        return {"shown": "藏起来", "shown_en": "hides it"}
    return {"shown": f"显示成“{text.strip()}”", "shown_en": f"shows it as {text.strip()!r}"}


def _issue(code: str, node: Node, cell: Filed, **facts: str) -> Issue:
    return Issue(code=code, path=node.path, label=node.label, place=cell.place, found=cell.text, facts=facts)
