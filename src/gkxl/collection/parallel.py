"""Works on many files in other processes, and hands the results over in order."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from gkxl.errors import NoProcessError
from gkxl.files.subprocess import find_python
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


class WorkerPool(Generic[T, R]):
    """Runs a function on batches: in an executor that was given, or in processes, restarted if one dies.

    Where no other Python can be started (a frozen program, a browser, a program that ends while a thread of
    it goes on), it is run in this process.

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
        if few or not _can_start_processes() or known_extensions() is None:
            return ThisThread(), 1
        from gkxl.collection.processes import ProcessExecutor  # noqa: PLC0415 (not while a program ends)

        self._own = ProcessExecutor(cores)
        return self._own, BATCHES_PER_CORE * cores


def _can_start_processes() -> bool:
    """Whether there is a Python for them, and threads to ask them: a program that ends gives no more."""
    try:
        find_python()
    except NoProcessError:
        return False
    return threading.main_thread().is_alive()


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
