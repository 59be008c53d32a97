"""The consolidated tables, as they are published."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from gkxl.publish.document import document
from gkxl.publish.table import html_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance


def tables(report: AttrsInstance) -> Iterator[str]:
    """The official tables with their headings."""
    made = document(report, draft=True)
    yield '<div class="gkxl">'
    for part in made.parts:
        if part.is_table:
            yield f'<h3 class="gkxl-section" id="gkxl-{part.page.section.path}">{escape(part.title)}</h3>'
            yield from html_table(made, part.page, part.title)
    yield "</div>"
