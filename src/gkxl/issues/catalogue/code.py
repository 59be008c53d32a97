"""What makes a kind of issue: its stable code, how grave it is, and its words in Chinese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import frozen

Lang: TypeAlias = Literal["zh", "en"]
"""The language of messages."""


class Severity(StrEnum):
    """How grave an issue is."""

    ERROR = "error"
    """The report is wrong, or a cell could not be read: it has to be corrected."""
    CONFIRM = "confirm"
    """Unusual: a written explanation settles it."""
    WARNING = "warning"
    """Read, but not as it was written: look whether it was meant so."""
    INFO = "info"
    """Worth knowing; nothing needs to be done."""


@frozen(kw_only=True)
class Code:
    """A kind of issue.

    Attributes:
        code: Its stable name.
        severity: How grave it is.
        zh: The message in Chinese, a format string over the issue's facts.
        en: The same in English.
        meaning: What it means, in Chinese, for the page of codes.
        remedy: What to do about it, in Chinese, for the page of codes.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    meaning: str
    remedy: str
