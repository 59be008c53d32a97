"""The register of applications: the list that a unit keeps, from which tables three and four are counted.

Here is where a register has its columns, its headings and its counts; `rows` says what its rows hold.
"""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from attrs import evolve, field, frozen

from gkxl.forms.register import DISPUTES, RECEIVED, Column, Register, Rows
from gkxl.issues import Place
from gkxl.layout import pages
from gkxl.reading.locate.columns import Heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import Edition
    from gkxl.layout import Box


VERSION: Final = "1"
"""The version of the register that is written today; each one keeps the version that it was made with."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Days before and after these are slips: a typed 5 is 5 January 1900 to spreadsheet programs."""

EPOCH: Final = date(1899, 12, 30)
"""The day that spreadsheet programs keep as 0."""

MOST_ROWS: Final = 20_000
"""The most rows of a register: to read them, and to tell what is wrong in each, takes some 3 seconds."""

HEAD_ROW: Final = 3
"""The row of the headings; the title and a note are above it."""

FOOTER: Final = "本表登记到此行为止"
"""How the locked line below the last prepared row begins."""

COUNT_SHEET, METHOD_SHEET = "计数", "口径"
DAY_SHEET, LIST_SHEET = "_gkxl_days", "_gkxl_lists"
"""The sheets beside those of the rows; the last two are hidden."""


@frozen
class NamedColumn:
    """A column of a table of rows.

    Attributes:
        name: Its attribute in the row class.
        path: The same with the name of the table in front.
        mark: What is printed over it, and what it may hold.
        at: Its number on the sheet, from 1.
        is_day: Whether it holds days; else it holds texts.
    """

    name: str
    path: str
    mark: Column
    at: int
    is_day: bool


@frozen(cache_hash=True, slots=False)
class RowTable:
    """A table of rows: its name in `Register`, its mark, and its columns from the left."""

    name: str
    mark: Rows
    columns: tuple[NamedColumn, ...] = field(eq=False, repr=False)

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.mark.sheet

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Its columns as the reader looks for them."""
        return tuple(
            Heading(column.path, column.at, (column.mark.label, *column.mark.synonyms.split()))
            for column in self.columns
        )

    def column(self, name: str) -> NamedColumn:
        """The column of an attribute."""
        return next(column for column in self.columns if column.name == name)


def _make_table(name: str, mark: Rows) -> RowTable:
    hints: dict[str, Any] = get_type_hints(mark.row, include_extras=True)
    marked = ((key, *get_args(hint)) for key, hint in hints.items())
    columns = (one for one in marked if isinstance(one[-1], Column))
    return RowTable(
        name,
        mark,
        tuple(
            NamedColumn(key, f"{name}.{key}", column, at, is_day=kind is not str)
            for at, (key, kind, column) in enumerate(columns, start=1)
        ),
    )


def _make_tables() -> tuple[RowTable, ...]:
    hints: dict[str, Any] = get_type_hints(Register, include_extras=True)
    marked = ((name, get_args(hint)) for name, hint in hints.items())
    return tuple(_make_table(name, args[-1]) for name, args in marked if args and isinstance(args[-1], Rows))


TABLES: Final = _make_tables()
APPLICATIONS, CASES = TABLES
"""The two tables of a register."""


@cache
def count_boxes(edition: Edition) -> tuple[Box, ...]:
    """What the sheet 计数 shows: table three, and below its columns of figures table four."""
    three, four = (
        next(page for page in pages(edition) if page.section.path == path.partition(".")[0])
        for path in (RECEIVED, DISPUTES)
    )
    below, right = three.height + 1, three.lead_columns
    moved = (evolve(box, row=box.row + below, column=box.column + right) for box in four.boxes)
    return (*three.boxes, *moved)


@cache
def counted_places(edition: Edition) -> Mapping[str, Place]:
    """Where the sheet 计数 shows each cell of tables three and four, by path."""
    return {
        box.cell.path: Place(COUNT_SHEET, box.row, box.column) for box in count_boxes(edition) if box.cell
    }


@frozen(kw_only=True)
class Method:
    """How a situation is counted.

    Attributes:
        situation: The situation.
        usual: How it is counted where the office states nothing else.
        source: Where that is prescribed; "" where no public national rule was found.
    """

    situation: str
    usual: str
    source: str = ""


METHODS: Final = (
    Method(
        situation="部分公开（区分处理）",
        usual="只计“部分公开”一件，不再计入不予公开等其他情形。",
        source="年度报告格式表三（二）",
    ),
    Method(
        situation="复议机关作共同被告",
        usual="不计入表四，由作出原行政行为的机关统计。",
        source="国办公开办函〔2016〕201号",
    ),
    Method(
        situation="跨年度的复议、诉讼",
        usual="结案的，按结果计在结案的那一年；年底没有结案的，计入当年没有审结的一格。",
        source="年度报告格式表四",
    ),
    Method(situation="申请人撤回", usual="按“其他”办结，计一件，“其他情形”选“撤回”。"),
    Method(situation="几人联名提出一份申请", usual="计一件，类别按第一申请人。"),
    Method(situation="一份申请含几项内容", usual="登记一行，计一件；分开答复的，可以登记几行，一行计一件。"),
    Method(situation="几份申请合并办理", usual="每份各计一件，并入的按“其他”办结，“其他情形”选“并入他件”。"),
    Method(situation="不属于本机关，告知或转送其他机关", usual="按“本机关不掌握相关政府信息”办结，计一件。"),
    Method(situation="以申请的形式提出咨询", usual="已经登记的，按“其他”办结，计一件，“其他情形”选“咨询”。"),
    Method(situation="答复被撤销后重新答复", usual="不另计一件，原来的一行不改，重新答复的情况写在备注里。"),
    Method(situation="一审、二审、再审", usual="每个案号登记一行，各计一件。"),
    Method(situation="申请人类别前后不一致", usual="按收到时登记的类别，收到、办结、结转都计在同一类别。"),
)
"""The situations that offices count in different ways, in the order of the sheet 口径."""
