"""Works on many files in other processes, and hands the results over in order."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from subprocess import TimeoutExpired
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from gkxl.errors import NoProcessError
from gkxl.files.subprocess import NOT_STARTED, READY, find_python, say_ready, start_process
from gkxl.forms import extend, known_extensions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


T = TypeVar("T")
R = TypeVar("R")

BATCH: Final = 16
"""The number of files that go to another process at once."""

SLOW_BATCH: Final = 2
"""The same of files that may take a second each, as a PDF does."""

BATCHES_PER_CORE: Final = 4
"""The batches under way for each core of this computer."""

BATCHES_ELSEWHERE: Final = 64
"""The batches under way with an executor that was given, whose number of workers is unknown."""

_FEW_BATCHES: Final = 3
"""Fewer batches than this are done in this process: others take longer to start."""

_START_SECONDS: Final = 60
"""How long a process may take until it is ready; a slow computer loads for some seconds."""

_END_SECONDS: Final = 20
"""How long a process may take to end when there is nothing more to do, before it is killed."""


class WorkerPool(Generic[T, R]):
    """Runs a function on batches: in an executor that was given, or in processes, restarted if one dies.

    Where no other Python can be started (a frozen program, a browser), it is run in this process.

    Args:
        function: Takes a batch, and returns as many results; it is defined in a module.
        failed: The result of an item over which the function raised or its process died.
        executor: Where to do it; a process for each core if left out.
        batch: How many items go to a process at once: more of those that take less time.
    """

    def __init__(
        self,
        function: Callable[[Sequence[T]], list[R]],
        failed: Callable[[Exception], R],
        executor: Executor | None = None,
        batch: int = BATCH,
    ) -> None:
        self._batch = batch
        self._function = with_extensions(function)
        self._failed = failed
        self._given = executor
        self._own: Executor | None = None

    def __enter__(self) -> WorkerPool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._own.shutdown(cancel_futures=True)

    def work(self, items: Sequence[T]) -> Iterator[tuple[T, R]]:
        """Every item with its result, in their order."""
        executor, ahead = self._choose_executor(few=len(items) < _FEW_BATCHES * self._batch)
        batches = (items[at : at + self._batch] for at in range(0, len(items), self._batch))
        under_way: deque[tuple[Sequence[T], Future[list[R]]]] = deque()
        while True:
            for batch in islice(batches, ahead - len(under_way)):
                under_way.append((batch, executor.submit(self._function, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                results = future.result()
            except Exception as error:
                if self._given and isinstance(error, BrokenExecutor):
                    raise
                yield from self._one_by_one(batch, executor)
            else:
                yield from zip(batch, results, strict=True)

    def _one_by_one(self, items: Iterable[T], executor: Executor) -> Iterator[tuple[T, R]]:
        """Run each item of a failed batch alone, to find the one that fails."""
        for item in items:
            try:
                (result,) = executor.submit(self._function, [item]).result()
            except Exception as error:  # noqa: BLE001 (the same)
                result = self._failed(error)
            yield item, result

    def _choose_executor(self, *, few: bool) -> tuple[Executor, int]:
        """Where to work, and on how many batches at once."""
        if self._given:
            return self._given, BATCHES_ELSEWHERE
        cores = os.cpu_count() or 1
        if few or not _has_python() or known_extensions() is None:
            return ThisThread(), 1
        self._own = _Processes(cores)
        return self._own, BATCHES_PER_CORE * cores


def _has_python() -> bool:
    try:
        find_python()
    except NoProcessError:
        return False
    return True


def with_extensions(function: Callable[[Sequence[T]], list[R]]) -> Callable[[Sequence[T]], list[R]]:
    """The function as another process has to run it, where extensions are registered here."""
    extensions = known_extensions()
    return partial(_register_and_run, function, extensions, [*sys.path]) if extensions else function


def _register_and_run(
    function: Callable[[Sequence[T]], list[R]],
    extensions: Sequence[str],
    places: list[str],
    batch: Sequence[T],
) -> list[R]:
    sys.path += [place for place in places if place not in sys.path]
    for extension in extensions:
        extend(extension)
    return function(batch)


class ThisThread(Executor):
    """Runs each function in the thread that asks for its result, and no sooner: a browser has no other."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 (the executor's)
        """Promise to run a function."""
        return _Later(partial(function, *args, **kwargs))


class _Later(Future[Any]):
    """A promise that is kept when it is called in."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401, ARG002 (the future's)
        """Run the function."""
        return self._work()


class _Processes(ThreadPoolExecutor):
    """Runs functions in processes, each asked by a thread of its own.

    They are started as those that read a single file are, and not by multiprocessing: that refuses to work
    in a daemonic process, such as a worker of Celery; needs semaphores, which some hosts lack; and has each
    process import the program that started it.
    """

    def __init__(self, cores: int) -> None:
        super().__init__(cores)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 (the executor's)
        """Run a function in the next process that has nothing to do."""
        return super().submit(self._ask, function, *args, **kwargs)

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
