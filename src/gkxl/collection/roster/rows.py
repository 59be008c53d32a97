"""The rows of a table that people keep as CSV or as a workbook, as text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.errors import UnreadableFileError
from gkxl.xlsx import Kind, Limits, read_book
from gkxl.xlsx.load import load

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import BinaryIO

    from gkxl.xlsx import Cell

_DELIMITERS: Final = ",\t;，"
_LOOK: Final = 4096
"""In so many characters the commas of a CSV file are counted."""

_DIGITS: Final = 15
"""How many digits spreadsheet programs keep of a number."""


@frozen
class Row:
    """A row of a table: its number, from 1, and the text of its cells."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column, counted from 0; "" where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""


def read_rows(source: str | os.PathLike[str] | bytes | BinaryIO) -> list[Row]:
    """The rows of a CSV file in UTF-8 or GBK, or of the first visible sheet of a workbook.

    Raises:
        UnreadableFileError: It is neither.
    """
    data = load(source, Limits())
    rows = _of_workbook(data) if data.startswith(b"PK") else _of_csv(_decoded(data))
    return [row for row in rows if any(row.cells)]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(
        "名册不是 UTF-8 或 GBK 编码的 CSV 文件，也不是 .xlsx 工作簿。请用 Excel 另存为“CSV UTF-8”或 .xlsx。",
        "the roster is neither CSV in UTF-8 or GBK nor an .xlsx workbook",
    )


def _of_csv(text: str) -> Iterator[Row]:
    delimiter = max(_DELIMITERS, key=text[:_LOOK].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            yield Row(number, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        raise UnreadableFileError(
            f"名册不是完好的 CSV 文件（{error}）。请用 Excel 打开后另存。",
            f"the roster is not sound CSV: {error}",
        ) from None


def _of_workbook(data: bytes) -> Iterator[Row]:
    sheets = [sheet for sheet in read_book(data).sheets if sheet.state == "visible"]
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheets[0].cells.items() if sheets else ():
        rows.setdefault(row, {})[column] = _text(cell).strip()
    for number, cells in sorted(rows.items()):
        yield Row(number, tuple(cells.get(column, "") for column in range(1, max(cells) + 1)))


def _text(cell: Cell) -> str:
    """What a cell shows: a whole number without an exponent, unless some of its digits are lost."""
    if cell.kind is not Kind.NUMBER:
        return cell.text
    number = Decimal(cell.text)
    if number != number.to_integral_value():
        return cell.text
    return str(int(number)) if number.adjusted() < _DIGITS else f"{number:E}"
