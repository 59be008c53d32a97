"""Who has to report in 乌有市: 16 departments, and 4 districts with 5 units each."""

from __future__ import annotations

import csv
import io
from itertools import count
from typing import Final

from attrs import frozen


@frozen
class Unit:
    """A unit of the roster; as text, what its files are called."""

    code: str
    name: str
    level: str
    parent: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


_OFFICES: Final = (
    "财政局", "教育局", "公安局", "民政局", "司法局", "自然资源局", "住房和城乡建设局",
    "交通运输局", "水利局", "农业农村局", "卫生健康委员会", "应急管理局", "市场监督管理局",
    "统计局", "城市管理局", "档案馆",
)  # fmt: skip

_DISTRICTS: Final = {
    "东篱区": ("采菊街道", "悠然街道", "飞鸟街道"),
    "南柯县": ("槐安镇", "蚁穴镇", "梦醒乡"),
    "西窗区": ("剪烛街道", "夜雨街道", "归期街道"),
    "北溟县": ("鲲鹏镇", "逍遥镇", "扶摇乡"),
}


def _units() -> list[Unit]:
    units = [
        Unit(f"示例-00{number:02}", f"乌有市{office}", "部门单位")
        for number, office in enumerate(_OFFICES, start=1)
    ]
    for digit, (district, towns) in enumerate(_DISTRICTS.items(), start=1):
        number = count()
        government = Unit(f"示例-0{digit}{next(number):02}", f"{district}人民政府", "县级")
        units.append(government)
        for names, level in ((("财政局", "教育局"), "部门单位"), (towns, "乡镇街道")):
            units += [
                Unit(f"示例-0{digit}{next(number):02}", f"{district}{name}", level, government.code)
                for name in names
            ]
    return units


UNITS: Final = _units()


def roster() -> str:
    """The list of all units as csv, with a column that only the office itself needs."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(["单位代码", "单位名称", "层级", "上级", "联系人"])
    for index, unit in enumerate(UNITS):
        lines.writerow(
            [unit.code, unit.name, unit.level, unit.parent, f"示例{'甲乙丙丁戊己庚辛'[index % 8]}"]
        )
    return text.getvalue()
