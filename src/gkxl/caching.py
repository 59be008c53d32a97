"""Remembers what is made of short texts; those who send files could make long ones without end."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

LONGEST_KEY: Final = 255
"""Characters of a text that is remembered: labels, addresses and sums are shorter."""


def cache_short_keys(maxsize: int) -> Callable[[F], F]:
    """Let a function of a text remember what it made of its last texts; a long one is worked out anew.

    Args:
        maxsize: How many texts are remembered.
    """

    def decorate(function: F) -> F:
        remembered = lru_cache(maxsize)(function)

        @wraps(function)
        def remembering(text: str, *others: object) -> object:
            return (remembered if len(text) <= LONGEST_KEY else function)(text, *others)

        return cast("F", remembering)

    return decorate
