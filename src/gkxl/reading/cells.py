"""Makes a value of each cell as it was filed, or an issue that names the reason why there is none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gkxl.files.limits import bounded_cache
from gkxl.frozen import NamedTuple
from gkxl.issues import Issue
from gkxl.model.marks import LARGEST, is_year
from gkxl.model.outline import plain_digits
from gkxl.reading.numbers import Number, describe_text, is_count, read_number
from gkxl.reading.result import Filed
from gkxl.text import LONGEST_TEXT, Wording, find_illegal, nfkc, to_wording, writable
from gkxl.xlsx import LONGEST_FORMAT, Kind, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.model.outline import Node


class Value(NamedTuple):
    """What was made of a cell.

    Attributes:
        content: The value; None where there is none.
        issues: What there is to say about it.
    """

    content: Any
    issues: tuple[Issue, ...] = ()


_NUMBER: Final = Kind.NUMBER  # looked up for every cell
_MOST_QUOTES: Final = 3
_LONGEST_QUOTE: Final = 40
"""The most runs of a text that a message quotes, and the most characters of each."""

Blank: TypeAlias = Literal["error", "zero"]
"""What a blank number cell is: a fault, or a zero with a note."""


_PLAIN: Final = Filed("", None, _NUMBER)[4:]


def is_plain_count(cell: Filed) -> bool:
    """Whether a cell holds a count and nothing else, as most cells do."""
    # one comparison for the formula, the merged range, the mask and the rest: asked of every cell
    return cell.kind is _NUMBER and cell[4:] == _PLAIN and is_count(cell.text)


def read_number_cell(node: Node, cell: Filed, *, blank: Blank = "error") -> Value:
    """The count or amount in a cell."""
    if node.domain.whole and is_plain_count(cell):
        return Value(int(cell.text))
    if cell.covered:
        return _covered_value(node, cell)
    if _is_uncalculated(cell):
        return _uncalculated_value(node, cell)
    limit = LARGEST if node.computed else None
    found = read_number(cell.kind, cell.text, node.domain, node.item.unit, cell.mask, limit)
    if found.value is not None and cell.scripts:
        return Value(None, (_issue("cell.scripts", node, cell, scripts=_describe_scripts(cell)),))
    if blank == "zero" and found.code in {"cell.blank", "cell.dash"}:
        return Value(_as_count_or_amount(node, Decimal(0)), (_issue("cell.zero", node, cell),))
    value = _as_count_or_amount(node, found.value)
    issues = list(_find_number_issues(node, cell, found, value))
    return Value(value, tuple(issues))


def _covered_value(node: Node, cell: Filed) -> Value:
    return Value(None, (_issue("cell.covered", node, cell, range=cell.covered),))


def _is_uncalculated(cell: Filed) -> bool:
    """Whether the result of a formula is missing or cannot be trusted."""
    return cell.formula is not None and not (cell.cached and cell.reliable)


def _uncalculated_value(node: Node, cell: Filed) -> Value:
    return Value(None, (_issue("cell.uncalculated", node, cell, formula=f"={cell.formula}"),))


def _as_count_or_amount(node: Node, value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and node.domain.whole else value


def _find_number_issues(node: Node, cell: Filed, found: Number, value: Any) -> Iterator[Issue]:  # noqa: ANN401 (int, Decimal)
    if found.code:
        hint = describe_text(cell.text, node.domain) if found.code == "cell.text" else ""
        also = Wording(f"，显示成“{found.shown}”", f", shown as {found.shown!r}") if found.shown else ""
        shown = _describe_shown(found.shown)
        read = "" if value is None else plain_digits(value)
        yield _issue(found.code, node, cell, value=read, hint=hint, also=also, shown=shown)
    if cell.formula is not None and value is not None:
        yield _issue("cell.formula", node, cell, formula=f"={cell.formula}", value=plain_digits(value))


def read_year_cell(node: Node, cell: Filed, *, date1904: bool) -> Value:
    """The report year, which is issued with the form: a missing year is not to be typed in."""
    found = read_number_cell(node, cell)
    if is_year(found.content):
        return found
    what = _describe_year_cell(cell, date1904=date1904)
    return Value(None, (_issue("cover.year", node, cell, what=what),))


_DATES: Final = range(36526, 55153)
"""What Excel stores for the days from 2000 to 2050."""


def _describe_year_cell(cell: Filed, *, date1904: bool) -> Wording:
    """Describe the content of the year's cell; a number may be a date that lost its format."""
    if not cell.text.strip():
        return Wording("是空的", "is blank")
    lost = cell.kind is Kind.NUMBER and is_count(cell.text) and int(cell.text) in _DATES
    if lost or cell.kind is Kind.DATE:
        day = display(Kind.DATE, cell.text, "", date1904=date1904)
        return Wording(f"里是日期（{day}，存为 {cell.text}）", f"holds a date ({day}, stored as {cell.text})")
    return Wording(f"填的是“{cell.text}”", f"says {cell.text!r}")


