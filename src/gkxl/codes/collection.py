"""What is said of a roster, and of the returns of many units side by side."""

from __future__ import annotations

from typing import Final

from gkxl.codes.code import Code, Severity

CODES: Final = (
    Code(
        code="roster.blank",
        severity=Severity.ERROR,
        zh="{place}空着。请在名册中补上。",
        en="{place} is blank. Fill it in.",
        meaning="名册中有单位没有代码或名称。",
        remedy="在名册中补上单位代码和单位名称。",
    ),
    Code(
        code="roster.duplicate",
        severity=Severity.ERROR,
        zh="{place}“{found}”与第 {first} 行重复。请删去多余的一行，或改正代码。",
        en="{place}: {found!r} is in row {first} already. Delete one of the rows, or correct the code.",
        meaning="名册中两行的单位代码相同。",
        remedy="删去多余的一行，或改正代码。",
    ),
    Code(
        code="roster.mangled",
        severity=Severity.ERROR,
        zh="{place}是“{found}”，像是长代码被 Excel 当作数字改写了。请把这一列设为文本格式，重新填写代码。",
        en="{place} is {found!r}: Excel seems to have taken a long code for a number. Format the column as text "
        "and enter the code again.",
        meaning="名册中的单位代码被 Excel 当作数字，末几位已经丢失。",
        remedy="把单位代码一列设为文本格式，重新填写。",
    ),
    Code(
        code="roster.level",
        severity=Severity.ERROR,
        zh="{place}是“{found}”，应为{choices}之一。请改正。",
        en="{place} is {found!r}; one of {choices} is wanted.",
        meaning="名册中的单位层级不是规定的几种。",
        remedy="改为规定的层级，或空着。",
    ),
    Code(
        code="roster.cycle",
        severity=Severity.ERROR,
        zh="{place}“{found}”的上级绕了一圈又回到它自己（{names}）。请改正其中一个单位的上级。",
        en="{place}: {found!r} is above itself ({names}). Correct the parent of one of them.",
        meaning="名册中单位的上级互相循环。",
        remedy="改正其中一个单位的上级。",
    ),
)
