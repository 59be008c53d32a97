"""Reads Word documents: opens the package, and finds out which styles are headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.errors import LimitError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Budget, check_limit
from gkxl.publication.read import BlockBuilder, SourceDocument
from gkxl.publication.read.docx_body import DocxWalker, find_child, local_name, outline_level, read_value
from gkxl.xlsx.package import Package, find_part
from gkxl.xlsx.xml.tree import TreeParser, count_elements

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits
    from gkxl.publication.read import Block

_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)

# Styles may be based on one another in a circle, or in chains that are followed once for each style.
_MAX_STYLE_DEPTH: Final = 20

_NOT_DOCX: Final = "文件不是 Word 文档（.docx）。请提供 .html、.docx、.pdf 或 .txt。"
_IS_OFD: Final = "文件是版式文档（OFD）。请用 OFD 阅读器打开，另存为 PDF，或者复制全文存为 .txt 后再读取。"
_IS_ARCHIVE: Final = "文件是压缩包。请解压后，逐份读取里面的报告。"
_IS_WORKBOOK: Final = (
    "文件是工作簿。三张表都在里面的，请用 gkxl check 读取；不全的，请打开后另存为网页（.html）再导入。"
)
_DAMAGED: Final = "文档已损坏。请重新拷贝或下载；仍不行的，请用 Word 或 WPS 打开后另存为 .docx。"
_UNSAFE: Final = "文档结构异常，未予读取。请用 Word 或 WPS 打开核对后另存为 .docx。"


def read_docx(data: bytes, limits: Limits) -> SourceDocument:
    """The lines, tables and pictures of a Word document.

    Raises:
        UnreadableFileError: It is a package of something else, or damaged.
        UnsafeFileError: It is built as no program builds it.
        LimitError: It is larger than the limits allow.
    """
    if b"[Content_Types].xml" not in data:
        raise UnreadableFileError(_IS_OFD if b"OFD.xml" in data else _IS_ARCHIVE)
    try:
        package = Package(data, Budget(limits))
        main = find_part(package.relationships(), "officeDocument") or ""
        if "wordprocessingml" in package.content_type(main):
            return SourceDocument(format="docx", blocks=tuple(_read_blocks(package, main)))
    except LimitError:
        raise
    except UnsafeFileError:
        raise UnsafeFileError(_UNSAFE) from None
    except UnreadableFileError:
        raise UnreadableFileError(_DAMAGED) from None
    is_workbook = any(name.casefold().startswith("xl/") for name in package.names())
    raise UnreadableFileError(_IS_WORKBOOK if is_workbook else _NOT_DOCX)


def _read_blocks(package: Package, main: str) -> list[Block]:
    styles = find_part(package.relationships(main), "styles")
    levels = _heading_levels(_parse_part(package, styles)) if styles else {}
    builder = BlockBuilder(package.budget)
    body = find_child(_parse_part(package, main), "body")
    if body is not None:
        DocxWalker(levels, builder).walk(body)
    return builder.blocks


def _parse_part(package: Package, name: str) -> Element:
    """A part as a tree."""
    # Counted before they are parsed: an element of four bytes takes some hundred in memory.
    limits = package.budget.limits
    tree, elements = TreeParser(name, limits), 0
    for chunk in package.chunks(name):
        elements += count_elements(chunk)
        most = limits.document_elements
        check_limit(most, elements, "文档的 XML 元素数")
        tree.feed(chunk)
    return tree.close()


def _heading_levels(styles: Element) -> dict[str, int]:
    """The heading level of each style that is one, by its id."""
    # ECMA-376 Part 1, 17.7.4: a style has an id and a name, and may be based on another style.
    known: dict[str, tuple[int, str]] = {}
    for style in styles:
        if local_name(style) == "style":
            ids = [value for name, value in style.attrib.items() if name.endswith("styleId")]
            known |= dict.fromkeys(ids, (_own_heading_level(style), read_value(style, "basedOn") or ""))
    found: dict[str, int] = {}
    for id_, (own, parent) in known.items():
        level, based = own, parent
        for _ in range(_MAX_STYLE_DEPTH):
            if level or based not in known:
                break
            level, based = known[based]
        if level:
            found[id_] = level
    return found


def _own_heading_level(style: Element) -> int:
    name = (read_value(style, "name") or "").lower()
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else 1 if name == "title" else outline_level(style)
