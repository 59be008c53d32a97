"""Refuses what a cell cannot hold."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final, cast

from gkxl.checksheet.lines import explainable_lines
from gkxl.errors import WriteError
from gkxl.model.outline import cells, node
from gkxl.text import Wording, find_illegal, to_wording
from gkxl.write.validation import LARGEST_COUNT, LONGEST_CELL_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    illegal = find_illegal(text)
    if illegal:
        return to_wording("含有表格文件不能保存的字符 {code}", code=f"U+{ord(illegal):04X}")
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
