"""The list of all units as an office keeps it: titles, headings of its own, merged cells, two lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

from city.files import LONG_AGO
from city.units import UNITS, Unit

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TITLE: Final = "乌有市政府信息公开工作年度报告报送单位（示例）"
_NOTE: Final = "注：请于次年1月20日前报送。"
_OFFICES: Final = ("序号", "单位\n名称（必填）", "机构代码*", "单位级别", "主管部门", "联系人")
_DISTRICTS: Final = ("上级单位名称", "填报单位代码", "单位全称", "层次", "含下级", "联系人", "备注")
_NICKNAME: Final = {"西窗区人民政府": "西窗区"}
"""What a district is called above its units; the others have their whole names there."""


def roster() -> bytes:
    """The workbook: notes, the departments, and the districts, each above its units."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": LONG_AGO})
        book.add_worksheet("说明").write("A1", "本名册由乌有市政务公开办公室（示例）每年更新。")
        _write_offices(book.add_worksheet("市直部门"))
        _write_districts(book.add_worksheet("县区"))
    return written.getvalue()


def _write_offices(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 0, len(_OFFICES) - 1, _TITLE)
    sheet.write(1, 0, _NOTE)
    sheet.write_row(2, 0, _OFFICES)
    units = [unit for unit in UNITS if not unit.parent and unit.level != "县级"]
    for number, unit in enumerate(units, start=1):
        row = [number, unit.name, unit.code, unit.level, "", _person(number)]
        sheet.write_row(number + 2, 0, row)


def _write_districts(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, _DISTRICTS)
    row = 1
    for district in (unit for unit in UNITS if unit.level == "县级"):
        below = [unit for unit in UNITS if unit.parent == district.code]
        _write_unit(sheet, row, district, "√（全口径）")
        sheet.merge_range(row + 1, 0, row + len(below), 0, _NICKNAME.get(district.name, district.name))
        for at, unit in enumerate(below, start=row + 1):
            _write_unit(sheet, at, unit)
        row += 1 + len(below)


def _write_unit(sheet: Worksheet, row: int, unit: Unit, contains: str = "") -> None:
    sheet.write_row(row, 1, [unit.code, unit.name, unit.level, contains, _person(row)])


def _person(number: int) -> str:
    return f"示例{'甲乙丙丁戊己庚辛'[number % 8]}"
