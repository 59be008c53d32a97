"""Has an old workbook read by a process of its own, and makes a book of the answer."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

from attrs import asdict

from gkxl import errors
from gkxl.errors import GkxlError, LegacyWorkbookError, UnreadableFileError
from gkxl.legacy.cells import UNKNOWN
from gkxl.xlsx import Book, Cell, Kind, Limits, Sheet
from gkxl.xlsx.sniff import Format, sniff

SECONDS: Final = 20
"""How long the process may take in all: a slow computer needs some of it to start."""

COMMAND: Final = (sys.executable, "-P", "-m", "gkxl.legacy.child")
"""The process; ``-P`` keeps Python files that lie about in the current folder out of it."""


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
    answer = _ask(json.dumps(settings).encode() + b"\n" + data)
    if "missing" in answer:
        raise _extra_missing(format_)
    if "error" in answer:
        raise _revived(*answer["error"])
    return _book([_sheet(**sheet) for sheet in answer["sheets"]])


def _ask(question: bytes) -> dict[str, Any]:
    """The answer of the process, which is ended when it takes too long."""
    try:
        ended = subprocess.run(  # noqa: S603 (our own module, run by the same Python)
            COMMAND,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        answer: dict[str, Any] = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        raise _stopped("读取时间过长，已停止", "took too long to read and was stopped") from None
    except (subprocess.CalledProcessError, OSError, ValueError):
        raise _stopped("已损坏，或读取时占用内存过多", "is damaged, or takes too much memory") from None
    return answer


def _sheet(name: str, state: str, cells: list[list[Any]], **ranges: list[str]) -> Sheet:
    made = [Cell(row, column, Kind(kind), *rest) for row, column, kind, *rest in cells]
    return Sheet(
        name=name,
        state=state,
        cells={(cell.row, cell.column): cell for cell in made},
        merges=tuple(ranges["merges"]),
        arrays=tuple((range_, UNKNOWN) for range_ in ranges["arrays"]),
    )


def _book(sheets: list[Sheet]) -> Book:
    return Book(
        sheets=tuple(sheets),
        names={},
        local_names={},
        properties={},
        application=None,
        date1904=False,
        structure_locked=None,
        external_links=0,
        has_macros=False,
    )


def _extra_missing(format_: Format) -> LegacyWorkbookError:
    zh, en = format_.value
    return LegacyWorkbookError(
        f"文件是{zh}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送；要直接读取，请安装："
        'pip install "gkxl[legacy]"。',
        f"The file is {en}. Open it in Excel or WPS and save it as .xlsx; to read it as it is, install: "
        'pip install "gkxl[legacy]".',
    )


def _revived(kind: str, zh: str, en: str) -> GkxlError:
    """The error that stopped the process, with its own words."""
    found = getattr(errors, kind, UnreadableFileError)
    error: GkxlError = found.__new__(found)
    GkxlError.__init__(error, zh, en)
    return error


def _stopped(zh: str, en: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"旧格式文件（.xls、.et、.ods）{zh}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        f"This old file {en}. Open it in Excel or WPS and save it as .xlsx.",
    )
