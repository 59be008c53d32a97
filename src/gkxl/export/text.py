"""Tidy tables as text: CSV that spreadsheet programs open harmlessly, and JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from gkxl.export.rows import HEADINGS, NAMES, row
from gkxl.model.values import digits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from gkxl.timeseries import Observation

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text may not begin with in CSV: spreadsheet programs would run it as a formula."""


def as_csv(observations: Sequence[Observation]) -> bytes:
    """The table as CSV in UTF-8, with the byte order mark by which Excel knows it."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    rows.writerows([_harmless(value) for value in row(observation)] for observation in observations)
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: str | int | Decimal) -> str:
    """A value as plain text: numbers as they are, texts so that they stay texts."""
    if not isinstance(value, str):
        return digits(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def as_json(observations: Sequence[Observation]) -> bytes:
    """The table as a list of objects; amounts are strings, as numbers of JSON would lose their digits."""
    rows = [dict(zip(NAMES, row(observation), strict=True)) for observation in observations]
    return (json.dumps(rows, ensure_ascii=False, indent=1, default=digits) + "\n").encode()
