"""What is said of figures that are unusual, or do not follow from last year's: an explanation settles it."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

_EXPLAIN: Final = "在“审核”表的“说明”栏写明原因。"
_IF_RIGHT: Final = f"属实的，{_EXPLAIN}"
_SETTLE: Final = f"请核对；{_IF_RIGHT}"
_SETTLE_EN: Final = "If it is right, say why in the column 说明 of the sheet 审核."

CODES: Final = (
    Code(
        code="year.brought_forward",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，而上年报告结转到本年的是 {expected}，相差 {difference}。" + _SETTLE,
        en="{place} says {found}, but last year's report carried {expected} forward, "
        "a difference of {difference}. " + _SETTLE_EN,
        meaning="本年的“二、上年结转”与上年报告的“四、结转下年度继续办理”不一致。",
        remedy=f"核对上年报告；{_IF_RIGHT}",
    ),
    Code(
        code="year.in_force",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，按“{rule}”应为 {expected}（{right_terms}），相差 {difference}。" + _SETTLE,
        en="{place} says {found}; from last year's report it should be {expected} ({right_terms}), "
        "a difference of {difference}. " + _SETTLE_EN,
        meaning="现行有效件数与上年的现行有效件数、本年制发和废止件数对不上。",
        remedy="核对三项件数；因清理、更正等原因对不上的，" + _EXPLAIN,
    ),
    Code(
        code="year.copied",
        severity=Severity.CONFIRM,
        zh="各表数字与上年报告完全相同（其中 {count} 个不是 0）。请核对是否误报了上年的数字；" + _IF_RIGHT,
        en="Every number is as in last year's report ({count} of them not 0). "
        "Check that these are this year's. " + _SETTLE_EN,
        meaning="报来的数字与本单位上年报告完全相同，可能是误报了上年的报表。",
        remedy="核对是否填了本年的数字；确实相同的，" + _EXPLAIN,
    ),
    Code(
        code="year.jump",
        severity=Severity.INFO,
        zh="{place}是 {found}，上年是 {expected}，相差十倍以上。请核对；无误的，无需处理。",
        en="{place} is {found}, last year {expected}: at least ten times more or less. "
        "Nothing needs to be done if it is right.",
        meaning="与上年相比增减十倍以上，而且相差不少于 100。",
        remedy="核对是否多填或少填了位数、用错了单位；无误的，无需处理，也可以在“审核”表写明原因。",
    ),
    Code(
        code="year.unavailable",
        severity=Severity.INFO,
        zh="没有与上年报告比对：{reason}。",
        en="Not compared with last year's report: {reason_en}.",
        meaning="要求与上年报告比对，但没有找到可以比对的上年报告。",
        remedy="提供本单位上一年度的报表后再核对；新设的单位，无需处理。",
    ),
    Code(
        code="unusual.regulations",
        severity=Severity.CONFIRM,
        zh="{place}一行填有规章（{left_terms}），而本单位层级是“{level}”；规章只由{makers}制定。请核对是否应填在行政规范性文件中；"
        + _IF_RIGHT,
        en="{place}: there are regulations on this line ({left_terms}), but the unit's level is {level!r}, "
        "which makes none. " + _SETTLE_EN,
        meaning="国务院部门、省级、市级以外的单位填了规章。",
        remedy="核对是否误填了行政规范性文件；" + _IF_RIGHT,
    ),
    Code(
        code="unusual.decisions",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，正好等于{right_terms}。这里应填本年作出的处理决定件数，不是项目数。"
        + _SETTLE,
        en="{place} says {found}, which is just {right_terms}. "
        "Decisions of the year are wanted here, not items. " + _SETTLE_EN,
        meaning="处理决定数量正好等于上一年项目数量与本年增/减之和，可能把项目数填作了决定数。",
        remedy="改填本年作出的处理决定件数；确实相等的，" + _EXPLAIN,
    ),
)

EXPECTATIONS: Final = frozenset(code.code for code in CODES)
