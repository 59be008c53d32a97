"""The sheets that people keep as CSV or as a workbook, as rows of the text that a person sees."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.collection.roster.separated import read_separated
from gkxl.errors import LimitError
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.sniff import Format, sniff
from gkxl.legacy import is_legacy, read_legacy
from gkxl.xlsx import LONGEST_FORMAT, Kind, area, read_book, show

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator, Mapping
    from typing import BinaryIO

    from gkxl.xlsx import Cell
    from gkxl.xlsx import Sheet as BookSheet

LIMITS: Final = Limits()

_TEXTS: Final = frozenset({Format.TEXT, Format.UNKNOWN, Format.EMPTY, Format.XML, Format.MAIL})
"""What a CSV file can look like."""

_UNCLEAR: Final = frozenset({Kind.DATE, Kind.PERCENT, Kind.MASKED, Kind.ERROR})
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_DIGITS: Final = 15
"""How many digits spreadsheet programs keep of a number."""

_TRUTH: Final = {"0": "FALSE", "1": "TRUE"}


@frozen
class Row:
    """A row of a sheet.

    Attributes:
        number: Its number, from 1.
        cells: The text of its cells; that of a merged cell in every cell that it covers.
        beside: The columns, from 0, that a merged cell covers which begins further left.
        below: The columns that a merged cell covers which begins further up.
        unclear: The columns whose cells do not show what was typed, with what they hold: an error, a date,
            a percentage, a number that is shown as another one or may be, or a formula without a result.
    """

    number: int
    cells: tuple[str, ...]
    beside: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    unclear: Mapping[int, Kind] = field(factory=dict, hash=False)

    def heading(self, column: int) -> str:
        """The text in a column, counted from 0, as that of a heading; "" where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""

    def cell(self, column: int) -> str:
        """The same as that of an entry, which a merged cell to its left does not reach."""
        return "" if column in self.beside else self.heading(column)


@frozen
class Sheet:
    """A sheet of a workbook, or all of a CSV file.

    Attributes:
        name: The name on its tab, or that of the CSV file.
        rows: The rows that hold anything.
        hidden: Whether people do not see it.
        separated: Whether it is CSV, where one comma too many moves all that follows.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    separated: bool = False


def read_sheets(source: str | os.PathLike[str] | bytes | BinaryIO, name: str) -> list[Sheet]:
    """Read the sheets of a CSV file in UTF-8, GBK or UTF-16, or of a workbook, in their order.

    Args:
        source: A path, the bytes of a file, or a binary file.
        name: What a CSV file is called.

    Raises:
        UnreadableFileError: It is neither, or is damaged.
        LimitError: It is too large.
    """
    data = load(source, LIMITS)
    if sniff(data) not in _TEXTS:
        old = is_legacy(data)
        book = (read_legacy if old else read_book)(data, limits=LIMITS)
        unclear = _UNCLEAR | {Kind.NUMBER} if old else _UNCLEAR  # old formats are read without number formats
        return [_of_workbook(sheet, unclear) for sheet in book.sheets]
    rows = (Row(number, tuple(map(_clean, cells))) for number, cells in read_separated(data, LIMITS.cells))
    return [Sheet(name, tuple(row for row in rows if any(row.cells)), separated=True)]


def _of_workbook(sheet: BookSheet, unclear_kinds: Container[Kind]) -> Sheet:
    texts: dict[int, dict[int, str]] = {}
    unclear: dict[int, dict[int, Kind]] = {}
    for (row, column), cell in sheet.cells.items():
        text = _clean(_padded(cell) or _text(cell))
        if text or cell.formula is not None:
            texts.setdefault(row, {})[column - 1] = text
            kind = Kind.MASKED if _is_another(cell) else cell.kind
            if kind in unclear_kinds or not (text or cell.cached):
                unclear.setdefault(row, {})[column - 1] = kind
    merges = _Merges(texts, unclear)
    for merge in sheet.merges:
        merges.fill(merge)
    return Sheet(sheet.name, tuple(merges.rows()), sheet.state != "visible")


def _padded(cell: Cell) -> str:
    """A number as a format of zeros and characters shows it; "" under any other."""
    if cell.kind is not Kind.NUMBER or not cell.mask or len(cell.mask) > LONGEST_FORMAT:
        return ""
    shown = show(cell.mask, cell.text).text.strip()
    return "" if "," in shown or "." in shown else shown


def _is_another(cell: Cell) -> bool:
    """Whether the format of a number adds digits of its own to it: 12 under ``"1"0`` is seen as 112."""
    digits = "".join(sign for sign in _padded(cell) if sign.isdecimal()).lstrip("0")
    return bool(digits) and cell.text.isdecimal() and digits != cell.text.lstrip("0")


class _Merges:
    """Gives every cell of a merged range its text, in the rows that hold something of their own."""

    def __init__(self, texts: dict[int, dict[int, str]], unclear: dict[int, dict[int, Kind]]) -> None:
        self._texts = texts
        self._unclear = unclear
        self._numbers = sorted(texts)
        self._width = max((max(cells) for cells in texts.values()), default=-1) + 1
        self._beside: dict[int, set[int]] = {}
        self._below: dict[int, set[int]] = {}
        self._left = LIMITS.cells

    def fill(self, merge: str) -> None:
        """Fill one range.

        Raises:
            LimitError: The ranges cover more cells than a sheet may have.
        """
        found = area(merge)
        if found is None:
            return
        text = self._texts.get(found.top, {}).get(found.left - 1, "")
        kind = self._unclear.get(found.top, {}).get(found.left - 1)
        first, last = bisect_left(self._numbers, found.top), bisect_right(self._numbers, found.bottom)
        columns = range(found.left - 1, min(found.right, self._width))
        self._take((last - first) * len(columns))
        for number in self._numbers[first:last]:
            for column in columns:
                self._texts[number][column] = text
                if kind:
                    self._unclear.setdefault(number, {})[column] = kind
                if column > columns.start:
                    self._beside.setdefault(number, set()).add(column)
                if number > found.top:
                    self._below.setdefault(number, set()).add(column)

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise LimitError(
                "合并单元格覆盖的格数",
                "The cells under merged ranges",
                LIMITS.cells - self._left,
                LIMITS.cells,
            )

    def rows(self) -> Iterator[Row]:
        """The rows, as people see them."""
        for number in self._numbers:
            cells = self._texts[number]
            yield Row(
                number,
                tuple(cells.get(column, "") for column in range(max(cells) + 1)),
                frozenset(self._beside.get(number, ())),
                frozenset(self._below.get(number, ())),
                self._unclear.get(number, {}),
            )


def _text(cell: Cell) -> str:
    """What a cell shows: a whole number without an exponent, unless some of its digits are lost."""
    if cell.kind is Kind.BOOLEAN:
        return _TRUTH.get(cell.text, cell.text)
    if cell.kind is not Kind.NUMBER:
        return cell.text
    number = Decimal(cell.text)
    if number != number.to_integral_value():
        return cell.text
    return str(int(number)) if number.adjusted() < _DIGITS else f"{number:E}"


def _clean(text: str) -> str:
    """A text without what nobody sees: control and format characters, white space around it."""
    if text.isprintable():
        return text.strip()
    return "".join(filter(_is_visible, text)).strip()


def _is_visible(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in _INVISIBLE
