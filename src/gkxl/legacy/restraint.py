"""Bounds the process it runs in: so much memory, so much time, no dump of memory when it dies."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

MEMORY: Final = 150 << 20
"""Bytes above what the process holds when it begins to read."""

SECONDS: Final = 3
"""Of work; waiting does not count."""


def restrain() -> None:
    """Set the limits that the system knows; Windows knows none of them, and there time alone is bounded."""
    if os.name == "posix":
        _restrain_posix()


def _restrain_posix() -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, _held(resource.getpagesize()) + MEMORY),
    ):
        with suppress(ValueError, OSError):  # a lower limit is already set, or the system knows none
            resource.setrlimit(kind, (limit, limit))


def _held(page: int) -> int:
    """The address space in use; where the system does not tell, ample room for the interpreter."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return 1 << 30
