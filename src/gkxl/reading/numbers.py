"""Reads numbers as people type them in workbooks: which spellings are one definite number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gkxl.frozen import NamedTuple
from gkxl.model.marks import LARGEST
from gkxl.text import NO_NUMBER, Wording, nfkc
from gkxl.xlsx import LONGEST_FORMAT, Kind, is_number

if TYPE_CHECKING:
    from gkxl.model.marks import Domain


NOISE: Final = Decimal("1e-9")
"""What spreadsheet programs leave behind a number when they calculate."""

_LONGEST: Final = 64
"""Characters of a text that may be a number; a longer one is not looked at."""

_COUNT_DIGITS: Final = 12
_DIGITS: Final = 15
"""So many significant digits are kept by spreadsheet programs; more is noise of binary fractions."""

_ROUNDED: Final = Context(prec=_DIGITS)

# patterns as texts: `re` compiles them where they are needed, which few returns do
_PLAIN: Final = r"(?a)(-?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?"
_COUNT_UNITS: Final = ("件", "条")
_WAN: Final = "万元"
_MINUS: Final = "\N{MINUS SIGN}"
_YUAN: Final = "(.+?)(万元|元)"
_YUAN_IN_WAN: Final = Decimal(10_000)

_NOT_NUMBERS: Final = {
    Kind.DATE: "cell.date",
    Kind.PERCENT: "cell.percent",
    Kind.MASKED: "cell.masked",
    Kind.BOOLEAN: "cell.boolean",
    Kind.ERROR: "cell.error",
}

_SHOWN_ZERO: Final = r"0+(?:\.0*)?[百千万萬亿億]{0,9}元?"
"""What is shown of a 0 may be nothing, a dash as in accounts, or 0 of any unit."""

_CHANGE: Final = "[增减加]"

_HINTS: Final = (
    (
        r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]",
        Wording("（带有看不见的字符）", " (it holds invisible characters)"),
    ),
    ("[约近≈~～]|左右|余|多", Wording("（像是约数）", " (it looks approximate)")),
    ("[元]$", Wording("（带有单位）", " (it carries a unit)")),
    ("^[+≥≤><=增减]|[+]$", Wording("（带有符号）", " (it carries a sign)")),
    ("[(（].*[)）]|其中|含", Wording("（附有说明）", " (it carries a note)")),
    (
        "^[〇零一二三四五六七八九十百千万亿两]+$",
        Wording("（是汉字数字）", " (it is spelt in words)"),
    ),
)


class Number(NamedTuple):
    """What a cell's content comes to.

    Attributes:
        value: The number; None where there is no definite one.
        code: The code of the issue that it deserves; "" for a number written as a number.
        shown: What its number format shows, where that is not the number; None where it is, or is not known.
    """

    value: Decimal | None
    code: str = ""
    shown: str | None = None


def is_count(text: str) -> bool:
    """Whether a number is spelt as counts are: in digits alone, and not too many of them."""
    return len(text) <= _COUNT_DIGITS and text.isdecimal()


def read_number(  # noqa: PLR0913, PLR0917 (each is a fact about the cell)
    kind: Kind, text: str, domain: Domain, unit: str = "", mask: str = "", limit: int | None = None
) -> Number:
    """The number that a cell holds.

    Args:
        kind: The kind of content, as recorded in the workbook.
        text: Its content, as stored.
        domain: The numbers that the cell may hold.
        unit: The unit that the form prints for it; "" where it prints none.
        mask: Its number format; "" where that shows everything as what it is.
        limit: Where numbers begin that are too large; the limit of the domain if left out.
    """
    limit = limit or domain.limit
    if mask and len(mask) <= LONGEST_FORMAT and kind in _SHOWN_BY_MASK:
        return _read_masked_number(text, domain, unit, mask, limit)
    if kind is Kind.NUMBER or (kind is Kind.MASKED and not Decimal(text)):
        if is_count(text) and domain.whole:
            return Number(Decimal(text))
        return _fit_domain(Decimal(text), domain, limit, code="")
    if kind is Kind.TEXT:
        return _read_masked_text(text, domain, unit, mask, limit)
    return Number(None, _NOT_NUMBERS.get(kind, "cell.blank"))


_SHOWN_BY_MASK: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.PERCENT, Kind.MASKED})
"""What the number format of a cell shows in its own way."""


@lru_cache(maxsize=1024)
def _read_masked_number(text: str, domain: Domain, unit: str, mask: str, limit: int) -> Number:
    """A stored number, if what is shown of it is that number with no more than a unit."""
    from gkxl.xlsx.number_display import show_number  # noqa: PLC0415 (few returns have formats of their own)

    kind, shown = show_number(mask, text) if is_number(text) else (Kind.DATE, "")
    if kind is not Kind.NUMBER:
        return Number(None, _NOT_NUMBERS[kind], shown)
    found = _fit_domain(Decimal(text), domain, limit, code="")
    if found.value is None:
        return found
    folded = _fold(shown)
    if not found.value and (not folded or folded in NO_NUMBER or re.fullmatch(_SHOWN_ZERO, folded)):
        return found
    own = unit if domain.whole else _WAN  # whether the form prints it or not: nothing is converted
    read = "" if any(map(_is_footnote_mark, shown)) else _remove_unit(folded, domain, own)
    exact = compare_shown(found.value, read)
    if exact is None:
        return Number(None, "cell.masked", shown)
    return found if exact else Number(found.value, "cell.rounded", shown)


def _read_masked_text(text: str, domain: Domain, unit: str, mask: str, limit: int) -> Number:
    """A number in a text, if what is shown of it is the same."""
    found = _read_text(text, domain, unit, limit)
    if not mask or found.value is None:
        return found
    from gkxl.xlsx.number_display import show_text  # noqa: PLC0415 (the same)

    shown = show_text(mask, text) if len(mask) <= LONGEST_FORMAT else ""
    same = _read_text(shown, domain, unit, limit).value == found.value
    return found if same else Number(None, "cell.masked", shown)


def describe_text(text: str, domain: Domain) -> Wording:
    """What a text in a number cell looks like, in Chinese and English; empty where that is anyone's guess."""
    folded = nfkc(text[:_LONGEST]).strip()
    if domain.signed and re.match(_CHANGE, folded):
        return Wording("（增加的填正数，减少的填负数，如 -4）", " (write an increase as 4, a decrease as -4)")
    return next((hint for pattern, hint in _HINTS if re.search(pattern, folded)), Wording("", ""))


