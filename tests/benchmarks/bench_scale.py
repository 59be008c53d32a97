"""How long a year of very many units takes: templates, reading in a pool of processes, collecting.

Run by ``make bench``; NUMBER units, and twice as many to see that growth is linear. What a pool reads is
compared with what one process reads in the same run.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from returns import YEAR, write_returns
from timing import say

import gkxl

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER: Final = int(os.environ.get("NUMBER", "2000"))
ALONE: Final = 200
CORES: Final = os.cpu_count() or 1
_KIB: Final = 1024


def main() -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        once, twice = folder / "once", folder / "twice"
        found = write_returns(once, NUMBER)
        write_returns(twice, 2 * NUMBER)
        pooled(sorted(map(str, found.iterdir())))
        templates(once)
        collections(once, twice)
        write_returns(folder / "wrong", NUMBER // 2, wrong=3)
        marks(folder / "wrong")
    finally:
        shutil.rmtree(folder)


def read(path: str) -> bool:
    """Read one return."""
    return gkxl.read(path).ok


def pooled(paths: list[str]) -> None:
    """All returns read by a process for each core, beside some of them read by one."""
    some = paths[:ALONE]
    used, took = spent(lambda: [read(path) for path in some])
    alone, wait = used / len(some), took / len(some)
    used, took = spent(lambda: in_a_pool(paths))
    share = wait * len(paths) / took / CORES
    say(f"read {len(paths):,} returns in a pool", f"{len(paths) / took:.0f} a second, {share:.0%}", "≥ 85 %")
    say("  of the time that processors spend", f"{alone * len(paths) / used:.0%}")


def in_a_pool(paths: list[str]) -> None:
    """Read returns with a process for each core, started for them."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(read, paths, chunksize=16))


def templates(folder: Path) -> None:
    """A template for every unit."""
    _, took = spent(partial(gkxl_template, folder / "units.csv", folder / "templates"))
    say(f"gkxl template --roster, {NUMBER:,} units", f"{took:.1f} s", "≤ 8 s")


def gkxl_template(roster: Path, output: Path) -> None:
    """Run the command in a process of its own."""
    options = {"--roster": roster, "--year": YEAR, "-o": output}
    arguments = (str(word) for option in options.items() for word in option)
    subprocess.run([sys.executable, "-m", "gkxl", "template", *arguments], check=True, capture_output=True)


def collections(once: Path, twice: Path) -> None:
    """Everything collected, and twice as much."""
    _, first = spent(partial(collected, once))
    _, second = spent(partial(collected, twice))
    say(f"gkxl collect, {NUMBER:,} returns", f"{NUMBER / first:.0f} a second", "≥ 350 a second")
    say("  twice as many", f"{second / first:.2f} ×", "≤ 2.1 ×")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB
    say("  most memory of the main process", f"{peak:.0f} MB", "flat")


def marks(folder: Path) -> None:
    """Returns of which three in ten have an error: a marked copy of each of these, beside none."""
    used, without = spent(partial(collected, folder, marks=False))
    both, took = spent(partial(collected, folder, marks=True))
    say(f"gkxl collect, {NUMBER // 2:,} returns, 3 of 10 marked", f"{took / without:.2f} ×", "≤ 1.8 ×")
    say("  of the time that processors spend", f"{both / used:.2f} ×")


def collected(folder: Path, *, marks: bool = True) -> None:
    """Collect a folder of returns, as if for the first time."""
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    gkxl.collect(folder / "returns", roster=folder / "units.csv", year=YEAR, output=output, marks=marks)


def spent(job: Callable[[], object]) -> tuple[float, float]:
    """The seconds that processors spend on a job, in all processes, and those that one waits for it."""
    start, before = time.perf_counter(), _used()
    job()
    return _used() - before, time.perf_counter() - start


def _used() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
