"""What is said of figures: the rules of the form, and what a cell may hold."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

_SUM_ZH = (
    "{place}填的是 {found}，按“{rule}”应为 {expected}（{parts}），相差 {difference}。请核对各分项和总计。"
)
_SUM_EN = "{place} says {found}; its parts add up to {expected} ({parts}), a difference of {difference}."

CODES: Final = (
    Code(
        code="sum.line",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="一行的总计不等于该行六类申请人之和。",
        remedy="核对该行各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="sum.column",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="（七）总计不等于该列（一）至（六）各行之和。",
        remedy="核对该列各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="sum.outcome",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="复议或诉讼一组的总计不等于四种结果之和。",
        remedy="核对该组各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="balance",
        severity=Severity.ERROR,
        zh="“{column}”列不平衡（{rule}）：{left_terms}＝{left}，{right_terms}＝{right}，相差 {difference}。请核对这几格。",
        en="Column {column} does not balance: {left_terms} = {left}, {right_terms} = {right}, "
        "a difference of {difference}.",
        meaning="本年新收与上年结转之和，不等于本年办理结果总计与结转下年度之和。",
        remedy="逐格核对左右两边；不一定是哪一格错了，要对照本单位的申请登记。",
    ),
    Code(
        code="domain.count",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的整数。请改正。",
        en="{place} is {found}; a whole number of at least 0 is wanted.",
        meaning="件数不是不小于 0 的整数。",
        remedy="改为整数；没有发生的填 0。",
    ),
    Code(
        code="domain.change",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为整数，增加的为正，减少的为负。请改正。",
        en="{place} is {found}; a whole number is wanted, below 0 for a decrease.",
        meaning="增减数不是整数。",
        remedy="改为整数：增加的填正数，减少的填负数，没有增减的填 0。",
    ),
    Code(
        code="domain.amount",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的数。请改正。",
        en="{place} is {found}; a decimal number of at least 0 is wanted.",
        meaning="金额不是不小于 0 的数。",
        remedy="改为数字，以表上印的单位为准；没有发生的填 0。",
    ),
    Code(
        code="domain.year",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为适用本格式的年份。请改正。",
        en="{place} is {found}; a year of this edition of the form is wanted.",
        meaning="报告年度不是适用本格式的年份。",
        remedy="填写四位数的报告年度；年度与格式对不上的，换用相应年度的模板。",
    ),
    Code(
        code="domain.text",
        severity=Severity.ERROR,
        zh="{place}不是文字（{found}）。请改为文字。",
        en="{place} is {found}; text is wanted.",
        meaning="应填文字的地方不是文字。",
        remedy="改为文字。",
    ),
    Code(
        code="aggregate.differs",
        severity=Severity.CONFIRM,
        zh="{place}是 {found}，而所含 {count} 份报告之和是 {expected}。请核对是否有漏报、重报的单位，或写明原因。",
        en="{place} is {found}, but the reports that it contains, {count} in all, add up to {expected}.",
        meaning="汇总的报告与所含各单位报告之和不一致。",
        remedy="先看有没有漏报、重报的单位；口径不同的，写明原因。",
    ),
)
