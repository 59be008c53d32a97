"""Registers made to cost much, by name."""

from __future__ import annotations

import re
import zlib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from hostile import evenly, texts
from xlsx_files import RELATIONSHIPS, shared

from gkxl.address import column_letters
from gkxl.forms.register import APPLICATIONS, Application, Dispute, Register
from gkxl.register.sheets import make_register
from gkxl.register.tables import EPOCH, MOST_ROWS
from workbooks import changed, parts

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: Final = 19_000
"""So many rows with ten cells each are just allowed."""

SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"


@cache
def ordinary() -> bytes:
    row = Application(
        number="1", received=date(2026, 3, 5), kind="自然人", closed=date(2026, 3, 9), outcome="其他"
    )
    case = Dispute(number="1", application="2", route="行政复议", accepted=date(2026, 5, 5))
    return make_register(Register(year=2026, unit="某局", applications=(row,), disputes=(case,)), rows=20)


def filled(
    cells: Callable[[int], dict[str, str]], *, rows: int = ROWS, words: tuple[str, ...] = (), after: str = ""
) -> bytes:
    """A register with so many more rows, whose cells are given by the names of their columns as XML."""
    found = parts(ordinary())
    known = found[STRINGS].count("<si>")
    found[STRINGS] = found[STRINGS].replace("</sst>", shared(*words).partition(">")[2])
    lines = []
    for row in range(1_000, 1_000 + rows):
        made = {APPLICATIONS.column(name).at: cell for name, cell in cells(row).items()}
        line = "".join(f'<c r="{column_letters(at)}{row}"{made[at]}</c>' for at in sorted(made))
        lines.append(f'<row r="{row}">{line}</row>'.replace("$", str(known)))
    found[SHEET] = found[SHEET].replace("</sheetData>", f"{''.join(lines)}</sheetData>{after}")
    return evenly(found)


@cache
def date_style() -> str:
    """The number of the format of days."""
    (style,) = re.findall(r'<c r="B4" s="(\d+)"', parts(ordinary())[SHEET])
    return str(style)


def day(month: int) -> str:
    return f' s="{date_style()}"><v>{(date(2026, month, 1) - EPOCH).days}</v>'


def word(text: str) -> str:
    return f' t="str"><v>{text}</v>'


SHARED: Final = ' t="s"><v>$</v>'
"""A cell with the first text that was added to those that are shared."""

FREE: Final = [
    column.name for column in APPLICATIONS.columns if not (column.is_day or column.words or column.choices)
]
"""The columns that may hold any text."""

DAYS: Final = [column.name for column in APPLICATIONS.columns if column.is_day]


def faulty_rows() -> bytes:
    """All of one number, and whose days cannot be."""
    dates = dict.fromkeys(DAYS[1:], day(1))
    return filled(
        lambda _: {"number": SHARED, "received": day(9), **dates, "outcome": word("其他")}, words=("1",)
    )


def faults_below_the_limit() -> bytes:
    """As many odd cells, and as many faults besides, as are still listed: three of each in a row."""
    row = {"number": word("1"), "received": word("2026-3-5"), "outcome": word("予以公开")}
    return filled(lambda n: {**row, "extended": word(f"2026.3.{n % 20 + 9}")}, rows=MOST_ROWS // 3 - 2)


def long_numbers() -> bytes:
    """One text as long as a cell may have it in every number, and in every other column of texts."""
    return filled(lambda _: {**dict.fromkeys(FREE, SHARED), "received": day(3)}, words=("长" * 32_000,))


def long_names() -> bytes:
    """Repeated applications of one long name."""
    row = {
        "number": SHARED,
        "applicant": SHARED,
        "received": day(3),
        "closed": day(4),
        "kind": word("自然人"),
    }
    return filled(lambda _: {**row, "outcome": word("重复申请")}, words=("长，（" * 10_000,))


def different_rows() -> bytes:
    return filled(lambda n: {name: word(f"{zlib.crc32(f'{n}{name}'.encode())}") for name in FREE})


def merged_rows() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:Q1048576"/>' for n in range(1_000, 100_000))
    content = filled(lambda _: {"number": word("1")})
    return changed(content, lambda xml: xml.replace("</mergeCells>", f"{merges}</mergeCells>"), part=SHEET)


def copied_sheets() -> bytes:
    """As many sheets as there may be that all look like the register."""
    found = parts(ordinary())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    tabs = "".join(f'<sheet name="表{n}" sheetId="{n + 99}" r:id="x{n}"/>' for n in range(1_500))
    more = "".join(
        f'<Relationship Id="x{n}" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/x{n}.xml"/>'
        for n in range(1_500)
    )
    found[book] = found[book].replace("</sheets>", f"{tabs}</sheets>")
    found[links] = found[links].replace("</Relationships>", f"{more}</Relationships>")
    return evenly(found | {f"xl/worksheets/x{n}.xml": found[SHEET] for n in range(1_500)})


def headings() -> bytes:
    """A sheet that has nothing but headings."""
    columns = APPLICATIONS.columns
    made = texts(lambda n: columns[n % len(columns)].label)
    return evenly({**parts(ordinary()), "xl/worksheets/sheet2.xml": made})


CASES: Final[dict[str, Callable[[], bytes]]] = {
    "a register full of faults": faulty_rows,
    "a register with as many faults as are listed": faults_below_the_limit,
    "a register of long texts": long_numbers,
    "a register of long names": long_names,
    "a register of different texts": different_rows,
    "a register of merged rows": merged_rows,
    "a register on every sheet": copied_sheets,
    "a register of headings": headings,
}
"""Every hostile register."""
