"""Opens a published report of any format, or says what else it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from gkxl.errors import UnreadableFileError
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, Format, sniff
from gkxl.text import spaced

if TYPE_CHECKING:
    import os

    from gkxl.files.limits import Limits
    from gkxl.published.blocks import Source

_PAGES: Final = (Format.HTML, Format.XML)
_DOCUMENTS: Final = (Format.DOC, Format.OLE2, Format.OPENDOCUMENT, Format.RTF)
_WAYS_OUT: Final = {
    **dict.fromkeys(OLD_WORKBOOKS, ("请用 gkxl check 读取", "read it with gkxl check")),
    **dict.fromkeys(
        _DOCUMENTS, ("请用 Word 或 WPS 另存为 .docx 后再读取", "save it as .docx in Word or WPS")
    ),
    Format.WEB_ARCHIVE: (
        "请用浏览器打开，另存为 .html 后再读取",
        "open it in a browser and save it as .html",
    ),
    Format.IMAGE: ("图片里的文字读不出来，请换用网页或文档", "nothing can be read of an image"),
    Format.ENCRYPTED: ("请取消密码后再读取", "remove the password"),
}
_ANY: Final = ("请提供 .html、.docx 或 .pdf", "an .html, .docx or .pdf file is wanted")


def open_source(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> Source:
    """What stands in a published report, whatever its format.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page.
        limits: How large it may be.

    Raises:
        UnreadableFileError: There is no such file, or it is something else.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        LimitError: It is larger than the limits allow.
    """
    is_page = isinstance(source, str) and "<" in source
    data = source.encode("utf-8", "replace") if isinstance(source, str) and is_page else load(source, limits)
    format_ = Format.HTML if is_page else sniff(data)
    if format_ in _PAGES:
        from gkxl.published.web import read_page  # noqa: PLC0415 (one format needs no other's library)

        return read_page(data, limits)
    if format_ is Format.ZIP:
        from gkxl.published.word import read_word  # noqa: PLC0415 (the same)

        return read_word(data, limits)
    if format_ is Format.PDF:
        from gkxl.published.paper import read_paper  # noqa: PLC0415 (the same)

        return read_paper(data, limits)
    zh, en = format_.value
    what, what_en = _WAYS_OUT.get(format_, _ANY)
    raise UnreadableFileError(
        f"{spaced('文件实际是', zh)}，不是可以读取的已发布报告。{what}。",
        f"this is {en}, not a published report that can be read; {what_en}",
    )
