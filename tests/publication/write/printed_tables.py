"""The tables that the notice prints, for comparing with what an independent parser finds in a document."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from unicodedata import normalize

import pdfplumber

from gkxl.layout import pages
from gkxl.model.marks import Table
from gkxl.model.outline import cells
from workbooks import different

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.layout import Page

Drawn: TypeAlias = set[tuple[int, int, int, int, str]]
"""Boxes: row and column from 0, rows and columns spanned, text."""

OFFICIAL_HEADINGS: Final = {
    ("申请人情况", 1, 7),
    ("自然人", 2, 1),
    ("法人或其他组织", 1, 5),
    ("总计", 2, 1),
    ("一、本年新收政府信息公开申请数量", 1, 3),
    ("三、本年度办理结果", 22, 1),
    ("（三）不予公开", 8, 1),
    ("（七）总计", 1, 2),
}
"""Headings of table three written out by hand from the notice of 2021: text, rows, columns."""


def tables(edition: Edition) -> list[Page]:
    return [page for page in pages(edition) if isinstance(page.section.section, Table)]


def drawn(page: Page, values: dict[str, object]) -> Drawn:
    """A table as it should come out; the title of its page is a heading in the document."""
    return {
        (
            box.row - 2,
            box.column - 1,
            box.rows,
            box.columns,
            str(values[box.cell.path]) if box.cell else box.text,
        )
        for box in page.boxes
        if box.row > 1
    }


def with_amount(edition: Edition, filed: str) -> dict[str, Any]:
    """The values of a report one of whose amounts was filed with these digits."""
    (path,) = (cell.path for cell in cells(edition.form) if cell.type is Decimal)
    return {**different(edition), path: Decimal(filed)}


def pages_of_table_three(pdf: bytes, edition: Edition, values: dict[str, Any]) -> int:
    """Every page is A4, every figure stands on one line, and table three has its headings on every page.

    Returns:
        How many pages table three takes.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        # Chromium writes some characters as radicals, which NFKC folds
        printed = [
            [normalize("NFKC", word["text"]) for word in page.extract_words()] for page in opened.pages
        ]
        assert {(round(page.width), round(page.height)) for page in opened.pages} == {(595, 842)}
    figures = {str(values[cell.path]) for cell in cells(edition.form) if cell.in_table}
    assert figures - {word for words in printed for word in words} == set()
    grid = {str(value) for path, value in values.items() if path.startswith("requests.")}
    spread = [words for words in printed if grid.intersection(words)]
    assert all("申请人情况" in words for words in spread)
    return len(spread)


def contacts(report: Any) -> list[str]:  # noqa: ANN401 (a report of any edition)
    """What stands on the cover and must never be published."""
    cover = report.cover
    return [cover.prepared_by, cover.reviewed_by, cover.phone, cover.unit_code, cover.date, cover.level]
