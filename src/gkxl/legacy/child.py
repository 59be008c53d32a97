"""Runs as a process of its own: a file comes in, its cells go out as JSON, and every accident stays here."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.files.sniff import Format
from gkxl.files.subprocess import restrain
from gkxl.legacy import biff, opendocument

if TYPE_CHECKING:
    from gkxl.xlsx import Cell

MEMORY: Final = 150 << 20
SECONDS: Final = 3


def main() -> None:
    """Read a line of settings and then a file; write one line of JSON."""
    settings = json.loads(sys.stdin.buffer.readline())
    restrain(memory=MEMORY, seconds=SECONDS)
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), settings)))


def _answer(data: bytes, settings: dict[str, Any]) -> dict[str, Any]:
    try:
        return _book(data, Format[settings["format"]], Limits(**settings["limits"]))
    except GkxlError as error:
        return {"error": [type(error).__name__, error.zh, error.en]}


def _book(data: bytes, format_: Format, limits: Limits) -> dict[str, Any]:
    date1904 = False
    if format_ is Format.XLS:
        tabs, date1904 = biff.read_tabs(data, limits)
    else:
        tabs = opendocument.read_tabs(data, limits, flat=format_ is Format.FODS)
    return {
        "date1904": date1904,
        "sheets": [
            {
                "name": tab.name,
                "state": tab.state,
                "cells": [_facts(cell) for cell in tab.cells.values()],
                "merges": tab.merges,
                "arrays": tab.arrays,
            }
            for tab in tabs
        ],
    }


def _facts(cell: Cell) -> list[Any]:
    return [*cell[:2], cell.kind.value, *cell[3:6], None, cell.mask, cell.scripts]


if __name__ == "__main__":
    main()