def read_text_cell(node: Node, cell: Filed, *, date1904: bool) -> Value:
    """The text in a cell; a number or a date is taken as it would be written out."""
    if cell.covered:
        return _covered_value(node, cell)
    if _is_uncalculated(cell):
        return _uncalculated_value(node, cell)
    if cell.kind is Kind.ERROR:
        return Value(None, (_issue("cell.error", node, cell),))
    is_text = cell.kind in (Kind.TEXT, Kind.BLANK)
    if is_text and not cell.mask:
        return _keep_text(node, cell, cell.text, is_converted=cell.formula is not None)
    shown = display(cell.kind, cell.text, cell.mask, date1904=date1904)
    if shown.strip() != cell.text.strip() if is_text else not shown:
        return Value(None, (_issue("cell.masked", node, cell, shown=_describe_shown(shown)),))
    return _keep_text(
        node, cell, cell.text if is_text else shown, is_converted=not is_text or cell.formula is not None
    )


_KIND_NAMES: Final = {
    Kind.NUMBER: Wording("数字", "a number"),
    Kind.DATE: Wording("日期", "a date"),
    Kind.PERCENT: Wording("百分数", "a percentage"),
    Kind.MASKED: Wording("数字", "a number"),
    Kind.BOOLEAN: Wording("逻辑值", "a logical value"),
}


def _keep_text(node: Node, cell: Filed, text: str, *, is_converted: bool) -> Value:
    """A text as every file format can hold it; with a note if the cell holds something else."""
    length = (
        len(text) if 2 * len(text) <= LONGEST_TEXT else len(text.encode("utf-16-le", "surrogatepass")) // 2
    )
    if length > LONGEST_TEXT:
        facts = {"length": f"{length:,}", "limit": f"{LONGEST_TEXT:,}"}
        return Value(None, (_issue("cell.long", node, cell, **facts),))
    odd = find_illegal(text)
    kept = writable(text) if odd else text
    issues = [_issue("cell.control", node, cell, character=f"U+{ord(odd):04X}")] if odd else []
    if any(script == "struck" for script, _ in cell.scripts):
        issues.append(_issue("cell.struck", node, cell, scripts=_describe_scripts(cell)))
    if is_converted:
        what = Wording("公式", "a formula") if cell.formula is not None else _KIND_NAMES[cell.kind]
        issues.append(_issue("cell.as_text", node, cell, value=kept, what=what))
    return Value(kept, tuple(issues))


def _describe_scripts(cell: Filed) -> Wording:
    """What is struck through in a cell, or set above or below the line, as messages say it."""
    how = {
        "struck": Wording("加了删除线", "struck through"),
        "raised": Wording("是上标或下标", "set above or below the line"),
    }
    few = cell.scripts[:_MOST_QUOTES]
    quotes = [to_wording("“{text}”{how}", text=_shorten(text), how=how[script]) for script, text in few]
    return to_wording("{quotes}", quotes=quotes)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}……"


