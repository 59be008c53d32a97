"""Tells from number formats which numbers are dates and which are percentages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gkxl.xlsx.book import Kind
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import Attributes, Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.xlsx.limits import Budget

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


def kind_of_mask(mask: str) -> Kind:
    """Whether numbers under a format code are shown as dates, percentages or plain numbers.

    >>> kind_of_mask('[$-804]yyyy"年"m"月"'), kind_of_mask("0.0%"), kind_of_mask('0"days"')
    (<Kind.DATE: 'date'>, <Kind.PERCENT: 'percent'>, <Kind.NUMBER: 'number'>)
    """
    spoken = _SILENT.sub("", mask)
    if _DATE.search(spoken):
        return Kind.DATE
    return Kind.PERCENT if "%" in spoken else Kind.NUMBER


def read_styles(name: str, chunks: Iterable[bytes], budget: Budget) -> dict[str, Kind]:
    """The kind each cell style gives to a number, by the index as cells spell it; plain ones are left out."""
    own: dict[str, Kind] = {}
    formats: list[str] = []

    def number_format(attributes: Attributes) -> None:
        own[attributes.get("numFmtId", "").strip()] = kind_of_mask(attributes.get("formatCode", ""))

    def cell_format(attributes: Attributes) -> None:
        formats.append(attributes.get("numFmtId", "0").strip())

    inside = {
        "numFmts": Element(main({"numFmt": Element(start=number_format)})),
        "cellXfs": Element(main({"xf": Element(start=cell_format)})),
    }
    parse(name, chunks, main({"styleSheet": Element(main(inside))}), budget)
    budget.take_items(len(formats) + len(own))
    return _by_index(formats, {str(number): kind for number, kind in BUILT_IN.items()} | own)


def _by_index(formats: list[str], kinds: dict[str, Kind]) -> dict[str, Kind]:
    named = ((str(index), kinds.get(number, Kind.NUMBER)) for index, number in enumerate(formats))
    return {index: kind for index, kind in named if kind is not Kind.NUMBER}
