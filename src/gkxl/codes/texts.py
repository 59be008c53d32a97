"""What is said of the texts of a report."""

from __future__ import annotations

from typing import Final

from gkxl.codes.code import Code, Severity

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
        severity=Severity.INFO,
        zh="{names}没有填写文字。请补写；确无内容的，写明“无”。",
        en="These sections have no text: {names_en}. Write something, if only that there is nothing to report.",
        meaning="有的部分写了文字，有的部分一个字也没有。",
        remedy="补写文字；确无内容的，写明“无”。",
    ),
)
