"""Bounds the process it runs in: so much memory, so much time, no dump of memory when it dies."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from gkxl.isolation import job_object

_INTERPRETER: Final = 1 << 27
"""About as much memory as Windows has given to Python and its libraries by the time they are loaded."""


def restrain(*, memory: int, seconds: int) -> None:
    """Set the limits that the system knows: rlimits, or a job object on Windows.

    Args:
        memory: Bytes above what the process holds by now.
        seconds: Of work; waiting does not count.
    """
    if os.name == "posix":
        _restrain_posix(memory, seconds)
    else:
        job_object.restrain(memory=memory + _INTERPRETER, seconds=int(time.process_time()) + seconds)


def _restrain_posix(memory: int, seconds: int) -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + seconds
    room = _held(resource.getpagesize()) + memory
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, end, end + 1),  # the first ends it with a signal of its own, SIGXCPU
        (resource.RLIMIT_AS, room, room),
    ):
        with suppress(ValueError, OSError):  # a lower limit is already set, or the system knows none
            resource.setrlimit(kind, (soft, hard))


def _held(page: int) -> int:
    """The address space in use; where the system does not tell, ample room for the interpreter."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return 1 << 30
