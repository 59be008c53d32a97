"""Looks for what is wrong with the cells of a unit in a roster, each by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.collection.roster.columns import CODE, CONTAINS, EXAMPLE, LABELS, LEVEL, NAME, answer, level_of
from gkxl.collection.roster.spelling import folded
from gkxl.forms.common import LEVELS
from gkxl.issues.issue import Issue
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.collection.roster.lines import Line
    from gkxl.collection.roster.table import Column

_MANGLED: Final = re.compile(r"\d(\.\d+)?[Ee]\+\d+")
"""A long number as Excel shows it; no office has such a code."""

_FRACTION: Final = re.compile(r"\d{2,}\.0+")
"""A code as programs write it that keep codes as numbers: 1001.0 is no code of a return."""

_NO_NAME: Final = re.compile(
    r"(?:合计|总计|小计|共计)[:：]?"
    r"|共\s*\d+\s*[个家].*"
    r"|(?:注|备注|附注|说明|填表说明|填表人|制表人|审核人|负责人|联系人|联系电话|电话|日期|填表日期)[:：].*",
    re.DOTALL,
)
"""What sums, notes and signatures below a list look like."""

_UNCLEAR: Final = {
    Kind.BLANK: ("没有结果的公式", "a formula without a result"),
    Kind.ERROR: ("公式的错误值", "an error value"),
    Kind.DATE: ("日期", "a date"),
    Kind.PERCENT: ("百分数", "a percentage"),
    Kind.NUMBER: (
        "旧格式文件里的数字（看不出前面有没有 0）",
        "a number in an old format, perhaps shown with zeros",
    ),
    Kind.MASKED: ("显示得与内容不同的数", "a number that is shown as another one"),
}


def find_faults(line: Line, *, coded: bool) -> Iterator[Issue]:
    """What is wrong with the cells of a unit by themselves.

    Args:
        line: The unit.
        coded: Whether the units of the roster have codes.
    """
    unclear = set(line.row.unclear)
    for column in (*line.layout.own.values(), *line.layout.parents):
        if column.at in unclear:
            yield _unclear(line, column)
    if coded and not line.code and CODE in line.layout.own and line.layout.own[CODE].at not in unclear:
        yield line.issue("roster.blank", CODE)
    if coded and (_MANGLED.fullmatch(line.code) or _FRACTION.fullmatch(line.code)):
        yield line.issue("roster.mangled", CODE)
    yield from _name_faults(line, unclear)
    if level_of(line.texts.get(LEVEL, "")) is None:
        yield line.issue("roster.level", LEVEL, choices=LEVELS)
    contains = line.texts.get(CONTAINS, "")
    if contains and answer(contains) is None:
        yield line.issue("roster.contains", CONTAINS)
    yield from (
        line.entry_issue("roster.mangled", entry) for entry in line.parents if _MANGLED.fullmatch(entry.text)
    )


def _name_faults(line: Line, unclear: set[int]) -> Iterator[Issue]:
    at = line.layout.own[NAME].at
    covered = {column.at for column in line.layout.table.columns if column.text != line.layout.own[NAME].text}
    if not line.name:
        if at not in unclear:
            yield line.issue("roster.blank", NAME)
    elif folded(line.name).startswith(folded(EXAMPLE)):
        yield line.issue("roster.sample", NAME)
    elif _NO_NAME.fullmatch(line.name) or (at + 1 in line.row.beside and at + 1 in covered):
        yield line.issue("roster.no_unit", NAME)
    beyond = [text for text in line.row.cells[line.layout.width :] if text]
    if beyond and line.layout.table.sheet.separated:
        yield line.issue("roster.beyond", NAME, text=beyond[0])


def _unclear(line: Line, column: Column) -> Issue:
    zh, en = _UNCLEAR[line.row.unclear[column.at]]
    label = LABELS[column.meaning]
    place = line.layout.place(column, line.row.number)
    return Issue(code="roster.unclear", label=label, place=place, facts={"what": zh, "what_en": en})
