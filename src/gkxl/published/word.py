"""Reads Word documents: paragraphs with their heading styles, and tables with their merged cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve
from lxml import etree

from gkxl.errors import LimitError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Budget
from gkxl.published.blocks import WIDEST, Block, Cell, Picture, Source, Table, Words, lines
from gkxl.xlsx.package import Package, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.files.limits import Limits

MOST_TAGS: Final = 500_000
"""A real document of this kind has some ten thousand."""

_UNSEEN: Final = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "Fallback",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "rt",
    }
)
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "p": "\n"}
_RAISED: Final = ("superscript", "subscript")
_PICTURES: Final = frozenset({"drawing", "pict", "object"})
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST: Final = 20
"""Styles that are based on one another further than that are taken for no headings."""


def read_word(data: bytes, limits: Limits) -> Source:
    """What stands in a Word document.

    Raises:
        UnreadableFileError: It is a package of something else, or damaged.
        UnsafeFileError: It is built as no program builds it.
        LimitError: It is larger than the limits allow.
    """
    package = Package(data, Budget(limits))
    main = only(package.relationships(), "officeDocument") or ""
    if "wordprocessingml" not in package.content_type(main):
        raise _something_else(package)
    styles = only(package.relationships(main), "styles")
    body = _tree(package, main).find("{*}body")
    reader = _Reader(_levels(_tree(package, styles)) if styles else {}, limits)
    return Source(format="docx", blocks=tuple(() if body is None else reader.blocks(body)))


def _something_else(package: Package) -> UnreadableFileError:
    if any(name.casefold().startswith("xl/") for name in package.names()):
        return UnreadableFileError(
            "文件是工作簿，不是已发布的报告。请用 gkxl check 读取。",
            "this is a workbook, not a published report; read it with gkxl check",
        )
    return UnreadableFileError(
        "文件不是 Word 文档（.docx）。请提供 .html、.docx 或 .pdf。",
        "this is not a Word document; an .html, .docx or .pdf file is wanted",
    )


def _tree(package: Package, name: str) -> Any:  # noqa: ANN401 (lxml has no types)
    """A part as a tree; nothing is fetched or expanded for it."""
    data = b"".join(package.chunks(name))
    tags = data.count(b"<")
    if tags > MOST_TAGS:
        raise LimitError("文档的标签数", "The number of tags of the document", tags, MOST_TAGS)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise UnreadableFileError(
            "文档已损坏。请重新拷贝或下载；仍不行的，请用 Word 或 WPS 打开后另存为 .docx。",
            "the document is damaged; copy or download it again, or save it as .docx in Word or WPS",
        ) from None
    if root.getroottree().docinfo.doctype:
        raise UnsafeFileError(
            "文档结构异常（含有 DOCTYPE），未予读取。请用 Word 或 WPS 打开核对后另存为 .docx。",
            "the document has a DOCTYPE, which no program writes; save it as .docx in Word or WPS",
        )
    return root


def _tag(element: Any) -> str:  # noqa: ANN401 (of lxml)
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _said(element: Any, path: str) -> str | None:  # noqa: ANN401 (of lxml)
    """What an element below says as its value; "" where it says none, None where there is no such element."""
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    if found is None:
        return None
    return next((str(value) for name, value in found.attrib.items() if name.rpartition("}")[2] == "val"), "")


def _levels(styles: Any) -> dict[str, int]:  # noqa: ANN401 (of lxml)
    """How deep a heading each paragraph style is, by its id; those that are none are left out."""
    known: dict[str, tuple[int, str]] = {}
    for style in styles.iterfind("{*}style"):
        ids = [str(value) for name, value in style.attrib.items() if name.endswith("styleId")]
        known.update({id_: (_own_level(style), _said(style, "basedOn") or "") for id_ in ids})
    found: dict[str, int] = {}
    for id_, (own, parent) in known.items():
        level, based = own, parent
        for _ in range(_DEEPEST):
            if level or based not in known:
                break
            level, based = known[based]
        if level:
            found[id_] = level
    return found


def _own_level(style: Any) -> int:  # noqa: ANN401 (of lxml)
    name = (_said(style, "name") or "").lower()
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else 1 if name == "title" else _outline(style)


def _outline(element: Any) -> int:  # noqa: ANN401 (of lxml)
    """The level in the outline that a style or paragraph has by itself."""
    level = _said(element, "pPr/outlineLvl") or ""
    return int(level) + 1 if level.isascii() and level.isdecimal() and len(level) == 1 and level != "9" else 0


def _number(text: str | None) -> int:
    """How many columns a cell says it spans, as far as that can be meant."""
    digits = re.fullmatch("[0-9]{1,9}", text or "")
    return min(max(int(digits[0]), 1), WIDEST) if digits else 1


class _Reader:
    """Goes through what stands in a body or in a cell."""

    def __init__(self, levels: dict[str, int], limits: Limits) -> None:
        self._levels = levels
        self._limits = limits
        self._cells = 0

    def blocks(self, container: Any) -> Iterator[Block]:  # noqa: ANN401 (of lxml)
        """The lines, tables and pictures in a container, in order."""
        for element in _inside(container, {"p", "tbl"}):
            if _tag(element) == "tbl":
                yield from self._table(element)
                continue
            if any(_tag(below) in _PICTURES for below in element.iter()):
                yield Picture()
            level = self._levels.get(_said(element, "pPr/pStyle") or "", 0) or _outline(element)
            yield from (Words(line, level) for line in lines(_text(element)))

    def _table(self, table: Any) -> Iterator[Block]:  # noqa: ANN401 (of lxml)
        """A table, or what stands in it where it only says where things stand on the page."""
        cells = [cell for row in _seen_rows(table) for cell in _inside(row, {"tc"})]
        inner = [below for cell in cells for below in _inside(cell, {"tbl"})]
        frames = any(len(list(_inside(row, {"tc"}))) > 1 for one in inner for row in _inside(one, {"tr"}))
        rows = () if frames else self._rows(table)
        if any(len(row) > 1 for row in rows):
            yield Table(rows)
        else:
            for cell in cells:
                yield from self.blocks(cell)

    def _rows(self, table: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401 (of lxml)
        """The rows of a table; a cell that goes on below reaches as far down as it does."""
        rows: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}
        for row in _seen_rows(table):
            begun: dict[int, tuple[int, int]] = {}
            rows.append([])
            column = self._skipped(row, rows[-1])
            for element in _inside(row, {"tc"}):
                self._count()
                columns = _number(_said(element, "tcPr/gridSpan"))
                merge = _said(element, "tcPr/vMerge")
                if merge in ("", "continue") and column in above:
                    at, which = begun[column] = above[column]
                    rows[at][which] = evolve(rows[at][which], rows=len(rows) - at)
                else:
                    begun |= {column: (len(rows) - 1, len(rows[-1]))} if merge == "restart" else {}
                    rows[-1].append(Cell("\n".join(lines(_text(element, in_cell=True))), 1, columns))
                column += columns
            above = begun
        return tuple(tuple(row) for row in rows)

    def _skipped(self, row: Any, cells: list[Cell]) -> int:  # noqa: ANN401 (of lxml)
        """How many columns a row leaves free at its left, which become an empty cell."""
        if _said(row, "trPr/gridBefore") is None:
            return 0
        columns = _number(_said(row, "trPr/gridBefore"))
        cells.append(Cell("", 1, columns))
        return columns

    def _count(self) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise LimitError("文档表格的单元格数", "The number of cells", self._cells, self._limits.cells)


def _inside(container: Any, wanted: set[str]) -> Iterator[Any]:  # noqa: ANN401 (of lxml)
    """The elements of some kinds in a container, whatever they are wrapped in; not those in one another."""
    for element in container:
        tag = _tag(element)
        if tag in wanted:
            yield element
        elif tag not in _UNSEEN and tag not in ("p", "tbl", "tr", "tc"):
            yield from _inside(element, wanted)


def _seen_rows(table: Any) -> Iterator[Any]:  # noqa: ANN401 (of lxml)
    """The rows of a table but for those that are deleted or hidden."""
    return (row for row in _inside(table, {"tr"}) if not _is_on(row, "trPr/del", "trPr/hidden"))


def _is_on(element: Any, *names: str) -> bool:  # noqa: ANN401 (of lxml)
    """Whether an element has one of these properties, and does not say that it is off."""
    return any(_said(element, name) not in (None, "0", "false", "off") for name in names)


def _stands_apart(run: Any) -> bool:  # noqa: ANN401 (of lxml)
    """Whether a run is raised, lowered or struck out, so that it is no part of a number beside it."""
    return _is_on(run, "rPr/strike", "rPr/dstrike", "rPr/position") or _said(run, "rPr/vertAlign") in _RAISED


def _text(container: Any, *, in_cell: bool = False) -> str:  # noqa: ANN401 (of lxml)
    """The text of a paragraph or cell, with line breaks, without what is deleted or hidden."""
    pieces: list[str] = []
    left = [container]
    while left:
        element = left.pop()
        tag = _tag(element)
        if tag in _UNSEEN or (tag == "r" and _is_on(element, "rPr/vanish")):
            continue
        if tag == "r" and in_cell and _stands_apart(element):
            pieces.append(f"\n{_text(element)}\n")
            continue
        if tag == "t":
            pieces.append(element.text or "")
        pieces.append(_BREAKS.get(tag, ""))
        left.extend(reversed(element))
    return "".join(pieces)
