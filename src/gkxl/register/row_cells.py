"""Makes days, listed words and texts of the cells of a register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from gkxl.frozen import NamedTuple
from gkxl.layout.printed import fold_label
from gkxl.model.marks import Prose
from gkxl.model.outline import Node
from gkxl.reading.cells import read_day, read_text_cell
from gkxl.reading.filed_cells import NONE_HIDDEN, hidden_cells, take_cell
from gkxl.reading.locate.defined_names import DefinedNames
from gkxl.reading.result import Filed
from gkxl.register.tables import FIRST_DAY, LAST_DAY
from gkxl.text import Wording
from gkxl.xlsx import Kind, read_range

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.forms.register import Column
    from gkxl.reading.locate.columns import FoundColumns
    from gkxl.xlsx import Book, Cell


class Taken(NamedTuple):
    """What was made of a cell.

    Attributes:
        content: The day, word or text; None or "" where there is none.
        code: The code of what is to be said about it; "" for nothing.
        why: The reason.
    """

    content: Any
    code: str = ""
    why: Wording | None = None


_REASONS: Final = {
    "cell.covered": Wording("被合并单元格遮住了", "is hidden under merged cells"),
    "cell.uncalculated": Wording("是公式，没有可用的结果", "is a formula without a result"),
    "cell.error": Wording("是错误值", "is an error value"),
    "cell.masked": Wording("显示的和存的不一样", "shows something else than it holds"),
    "cell.long": Wording("文字太长", "is too long"),
    "cell.control": Wording("带有看不见的字符，已去掉", "has invisible characters, left out here"),
    "cell.struck": Wording("加了删除线，仍照常登记", "is struck through, and counted all the same"),
    "formula": Wording("是公式，按它现在的结果读取", "is a formula, read as its present result"),
    "day": Wording("成了日期，按显示的日期读取", "has become a date, and was read as it shows"),
    "word": Wording(
        "与列表中的词写法不同，按列表中的词读取", "was read as the word of the list that it means"
    ),
    "lenient": Wording("不是按日期存的，已认作日期", "is not stored as a date, and was read as one"),
}
"""What is said of a cell: what kind of thing is wrong, without what it holds."""


class CellTaker:
    """Makes days, listed words and texts of the cells of one table.

    Args:
        book: The workbook.
        found: The table in it.
        edition: The edition of the report.
    """

    def __init__(self, book: Book, found: FoundColumns, edition: Edition) -> None:
        self._edition, self._date1904 = edition, book.date1904
        merges = (merge for merge in found.sheet.merges if _reaches_below(merge, found.row))
        sheet = evolve(found.sheet, merges=tuple(merges))
        self._over = NONE_HIDDEN
        if sheet.merges or sheet.arrays:
            self._over = hidden_cells(sheet, (spot for spot in sheet.cells if spot[0] > found.row))
        self._unreliable = DefinedNames.of(book).unreliable
        self._long: dict[tuple[str, str], Taken] = {}

    def read(self, column: Column, cell: Cell) -> Taken:
        """What a cell holds."""
        # most cells are plain; nothing else is asked of them
        if cell.formula is None and not cell.scripts and self._over is NONE_HIDDEN:
            if column.is_day and cell.kind is Kind.DATE:
                return self._to_day(cell, None)
            is_short = len(cell.text) < LONG and cell.text.isprintable()
            if not column.is_day and cell.kind is Kind.TEXT and not cell.mask and is_short:
                return self._to_word(column, cell.text, None)
            if cell.kind is Kind.TEXT and not cell.mask:
                # many cells may share one long text
                key = column.path, cell.text
                return self._long.get(key) or self._long.setdefault(key, self._read_odd(column, cell))
        return self._read_odd(column, cell)

    def _read_odd(self, column: Column, cell: Cell) -> Taken:
        zero = Filed(column.path, None, Kind.BLANK)
        filed = take_cell(zero, cell, self._over, self._unreliable)
        node = Node(column.path, column, str, _SECTION, (column.label,), computed=False)
        made = read_text_cell(node, filed, date1904=self._date1904)
        codes = {issue.code for issue in made.issues} | ({"formula"} if filed.formula is not None else set())
        if cell.kind is Kind.DATE and not column.is_day:
            codes.add("day")
        why = next((reason for code, reason in _REASONS.items() if code in codes), None)
        if made.content is None:
            return Taken(None if column.is_day else "", "register.unreadable", why)
        return self._to_day(cell, why) if column.is_day else self._to_word(column, made.content, why)

    def _to_day(self, cell: Cell, why: Wording | None) -> Taken:
        day = read_day(cell.kind, cell.text, date1904=self._date1904)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            return Taken(None, "register.no_day")
        why = why or (None if cell.kind is Kind.DATE else _REASONS["lenient"])
        return Taken(day, "register.read_as" if why else "", why)

    def _to_word(self, column: Column, text: str, why: Wording | None) -> Taken:
        listed = column.listed(self._edition)
        if listed and text not in listed:
            word = _find_word(column, self._edition, text)
            if word is None:
                return Taken("", "register.unlisted")
            text, why = word, why or _REASONS["word"]
        return Taken(text.strip(), "register.read_as" if why else "", why)


_NUMBER: Final = re.compile(r"^(?:\(.\)|\d+[.,])")
LONG: Final = 1_000
"""Texts from this length on, and others that may be odd, are looked at more closely."""

_SECTION: Final = Prose("", sheet="")


def _find_word(column: Column, edition: Edition, text: str) -> str | None:
    """The word of a list that is written otherwise: with spaces, or as the form prints it, number and all."""
    written = _NUMBER.sub("", fold_label(text))
    words = {fold_label(word): word for word in column.listed(edition)}
    known = (word for fold, word in words.items() if written.startswith((f"{fold},", f"{fold}(")))
    return words.get(written) or next(known, None)


def _reaches_below(merge: str, row: int) -> bool:
    """Whether a merged range covers cells below a row."""
    area = read_range(merge)
    return area is not None and area.bottom > row
