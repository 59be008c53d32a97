"""明细: what every unit filed in every cell, and the proof that it adds up to the consolidated report."""

from __future__ import annotations

from operator import add, itemgetter
from typing import TYPE_CHECKING, Any, Final

from gkxl.address import column_letters
from gkxl.errors import DataError
from gkxl.layout import DETAIL_SHEET, places
from gkxl.model.outline import cells
from gkxl.write.appendix import Appendix, Column
from gkxl.write.formulas import Formula, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.collection.collection import Collection
    from gkxl.model.outline import Node
    from gkxl.write.filling import Content

_HEADS: Final = ("项目", "位置", "各单位合计", "汇总表中", "核对")
"""What the rows of headings hold: headings, places in the form, both sums, and whether they agree."""

_UNIT: Final = (Column(width=20, look="label"), Column(width=28, look="label"))
_FIGURE: Final = Column(width=13, look="value")


def detail_sheet(collection: Collection) -> Appendix:
    """A row for every unit that is counted, a column for every number of the form.

    Every sum is a formula, whose result is proved to be the figure of the report as the rows are written.
    """
    table = [cell for cell in cells(collection.edition.form) if cell.in_table]
    count = sum(entry.counted for entry in collection.ledger)
    return Appendix(
        name=DETAIL_SHEET,
        title=f"{collection.year} 年度汇总明细：计入汇总的 {count} 个单位",
        heads=_heads(collection, table, count),
        columns=[*_UNIT, *[_FIGURE] * len(table)],
        rows=_proved(collection, table),
        count=count,
        lead=len(_UNIT),
        wide=True,
        heights={2: 120, 3: 64},
    )


def _heads(collection: Collection, table: list[Node], count: int) -> list[list[Content]]:
    where = places(collection.edition)
    first = 2 + len(_HEADS)
    last = first + max(count, 1) - 1
    lines: list[list[Content]] = [["", name] for name in _HEADS]
    for column, cell in enumerate(table, start=len(_UNIT) + 1):
        at, place = column_letters(column), where[cell.path]
        value = collection.values.get(cell.path, 0)
        found: tuple[Content, ...] = (
            cell.label,
            f"{place.sheet}!{place.address}",
            Formula(f"SUM({at}{first}:{at}{last})", value),
            Formula(f"{quoted(place.sheet)}!{place.address}", value),
            Formula(f'IF(ROUND({at}4-{at}5,6)=0,"一致","不一致")', "一致"),
        )
        for line, content in zip(lines, found, strict=True):
            line.append(content)
    return lines


def _proved(collection: Collection, table: list[Node]) -> Iterator[Sequence[Content]]:
    """What every unit filed, added up as it is written.

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
        raise DataError(
            "明细各单位之和与汇总表不一致，汇总结果可能被改动过。请换一个输出文件夹重新汇总。",
            "the units do not add up to the consolidated report; collect again into another folder",
        )
