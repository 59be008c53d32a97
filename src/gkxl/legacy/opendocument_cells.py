"""Reads what a cell of an .ods or .fods file holds: its text as it is displayed, and its value."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.files.limits import check_limit
from gkxl.legacy import ERROR_VALUES
from gkxl.xlsx import Kind
from gkxl.xlsx.sheet import is_number

if TYPE_CHECKING:
    from gkxl.xlsx.book import Script, Scripts


_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_SPACE, _TAB, _LINE_BREAK = "\1", "\2", "\3"
"""Placeholders for white space that has an element of its own; XML cannot hold these characters."""

_BLANKS: Final = f" \t\r\n\u3000\xa0{_SPACE}{_TAB}{_LINE_BREAK}"
_TO_WHITE_SPACE: Final = str.maketrans({_SPACE: " ", _TAB: "\t", _LINE_BREAK: "\n"})
_WHITE_SPACE: Final = re.compile(r"[ \t\r\n]+")


class CellText:
    """The text of one cell while its elements are read.

    Args:
        limit: How many characters it may have.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._length = 0
        self._paragraphs: list[list[str]] = []
        self._open: list[tuple[str, Script | None]] = []
        self._set: list[tuple[Script, str]] = []

    def start(self, tag: str, spaces: int, script: Script | None) -> None:
        """Take the beginning of an element.

        Args:
            tag: Its name.
            spaces: The number of spaces, if it means spaces.
            script: How its text is set; None if as the text around it.
        """
        self._open.append((tag, script or (self._open[-1][1] if self._open else None)))
        if tag == f"{_TEXT}p":
            self._count(1)
            self._paragraphs.append([])
        elif tag == f"{_TEXT}s":
            self._count(spaces)
            self._add(_SPACE * spaces)
        elif tag == f"{_TEXT}tab":
            self.characters(_TAB)
        elif tag == f"{_TEXT}line-break":
            self.characters(_LINE_BREAK)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def characters(self, text: str) -> None:
        """Take a piece of text; white space outside paragraphs only lays out the XML.

        Raises:
            LimitError: The text grows too long.
        """
        self._count(len(text))
        self._add(text)

    def whole(self) -> str | None:
        """The text of the cell; None if it has no paragraph."""
        return "\n".join(map(_join_paragraph, self._paragraphs)) if self._paragraphs else None

    def scripts(self) -> Scripts:
        """What is struck through in it, or set above or below the line, but for blanks."""
        return tuple(self._set)

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)
            script = self._open[-1][1] if self._open else None
            if script and text.strip(_BLANKS):
                self._set.append((script, text))

    def _count(self, length: int) -> None:
        self._length += length
        check_length(self._length, self._limit)


def check_length(length: int, limit: int) -> None:
    """Refuse a text that is too long.

    Raises:
        LimitError: It is.
    """
    check_limit(limit, length, "单段文字的字数")


def _join_paragraph(pieces: list[str]) -> str:
    """A paragraph as it is shown."""
    # ODF 1.2 part 1, 6.1.2 has all white space count as one space, and at both ends as none; LibreOffice,
    # which writes several spaces as such, does so only where the XML is laid out in lines
    return _WHITE_SPACE.sub(_collapse_white_space, "".join(pieces)).translate(_TO_WHITE_SPACE)


def _collapse_white_space(found: re.Match[str]) -> str:
    before, line_break, _ = found[0].partition("\n")
    if not line_break:
        return before
    if found.end() == len(found.string):
        return before
    return " " if found.start() else ""


_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_FORMULA: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 formula"
_ERROR: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_NUMBERS: Final = {"float": Kind.NUMBER, "currency": Kind.NUMBER, "percentage": Kind.PERCENT}

_DISPLAYED_NUMBER: Final = re.compile(
    r"([^0-9]*)([0-9]+(?:\.([0-9]+))?)(?:E([+-]?[0-9]{1,3}))?([^0-9]*)", re.DOTALL
)
"""A number within a text: what is before it, the number, its decimals, its power of ten, what is after."""

