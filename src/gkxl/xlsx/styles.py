"""Tells the number format of each style, and roughly what numbers are under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.xlsx.attributes import index
from gkxl.xlsx.book import Kind
from gkxl.xlsx.grammar import Attributes, Grammar, Inside, Item, marks
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.number_format import LONGEST
from gkxl.xlsx.strings import script_of
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script
    from gkxl.xlsx.grammar import Part

_ACCOUNTS: Final = '_ {0}* #,##0{1}_ ;_ {0}* -#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
BUILT_IN: Final[dict[int, str]] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;-#,##0", 38: "#,##0 ;[Red]-#,##0", 39: "#,##0.00 ;-#,##0.00",
    40: "#,##0.00 ;[Red]-#,##0.00", 48: "##0.0E+0", 49: "@",
    41: _ACCOUNTS.format("", "", ""), 42: _ACCOUNTS.format("¥", "", ""),
    43: _ACCOUNTS.format("", ".00", "??"), 44: _ACCOUNTS.format("¥", ".00", "??"),
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy/m/d"),
    # Those of Thai programs, in Thai digits.
    59: "t0", 60: "t0.00", 61: "t#,##0", 62: "t#,##0.00", 67: "t0%", 68: "t0.00%", 69: "t# ?/?",
    70: "t# ??/??",
    **dict.fromkeys(range(71, 82), "d/m/bb"),
}  # fmt: skip
"""The formats that files name by number alone, as Chinese programs show them; dates without their details."""

_PLAIN: Final = frozenset({"", "general", "@", "g/通用格式"})
"""Formats under which everything is shown as what it is."""

_SILENT: Final = re.compile(
    r'"[^"]*"?'  # quoted text, closed or not
    r"|[\\!_*].?"  # an escaped character, a space as wide as one, a filler
    r"|\[(?!(?:h{1,9}|m{1,9}|s{1,9})\])[^\]]*\]?"  # colour, locale, condition; [h] and its kin are times
    r"|general|g/通用格式|am/pm|a/p",
    re.IGNORECASE | re.DOTALL,
)
_DATE: Final = re.compile(r"[ymdhsg]|e(?![+-])|aaa", re.IGNORECASE)


class Style(NamedTuple):
    """How a style shows what cells hold.

    Attributes:
        kind: What numbers under it are at first sight: dates, percentages or numbers.
        mask: Its number format; "" where that shows everything as what it is.
        struck: Whether it strikes everything through.
    """

    kind: Kind
    mask: str
    struck: bool = False


def kind_of_mask(mask: str) -> Kind:
    """Whether a format code is one of dates or of percentages, whatever it makes of a certain number.

    >>> kind_of_mask('[$-804]yyyy"年"m"月"'), kind_of_mask("0.0%"), kind_of_mask('0"days"')
    (<Kind.DATE: 'date'>, <Kind.PERCENT: 'percent'>, <Kind.NUMBER: 'number'>)
    """
    if len(mask) > LONGEST:
        return Kind.MASKED
    spoken = _SILENT.sub("", mask)
    if _DATE.search(spoken):
        return Kind.DATE
    return Kind.PERCENT if "%" in spoken else Kind.NUMBER


def style_of(mask: str) -> Style | None:
    """The style of a number format; None if it shows everything as what it is."""
    return None if mask.lower() in _PLAIN else Style(kind_of_mask(mask), mask)


def read_styles(name: str, chunks: Iterable[bytes], budget: Budget) -> dict[int, Style]:
    """The cell styles that may show something else than what is stored, by their number."""
    found = _Formats()
    parse(name, chunks, _GRAMMAR, found, budget)
    budget.take_items(len(found.formats) + len(found.own))
    masks = BUILT_IN | found.own
    styles = {mask: style_of(mask) for mask in masks.values()}
    return {
        number: style._replace(struck=font in found.struck)
        for number, (mask, font) in enumerate(found.formats)
        if (style := styles.get(masks.get(mask, "")) or (_STRUCK if font in found.struck else None))
    }


class _Formats:
    """The formats of a workbook while they go by.

    Attributes:
        own: The number formats of the workbook's own.
        formats: The numbers of the number format and of the font of each style.
        struck: The numbers of the fonts that strike through.
    """

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.formats: list[tuple[int, int]] = []
        self.struck: set[int] = set()
        self._fonts = 0

    def number_format(self, attributes: Attributes) -> None:
        """Take a format of the workbook's own."""
        self.own[index(attributes.get("numFmtId", ""), "numFmtId")] = attributes.get("formatCode", "")

    def cell_format(self, attributes: Attributes) -> None:
        """Take the format that a cell style asks for."""
        numbers = (index(attributes.get(name) or "0", name) for name in ("numFmtId", "fontId"))
        self.formats.append((next(numbers), next(numbers)))

    def font(self, script: Script | None) -> None:
        """Take whether a font strikes through."""
        if script == "struck":
            self.struck.add(self._fonts)
        self._fonts += 1


def _see_font(_: object, element: Element, part: Part, depth: int) -> Script | None:
    for child in element:
        part.pass_over(child, depth + 1)
    return script_of(element)


_STRUCK: Final = Style(Kind.NUMBER, "", struck=True)
_INSIDE = {
    "fonts": Inside(main({"font": Item(_see_font, _Formats.font)})),
    "numFmts": Inside(main({"numFmt": marks(_Formats.number_format)})),
    "cellXfs": Inside(main({"xf": marks(_Formats.cell_format)})),
}
_GRAMMAR = Grammar(main({"styleSheet": Inside(main(_INSIDE))}))
