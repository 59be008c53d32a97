"""Writes an empty roster to start from: a workbook with headings, choices, hints and two sample rows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from xlsxwriter import Workbook

from gkxl.collection.roster.columns import EXAMPLE
from gkxl.files.save import suffix_of, write_file
from gkxl.forms.common import LEVELS
from gkxl.write.canvas import A4, CREATED
from gkxl.write.style import BAD, DEFAULT, FORMATS, HEAD_FONT
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.files.save import Target

SHEET: Final = "名册"


@frozen
class _Column:
    """A column of the workbook: its heading, its width in characters, and what belongs in it."""

    heading: str
    width: float
    hint: str
    choices: tuple[str, ...] = ()


_COLUMNS: Final = (
    _Column(
        "单位代码",
        24,
        "统一社会信用代码，或本办公室自编、不重复的代码。没有代码的，整列空着，就按单位名称认单位，名称不能重复。",
    ),
    _Column("单位名称（必填）", 36, "单位的全称，与报表封面上的单位名称一致。"),
    _Column("层级", 14, f"从列表中选：{'、'.join(LEVELS)}。可以空着。", LEVELS),
    _Column(
        "上级",
        36,
        "上级单位的代码或名称，最好也在本名册中。没有上级的空着。上级报来的数视为已含下级，不再重复相加。",
    ),
    _Column(
        "含下级",
        10,
        "只有下面还有单位的才要填：报来的数不含下级单位的，选“否”；空着等于“是”。",
        ("是", "否"),
    ),
    _Column("联系人", 14, "可以不填；填了的，会带到台账和催报名单里。"),
    _Column("电话", 18, "可以不填；填了的，会带到台账和催报名单里。"),
)

_NOTE: Final = (
    "一个单位一行。各列的顺序可以调换，也可以增加别的列（如邮箱），会原样带到台账里。"
    f"两行灰色的“{EXAMPLE}”只作说明，填写前请删去。"
)

_EXAMPLES: Final = (
    ("示例-01", f"{EXAMPLE}某县人民政府", "县级", "", "是", "示例甲", "000-00000001"),
    ("示例-02", f"{EXAMPLE}某县财政局", "部门单位", "示例-01", "", "示例乙", "000-00000002"),
)
"""Invented units, people and numbers."""

_TITLE_ROW, _NOTE_ROW, _HEADINGS, _FIRST = 0, 1, 2, 3
_LAST: Final = _FIRST + 4999
"""So many rows are formatted; more may follow."""


def write_roster(path: Target) -> None:
    """Write an empty roster: headings, hints at every cell, choices, and two sample rows to delete.

    The same call gives the same bytes. `read_roster` refuses it as long as the sample rows are in it.

    Args:
        path: Where to write it; an ``.xlsx`` file.

    Raises:
        WriteError: The file cannot be written, or is not called ``.xlsx``.
    """
    suffix_of(path, (".xlsx",))
    write_file(path, blank_roster())


def blank_roster() -> bytes:
    """The workbook that `write_roster` writes."""
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**DEFAULT}})
    book.set_properties({"title": "应报单位名册", "author": "gkxl", "created": CREATED})
    sheet = book.add_worksheet(SHEET)
    formats = {name: book.add_format({**DEFAULT, **look}) for name, look in _LOOKS.items()}
    _write_head(sheet, formats)
    for column, about in enumerate(_COLUMNS):
        sheet.set_column(column, column, about.width, formats["text"])
        sheet.data_validation(_FIRST, column, _LAST, column, _validation(about))
    for row, example in enumerate(_EXAMPLES, start=_FIRST):
        for column, text in enumerate(example):
            sheet.write_string(row, column, text, formats["example"])
    twice = {"type": "duplicate", "format": book.add_format(BAD)}
    sheet.conditional_format(_FIRST, 0, _LAST, 0, twice)
    _set_up_printing(sheet)
    book.close()
    return repack(packed.getvalue(), {})


_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {**FORMATS["title"], "font_name": HEAD_FONT},
    "note": {"valign": "vcenter", "text_wrap": True, "font_color": "#595959"},
    "heading": FORMATS["heading"],
    "text": {"num_format": "@", "valign": "vcenter"},
    "example": {"num_format": "@", "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
}
"""Codes and telephone numbers are text, so that no spreadsheet program rounds or shortens them."""


def _write_head(sheet: Worksheet, formats: dict[str, Format]) -> None:
    last = len(_COLUMNS) - 1
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, "应报单位名册", formats["title"])
    sheet.merge_range(_NOTE_ROW, 0, _NOTE_ROW, last, _NOTE, formats["note"])
    sheet.set_row(_TITLE_ROW, 36)
    sheet.set_row(_NOTE_ROW, 36)
    sheet.set_row(_HEADINGS, 24)
    for column, about in enumerate(_COLUMNS):
        sheet.write_string(_HEADINGS, column, about.heading, formats["heading"])
    sheet.freeze_panes(_FIRST, 2)


def _validation(about: _Column) -> dict[str, Any]:
    """The hint at a cell of the column, and the choices where there are such."""
    hint = {"input_title": about.heading, "input_message": about.hint}
    if not about.choices:
        return {"validate": "any", **hint}
    wrong = f"请从列表中选：{'、'.join(about.choices)}。"
    return {
        "validate": "list",
        "source": [*about.choices],
        "error_title": about.heading,
        "error_message": wrong,
        **hint,
    }


def _set_up_printing(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS)
