"""Bounds a process on Windows, which knows no rlimits, by a job object that it puts itself into."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_EXTENDED_LIMITS: Final = 9
_PROCESS_TIME, _PROCESS_MEMORY = 0x2, 0x100
_TICKS_PER_SECOND: Final = 10_000_000
"""Of 100 nanoseconds, in a second."""


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
    """The limits of a process: so many bytes in all, and so many seconds of work."""
    made = JobLimits(process_memory=memory)
    made.basic.flags = _PROCESS_TIME | _PROCESS_MEMORY
    made.basic.process_time = seconds * _TICKS_PER_SECOND
    return made


def enter_job(*, memory: int, seconds: int) -> None:
    """Put this process into a job of its own; where the system refuses, it runs on without."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        found = make_job_limits(memory=memory, seconds=seconds)
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(found), ctypes.sizeof(found))
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
