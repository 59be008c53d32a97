"""Works on many files in other processes, and hands the results over in order."""

from __future__ import annotations

import os
import sys
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.process import BaseProcess


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

    Args:
        function: Takes a batch, and returns as many results.
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
        self._function = function
        self._failed = failed
        self._given = executor
        self._own: Executor | None = None
        self._ahead = BATCHES_ELSEWHERE if executor else BATCHES_PER_CORE * (os.cpu_count() or 1)

    def __enter__(self) -> WorkerPool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._own.shutdown(wait=False, cancel_futures=True)  # processes end by themselves

    def work(self, items: Sequence[T]) -> Iterator[tuple[T, R]]:
        """Every item with its result, in their order."""
        batches = (items[at : at + self._batch] for at in range(0, len(items), self._batch))
        under_way: deque[tuple[Sequence[T], Future[list[R]]]] = deque()
        few = len(items) < _FEW_BATCHES * self._batch
        while True:
            for batch in islice(batches, self._ahead - len(under_way)):
                under_way.append((batch, self._executor(few=few).submit(self._function, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                results = future.result()
            except BrokenExecutor:
                if self._given:
                    raise
                left = [batch, *(other for other, _ in under_way)]
                under_way.clear()
                self._own = None
                yield from self._one_by_one([item for some in left for item in some], few=False)
            except Exception:  # noqa: BLE001 (one bad item stops nothing)
                yield from self._one_by_one(batch, few=few)
            else:
                yield from zip(batch, results, strict=True)

    def _one_by_one(self, items: Iterable[T], *, few: bool) -> Iterator[tuple[T, R]]:
        """Run each item of a failed batch alone, to find the one that fails."""
        for item in items:
            try:
                (result,) = self._executor(few=few).submit(self._function, [item]).result()
            except BrokenExecutor as error:
                self._own = None
                result = self._failed(error)
            except Exception as error:  # noqa: BLE001 (the same)
                result = self._failed(error)
            yield item, result

    def _executor(self, *, few: bool) -> Executor:
        if self._given:
            return self._given
        if self._own is None:
            self._own = ThreadPoolExecutor(1) if few else _start_processes()
        return self._own


def _start_processes() -> Executor:
    """Start a process for each core, which ends if this process is killed, and does not wait forever."""
    return ProcessPoolExecutor(mp_context=_SpawnedWithoutMain(), initializer=_end_with_parent)


def _end_with_parent() -> None:
    Thread(target=_exit_with, args=(parent_process(),), daemon=True).start()


def _exit_with(parent: BaseProcess) -> None:
    wait([parent.sentinel])
    os._exit(1)


class _WorkerProcess(SpawnProcess):
    """A process that does not run the program that starts it.

    Any other would import it, and collect again where the program is not all below
    ``if __name__ == "__main__":``. Functions for a pool are defined in modules.
    """

    def start(self) -> None:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = program


class _SpawnedWithoutMain(SpawnContext):
    """Starts processes anew instead of forking, so that none inherits a lock held by another thread."""

    Process = _WorkerProcess
