"""Reads CSV as offices make it: the encodings and delimiters of Excel and WPS, and no quote left open."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import refuse_above

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS: Final = ",\t;，"
_LOOK: Final = 50
"""In so many lines the delimiters of a CSV file are looked for."""

_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""How Excel is made to show digits as text."""


def read_separated(data: bytes, most: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers, as Excel counts them.

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
    refuse_above(2 * most, marks, "名册的单元格数", "The number of cells of the roster")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count, line = 0, 1
    try:
        for number, cells in enumerate(reader, start=1):
            if any(_runs_on(cell, delimiter) for cell in cells):
                raise _unclosed(line)
            count, line = count + len(cells), reader.line_num + 1
            refuse_above(most, count, "单元格总数", "The number of cells")
            yield number, [_plain(cell) for cell in cells]
    except csv.Error:
        raise _unclosed(line) from None


def _decode(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(
        "名册不是 UTF-8 或 GBK 编码的 CSV 文件，也不是 .xlsx 工作簿。请用 Excel 另存为“CSV UTF-8”或 .xlsx。",
        "the roster is neither CSV in UTF-8 or GBK nor an .xlsx workbook",
    )


def _find_delimiter(text: str) -> str:
    """The delimiter that most of the first lines have."""
    lines = list(islice(io.StringIO(text), _LOOK))
    return max(_DELIMITERS, key=lambda mark: sum(mark in line for line in lines))


def _runs_on(cell: str, delimiter: str) -> bool:
    """Whether a cell goes over the end of its line and seems to have swallowed cells of the next."""
    return ("\n" in cell or "\r" in cell) and delimiter in cell


def _plain(cell: str) -> str:
    """A cell without what only makes Excel take it for text: ``="0012"`` or ``'0012``."""
    text = cell.strip()
    quoted = _AS_TEXT.fullmatch(text)
    return quoted[1] if quoted else text.removeprefix("'")


def _unclosed(line: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"名册第 {line} 行起有一个引号没有成对，后面的单位会被当成同一格。请补上或删去这个引号。",
        f"a quotation mark in line {line} of the roster is not closed; close or delete it",
    )
