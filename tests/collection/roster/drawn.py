"""Trees of units, and rosters of them as all kinds of people would write them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import openpyxl
from attrs import define, field

if TYPE_CHECKING:
    from random import Random

    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS: Final = {
    "code": ("单位代码", "统一社会信用代码", "*单位代码", "代码（必填）", "单位\n编码", "unit_code"),
    "name": ("单位名称", "部门名称", "单 位", "单位名称（全称）", "*填报单位", "机关名称", "unit"),
    "level": ("层级", "层级（必填）", "单位层级", "级别", "层 级*"),
    "parent": (
        "上级", "上级（选填）", "上级单位名称", "主管部门", "隶属单位", "上级\n主管部门", "上级代码",
    ),
    "named": ("上级名称", "主管单位名称"),
    "count": ("序号", "No."),
    "contains": ("含下级", "是否含下级", "含下级（是/否）", "是否包含下级单位", "contains"),
}  # fmt: skip
STRANGE: Final = ("挂靠在哪里", "归谁", "片区", "大类")
NO: Final = ("否", "N", "×", "无", "不包含", "仅本级", "否。", "不含", " 否 ", "no")
YES: Final = ("", "是", "含", "√", "Y", "包含", "是。")
NAMES: Final = (
    "乌有市人民政府", "乌有市财政局", "乌有市教育局", "乌有市甲县人民政府", "乌有市乙县人民政府",
    "乌有市甲县财政局", "乌有市乙县水务局", "城关镇人民政府", "柳树乡", "第一中学", "中心医院",
)  # fmt: skip
OUTSIDE: Final = ("某省人民政府", "子虚省办公厅", "", "无", "—")


@define(eq=False)
class Office:
    """A unit of a tree.

    Attributes:
        code: Its code; "" where the roster has none.
        name: Its name.
        above: The office above it; None of one that is above all or below what is not in the roster.
        contains: Whether its return contains those of the units below it.
        given: What the roster gives as the unit above it.
    """

    code: str
    name: str
    above: Office | None
    contains: bool
    given: str = ""

    @property
    def key(self) -> str:
        return self.code or self.name

    def path(self) -> str:
        return f"{self.above.path()}/{self.name}" if self.above else self.name


@define
class Drawn:
    """A roster and the tree it was made of.

    Attributes:
        offices: The units, in the order of the file.
        content: The file.
        plain: Whether a person would understand it without a question.
    """

    offices: list[Office]
    content: bytes = b""
    plain: bool = True
    sheets: list[str] = field(factory=list)


def tree(dice: Random) -> list[Office]:
    """Units below one another, each before those below it."""
    coded, twins = dice.random() < 0.6, dice.random() < 0.3
    names = dice.sample(NAMES, dice.randint(1, 7))
    offices: list[Office] = []
    for number, name in enumerate(names):
        above = dice.choice(offices) if offices and dice.random() < 0.75 else None
        called = "城关镇" if coded and twins and number > 1 and dice.random() < 0.5 else name
        code = f"{10 + number * 7:0{dice.choice((4, 4, 6))}d}" if coded else ""
        if any((other.name, other.above) == (called, above) for other in offices):
            called = name  # nobody could tell the two apart
        offices.append(Office(code, called, above, dice.random() < 0.7))
    return offices


def drawn(dice: Random) -> Drawn:
    """A roster in a layout of its own."""
    offices = tree(dice)
    found = Drawn(dice.sample(offices, len(offices)))
    named = [office.name for office in offices]
    known = dice.random() < 0.9
    for office in offices:
        outside = dice.choice(OUTSIDE) if known else ""
        office.given = _given(office, named, dice) if office.above else outside
    found.plain = known
    _write(found, dice, known=known)
    return found


def _given(office: Office, named: list[str], dice: Random) -> str:
    """The unit above, as people would name it."""
    above = office.above
    assert above is not None
    alone = named.count(above.name) == 1
    ways = [above.code] if above.code else []
    if alone:
        ways += [above.name, f"{above.name}（本级）", f" {above.name[:2]} {above.name[2:]}", above.path()]
        short = above.name.removeprefix("乌有市")
        if short not in named and sum(name.endswith(short) for name in named) == 1:
            ways.append(short)
    elif above.above and named.count(above.above.name) == 1:
        ways.append(f"{above.above.name}/{above.name}")
    if above.code:
        ways.append(above.code.lstrip("0"))
    return dice.choice(ways)


def _write(found: Drawn, dice: Random, *, known: bool) -> None:
    coded = bool(found.offices[0].code)
    meanings = [*(["code"] if coded else []), "name", "parent", "contains"]
    dice.shuffle(meanings)
    more = [*(["named"] if coded and known else []), "count", "level"]
    for one in more:
        if dice.random() < 0.3:
            meanings.insert(dice.randrange(len(meanings) + 1), one)
    if dice.random() < 0.6:
        _workbook(found, meanings, dice, known=known)
    else:
        _csv(found, meanings, dice, known=known)


def _headings(meanings: list[str], dice: Random, *, known: bool) -> list[str]:
    words = HEADINGS | ({} if known else {"parent": STRANGE})
    return [dice.choice(words[meaning]) for meaning in meanings]


def _cells(office: Office, number: int, meanings: list[str], dice: Random) -> list[str]:
    cells = {
        "code": office.code,
        "name": office.name,
        "parent": office.given,
        "contains": dice.choice(YES if office.contains else NO),
        "count": str(number),
        "level": "部门单位",
        "named": office.above.name if office.above else "",
    }
    return [cells[meaning] for meaning in meanings]


def _titles(dice: Random) -> list[list[str]]:
    return dice.choice(([], [["乌有市单位名册"]], [["名册"], [], ["填报单位：乌有市政府办", "2024 年"]]))


def _csv(found: Drawn, meanings: list[str], dice: Random, *, known: bool) -> None:
    mark = dice.choice(",,;\t，")
    rows = [*_titles(dice), [one.replace("\n", "") for one in _headings(meanings, dice, known=known)]]
    for number, office in enumerate(found.offices, start=1):
        cells = _cells(office, number, meanings, dice)
        rows.append(
            [f'="{cell}"' if cell and cell == office.code and dice.random() < 0.3 else cell for cell in cells]
        )
    text = "\r\n".join(mark.join(row) for row in rows)
    found.content = text.encode(dice.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")))


def _workbook(found: Drawn, meanings: list[str], dice: Random, *, known: bool) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type] # a new workbook has a sheet
    if dice.random() < 0.3:
        book.create_sheet("说明").append(["本表由各单位填写"])
    if len(found.offices) > 1 and dice.random() < 0.4:
        cut = dice.randrange(1, len(found.offices))
        parts = [found.offices[:cut], found.offices[cut:]]
    else:
        parts = [found.offices]
    for at, part in enumerate(parts):
        dice.shuffle(meanings)
        sheet = book.create_sheet(f"表{at}")
        for row in _titles(dice):
            sheet.append(row)
        if sheet.max_row > 1 or dice.random() < 0.3:
            sheet.append([])
        _table(sheet, part, meanings, dice, known=known)
    packed = io.BytesIO()
    book.save(packed)
    found.content = packed.getvalue()


def _table(sheet: Worksheet, part: list[Office], meanings: list[str], dice: Random, *, known: bool) -> None:
    top = sheet.max_row + 1
    if dice.random() < 0.3:
        top += _group(sheet, meanings, top)
    for column, heading in enumerate(_headings(meanings, dice, known=known), start=1):
        sheet.cell(top, column, heading)
    for number, office in enumerate(part, start=1):
        row = sheet.max_row + 1
        for column, cell in enumerate(_cells(office, number, meanings, dice), start=1):
            target = sheet.cell(row, column, cell or None)
            if meanings[column - 1] == "code" and dice.random() < 0.3:
                target.value = int(cell)
                target.number_format = "0" * len(cell)
        if dice.random() < 0.05:  # as on every printed page
            for column in range(1, len(meanings) + 1):
                sheet.cell(sheet.max_row + (column == 1), column, sheet.cell(top, column).value)
    for meaning in {"parent", "level", "named"} & {*meanings}:
        _merge(sheet, meanings.index(meaning) + 1, top, dice)


def _group(sheet: Worksheet, meanings: list[str], row: int) -> int:
    """A heading over two columns of the unit, or over those of the one above; how many rows it takes."""
    for word, group in (("单位情况", {"code", "name"}), ("上级", {"parent", "named"})):
        for column in range(1, len(meanings)):
            if {*meanings[column - 1 : column + 1]} == group and len(meanings) > len(group):
                sheet.cell(row, column, word)
                sheet.merge_cells(None, row, column, row, column + 1)
                return 1
    return 0


def _merge(sheet: Worksheet, column: int, top: int, dice: Random) -> None:
    """Merge runs of the same words."""
    start = top + 1
    for row in range(top + 2, sheet.max_row + 2):
        text = sheet.cell(start, column).value
        if row > sheet.max_row or not text or sheet.cell(row, column).value != text:
            if row - start > 1 and dice.random() < 0.7:
                sheet.merge_cells(None, start, column, row - 1, column)
            start = row
