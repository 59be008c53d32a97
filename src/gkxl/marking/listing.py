"""The sheet 退回说明, first in a marked copy: what was found, what to do, and links to the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from gkxl.characters import legible
from gkxl.columns import column_letters
from gkxl.grouping import NAMED, grouped
from gkxl.issues import word_of
from gkxl.marking.comments import LONGEST
from gkxl.marking.notes import note
from gkxl.marking.parts import NewPart
from gkxl.marking.styles import HEAD
from gkxl.write import style
from gkxl.write.formulas import quoted
from gkxl.write.strings import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.grouping import Group
    from gkxl.issues import Issue, Place
    from gkxl.marking.styles import Styles

PART: Final = NewPart(
    "xl/worksheets/sheet", ".xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
)
_HEADS: Final = ("序号", "级别", "位置", "问题和改法", "各格")
_WIDTHS: Final = (6, 10, 20, 60)
_FIRST_ROW: Final = 3
_FIRST_LINK: Final = 5
"""The column of the first of the links to cells that share a fault; they are not printed."""

_SHEET: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="{space}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A3" sqref="A3"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{rows}</sheetData>{links}'
    '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
    '<pageSetup paperSize="9" fitToHeight="0"/></worksheet>'
)

_FONT: Final = '<{{0}}font>{before}<{{0}}sz val="{size}"/>{colour}<{{0}}name val="{name}"/></{{0}}font>'
_SIDES: Final = ("left", "right", "top", "bottom")
_BORDER: Final = (
    "<{0}border>"
    + "".join(f'<{{0}}{side} style="thin"><{{0}}color rgb="00BFBFBF"/></{{0}}{side}>' for side in _SIDES)
    + "<{0}diagonal/></{0}border>"
)
_XF: Final = '<{{0}}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {applied}'
_APPLIED: Final = 'applyFont="1" applyFill="1" applyBorder="1"'
_WRAP: Final = ' applyAlignment="1"><{0}alignment vertical="top" wrapText="1"/></{0}xf>'


class _Formats(NamedTuple):
    """The styles of the sheet, by what they are of."""

    title: int
    head: int
    plain: int
    link: int
    mark: int


class Listing(NamedTuple):
    """The sheet, and how many rows it has."""

    xml: str
    rows: int


def listing(issues: Sequence[Issue], styles: Styles, namespace: str) -> Listing:
    """The sheet that lists issues.

    Args:
        issues: What was found.
        styles: The styles of the workbook; what the sheet needs is added to them.
        namespace: That of the workbook.
    """
    formats = _formats(styles)
    links: list[str] = []
    groups = [_row(row, group, formats, links) for row, group in enumerate(grouped(issues), start=_FIRST_ROW)]
    rows = [*_headings(len(issues), formats), *groups]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, start=1)
    )
    all_links = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    xml = _SHEET.format(space=namespace, columns=columns, rows="".join(rows), links=all_links)
    return Listing(xml, len(rows))


def _formats(styles: Styles) -> _Formats:
    def font(name: str, size: int = 11, before: str = "", colour: str = "") -> int:
        return styles.add("fonts", _FONT.format(name=name, size=size, before=before, colour=colour))

    def cell(font: int, end: str, fill: int = 0, border: int = 0) -> int:
        xf = _XF.format(font=font, fill=fill, border=border, applied=_APPLIED)
        return styles.add("cellXfs", xf + end)

    blue = '<{0}color rgb="000563C1"/>'
    box = styles.add("borders", _BORDER)
    link = font(style.BODY_FONT, before="<{0}u/>", colour=blue)
    return _Formats(
        title=cell(font(style.HEAD_FONT, 14), "/>"),
        head=cell(font(style.BODY_FONT, before="<{0}b/>"), "/>", styles.fill(HEAD), box),
        plain=cell(font(style.BODY_FONT), _WRAP, border=box),
        link=cell(link, _WRAP, border=box),
        mark=cell(link, "/>"),
    )


def _headings(count: int, formats: _Formats) -> Iterator[str]:
    title = f"退回说明：共 {count} 处。请按下表改正后，仍用本文件报送（本表不必删除）。"
    yield f'<row r="1">{_text(1, 1, title, formats.title)}</row>'
    heads = (_text(2, column, text, formats.head) for column, text in enumerate(_HEADS, start=1))
    yield f'<row r="2">{"".join(heads)}</row>'


def _row(row: int, group: Group, formats: _Formats, links: list[str]) -> str:
    """One row for a fault: where it is, what to do, and links to its cells."""
    said, where = note([group.issue]), group.place or "整个文件"
    lines = max(style.lines_of(said, _WIDTHS[3]), style.lines_of(where, _WIDTHS[2]))
    height = min(style.MAX_HEIGHT, lines * style.LINE_HEIGHT + 4)
    places = [issue.place for issue in group.issues if issue.place]
    alone = len(places) == 1
    cells = [
        f'<c r="A{row}" s="{formats.plain}"><v>{row - _FIRST_ROW + 1}</v></c>',
        _text(row, 2, word_of(group.issue).zh, formats.plain),
        _text(row, 3, where, formats.link if alone else formats.plain),
        _text(row, 4, said, formats.plain),
    ]
    if alone:
        links.append(_link(row, 3, places[0]))
    else:  # a linked text is not wrapped by every program, and leads to one cell only
        for column, place in enumerate(places[:NAMED], start=_FIRST_LINK):
            cells.append(_text(row, column, place.address, formats.mark))
            links.append(_link(row, column, place))
    return f'<row r="{row}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _text(row: int, column: int, text: str, cell_style: int) -> str:
    """A cell with a text of its own; the shared ones of the workbook stay as they are."""
    content = escape(spelt(legible(text)[:LONGEST]))
    return f'<c r="{column_letters(column)}{row}" s="{cell_style}" t="str"><v>{content}</v></c>'


def _link(row: int, column: int, place: Place) -> str:
    target = quoteattr(f"{quoted(place.sheet)}!{place.address}")
    return f'<hyperlink ref="{column_letters(column)}{row}" location={target}/>'
