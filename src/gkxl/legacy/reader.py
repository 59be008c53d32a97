"""Has an old workbook read by a process of its own, and makes a book of the answer."""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import asdict

from gkxl import errors
from gkxl.errors import TimeLimitError, UnreadableFileError, revived
from gkxl.files.sniff import OLD_WORKBOOKS, sniff
from gkxl.files.subprocess import ask, command
from gkxl.legacy.facts import UNKNOWN
from gkxl.xlsx import Book, Cell, Kind, Limits, Sheet

SECONDS: Final = 20
"""How long the process may take in all: a slow computer needs some of it to start."""

COMMAND: Final = command("gkxl.legacy.child")


def is_legacy(data: bytes) -> bool:
    """Whether a file is an .xls, .et, .ods or .fods workbook."""
    return sniff(data) in OLD_WORKBOOKS


def read_legacy(data: bytes, *, limits: Limits) -> Book:
    """Read an old workbook; formulas are known to be there, but not what they are.

    Raises:
        UnreadableFileError: The file is damaged, or costs too much memory or time.
    """
    settings = {"format": sniff(data).name, "limits": asdict(limits)}
    answer = _answer(json.dumps(settings).encode() + b"\n" + data)
    if "error" in answer:
        kind, zh, en = answer["error"]
        raise revived(getattr(errors, kind), zh, en)
    sheets = tuple(_sheet(**sheet) for sheet in answer["sheets"])
    return Book(sheets=sheets, date1904=answer["date1904"], legacy=True)


def _answer(question: bytes) -> dict[str, Any]:
    try:
        return ask(COMMAND, question, seconds=SECONDS)
    except TimeoutError:
        raise _too_slow() from None
    except ChildProcessError:
        raise _stopped() from None


def _sheet(name: str, state: str, cells: list[list[Any]], **ranges: list[str]) -> Sheet:
    made = [
        Cell(row, column, Kind(kind), *rest)._replace(scripts=tuple((how, text) for how, text in scripts))
        for row, column, kind, *rest, scripts in cells
    ]
    return Sheet(
        name=name,
        state=state,
        cells={(cell.row, cell.column): cell for cell in made},
        merges=tuple(ranges["merges"]),
        arrays=tuple((range_, UNKNOWN) for range_ in ranges["arrays"]),
    )


def _too_slow() -> TimeLimitError:
    return TimeLimitError(
        "旧格式文件（.xls、.et、.ods、.fods）读取时间过长，已停止：可能已损坏，也可能是电脑正忙。可以再试一次；"
        "仍不行的，请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        "This old file took too long to read and was stopped: it may be damaged, or the computer busy. Try "
        "again, or open it in Excel or WPS and save it as .xlsx.",
    )


def _stopped() -> UnreadableFileError:
    return UnreadableFileError(
        "旧格式文件（.xls、.et、.ods、.fods）已损坏，或读取时占用内存过多。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        "This old file is damaged, or takes too much memory. Open it in Excel or WPS and save it as .xlsx.",
    )
