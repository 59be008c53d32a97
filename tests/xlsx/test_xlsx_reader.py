"""Python's collector rests while a workbook is read, and is afterwards as it was before."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from hostile import CASES

from gkxl import write_template
from gkxl.errors import LimitError
from gkxl.xlsx import read_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANY_CELLS = CASES["a sheet of inline texts"]()


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_collector_is_as_before(on: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a case)
    """Whether a file is read or refused, the collector is on afterwards only if it was before."""
    write_template(tmp_path / "blank.xlsx", year=2024)
    if not on:
        gc.disable()
    try:
        read_book(tmp_path / "blank.xlsx")
        assert gc.isenabled() is on
        with pytest.raises(LimitError):
            read_book(MANY_CELLS)
        assert gc.isenabled() is on
    finally:
        gc.enable()


def test_cells_are_not_gone_through_again_and_again() -> None:
    """While a sheet of very many cells is read, no collection visits all that are there so far."""
    full: list[str] = []

    def note(phase: str, info: Mapping[str, int]) -> None:
        if info["generation"] == 2:  # all that is alive
            full.append(phase)

    gc.callbacks.append(note)
    try:
        with pytest.raises(LimitError):
            read_book(MANY_CELLS)
    finally:
        gc.callbacks.remove(note)
    assert len(full) <= 2, "19 were seen when the collector was left alone"  # start and stop
