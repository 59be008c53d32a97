"""Runs in a process of its own with limited memory and time: reads an old file, writes its cells as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.files.process_limits import limit_this_process
from gkxl.files.sniff import FileFormat
from gkxl.files.subprocess import answer
from gkxl.legacy import biff, opendocument

if TYPE_CHECKING:
    from gkxl.xlsx import Cell

MEMORY: Final = 150 << 20
SECONDS: Final = 3


def main() -> None:
    """Read a file and answer with its cells."""
    answer(_read_limited)


def _read_limited(settings: dict[str, Any], data: bytes) -> dict[str, Any]:
    limit_this_process(memory=MEMORY, seconds=SECONDS)
    return read_file(settings, data)


def read_file(settings: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Read a file by its format and limits; the cells, or the error, as JSON has them."""
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
