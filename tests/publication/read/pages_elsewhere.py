"""A page that was changed in any way, as it is in a Word document, in copied text, and in a PDF."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch
from xml.sax.saxutils import escape

from attrs import evolve
from lxml import html

from gkxl.files.limits import Limits
from gkxl.publication.read import TextLine, as_workbook
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.html_reader import read_html
from gkxl.publication.read.own_tables import figures_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

    from pages_of_tables import Cell, Page

    from gkxl.reading import Reading

_WIDEST: Final = 63
"""ECMA-376 allows so many columns in a table of Word; a cell that claims more has these."""


def _is_shown(cell: Cell) -> bool:
    return "none" not in cell.attributes and "hidden" not in cell.attributes


def _text(cell: Cell) -> str:
    """What a cell shows, line by line."""
    plain = re.sub("<br>|</?p>|</?t[dr][^>]*>", "\n", cell.inside)
    return _plain(plain).strip("\n")


def _around(page: Page) -> Iterator[list[str]]:
    """The lines before, between and after the tables."""
    for piece in re.split("<table.*?</table>", page.frame, flags=re.DOTALL):
        body = re.sub("<(style|title).*?</(style|title)>", "", piece, flags=re.DOTALL)
        broken = re.sub("</(h[1-6]|p|div|caption)>", "\n", body)
        yield [line for line in map(str.strip, _plain(broken).split("\n")) if line]


def _plain(page: str) -> str:
    text: str = html.fromstring(f"<div>{page}</div>").text_content()
    return text


# Word


def as_docx(page: Page) -> bytes:
    """The page as a Word document, which has no cells that reach where others are."""
    around = list(_around(page))
    parts = [_paragraphs(around[0])]
    for table, after in zip(page.tables, around[1:], strict=True):
        between = _paragraphs([_plain(table.between)] if table.between else [])
        parts += [between.join(_docx_table(part) for part in table.parts), _paragraphs(after)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in _PARTS.items():
            package.writestr(name, text.replace("BODY", "".join(parts)))
    return made.getvalue()


_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f"<w:document {_W}><w:body>BODY</w:body></w:document>",
}


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<w:p>{_run(line)}</w:p>" for line in lines)


def _run(text: str) -> str:
    return f"<w:r><w:t>{escape(text)}</w:t></w:r>"


def _docx_table(rows: list[list[Cell]]) -> str:
    """A table whose merged cells go on in the rows below, as Word has them."""
    below: dict[int, tuple[int, int]] = {}
    made = []
    for row in rows:
        left, cells, column, now = list(row), [], 0, {}
        while left or any(start >= column for start in below):
            if column in below:
                more, width = below.pop(column)
                cells.append(_docx_cell("<w:vMerge/>", "", width))
                if more > 1:
                    now[column] = (more - 1, width)
            elif left:
                cell = left.pop(0)
                width = min(max(cell.columns, 1), _WIDEST)
                tall = 1 < cell.rows < len(rows)
                cells.append(_docx_cell('<w:vMerge w:val="restart"/>' * tall, _shown_text(cell), width))
                if tall:
                    now[column] = (cell.rows - 1, width)
            else:
                width = min(start for start in below if start > column) - column
                cells.append(_docx_cell("", "", width))
            column += width
        below = now
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def _shown_text(cell: Cell) -> str:
    return _text(cell) if _is_shown(cell) else ""


def _docx_cell(merge: str, text: str, width: int) -> str:
    lines = "".join(f"<w:p>{_run(line)}</w:p>" for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{lines}</w:tc>'


# Text


def as_text(page: Page, random: Random, *ways: str) -> str:
    """The page as text is copied from it, in one of the ways."""
    way = random.choice(ways or [*_WAYS])
    around = list(_around(page))
    lines = around[0]
    for table, after in zip(page.tables, around[1:], strict=True):
        between = [_plain(table.between)] if table.between else []
        for number, part in enumerate(table.parts):
            lines += between * (number > 0)
            for row in part:
                lines += _WAYS[way]([_text(cell) for cell in row if _is_shown(cell)], random)
        lines += after
    return "\n".join(lines)


def _with_tabs(texts: list[str], _: Random) -> list[str]:
    return ["\t".join(text.replace("\n", " ") for text in texts)]


def _with_pipes(texts: list[str], _: Random) -> list[str]:
    return [f"| {' | '.join(text.replace(chr(10), ' ') for text in texts)} |"]


def _with_spaces(texts: list[str], _: Random) -> list[str]:
    """As programs that show PDFs give it: nothing remains of an empty cell."""
    return [" ".join(" ".join(texts).split())]


def _wrapped(texts: list[str], random: Random) -> list[str]:
    """A name in two lines, above and below the middle of which its figures stand."""
    found = [n for n, text in enumerate(texts) if len(text) > len("行政许可") and not text[0].isdigit()]
    last = found[-1] if found else None
    if last is None or not texts[last + 1 :] or random.random() < 0.5:
        return _with_spaces(texts, random)
    name, at = texts[last], random.randint(2, len(texts[last]) - 2)
    above = [" ".join(texts[:last])] if last else []
    return [*above, name[:at], " ".join(" ".join(texts[last + 1 :]).split()), name[at:]]


_WAYS: Final[Mapping[str, Callable[[list[str], Random], list[str]]]] = {
    "tabs": _with_tabs,
    "pipes": _with_pipes,
    "spaces": _with_spaces,
    "wrapped": _wrapped,
}


def read_as_pdf(page: Page, random: Random) -> Reading:
    """What is read of the page as a PDF, whose cells and whose lines of text are two witnesses."""
    cells = read_html(page.html().encode(), Limits())
    lines = [TextLine(line) for line in as_text(page, random, "spaces", "wrapped").split("\n")]
    both = evolve(cells, format="pdf", figures=figures_between(lines))
    with patch.object(as_workbook, "open_document", return_value=both):
        return read_published(b"")


FORMATS: Final[Mapping[str, Callable[[Page, Random], Any]]] = {
    "html": lambda page, _: read_published(page.html()),
    "docx": lambda page, _: read_published(as_docx(page)),
    "text": lambda page, random: read_published(as_text(page, random)),
    "pdf": read_as_pdf,
}
"""What is read of a page in each format."""
