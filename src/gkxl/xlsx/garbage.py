"""Keeps Python's garbage collector from looking at a workbook while it grows."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect no cyclic garbage for a while, unless the program collects none anyway.

    Cells hold no cycles, but of 200,000 of them each collection visits all that are there so far: half of
    the time that such a file takes. What is not referred to any more is freed as always.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
