"""Writes reports as web pages, whole or to paste into a site, and as PDF that is made of these."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final, Protocol

from gkxl.arguments import checked
from gkxl.errors import MissingLibraryError
from gkxl.files.extras import need_extra
from gkxl.files.save import read_suffix, write_file
from gkxl.files.webpage import webpage
from gkxl.layout import Role
from gkxl.publication.frame import DRAFT_WORD
from gkxl.publication.write import (
    DRAFT_STYLE,
    FIGURE_POINTS,
    FRAGMENT_STYLE,
    PAGE_STYLE,
    build_document,
    column_shares,
    figure_points,
    fits_one_page,
    words_of,
)
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport
    from gkxl.layout import Box, Page
    from gkxl.model.outline import Node
    from gkxl.publication.frame import Frame
    from gkxl.publication.write import Document, Part


@checked
def to_html(
    report: AnyReport, *, fragment: bool = False, draft: bool = False, frame: Frame | None = None
) -> str:
    """A report as html, with everything that the notice asks to publish.

    Of the cover only the unit and the year are printed, in the title; contacts only where a frame has them.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        fragment: Whether to give one ``<article>`` for a site that has pages of its own.
        draft: Whether to print 草稿 over it; only so a report with errors is printed at all.
        frame: What to print around it; None for nothing. See `frame_from_cover`.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
    """
    made = build_document(report, draft=draft, frame=frame)
    # The page of a site has a heading of level 1 already.
    article = "\n".join(_write_article(made, level=2 if fragment else 1))
    return f"<style>{FRAGMENT_STYLE}</style>\n{article}\n" if fragment else _whole_page(made, article)


@checked
def write_html(
    report: AnyReport,
    target: Target,
    *,
    fragment: bool = False,
    draft: bool = False,
    frame: Frame | None = None,
) -> None:
    """Write a report as an html file, in UTF-8, to a path or a binary file; for the rest, see `to_html`.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        WriteError: The file cannot be written.
    """
    read_suffix(target, (".html",))
    write_file(target, to_html(report, fragment=fragment, draft=draft, frame=frame).encode())


def _whole_page(made: Document, article: str) -> str:
    title = f"{made.title}（{DRAFT_WORD}）" if made.draft else made.title
    style = f"{PAGE_STYLE}{FRAGMENT_STYLE}{DRAFT_STYLE if made.draft else ''}"
    return webpage(title, style, article)


def _write_article(made: Document, level: int) -> Iterator[str]:
    # WCAG 3.1.1: the language is named, since the page of a site may have another.
    yield '<article class="gkxl" lang="zh-CN" aria-labelledby="gkxl-title">'
    if made.draft:
        yield f'<p class="gkxl-draft">{DRAFT_WORD}</p>'
    title = "".join(f"<span>{escape(line)}</span>" for line in made.title_lines)
    yield f'<h{level} class="gkxl-title" id="gkxl-title">{title}</h{level}>'
    yield from (f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in made.lead)
    for part in made.parts:
        yield from _write_section(made, part, level + 1)
    for line in made.signature:
        yield f'<p class="gkxl-signature">{escape(line, quote=False)}</p>'
    yield "</article>"


def _write_section(made: Document, part: Part, level: int) -> Iterator[str]:
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


class FigureSource(Protocol):
    """Gives the figures for the cells of a table: those of a published report, or of a return."""

    def figure(self, cell: Node) -> str:
        """The text of a cell."""

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest figure in a table has."""


def html_table(made: FigureSource, page: Page, caption: str) -> Iterator[str]:
    """The lines of a table in html; a table that is wider than the screen scrolls by itself."""
    label = f"gkxl-{page.section.path}"
    # WCAG 2.1.1 and 4.1.2: what scrolls can be reached by keyboard, and has a role and a name.
    yield f'<div class="gkxl-scroll" role="region" aria-labelledby="{label}" tabindex="0">'
    yield f'<table class="{_table_classes(page)}"{_table_style(made, page)}>'
    yield f"<caption>{escape(caption)}</caption>"
    columns = "".join(f'<col style="width:{share:.2%}">' for share in column_shares(page))
    yield f"<colgroup>{columns}</colgroup>"
    yield "".join(
        piece if isinstance(piece, str) else escape(made.figure(piece)) for piece in _table_pieces(page)
    )
    yield "</table></div>"


def _table_classes(page: Page) -> str:
    kind = f"gkxl-table gkxl-{type(page.section.section).__name__.lower()}"
    return f"{kind} gkxl-whole" if fits_one_page(page) else kind


def _table_style(made: FigureSource, page: Page) -> str:
    """The size of figures on paper, if the usual size is too large for the longest of them."""
    size = figure_points(page, made.longest_figure(page))
    return f' style="--gkxl-figures:{size}pt"' if size < FIGURE_POINTS else ""


