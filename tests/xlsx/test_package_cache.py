"""What is read of small parts is kept by all their bytes, counted each time, and never taken for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xlsx_files import NEEDS_CACHES, parts, zipped

from gkxl.errors import LimitError
from gkxl.files.limits import Budget
from gkxl.files.zip_reader import CHUNK
from gkxl.xlsx import Limits, read_book
from gkxl.xlsx.package import read_cached

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMITS = Limits(total_text=10)


class Reads:
    """A reader that counts how often it reads."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _name: str, chunks: Iterable[bytes], budget: Budget) -> str:
        self.times += 1
        text = b"".join(chunks).decode()
        budget.take_text(min(len(text), 4))
        return text


@NEEDS_CACHES
def test_a_part_is_read_once_for_all_its_bytes_and_its_name() -> None:
    """Other bytes under its name, or its bytes under another name, are read anew."""
    reads = Reads()
    asked = [("a", b"one"), ("a", b"one"), ("b", b"one"), ("a", b"two"), ("a", b"")]
    found = [read_cached(reads, name, iter([text]), Budget(LIMITS)) for name, text in asked]
    assert found == ["one", "one", "one", "two", ""]
    assert reads.times == 4


def test_a_part_of_several_pieces_is_read_anew() -> None:
    """It is large, and would fill the cache."""
    reads = Reads()
    large = [b"x" * CHUNK, b"y"]
    assert {read_cached(reads, "a", iter(large), Budget(LIMITS)) for _ in range(3)} == {"x" * CHUNK + "y"}
    assert reads.times == 3


def test_what_is_kept_counts_against_the_limits_each_time() -> None:
    """A file of a thousand equal parts costs memory for each."""
    reads, budget = Reads(), Budget(LIMITS)
    for _ in range(2):
        read_cached(reads, "a", iter([b"four"]), budget)
    assert budget.text == 8
    with pytest.raises(LimitError):
        read_cached(reads, "a", iter([b"four"]), budget)


def test_what_is_kept_is_not_used_under_other_limits() -> None:
    """A part that passed wide limits may not pass narrow ones."""
    data = zipped(parts())
    read_book(data)
    with pytest.raises(LimitError):
        read_book(data, limits=Limits(elements=3))


def test_what_callers_change_is_not_what_is_kept() -> None:
    """Each book has names of its own."""
    data = zipped(parts())
    read_book(data).names["stranger"] = "A1"
    assert "stranger" not in read_book(data).names
