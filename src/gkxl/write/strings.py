"""The texts of a workbook, spelt so that each of them is read back as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

PART: Final = "xl/sharedStrings.xml"

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ITEMS: Final = re.compile(r"<si>.*</si>", re.DOTALL)


def with_items(xml: str, items: str) -> str:
    """The part of shared strings with other items."""
    return _ITEMS.sub(lambda _: items, xml, count=1)


def items(texts: Iterable[str]) -> str:
    """Texts as the items of that part.

    XlsxWriter takes a text between ``<r>`` and ``</r>`` for markup, and of ``_x005F_x000D_`` it escapes only
    the first half.
    """
    return "".join(map(_item, texts))


def _item(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{escape(spelt(text))}</t></si>"


def spelt(text: str) -> str:
    """A text as workbooks spell it: carriage returns, and whatever looks like one, escaped."""
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
