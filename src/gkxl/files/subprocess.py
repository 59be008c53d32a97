"""Starts Python processes from whatever program runs gkxl, and asks one that has limited memory and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import NoProcessError, describe_system_error
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READY: Final = b"ready\n"
"""What a process writes first, when all of it is loaded; without this it is not the file that stopped it."""

_NO_PYTHON: Final = Wording(
    "运行 gkxl 的程序不是 Python，也找不到它所用的 Python",
    "this program is not Python, and none is found beside it",
)
NOT_STARTED: Final = Wording("进程一启动就结束了", "the process ended as soon as it was started")
_NOT_READY: Final = Wording("进程迟迟没有准备好", "the process was not ready in time")
_NO_PROCESSES: Final = frozenset({"emscripten", "wasi", "ios"})
"""Systems on which no program can start another one; see ``sys.platform``."""

_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a program with windows would show a black one for every process."""


_VERSION: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
_PYTHON_NAMES: Final = (
    ("python.exe", "Scripts/python.exe") if os.name == "nt" else (f"bin/python{_VERSION}", "bin/python3")
)
"""What Python is called in the folder that it is installed in."""


def find_python() -> str:
    """The Python to start other processes with.

    ``sys.executable`` is another program under uWSGI, in a frozen program and where Python is embedded:
    starting that would run the whole program once more.

    Raises:
        NoProcessError: There is none.
    """
    if sys.platform not in _NO_PROCESSES:
        for path in _list_pythons():
            if path and os.access(path, os.X_OK):
                return path
    raise NoProcessError(_NO_PYTHON)


def _list_pythons() -> Iterator[str]:
    """Where Python may be, in the order in which it is looked for."""
    from multiprocessing.spawn import get_executable  # noqa: PLC0415 (most files need no process)

    chosen = os.fsdecode(get_executable() or "")
    if chosen != sys.executable:
        yield chosen  # a program that embeds Python names one with multiprocessing.set_executable
    if getattr(sys, "frozen", False):
        return  # the modules are in the program itself, where no other Python finds them
    yield from filter(_is_python, (sys.executable or "", getattr(sys, "_base_executable", None) or ""))
    for folder in dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)):
        yield from (str(Path(folder, name)) for name in _PYTHON_NAMES)


def _is_python(path: str) -> bool:
    """Whether a program is Python, by its name: to ask it, it would have to be started."""
    return Path(path).name.lower().startswith(("python", "pypy"))


def start_process(module: str) -> subprocess.Popen[bytes]:
    """Start the function ``main`` of a module of gkxl in a process, to be asked through its pipes.

    Raises:
        NoProcessError: None can be started.
    """
    try:
        return subprocess.Popen(  # noqa: S603 (our own module)
            _command(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise NoProcessError(describe_system_error(error)) from error


def _command(module: str) -> list[str]:
    """The command that runs a module, with everything found where this process finds it."""
    program = f"import sys; sys.path[:] = {[*_search_path()]!r}; from {module} import main; main()"
    environment = ["-I"] if sys.flags.isolated else ["-E"] if sys.flags.ignore_environment else []
    # -P: a json.py in the current folder, which may be one of returns, is not run in place of Python's own
    return [find_python(), *environment, "-P", "-c", program]


def _search_path() -> Iterator[str]:
    """Where this process finds modules, but for the current folder, unless gkxl itself is there."""
    try:
        here = Path.cwd()
    except OSError:  # it was deleted
        here = None
    yield from (path for path in sys.path if path and Path(path) != here)
    yield str(Path(__file__).parents[2])


def run_limited(module: str, question: bytes, *, seconds: float) -> dict[str, Any]:
    """Run a module of gkxl in a process and return its answer; it is ended when it takes too long.

    Args:
        module: The module, whose function ``main`` calls `answer`.
        question: The bytes that it reads from its standard input.
        seconds: How long it may take in all, its start included.

    Raises:
        NoProcessError: No process can be started here.
        TimeoutError: It took longer, or used up the processor time that it has.
        ChildProcessError: It died, or its answer is no JSON.
    """
    with start_process(module) as process:
        try:
            written, _ = process.communicate(question, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            written, _ = process.communicate()
            raise (TimeoutError(str(error)) if READY in written else NoProcessError(_NOT_READY)) from error
    _, ready, found = written.partition(READY)
    if not ready:
        raise NoProcessError(NOT_STARTED)
    if process.returncode:
        out_of_time = -process.returncode == getattr(signal, "SIGXCPU", None)
        raise (TimeoutError if out_of_time else ChildProcessError)(process.returncode)
    try:
        answered: dict[str, Any] = json.loads(found)
    except ValueError as error:
        raise ChildProcessError(str(error)) from error
    return answered


def answer(read: Callable[[dict[str, Any], bytes], dict[str, Any]]) -> None:
    """Answer what `run_limited` asked, in the process that it started.

    Args:
        read: Takes the settings, which are the first line of the question as JSON, and the rest of it.
    """
    say_ready()
    settings = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(read(settings, sys.stdin.buffer.read())))


def say_ready() -> None:
    """Tell the process that started this one that everything is loaded."""
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
