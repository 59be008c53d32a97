"""Tells from number formats which numbers are dates, percentages, other numbers, or filled up with zeros."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.xlsx.book import Kind
from gkxl.xlsx.grammar import Attributes, Grammar, Inside, marks
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.padding import is_padding
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.files.limits import Budget

BUILT_IN = {
    **dict.fromkeys((9, 10), Kind.PERCENT),
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), Kind.DATE),
}
_SILENT = re.compile(
    r'"[^"]*(?:"|$)'  # quoted text
    r"|[\\_*]."  # an escaped character, a space as wide as one, a filler
    r"|\[(?!(?:h+|m+|s+)\])[^\]]*\]"  # colour, locale, condition; [h] and its kin are times
    r"|general|g/通用格式|am/pm|a/p",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r"[ymdhsg]|e(?![+-])|aaa", re.IGNORECASE)
_SECTION = re.compile(r'((?:"[^"]*(?:"|$)|[\\!_*].|\[[^\]]*\]|[^;])*)(?:;|$)', re.DOTALL)
_LITERAL = re.compile(r'"([^"]*)(?:"|$)|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|[_*].|\[[^\]]*\]', re.DOTALL)
_DIGITS = re.compile(r"[0#?@]|general|g/通用格式", re.IGNORECASE)
_THOUSANDTHS = re.compile(r"[0#?],+(?![0#?,])")
_CODES = re.compile(r"/ *[0-9]+|e[+-]|[0#?@.,/ ]|general|g/通用格式", re.IGNORECASE)
OTHER_NUMBER = re.compile(r"[0-9.‰十百千万亿元]")
"""What makes another number of one that it is printed beside."""


def kind_of_mask(mask: str) -> Kind:
    """Whether numbers under a format code are shown as dates, percentages, themselves, or other numbers.

    >>> kind_of_mask('[$-804]yyyy"年"m"月"'), kind_of_mask("0.0%"), kind_of_mask('0"days"')
    (<Kind.DATE: 'date'>, <Kind.PERCENT: 'percent'>, <Kind.NUMBER: 'number'>)
    >>> kind_of_mask('0.0,'), kind_of_mask('0"万"'), kind_of_mask(";;;")
    (<Kind.MASKED: 'masked'>, <Kind.MASKED: 'masked'>, <Kind.MASKED: 'masked'>)
    """
    spoken = _SILENT.sub("", mask)
    if _DATE.search(spoken):
        return Kind.DATE
    if "%" in spoken:
        return Kind.PERCENT
    return Kind.NUMBER if _is_faithful(mask) else Kind.MASKED


def _is_faithful(mask: str) -> bool:
    """Whether numbers other than 0 are shown, and as what they are; some formats show every 0 as a dash."""
    sections = _SECTION.findall(mask)[:-1] or [mask]
    asked = sections[:3] if re.search(r"\[[<>=]", mask) else sections[:2]
    return not mask or all(
        _shows(section, signed=n > 0 or "[<" in section)
        for n, section in enumerate(asked)
        if "[=0]" not in section
    )


def _shows(section: str, *, signed: bool) -> bool:
    """Whether one of the sections of a format, for numbers of one sign, shows them as what they are."""
    code = _LITERAL.sub("", section)
    literals = "".join("".join(found) for found in _LITERAL.findall(section))
    words = (literals + _CODES.sub("", code)).replace("万元", "")
    changed = _THOUSANDTHS.search(code) or OTHER_NUMBER.search(words) or ("-" in words and not signed)
    return bool(_DIGITS.search(code)) and not changed


@frozen
class Styles:
    """What cell styles make of numbers, by the index as cells spell it; plain ones are left out.

    Attributes:
        kinds: The kind that a style gives to a number.
        padding: The formats that only fill up with zeros or put characters around the digits.
    """

    kinds: dict[str, Kind] = field(factory=dict)
    padding: dict[str, str] = field(factory=dict)


def read_styles(name: str, chunks: Iterable[bytes], budget: Budget) -> Styles:
    """What each cell style makes of a number."""
    found = _Formats()
    parse(name, chunks, _GRAMMAR, found, budget)
    budget.take_items(len(found.formats) + len(found.own))
    own = {number: kind_of_mask(mask) for number, mask in found.own.items()}
    kinds = _by_index(found.formats, {str(number): kind for number, kind in BUILT_IN.items()} | own)
    masks = ((str(index), found.own.get(number, "")) for index, number in enumerate(found.formats))
    return Styles(kinds, {index: mask for index, mask in masks if index not in kinds and is_padding(mask)})


class _Formats:
    """The number formats of a workbook while they go by: its own by number, and the number of each style."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.formats: list[str] = []

    def number_format(self, attributes: Attributes) -> None:
        """Take a format of the workbook's own."""
        self.own[attributes.get("numFmtId", "").strip()] = attributes.get("formatCode", "")

    def cell_format(self, attributes: Attributes) -> None:
        """Take the format that a cell style asks for."""
        self.formats.append(attributes.get("numFmtId", "0").strip())


_INSIDE = {
    "numFmts": Inside(main({"numFmt": marks(_Formats.number_format)})),
    "cellXfs": Inside(main({"xf": marks(_Formats.cell_format)})),
}
_GRAMMAR = Grammar(main({"styleSheet": Inside(main(_INSIDE))}))


def _by_index(formats: list[str], kinds: dict[str, Kind]) -> dict[str, Kind]:
    named = ((str(index), kinds.get(number, Kind.NUMBER)) for index, number in enumerate(formats))
    return {index: kind for index, kind in named if kind is not Kind.NUMBER}
