"""Keeps a workbook of today's layout for each edition, which later versions of gkxl must still read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gkxl.layout import VERSION
from gkxl.reports.plain import from_dict
from published import as_numbers
from workbooks import workbook

FOLDER: Final = Path(__file__).parent / "data" / "layouts"

FILED: Final = {"2019": "pingtan-2019", "2021": "suqian-2024"}
"""The published figures that the kept workbooks of each edition hold."""


def kept(version: str, edition: str) -> Path:
    """Where the workbook of an edition in a version of the layout is."""
    return FOLDER / version / f"{edition}.xlsx"


if __name__ == "__main__":
    for edition, name in FILED.items():
        path = kept(VERSION, edition)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(workbook(from_dict(as_numbers(name))))
