"""Files made to cost much: each ends within 3 seconds of work, on a computer as in the docs, and 150 MB."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hostile import CASES, ordinary

from costs import check_bounds, cost

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise"),
    pytest.mark.thorough,
]


@pytest.mark.matrix
@pytest.mark.parametrize("name", CASES)
def test_hostile_files_are_read_or_refused_within_their_bounds(name: str, tmp_path: Path) -> None:
    content = CASES[name]()
    assert len(content) < 20 << 20
    check_bounds(tmp_path, "workbook", ordinary(), content, ".xlsx")


@pytest.mark.parametrize("name", ["a bomb", "many entries", "many shared strings"])
def test_what_is_too_much_is_refused_by_a_limit(name: str, tmp_path: Path) -> None:
    """These are refused by the limits of the zip or of the strings, not for being damaged."""
    assert cost(tmp_path, "workbook", ordinary(), CASES[name](), ".xlsx").end == "LimitError"
