"""Remembers what small parts say that are the same in return after return, such as formats and names."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from gkxl.files.limits import Budget, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

Reader: TypeAlias = "Callable[[str, Iterable[bytes], Budget], T]"
"""Makes something of a part, of which its name and its bytes are given, and counts what it uses."""


def remembered(read: Reader[T], name: str, chunks: Iterator[bytes], budget: Budget) -> T:
    """What a reader makes of a part; nobody may change it, as others get the same.

    Only a part of one piece is remembered, by all its bytes. It counts against the limits each time.
    """
    first, second = next(chunks, b""), next(chunks, None)
    if second is not None:
        return read(name, chain((first, second), chunks), budget)
    found: tuple[T, Budget] = _read(read, name, first, budget.limits)
    budget.take_all(found[1])
    return found[0]


@lru_cache(maxsize=32)
def _read(read: Reader[T], name: str, content: bytes, limits: Limits) -> tuple[T, Budget]:
    budget = Budget(limits)
    return read(name, [content], budget), budget
