"""What the units of 乌有市 send back: most are right, the others are all that can come in a January."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import gkxl
from city.files import book, typed
from city.units import UNITS, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Reports: TypeAlias = "Mapping[str, gkxl.Report]"
Files: TypeAlias = dict[str, bytes]
Sender: TypeAlias = "Callable[[Unit, Reports, Reports], Files]"
"""Takes a unit with what everybody has to file this year and filed last year; returns what the unit sends."""

_PERMITS: Final = "disclosure.permits.decisions"
_RECEIVED: Final = "requests.received"
_GRANTED: Final = "requests.processed.granted"


def returned(unit: Unit, filed: Reports, last: Reports) -> Files:
    """The files that a unit sends, by the names that they come under."""
    _, send = _SENDERS.get(unit.name, ("通过", _right))
    return send(unit, filed, last)


def strangers(filed: Reports) -> Files:
    """A return of a unit that is not on the roster, and what lies about in folders."""
    report = _changed(filed["乌有市财政局"], {"cover.unit": "子虚市财政局", "cover.unit_code": "示例-9901"})
    return {
        "示例-9901 子虚市财政局.xlsx": book(report),
        "~$示例-0001 乌有市财政局.xlsx": b"\x06\x00" * 80,
        "说明.txt": "请于1月20日前报送（示例）。".encode(),
    }


def _right(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": book(filed[unit.name])}


def _nothing(_unit: Unit, _filed: Reports, _last: Reports) -> Files:
    return {}


def _in_folder(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return {f"补报/{unit}.xlsx": book(filed[unit.name])}


def _last_year(unit: Unit, _filed: Reports, last: Reports) -> Files:
    return {f"{unit}.xlsx": book(last[unit.name])}


def _same_twice(unit: Unit, filed: Reports, _last: Reports) -> Files:
    return dict.fromkeys((f"{unit}.xlsx", f"{unit} - 副本.xlsx"), book(filed[unit.name]))


def _two_versions(unit: Unit, filed: Reports, _last: Reports) -> Files:
    later = _changed(filed[unit.name], {_PERMITS: 12})
    return {f"{unit}.xlsx": book(filed[unit.name]), f"{unit}（修改稿）.xlsx": book(later)}


def _of_neighbour(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """The workbook that was issued to the unit before it, with another code typed over."""
    neighbour = UNITS[UNITS.index(unit) - 1]
    return {f"{unit}.xlsx": typed(book(filed[neighbour.name]), {"cover.unit_code": unit.code})}


def _figures_of_neighbour(unit: Unit, filed: Reports, _last: Reports) -> Files:
    neighbour = UNITS[UNITS.index(unit) - 1]
    report = filed[neighbour.name]
    return {f"{unit}.xlsx": book(_changed(report, {"cover.unit": unit.name, "cover.unit_code": unit.code}))}


def _cut_off(unit: Unit, filed: Reports, _last: Reports) -> Files:
    content = book(filed[unit.name])
    return {f"{unit}.xlsx": content[: len(content) // 2]}


def _web_page(unit: Unit, _filed: Reports, _last: Reports) -> Files:
    return {f"{unit}.xlsx": f"<html><body><table><tr><td>{unit}</td></tr></table></body></html>".encode()}


def _locked(unit: Unit, _filed: Reports, _last: Reports) -> Files:
    """What an Office file with a password begins with."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "EncryptionInfo".encode("utf-16-le")
    return {f"{unit}.xlsx": content}


def _mistyped(texts: Mapping[str, str]) -> Sender:
    return lambda unit, filed, _: {f"{unit}.xlsx": typed(book(filed[unit.name]), texts)}


def _with_units(unit: Unit, filed: Reports, _last: Reports) -> Files:
    """The figure that was filed, with 件 typed after it."""
    permits = gkxl.to_dict(filed[unit.name])["cells"][_PERMITS]
    return {f"{unit}.xlsx": typed(book(filed[unit.name]), {_PERMITS: f"{permits}件"})}


def _misfiled(more: Mapping[str, int]) -> Sender:
    """Sends figures that are too large by so much; totals are filed as they were."""
    return lambda unit, filed, _: {f"{unit}.xlsx": book(_more(filed[unit.name], more))}


def _miscounted(more: Mapping[str, int]) -> Sender:
    """The same with totals that follow."""
    return lambda unit, filed, _: {f"{unit}.xlsx": book(gkxl.normalized(_more(filed[unit.name], more)))}


def _more(report: gkxl.Report, more: Mapping[str, int]) -> gkxl.Report:
    cells = gkxl.to_dict(report)["cells"]
    return _changed(report, {path: cells[path] + number for path, number in more.items()})


def _changed(report: gkxl.Report, content: Mapping[str, Any]) -> gkxl.Report:
    plain = gkxl.to_dict(report)
    return gkxl.from_dict({**plain, "cells": {**plain["cells"], **content}})


_SENDERS: Final[dict[str, tuple[str, Sender]]] = {
    "乌有市教育局": ("需改正", _misfiled({f"{_RECEIVED}.total": 3})),
    "乌有市民政局": ("需改正", _mistyped({_PERMITS: "约120"})),
    "乌有市自然资源局": ("需改正", _miscounted({f"{_RECEIVED}.natural_person": 4})),
    "乌有市水利局": ("通过", _same_twice),
    "乌有市农业农村局": ("重复", _two_versions),
    "乌有市应急管理局": ("未报", _nothing),
    "乌有市统计局": ("上年表", _last_year),
    "乌有市城市管理局": ("非本单位", _of_neighbour),
    "乌有市档案馆": (
        "需核实",
        _miscounted({"requests.brought_forward.business": 2, f"{_GRANTED}.business": 2}),
    ),
    "东篱区悠然街道": ("通过", _in_folder),
    "东篱区飞鸟街道": (
        "需改正",
        _mistyped({f"{_GRANTED}.research": "", "disputes.review.other": "", "disputes.review.pending": "无"}),
    ),
    "南柯县蚁穴镇": ("通过", _with_units),
    "西窗区人民政府": ("需核实", _right),  # one of its units has copied another's figures
    "西窗区教育局": ("无法读取", _web_page),
    "西窗区剪烛街道": ("需核实", _right),
    "西窗区夜雨街道": ("需核实", _figures_of_neighbour),
    "西窗区归期街道": ("未报", _nothing),
    "北溟县财政局": (
        "需改正",
        _mistyped({"disclosure.fees.amount": "三万元", f"{_RECEIVED}.business": "1-2"}),
    ),
    "北溟县鲲鹏镇": ("无法读取", _cut_off),
    "北溟县逍遥镇": ("无法读取", _locked),
    "北溟县扶摇乡": ("未报", _nothing),
}

STATUSES: Final = {name: status for name, (status, _) in _SENDERS.items()}
"""What has to be said of the return of each unit; what of the others is said is 通过."""
