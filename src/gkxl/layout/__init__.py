"""The layout of the official tables: boxes on a grid, computed from the outline of the form.

This is the only package that knows geometry. A page is one section; its boxes carry printed headings or
cells, with their spans. Workbooks, web pages and documents are drawn from the same boxes.
"""

from gkxl.layout.page import (
    AUDIT_SHEET,
    DETAIL_SHEET,
    GUIDE_SHEET,
    LEDGER_SHEET,
    RETURN_SHEET,
    VERSION,
    VERSIONS,
    Box,
    Page,
    Role,
)
from gkxl.layout.sections import TEXT_ROWS, pages, places

__all__ = [
    "AUDIT_SHEET",
    "DETAIL_SHEET",
    "GUIDE_SHEET",
    "LEDGER_SHEET",
    "RETURN_SHEET",
    "TEXT_ROWS",
    "VERSION",
    "VERSIONS",
    "Box",
    "Page",
    "Role",
    "pages",
    "places",
]
