"""Sheets behind the form that hold long tables: their heads are drawn, their rows poured in as they come."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from attrs import field, fields, frozen

from gkxl.address import column_letters
from gkxl.expectations import kept_at
from gkxl.identity import HIDDEN_SHEET, Identity
from gkxl.text import legible
from gkxl.write import style
from gkxl.write.canvas import A4, Sheet, put
from gkxl.write.content import refuse_unexplainable, refuse_unwritable
from gkxl.write.drawing import draw
from gkxl.write.filling import NOTHING, Along, filling
from gkxl.write.strings import spelt
from gkxl.write.validation import TEXT_LIMIT
from gkxl.xlsx.zip_writer import write_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from xlsxwriter.worksheet import Worksheet

    from gkxl.forms.edition import Edition
    from gkxl.write.canvas import Canvas
    from gkxl.write.filling import Content

_WIDE_SCALE: Final = 50
"""How large what needs many pages side by side is printed, in per cent: small, and on fewer of them."""


@frozen(kw_only=True)
class Column:
    """A column of an appendix.

    Attributes:
        width: How wide it is, in characters.
        look: The name of the format of its cells; see `gkxl.write.style.FORMATS`.
    """

    width: float
    look: str = "entry"


@frozen(kw_only=True)
class Appendix:
    """A sheet with a title, rows of headings, and rows of content.

    Attributes:
        name: The name of the sheet.
        title: What stands over it.
        heads: The rows of headings.
        columns: The columns.
        rows: The rows of content.
        count: How many of these there are.
        lead: How many columns stay in view, and are printed on every page.
        wide: Whether it is printed on as many pages side by side as it needs.
        heights: The heights of rows of headings that need more than a line, in points; rows count from 1.
        colours: Words that colour a cell, as ``bad``, ``good`` or ``open``.
    """

    name: str
    title: str
    heads: Sequence[Sequence[Content]] = field(repr=False)
    columns: Sequence[Column] = field(repr=False)
    rows: Iterable[Sequence[Content]] = field(repr=False)
    count: int
    lead: int
    wide: bool = False
    heights: Mapping[int, float] = field(factory=dict)
    colours: Mapping[str, str] = field(factory=dict)

    @property
    def top(self) -> int:
        """The row of the first row of content, from 1."""
        return 2 + len(self.heads)


def write_with(  # noqa: PLR0913 (each is a part of the workbook)
    file: BinaryIO,
    edition: Edition,
    values: Mapping[str, Any],
    appendices: Sequence[Appendix],
    *,
    along: Along = NOTHING,
    hidden: Mapping[str, str] | None = None,
) -> None:
    """Write a workbook that holds these values, with sheets behind it, to an empty file, row by row.

    Args:
        file: The file.
        edition: The edition of the form.
        values: What every cell holds.
        appendices: The sheets behind the form.
        along: What the workbook brings along beside its values.
        hidden: What its hidden sheet keeps beside who it is for, by name.

    Raises:
        WriteError: A value does not fit a cell.
    """
    texts = {path: value if isinstance(value, str) else None for path, value in values.items()}
    refuse_unwritable(edition, texts)  # sums of many units are kept as well as a cell can
    refuse_unexplainable(edition, along.explanations)

    def more(canvas: Canvas) -> None:
        _hide(canvas, hidden or {})
        for appendix in appendices:
            _draw(canvas, appendix)

    content = filling(edition, values, Identity.of(edition, values), along)
    drawing = draw(edition, content, "", more=more)
    tables = {drawing.sheets[appendix.name]: appendix for appendix in appendices}
    parts = (
        (name, _poured(xml, tables[name]) if name in tables else [xml.encode()])
        for name, xml in drawing.parts.items()
    )
    write_package(file, parts)


def _hide(canvas: Canvas, texts: Mapping[str, str]) -> None:
    """Keep texts on the hidden sheet, below all that it has for every workbook."""
    sheet = canvas.book.get_worksheet_by_name(HIDDEN_SHEET)
    first = len(fields(Identity)) + len(kept_at(canvas.edition)) + 1
    for row, (name, text) in enumerate(texts.items(), start=first):
        sheet.write_string(f"A{row}", name)
        sheet.write_string(f"B{row}", text)


def _draw(canvas: Canvas, appendix: Appendix) -> None:
    """Everything but the rows of content, for which one row of blank cells stands in."""
    sheet = canvas.book.add_worksheet(appendix.name, Sheet)
    last = len(appendix.columns) - 1
    for column, one in enumerate(appendix.columns):
        sheet.set_column(column, column, one.width)
        sheet.write_blank(appendix.top - 1, column, None, canvas.formats[one.look])
    sheet.set_row(0, style.TITLE_HEIGHT)
    sheet.write_string(0, 0, appendix.title, canvas.formats["over"])
    for row, height in appendix.heights.items():
        sheet.set_row(row - 1, height)
    for row, contents in enumerate(appendix.heads, start=1):
        for column, content in enumerate(contents):
            put(sheet, f"{column_letters(column + 1)}{row + 1}", content, canvas.formats["heading"])
    end = appendix.top + max(appendix.count, 1) - 2
    sheet.autofilter(appendix.top - 2, 0, end, last)
    _colour(canvas, sheet, appendix, (appendix.top - 1, 0, end, last))
    _set_up(sheet, appendix)


def _colour(canvas: Canvas, sheet: Worksheet, appendix: Appendix, area: tuple[int, int, int, int]) -> None:
    looks = {"bad": canvas.bad, "good": canvas.good, "open": canvas.open}
    for word, look in appendix.colours.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks[look]}
        sheet.conditional_format(*area, rule)


def _set_up(sheet: Worksheet, appendix: Appendix) -> None:
    sheet.freeze_panes(appendix.top - 1, appendix.lead)
    sheet.set_paper(A4)
    sheet.set_landscape()
    if appendix.wide:
        sheet.set_print_scale(_WIDE_SCALE)
        sheet.repeat_columns(0, appendix.lead - 1)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, appendix.top - 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


_BLANK: Final = re.compile(r'<c r="[A-Z]+\d+"( s="\d+")?/>')


def _poured(xml: str, appendix: Appendix) -> Iterator[bytes]:
    """The XML of a sheet with its rows in place of the one that stands in for them."""
    before, _, rest = xml.partition(f'<row r="{appendix.top}"')
    stand_in, _, after = rest.partition("</row>")
    looks = _BLANK.findall(stand_in)
    letters = [column_letters(column) for column in range(1, len(looks) + 1)]
    yield before.encode()
    for row, contents in enumerate(appendix.rows, start=appendix.top):
        cells = map(_cell, letters, repeat(row), looks, contents)
        yield f'<row r="{row}"{_height(appendix, contents)}>{"".join(cells)}</row>'.encode()
    yield after.encode()


def _height(appendix: Appendix, contents: Sequence[Content]) -> str:
    """How high a row is, if one of its texts takes more than a line."""
    lines = max(
        (
            style.lines_of(content, column.width)
            for column, content in zip(appendix.columns, contents, strict=True)
            if isinstance(content, str) and (2 * len(content) > column.width or "\n" in content)
        ),
        default=1,
    )
    points = min(style.MAX_HEIGHT, lines * style.LINE_HEIGHT + 6)
    return f' ht="{points:g}" customHeight="1"' if lines > 1 else ""


def _cell(letters: str, row: int, look: str, content: Content) -> str:
    if isinstance(content, int):
        return f'<c r="{letters}{row}"{look}><v>{content}</v></c>'
    if content is None or content == "":
        return f'<c r="{letters}{row}"{look}/>'
    if isinstance(content, str):
        text = escape(spelt(legible(content[:TEXT_LIMIT])))
        return f'<c r="{letters}{row}"{look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{letters}{row}"{look}><v>{content:.16G}</v></c>'