def _describe_shown(text: str | None) -> Wording:
    """What a number format shows, as messages say it."""
    if text is None:
        return Wording("藏起来，或显示成了别的数", "hides it or shows another number")
    if not text.strip():
        return Wording("藏起来", "hides it")
    return Wording(f"显示成“{text.strip()}”", f"shows it as {text.strip()!r}")


def _issue(code: str, node: Node, cell: Filed, **facts: str | Wording) -> Issue:
    return Issue(code=code, path=node.path, label=node.label, place=cell.place, found=cell.text, facts=facts)


_DAYS: Final = r"([0-9]{1,6})(?:\.[0-9]*)?"
_LEAP_DAY: Final = 60
"""29 February 1900, which never was; Excel and WPS count it all the same."""


def display(kind: Kind, text: str, mask: str, *, date1904: bool) -> str:
    """What is shown of a cell, but for dates, which are written as in Chinese texts.

    Args:
        kind: The kind of content, as recorded in the workbook.
        text: Its content, as stored.
        mask: Its number format; "" where that shows everything as what it is.
        date1904: Whether days are counted from 1904.

    Example:
        >>> display(Kind.NUMBER, "1.3800138E10", "", date1904=False)
        '13800138000'
        >>> display(Kind.PERCENT, "0.08", "0%", date1904=False)
        '8%'
        >>> display(Kind.DATE, "59", "yyyy-mm-dd", date1904=False)
        '1900年2月28日'
    """
    if len(mask) > LONGEST_FORMAT:
        return ""
    from gkxl.xlsx.number_display import show_number, show_text  # noqa: PLC0415 (few returns have formats of their own)

    if kind is Kind.TEXT:
        return show_text(mask, text) if mask else text
    if kind is Kind.BOOLEAN:
        return "FALSE" if text == "0" else "TRUE"
    if not is_number(text):
        return text
    found = show_number(mask, text)
    if Kind.DATE in (found.kind, kind if not mask else None):
        return _display_date(text, date1904=date1904)
    return found.text.strip()


def _display_date(text: str, *, date1904: bool) -> str:
    """A date without the time of day; what is none stays as it is."""
    days = re.fullmatch(_DAYS, text)
    if not days:
        return text
    number = int(days[1])
    if date1904:
        return _write_date(date(1904, 1, 1) + timedelta(number))
    if number == _LEAP_DAY:
        return "1900年2月29日"
    return (
        _write_date(date(1899, 12, 30) + timedelta(number + (number < _LEAP_DAY)))
        if number
        else "1900年1月0日"
    )


def _write_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_WRITTEN_DAY: Final = (
    r"(?a)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_EIGHT_DIGITS: Final = r"(?a)(\d{4})(\d\d)(\d\d)"
_LONGEST_DAY: Final = 40
_KINDS_OF_DAYS: Final = (Kind.DATE, Kind.NUMBER, Kind.TEXT)


def read_day(kind: Kind, text: str, *, date1904: bool = False) -> date | None:
    """The day that a cell holds, however it is written; None where there is no definite one.

    Args:
        kind: The kind of content, as recorded in the workbook.
        text: Its content, as stored.
        date1904: Whether days are counted from 1904.

    >>> [str(read_day(Kind.TEXT, text)) for text in ("２０２６年3月5日", "2026.3.5", "20260305", "3月5日")]
    ['2026-03-05', '2026-03-05', '2026-03-05', 'None']
    """
    if len(text) > _LONGEST_DAY or kind not in _KINDS_OF_DAYS:
        return None
    return _read_short_day(text, date(1904, 1, 1) if date1904 else date(1899, 12, 30))


@bounded_cache(maxsize=4096)  # a register has the same few hundred days again and again
def _read_short_day(text: str, first: date) -> date | None:
    folded = nfkc(text).strip()
    written = re.fullmatch(_EIGHT_DIGITS, folded) or re.fullmatch(_WRITTEN_DAY, folded)
    try:
        if written:
            return date(*map(int, written.groups()))
        return first + timedelta(int(Decimal(folded))) if is_number(folded) else None
    except (ValueError, OverflowError):
        return None
