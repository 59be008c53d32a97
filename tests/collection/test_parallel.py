"""Work is handed over in order, little is under way at a time, and a process that dies loses one item."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from gkxl.collection.parallel import BATCH, BATCHES_ELSEWHERE, ThisThread, WorkerPool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MANY = list(range(100))


def doubled(numbers: Sequence[int]) -> list[int]:
    """What is done; over 42 the process dies."""
    if 42 in numbers:
        os._exit(1)
    return [2 * number for number in numbers]


def test_a_process_that_dies_loses_the_item_that_it_died_over() -> None:
    with WorkerPool(doubled, lambda _: -1) as pool:
        found = list(pool.work(MANY))
    assert found == [(number, -1 if number == 42 else 2 * number) for number in MANY]


BARE = """
from gkxl.collection.parallel import WorkerPool
print("once")
with WorkerPool(list, lambda _: -1) as crew:
    print([result for _, result in crew.work(range(100))] == list(range(100)))
"""


def test_a_program_needs_nothing_around_its_call(tmp_path: Path) -> None:
    """Other processes do not run it: without ``if __name__ == "__main__":`` they would never be ready."""
    program = tmp_path / "program.py"
    program.write_text(BARE, encoding="utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, check=True)
    assert (done.stdout.split(), done.stderr) == ([b"once", b"True"], b"")


KILLED = """
import os, signal
from gkxl.collection.parallel import WorkerPool
with WorkerPool(list, lambda _: -1) as crew:
    next(crew.work(range(100)))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_process_outlives_a_program_that_is_killed() -> None:
    """What it printed would not end: its processes write to the same place."""
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


def test_results_come_in_order_while_few_batches_are_under_way() -> None:
    """However many there are, so much memory is enough."""
    numbers = [number for number in range(4 * BATCHES_ELSEWHERE * BATCH) if number != 42]
    started: list[int] = []
    most = 0

    def counted(batch: Sequence[int]) -> list[int]:
        started.append(len(batch))
        return doubled(batch)

    with ThreadPoolExecutor(2) as executor, WorkerPool(counted, lambda _: -1, executor) as pool:
        for at, (number, result) in enumerate(pool.work(numbers)):
            assert (number, result) == (numbers[at], 2 * number)
            most = max(most, sum(started) - at)
    assert most <= (BATCHES_ELSEWHERE + 1) * BATCH


def test_without_threads_each_batch_is_worked_on_when_its_results_are_wanted() -> None:
    """As in a browser, where one item over which the function fails loses no other."""
    begun: list[Sequence[int]] = []

    def inverse(numbers: Sequence[int]) -> list[float]:
        begun.append(numbers)
        return [1 / number for number in numbers]

    with WorkerPool(inverse, lambda _: -1.0, ThisThread()) as pool:
        results = pool.work(range(-1, 3 * BATCH))
        assert next(results) == (-1, -1.0)
        assert len(begun) <= BATCH + 1
        assert [result for _, result in results] == [-1.0, *(1 / number for number in range(1, 3 * BATCH))]
