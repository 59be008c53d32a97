"""Fills in a workbook by the names of its cells, with whatever data a program of the unit's own has."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from gkxl.arguments import checked
from gkxl.errors import DataError, LimitError, WriteError
from gkxl.files.limits import Budget
from gkxl.files.load import load
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix, write_file
from gkxl.layout import NAME_PREFIX
from gkxl.text import find_illegal
from gkxl.write.validation import LONGEST_CELL_TEXT
from gkxl.xlsx import Limits, read_book, read_range, read_reference
from gkxl.xlsx.package import Package, check_internal
from gkxl.xlsx.xml.schema import in_main
from gkxl.xlsx.xml.tree import ElementParser
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from openpyxl.cell import Cell

    from gkxl.files.save import Target
    from gkxl.xlsx import Book


_LIMITS: Final = Limits()
_RANGE_TAGS: Final = frozenset(in_main({"mergeCell": None, "hyperlink": None}))
"""The elements of whose ranges openpyxl makes every single cell."""

_CORE_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED_DATE: Final = re.compile(
    r"(<dcterms:created[^>]*>)([^<]*)(</dcterms:created>.*<dcterms:modified[^>]*>)[^<]*"
)
"""When a workbook was made, and when it was changed: the same data is to give the same bytes."""


@checked
def fill_template(
    source: str | os.PathLike[str] | bytes | BinaryIO, values: Mapping[str, Any], target: Target
) -> None:
    """Fill in a template, or any workbook that has the names of its cells, from a program's own data.

    Only the cells that the data names are filled in; all others stay, and so do sheets, pictures and formats
    that an office has put into its template. Nothing is checked: read the file afterwards. Programs that open
    it compute the totals; `gkxl.read` does so as well.

    Args:
        source: The template: a path, its bytes, or a binary file.
        values: A number, a text, or None for a blank cell, by the path of the cell in `gkxl.Report`. A text
            stays one, even if it begins like a formula.
        target: Where to write the workbook: the path of an ``.xlsx`` file, or a binary file.

    Raises:
        UnreadableFileError: The template cannot be read.
        DataError: A path has no cell in it, or a value is none that a cell can hold.
        WriteError: The workbook cannot be written.

    Example:
        >>> import gkxl
        >>> data = {"disclosure.permits.decisions": 73}
        >>> gkxl.fill_template("年报.xlsx", data, "报表.xlsx")  # doctest: +SKIP
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    content = load(source, _LIMITS)
    book = read_book(content)
    _refuse_large(content)
    cells = {path: _find_cell(book, path) for path in values}
    from openpyxl import load_workbook  # noqa: PLC0415 (it takes long to load, and little needs it)
    from openpyxl.cell import MergedCell  # noqa: PLC0415 (likewise)

    copy = load_workbook(io.BytesIO(content))
    for path, (sheet, row, column) in cells.items():
        cell = copy[sheet].cell(row, column)
        if isinstance(cell, MergedCell):
            raise DataError("“{path}”的单元格被合并了。", path=path)
        _fill_cell(cell, path, values[path])
    packed = io.BytesIO()
    copy.save(packed)
    write_file(
        target,
        repack(packed.getvalue(), {_CORE_PROPERTIES: lambda xml: _MODIFIED_DATE.sub(r"\1\2\3\2", xml)}),
    )


def _find_cell(book: Book, path: str) -> tuple[str, int, int]:
    """Where the cell of a path is: sheet, row and column."""
    found = read_reference(book.names.get(NAME_PREFIX + path, ""))
    if found is None or not found.single or book.sheet(found.sheet) is None:
        raise DataError("模板中没有名为“{name_prefix}{path}”的单元格。", name_prefix=NAME_PREFIX, path=path)
    return found.sheet, found.top, found.left


def _fill_cell(cell: Cell, path: str, value: object) -> None:
    """Put a value into a cell; openpyxl takes a text that begins with ``=`` for a formula."""
    if isinstance(value, str):
        if find_illegal(value) or len(value) > LONGEST_CELL_TEXT:
            raise WriteError("“{path}”的文字无法写入单元格。", path=path)
        cell.value, cell.data_type = value, "s"
    elif value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        cell.value = value
    else:
        raise DataError("“{path}”既不是数字，也不是文字。", path=path)


def _refuse_large(content: bytes) -> None:
    """Refuse what the reader passes over and openpyxl does not: large parts, and ranges that it expands."""
    package = Package(content, Budget(_LIMITS))
    size = sum(entry.unpacked for entry, _ in package.packed())
    if size > _LIMITS.total_bytes:
        raise LimitError(_LIMITS.total_bytes, size, "各部件解压后的总字节数")
    (book,) = (check_internal(link) for link in package.relationships() if link.kind == "officeDocument")
    for link in package.relationships(book):
        if link.kind == "worksheet":
            _RangeCounter(check_internal(link)).run(b"".join(package.chunks(check_internal(link))))


class _RangeCounter(ElementParser):
    """Counts the cells of the ranges of a sheet that would be made one by one."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _LIMITS)
        self._cells = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Count those of a range."""
        found = read_range(attributes.get("ref", "")) if tag in _RANGE_TAGS else None
        if found:
            self._cells += (found.bottom - found.top + 1) * (found.right - found.left + 1)
        if self._cells > _LIMITS.cells:
            limit = _LIMITS.cells
            raise LimitError(limit, self._cells, "合并区域的单元格总数")

    def closed(self, tag: str) -> None:
        """Nothing ends that matters."""
