"""Asks a process of its own: bytes go in, JSON comes out, and whatever happens there stays there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gkxl.files import job_object

if TYPE_CHECKING:
    from collections.abc import Sequence


def module_command(module: str) -> tuple[str, ...]:
    """What runs a module of ours; ``-P`` keeps Python files of the current folder out of it."""
    return (sys.executable, "-P", "-m", module)


def run_limited(process: Sequence[str], question: bytes, *, seconds: float) -> dict[str, Any]:
    """The answer of a process, which is ended when it takes too long.

    Args:
        process: The command that starts it.
        question: What it is given to read.
        seconds: How long it may take in all, its start included.

    Raises:
        TimeoutError: It took longer, or the system ended it because it had worked for as long as it may.
        ChildProcessError: It died, or answered no JSON.
    """
    try:
        ended = subprocess.run(  # noqa: S603 (our own module, run by the same Python)
            process,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
        answer: dict[str, Any] = json.loads(ended.stdout)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(str(error)) from error
    except subprocess.CalledProcessError as error:
        out_of_time = -error.returncode == getattr(signal, "SIGXCPU", None)
        raise (TimeoutError if out_of_time else ChildProcessError)(str(error)) from error
    except (OSError, ValueError) as error:
        raise ChildProcessError(str(error)) from error
    return answer


_INTERPRETER_MEMORY: Final = 1 << 27
"""About as much memory as Windows has given to Python and its libraries by the time they are loaded."""


def limit_this_process(*, memory: int, seconds: int) -> None:
    """Set the limits that the system knows: rlimits, or a job object on Windows.

    Args:
        memory: Bytes above what the process holds by now.
        seconds: Of work; waiting does not count.
    """
    if os.name == "posix":
        _set_rlimits(memory, seconds)
    else:
        job_object.enter_job(memory=memory + _INTERPRETER_MEMORY, seconds=int(time.process_time()) + seconds)


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
    """The address space in use; where the system does not tell, ample room for the interpreter."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return 1 << 30
