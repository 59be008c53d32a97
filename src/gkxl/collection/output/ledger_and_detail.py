"""Draws the sheets behind the consolidated report: 台账 with every unit, 明细 with every figure."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from operator import add, itemgetter
from typing import TYPE_CHECKING, Any, Final

from gkxl.address import column_letters, quote_sheet
from gkxl.collection.ledger import UnitStatus
from gkxl.errors import DataError
from gkxl.export import rows_as_csv
from gkxl.issues import word_of
from gkxl.issues.catalogue import Severity, is_of_collection
from gkxl.issues.catalogue.code import ACCEPTED, COLLECTED, FOUND, WORDS
from gkxl.issues.grouping import grouped
from gkxl.layout import DETAIL_SHEET, LEDGER_SHEET, places
from gkxl.model.outline import cells
from gkxl.write.contents import Formula
from gkxl.write.long_table import LongTable, TableColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry, File
    from gkxl.issues import Issue
    from gkxl.issues.grouping import Group
    from gkxl.model.outline import Node
    from gkxl.write.contents import CellContent


_ASKING: Final = (Severity.ERROR, Severity.CONFIRM)
"""The severities that ask something of a unit, the gravest first."""

_KINDS_SHOWN: Final = 3
"""The kinds of issues that are listed for a unit; the others are counted."""

_UNDECIDED: Final = "collect.duplicate"
"""The code of the issue that several different returns of a unit came, and none is chosen."""

_EXTRA: Final = TableColumn(width=20, look="label")
_NUMBER: Final = "序号"
_ON_PAPER: Final = {
    _NUMBER: TableColumn(width=6, look="value"),
    "单位名称": TableColumn(width=26, look="label"),
    "状态": TableColumn(width=9, look="value"),
    "计入汇总": TableColumn(width=10, look="value"),
    **{word.zh: TableColumn(width=8, look="value") for word in FOUND},
    "主要问题": TableColumn(width=52, look="label"),
    COLLECTED.zh: TableColumn(width=32, look="label"),
}
"""What can be read on A4 landscape; the other columns are right of these, and not printed."""

_COLUMNS: Final = {
    **_ON_PAPER,
    "单位代码": TableColumn(width=20, look="label"),
    "层级": TableColumn(width=10, look="value"),
    "上级": TableColumn(width=22, look="label"),
    "文件": TableColumn(width=32, look="label"),
    ACCEPTED.zh: TableColumn(width=32, look="label"),
}
_DONE_WITH: Final = (UnitStatus.REPLACED, UnitStatus.UNCHANGED)
"""The statuses of files about which nothing is left to do."""

_COLOURS: Final = {
    UnitStatus.PASSED.value: "good",
    UnitStatus.CONFIRM.value: "open",
    **{status.value: "bad" for status in UnitStatus if not (status.is_in or status in _DONE_WITH)},
}


def draw_ledger(collection: Collection) -> LongTable:
    """Draw the ledger of a collection; further columns of the roster come last."""
    form = collection.edition.kind.title
    names = (name for entry in collection.ledger for name in entry.unit.further)
    extra = [name for name in dict.fromkeys(names) if name != _NUMBER]
    further = [*_find_further_files(collection)]
    return LongTable(
        name=LEDGER_SHEET,
        title=f"{collection.year} 年度{form}台账（{_describe_progress(collection)}）",
        heads=[[*_COLUMNS, *extra]],
        columns=[*_COLUMNS.values(), *[_EXTRA] * len(extra)],
        rows=chain(_list_units(collection, extra), _list_files(collection, further, len(extra))),
        count=len(collection.ledger) + len(further),
        lead=2,
        heights={2: 24},
        colours=_COLOURS,
        printed=len(_ON_PAPER),
        opens=True,
    )


def ledger_as_csv(collection: Collection) -> bytes:
    """The ledger of a collection as CSV, to be opened or taken over by other programs."""
    ledger = draw_ledger(collection)
    return rows_as_csv(list(map(str, row)) for row in chain(ledger.heads, ledger.rows))


def _describe_progress(collection: Collection) -> str:
    counts = Counter(entry.status for entry in collection.ledger)
    found = "，".join(f"{status.value} {counts[status]}" for status in UnitStatus if counts[status])
    return f"应报 {len(collection.ledger)} 个单位：{found}"


def _list_units(collection: Collection, extra: list[str]) -> Iterator[Sequence[CellContent]]:
    entries = {entry.unit.key: entry for entry in collection.ledger}
    for number, entry in enumerate(collection.ledger, start=1):
        unit, above = entry.unit, entries.get(entry.unit.parent)
        parent = above.unit.name if above else unit.parent
        found = {word: sum(entry.counts[one] for one in Severity if WORDS[one] is word) for word in FOUND}
        counts = found.values() if entry.status.is_judged else [""] * len(FOUND)
        own, compared, accepted = _describe_issues(collection, entry)
        yield [
            *(number, unit.name, entry.status.value, _describe_counted(entry), *counts, own, compared),
            *(unit.code, unit.level, parent, entry.file.path if entry.file else "", accepted),
            *(unit.extra.get(name, "") for name in extra),
        ]


def _describe_counted(entry: Entry) -> str:
    """Describe whether a unit is added up, or why not."""
    if entry.counted or not entry.status.is_in:
        return "是" if entry.counted else "否"
    return "含在上级" if entry.within else "只作核对"


def _describe_issues(collection: Collection, entry: Entry) -> tuple[str, str, str]:
    """Three texts about a unit: issues of its return, issues of 汇总核对, and confirmations by an officer."""
    if not any(entry.counts[severity] for severity in _ASKING):
        return "", "", ""
    issues = collection.issues(entry.unit.key)
    asking = [issue for severity in _ASKING for issue in issues if issue.severity is severity]
    left = [issue for issue in asking if not issue.accepted]
    own, compared = _split_issues(left)
    known = [
        f"{issue.acceptance.words()}（{_describe_subject(issue)}）" for issue in asking if issue.acceptance
    ]
    return _list_kinds(own), _list_kinds(compared), "\n".join(_shorten(known, "个问题"))


def _split_issues(issues: Iterable[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Part issues into those of the return itself and those found by comparing it with roster and others."""
    found = [*issues]
    compared = [issue for issue in found if is_of_collection(issue.code)]
    return [issue for issue in found if not is_of_collection(issue.code)], compared


