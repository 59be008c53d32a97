"""Reports as web pages: one self-contained accessible page, or a fragment to paste into a site."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from gkxl.files.save import write_file
from gkxl.publish.document import DRAFT, document
from gkxl.publish.style import DRAFT_STYLE, FRAGMENT_STYLE, PAGE_STYLE
from gkxl.publish.table import html_table
from gkxl.webpage import webpage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance

    from gkxl.files.save import Target
    from gkxl.publish.document import Document, Part


def to_html(report: AttrsInstance, *, fragment: bool = False, draft: bool = False) -> str:
    """A report as html, with everything that the notice asks to publish.

    Of the cover only the unit and the year are printed, in the title; contacts never are.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        fragment: Whether to give one ``<article>`` for a site that has pages of its own.
        draft: Whether to print 草稿 over it; only so a report with errors is printed at all.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
    """
    made = document(report, draft=draft)
    article = "\n".join(_article(made, level=2 if fragment else 1))
    return f"<style>{FRAGMENT_STYLE}</style>\n{article}\n" if fragment else _page(made, article)


def write_html(report: AttrsInstance, path: Target, *, fragment: bool = False, draft: bool = False) -> None:
    """Write a report as an html file, in UTF-8; for the rest, see `to_html`.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        WriteError: The file cannot be written.
    """
    write_file(path, to_html(report, fragment=fragment, draft=draft).encode())


def _page(made: Document, article: str) -> str:
    title = f"{made.title}（{DRAFT}）" if made.draft else made.title
    style = f"{PAGE_STYLE}{FRAGMENT_STYLE}{DRAFT_STYLE if made.draft else ''}"
    return webpage(title, style, article)


def _article(made: Document, level: int) -> Iterator[str]:
    yield '<article class="gkxl" lang="zh-CN" aria-labelledby="gkxl-title">'
    if made.draft:
        yield f'<p class="gkxl-draft">{DRAFT}</p>'
    title = "".join(f"<span>{escape(line)}</span>" for line in made.title_lines)
    yield f'<h{level} class="gkxl-title" id="gkxl-title">{title}</h{level}>'
    for part in made.parts:
        yield from _section(made, part, level + 1)
    yield "</article>"


def _section(made: Document, part: Part, level: int) -> Iterator[str]:
    name = f"gkxl-{part.page.section.path}"
    yield "<section>"
    yield f'<h{level} class="gkxl-section" id="{name}">{escape(part.title)}</h{level}>'
    if part.is_table:
        yield from html_table(made, part.page, part.title)
    for passage in part.passages:
        if passage.heading:
            yield f'<h{level + 1} class="gkxl-passage">{escape(passage.heading)}</h{level + 1}>'
        yield from (f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in passage.paragraphs)
    yield "</section>"
