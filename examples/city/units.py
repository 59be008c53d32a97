"""Who has to report in 乌有市: 16 departments, and 4 districts with 5 units each."""

from __future__ import annotations

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
    "东篱区": ("东篱区采菊街道", "东篱区悠然街道", "东篱区飞鸟街道"),
    "南柯县": ("城关镇", "南柯县蚁穴镇", "南柯县梦醒乡"),
    "西窗区": ("西窗区剪烛街道", "西窗区夜雨街道", "西窗区归期街道"),
    "北溟县": ("城关镇", "北溟县逍遥镇", "北溟县扶摇乡"),
}
"""Two of their towns have the same name."""


def _units() -> list[Unit]:
    units = [
        Unit(f"示例-00{number:02}", f"乌有市{office}", "部门单位")
        for number, office in enumerate(_OFFICES, start=1)
    ]
    for digit, (district, towns) in enumerate(_DISTRICTS.items(), start=1):
        number = count()
        government = Unit(f"示例-0{digit}{next(number):02}", f"{district}人民政府", "县级")
        units.append(government)
        offices = (f"{district}财政局", f"{district}教育局")
        for names, level in ((offices, "部门单位"), (towns, "乡镇街道")):
            for name in names:
                code = f"示例-0{digit}{next(number):02}"
                units.append(Unit(code, name, level, government.code))
    return units


UNITS: Final = _units()
