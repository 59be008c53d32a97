"""An official table in WordprocessingML: the boxes of its page, merged as printed, headings on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.layout import Role
from gkxl.publish.docx_parts import TEXT_WIDTH, paragraph
from gkxl.publish.style import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.layout import Box, Page
    from gkxl.publish.document import Document

_FILLED: Final = '<w:shd w:val="clear" w:color="auto" w:fill="F2F4F7"/>'


def docx_table(made: Document, page: Page) -> str:
    """A table as wide as the text."""
    widths = [round(share * TEXT_WIDTH) for share in shares(page)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(made, page, row, widths) for row in range(2, page.height + 1))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="OfficialTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCaption w:val="{page.section.item.label}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(made: Document, page: Page, row: int, widths: list[int]) -> str:
    repeated = "<w:tblHeader/>" if row <= page.lead_rows else ""
    cells = "".join(_cell(made, box, row, widths, nested=page.lead_columns > 1) for box in _across(page, row))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _across(page: Page, row: int) -> Iterator[Box]:
    """The boxes that a row passes through, from the left."""
    return iter(sorted((b for b in page.boxes if b.row <= row < b.row + b.rows), key=lambda box: box.column))


def _cell(made: Document, box: Box, row: int, widths: list[int], *, nested: bool) -> str:
    width = sum(widths[box.column - 1 : box.column + box.columns - 1])
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    begins = box.row == row
    merge = ('<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>") if box.rows > 1 else ""
    filled = _FILLED if box.role in (Role.BAR, Role.HEADING) else ""
    text = (made.figure(box.cell) if box.cell else box.text) if begins else ""
    style = "TableLine" if nested and box.role is Role.LINE and box.rows == 1 else "TableCell"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{filled}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{paragraph(style, text)}</w:tc>"
    )
