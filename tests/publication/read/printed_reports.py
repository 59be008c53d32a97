"""Real figures as PDF, by a browser and by LibreOffice, the end of a page wherever it is wanted."""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import gkxl
from devtools import browsing
from gkxl.model.outline import values_of
from gkxl.publication.write.docx_writer import docx_bytes
from gkxl.xlsx.zip_writer import repack
from published import as_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES: Final = ("suqian-2024", "pingtan-2022", "pingtan-2019")
"""Three real sets of figures, of both editions."""

PLACES: Final = [*(f"row {number}" for number in range(27)), *(f"section {number}" for number in (1, 2, 3))]
"""Where the browser begins a page: at each row of table three, and at three headings."""

_PLAIN: Final = (
    "<style>body{{font:{size}px/1.6 'Noto Serif CJK SC'}}h1{{font-family:'DejaVu Sans'}}"
    "table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #000;padding:3px}}"
    "tr{{break-inside:avoid}}"
    ".cut{{break-before:page}}{more}</style>"
)


def values(name: str) -> dict[str, Any]:
    """What a real report says."""
    return values_of(gkxl.from_dict(as_numbers(name)))


def broken_page(name: str, place: str, size: int = 16, more: str = "") -> str:
    """A real report in plain style that breaks before a row of table three or a heading."""
    report = gkxl.from_dict(as_numbers(name))
    body = re.sub(".*<main>|</main>.*", "", gkxl.to_html(report, draft=True), flags=re.DOTALL)
    kind, _, number = place.partition(" ")
    if kind == "row":
        begin = body.index("<table", body.index("<table") + 1)
        rows = [found.start() for found in re.finditer("<tr>", body) if found.start() > begin]
        at = rows[min(int(number), len(rows) - 1)]
        body = f'{body[:at]}<tr class="cut">{body[at + 4 :]}'
    else:
        at = [found.start() for found in re.finditer("<h2", body)][int(number)]
        body = f'{body[:at]}<h2 class="cut"{body[at + 3 :]}'
    return f"<html><body>{_PLAIN.format(size=size, more=more)}{body}"


_LINE: Final = 12
"""The height of a blank line in points; a row of a table is not lower."""

BLANK: Final = range(30)
"""So many blank lines above table three let the end of the page pass through every row of it."""


def broken_document(name: str, blank: int) -> bytes:
    """A real report as a Word document with blank lines above table three, so that it breaks elsewhere.

    As offices make them: rows may break anywhere, and no page repeats the headings.
    """
    report = gkxl.from_dict(as_numbers(name))
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{20 * _LINE}" w:lineRule="exact"/>'
    line = f"<w:p><w:pPr>{spacing}</w:pPr></w:p>"

    def change(document: str) -> str:
        text = re.sub("<w:(?:cantSplit|tblHeader|keepNext)/>", "", document)
        second = text.index("<w:tbl>", text.index("<w:tbl>") + 1)
        heading = text.rindex("<w:p>", 0, second)
        return text[:heading] + line * blank + text[heading:]

    return repack(docx_bytes(report, draft=True), {"word/document.xml": change})


@contextmanager
def printing(chromium: str, folder: Path) -> Iterator[Callable[[str], bytes]]:
    """Prints pages as PDF, all in one browser, whose start takes longer than a page."""
    with browsing(chromium, folder / "profile") as tab:

        def print_page(html: str) -> bytes:
            (folder / "page.html").write_text(html, encoding="utf-8")
            tab.open(folder / "page.html")
            return base64.b64decode(tab.send("Page.printToPDF")["data"])

        yield print_page
