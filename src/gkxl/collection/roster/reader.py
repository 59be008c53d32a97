"""Reads a roster, as a person reads it, from CSV or from a workbook."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.roster.columns import CODE, LABELS, NAME, meaning
from gkxl.collection.roster.directory import Directory
from gkxl.collection.roster.doubts import find_doubts
from gkxl.collection.roster.faults import find_faults
from gkxl.collection.roster.lines import Layout, read_lines
from gkxl.collection.roster.links import find_cycles, link
from gkxl.collection.roster.rows import LIMITS, Sheet, read_sheets
from gkxl.collection.roster.spelling import folded
from gkxl.collection.roster.table import LOOK, find_tables, headings, known
from gkxl.collection.roster.units import Roster, Unit, refuse_many
from gkxl.errors import DataError
from gkxl.files.load import load
from gkxl.forms import EDITIONS
from gkxl.issues.issue import Issue, Place, by_place
from gkxl.layout import LEDGER_SHEET, places
from gkxl.text import enumerated

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from gkxl.collection.roster.lines import Line
    from gkxl.forms.edition import Edition

_NAMED: Final = 8
"""So many headings are named that were found instead of those that are wanted."""


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
    layouts = [
        Layout.of(table)
        for sheet in sheets
        if not sheet.hidden
        for table in find_tables(sheet, meaning, NAME)
    ]
    if not layouts:
        raise _without_headings(sheets)
    return evolve(_Reader(sheets, layouts).read(), hash=sha256(data).hexdigest())


def _refuse_returns(sheets: Sequence[Sheet]) -> None:
    """Refuse a workbook of the form: its cover has a line for the name of a unit, but lists none.

    Raises:
        DataError: It is one.
    """
    names = {sheet.name for sheet in sheets}
    if LEDGER_SHEET not in names and any(_sheets_of(edition) <= names for edition in EDITIONS.values()):
        raise DataError(
            "这是年度报告的表格，不是名册。请另选名册；没有名册的，"
            "用 gkxl roster --new 名册.xlsx 写出一份空白的。",
            "this is a workbook of the annual report, not a roster; gkxl roster --new writes a blank one",
        )


def _sheets_of(edition: Edition) -> set[str]:
    return {place.sheet for place in places(edition).values()}


class _Reader:
    """Makes a roster of its tables."""

    def __init__(self, sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> None:
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
            raise DataError("名册里没有单位。", "there are no units in the roster")
        directory = Directory({key: self._unit(line) for key, line in lines.items()}, _aliases(lines))
        links = link(lines, directory)
        units = [evolve(unit, parent=links.parents[key]) for key, unit in directory.units.items()]
        self._issues += [
            *self._of_tables(),
            *links.issues,
            *find_cycles(links.parents, lines, self._key),
            *find_doubts(self._layouts, lines, directory),
        ]
        return Roster(
            tuple(units),
            by_place(self._issues, [sheet.name for sheet in self._sheets]),
            tuple(layout.described() for layout in self._layouts),
            tuple(dict.fromkeys(u.parent for u in units if u.parent and u.parent not in lines)),
            tuple(self._passed_over()),
        )

    def _first_lines(self) -> dict[str, Line]:
        """What is given for each unit, by its key; a second line of one is an issue."""
        found: dict[str, Line] = {}
        taken: dict[str, Line] = {}
        for line in self._lines:
            self._issues += find_faults(line, coded=self._coded)
            own, key = (line.code, line.code) if self._coded else (folded(line.name), line.name)
            if own in taken:
                self._issues.append(line.issue("roster.duplicate", self._key, **_row(taken[own], line)))
            elif key:
                taken[own] = found[key] = line
        return found

    def _unit(self, line: Line) -> Unit:
        code = line.code if self._coded else ""
        return Unit(code, line.name, line.level, "", line.contains, line.extra)

    def _of_tables(self) -> Iterator[Issue]:
        """The issues of whole tables and sheets."""
        for layout in self._layouts:
            if self._coded and CODE not in layout.own:
                yield Issue(code="roster.no_code", label=LABELS[NAME], place=layout.place(layout.own[NAME]))
        for sheet in self._sheets:
            if sheet.hidden and any(find_tables(sheet, meaning, NAME)):
                yield _about(sheet, "roster.hidden")
        named = set(self._passed_over())
        yield from (_about(sheet, "roster.sheet") for sheet in self._sheets if sheet.name in named)

    def _passed_over(self) -> Iterator[str]:
        read = {id(layout.table.sheet) for layout in self._layouts}
        for sheet in self._sheets:
            if sheet.rows and not sheet.hidden and id(sheet) not in read:
                yield sheet.name


def _about(sheet: Sheet, code: str) -> Issue:
    row = sheet.rows[0]
    column = next(at for at, text in enumerate(row.cells, start=1) if text)
    return Issue(code=code, place=Place(sheet.name, row.number, column))


def _row(first: Line, line: Line) -> dict[str, str]:
    """The row of a line as another one names it, with the sheet where that is another one."""
    sheet = first.layout.table.sheet
    if sheet is line.layout.table.sheet:
        return {"first": f"第 {first.row.number} 行", "first_en": f"row {first.row.number}"}
    return {
        "first": f"“{sheet.name}”第 {first.row.number} 行",
        "first_en": f"row {first.row.number} of {sheet.name}",
    }


def _aliases(lines: Mapping[str, Line]) -> Iterator[tuple[str, str]]:
    """Other codes and names of the units."""
    for key, line in lines.items():
        for column in line.layout.further:
            if column.meaning:
                yield line.extra[column.heading], key


def _without_headings(sheets: Sequence[Sheet]) -> DataError:
    """What is missing, what is there instead, and where it was looked for."""
    filled = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    if not filled:
        return DataError("名册里没有单位。", "there are no units in the roster")
    sheet = filled[0]
    rows = sheet.rows[:LOOK]
    columns = [headings(rows, at, meaning) for at in range(len(rows))]
    best = max(columns, key=lambda found: (len(known(found)), min(len(found), 2)))
    zh, en = enumerated([column.text for column in best], _NAMED, unit="个标题", quoted=True)
    last = rows[-1].number
    where = f"“{sheet.name}”第 1 至 {last} 行里，最像标题的是第 {best[0].row} 行（{zh}）"
    where_en = f"in rows 1 to {last} of {sheet.name}, row {best[0].row} looks most like headings ({en})"
    wanted = LABELS[NAME]
    return DataError(
        f"名册里找不到“{wanted}”一列：{where}。请把写单位名称的那一列的标题改为“{wanted}”。",
        f"the roster has no column for names: {where_en}; head the column of names {wanted} or unit",
    )
