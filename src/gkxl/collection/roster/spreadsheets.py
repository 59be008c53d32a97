"""Reads CSV files and workbooks as sheets of rows, with the text that a person sees."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from bisect import bisect_left, bisect_right
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.errors import LimitError, UnreadableFileError
from gkxl.files.limits import Limits, check_limit
from gkxl.files.load import load
from gkxl.files.sniff import FileFormat, sniff
from gkxl.frozen import frozen
from gkxl.legacy import is_legacy, read_legacy
from gkxl.xlsx import LONGEST_FORMAT, Kind, read_book, read_range
from gkxl.xlsx.number_display import show_number

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator, Mapping
    from typing import BinaryIO

    from gkxl.xlsx import Cell
    from gkxl.xlsx import Sheet as BookSheet


_DELIMITERS: Final = ",\t;，"
_LINES_SEARCHED: Final = 50
"""The lines of a CSV file in which delimiters are counted."""

_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""The formula by which files make Excel show digits as text."""


def read_csv(data: bytes, most: int) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV file, with their numbers as Excel counts them.

    Args:
        data: The file, in UTF-8, GBK, or UTF-16 with its mark.
        most: How many cells it may have.

    Raises:
        UnreadableFileError: It is in another encoding, or a quotation mark is not closed.
        LimitError: It has more cells.
    """
    text = _decode(data)
    delimiter = _find_delimiter(text)
    # The csv module holds a row of 20 million cells whole, and takes 25 s for as many rows without any.
    marks = sum(map(text.count, (delimiter, "\n", "\r")))
    check_limit(2 * most, marks, "名册的单元格数")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count, line = 0, 1
    try:
        for number, cells in enumerate(reader, start=1):
            if any(_spans_lines(cell, delimiter) for cell in cells):
                raise _unclosed_quote(line)
            count, line = count + len(cells), reader.line_num + 1
            check_limit(most, count, "单元格总数")
            yield number, [_strip_quoting(cell) for cell in cells]
    except csv.Error:
        raise _unclosed_quote(line) from None


def _decode(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(
        "名册不是 UTF-8 或 GBK 编码的 CSV 文件，也不是 .xlsx 工作簿。请用 Excel 另存为“CSV UTF-8”或 .xlsx。"
    )


def _find_delimiter(text: str) -> str:
    """Find the delimiter that most of the first lines contain."""
    lines = list(islice(io.StringIO(text), _LINES_SEARCHED))
    return max(_DELIMITERS, key=lambda mark: sum(mark in line for line in lines))


def _spans_lines(cell: str, delimiter: str) -> bool:
    """Whether a cell goes over the end of its line and contains delimiters of the next one."""
    return ("\n" in cell or "\r" in cell) and delimiter in cell


def _strip_quoting(cell: str) -> str:
    """A cell without what only makes Excel take it for text: ``="0012"`` or ``'0012``."""
    text = cell.strip()
    quoted = _AS_TEXT.fullmatch(text)
    return quoted[1] if quoted else text.removeprefix("'")


def _unclosed_quote(line: int) -> UnreadableFileError:
    return UnreadableFileError(
        "名册第 {line} 行起有一个引号没有成对，后面的单位会被当成同一格。请补上或删去这个引号。", line=line
    )


LIMITS: Final = Limits()

_TEXTS: Final = frozenset(
    {FileFormat.TEXT, FileFormat.UNKNOWN, FileFormat.EMPTY, FileFormat.XML, FileFormat.MAIL}
)
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
        covered_by_left: The columns, from 0, that a merged cell covers which begins further left.
        covered_by_above: The columns that a merged cell covers which begins further up.
        unclear: The columns whose cells do not show what was typed, with what they hold: an error, a date,
            a percentage, a number that is shown as another one or may be, or a formula without a result.
    """

    number: int
    cells: tuple[str, ...]
    covered_by_left: frozenset[int] = frozenset()
    covered_by_above: frozenset[int] = frozenset()
    unclear: Mapping[int, Kind] = field(factory=dict, hash=False)

    def heading(self, column: int) -> str:
        """The text in a column, counted from 0, as that of a heading; "" where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""

    def cell(self, column: int) -> str:
        """The text in a column as an entry: "" where only a merged cell from the left covers it."""
        return "" if column in self.covered_by_left else self.heading(column)


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
        return [_read_workbook_sheet(sheet, unclear) for sheet in book.sheets]
    rows = (
        Row(number, tuple(map(_strip_invisible, cells))) for number, cells in read_csv(data, LIMITS.cells)
    )
    return [Sheet(name, tuple(row for row in rows if any(row.cells)), separated=True)]


