"""What is said of the texts of a report."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

CODES: Final = (
    Code(
        code="narrative.differs",
        severity=Severity.INFO,
        zh="{place}写有“{quotation}”，而表中{figures}。请核对；口径不同的，无需处理。",
        en="{place} says {quotation!r}, but the tables have other totals ({figures_en}). "
        "Nothing needs to be done if they count differently.",
        meaning="正文里引用的件数与表中的数对不上，也不能用表中几个数相加来解释。",
        remedy="核对正文和表；口径不同的，无需处理。",
    ),
    Code(
        code="narrative.empty",
        severity=Severity.CONFIRM,
        zh="“{name}”没有填写文字（空格和“/”一类符号不算）。请补写{or_none}。",
        en="The section {name} has no text (spaces and signs are none). Write something{or_none_en}.",
        meaning="一、五、六中有的部分没有文字。数可以都是 0，文字不会一点没有。",
        remedy="补写文字；收表单位已向填报单位核实的，由收表单位记为已核实。",
    ),
)