def _fold(text: str) -> str:
    return nfkc(text).strip().removeprefix("'").lstrip()


def _read_text(text: str, domain: Domain, unit: str, limit: int) -> Number:
    if len(text.strip()) > _LONGEST:
        return Number(None, "cell.text")
    folded = _fold(text.strip())
    if not folded:
        return Number(None, "cell.blank")
    if text.strip() in NO_NUMBER or folded in NO_NUMBER:
        return Number(None, "cell.dash")
    if any(_is_footnote_mark(character) for character in text):
        return Number(None, "cell.text")
    if domain.signed:
        folded = re.sub(r"^\+(?=\d)", "", folded.replace(_MINUS, "-"))
    return _read_yuan(folded, domain, limit) if unit == _WAN else _read_with_unit(folded, domain, unit, limit)


def _is_footnote_mark(character: str) -> bool:
    """Whether this is a footnote mark, or another sign that only looks like digits: ``22①`` is not 221."""
    odd = character.isnumeric() and not character.isdecimal()
    return odd and unicodedata.normalize("NFKC", character) != character


def _read_with_unit(folded: str, domain: Domain, unit: str, limit: int) -> Number:
    value = _read_decimal(_remove_unit(folded, domain, unit))
    return (
        Number(None, "cell.text") if value is None else _fit_domain(value, domain, limit, code="cell.lenient")
    )


def _remove_unit(folded: str, domain: Domain, unit: str) -> str:
    units = {unit, *(_COUNT_UNITS if domain.whole else ())}
    written = next((word for word in units if word and folded.endswith(word)), "")
    return folded.removesuffix(written).rstrip()


