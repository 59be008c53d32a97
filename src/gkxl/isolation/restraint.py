"""Bounds the process it runs in: so much memory, so much time, no dump of memory when it dies."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def restrain(*, memory: int, seconds: int) -> None:
    """Set the limits that the system knows; Windows knows none of them, and there time alone is bounded.

    Args:
        memory: Bytes above what the process holds by now.
        seconds: Of work; waiting does not count.
    """
    if os.name == "posix":
        _restrain_posix(memory, seconds)


def _restrain_posix(memory: int, seconds: int) -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + seconds
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, end),
        (resource.RLIMIT_AS, _held(resource.getpagesize()) + memory),
    ):
        with suppress(ValueError, OSError):  # a lower limit is already set, or the system knows none
            resource.setrlimit(kind, (limit, limit))


def _held(page: int) -> int:
    """The address space in use; where the system does not tell, ample room for the interpreter."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return 1 << 30
