"""Shows whole numbers under a number format of zeros and fixed characters: 12 under ``0000`` is 0012."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_PART: Final = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|(0)|([ ()])', re.DOTALL)

_LONGEST: Final = 40
"""Characters of a format that is obeyed: a longer one would let a small file show very much."""


def is_padding(mask: str) -> bool:
    """Whether a number format only fills up with zeros, or puts characters around the digits.

    >>> [is_padding(mask) for mask in ("0000", '"A"0', "0", "#,##0", "General", "0.00")]
    [True, True, False, False, False, False]
    """
    section = mask.partition(";")[0]
    if len(section) > _LONGEST:
        return False
    return not _PART.sub("", section) and padded("1", mask) != "1" and "0" in _PART.sub(r"\3", section)


def padded(number: str, mask: str) -> str:
    """A number as such a format shows it; as it is spelt where it is below 0 or not whole.

    >>> padded("12", "000000"), padded("12.0", '"A"0000'), padded("1234567", "000 000"), padded("1.5", "000")
    ('000012', 'A0012', '1234 567', '1.5')
    """
    value = Decimal(number)
    if value != value.to_integral_value() or value < 0:
        return number
    parts = [match.groups(default="") for match in _PART.finditer(mask.partition(";")[0])]
    places = sum(bool(zero) for _, _, zero, _ in parts)
    digits = f"{int(value):0{places}d}"
    places_of = iter((digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :]))
    return "".join(
        next(places_of) if zero else text + escaped + plain for text, escaped, zero, plain in parts
    )
