"""Reads number formats: their sections, conditions and numerals (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.files.limits import bounded_cache
from gkxl.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_ZEROS: Final = {
    0x02: 0x660, 0x03: 0x6F0, 0x04: 0x966, 0x05: 0x9E6, 0x06: 0xA66, 0x07: 0xAE6, 0x08: 0xB66, 0x09: 0xBE6,
    0x0A: 0xC66, 0x0B: 0xCE6, 0x0C: 0xD66, 0x0D: 0xE50, 0x0E: 0xED0, 0x0F: 0xF20, 0x10: 0x1040, 0x12: 0x17E0,
    0x13: 0x1810,
}  # fmt: skip
"""The code point of the digit 0 of a script, by the first number of a locale such as ``[$-D00041E]``."""

_CHINESE: Final = (
    ("〇一二三四五六七八九", "十百千万亿"),
    ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万亿"),
    ("０１２３４５６７８９", "十百千万亿"),
)
"""The digits of ``[DBNum1]`` to ``[DBNum3]``, and their signs for tens up to hundred millions."""

# patterns as texts: `re` compiles them where they are needed, which few returns do
_CHINESE_CODE: Final = "(?i)DBNum([1-3])"
_LOCALE: Final = r"(?i)\$[^-]*-([0-9A-F]{1,2})[0-9A-F]{6}"
_CHINESE_LOCALES: Final = range(0x1B, 0x28)
"""The numbers of the numerals of Japanese, Chinese and Korean in locales, three or four of each."""


def read_numerals(bracket: str) -> tuple[str, str] | None:
    """The digits and signs that a bracket of a number format selects; None if it selects none."""
    numbered, locale = re.fullmatch(_CHINESE_CODE, bracket), re.fullmatch(_LOCALE, bracket)
    if numbered:
        return _CHINESE[int(numbered[1]) - 1]
    script = int(locale[1], 16) if locale else 0
    if script in _CHINESE_LOCALES:
        return _CHINESE[(script - _CHINESE_LOCALES.start) % 3]
    zero = _ZEROS.get(script)
    return ("".join(chr(zero + digit) for digit in range(10)), "") if zero else None


def spell_number(value: Decimal, numerals: str, signs: str) -> str:
    """A number written as it is spoken.

    Args:
        value: The number, not below 0.
        numerals: The digits 0 to 9.
        signs: The signs for tens, hundreds, thousands, ten thousands and hundred millions.

    >>> from decimal import Decimal
    >>> spell_number(Decimal("1080.5"), "〇一二三四五六七八九", "十百千万亿")
    '一千〇八十.五'
    """
    whole, _, part = f"{value:f}".partition(".")
    digits = str.maketrans("0123456789", numerals)
    spelt = _spell_whole(int(whole), numerals, signs) or numerals[0]
    return spelt + (f".{part.translate(digits)}" if part else "")


def _spell_whole(number: int, numerals: str, signs: str) -> str:
    for size, sign in zip((10**8, 10**4, 1000, 100, 10), reversed(signs), strict=True):
        if number >= size:
            high, low = divmod(number, size)
            zero = numerals[0] if low and low < size // 10 else ""
            return f"{_spell_whole(high, numerals, signs)}{sign}{zero}{_spell_whole(low, numerals, signs)}"
    return numerals[number] if number else ""


# Each alternative matches what it begins with, closed or not, so that no text is scanned twice: a format of
# open quotation marks would otherwise take time that grows with the square of its length.
_PIECE: Final = (
    r'(?is)"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.?)|_(?P<blank>.?)|\*(?P<filler>.?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|g/通用格式)|(?P<date>am/pm|a/p|上午/下午|[ymdhsgb]|aaa+|e(?![+-]))"
    r"|(?P<power>e[+-])|(?P<digit>[0#?])|(?P<end>;)|(?P<code>[.,%/@])|(?P<text>.)"
)
_ELAPSED: Final = "(?i)h+|m+|s+"
_CONDITION: Final = r"(<=|>=|<>|<|>|=) *(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)"
_OPERATORS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}

Token: TypeAlias = tuple[str, str]
"""The kind of a piece of a number format, and its text."""


class Section(NamedTuple):
    """One section of a number format; semicolons separate them.

    Attributes:
        tokens: Its pieces but for brackets.
        condition: The operator and limit in its brackets, such as ``[>100]``; None if it has none.
        numerals: The digits 0 to 9 in which it shows numbers.
        words: The signs with which it spells numbers out, as `spell_number` takes them; "" if it does not.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    numerals: str
    words: str

    def has(self, *kinds: str) -> bool:
        """Whether it has a token of one of these kinds."""
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def digits(self) -> dict[int, int]:
        """The table by which `str.translate` replaces the digits 0 to 9 with those of the section."""
        return str.maketrans("0123456789", self.numerals)

    def takes(self, value: Decimal) -> bool:
        """Whether a number fulfils its condition; True if it has none."""
        return self.condition is None or _OPERATORS[self.condition[0]](value, self.condition[1])


@bounded_cache(maxsize=256)
def read_sections(mask: str) -> tuple[Section, ...]:
    """The sections of a number format, which semicolons separate."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in re.finditer(_PIECE, mask):
        kind = match.lastgroup or "text"
        if kind == "end":
            found.append([])
        else:
            found[-1].append((match[0] if kind == "code" else kind, match[kind]))
    return tuple(_to_section(tokens) for tokens in found)


def _to_section(tokens: Iterable[Token]) -> Section:
    """A section of these tokens; what is only another way to write a text becomes a text."""
    plain: list[Token] = []
    condition, numerals, words = None, "", ""
    for kind, text in tokens:
        if kind == "bracket":
            limit = re.fullmatch(_CONDITION, text)
            if limit:
                condition = limit[1], Decimal(limit[2])
            elif re.fullmatch(_ELAPSED, text):
                plain.append(("date", text))
            elif text.startswith("$"):
                plain.append(("text", text[1:].rpartition("-")[0] if "-" in text else text[1:]))
            signs = read_numerals(text)
            numerals, words = signs or (numerals, words)
        elif kind == "blank":  # a space as wide as a character
            plain.append(("text", " "))
        elif kind in ("quoted", "escaped", "filler"):
            plain.append(("text", text))
        else:
            plain.append((kind, text))
    if plain[:1] in ([("text", "t")], [("text", "T")]) and not numerals:  # of Thai programs: t0, t#,##0
        numerals = "๐๑๒๓๔๕๖๗๘๙"
        del plain[0]
    return Section(tuple(plain), condition, numerals or "0123456789", words)
