"""Bounded caches of what is worked out from files, and the one switch that turns all of them off.

With the environment variable ``GKXL_NO_CACHES`` set to ``1`` nothing that was read or written before is used
again: each part of each file is parsed, and each workbook is drawn from the beginning. Results are the same,
only later; who suspects a cache can so find out.
"""

from __future__ import annotations

import os
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

SWITCH: Final = "GKXL_NO_CACHES"
"""The environment variable that turns all caches off, unless it is empty or ``0``."""

LONGEST_KEY: Final = 255
"""Characters of the longest text that is a key: labels, addresses and sums are shorter."""


def enabled() -> bool:
    """Whether caches may be used; asked each time, and once at import for functions with a bounded cache."""
    return os.environ.get(SWITCH, "") in ("", "0")


def bounded_cache(maxsize: int) -> Callable[[F], F]:
    """`functools.lru_cache`, unless caches are turned off when the module is imported.

    Args:
        maxsize: How many results are kept.
    """

    def decorate(function: F) -> F:
        return cast("F", lru_cache(maxsize)(function)) if enabled() else function

    return decorate


def cache_short_keys(maxsize: int) -> Callable[[F], F]:
    """`bounded_cache` for a function of a text that skips long texts.

    Args:
        maxsize: How many results are kept.
    """

    def decorate(function: F) -> F:
        # texts come from files: a sheet of long labels would otherwise fill maxsize times its own size
        cached = bounded_cache(maxsize)(function)

        @wraps(function)
        def call(text: str, *others: object) -> object:
            return (cached if len(text) <= LONGEST_KEY else function)(text, *others)

        return cast("F", call)

    return decorate
