"""Processes that run one function after another: they begin as those that read a single file do."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from subprocess import TimeoutExpired
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar, cast

from gkxl.errors import NoProcessError
from gkxl.files.subprocess import NOT_STARTED, READY, say_ready, start_process

if TYPE_CHECKING:
    from collections.abc import Callable


R = TypeVar("R")

_START_SECONDS: Final = 60
"""How long a process may take until it is ready; a slow computer loads for some seconds."""

_END_SECONDS: Final = 20
"""How long a process may take to end when there is nothing more to do, before it is killed."""


class ProcessExecutor(ThreadPoolExecutor):
    """Runs functions in processes, each asked by a thread of its own.

    They are started as those that read a single file are, and not by multiprocessing: that refuses to work
    in a daemonic process, such as a worker of Celery; needs semaphores, which some hosts lack; and has each
    process import the program that started it.
    """

    def __init__(self, cores: int) -> None:
        super().__init__(cores)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 (the executor's)
        """Run a function in the next process that has nothing to do; in this one, while the program ends."""
        try:
            return super().submit(self._ask, function, *args, **kwargs)
        except RuntimeError:  # its main thread has ended, and this one goes on
            return _run_here(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (the executor's)
        """End every process, once it has done what it is at: none holds a file open after this."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        with suppress(Empty):
            while True:
                self._idle.get_nowait().end()

    def _ask(self, function: Callable[..., R], *args: object) -> R:
        try:
            worker = self._take_worker()
        except NoProcessError:
            return function(*args)  # it is no fault of the files that no process can be started
        try:
            return worker.ask(function, *args)
        finally:
            self._idle.put(worker)

    def _take_worker(self) -> _Worker:
        """One that has nothing to do, or a new one; those that died are passed over."""
        with suppress(Empty):
            while (worker := self._idle.get_nowait()).is_dead:
                pass
            return worker
        return _Worker()


def _run_here(function: Callable[..., Any], *args: object, **kwargs: object) -> Future[Any]:
    done: Future[Any] = Future()
    try:
        done.set_result(function(*args, **kwargs))
    except Exception as error:  # noqa: BLE001 (whoever asks for the result is told)
        done.set_exception(error)
    return done


class _Worker:
    """A process that runs one function after another.

    Raises:
        NoProcessError: It cannot be started.
    """

    def __init__(self) -> None:
        self._process = start_process(__name__)
        give_up = Timer(_START_SECONDS, self._process.kill)
        give_up.start()
        ready = READY in iter(self._output.readline, b"")
        give_up.cancel()
        if not ready:
            self.end()
            raise NoProcessError(NOT_STARTED)

    @property
    def is_dead(self) -> bool:
        """Whether it ended."""
        return self._process.poll() is not None

    @property
    def _input(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    @property
    def _output(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdout)

    def ask(self, function: Callable[..., R], *args: object) -> R:
        """What a function returns or raises.

        Raises:
            BrokenExecutor: The process died over it.
        """
        asked = pickle.dumps((function, args))
        try:
            _send(asked, self._input)
            done, found = pickle.loads(_receive(self._output))  # noqa: S301 (our own process)
        except (OSError, EOFError) as error:
            self.end()
            raise BrokenExecutor(str(error)) from error
        if not done:
            raise found
        return cast("R", found)

    def end(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._input.close()
        with suppress(TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self._process.kill()
        self._process.wait()
        self._output.close()


def _send(message: bytes, pipe: IO[bytes]) -> None:
    pipe.write(len(message).to_bytes(8) + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: There is none.
    """
    message = pipe.read(int.from_bytes(pipe.read(8)))
    if not message:
        raise EOFError
    return message


def main() -> None:
    """Run one function after another, in a process of a pool, until it is closed or the program ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that asks is interrupted, and ends this one
    say_ready()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers, suppress(EOFError, OSError):
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a function prints is no answer
        while True:
            _send(_run(_receive(sys.stdin.buffer)), answers)


def _run(asked: bytes) -> bytes:
    """Whether a function returned, and what it returned or raised."""
    try:
        function, args = pickle.loads(asked)  # noqa: S301 (from the program that started this one)
        return pickle.dumps((True, function(*args)))
    except Exception as error:  # noqa: BLE001 (whoever asked is told)
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
