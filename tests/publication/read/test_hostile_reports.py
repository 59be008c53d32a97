"""Hostile pages, documents and PDF are read or refused within 5 seconds of work and their share of memory.

``make hostile`` measures all of them; here are those that were the worst, or are refused for another reason.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from hostile_reports import CASES, SECONDS, ordinary

from costs import check_bounds

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise"),
    pytest.mark.thorough,
]

HERE: Final = {
    ".html": (
        "one tag of attributes",
        "attributes that hold the ends of tags",
        "attributes behind a comment that ends at once",
        "quotation marks of two kinds",
        "comments that do not end",
        "cells that nearly bear a label",
        "one column of such cells",
        "lines that nearly are headings",
        "headings of a text over and over",
        "tables of the form over and over",
        "rows of headings over one another",
        "lines",
    ),
    ".docx": (
        "tables within tables",
        "tables within tables full of paragraphs",
        "one cell over as many rows as may be",
        "as many such styles as may be",
        "tags with attributes",
        "as many such tags as may be",
        "tags hidden in UTF-7",
        "runs within runs",
        "paragraphs within paragraphs",
    ),
    ".pdf": ("pages", "a page that unpacks to a gigabyte", "a page of boxes", "brackets within brackets"),
}


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("suffix", "name"), [(suffix, name) for suffix, names in HERE.items() for name in names]
)
def test_hostile_reports_are_read_or_refused_within_their_bounds(
    suffix: str, name: str, tmp_path: Path
) -> None:
    if suffix == ".pdf":
        pytest.importorskip("pdfplumber", reason="the extra gkxl[pdf] is not installed")
    content = CASES[suffix][name]()
    check_bounds(tmp_path, "published", ordinary(suffix), content, suffix, seconds=SECONDS)
