"""Tells what is shown of a cell, and compares it with the number that is stored there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from gkxl.xlsx import LONGEST_FORMAT, Kind, is_number, show, show_text

_PLAIN: Final = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?", re.ASCII)
_POWER: Final = re.compile(r"(-?[0-9]+)(?:\.([0-9]*))?E([+-]?[0-9]{1,3})", re.ASCII)
_FRACTION: Final = re.compile(r"(-?)(?:([0-9]+) +)?([0-9]+)/([0-9]+)", re.ASCII)
_NEGATIVE: Final = re.compile(r"\(([^()]*)\)")
_LEADING: Final = re.compile(r"^(-?)\.")

_NOISE: Final = Decimal("1e-9")
_HALF: Final = Decimal("0.5")


_DAYS: Final = re.compile(r"([0-9]{1,6})(?:\.[0-9]*)?")
_LEAP_DAY: Final = 60
"""29 February 1900, which never was; Excel and WPS count it all the same."""


def displayed(kind: Kind, text: str, mask: str, *, date1904: bool) -> str:
    """What is shown of a cell, but for dates, which are written as in Chinese texts.

    Args:
        kind: What the workbook says it holds.
        text: Its content, as stored.
        mask: Its number format; "" where that shows everything as what it is.
        date1904: Whether days are counted from 1904.

    Example:
        >>> displayed(Kind.NUMBER, "1.3800138E10", "", date1904=False)
        '13800138000'
        >>> displayed(Kind.PERCENT, "0.08", "0%", date1904=False)
        '8%'
        >>> displayed(Kind.DATE, "59", "yyyy-mm-dd", date1904=False)
        '1900年2月28日'
    """
    if len(mask) > LONGEST_FORMAT:
        return ""
    if kind is Kind.TEXT:
        return show_text(mask, text) if mask else text
    if kind is Kind.BOOLEAN:
        return "FALSE" if text == "0" else "TRUE"
    if not is_number(text):
        return text
    found = show(mask, text)
    if Kind.DATE in (found.kind, kind if not mask else None):
        return _date(text, date1904=date1904)
    return found.text.strip()


def _date(text: str, *, date1904: bool) -> str:
    """A date without the time of day; what is none stays as it is."""
    days = _DAYS.fullmatch(text)
    if not days:
        return text
    number = int(days[1])
    if date1904:
        return _written(date(1904, 1, 1) + timedelta(number))
    if number == _LEAP_DAY:
        return "1900年2月29日"
    return (
        _written(date(1899, 12, 30) + timedelta(number + (number < _LEAP_DAY))) if number else "1900年1月0日"
    )


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def agrees(value: Decimal, shown: str) -> bool | None:
    """Whether a text shows a number exactly, or rounded; None where it shows another one, or none.

    Args:
        value: The number.
        shown: The text, without its unit.

    Example:
        >>> [agrees(Decimal("43.788"), text) for text in ("43.788", "43.8", "4.4E+01", "44.8", "43,788")]
        [True, False, False, None, None]
        >>> agrees(Decimal(-8), "(8)"), agrees(Decimal(8), "(8)")
        (True, None)
    """
    negative = _NEGATIVE.fullmatch(shown) if value < 0 else None
    found = _read(f"-{negative[1]}" if negative else _LEADING.sub(r"\g<1>0.", shown, count=1))
    if found is None:
        return None
    number, tolerance = found
    difference = abs(number - value)
    if difference <= _NOISE:
        return True
    return False if difference <= tolerance else None


def _read(text: str) -> tuple[Decimal, Decimal] | None:
    """The number that a text shows, and how far the one that it is rounded from may be from it."""
    if plain := _PLAIN.fullmatch(text):
        places = len(plain[3] or "")
        number = Decimal(f"{plain[1]}{plain[2].replace(',', '')}.{plain[3] or ''}0")
        return number, _HALF.scaleb(-places)
    if power := _POWER.fullmatch(text):
        exponent = int(power[3])
        number = Decimal(f"{power[1]}.{power[2] or ''}0").scaleb(exponent)
        return number, _HALF.scaleb(exponent - len(power[2] or ""))
    fraction = _FRACTION.fullmatch(text)
    if fraction is None or not int(fraction[4]):
        return None
    below = Decimal(fraction[4])
    number = Decimal(fraction[2] or 0) + Decimal(fraction[3]) / below
    return (-number if fraction[1] else number), 1 / below