# The same for every report of an edition: the tables of a collection's 1,000 returns are made of it.
@cache
def _table_pieces(page: Page) -> tuple[str | Node, ...]:
    """The rows of a table: pieces of html, and between them the cells whose numbers are to be put there."""
    heads, lines = range(2, page.lead_rows + 1), range(page.lead_rows + 1, page.height + 1)
    return (*_write_rows(page, "thead", heads), *_write_rows(page, "tbody", lines))


def _write_rows(page: Page, group: str, rows: range) -> Iterator[str | Node]:
    if not rows:
        return
    yield f"<{group}>"
    for row in rows:
        yield "<tr>"
        for box in sorted((box for box in page.boxes if box.row == row), key=lambda box: box.column):
            yield from _write_cell(page, box)
        yield "</tr>"
    yield f"</{group}>"


def _write_cell(page: Page, box: Box) -> Iterator[str | Node]:
    spans = _spans(box)
    name = f'{spans} id="{_cell_id(page, box)}"'
    # WCAG 1.3.1, technique H43: figures name their headings, as scope is not enough for merged ones.
    if box.cell:
        yield f'<td{spans} data-gk="{box.cell.path}" headers="{_heading_ids(page, box)}">'
        yield box.cell
        yield "</td>"
    elif box.role is Role.CORNER and box.rows > 1:
        yield f'<td{name} class="gkxl-corner">{escape(box.text)}</td>'
    else:
        kind = box.role.name.lower()
        yield f'<th{name} scope="{_scope(box)}" class="gkxl-{kind}">{_write_label(box)}</th>'


def _write_label(box: Box) -> str:
    """The text of a label, in whose heading no word is broken."""
    words = words_of(box.text) if box.role is Role.HEADING else (box.text,)
    return "".join(f"<span>{word}</span>" for word in words) if len(words) > 1 else escape(box.text)


def _spans(box: Box) -> str:
    columns = f' colspan="{box.columns}"' if box.columns > 1 else ""
    return columns + (f' rowspan="{box.rows}"' if box.rows > 1 else "")


def _scope(box: Box) -> str:
    if box.role is Role.LINE:
        return "rowgroup" if box.rows > 1 else "row"
    return "colgroup" if box.columns > 1 else "col"


def _cell_id(page: Page, box: Box) -> str:
    return f"gkxl-{page.section.path}-{box.row}-{box.column}"


def _heading_ids(page: Page, cell: Box) -> str:
    bar = page.bar(cell)
    boxes = [*([bar] if bar else []), *page.lines(cell), *page.heads(cell)]
    return " ".join(_cell_id(page, box) for box in boxes)


_PDF_ALTERNATIVES: Final = Wording(
    "输出 .docx，再用 Word、WPS 另存为 PDF", "write .docx and save that as PDF"
)
"""What to do on a computer that cannot make PDF."""


@checked
def write_pdf(report: AnyReport, target: Target, *, draft: bool = False, frame: Frame | None = None) -> None:
    """Write a report as PDF. This needs the extra ``gkxl[pdf]``.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        target: Where to write it: the path of a ``.pdf`` file, or a binary file.
        draft: Whether to print 草稿 over it; only so a report with errors is written at all.
        frame: What to print around it; None for nothing. See `frame_from_cover`.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        MissingExtraError: WeasyPrint, which comes with the extra, is not installed.
        MissingLibraryError: Pango, with which WeasyPrint draws text, is not on this computer.
        WriteError: The file cannot be written.
    """
    read_suffix(target, (".pdf",))
    page = to_html(report, draft=draft, frame=frame)
    write_file(target, _typeset(page))


def _typeset(page: str) -> bytes:
    # ISO 14289-1 (PDF/UA-1): tagged, with title and language, for screen readers.
    made: bytes = (
        _load_weasyprint().HTML(string=page, url_fetcher=_fetch_nothing).write_pdf(pdf_variant="pdf/ua-1")
    )
    return made


def _load_weasyprint() -> Any:  # noqa: ANN401 (the module, which has no types)
    # without Pango it prints advice of its own
    with need_extra("pdf", "输出 PDF 需要 WeasyPrint", _PDF_ALTERNATIVES), redirect_stdout(io.StringIO()):
        try:
            import weasyprint  # noqa: PLC0415 (an extra, and slow to load)
        except OSError:
            purpose = Wording("输出 PDF ", "PDF")
            raise MissingLibraryError("Pango", "libpangoft2-1.0-0", purpose, _PDF_ALTERNATIVES) from None
    return weasyprint


def _fetch_nothing(url: str) -> dict[str, object]:
    """Refuse to fetch anything: texts in the page must not load files or name servers."""
    raise ValueError(url)
