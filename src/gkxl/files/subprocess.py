"""Runs a module in a process of its own with limited memory and time: bytes go in, JSON comes out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def module_command(module: str) -> tuple[str, ...]:
    """The command that runs a module of gkxl in another process."""
    # -P: a json.py in the current folder, which may be one of returns, is not run in place of Python's own
    return (sys.executable, "-P", "-m", module)


def run_limited(process: Sequence[str], question: bytes, *, seconds: float) -> dict[str, Any]:
    """Run a process and return its answer; it is ended when it takes too long.

    Args:
        process: The command that starts it.
        question: The bytes that it reads from its standard input.
        seconds: How long it may take in all, its start included.

    Raises:
        TimeoutError: It took longer, or used up the processor time that it has.
        ChildProcessError: It died, or its answer is no JSON.
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
