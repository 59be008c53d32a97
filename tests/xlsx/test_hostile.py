"""Files made to cost much: each ends within 3 seconds of work, on a computer as in the docs, and 150 MB.

Time is measured against plain XML in the same process. Other programs on the computer can only add to it, so
that a file is within its bound if it is so once in three runs.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from hostile import CASES, MEMORY, PLAIN, SECONDS, Cost, cost

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise"),
    pytest.mark.thorough,
]

RUNS: Final = 3


def is_in_time(took: Cost) -> bool:
    return took.seconds / took.plain <= SECONDS / PLAIN


@pytest.mark.matrix
@pytest.mark.parametrize("name", CASES)
def test_hostile_files_are_read_or_refused_within_their_bounds(name: str, tmp_path: Path) -> None:
    """A file that is read within its time in the first run is not read again."""
    content = CASES[name]()
    assert len(content) < 20 << 20
    for _ in range(RUNS):
        took = cost(tmp_path, content)
        assert took.end in ("read", "LimitError", "UnreadableFileError", "UnsafeFileError")
        assert took.megabytes <= MEMORY, took
        if is_in_time(took):
            return
    pytest.fail(f"{RUNS} runs took longer than {SECONDS} seconds, the last {took}")


@pytest.mark.parametrize("name", ["a bomb", "many entries", "many shared strings"])
def test_what_is_too_much_is_refused_by_a_limit(name: str, tmp_path: Path) -> None:
    """These are refused by the limits of the zip or of the strings, not for being damaged."""
    assert cost(tmp_path, CASES[name]()).end == "LimitError"
