"""Limits the memory and the processor time of this process, by whatever means the system has."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_INTERPRETER_MEMORY: Final = 1 << 27
"""About the memory that Python and its libraries take on Windows once they are loaded."""


def limit_this_process(*, memory: int, seconds: int) -> None:
    """Limit this process by the means of the system: rlimits, or a job object on Windows.

    Args:
        memory: Bytes above what the process has now.
        seconds: Processor time from now on; waiting does not count.
    """
    if os.name == "posix":
        _set_rlimits(memory, seconds)
    else:
        _enter_job(memory=memory + _INTERPRETER_MEMORY, seconds=int(time.process_time()) + seconds)


def _set_rlimits(memory: int, seconds: int) -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + seconds
    room = _address_space(resource.getpagesize()) + memory
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, end, end + 1),  # the first ends it with a signal of its own, SIGXCPU
        (resource.RLIMIT_AS, room, room),
    ):
        with suppress(ValueError, OSError):  # a lower limit is already set, or the system knows none
            resource.setrlimit(kind, (soft, hard))


def _address_space(page: int) -> int:
    """The address space in use, in bytes; 1 GB where the system has no such figure."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return 1 << 30


# Windows has no rlimits; a job object is its way to limit a process.
_EXTENDED_LIMITS: Final = 9
_PROCESS_TIME, _PROCESS_MEMORY = 0x2, 0x100
_TICKS_PER_SECOND: Final = 10_000_000
"""Windows counts time in units of 100 nanoseconds."""


class _BasicJobLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _BasicJobLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def make_job_limits(*, memory: int, seconds: int) -> JobLimits:
    """The limits of a process for a Windows job object.

    Args:
        memory: Bytes in all.
        seconds: Seconds of processor time in all.
    """
    made = JobLimits(process_memory=memory)
    made.basic.flags = _PROCESS_TIME | _PROCESS_MEMORY
    made.basic.process_time = seconds * _TICKS_PER_SECOND
    return made


def _enter_job(*, memory: int, seconds: int) -> None:
    """Put this process into a Windows job object of its own; if the system refuses, it runs on without."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        found = make_job_limits(memory=memory, seconds=seconds)
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(found), ctypes.sizeof(found))
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
