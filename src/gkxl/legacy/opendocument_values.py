"""Tells from the attributes and the text of a cell of an .ods file what it holds."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final, TypeAlias

from gkxl.legacy.facts import ERRORS
from gkxl.xlsx import Kind
from gkxl.xlsx.sheet import is_number

_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_FORMULA: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 formula"
_ERROR: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_NUMBERS: Final = {"float": Kind.NUMBER, "currency": Kind.NUMBER, "percentage": Kind.PERCENT}

_SHOWN: Final = re.compile(r"([^0-9]*)([0-9]+(?:\.([0-9]+))?)(?:E([+-]?[0-9]{1,3}))?([^0-9]*)", re.DOTALL)
"""A number among other words: what is before it, the number, its decimals, its power of ten, the rest."""

_DAY_SHOWN: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?![0-9])")
_LAST_DAY: Final = 2_958_466

_LONGEST: Final = 400
"""No number is shown in more characters."""

_TIME: Final = re.compile(r"(-?)PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(\.[0-9]{1,9})?S)?")
Content: TypeAlias = tuple[Kind, str, str]
"""What a cell holds, its text, and its number format where that shows something else."""

_START: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (cells know no time zones)
_DAY: Final = dt.timedelta(days=1)


def read_value(cell: dict[str, str], shown: str | None) -> Content:
    """What a cell holds, as an .xlsx file would spell it.

    Args:
        cell: The attributes of the cell.
        shown: Its text; None where it has none, and how its value is shown is not known.

    Returns:
        Its kind, its text, and the number format that would show it so; "" where it is shown as it is.
    """
    type_ = cell.get(f"{_OFFICE}value-type", "")
    if cell.get(_ERROR) == "error" or (_FORMULA in cell and shown in ERRORS):
        return Kind.ERROR, shown or "#?", ""
    if type_ in _NUMBERS:
        return _number(_NUMBERS[type_], cell.get(f"{_OFFICE}value", "").strip(), shown)
    if type_ == "boolean":
        return Kind.BOOLEAN, str(int(cell.get(f"{_OFFICE}boolean-value", "").strip() == "true")), ""
    if type_ in ("date", "time"):
        return Kind.DATE, _days(cell.get(f"{_OFFICE}{type_}-value", "").strip(), shown), ""
    text = cell.get(f"{_OFFICE}string-value", "") if shown is None else shown
    return (Kind.TEXT if text or type_ == "string" else Kind.BLANK), text, ""


def _number(kind: Kind, value: str, shown: str | None) -> Content:
    if not is_number(value):
        return Kind.ERROR, shown or value or "#?", ""
    if kind is Kind.NUMBER and shown not in (None, value) and float(value):
        kind, mask = _shown_as(shown or "", Decimal(value))
        return kind, value, mask
    return kind, value, ""


def _shown_as(text: str, value: Decimal) -> tuple[Kind, str]:
    """What a number other than 0 is shown as, and the number format that would show it so."""
    found = _SHOWN.fullmatch(text.replace(",", "")) if len(text) <= _LONGEST else None
    if not found:
        return (Kind.DATE if _shows_date(text, value) else Kind.MASKED), ""
    before, digits, decimals, power, after = found.groups(default="")
    scale = int(power or 0)
    number, step = Decimal(digits).scaleb(scale), Decimal(1).scaleb(scale - len(decimals))
    if after == "%" and abs(abs(value) - number / 100) <= step / 100:
        return Kind.PERCENT, ""
    if abs(abs(value) - number) > step:
        return Kind.MASKED, ""
    before = before.removeprefix("-") if value < 0 else before
    if not (before or after):
        return Kind.NUMBER, ""
    places = f"0.{'0' * len(decimals)}" if decimals else "0"
    return Kind.NUMBER, f"{_quoted(before)}{places}{_quoted(after)}"


def _quoted(words: str) -> str:
    """Words as a number format has them."""
    return '"{}"'.format(words.replace('"', "")) if words else ""


def _shows_date(text: str, value: Decimal) -> bool:
    """Whether a text begins with the day that a number stands for."""
    found = _DAY_SHOWN.match(text)
    if found is None or not 0 < value < _LAST_DAY:
        return False
    day = _START + int(value) * _DAY
    return (day.year, day.month, day.day) == tuple(map(int, found.groups()))


def _days(value: str, shown: str | None) -> str:
    """A date or a time of day as the number of days that .xlsx files keep; what is none stays as it is."""
    try:
        length = _duration(value) if "P" in value else _since_start(dt.datetime.fromisoformat(value))
    except (ValueError, TypeError, OverflowError):
        return value or shown or "#?"
    return repr(length / _DAY).removesuffix(".0")


def _since_start(moment: dt.datetime) -> dt.timedelta:
    """How long a moment is after the day 0 of .xlsx files, which count a 29 February 1900 that never was."""
    length = moment - _START
    return length - _DAY if _DAY < length < 61 * _DAY else length


def _duration(value: str) -> dt.timedelta:
    found = _TIME.fullmatch(value)
    if found is None:
        raise ValueError(value)
    sign, hours, minutes, seconds, part = found.groups(default="0")
    length = dt.timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(seconds) + float(f"0{part}" if part != "0" else 0)
    )
    return -length if sign == "-" else length
