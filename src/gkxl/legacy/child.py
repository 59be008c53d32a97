"""Runs in a process of its own with limited memory and time: reads an old file, writes its cells as JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.files.process_limits import limit_this_process
from gkxl.files.sniff import FileFormat
from gkxl.legacy import biff, opendocument

if TYPE_CHECKING:
    from gkxl.xlsx import Cell

MEMORY: Final = 150 << 20
SECONDS: Final = 3


def main() -> None:
    """Read a line of settings and then a file; write one line of JSON."""
    settings = json.loads(sys.stdin.buffer.readline())
    limit_this_process(memory=MEMORY, seconds=SECONDS)
    sys.stdout.write(json.dumps(_read_file(sys.stdin.buffer.read(), settings)))


def _read_file(data: bytes, settings: dict[str, Any]) -> dict[str, Any]:
    try:
        return _read_book(data, FileFormat[settings["format"]], Limits(**settings["limits"]))
    except GkxlError as error:
        return {"error": [type(error).__name__, error.zh, error.en]}


def _read_book(data: bytes, format_: FileFormat, limits: Limits) -> dict[str, Any]:
    date1904 = False
    if format_ is FileFormat.XLS:
        tabs, date1904 = biff.read_biff(data, limits)
    else:
        tabs = opendocument.read_opendocument(data, limits, flat=format_ is FileFormat.FODS)
    return {
        "date1904": date1904,
        "sheets": [
            {
                "name": tab.name,
                "state": tab.state,
                "cells": [_cell_to_json(cell) for cell in tab.cells.values()],
                "merges": tab.merges,
                "arrays": tab.arrays,
            }
            for tab in tabs
        ],
    }


def _cell_to_json(cell: Cell) -> list[Any]:
    return [*cell[:2], cell.kind.value, *cell[3:6], None, cell.mask, cell.scripts]


if __name__ == "__main__":
    main()
