"""Has an old workbook read by a process of its own, and makes a book of the answer."""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import asdict

from gkxl import errors
from gkxl.errors import LegacyWorkbookError, TimeLimitError, UnreadableFileError, revived
from gkxl.isolation.asking import ask, command
from gkxl.legacy.cells import UNKNOWN
from gkxl.xlsx import Book, Cell, Kind, Limits, Sheet
from gkxl.xlsx.sniff import Format, sniff

SECONDS: Final = 20
"""How long the process may take in all: a slow computer needs some of it to start."""

COMMAND: Final = command("gkxl.legacy.child")


def is_legacy(data: bytes) -> bool:
    """Whether a file is an .xls, .et or .ods workbook."""
    return sniff(data) in (Format.XLS, Format.ODS)


def read_legacy(data: bytes, *, limits: Limits) -> Book:
    """Read an old workbook; formulas are known to be there, but not what they are.

    Raises:
        LegacyWorkbookError: python-calamine, the extra ``gkxl[legacy]``, is not installed.
        UnreadableFileError: The file is damaged, or costs too much memory or time.
    """
    format_ = sniff(data)
    settings = {"opendocument": format_ is Format.ODS, "limits": asdict(limits)}
    answer = _answer(json.dumps(settings).encode() + b"\n" + data)
    if "missing" in answer:
        raise _extra_missing(format_)
    if "error" in answer:
        kind, zh, en = answer["error"]
        raise revived(getattr(errors, kind), zh, en)
    return Book(sheets=tuple(_sheet(**sheet) for sheet in answer["sheets"]))


def _answer(question: bytes) -> dict[str, Any]:
    try:
        return ask(COMMAND, question, seconds=SECONDS)
    except TimeoutError:
        raise _too_slow() from None
    except ChildProcessError:
        raise _stopped() from None


def _sheet(name: str, state: str, cells: list[list[Any]], **ranges: list[str]) -> Sheet:
    made = [Cell(row, column, Kind(kind), *rest) for row, column, kind, *rest in cells]
    return Sheet(
        name=name,
        state=state,
        cells={(cell.row, cell.column): cell for cell in made},
        merges=tuple(ranges["merges"]),
        arrays=tuple((range_, UNKNOWN) for range_ in ranges["arrays"]),
    )


def _extra_missing(format_: Format) -> LegacyWorkbookError:
    zh, en = format_.value
    return LegacyWorkbookError(
        f"文件是{zh}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送；要直接读取，请安装："
        'pip install "gkxl[legacy]"。',
        f"The file is {en}. Open it in Excel or WPS and save it as .xlsx; to read it as it is, install: "
        'pip install "gkxl[legacy]".',
    )


def _too_slow() -> TimeLimitError:
    return TimeLimitError(
        "旧格式文件（.xls、.et、.ods）读取时间过长，已停止：可能已损坏，也可能是电脑正忙。可以再试一次；"
        "仍不行的，请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        "This old file took too long to read and was stopped: it may be damaged, or the computer busy. Try "
        "again, or open it in Excel or WPS and save it as .xlsx.",
    )


def _stopped() -> UnreadableFileError:
    return UnreadableFileError(
        "旧格式文件（.xls、.et、.ods）已损坏，或读取时占用内存过多。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        "This old file is damaged, or takes too much memory. Open it in Excel or WPS and save it as .xlsx.",
    )
