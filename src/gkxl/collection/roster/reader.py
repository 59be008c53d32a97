"""Reads a roster from CSV or from a workbook."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from gkxl.collection.roster.rows import Row, read_rows
from gkxl.collection.roster.units import Roster, Unit
from gkxl.errors import DataError
from gkxl.forms.common import LEVELS
from gkxl.issues import Issue, Place

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

_HEADINGS: Final = {
    "code": ("unit_code", "code", "单位代码", "代码", "机构代码", "统一社会信用代码", "单位编码", "编码"),
    "name": ("unit", "name", "unit_name", "单位名称", "单位", "填报单位", "机构名称", "名称"),
    "level": ("level", "层级", "单位层级", "级别"),
    "parent": ("parent", "上级", "上级单位", "上级代码", "上级单位代码", "主管单位"),
    "contains": ("contains", "含下级"),
}
"""The headings by which each column is known; others are kept as they are."""

_LABELS: Final = {"code": "单位代码", "name": "单位名称", "level": "层级", "parent": "上级"}
_NO: Final = frozenset({"否", "不含", "no", "false", "0"})
_TITLE_ROWS: Final = 10
"""In so many rows the headings are looked for; titles may stand above them."""

_MANGLED: Final = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
"""A long number as Excel shows it; no office has such a code."""


def read_roster(source: str | os.PathLike[str] | bytes | BinaryIO) -> Roster:
    """Read a roster from CSV (UTF-8 or GBK) or from the first sheet of a workbook.

    The columns are known by their headings, in Chinese or English: 单位代码 ``unit_code``, 单位名称 ``unit``,
    层级 ``level`` and 上级 ``parent``, of which the last two may be missing. A parent is a code or a name;
    its return is taken to contain those of the units below it, unless 含下级 ``contains`` says 否.

    Args:
        source: A path, the bytes of a file, or a binary file.

    Returns:
        The units, and every duplicate, blank, unknown level and cycle of parents as an issue with its cell.

    Raises:
        UnreadableFileError: The file is neither CSV nor a workbook.
        DataError: It has no column for codes or for names, or no units.
    """
    rows = read_rows(source)
    at = next((at for at, row in enumerate(rows[:_TITLE_ROWS]) if _columns(row)), None)
    if at is None:
        raise DataError(
            "名册里找不到“单位代码”和“单位名称”两列。请在第一行写上这两个标题。",
            "the roster has no columns unit_code and unit; name them in its first row",
        )
    name = Path(source).name if isinstance(source, str) or hasattr(source, "__fspath__") else "名册"
    return _Table(name, rows[at], _columns(rows[at]), rows[at + 1 :]).roster()


def _columns(row: Row) -> dict[str, int]:
    """Where each known column stands; none if this is not the row of headings."""
    folded = [_folded(cell) for cell in row.cells]
    at = {
        name: next((folded.index(heading) for heading in headings if heading in folded), None)
        for name, headings in _HEADINGS.items()
    }
    columns = {name: column for name, column in at.items() if column is not None}
    return columns if {"code", "name"} <= columns.keys() else {}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "").replace("*", "")


@frozen
class _Table:
    """The rows of a roster below its headings."""

    name: str
    headings: Row
    columns: Mapping[str, int]
    rows: Sequence[Row]

    def roster(self) -> Roster:
        first: dict[str, Row] = {}
        issues: list[Issue] = []
        for row in self.rows:
            issues.extend(self._faults(row, first))
            first.setdefault(self._get(row, "code"), row)
        first.pop("", None)
        if not first and not issues:
            raise DataError("名册里没有单位。", "there are no units in the roster")
        units = _with_parents([self._unit(row) for row in first.values()])
        issues.extend(self._cycles(units, first))
        return Roster(tuple(units), tuple(sorted(issues, key=_position)))

    def _get(self, row: Row, column: str) -> str:
        at = self.columns.get(column)
        text = "" if at is None else unicodedata.normalize("NFKC", row.cell(at))
        return "".join(character for character in text if character.isprintable()).strip()

    def _unit(self, row: Row) -> Unit:
        known = set(self.columns.values())
        extra = {
            heading: row.cell(at)
            for at, heading in enumerate(self.headings.cells)
            if at not in known and heading
        }
        code, name, level, parent = (self._get(row, column) for column in _LABELS)
        contains = self._get(row, "contains").casefold() not in _NO
        return Unit(code, name, level, parent, contains, extra)

    def _faults(self, row: Row, first: Mapping[str, Row]) -> Iterator[Issue]:
        code, name, level, _ = (self._get(row, column) for column in _LABELS)
        if not code:
            yield self._issue("roster.blank", row, "code")
        elif _MANGLED.fullmatch(code):
            yield self._issue("roster.mangled", row, "code")
        elif code in first:
            yield self._issue("roster.duplicate", row, "code", first=first[code].number)
        if not name:
            yield self._issue("roster.blank", row, "name")
        if level and level not in LEVELS:
            yield self._issue("roster.level", row, "level", choices=LEVELS)

    def _cycles(self, units: Iterable[Unit], rows: Mapping[str, Row]) -> Iterator[Issue]:
        for cycle in _cycles({unit.code: unit.parent for unit in units}):
            yield self._issue("roster.cycle", rows[cycle[0]], "code", names="→".join((*cycle, cycle[0])))

    def _issue(self, code: str, row: Row, column: str, **facts: object) -> Issue:
        place = Place(self.name, row.number, self.columns[column] + 1)
        return Issue(code=code, label=_LABELS[column], place=place, found=self._get(row, column), facts=facts)


def _position(issue: Issue) -> tuple[int, int]:
    return (issue.place.row, issue.place.column) if issue.place else (0, 0)


def _with_parents(units: Sequence[Unit]) -> list[Unit]:
    """The units with parents that were given by their names replaced by their codes."""
    codes = {unit.code for unit in units}
    names: dict[str, str] = {}
    for unit in units:
        names.setdefault(unit.name, unit.code)
    names.pop("", None)
    return [
        unit if unit.parent in codes or unit.parent not in names else evolve(unit, parent=names[unit.parent])
        for unit in units
    ]


def _cycles(parents: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Every cycle once, from the unit of it that comes first."""
    done: set[str] = set()
    for start in parents:
        path: list[str] = []
        code = start
        while code in parents and code not in done:
            done.add(code)
            path.append(code)
            code = parents[code]
        if code in path:
            yield tuple(path[path.index(code) :])
