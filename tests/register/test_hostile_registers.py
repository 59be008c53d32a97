"""Registers made to cost much are read or refused within 3 seconds of work and 150 MB."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hostile_registers import CASES, ordinary

from costs import check_bounds

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.matrix
@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise")
@pytest.mark.parametrize("name", CASES)
def test_hostile_registers_are_read_or_refused_within_their_bounds(name: str, tmp_path: Path) -> None:
    check_bounds(tmp_path, "register", ordinary(), CASES[name](), ".xlsx")
