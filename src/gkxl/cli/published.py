"""Knows published reports where a workbook is wanted, and says which command reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gkxl.cli.terminal import words

if TYPE_CHECKING:
    from gkxl.cli.outcome import Outcome

_SUFFIXES: Final = frozenset({".docx", ".html", ".htm", ".pdf"})


def way_out(outcome: Outcome) -> str:
    """How to read a file that is a published report and not a workbook; "" of any other file."""
    path = Path(outcome.file)
    if outcome.usable or path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return ""
    command = f'gkxl import "{path}" -o "{path.stem}.xlsx"'
    return words(f"已发布的报告，请先读成表格：{command}", f"A published report is read with: {command}")
