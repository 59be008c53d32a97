"""How long 100,000 reports in arrays take to check, beside as many checks of one: run by ``make bench``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import numpy as np

import gkxl
from gkxl.arrays import broken_rules, count_paths

sys.path.insert(0, str(Path(__file__).parents[1]))

from gkxl.values import values_of
from workbooks import real

MANY: Final = 100_000
AIM: Final = 1.0
"""What so many should take at most, in seconds."""
ALONE: Final = 200


def main() -> None:
    """Print both times, and how many times as fast arrays are."""
    edition = gkxl.EDITIONS["2021"]
    report = real(edition)[-1]
    one = np.array([values_of(report)[path] for path in count_paths(edition)], dtype=np.int64)
    counts = np.repeat(one[None, :], MANY, axis=0)
    broken_rules(edition, counts[:1])
    start = time.perf_counter()
    broken_rules(edition, counts)
    together = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(ALONE):
        gkxl.check(report)
    alone = (time.perf_counter() - start) / ALONE * MANY
    print(f"{MANY:,} in arrays {together:.2f} s (at most {AIM} s); one by one {alone / together:.0f} ×")  # noqa: T201 (what the script is for)


if __name__ == "__main__":
    main()
