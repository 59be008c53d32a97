"""Short texts that an officer gives: names, reasons and days, in one line that can be shown anywhere."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from gkxl.errors import DataError
from gkxl.text import legible

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_short_text(text: str, most: int, zh: str, en: str) -> str:
    """A text in one line.

    Args:
        text: The text as it was given.
        most: How many characters it may have.
        zh: What it is, in Chinese.
        en: The same in English.

    Raises:
        DataError: It is longer.
    """
    line = " ".join(legible(text).split())
    if len(line) > most:
        raise DataError(
            f"{zh}有 {len(line)} 个字，最多 {most} 个字。请写得简短一些。",
            f"{en} has {len(line)} characters, over {most}; make it shorter",
        )
    return line


def read_day(text: str) -> str:
    """A day as ``2025-01-20``, however it was written; today where nothing was.

    >>> read_day("2025年1月20日")
    '2025-01-20'

    Raises:
        DataError: There is no such day.
    """
    if not text.strip():
        return datetime.now().astimezone().date().isoformat()
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError(
            f"“{legible(text)}”不是日期。请写成 2025-01-20 这样。",
            f"{text!r} is no day; write it as 2025-01-20",
        ) from None
