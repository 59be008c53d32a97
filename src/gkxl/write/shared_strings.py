"""Corrects what XlsxWriter writes: texts are read back as they were, and everything is locked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


STRINGS_PART: Final = "xl/sharedStrings.xml"

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ITEMS: Final = re.compile(r"<si>.*</si>", re.DOTALL)


class SharedStrings(dict[str, int]):
    """The texts of a workbook, each with its number; a new one gets the next.

    Attributes:
        used: How many cells hold one of them.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        super().__init__((text, number) for number, text in enumerate(texts))
        self.used = 0

    def number(self, text: str) -> int:
        """The number of a text that one more cell holds."""
        self.used += 1
        return self.setdefault(text, len(self))


def replace_texts(xml: str, texts: Collection[str]) -> str:
    """The part of shared strings with its texts spelt so that they are read back as they were.

    XlsxWriter takes a text between ``<r>`` and ``</r>`` for markup, and of ``_x005F_x000D_`` it escapes only
    the first half.

    Raises:
        ValueError: The part has more texts, or fewer: one was written past `gkxl.write.canvas.Sheet`.
    """
    if xml.count("<si>") != len(texts):
        raise ValueError(f"{len(texts)} texts for a part of {xml.count('<si>')}")
    return replace_items(xml, string_items(texts))


def replace_items(xml: str, items: str) -> str:
    """The part of shared strings with other items."""
    return _ITEMS.sub(lambda _: items, xml, count=1)


def string_items(texts: Iterable[str]) -> str:
    """Texts as the items of the part of shared strings."""
    return "".join(map(_string_item, texts))


def _string_item(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{escape(escape_returns(text))}</t></si>"


def escape_returns(text: str) -> str:
    """A text as workbooks spell it: carriage returns, and whatever looks like one, escaped."""
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


def unlock_normal(styles: str) -> str:
    """Open the style *Normal*, so that a pasted cell is open, and lock each locked format itself."""
    head, rest = styles.split("<cellXfs", 1)
    formats, tail = rest.split("</cellXfs>", 1)
    return (
        _NORMAL_STYLE.sub(_UNLOCKED_STYLE, head, count=1)
        + "<cellXfs"
        + _CELL_FORMAT.sub(_lock_format, formats)
        + "</cellXfs>"
        + tail
    )


_NORMAL_STYLE: Final = re.compile(r"(<cellStyleXfs[^>]*><xf [^>]*?)/>")
_UNLOCKED_STYLE: Final = r'\1 applyProtection="1"><protection locked="0"/></xf>'
_CELL_FORMAT: Final = re.compile(r"<xf ([^>]*?)(?:/>|>(.*?)</xf>)")
_LOCKED_TAG: Final = '<protection locked="1"/>'
_PASSWORD: Final = re.compile(r'<sheetProtection\b[^>]*? password="([^"]+)"')


def _lock_format(match: re.Match[str]) -> str:
    attributes, content = match[1], match[2] or ""
    if "<protection" in content:
        return match[0]
    return f'<xf {attributes} applyProtection="1">{content}{_LOCKED_TAG}</xf>'


def lock_structure(workbook: str, sheet: str) -> str:
    """Keep sheets from being added, removed, moved or renamed, with the password of a sheet."""
    # ECMA-376 Part 1, 18.2.29: the hash is spelt as in the protection of a sheet (18.3.1.85)
    found = _PASSWORD.search(sheet)
    password = f' workbookPassword="{found[1]}"' if found else ""
    return workbook.replace("<bookViews>", f'<workbookProtection{password} lockStructure="1"/><bookViews>', 1)
