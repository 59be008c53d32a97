"""Hostile files of old formats: cells, tables, texts and records that a few bytes multiply."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING, Final

from old_files import BIFF5, begin, content, number, ods, ole2, record, row, stream, words

if TYPE_CHECKING:
    from collections.abc import Callable


def cell(at: int, column: int = 0) -> bytes:
    return record(0x203, struct.pack("<3Hd", at, column, 0, 1))


def packed(make: Callable[[], str]) -> bytes:
    return ods(content(make()))


def flat(make: Callable[[], str]) -> bytes:
    return content(make(), root="document").encode()


SHEETS: Final[dict[str, Callable[[], str]]] = {
    "rows without end": lambda: row(number("1", "1"), repeated=1_048_576),
    "cells without end": lambda: (
        row(number("1", "1", 'table:number-columns-repeated="16384"'), repeated=1000) * 50
    ),
    "a number of rows": lambda: row(number("1", "1")).replace('="1"', f'="{"9" * 6000}"', 1),
    "blanks without end": lambda: row(words('<text:p><text:s text:c="999999999"/></text:p>')),
    "spans over all": lambda: row(
        words("", 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"') * 5000
    ),
    "texts within texts": lambda: row(
        words(f"<text:p>{'<text:span>' * 9000}1{'</text:span>' * 9000}</text:p>")
    ),
    "long numbers": lambda: row(*[number("9" * 90_000, "1")] * 50),
}
"""The rows of a sheet; all of them as .ods and as .fods."""

BOOKS: Final[dict[str, Callable[[], bytes]]] = {
    "blank records": lambda: stream(record(0x201, b"\0" * 6) * 900_000, version=BIFF5),
    "numbers": lambda: stream(b"".join(cell(n) for n in range(65_536)), version=BIFF5),
    "the last cell": lambda: ole2({"Workbook": stream(cell(65_535, 255))}),
    "beginnings": lambda: begin(BIFF5) * 400_000,
    "no records": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 3_000_000,
}

CASES: Final[dict[str, dict[str, Callable[[], bytes]]]] = {
    ".xls": BOOKS,
    ".ods": {name: partial(packed, make) for name, make in SHEETS.items()},
    ".fods": {name: partial(flat, make) for name, make in SHEETS.items()},
}
"""Every hostile file by its suffix."""


def ordinary(suffix: str) -> bytes:
    """A small file of a format."""
    if suffix == ".xls":
        return ole2({"Workbook": stream(cell(0))})
    return (packed if suffix == ".ods" else flat)(lambda: row(number("1", "1")))
