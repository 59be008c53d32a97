"""The grammar of numbers in returned workbooks: which spellings are one definite number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from typing import Final

from attrs import frozen

from gkxl.xlsx import Kind

HUGE: Final = Decimal(10) ** 15
NOISE: Final = Decimal("1e-9")
"""What spreadsheet programs leave behind a number when they calculate."""

_DASHES: Final = frozenset({"无", "/", "-", "—", "——", "－", "未发生"})
_DIGITS: Final = Context(prec=15)
"""Spreadsheet programs keep 15 significant digits; more is noise of binary fractions."""

_PLAIN: Final = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?", re.ASCII)
_COUNT_UNITS: Final = ("件", "条")
_YUAN: Final = re.compile(r"(.+?)(万元|元)")
_YUAN_IN_WAN: Final = Decimal(10_000)

_NOT_NUMBERS: Final = {
    Kind.DATE: "cell.date",
    Kind.PERCENT: "cell.percent",
    Kind.BOOLEAN: "cell.boolean",
    Kind.ERROR: "cell.error",
}

_HINTS: Final = (
    (re.compile(r"[约近≈~～]|左右|余|多"), "（像是约数）", " (it looks approximate)"),
    (re.compile(r"^[+≥≤><=增减]|[+]$"), "（带有符号）", " (it carries a sign)"),
    (re.compile(r"[(（].*[)）]|其中|含"), "（附有说明）", " (it carries a note)"),
    (re.compile(r"^[〇零一二三四五六七八九十百千万亿两]+$"), "（是汉字数字）", " (it is spelt in words)"),
)


@frozen
class Number:
    """What a cell's content comes to.

    Attributes:
        value: The number; None where there is no definite one.
        code: The code of the issue that it deserves; "" for a number written as a number.
    """

    value: Decimal | None
    code: str = ""


def number(kind: Kind, text: str, *, amount: bool) -> Number:
    """The number that a cell holds.

    Args:
        kind: What the workbook says the cell holds.
        text: Its content, as stored.
        amount: Whether it is an amount in 万元; otherwise it is a count.
    """
    if kind is Kind.NUMBER:
        if len(text) < _DIGITS.prec and text.isdecimal():
            return Number(Decimal(text))
        return _fit(Decimal(text), amount=amount, code="")
    if kind is Kind.TEXT:
        return _spelt(text, amount=amount)
    return Number(None, _NOT_NUMBERS.get(kind, "cell.blank"))


def hint(text: str) -> tuple[str, str]:
    """What a text in a number cell looks like, in Chinese and English; empty where that is anyone's guess."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return next(((zh, en) for pattern, zh, en in _HINTS if pattern.search(folded)), ("", ""))


def _spelt(text: str, *, amount: bool) -> Number:
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("'").lstrip()
    if not folded:
        return Number(None, "cell.blank")
    if text.strip() in _DASHES or folded in _DASHES:
        return Number(None, "cell.dash")
    if any(_is_mark(character) for character in text):
        return Number(None, "cell.text")
    return _amount(folded) if amount else _count(folded)


def _is_mark(character: str) -> bool:
    """Whether this is a footnote mark, or another sign that only looks like digits: ``22①`` is not 221."""
    odd = character.isnumeric() and not character.isdecimal()
    return odd and unicodedata.normalize("NFKC", character) != character


def _count(folded: str) -> Number:
    unit = next((unit for unit in _COUNT_UNITS if folded.endswith(unit)), "")
    value = _decimal(folded.removesuffix(unit).rstrip())
    return Number(None, "cell.text") if value is None else _fit(value, amount=False, code="cell.lenient")


def _amount(folded: str) -> Number:
    match = _YUAN.fullmatch(folded)
    value = _decimal(match[1].rstrip() if match else folded)
    if value is None:
        return Number(None, "cell.text")
    if match and match[2] == "元":
        return _fit(value / _YUAN_IN_WAN, amount=True, code="cell.unit")
    return _fit(value, amount=True, code="cell.lenient")


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else None


def _fit(value: Decimal, *, amount: bool, code: str) -> Number:
    """The number rid of binary noise, if it is one that a count, or an amount, may be."""
    clean = _clean(value)
    if clean >= HUGE:
        return Number(None, "cell.huge")
    if clean < 0:
        return Number(None, "cell.negative")
    if not amount and clean != clean.to_integral_value():
        return Number(None, "cell.fraction")
    return Number(clean, code)


def _clean(value: Decimal) -> Decimal:
    rounded = _DIGITS.plus(value)
    if abs(rounded) >= HUGE:
        return rounded
    return rounded.quantize(NOISE, context=Context(prec=40)).normalize() or Decimal(0)
