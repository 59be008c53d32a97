"""Sheets that hold long tables, behind the form or alone, written one row at a time."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from attrs import field
from xlsxwriter import Workbook

from gkxl.address import column_letters
from gkxl.checksheet.lines import last_year_places
from gkxl.frozen import frozen
from gkxl.layout import HIDDEN_SHEET, Identity, identity_places
from gkxl.text import legible
from gkxl.write import style
from gkxl.write.canvas import A4, CREATED, Canvas, write_cell
from gkxl.write.contents import NO_EXTRAS, Extras, make_contents
from gkxl.write.corrected_parts import STRINGS_PART, escape_returns, replace_texts
from gkxl.write.drawing import draw_workbook, write_facts
from gkxl.write.refusals import refuse_unexplainable, refuse_unwritable
from gkxl.write.validation import LONGEST_CELL_TEXT
from gkxl.xlsx.zip_writer import read_parts, write_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO

    from xlsxwriter.worksheet import Worksheet

    from gkxl.forms.edition import Edition
    from gkxl.write.contents import CellContent


_WIDE_SCALE: Final = 50
"""How large what needs many pages side by side is printed, in per cent: small, and on fewer of them."""


@frozen(kw_only=True)
class TableColumn:
    """A column of an appendix.

    Attributes:
        width: How wide it is, in characters.
        look: The name of the format of its cells; see `gkxl.write.style.FORMATS`.
    """

    width: float
    look: str = "entry"


@frozen(kw_only=True)
class LongTable:
    """A sheet with a title, rows of headings, and rows of content.

    Attributes:
        name: The name of the sheet.
        title: The title over it.
        heads: The rows of headings.
        columns: The columns.
        rows: The rows of content.
        count: How many of these there are.
        lead: How many columns stay in view, and are printed on every page.
        wide: Whether it is printed on as many pages side by side as it needs.
        heights: The heights of rows of headings that need more than a line, in points; rows count from 1.
        colours: Words that colour a cell, as ``bad``, ``good`` or ``open``.
        printed: How many columns are printed; all if 0.
        opens: Whether the workbook opens on this sheet.
    """

    name: str
    title: str
    heads: Sequence[Sequence[CellContent]] = field(repr=False)
    columns: Sequence[TableColumn] = field(repr=False)
    rows: Iterable[Sequence[CellContent]] = field(repr=False)
    count: int
    lead: int
    wide: bool = False
    heights: Mapping[int, float] = field(factory=dict)
    colours: Mapping[str, str] = field(factory=dict)
    printed: int = 0
    opens: bool = False

    @property
    def top(self) -> int:
        """The row of the first row of content, from 1."""
        return 2 + len(self.heads)


def write_with_tables(  # noqa: PLR0913 (each is a part of the workbook)
    file: IO[bytes],
    edition: Edition,
    values: Mapping[str, Any],
    appendices: Sequence[LongTable],
    *,
    extras: Extras = NO_EXTRAS,
    hidden: Mapping[str, str] | None = None,
) -> None:
    """Write a workbook that holds these values, with sheets behind it, to an empty file, row by row.

    Args:
        file: The file.
        edition: The edition of the form.
        values: What every cell holds.
        appendices: The sheets behind the form.
        extras: What the workbook holds besides its values.
        hidden: Further texts for its hidden sheet, by name.

    Raises:
        WriteError: A value does not fit a cell.
    """
    texts = {path: value if isinstance(value, str) else None for path, value in values.items()}
    refuse_unwritable(edition, texts)  # sums of many units are kept as well as a cell can
    refuse_unexplainable(edition, extras.explanations)

    def more(canvas: Canvas) -> None:
        _write_hidden(canvas, hidden or {})
        for appendix in appendices:
            _draw_table(canvas, appendix)

    content = make_contents(edition, values, Identity.of(edition, values), extras)
    drawing = draw_workbook(edition, content, "", more=more)
    _write_parts(file, drawing.parts, {drawing.sheets[appendix.name]: appendix for appendix in appendices})


def write_tables(file: IO[bytes], edition: Edition, title: str, tables: Sequence[LongTable]) -> None:
    """Write a workbook of these tables alone to an empty file, row by row.

    Args:
        file: The file.
        edition: The edition of the form that they are about.
        title: What the workbook is called.
        tables: Its sheets.
    """
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**style.DEFAULT}})
    book.set_properties({"title": title, "author": "gkxl", "created": CREATED})
    canvas = Canvas(book, edition, "")
    for table in tables:
        _draw_table(canvas, table)
    book.close()
    parts = {name: content.decode() for name, content in read_parts(packed.getvalue()).items()}
    parts[STRINGS_PART] = replace_texts(parts[STRINGS_PART], canvas.texts)
    _write_parts(
        file,
        parts,
        {f"xl/worksheets/sheet{number}.xml": table for number, table in enumerate(tables, start=1)},
    )


def _write_parts(file: IO[bytes], parts: Mapping[str, str], tables: Mapping[str, LongTable]) -> None:
    """Write the parts of a workbook, with their rows in those that hold tables."""
    write_package(
        file,
        (
            (name, _insert_rows(xml, tables[name]) if name in tables else [xml.encode()])
            for name, xml in parts.items()
        ),
    )


def _write_hidden(canvas: Canvas, texts: Mapping[str, str]) -> None:
    """Keep texts on the hidden sheet, below all that it has for every workbook."""
    sheet = canvas.book.get_worksheet_by_name(HIDDEN_SHEET)
    above = len(identity_places()) + len(last_year_places(canvas.edition))
    write_facts(sheet, texts, above)


def _draw_table(canvas: Canvas, appendix: LongTable) -> None:
    """Draw everything but the rows of content; one row of blank cells takes their place."""
    sheet = canvas.add(appendix.name)
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
            write_cell(sheet, f"{column_letters(column + 1)}{row + 1}", content, canvas.formats["heading"])
    end = appendix.top + max(appendix.count, 1) - 2
    sheet.autofilter(appendix.top - 2, 0, end, last)
    _colour_words(canvas, sheet, appendix, (appendix.top - 1, 0, end, last))
    _set_up_page(sheet, appendix)
    if appendix.printed:
        sheet.print_area(0, 0, end, appendix.printed - 1)
    if appendix.opens:
        sheet.activate()


def _colour_words(
    canvas: Canvas, sheet: Worksheet, appendix: LongTable, area: tuple[int, int, int, int]
) -> None:
    looks = {"bad": canvas.bad, "good": canvas.good, "open": canvas.open}
    for word, look in appendix.colours.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks[look]}
        sheet.conditional_format(*area, rule)


def _set_up_page(sheet: Worksheet, appendix: LongTable) -> None:
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


_CELL_TAG: Final = re.compile(r"<c\b[^>]*/>")
_CELL_STYLE: Final = re.compile(r' s="\d+"')


def _insert_rows(xml: str, appendix: LongTable) -> Iterator[bytes]:
    """The XML of a sheet with its rows in the place of the row of blank cells."""
    # ECMA-376 Part 1, 18.3.1.73: r is the number of a row; the order of attributes is free (XML 1.0, 3.1)
    before, blank_row, after = re.split(rf'(<row\b[^>]* r="{appendix.top}".*?</row>)', xml, flags=re.DOTALL)
    looks = ["".join(_CELL_STYLE.findall(tag)) for tag in _CELL_TAG.findall(blank_row)]
    letters = [column_letters(column) for column in range(1, len(appendix.columns) + 1)]
    yield before.encode()
    for row, contents in enumerate(appendix.rows, start=appendix.top):
        cells = (
            _write_cell(column, row, look, content)
            for column, look, content in zip(letters, looks, contents, strict=True)
        )
        yield f'<row r="{row}"{_height_attribute(appendix, contents)}>{"".join(cells)}</row>'.encode()
    yield after.encode()


def _height_attribute(appendix: LongTable, contents: Sequence[CellContent]) -> str:
    """How high a row is; LibreOffice makes one of which this is not said too low."""
    lines = max(
        (
            style.count_lines(content, column.width)
            for column, content in zip(appendix.columns, contents, strict=True)
            if isinstance(content, str) and (2 * len(content) > column.width or "\n" in content)
        ),
        default=1,
    )
    points = min(style.MAX_HEIGHT, lines * style.LINE_HEIGHT + 6)
    return f' ht="{points:g}" customHeight="1"'


def _write_cell(letters: str, row: int, look: str, content: CellContent) -> str:
    if isinstance(content, int):
        return f'<c r="{letters}{row}"{look}><v>{content}</v></c>'
    if content is None or content == "":
        return f'<c r="{letters}{row}"{look}/>'
    if isinstance(content, str):
        text = escape(escape_returns(legible(content[:LONGEST_CELL_TEXT])))
        return f'<c r="{letters}{row}"{look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{letters}{row}"{look}><v>{content:.16G}</v></c>'
