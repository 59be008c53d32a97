"""Reports as Word documents, set as official documents are (GB/T 9704): A4, its fonts, its margins."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from gkxl.publish.document import DRAFT, document
from gkxl.publish.docx_parts import PARTS, header, paragraph, section
from gkxl.publish.docx_table import docx_table
from gkxl.write.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import AttrsInstance

    from gkxl.publish.document import Document, Part
    from gkxl.write.files import Target

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Every part says this, so that the same report gives the same bytes."""

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


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
    made = document(report, draft=draft)
    body = "".join(_body(made))
    main = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{section()}</w:body></w:document>'
    return _packed(
        {**PARTS, "word/header1.xml": header(DRAFT if made.draft else ""), "word/document.xml": main}
    )


def _body(made: Document) -> Iterator[str]:
    if made.draft:
        yield paragraph("Draft", DRAFT)
    yield paragraph("Title", made.title)
    for part in made.parts:
        yield from _part(made, part)


def _part(made: Document, part: Part) -> Iterator[str]:
    yield paragraph("Heading1", part.title)
    if part.is_table:
        yield docx_table(made, part.page)
    for passage in part.passages:
        if passage.heading:
            yield paragraph("Heading2", passage.heading)
        yield from (paragraph("BodyText", text) for text in passage.paragraphs)


def _packed(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            target.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return packed.getvalue()
