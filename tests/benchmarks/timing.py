"""Times jobs in turns, so that a busy machine slows all of them alike, and none pays for others' garbage.

What they took is printed beside what they may take.
"""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def medians(jobs: Mapping[str, Callable[[], object]], rounds: int, warm_up: int = 3) -> dict[str, float]:
    """How much of a processor each job takes, in milliseconds; what other programs take is left out."""
    return _medians(jobs, rounds, warm_up, time.process_time)


def waits(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """How long each job lets one wait, in milliseconds: for jobs that start processes."""
    return _medians(jobs, rounds, 1, time.perf_counter)


def _medians(
    jobs: Mapping[str, Callable[[], object]], rounds: int, warm_up: int, clock: Callable[[], float]
) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(warm_up + rounds):
        if turn == warm_up:
            gc.freeze()  # going through what stays would leave the caches of the processor full of it
        for name, job in jobs.items():
            gc.collect()
            start = clock()
            job()
            if turn >= warm_up:
                times[name].append(1000 * (clock() - start))
    gc.unfreeze()
    return {name: statistics.median(taken) for name, taken in times.items()}


def say(job: str, took: str, aim: str = "") -> None:
    """One row of the table."""
    print(f"{job:42}{took:>24}   {aim}".rstrip(), flush=True)  # noqa: T201 (what the scripts are for)


def say_beside(took: Mapping[str, float], aims: Mapping[str, float]) -> None:
    """The row of each job, beside the milliseconds that it should take at most."""
    for job, milliseconds in took.items():
        say(job, f"{milliseconds:.2f} ms", f"≤ {aims[job]} ms" if job in aims else "")
