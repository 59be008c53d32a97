"""Reads the numbers and truth values of attributes strictly, all of them by one rule each."""

from __future__ import annotations

from typing import Final

from gkxl.files.refusals import shown, unsafe

WHITE: Final = " \t\r\n"
"""What XML schemas take away around numbers and truth values."""

_LONGEST: Final = 10
_TRUE: Final = frozenset({"1", "true", "on"})
_FALSE: Final = frozenset({"", "0", "false", "off"})


def natural(text: str) -> int:
    """A natural number in plain digits, or -1.

    >>> [natural(text) for text in ("13", " 013", "+13", "１３", "13.0", "")]
    [13, 13, -1, -1, -1, -1]
    """
    if text.isdigit() and text.isascii():
        return int(text) if len(text) <= _LONGEST else -1
    stripped = text.strip(WHITE)
    return -1 if stripped == text else natural(stripped)


def index(text: str, name: str) -> int:
    """A natural number in plain digits.

    Args:
        text: How the file spells it.
        name: The name of the attribute, for messages.

    Raises:
        UnsafeFileError: It is none.
    """
    number = natural(text)
    if number < 0:
        raise unsafe(f"属性 {name} 的编号“{shown(text)}”不对", f"{name} is {shown(text)!r}, not a number")
    return number


def flag(text: str | None) -> bool:
    """Whether an attribute says yes.

    Raises:
        UnsafeFileError: It says neither yes nor no.
    """
    value = (text or "").strip(WHITE).lower()
    if value not in _TRUE and value not in _FALSE:
        raise unsafe(f"“{shown(value)}”不是真假值", f"{shown(value)!r} is neither true nor false")
    return value in _TRUE
