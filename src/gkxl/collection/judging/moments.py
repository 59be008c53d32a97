"""When a file was changed, as far as its stamp can be believed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from gkxl.collection.intake.names import CHECKSUM

_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier dates are not real: a zip without times has 1980, a system without a clock 1970."""

_ZONES: Final = timedelta(days=1)
"""So much may a clock be ahead in another time zone."""


def moment_of(stamp: str) -> datetime | None:
    """The moment that a stamp names, as sources have it; None where it names none.

    >>> moment_of("2025-03-01T08:00:00.000000000 CRC 0a1b2c3d")
    datetime.datetime(2025, 3, 1, 8, 0, tzinfo=datetime.timezone.utc)
    >>> moment_of("1740816000.0") == moment_of("2025-03-01 08:00:00+00:00")
    True
    >>> moment_of("d41d8cd98f00b204e9800998ecf8427e")
    """
    text = stamp.partition(CHECKSUM)[0]
    with suppress(ValueError, OverflowError, OSError):
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(float(text), UTC)
    return None


def is_credible(moment: datetime | None, now: datetime) -> bool:
    """Whether a file can have been changed at that moment."""
    return moment is not None and _FIRST <= moment <= now + _ZONES
