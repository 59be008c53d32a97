"""Corrects what XlsxWriter writes: texts are read back as they were, and everything is locked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable


STRINGS_PART: Final = "xl/sharedStrings.xml"

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ITEMS: Final = re.compile(r"<si>.*</si>", re.DOTALL)


def replace_items(xml: str, items: str) -> str:
    """The part of shared strings with other items."""
    return _ITEMS.sub(lambda _: items, xml, count=1)


def string_items(texts: Iterable[str]) -> str:
    """Texts as the items of that part.

    XlsxWriter takes a text between ``<r>`` and ``</r>`` for markup, and of ``_x005F_x000D_`` it escapes only
    the first half.
    """
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


def _lock_format(match: re.Match[str]) -> str:
    attributes, content = match[1], match[2] or ""
    if "<protection" in content:
        return match[0]
    return f'<xf {attributes} applyProtection="1">{content}{_LOCKED_TAG}</xf>'


def lock_structure(workbook: str, password_hash: str) -> str:
    """Keep sheets from being added, removed, moved or renamed."""
    password = f' workbookPassword="{password_hash}"' if password_hash else ""
    return workbook.replace("<bookViews>", f'<workbookProtection{password} lockStructure="1"/><bookViews>', 1)