def _list_kinds(issues: Iterable[Issue]) -> str:
    """The first kinds of issues, and how many there are."""
    return "\n".join(_shorten([_describe_kind(group) for group in grouped(issues)], "类问题"))


def _shorten(lines: list[str], unit: str) -> list[str]:
    """The first lines, and the number of all if there are more."""
    return [*lines[:_KINDS_SHOWN], *([f"……共 {len(lines)} {unit}"] if len(lines) > _KINDS_SHOWN else [])]


def _describe_kind(group: Group) -> str:
    settled = group.issue.settled
    return f"（{word_of(group.issue).zh}）{group.message}" if settled else group.message


def _describe_subject(issue: Issue) -> str:
    """Describe the subject of a question: its cell, or the whole message if it is about the whole return."""
    return f"{issue.sheet} {issue.cell}：{issue.label}" if issue.place else issue.message


def _find_further_files(collection: Collection) -> Iterator[tuple[str, File]]:
    """The current files that are not in the row of a unit, with a title for each; those of no unit first."""
    names = {entry.unit.key: entry.unit.name for entry in collection.ledger}
    shown = {entry.file.id for entry in collection.ledger if entry.file}
    yield from (("（没有归到单位的文件）", file) for file in collection.strays)
    for file in collection.files:
        if file.current and file.unit in names and file.id not in shown:
            yield f"（{names[file.unit]}的其他文件）", file


def _list_files(
    collection: Collection, files: list[tuple[str, File]], extra: int
) -> Iterator[Sequence[CellContent]]:
    blank = [""] * len(FOUND)
    for number, (name, file) in enumerate(files, start=len(collection.ledger) + 1):
        own, compared = _split_issues(collection.file_issues(file))
        if file.status is UnitStatus.DUPLICATE and not compared:  # undecided: the unit has the issue
            compared = [issue for issue in collection.issues(file.unit) if issue.code == _UNDECIDED]
        said = _list_kinds(() if compared else own[:1]), _list_kinds(compared)
        about: list[CellContent] = [number, f"{name}\n{file.path}", file.status.value, "否"]
        yield [*about, *blank, *said, "", "", "", file.path, *[""] * (1 + extra)]


_DETAIL_HEADS: Final = ("项目", "位置", "各单位合计", "汇总表中", "核对")
"""The labels of the rows of headings: headings, places in the form, both sums, and whether they agree."""

_UNIT_COLUMNS: Final = (TableColumn(width=20, look="label"), TableColumn(width=28, look="label"))
_FIGURE_COLUMN: Final = TableColumn(width=13, look="value")


def draw_detail(collection: Collection) -> LongTable:
    """Draw a row for every unit that is counted, with a column for every number of the form.

    Every sum is a formula, whose result is proved to be the figure of the report as the rows are written.
    """
    table = [cell for cell in cells(collection.edition.form) if cell.in_table]
    count = sum(entry.counted for entry in collection.ledger)
    return LongTable(
        name=DETAIL_SHEET,
        title=f"{collection.year} 年度汇总明细：计入汇总的 {count} 个单位",
        heads=_draw_heads(collection, table, count),
        columns=[*_UNIT_COLUMNS, *[_FIGURE_COLUMN] * len(table)],
        rows=_list_figures(collection, table),
        count=count,
        lead=len(_UNIT_COLUMNS),
        wide=True,
        heights={2: 120, 3: 64, 4: 21, 5: 21, 6: 21},
    )


def _draw_heads(collection: Collection, table: list[Node], count: int) -> list[list[CellContent]]:
    where = places(collection.edition)
    first = 2 + len(_DETAIL_HEADS)
    last = first + max(count, 1) - 1
    lines: list[list[CellContent]] = [["", name] for name in _DETAIL_HEADS]
    for column, cell in enumerate(table, start=len(_UNIT_COLUMNS) + 1):
        at, place = column_letters(column), where[cell.path]
        value = collection.values.get(cell.path, 0)
        found: tuple[CellContent, ...] = (
            cell.label,
            f"{place.sheet}!{place.address}",
            Formula(f"SUM({at}{first}:{at}{last})", value),
            Formula(f"{quote_sheet(place.sheet)}!{place.address}", value),
            Formula(f'IF(ROUND({at}4-{at}5,6)=0,"一致","不一致")', "一致"),
        )
        for line, content in zip(lines, found, strict=True):
            line.append(content)
    return lines


def _list_figures(collection: Collection, table: list[Node]) -> Iterator[Sequence[CellContent]]:
    """Yield a row with the figures of every unit, and check their sums in the end.

    Raises:
        DataError: In the end it is not the consolidated report: the store was tampered with.
    """
    paths = [cell.path for cell in table]
    totals: list[Any] = [cell.type(0) for cell in table]
    figures = itemgetter(*paths)
    for unit, filed in collection.figures():
        row = figures(filed)
        totals = list(map(add, totals, row))
        yield [unit.code, unit.name, *row]
    if collection.values and dict(zip(paths, totals, strict=True)) != collection.values:
        raise DataError("明细各单位之和与汇总表不一致，汇总结果可能被改动过。请换一个输出文件夹重新汇总。")
