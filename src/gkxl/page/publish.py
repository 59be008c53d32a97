"""Python side of the desk where reports are made public and compared."""

from __future__ import annotations

import gkxl
from gkxl.comparison.page import comparison_page
from gkxl.page.unit import read_example, read_report, read_workbook, title_of


def example() -> dict[str, bytes]:
    """The same return twice to try the desk with: as it should be, and with three faults."""
    return {name: read_example(name) for name in ("filled", "faulty")}


def page(content: bytes, draft: bool) -> bytes:  # noqa: FBT001 (what the page hands over)
    """The web page of a report, as ``gkxl publish`` writes it."""
    return gkxl.to_html(read_report(content), draft=draft).encode()


def side(content: bytes) -> str:
    """Whose return of which year a workbook holds that is to be compared."""
    return title_of(read_workbook(content))


def compare(a: bytes, name_a: str, b: bytes, name_b: str) -> bytes:
    """Two workbooks compared cell by cell as a web page, as ``gkxl diff`` writes it."""
    found = gkxl.diff(*(gkxl.comparison.Side.of(read_workbook(one)) for one in (a, b)))
    return comparison_page(found, name_a, name_b).encode()
