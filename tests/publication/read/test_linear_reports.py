"""Reading what others published takes time in proportion to it, wherever their text stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import pytest
from hostile_reports import before, beside, document, packed, parts

from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.pdf_paragraphs import _PAGE_NUMBER
from gkxl.text import legible
from linear import many, steep

if TYPE_CHECKING:
    from collections.abc import Callable

    from linear import Job


def page(make: Callable[[str], str], around: Callable[[str], bytes] = beside) -> Callable[[str], Job]:
    """A text put somewhere into a page."""

    def position(text: str) -> Job:
        content = around(make(escape(legible(text))))
        return lambda: read_published(content)

    return position


def word(make: Callable[[str], bytes]) -> Callable[[str], Job]:
    """A text put somewhere into a document."""

    def position(text: str) -> Job:
        content = make(escape(legible(text)))
        return lambda: read_published(content)

    return position


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def cells(texts: list[str]) -> str:
    return "".join(f"<w:tr><w:tc>{paragraphs([text])}</w:tc><w:tc/></w:tr>" for text in texts)


def in_document(text: str) -> bytes:
    """A document whose own texts hold this one."""
    xml = parts()["word/document.xml"].replace(b"</w:t>", f"{text}</w:t>".encode(), 9)
    return packed({**parts(), "word/document.xml": xml}, level=1)


POSITIONS: Final[dict[str, Callable[[str], Job]]] = {
    "line of a page": page(lambda text: f"<p>{text}</p>"),
    "lines of a page": page(lambda text: f"<p>{'<p>'.join(many(text))}"),
    "lines before a report": page(lambda text: f"<p>{'<p>'.join(many(text))}", before),
    "heading of a page": page(lambda text: f"<h1>{text}</h1>", before),
    "headings of a page": page(lambda text: "".join(f"<h2>{one}</h2>" for one in many(text)), before),
    "title of a page": page(lambda text: f"<title>{text}</title>", before),
    "cell of a page": page(lambda text: f"<table><tr><td>a<td>{text}</table>"),
    "cells of a page": page(
        lambda text: f"<table><tr><td>a{''.join(f'<tr><td>{t}<td>1' for t in many(text))}"
    ),
    "tables of a page": page(
        lambda text: "".join(f"<table><tr><td>规章<td>{t}</table>" for t in many(text, 16))
    ),
    "attribute": page(lambda text: f'<p title="{text}">a</p>'),
    "style": page(lambda text: f'<p style="{text}">a</p>'),
    "span": page(lambda text: f'<table><tr><td rowspan="{text}" colspan="{text}">a<td>b</table>'),
    "attributes": page(lambda text: "".join(f"<p a{n}='{t}'>" for n, t in enumerate(many(text)))),
    "comment": page(lambda text: f"<!-- {text} -->"),
    "script": page(lambda text: f"<script>{text}</script>"),
    "markup": lambda text: page(lambda _: legible(text))(""),
    "paragraph of a document": word(lambda text: document(paragraphs([text]), noisy=True)),
    "paragraphs of a document": word(lambda text: document(paragraphs(many(text)), noisy=True)),
    "cells of a document": word(lambda text: document(f"<w:tbl>{cells(many(text))}</w:tbl>", noisy=True)),
    "texts of a document": word(in_document),
    "names of styles": word(
        lambda text: document(
            styles="".join(f'<w:style w:styleId="{t}"><w:name w:val="{t}"/></w:style>' for t in many(text)),
            noisy=True,
        )
    ),
    "style of a document": word(
        lambda text: document(
            f'<w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr></w:p>',
            styles=f'<w:style w:styleId="{text}"><w:name w:val="heading {text}"/></w:style>',
            noisy=True,
        )
    ),
    "line of a PDF": lambda text: lambda: _PAGE_NUMBER.fullmatch(text),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", POSITIONS)
def test_work_grows_with_the_text_alone(name: str) -> None:
    assert steep(POSITIONS[name], 1 << 13) == {}