def _read_workbook_sheet(sheet: BookSheet, unclear_kinds: Container[Kind]) -> Sheet:
    texts: dict[int, dict[int, str]] = {}
    unclear: dict[int, dict[int, Kind]] = {}
    for (row, column), cell in sheet.cells.items():
        text = _strip_invisible(_show_padded(cell) or _read_text(cell))
        if text or cell.formula is not None:
            texts.setdefault(row, {})[column - 1] = text
            kind = Kind.MASKED if _shows_other_digits(cell) else cell.kind
            if kind in unclear_kinds or not (text or cell.cached):
                unclear.setdefault(row, {})[column - 1] = kind
    merges = _MergedCells(texts, unclear)
    for merge in sheet.merges:
        merges.fill(merge)
    return Sheet(sheet.name, tuple(merges.rows()), sheet.state != "visible")


def _show_padded(cell: Cell) -> str:
    """Show a number as a format of zeros and characters does; "" under any other format."""
    if cell.kind is not Kind.NUMBER or not cell.mask or len(cell.mask) > LONGEST_FORMAT:
        return ""
    shown = show_number(cell.mask, cell.text).text.strip()
    return "" if "," in shown or "." in shown else shown


def _shows_other_digits(cell: Cell) -> bool:
    """Whether the format of a number adds digits of its own to it: 12 under ``"1"0`` is seen as 112."""
    digits = "".join(sign for sign in _show_padded(cell) if sign.isdecimal()).lstrip("0")
    return bool(digits) and cell.text.isdecimal() and digits != cell.text.lstrip("0")


class _MergedCells:
    """Gives every cell of a merged range its text, in the rows that hold something of their own."""

    def __init__(self, texts: dict[int, dict[int, str]], unclear: dict[int, dict[int, Kind]]) -> None:
        self._texts = texts
        self._unclear = unclear
        self._numbers = sorted(texts)
        self._width = max((max(cells) for cells in texts.values()), default=-1) + 1
        self._covered_by_left: dict[int, set[int]] = {}
        self._covered_by_above: dict[int, set[int]] = {}
        self._left = LIMITS.cells

    def fill(self, merge: str) -> None:
        """Fill one range.

        Raises:
            LimitError: The ranges cover more cells than a sheet may have.
        """
        found = read_range(merge)
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
                    self._covered_by_left.setdefault(number, set()).add(column)
                if number > found.top:
                    self._covered_by_above.setdefault(number, set()).add(column)

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise LimitError(LIMITS.cells, LIMITS.cells - self._left, "合并单元格覆盖的格数")

    def rows(self) -> Iterator[Row]:
        """The rows, as people see them."""
        for number in self._numbers:
            cells = self._texts[number]
            yield Row(
                number,
                tuple(cells.get(column, "") for column in range(max(cells) + 1)),
                frozenset(self._covered_by_left.get(number, ())),
                frozenset(self._covered_by_above.get(number, ())),
                self._unclear.get(number, {}),
            )


def _read_text(cell: Cell) -> str:
    """The text of a cell: a whole number without an exponent, unless spreadsheets lost some of its digits."""
    if cell.kind is Kind.BOOLEAN:
        return _TRUTH.get(cell.text, cell.text)
    if cell.kind is not Kind.NUMBER:
        return cell.text
    number = Decimal(cell.text)
    if number != number.to_integral_value():
        return cell.text
    return str(int(number)) if number.adjusted() < _DIGITS else f"{number:E}"


def _strip_invisible(text: str) -> str:
    """Remove invisible characters from a text, and white space around it."""
    if text.isprintable():
        return text.strip()
    return "".join(filter(_is_visible, text)).strip()


def _is_visible(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in _INVISIBLE