def _read_yuan(folded: str, domain: Domain, limit: int) -> Number:
    match = re.fullmatch(_YUAN, folded)
    value = _read_decimal(match[1].rstrip() if match else folded)
    if value is None:
        return Number(None, "cell.text")
    if match and match[2] == "元":
        return _fit_domain(value / _YUAN_IN_WAN, domain, limit, code="cell.unit")
    return _fit_domain(value, domain, limit, code="cell.lenient")


def _read_decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if re.fullmatch(_PLAIN, text) else None


def _fit_domain(value: Decimal, domain: Domain, limit: int, *, code: str) -> Number:
    """The number rid of binary noise, if it is one that the cell may hold."""
    clean = _remove_noise(value)
    if domain.whole and abs(clean - clean.to_integral_value()) <= NOISE:
        clean = clean.to_integral_value() or Decimal(0)
    if abs(clean) >= limit:
        return Number(None, "cell.huge" if clean > 0 or domain.signed else "cell.negative")
    if clean < 0 and not domain.signed:
        return Number(None, "cell.negative")
    if domain.whole and clean != clean.to_integral_value():
        return Number(None, "cell.fraction")
    return Number(clean, code)


def _remove_noise(value: Decimal) -> Decimal:
    rounded = _ROUNDED.plus(value)
    if abs(rounded) >= LARGEST:
        return rounded
    return rounded.quantize(NOISE, context=Context(prec=40)).normalize() or Decimal(0)


_SHOWN_PLAIN: Final = r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?"
_SHOWN_POWER: Final = r"(-?[0-9]+)(?:\.([0-9]*))?E([+-]?[0-9]{1,3})"
_SHOWN_FRACTION: Final = r"(-?)(?:([0-9]+) +)?([0-9]+)/([0-9]+)"
_SHOWN_NEGATIVE: Final = r"\(([^()]*)\)"
_LEADING_POINT: Final = r"^(-?)\."

_SHOWN_NOISE: Final = Decimal("1e-9")
_HALF: Final = Decimal("0.5")


def compare_shown(value: Decimal, shown: str) -> bool | None:
    """Whether a text shows a number exactly, or rounded; None where it shows another one, or none.

    Args:
        value: The number.
        shown: The text, without its unit.

    Example:
        >>> texts = ("43.788", "43.8", "4.4E+01", "44.8", "43,788")
        >>> [compare_shown(Decimal("43.788"), text) for text in texts]
        [True, False, False, None, None]
        >>> compare_shown(Decimal(-8), "(8)"), compare_shown(Decimal(8), "(8)")
        (True, None)
    """
    negative = re.fullmatch(_SHOWN_NEGATIVE, shown) if value < 0 else None
    found = _read_shown(f"-{negative[1]}" if negative else re.sub(_LEADING_POINT, r"\g<1>0.", shown, count=1))
    if found is None:
        return None
    number, tolerance = found
    difference = abs(number - value)
    if difference <= _SHOWN_NOISE:
        return True
    return False if difference <= tolerance else None


def _read_shown(text: str) -> tuple[Decimal, Decimal] | None:
    """The number that a text shows, and how far the one that it is rounded from may be from it."""
    if plain := re.fullmatch(_SHOWN_PLAIN, text):
        places = len(plain[3] or "")
        number = Decimal(f"{plain[1]}{plain[2].replace(',', '')}.{plain[3] or ''}0")
        return number, _HALF.scaleb(-places)
    if power := re.fullmatch(_SHOWN_POWER, text):
        exponent = int(power[3])
        number = Decimal(f"{power[1]}.{power[2] or ''}0").scaleb(exponent)
        return number, _HALF.scaleb(exponent - len(power[2] or ""))
    fraction = re.fullmatch(_SHOWN_FRACTION, text)
    if fraction is None or not int(fraction[4]):
        return None
    below = Decimal(fraction[4])
    number = Decimal(fraction[2] or 0) + Decimal(fraction[3]) / below
    return (-number if fraction[1] else number), 1 / below