_DISPLAYED_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?![0-9])")
_LAST_DAY: Final = 2_958_466

_LONGEST_DISPLAY: Final = 400
"""Characters in which a number is displayed, at most."""

_TIME: Final = re.compile(r"(-?)PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(\.[0-9]{1,9})?S)?")
CellContent: TypeAlias = tuple[Kind, str, str]
"""The kind of a cell, its text, and its number format; "" if that shows everything as it is stored."""

_START: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (cells know no time zones)
_DAY: Final = dt.timedelta(days=1)


def read_value(cell: dict[str, str], shown: str | None) -> CellContent:
    """What a cell holds, as an .xlsx file would spell it.

    Args:
        cell: The attributes of the cell.
        shown: Its text as displayed; None if the file has none.

    Returns:
        Its kind, its text, and the number format that would show it so.
    """
    type_ = cell.get(f"{_OFFICE}value-type", "")
    if cell.get(_ERROR) == "error" or (_FORMULA in cell and shown in ERROR_VALUES):
        return Kind.ERROR, shown or "#?", ""
    if type_ in _NUMBERS:
        return _read_number(_NUMBERS[type_], cell.get(f"{_OFFICE}value", "").strip(), shown)
    if type_ == "boolean":
        return Kind.BOOLEAN, str(int(cell.get(f"{_OFFICE}boolean-value", "").strip() == "true")), ""
    if type_ in ("date", "time"):
        return Kind.DATE, _to_days(cell.get(f"{_OFFICE}{type_}-value", "").strip(), shown), ""
    text = cell.get(f"{_OFFICE}string-value", "") if shown is None else shown
    return (Kind.TEXT if text or type_ == "string" else Kind.BLANK), text, ""


def _read_number(kind: Kind, value: str, shown: str | None) -> CellContent:
    if not is_number(value):
        return Kind.ERROR, shown or value or "#?", ""
    if kind is Kind.NUMBER and shown not in (None, value) and float(value):
        kind, mask = _find_display(shown or "", Decimal(value))
        return kind, value, mask
    return kind, value, ""


def _find_display(text: str, value: Decimal) -> tuple[Kind, str]:
    """The kind of a number other than 0 by how it is displayed, and the number format that would do so."""
    found = _DISPLAYED_NUMBER.fullmatch(text.replace(",", "")) if len(text) <= _LONGEST_DISPLAY else None
    if not found:
        return (Kind.DATE if _is_date_of(text, value) else Kind.MASKED), ""
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
    return Kind.NUMBER, f"{_to_quoted(before)}{places}{_to_quoted(after)}"


def _to_quoted(words: str) -> str:
    """A text in quotation marks, as in number formats."""
    return '"{}"'.format(words.replace('"', "")) if words else ""


def _is_date_of(text: str, value: Decimal) -> bool:
    """Whether a text begins with the date that a number is the day number of."""
    found = _DISPLAYED_DATE.match(text)
    if found is None or not 0 < value < _LAST_DAY:
        return False
    day = _START + int(value) * _DAY
    return (day.year, day.month, day.day) == tuple(map(int, found.groups()))


def _to_days(value: str, shown: str | None) -> str:
    """A date or time as the number of days in .xlsx files; anything else as it is."""
    try:
        length = _read_duration(value) if "P" in value else _to_day_number(dt.datetime.fromisoformat(value))
    except (ValueError, TypeError, OverflowError):
        return value or shown or "#?"
    return repr(length / _DAY).removesuffix(".0")


def _to_day_number(moment: dt.datetime) -> dt.timedelta:
    """The time since day 0 of .xlsx files, which count a 29 February 1900 that never was."""
    length = moment - _START
    return length - _DAY if _DAY < length < 61 * _DAY else length


def _read_duration(value: str) -> dt.timedelta:
    found = _TIME.fullmatch(value)
    if found is None:
        raise ValueError(value)
    sign, hours, minutes, seconds, part = found.groups(default="0")
    length = dt.timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(seconds) + float(f"0{part}" if part != "0" else 0)
    )
    return -length if sign == "-" else length
