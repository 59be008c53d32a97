"""Reads the cell styles: the number format of each, and whether it strikes texts through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.frozen import NamedTuple
from gkxl.xlsx.book import Kind
from gkxl.xlsx.rows import read_script
from gkxl.xlsx.xml import parse
from gkxl.xlsx.xml.schema import (
    Attributes,
    Container,
    Schema,
    WholeElement,
    attributes_only,
    in_main,
    to_index,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script
    from gkxl.xlsx.xml.schema import PartChecker


# ECMA-376 part 1, 18.8.30 lists the formats that have a number only, by language; these are the Chinese ones.
_ACCOUNTING: Final = '_ {0}* #,##0{1}_ ;_ {0}* -#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
BUILT_IN_FORMATS: Final[dict[int, str]] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;-#,##0", 38: "#,##0 ;[Red]-#,##0", 39: "#,##0.00 ;-#,##0.00",
    40: "#,##0.00 ;[Red]-#,##0.00", 48: "##0.0E+0", 49: "@",
    41: _ACCOUNTING.format("", "", ""), 42: _ACCOUNTING.format("¥", "", ""),
    43: _ACCOUNTING.format("", ".00", "??"), 44: _ACCOUNTING.format("¥", ".00", "??"),
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy/m/d"),
    # those of Thai programs, in Thai digits
    59: "t0", 60: "t0.00", 61: "t#,##0", 62: "t#,##0.00", 67: "t0%", 68: "t0.00%", 69: "t# ?/?",
    70: "t# ??/??",
    **dict.fromkeys(range(71, 82), "d/m/bb"),
}  # fmt: skip
"""The formats that files give by number alone, as Chinese programs show them; all dates have one format."""

LONGEST_FORMAT: Final = 255
"""Characters of the longest number format that Excel accepts."""

_SHOWN_AS_STORED: Final = frozenset({"", "general", "@", "g/通用格式"})
"""Formats that show everything as it is stored, in lower case."""

_LITERAL: Final = re.compile(
    r'"[^"]*"?'  # quoted text, closed or not
    r"|[\\!_*].?"  # an escaped character, a space as wide as one, a filler
    r"|\[(?!(?:h{1,9}|m{1,9}|s{1,9})\])[^\]]*\]?"  # colour, locale, condition; [h] and its kin are times
    r"|general|g/通用格式|am/pm|a/p",
    re.DOTALL,
)
_DATE_CODE: Final = re.compile(r"[ymdhsg]|e(?![+-])|aaa")
"""What such a format has in lower case: to ignore the case takes twice as long to compile."""


class Style(NamedTuple):
    """How a cell style shows what cells hold.

    Attributes:
        kind: What numbers under it look like: dates, percentages or numbers.
        mask: Its number format; "" if that shows everything as it is stored.
        struck: Whether it strikes everything through.
    """

    kind: Kind
    mask: str
    struck: bool = False


def to_kind(mask: str) -> Kind:
    """Whether a number format is one of dates, of percentages, or of other numbers.

    >>> to_kind('[$-804]yyyy"年"m"月"'), to_kind("0.0%"), to_kind('0"days"')
    (<Kind.DATE: 'date'>, <Kind.PERCENT: 'percent'>, <Kind.NUMBER: 'number'>)
    """
    if len(mask) > LONGEST_FORMAT:
        return Kind.MASKED
    spoken = _LITERAL.sub("", mask.lower())
    if _DATE_CODE.search(spoken):
        return Kind.DATE
    return Kind.PERCENT if "%" in spoken else Kind.NUMBER


def to_style(mask: str) -> Style | None:
    """The style of a number format; None if it shows everything as it is stored."""
    return None if mask.lower() in _SHOWN_AS_STORED else Style(to_kind(mask), mask)


def read_styles(name: str, chunks: Iterable[bytes], budget: Budget) -> dict[int, Style]:
    """The cell styles that may show something else than what is stored, by number."""
    found = _StyleTable()
    parse(name, chunks, _SCHEMA, found, budget)
    budget.take_items(len(found.formats) + len(found.own))
    masks = BUILT_IN_FORMATS | found.own
    styles = {mask: to_style(mask) for mask in masks.values()}
    return {
        number: style._replace(struck=font in found.struck)
        for number, (mask, font) in enumerate(found.formats)
        if (style := styles.get(masks.get(mask, "")) or (_STRUCK_THROUGH if font in found.struck else None))
    }


class _StyleTable:
    """The formats and fonts of a workbook.

    Attributes:
        own: The number formats that the workbook defines, by number.
        formats: The number format and the font of each cell style, by number.
        struck: The numbers of the fonts that strike through.
    """

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.formats: list[tuple[int, int]] = []
        self.struck: set[int] = set()
        self._fonts = 0

    def number_format(self, attributes: Attributes) -> None:
        """Add a number format."""
        self.own[to_index(attributes.get("numFmtId", ""), "numFmtId")] = attributes.get("formatCode", "")

    def cell_format(self, attributes: Attributes) -> None:
        """Add a cell style."""
        numbers = (to_index(attributes.get(name) or "0", name) for name in ("numFmtId", "fontId"))
        self.formats.append((next(numbers), next(numbers)))

    def font(self, script: Script | None) -> None:
        """Count a font, and note whether it strikes through."""
        if script == "struck":
            self.struck.add(self._fonts)
        self._fonts += 1


def _prepare_font(_: object, element: Element, part: PartChecker, depth: int) -> Script | None:
    for child in element:
        part.check_ignored(child, depth + 1)
    return read_script(element)


_STRUCK_THROUGH: Final = Style(Kind.NUMBER, "", struck=True)
_ELEMENTS = {
    "fonts": Container(in_main({"font": WholeElement(_prepare_font, _StyleTable.font)})),
    "numFmts": Container(in_main({"numFmt": attributes_only(_StyleTable.number_format)})),
    "cellXfs": Container(in_main({"xf": attributes_only(_StyleTable.cell_format)})),
}
_SCHEMA = Schema(in_main({"styleSheet": Container(in_main(_ELEMENTS))}))
