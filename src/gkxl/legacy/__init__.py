"""Reads old formats (.xls, WPS .et, .ods, .fods) in a bounded process of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any, Final

from attrs import asdict, field

from gkxl import errors
from gkxl.address import column_letters
from gkxl.errors import TimeLimitError, UnreadableFileError, rebuild_error
from gkxl.files.limits import check_limit
from gkxl.files.sniff import OLD_WORKBOOKS, sniff
from gkxl.frozen import frozen
from gkxl.text import Wording
from gkxl.xlsx import Book, Cell, Kind, Limits, Sheet
from gkxl.xlsx.book import UNKNOWN_FORMULA

__all__ = ["UNKNOWN_FORMULA", "is_legacy", "read_legacy"]

ERROR_VALUES: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""The error values of formulas."""

_MOST_RANGES: Final = 65_536


@frozen
class OldSheet:
    """A sheet of an old file while it is read.

    Attributes:
        name: As on its tab.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        cells: The cells with content, by row and column from 1.
        merges: The merged ranges, such as ``A1:D1``.
        arrays: The ranges that one formula fills.
    """

    name: str
    state: str
    cells: dict[tuple[int, int], Cell] = field(factory=dict)
    merges: list[str] = field(factory=list)
    arrays: list[str] = field(factory=list)


def add_range(ranges: list[str], top: int, left: int, bottom: int, right: int) -> None:
    """Add a range, of which rows and columns are counted from 1.

    Raises:
        LimitError: There are more than any workbook has.
    """
    ranges.append(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")
    check_limit(_MOST_RANGES, len(ranges), "合并单元格数")


_CHILD: Final = "gkxl.legacy.child"

SECONDS: Final = 20
"""Seconds by the clock that the process may take; a slow computer needs some of them to start it."""


def is_legacy(data: bytes) -> bool:
    """Whether a file is an .xls, .et, .ods or .fods workbook."""
    return sniff(data) in OLD_WORKBOOKS


def read_legacy(data: bytes, *, limits: Limits) -> Book:
    """Read an old workbook; its formulas are known to be there, but their texts are not.

    Raises:
        UnreadableFileError: The file is damaged, or costs too much memory or time.
        NoProcessError: No process can be started here.
    """
    settings = {"format": sniff(data).name, "limits": asdict(limits)}
    answer = _run_child(settings, data)
    if "error" in answer:
        kind, *said = answer["error"]
        raise rebuild_error(getattr(errors, kind), "{said}", {"said": Wording(*said)})
    sheets = tuple(_to_sheet(**sheet) for sheet in answer["sheets"])
    return Book(sheets=sheets, date1904=answer["date1904"], legacy=True)


def _run_child(settings: dict[str, Any], data: bytes) -> dict[str, Any]:
    from gkxl.files.subprocess import run_limited  # noqa: PLC0415 (most files are of no old format)

    try:
        if sys.platform == "emscripten":
            return _read_here(settings, data)
        return run_limited(_CHILD, json.dumps(settings).encode() + b"\n" + data, seconds=SECONDS)
    except TimeoutError:
        raise _time_error() from None
    except ChildProcessError:
        raise _memory_error() from None


def _read_here(settings: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Read a file in a browser, whose page has a worker for Python that it ends if this takes too long.

    Raises:
        ChildProcessError: A process of its own would have died.
    """
    child: Any = import_module(_CHILD)  # by its name, as a process runs it: it imports this module
    try:
        return dict(child.read_file(settings, data))
    except Exception as error:
        raise ChildProcessError(str(error)) from error


def _to_sheet(name: str, state: str, cells: list[list[Any]], **ranges: list[str]) -> Sheet:
    made = [
        Cell(row, column, Kind(kind), *rest)._replace(scripts=tuple((how, text) for how, text in scripts))
        for row, column, kind, *rest, scripts in cells
    ]
    return Sheet(
        name=name,
        state=state,
        cells={(cell.row, cell.column): cell for cell in made},
        merges=tuple(ranges["merges"]),
        arrays=tuple((range_, UNKNOWN_FORMULA) for range_ in ranges["arrays"]),
    )


def _time_error() -> TimeLimitError:
    return TimeLimitError(
        "旧格式文件（.xls、.et、.ods、.fods）读取时间过长，已停止：可能已损坏，也可能是电脑正忙。"
        "可以再试一次；仍不行的，请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。"
    )


def _memory_error() -> UnreadableFileError:
    return UnreadableFileError(
        "旧格式文件（.xls、.et、.ods、.fods）已损坏，或读取时占用内存过多。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。"
    )
