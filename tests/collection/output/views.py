"""What pages of collections show, written by hand: a few units of every kind, and very many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl import demo
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.output.page_progress import TO_DO
from gkxl.collection.output.page_view import Fault, PageView, Sources, Stray, UnitLine
from gkxl.collection.roster import Unit
from gkxl.forms import USUAL_KIND, edition_of
from gkxl.model.outline import cells, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable

HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\u202e局政财",
    '"><b>&amp;',
    "<!--<script>",
    "\u2028$style${script}",
)
"""Names that would be more than names if a page let them."""


def view(lines: Iterable[UnitLine]) -> PageView:
    """Of these units, each that is counted having filed the report of the demo, cell by cell its share."""
    found = tuple(lines)
    report = demo.report()
    counted = [index for index, line in enumerate(found) if line.counted]
    return PageView(
        year=2024,
        form=USUAL_KIND.title,
        lines=found,
        strays=(Stray("<b>某局</b>.xlsx", "名册里没有“<i>某局</i>”。"),),
        report=report if counted else None,
        sources={
            cell.path: Sources(((counted[0], value), *((at, 0) for at in counted[1:3])), 2, 0)
            for cell in cells(edition_of(report).form)
            if cell.in_table and counted and (value := values_of(report)[cell.path])
        },
    )


def every_kind() -> PageView:
    """A unit of every status, a county with two towns, and names that are hostile."""
    county = Unit("示例-01", "示例县人民政府", "县级")
    towns = (
        UnitLine(
            unit=Unit("示例-0101", "甲镇", "乡镇街道", "示例-01"), status=UnitStatus.PASSED, counted=True
        ),
        UnitLine(
            unit=Unit("示例-0102", "乙镇", "乡镇街道", "示例-01", extra={"联系人": "示例甲"}),
            status=UnitStatus.MISSING,
        ),
    )
    blank = Fault("cell.blank", "三、申请办理 C5、C7：这 2 格没有填写。", cells=2)
    settled = Fault("year.in_force", "现行有效件数与上年对不上。", explanation="<i>清理</i>后减少")
    others = (
        UnitLine(
            unit=Unit(f"示例-9{number}", name, "部门单位"),
            status=status,
            file=f"{name}.xlsx",
            counted=status.is_in,
            faults=(blank, settled, Fault("narrative.differs", f"{name}写有“8件”。"))
            if status is UnitStatus.ERRORS
            else (),
        )
        for number, (status, name) in enumerate(zip(TO_DO, (*HOSTILE, "丙局", "丁局"), strict=True))
    )
    return view((UnitLine(unit=county, status=UnitStatus.PASSED, counted=True), *towns, *others))


def many(count: int = 4000) -> PageView:
    """As many units as a province has, in cities of 20, every status among them."""
    kinds = list(TO_DO)
    return view(
        UnitLine(
            unit=Unit(f"示例-{index:05}", f"示例单位{index}", "部门单位", f"示例市{index // 20}"),
            status=kinds[index % len(kinds)],
            counted=kinds[index % len(kinds)].is_in,
            faults=(Fault("balance", f"“自然人”列不平衡，相差 {index}。"),) * (index % 3),
        )
        for index in range(count)
    )


def asked() -> PageView:
    """A unit that has things to correct and to confirm, one that a unit and one that an officer settled."""
    faults = (
        Fault("cell.blank", "三、申请办理 C5、C7：这 2 格没有填写。", cells=2),
        Fault("year.in_force", "“二、主动公开”D5填的是 28，应为 40。"),
        Fault("year.in_force", "“二、主动公开”D6填的是 1，应为 2。", explanation="清理后减少"),
        Fault(
            "unusual.regulations",
            "“二、主动公开”B4填的是 3。",
            acceptance="已核实：<i>张三</i>，1月5日，属实",
            accepted=True,
        ),
        Fault(
            "unusual.decisions",
            "“二、主动公开”B8填的是 9。",
            acceptance="此前已核实：李四；数字已变，不再适用",
        ),
        Fault("collect.same_figures", "“甲局”的全部数字与“乙局”的相同。"),
        Fault("narrative.differs", "正文写有“8件”。"),
    )
    lines = (
        UnitLine(unit=Unit("示例-1", "<b>甲局</b>"), status=UnitStatus.ERRORS, file="甲.xlsx", faults=faults),
        UnitLine(unit=Unit("示例-2", "乙局"), status=UnitStatus.MISSING),
        UnitLine(unit=Unit("示例-3", "丙局"), status=UnitStatus.PASSED, counted=True),
    )
    return evolve(view(lines), office="某市<政务>公开办", until="2025-01-20")
