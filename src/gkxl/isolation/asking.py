"""Asks a process of its own: bytes go in, JSON comes out, and whatever happens there stays there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def command(module: str) -> tuple[str, ...]:
    """What runs a module of ours; ``-P`` keeps Python files of the current folder out of it."""
    return (sys.executable, "-P", "-m", module)


def ask(process: Sequence[str], question: bytes, *, seconds: float) -> dict[str, Any]:
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
