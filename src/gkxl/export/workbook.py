"""Tidy tables as Excel workbooks: real numbers, a filter, and headings that stay in sight."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

from gkxl.errors import WriteError
from gkxl.export.rows import HEADINGS, row
from gkxl.write import strings
from gkxl.write.canvas import A4, CREATED
from gkxl.write.content import number_fault, text_fault
from gkxl.write.style import DEFAULT, HEAD_COLOUR
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.timeseries import Observation

_WIDTHS: Final = (30, 20, 8, 8, 66, 100, 16)
_MOST_ROWS: Final = 1_048_576
_QUOTED: Final = 40


def as_xlsx(observations: Sequence[Observation]) -> bytes:
    """The table as a workbook of one sheet; the same table gives the same bytes.

    Raises:
        WriteError: It has more rows than a sheet, or a value that no cell holds.
    """
    _refuse_many(observations)
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**DEFAULT}})
    book.set_properties({"title": "政府信息公开工作年度报告数据", "author": "gkxl", "created": CREATED})
    sheet = book.add_worksheet("数据")
    _set_up(sheet, book.add_format({**DEFAULT, "bold": True, "bg_color": HEAD_COLOUR, "bottom": 1}))
    whole = book.add_format({**DEFAULT, "num_format": "0"})
    for line, observation in enumerate(observations, start=1):
        for column, value in enumerate(row(observation)):
            _put(sheet, (line, column), value, whole)
    sheet.autofilter(0, 0, len(observations), len(HEADINGS) - 1)
    book.close()
    texts = strings.items(book.str_table.string_array)
    return repack(packed.getvalue(), {strings.PART: lambda xml: strings.with_items(xml, texts)})


def _set_up(sheet: Worksheet, heading: Format) -> None:
    """The headings, frozen and on every printed page."""
    for column, (text, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, heading)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _refuse_many(observations: Sequence[Observation]) -> None:
    if len(observations) >= _MOST_ROWS:
        raise WriteError(
            f"有 {len(observations):,} 行，一张工作表最多 {_MOST_ROWS - 1:,} 行。请改用 .csv 或 .parquet。",
            f"{len(observations):,} rows are more than {_MOST_ROWS - 1:,}; write .csv or .parquet",
        )


def _put(sheet: Worksheet, place: tuple[int, int], value: Any, whole: Format) -> None:  # noqa: ANN401 (text or number)
    zh, en = text_fault(value) if isinstance(value, str) else number_fault(value)
    if zh:
        shown = str(value)[:_QUOTED]
        raise WriteError(
            f"“{shown}”{zh}，工作表放不下。请改用 .csv。", f"{shown!r} {en}; write .csv instead of a workbook"
        )
    if isinstance(value, str):
        sheet.write_string(*place, value)
    else:
        sheet.write_number(*place, value, whole if isinstance(value, int) else None)
