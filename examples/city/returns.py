"""What the units of 乌有市 send back: most are right, the others are all that can come in a January."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill

import gkxl
from city.files import as_ods, book, encrypted, in_openpyxl, locked, typed, written
from city.units import UNITS, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook
    from openpyxl.cell import Cell

Reports: TypeAlias = "Mapping[str, gkxl.Report]"
Files: TypeAlias = dict[str, bytes]
Sender: TypeAlias = "Callable[[Unit, Reports, Reports], Files]"
"""Takes a unit with what everybody has to file this year and filed last year; returns what the unit sends."""

_PERMITS: Final = "disclosure.permits.decisions"
_PENALTIES: Final = "disclosure.penalties.decisions"
_RECEIVED: Final = "requests.received"
_BROUGHT: Final = "requests.brought_forward.business"
_GRANTED: Final = "requests.processed.granted"
_RULES: Final = {"disclosure.regulations.issued": 1, "disclosure.regulations.in_force": 1}
_TWO_MORE: Final = {_BROUGHT: 2, f"{_GRANTED}.business": 2}


def returned(unit: Unit, filed: Reports, last: Reports) -> Files:
    """The files that a unit sends, by the names that they come under."""
    _, send = _SENDERS.get(str(unit), ("通过", _right))
    return send(unit, filed, last)


def status_of(unit: Unit) -> str:
    """What has to be said of the return of a unit."""
    return _SENDERS[str(unit)][0] if str(unit) in _SENDERS else "通过"


def _right(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": book(filed[unit.code])}


def _within(folder: str) -> Sender:
    """Sends what is right in a folder, zip or mail, or in several."""
    return lambda unit, filed, _: {f"{folder}/{unit}.xlsx": book(filed[unit.code])}


def _without_code(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"南柯县.zip/部门.zip/{unit.name}.xlsx": book(changed(filed[unit.code], {"cover.unit_code": ""}))}


def _nothing(_unit: Unit, _filed: Reports, _last: Reports) -> Files:
    return {}


def _open_document(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"补报/{unit}.ods": as_ods(book(filed[unit.code]))}


def _last_year(unit: Unit, _filed: Reports, last: Reports) -> Files:
    return {f"{unit}.xlsx": book(last[unit.code])}


def _same_twice(unit: Unit, filed: Reports, _last: Reports) -> Files:
    same = book(filed[unit.code])
    return {f"{unit}.xlsx": same, f"{unit} - 副本.xlsx": same}


def _two_versions(unit: Unit, filed: Reports, _last: Reports) -> Files:
    earlier = changed(filed[unit.code], {_PERMITS: 12})
    return {f"{unit}.xlsx": book(earlier), f"{unit}（修改稿）.xlsx": book(filed[unit.code])}


def _of_neighbour(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """The workbook that was issued to the unit before it, with another code typed over."""
    neighbour = UNITS[UNITS.index(unit) - 1]
    return {f"{unit}.xlsx": typed(book(filed[neighbour.code]), {"cover.unit_code": unit.code})}


def _figures_of_neighbour(unit: Unit, filed: Reports, _last: Reports) -> Files:
    report = filed[UNITS[UNITS.index(unit) - 1].code]
    return {f"{unit}.xlsx": book(changed(report, {"cover.unit": unit.name, "cover.unit_code": unit.code}))}


def _cut_off(unit: Unit, filed: Reports, _last: Reports) -> Files:
    content = book(filed[unit.code])
    return {f"{unit}.xlsx": content[: len(content) // 2]}


def _web_page(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": gkxl.to_html(filed[unit.code]).encode()}


def _document(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.docx": written("a.docx", lambda path: gkxl.write_docx(filed[unit.code], path))}


def _password(unit: Unit, _filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": encrypted()}


def _locked_zip(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.zip": locked({"report.xlsx": book(filed[unit.code])})}


def _rar(unit: Unit, _filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.rar": b"Rar!\x1a\x07\x01\x00".ljust(200, b"\x33")}


def _saying_nothing(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """Every figure is 0 and every text empty, as long as nobody asks."""
    cells = gkxl.to_dict(filed[unit.code])["cells"]
    kept = {
        path: 0 if isinstance(value, int) else "0" for path, value in cells.items() if path.startswith(TABLES)
    }
    texts = dict.fromkeys((path for path in cells if path.startswith(TEXTS)), "")
    return {f"{unit}.xlsx": book(changed(filed[unit.code], {**kept, **texts}))}


TABLES: Final = ("disclosure.", "requests.", "disputes.")
TEXTS: Final = ("overview.", "improvement.", "other_matters")


def _total_typed_over(unit: Unit, filed: Reports, _last: Reports) -> Files:
    total = filed[unit.code].requests.received.total
    return {f"{unit}.xlsx": typed(book(filed[unit.code]), {f"{_RECEIVED}.total": total + 3})}


def _struck_out(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """A figure struck through beside the one that is meant, and one that is only about right."""

    def edit(_book: Workbook, cell: Callable[[str], Cell]) -> None:
        cell(_PERMITS).value = "约120"
        cell(_PENALTIES).value = CellRichText(TextBlock(InlineFont(strike=True), "12"), "15")

    return {f"{unit}.xlsx": in_openpyxl(book(filed[unit.code]), edit)}


def _far_outside(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """A colour in the last cell of a sheet, and a figure that is shown with a + behind it."""

    def edit(opened: Workbook, cell: Callable[[str], Cell]) -> None:
        cell(_PERMITS).number_format = '0"+"'
        opened["二、主动公开"]["XFD1048576"].fill = PatternFill("solid", "FFFF00")

    return {f"{unit}.xlsx": in_openpyxl(book(filed[unit.code]), edit)}


def _renamed(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": book(changed(filed[unit.code], {"cover.unit": "乌有市港航管理中心"}))}


def _explained(more: Mapping[str, int], about: tuple[str, str], why: str) -> Sender:
    """Sends figures that are larger, and says why."""
    return lambda unit, filed, _: {f"{unit}.xlsx": book(_larger(filed[unit.code], more), {about: why})}


def _mistyped(texts: Mapping[str, str | None]) -> Sender:
    return lambda unit, filed, _: {f"{unit}.xlsx": typed(book(filed[unit.code]), texts)}


def _with_units(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """The figures that were filed, with 件 typed after one and wide digits for the other."""
    cells = gkxl.to_dict(filed[unit.code])["cells"]
    wide = str(cells[_PENALTIES]).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    texts = {_PERMITS: f"{cells[_PERMITS]}件", _PENALTIES: wide}
    return {f"{unit}.xlsx": typed(book(filed[unit.code]), texts)}


def _miscounted(more: Mapping[str, int]) -> Sender:
    """Sends figures that are too large by so much, with totals that follow."""
    return lambda unit, filed, _: {f"{unit}.xlsx": book(_larger(filed[unit.code], more))}


def _larger(report: gkxl.Report, more: Mapping[str, int]) -> gkxl.Report:
    cells = gkxl.to_dict(report)["cells"]
    return gkxl.normalized(changed(report, {path: cells[path] + number for path, number in more.items()}))


def changed(report: gkxl.Report, content: Mapping[str, Any]) -> gkxl.Report:
    """A report with other content in some cells."""
    plain = gkxl.to_dict(report)
    return gkxl.from_dict({**plain, "cells": {**plain["cells"], **content}})


_ZIP: Final = _within("东篱区.zip/报表")
_ZIP_IN_ZIP: Final = _within("南柯县.zip/部门.zip")

_SENDERS: Final[dict[str, tuple[str, Sender]]] = {
    "示例-0002 乌有市教育局": ("需改正", _total_typed_over),
    "示例-0003 乌有市公安局": (
        "需核实",
        _explained(_RULES, ("unusual.regulations", next(iter(_RULES))), "/"),
    ),
    "示例-0004 乌有市民政局": ("需改正", _struck_out),
    "示例-0005 乌有市司法局": ("需核实", _saying_nothing),
    "示例-0006 乌有市自然资源局": ("需改正", _miscounted({f"{_RECEIVED}.natural_person": 4})),
    "示例-0007 乌有市住房和城乡建设局": (
        "通过",
        _explained(_TWO_MORE, ("year.brought_forward", _BROUGHT), "上年漏报2件，本年补登。"),
    ),
    "示例-0008 乌有市交通运输局": ("需核实", _renamed),
    "示例-0009 乌有市水利局": ("通过", _same_twice),
    "示例-0010 乌有市农业农村局": ("重复", _two_versions),
    "示例-0011 乌有市卫生健康委员会": ("需改正", _far_outside),
    "示例-0012 乌有市应急管理局": ("未报", _nothing),
    "示例-0013 乌有市市场监督管理局": ("无法读取", _document),
    "示例-0014 乌有市统计局": ("上年表", _last_year),
    "示例-0015 乌有市城市管理局": ("非本单位", _of_neighbour),
    "示例-0016 乌有市档案馆": ("需核实", _miscounted(_TWO_MORE)),
    "示例-0100 东篱区人民政府": ("通过", _ZIP),
    "示例-0101 东篱区财政局": ("通过", _ZIP),
    "示例-0102 东篱区教育局": ("通过", _ZIP),
    "示例-0103 东篱区采菊街道": ("通过", _ZIP),
    "示例-0104 东篱区悠然街道": ("通过", _open_document),
    "示例-0105 东篱区飞鸟街道": (
        "需改正",
        _mistyped(
            {f"{_GRANTED}.research": None, "disputes.review.other": None, "disputes.review.pending": "无"}
        ),
    ),
    "示例-0200 南柯县人民政府": (
        "通过",
        _miscounted({_PERMITS: 5}),
    ),  # until the returns of all its units are there
    "示例-0201 南柯县财政局": ("通过", _ZIP_IN_ZIP),
    "示例-0202 南柯县教育局": ("通过", _without_code),
    "示例-0204 南柯县蚁穴镇": ("通过", _with_units),
    "示例-0205 南柯县梦醒乡": ("无法读取", _rar),
    "示例-0300 西窗区人民政府": ("需核实", _right),  # one of its units has copied another's figures
    "示例-0301 西窗区财政局": ("无法读取", _locked_zip),
    "示例-0302 西窗区教育局": ("无法读取", _web_page),
    "示例-0303 西窗区剪烛街道": ("需核实", _right),
    "示例-0304 西窗区夜雨街道": ("需核实", _figures_of_neighbour),
    "示例-0305 西窗区归期街道": ("未报", _nothing),
    "示例-0401 北溟县财政局": (
        "需改正",
        _mistyped({"disclosure.fees.amount": "三万元", f"{_RECEIVED}.business": "1-2"}),
    ),
    "示例-0402 北溟县教育局": ("通过", _within("转发：年度报告.eml")),
    "示例-0403 城关镇": ("无法读取", _cut_off),
    "示例-0404 北溟县逍遥镇": ("无法读取", _password),
    "示例-0405 北溟县扶摇乡": ("未报", _nothing),
}
