"""Digits other than 0 to 9, in which number formats can show numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

_ZEROS: Final = {
    0x02: 0x660, 0x03: 0x6F0, 0x04: 0x966, 0x05: 0x9E6, 0x06: 0xA66, 0x07: 0xAE6, 0x08: 0xB66, 0x09: 0xBE6,
    0x0A: 0xC66, 0x0B: 0xCE6, 0x0C: 0xD66, 0x0D: 0xE50, 0x0E: 0xED0, 0x0F: 0xF20, 0x10: 0x1040, 0x12: 0x17E0,
    0x13: 0x1810,
}  # fmt: skip
"""Where the digits of a script begin, by the number that a locale such as ``[$-D00041E]`` begins with."""

_CHINESE: Final = (
    ("〇一二三四五六七八九", "十百千万亿"),
    ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万亿"),
    ("０１２３４５６７８９", "十百千万亿"),
)
"""The digits of ``[DBNum1]`` to ``[DBNum3]``, and their signs of tens to hundred millions."""

_NUMBERED: Final = re.compile(r"DBNum([1-3])", re.IGNORECASE)
_LOCALE: Final = re.compile(r"\$[^-]*-([0-9A-F]{1,2})[0-9A-F]{6}", re.IGNORECASE)
_CHINESE_LOCALES: Final = range(0x1B, 0x28)
"""Numbers of the numerals of Japanese, Chinese and Korean, three or four of each."""


def numerals_of(bracket: str) -> tuple[str, str] | None:
    """The digits and signs that a bracket of a number format asks for; None where it asks for none."""
    numbered, locale = _NUMBERED.fullmatch(bracket), _LOCALE.fullmatch(bracket)
    if numbered:
        return _CHINESE[int(numbered[1]) - 1]
    script = int(locale[1], 16) if locale else 0
    if script in _CHINESE_LOCALES:
        return _CHINESE[(script - _CHINESE_LOCALES.start) % 3]
    zero = _ZEROS.get(script)
    return ("".join(chr(zero + digit) for digit in range(10)), "") if zero else None


def in_words(value: Decimal, numerals: str, signs: str) -> str:
    """A number as it is spoken, in such digits and signs.

    >>> from decimal import Decimal
    >>> in_words(Decimal("1080.5"), "〇一二三四五六七八九", "十百千万亿")
    '一千〇八十.五'
    """
    whole, _, part = f"{value:f}".partition(".")
    digits = str.maketrans("0123456789", numerals)
    spelt = _spelt(int(whole), numerals, signs) or numerals[0]
    return spelt + (f".{part.translate(digits)}" if part else "")


def _spelt(number: int, numerals: str, signs: str) -> str:
    for size, sign in zip((10**8, 10**4, 1000, 100, 10), reversed(signs), strict=True):
        if number >= size:
            high, low = divmod(number, size)
            zero = numerals[0] if low and low < size // 10 else ""
            return f"{_spelt(high, numerals, signs)}{sign}{zero}{_spelt(low, numerals, signs)}"
    return numerals[number] if number else ""
