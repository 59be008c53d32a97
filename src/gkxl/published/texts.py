"""Reads the texts of a report out of a document, which need not have any of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from gkxl.published.chapters import chapters, first_heading, passages
from gkxl.published.formats import open_source
from gkxl.published.tables import find_tables
from gkxl.published.title import find_title
from gkxl.xlsx import Limits

if TYPE_CHECKING:
    import os

    from gkxl.forms.edition import Edition


def read_texts(
    source: str | os.PathLike[str] | bytes | BinaryIO, edition: Edition
) -> tuple[int | None, dict[str, str]]:
    """The report year that a document names, None where it names none, and its texts by path.

    Args:
        source: A web page, a Word document or a PDF.
        edition: The edition whose headings part the texts.

    Raises:
        UnreadableFileError: It is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    document = open_source(source, Limits())
    _, used = find_tables(document, Limits())
    title = find_title(document.blocks[: first_heading(document.blocks)], document.title)
    texts = {"cover.unit": title.unit}
    for chapter in chapters(document.blocks, edition, used):
        if not chapter.section.in_table:
            texts |= passages(chapter)[0]
    return title.year, texts
