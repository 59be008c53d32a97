"""Refuses what a cell cannot hold, and corrects what XlsxWriter would write otherwise than it was."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final, cast
from xml.sax.saxutils import escape

from gkxl.address import LAST_COLUMN
from gkxl.checksheet.lines import explainable_lines
from gkxl.errors import WriteError
from gkxl.model.outline import cells, node
from gkxl.text import ILLEGAL, Wording, to_wording
from gkxl.write.validation import LARGEST_COUNT, LONGEST_CELL_TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node


MOST_DIGITS: Final = 15
"""How many significant digits spreadsheet programs keep of a number."""

_ROUNDING: Final = Context(prec=MOST_DIGITS)

MOST_DECIMALS: Final = 9
"""How many decimals are read back; what is finer is taken for noise of binary fractions."""


def refuse_unwritable(edition: Edition, values: Mapping[str, Any]) -> None:
    """Make sure that every value survives in a cell.

    Raises:
        WriteError: One does not; the sentence names the cell and what is wrong with it.
    """
    for cell in cells(edition.form):
        if fault := _find_fault(cell, values[cell.path]):
            raise WriteError(
                "“{label}”{fault}，没有写出文件。", label=cell.label, path=cell.path, fault=fault
            )


def refuse_missing(edition: Edition, values: Mapping[str, Any]) -> None:
    """Make sure that every cell has a value: a blank one would come back as something else.

    Raises:
        WriteError: One has none; all of them are named.
    """
    missing = [cell for cell in cells(edition.form) if values[cell.path] is None]
    if missing:
        raise WriteError(
            "有 {count} 格没有内容（{labels}），没有写出文件。",
            count=len(missing),
            labels=[cell.label for cell in missing],
            paths=[cell.path for cell in missing],
        )


def refuse_unlisted(edition: Edition, path: str, text: str) -> None:
    """Make sure that a text is one of the answers that its cell allows, or none.

    Raises:
        WriteError: It is not.
    """
    cell = node(edition.form, path)
    if text and text not in cell.item.choices:
        raise WriteError(
            "“{label}”只能是{choices}，不能是“{text}”，没有写出文件。",
            label=cell.label,
            path=path,
            choices=cell.item.choices,
            text=text,
        )


def refuse_unexplainable(edition: Edition, explanations: Mapping[tuple[str, str], str]) -> None:
    """Make sure that every explanation has its line on the check sheet, and survives there.

    Raises:
        WriteError: One has none, or does not fit a cell.
    """
    known = {line.key: line.label for line in explainable_lines(edition)}
    for key, text in explanations.items():
        about = " ".join(filter(None, key))
        if key not in known:
            raise WriteError("“审核”表没有一行能写 {about} 的说明，没有写出文件。", about=about)
        if fault := find_text_fault(text):
            template = "“{label}”的说明{fault}，没有写出文件。"
            raise WriteError(template, label=known[key], about=about, fault=fault)


def _find_fault(cell: Node, value: Any) -> Wording | None:  # noqa: ANN401 (whatever was put there)
    if value is None:
        return None
    if cell.type is not str:
        return find_number_fault(value)
    return (
        find_text_fault(value) if isinstance(value, str) else to_wording("不是文字（{value!r}）", value=value)
    )


def find_text_fault(text: str) -> Wording | None:
    """Why no cell holds a text; None if one does."""
    illegal = ILLEGAL.search(text)
    if illegal:
        return to_wording("含有表格文件不能保存的字符 {code}", code=f"U+{ord(illegal[0]):04X}")
    length = len(text.encode("utf-16-le")) // 2
    if length > LONGEST_CELL_TEXT:
        template = "有 {length:,} 个字，超过一个单元格的上限 {most:,}"
        return to_wording(template, length=length, most=LONGEST_CELL_TEXT)
    return None


def round_to_cell(number: int | Decimal) -> int | Decimal:
    """A number rounded to the digits that a cell keeps; mostly itself.

    >>> round_to_cell(8), round_to_cell(1234567890123456789), round_to_cell(Decimal("19999999999.123456"))
    (8, 1234567890123460000, Decimal('19999999999.1235'))
    """
    if not find_number_fault(number):
        return number
    rounded = _ROUNDING.create_decimal(number).normalize()
    return int(rounded) if isinstance(number, int) else rounded


def find_number_fault(value: Any) -> Wording | None:  # noqa: ANN401 (whatever was put there)
    """Why no cell holds a number; None if one does."""
    if type(value) is int and abs(value) <= LARGEST_COUNT:
        return None
    if type(value) not in (int, Decimal) or not Decimal(value).is_finite():
        return to_wording("不是数字（{value!r}）", value=value)
    _, digits, exponent = Decimal(value).normalize().as_tuple()
    if len(digits) > MOST_DIGITS or abs(value) > LARGEST_COUNT:
        template = "是 {value}，超过 {most} 位数字，表格软件不能准确保存"
        return to_wording(template, value=value, most=MOST_DIGITS)
    if cast("int", exponent) < -MOST_DECIMALS:
        template = "是 {value}，超过 {most} 位小数，读回时会被当作计算误差舍去"
        return to_wording(template, value=value, most=MOST_DECIMALS)
    return None


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
