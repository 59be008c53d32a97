"""Reports as PDF that screen readers can read (PDF/UA): the web page, set on A4 by WeasyPrint."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import MissingLibraryError, missing_extra
from gkxl.files.save import write_file
from gkxl.publish.html import to_html

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from gkxl.files.save import Target

_INSTEAD: Final = ("输出 .docx，再用 Word、WPS 另存为 PDF", "write .docx and save that as PDF")
"""What can be done where PDF cannot be made, in Chinese and English."""


def write_pdf(report: AttrsInstance, path: Target, *, draft: bool = False) -> None:
    """Write a report as PDF. This needs the extra ``gkxl[pdf]``.

    Args:
        report: A report of any edition; its numbers are printed as filed.
        path: Where to write it; a ``.pdf`` file.
        draft: Whether to print 草稿 over it; only so a report with errors is written at all.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
        MissingExtraError: WeasyPrint, which comes with the extra, is not installed.
        MissingLibraryError: Pango, with which WeasyPrint draws text, is not on this computer.
        WriteError: The file cannot be written.
    """
    page = to_html(report, draft=draft)
    write_file(path, _set(page))


def _set(page: str) -> bytes:
    made: bytes = _weasyprint().HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _weasyprint() -> Any:  # noqa: ANN401 (the module, which has no types)
    try:
        with redirect_stdout(io.StringIO()):  # without Pango it prints advice of its own
            import weasyprint  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError:
        raise missing_extra("pdf", "输出 PDF 需要 WeasyPrint", "PDF needs WeasyPrint", _INSTEAD) from None
    except OSError:
        raise MissingLibraryError("Pango", "libpangoft2-1.0-0", "输出 PDF ", "PDF", *_INSTEAD) from None
    return weasyprint


def _refuse(url: str) -> dict[str, object]:
    """Fetch nothing: the page holds everything."""
    raise ValueError(url)
