"""Corrects the parts of a workbook that XlsxWriter would write otherwise: texts, locks, needless details."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from gkxl.address import LAST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


STRINGS_PART: Final = "xl/sharedStrings.xml"

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ITEMS: Final = re.compile(r"<si>.*</si>", re.DOTALL)
_COUNTS: Final = re.compile(r' count="\d+" uniqueCount="\d+"')


class SharedStrings(dict[str, int]):
    """The texts of a workbook, each with its number; a new one gets the next."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        super().__init__((text, number) for number, text in enumerate(texts))

    def number(self, text: str) -> int:
        """The number of a text."""
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
    before, after = cut_items(xml)
    return before + string_items(texts) + after


def cut_items(xml: str) -> tuple[str, str]:
    """What is before the items of a part of shared strings, but for their number, and what is behind."""
    # ECMA-376 Part 1, 18.4.9: count and uniqueCount are optional; without them the part begins alike for all
    before, after = _ITEMS.split(xml)
    return _COUNTS.sub("", before), after


def string_items(texts: Iterable[str]) -> str:
    """Texts as the items of the part of shared strings."""
    return "".join(map(_string_item, texts))


def _string_item(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{escape(escape_returns(text))}</t></si>"


def escape_returns(text: str) -> str:
    """A text as workbooks spell it: carriage returns, and whatever looks like one, escaped."""
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


PROGRAM_PART: Final = "docProps/app.xml"
_LISTED_CONTENTS: Final = re.compile("<HeadingPairs>.*</TitlesOfParts>", re.DOTALL)


def drop_contents(properties: str) -> str:
    """The properties of a workbook without the list of its sheets and names, hidden ones among them."""
    return _LISTED_CONTENTS.sub("", properties)


_SPANS: Final = re.compile(' spans="[0-9:]+"')


def drop_spans(sheet: str) -> str:
    """A sheet without the first and last columns of its rows, which programs find out for themselves."""
    return _SPANS.sub("", sheet)


THEME_PART: Final = "xl/theme/theme1.xml"
_FONTS_OF_SCRIPTS: Final = re.compile('<a:font script="[^"]*" typeface="[^"]*"/>')
_GRADIENTS: Final = re.compile("<a:gradFill.*?</a:gradFill>", re.DOTALL)
_EFFECTS: Final = re.compile("<a:effectStyle>.*?</a:effectStyle>", re.DOTALL)


def plain_theme(theme: str) -> str:
    """A theme without what only charts and drawings need, of which a form has none."""
    # ECMA-376 Part 1, 20.1.4.1: lists of fills and effects have three entries each, which may be plain
    filled = _GRADIENTS.sub('<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>', theme)
    return _FONTS_OF_SCRIPTS.sub("", _EFFECTS.sub("<a:effectStyle><a:effectLst/></a:effectStyle>", filled))


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


def lock_columns(sheet: str) -> str:
    """Lock the columns right of the last that a protected sheet uses, as that one is locked.

    Programs that go by the style *Normal* where a cell has no style of its own would find them open, and lead
    whoever presses Tab out of the form.
    """
    used = _COLUMN.findall(sheet) if "<sheetProtection" in sheet else []
    if not used:
        return sheet
    last, style = used[-1]
    # ECMA-376 Part 1, 18.3.1.13: a column's style is that of its cells that have no record
    rest = f'<col min="{int(last) + 1}" max="{LAST_COLUMN}" width="9.140625" style="{style}"/></cols>'
    return sheet.replace("</cols>", rest, 1)


_COLUMN: Final = re.compile(r'<col min="\d+" max="(\d+)"[^>]* style="(\d+)"')


def lock_structure(workbook: str, sheet: str) -> str:
    """Keep sheets from being added, removed, moved or renamed, with the password of a sheet."""
    # ECMA-376 Part 1, 18.2.29: the hash is spelt as in the protection of a sheet (18.3.1.85)
    found = _PASSWORD.search(sheet)
    password = f' workbookPassword="{found[1]}"' if found else ""
    return workbook.replace("<bookViews>", f'<workbookProtection{password} lockStructure="1"/><bookViews>', 1)
