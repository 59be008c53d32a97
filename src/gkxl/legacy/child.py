"""Runs as a process of its own: a file comes in, its cells go out as JSON, and every accident stays here."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.isolation.restraint import restrain
from gkxl.legacy import biff, opendocument
from gkxl.legacy.cells import sheets

MEMORY: Final = 150 << 20
SECONDS: Final = 3


def main() -> None:
    """Read a line of settings and then a file; write one line of JSON."""
    settings = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(_answer(settings)))


def _answer(settings: dict[str, Any]) -> dict[str, Any]:
    try:
        import python_calamine  # noqa: F401, PLC0415 (an extra; loaded before memory is bounded)
    except ImportError:
        return {"missing": True}
    restrain(memory=MEMORY, seconds=SECONDS)
    try:
        return {"sheets": _sheets(sys.stdin.buffer.read(), settings)}
    except GkxlError as error:
        return {"error": [type(error).__name__, error.zh, error.en]}


def _sheets(data: bytes, settings: dict[str, Any]) -> list[dict[str, Any]]:
    limits = Limits(**settings["limits"])
    tabs = opendocument.read_tabs(data, limits) if settings["opendocument"] else biff.read_tabs(data)
    return [
        {
            "name": tab.name,
            "state": tab.state,
            "cells": [[*cell[:2], cell.kind.value, *cell[3:]] for cell in cells],
            "merges": tab.merges,
            "arrays": tab.arrays,
        }
        for tab, cells in sheets(data, tabs)
    ]


if __name__ == "__main__":
    main()
