"""Python side of the desk where reports are made public and compared."""

from __future__ import annotations

from typing import Any

import gkxl
from gkxl.comparison.comparison import comparison_page
from gkxl.errors import DataError, describe_error
from gkxl.page.unit import read_report, read_workbook


def page(content: bytes, draft: bool) -> bytes:  # noqa: FBT001 (what the page hands over)
    """The web page of a report, as ``gkxl publish`` writes it."""
    return gkxl.to_html(read_report(content), draft=draft).encode()


def compare(a: bytes, name_a: str, b: bytes, name_b: str) -> dict[str, Any]:
    """Two workbooks compared cell by cell, as ``gkxl diff`` does.

    Returns:
        ``message``, what came of it; ``page``, every difference as a web page.
    """
    found = gkxl.diff(_side(a, name_a), _side(b, name_b))
    return {"message": found.message, "page": comparison_page(found, name_a, name_b)}


def _side(content: bytes, name: str) -> gkxl.comparison.Side:
    """What is compared.

    Raises:
        DataError: The file is no workbook of the form; it is named.
    """
    try:
        return gkxl.comparison.Side.of(read_workbook(content))
    except Exception as error:
        raise DataError("“{name}”：{why}", name=name, why=describe_error(error)) from error
