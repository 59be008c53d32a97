"""The roster: the units that must return, how it is read, and whose a return is."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.arguments import checked
from gkxl.collection.roster.directory import Directory, fold_name
from gkxl.collection.roster.lines import TableLayout, read_lines
from gkxl.collection.roster.parents import find_cycles, find_missed_parents, link_units
from gkxl.collection.roster.spreadsheets import LIMITS, Sheet, read_sheets
from gkxl.collection.roster.table import (
    CODE,
    CONTAINS,
    EXAMPLE,
    LABELS,
    LEVEL,
    NAME,
    ROWS_SEARCHED,
    RosterColumn,
    find_likeliest_headings,
    find_tables,
    read_answer,
    read_level,
)
from gkxl.collection.roster.units import Roster, RosterTable, Unit, refuse_many
from gkxl.errors import DataError
from gkxl.files.load import load
from gkxl.forms import EDITIONS
from gkxl.forms.common import LEVELS
from gkxl.issues import Issue, Place, sort_by_place
from gkxl.layout import LEDGER_SHEET, places
from gkxl.text import Wording, enumerated, to_wording
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from gkxl.collection.roster.lines import RosterLine


__all__ = ["Roster", "RosterColumn", "RosterTable", "Unit", "read_roster"]


_MANGLED: Final = re.compile(r"\d(\.\d+)?[Ee]\+\d+")
"""A long number in scientific notation, as Excel shows it; no code looks so."""

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
    Kind.BLANK: Wording("没有结果的公式", "a formula without a result"),
    Kind.ERROR: Wording("公式的错误值", "an error value"),
    Kind.DATE: Wording("日期", "a date"),
    Kind.PERCENT: Wording("百分数", "a percentage"),
    Kind.NUMBER: Wording(
        "旧格式文件里的数字（看不出前面有没有 0）", "a number in an old format, perhaps shown with zeros"
    ),
    Kind.MASKED: Wording("显示得与内容不同的数", "a number that is shown as another one"),
}


def find_faults(line: RosterLine, *, coded: bool) -> Iterator[Issue]:
    """Find what is wrong with the cells of a unit, each by itself.

    Args:
        line: The unit.
        coded: Whether the units of the roster have codes.
    """
    unclear = set(line.row.unclear)
    for column in (*line.layout.own.values(), *line.layout.parents):
        if column.at in unclear:
            yield _unclear_issue(line, column)
    if coded and not line.code and CODE in line.layout.own and line.layout.own[CODE].at not in unclear:
        yield line.issue("roster.blank", CODE)
    if coded and (_MANGLED.fullmatch(line.code) or _FRACTION.fullmatch(line.code)):
        yield line.issue("roster.mangled", CODE)
    yield from _find_name_faults(line, unclear)
    if read_level(line.texts.get(LEVEL, "")) is None:
        yield line.issue("roster.level", LEVEL, choices=LEVELS)
    contains = line.texts.get(CONTAINS, "")
    if contains and read_answer(contains) is None:
        yield line.issue("roster.contains", CONTAINS)
    yield from (
        line.entry_issue("roster.mangled", entry) for entry in line.parents if _MANGLED.fullmatch(entry.text)
    )


def _find_name_faults(line: RosterLine, unclear: set[int]) -> Iterator[Issue]:
    at = line.layout.own[NAME].at
    covered = {column.at for column in line.layout.table.columns if column.text != line.layout.own[NAME].text}
    if not line.name:
        if at not in unclear:
            yield line.issue("roster.blank", NAME)
    elif fold_name(line.name).startswith(fold_name(EXAMPLE)):
        yield line.issue("roster.sample", NAME)
    elif _NO_NAME.fullmatch(line.name) or (at + 1 in line.row.covered_by_left and at + 1 in covered):
        yield line.issue("roster.no_unit", NAME)
    beyond = [text for text in line.row.cells[line.layout.width :] if text]
    if beyond and line.layout.table.sheet.separated:
        yield line.issue("roster.beyond", NAME, text=beyond[0])


def _unclear_issue(line: RosterLine, column: RosterColumn) -> Issue:
    label, what = LABELS[column.meaning], _UNCLEAR[line.row.unclear[column.at]]
    place = line.layout.place(column, line.row.number)
    return Issue(code="roster.unclear", label=label, place=place, facts={"what": what})


_NAMED: Final = 8
"""The most headings that are named where those of a roster are missing."""


@checked
def read_roster(source: str | os.PathLike[str] | bytes | BinaryIO) -> Roster:
    """Read a roster from CSV (UTF-8, GBK or UTF-16) or from all visible sheets of a workbook.

    The columns are known by their headings, in Chinese or English: 单位名称 ``unit``, and where they are
    there 单位代码 ``unit_code``, 层级 ``level``, 上级 ``parent`` and 含下级 ``contains``, or a synonym.
    Without codes the name of a unit is its key. A parent is a code, a name or a path such as 甲县/城关镇. Its
    return is taken to contain those of the units below, unless it has 否 under 含下级.

    Args:
        source: A path, the bytes of a file, or a binary file.

    Returns:
        The units, and whatever is wrong or doubtful as an issue with its cell.

    Raises:
        UnreadableFileError: The file is neither CSV nor a workbook, or a quotation mark is not closed.
        LimitError: It is larger than the limits allow, or units are above one another without end.
        DataError: It has no column for names, or no units.
    """
    name = Path(source).name if isinstance(source, str) or hasattr(source, "__fspath__") else "名册"
    data = load(source, LIMITS)
    sheets = read_sheets(data, name)
    _refuse_returns(sheets)
    layouts = [TableLayout.of(table) for sheet in sheets if not sheet.hidden for table in find_tables(sheet)]
    if not layouts:
        raise _no_headings_error(sheets)
    return evolve(_RosterMaker(sheets, layouts).read(), hash=sha256(data).hexdigest())


def _refuse_returns(sheets: Sequence[Sheet]) -> None:
    """Refuse a workbook of the form: its cover has a line for the name of a unit, but lists none.

    Raises:
        DataError: It is one.
    """
    names = {sheet.name for sheet in sheets}
    editions = EDITIONS.values()
    there = (one.kind for one in editions if {place.sheet for place in places(one).values()} <= names)
    if LEDGER_SHEET not in names and (found := next(there, None)):
        raise DataError(
            "这是{name}的表格，不是名册。请另选名册；没有名册的，用 gkxl roster --new 名册.xlsx "
            "写出一份空白的。",
            name=found.name,
        )


class _RosterMaker:
    """Builds a roster from its tables."""

    def __init__(self, sheets: Sequence[Sheet], layouts: Sequence[TableLayout]) -> None:
        self._sheets = sheets
        self._layouts = layouts
        self._lines = [line for layout in layouts for line in read_lines(layout)]
        refuse_many(len(self._lines))
        self._coded = any(line.code for line in self._lines)
        self._key = CODE if self._coded else NAME
        self._issues: list[Issue] = []

    def read(self) -> Roster:
        """The roster.

        Raises:
            DataError: It has no units.
        """
        lines = self._first_lines()
        if not self._lines:
            raise DataError("名册里没有单位。")
        directory = Directory({key: self._unit(line) for key, line in lines.items()}, _find_aliases(lines))
        parents, doubts = link_units(lines, directory)
        units = [evolve(unit, parent=parents[key]) for key, unit in directory.units.items()]
        self._issues += [
            *self._of_tables(),
            *doubts,
            *find_cycles(parents, lines, self._key),
            *find_missed_parents(self._layouts, lines, directory),
        ]
        return Roster(
            tuple(units),
            sort_by_place(self._issues, [sheet.name for sheet in self._sheets]),
            tuple(layout.described() for layout in self._layouts),
            tuple(dict.fromkeys(u.parent for u in units if u.parent and u.parent not in lines)),
            tuple(self._passed_over()),
        )

    def _first_lines(self) -> dict[str, RosterLine]:
        """What is given for each unit, by its key; a second line of one is an issue."""
        found: dict[str, RosterLine] = {}
        taken: dict[str, RosterLine] = {}
        for line in self._lines:
            self._issues += find_faults(line, coded=self._coded)
            own, key = (line.code, line.code) if self._coded else (fold_name(line.name), line.name)
            if own in taken:
                self._issues.append(line.issue("roster.duplicate", self._key, **_name_row(taken[own], line)))
            elif key:
                taken[own] = found[key] = line
        return found

    def _unit(self, line: RosterLine) -> Unit:
        code = line.code if self._coded else ""
        return Unit(code, line.name, line.level, "", line.contains, line.extra)

    def _of_tables(self) -> Iterator[Issue]:
        """The issues of whole tables and sheets."""
        for layout in self._layouts:
            if self._coded and CODE not in layout.own:
                yield Issue(code="roster.no_code", label=LABELS[NAME], place=layout.place(layout.own[NAME]))
        for sheet in self._sheets:
            if sheet.hidden and any(find_tables(sheet)):
                yield _sheet_issue(sheet, "roster.hidden")
        named = set(self._passed_over())
        yield from (_sheet_issue(sheet, "roster.sheet") for sheet in self._sheets if sheet.name in named)

    def _passed_over(self) -> Iterator[str]:
        read = {id(layout.table.sheet) for layout in self._layouts}
        for sheet in self._sheets:
            if sheet.rows and not sheet.hidden and id(sheet) not in read:
                yield sheet.name


def _sheet_issue(sheet: Sheet, code: str) -> Issue:
    row = sheet.rows[0]
    column = next(at for at, text in enumerate(row.cells, start=1) if text)
    return Issue(code=code, place=Place(sheet.name, row.number, column))


def _name_row(first: RosterLine, line: RosterLine) -> dict[str, Wording]:
    """Name the row of a line, with its sheet if that differs from the other line's."""
    sheet = first.layout.table.sheet
    if sheet is line.layout.table.sheet:
        return {"first": to_wording("第 {row} 行", row=first.row.number)}
    return {"first": to_wording("“{sheet}”第 {row} 行", sheet=sheet.name, row=first.row.number)}


def _find_aliases(lines: Mapping[str, RosterLine]) -> Iterator[tuple[str, str]]:
    """Find other codes and names of the units, in further columns."""
    for key, line in lines.items():
        for column in line.layout.further:
            if column.meaning:
                yield line.extra[column.heading], key


def _no_headings_error(sheets: Sequence[Sheet]) -> DataError:
    """The error that no headings were found, with the row that is most similar to headings."""
    filled = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    if not filled:
        return DataError("名册里没有单位。")
    sheet = filled[0]
    best = find_likeliest_headings(sheet)
    return DataError(
        "名册里找不到“{wanted}”一列：“{sheet}”第 1 至 {last} 行里，最像标题的是第 {row} 行（{found}）。"
        "请把写单位名称的那一列的标题改为“{wanted}”。",
        wanted=LABELS[NAME],
        sheet=sheet.name,
        last=sheet.rows[:ROWS_SEARCHED][-1].number,
        row=best[0].row,
        found=enumerated([column.text for column in best], _NAMED, unit="个标题", quoted=True),
    )
