"""Reports as Word documents, set as official documents are."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gkxl.files.save import write_file
from gkxl.publish.document import DRAFT, document
from gkxl.publish.docx_style import FONT_TABLE, blank, font_table
from gkxl.publish.docx_table import add_table
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    from attrs import AttrsInstance
    from docx.document import Document as Word

    from gkxl.files.save import Target
    from gkxl.publish.document import Document, Part

_CREATED: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Every document says this, so that the same report gives the same bytes."""

_LONGEST: Final = 255
"""The longest title that the properties of a Word document hold."""


def write_docx(report: AttrsInstance, path: Target, *, draft: bool = False) -> None:
    """Write a report as a Word document; the same report gives the same bytes.

    Of the cover only the unit and the year are printed, in the title; contacts never are.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        path: Where to write it; a ``.docx`` file.
        draft: Whether to print 草稿 over every page; only so a report with errors is written at all.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        WriteError: The file cannot be written.
    """
    write_file(path, docx_bytes(report, draft=draft))


def docx_bytes(report: AttrsInstance, *, draft: bool = False) -> bytes:
    """The same as bytes."""
    made, word = document(report, draft=draft), blank()
    _describe(word, made)
    if made.draft:
        _mark_draft(word)
    word.add_paragraph("\n".join(made.title_lines), "Title")
    for part in made.parts:
        _add_part(word, made, part)
    saved = io.BytesIO()
    word.save(saved)
    return repack(saved.getvalue(), {FONT_TABLE: lambda _: font_table()})


def _describe(word: Word, made: Document) -> None:
    """What the properties of the file say, in place of those of python-docx."""
    about = word.core_properties
    about.title, about.language = made.title[:_LONGEST], "zh-CN"
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _CREATED


def _mark_draft(word: Word) -> None:
    word.add_paragraph(DRAFT, "Draft")
    word.sections[0].header.paragraphs[0].text = DRAFT


def _add_part(word: Word, made: Document, part: Part) -> None:
    word.add_paragraph(part.title, "Heading 1")
    if part.is_table:
        add_table(word, made, part.page)
    for passage in part.passages:
        if passage.heading:
            word.add_paragraph(passage.heading, "Heading 2")
        for text in passage.paragraphs:
            word.add_paragraph(text, "Body Text")
