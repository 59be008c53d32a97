"""What the cells of a workbook accept, and what they tell whoever is about to fill them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gkxl.issues.issue import Place
from gkxl.model.marks import Item, Prose
from gkxl.text import LONGEST_TEXT
from gkxl.write.formulas import areas

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from gkxl.layout import Box, Page
    from gkxl.model.domain import Domain
    from gkxl.model.outline import Node

MAX_COUNT: Final = 999_999_999_999_999
TEXT_LIMIT: Final = LONGEST_TEXT
"""How many characters a cell holds, in every spreadsheet program."""

_COUNT: Final[dict[str, Any]] = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": MAX_COUNT,
    "ignore_blank": True,
    "input_title": "填整数",
    "input_message": "请填不小于 0 的整数；没有发生的填 0，不要留空。",
    "error_title": "这里只能填整数",
    "error_message": "请填不小于 0 的整数，不要带单位、文字或小数；没有发生的填 0。",
    "error_type": "stop",
}
_CHANGE: Final[dict[str, Any]] = {
    **_COUNT,
    "minimum": -MAX_COUNT,
    "input_title": "填增减数",
    "input_message": "请填整数：增加的填正数，减少的填负数（如 -4），没有增减的填 0，不要留空。",
    "error_message": "请填整数：增加的填正数，减少的填负数（如 -4），不要带单位、文字或小数。",
}
_LENGTH: Final[dict[str, Any]] = {
    "validate": "length",
    "criteria": "<=",
    "value": TEXT_LIMIT,
    "error_title": "文字太长",
    "error_message": f"一个单元格最多 {TEXT_LIMIT} 个字。",
}
_AMOUNT: Final[dict[str, Any]] = {
    **_COUNT,
    "validate": "decimal",
    "input_title": "填金额",
    "error_title": "这里只能填数字",
}


def validate(sheet: Worksheet, page: Page, locked: frozenset[str]) -> None:
    """Guard every input cell of a page, but for those that are locked."""
    alike: dict[tuple[Domain, Item], list[Box]] = {}
    for box in page.boxes:
        cell = box.cell
        if cell is None or cell.computed or cell.path in locked:
            continue
        if cell.type is str:
            _guard(sheet, [box], _text(cell))
        elif cell.in_table:
            told = Item("", unit=cell.item.unit, hint=cell.item.hint)
            alike.setdefault((cell.domain, told), []).append(box)
    for (domain, told), boxes in alike.items():
        _guard(sheet, boxes, _number(domain, told))


def _number(domain: Domain, mark: Item) -> dict[str, Any]:
    """The guard of number cells, in words that fit what the form prints there."""
    if domain.whole:
        return _CHANGE if domain.signed else _COUNT
    unit = f"单位：{mark.unit}，" if mark.unit else ""
    return {
        **_AMOUNT,
        "input_message": f"{mark.hint}{unit}可以保留小数；没有发生的填 0，不要留空。",
        "error_message": f"请填不小于 0 的数字，{unit}不要带单位和文字；没有发生的填 0。",
    }


def _guard(sheet: Worksheet, boxes: list[Box], options: dict[str, Any]) -> None:
    found = areas(Place("", box.row, box.column) for box in boxes)
    if found:
        ranges = [(a.top - 1, a.left - 1, a.bottom - 1, a.right - 1) for a in found]
        sheet.data_validation(*ranges[0], {**options, "other_cells": ranges[1:]})


def guard_explanations(sheet: Worksheet, places: list[Place]) -> None:
    """Guard the cells in which units explain."""
    told = {
        "input_title": "说明",
        "input_message": "结果为“需核实”而数字属实的，在这里写明原因（“无”、“/”等不算）；其他各行不用填。",
        "error_type": "stop",
    }
    for place in places:
        sheet.data_validation(place.address, {**told, **_LENGTH})


def _text(cell: Node) -> dict[str, Any]:
    """The guard of a text cell: a list where there are choices, else only the length a cell can hold."""
    told = {"input_title": cell.item.label[:32], "input_message": _hint(cell), "error_type": "stop"}
    if cell.item.choices:
        return {
            **told,
            "validate": "list",
            "source": list(cell.item.choices),
            "error_title": "请从列表中选择",
            "error_message": f"只能是：{'、'.join(cell.item.choices)}。",
        }
    return {**told, **_LENGTH}


def _hint(cell: Node) -> str:
    paragraphs = "可以分段，单元格内换行按 Alt+Enter。" if isinstance(cell.section, Prose) else ""
    return f"{cell.item.hint}{paragraphs}" or "请填写。"
