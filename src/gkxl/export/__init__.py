"""Tidy tables as files for other programs: CSV, JSON, Excel workbooks and Parquet."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from attrs import fields
from xlsxwriter import Workbook

from gkxl.arguments import checked
from gkxl.errors import WriteError
from gkxl.files.extras import need_extra
from gkxl.files.save import read_suffix, write_file
from gkxl.forms import USUAL_KIND, edition_named
from gkxl.model.outline import plain_digits
from gkxl.reports.series import Observation
from gkxl.text import Wording
from gkxl.write.canvas import A4, CREATED, add_sheet
from gkxl.write.corrected_parts import STRINGS_PART, SharedStrings, replace_texts
from gkxl.write.refusals import MOST_DECIMALS, find_number_fault, find_text_fault
from gkxl.write.style import DEFAULT, HEAD_COLOUR
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.files.save import Target


__all__ = ["write_series"]


COLUMN_NAMES: Final = tuple(column.name for column in fields(Observation))

COLUMN_HEADINGS: Final = ("单位", "单位代码", "年度", "版本", "路径", "项目", "数值")
"""What the columns are called in files that people open; programs go by the names."""

row_values: Final[Callable[[Observation], tuple[Any, ...]]] = attrgetter(*COLUMN_NAMES)
"""The values of an observation in the order of the columns."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text may not begin with in CSV: spreadsheet programs would run it as a formula."""


def as_csv(observations: Sequence[Observation]) -> bytes:
    """The table as CSV."""
    return rows_as_csv(chain((COLUMN_HEADINGS,), map(row_values, observations)))


def rows_as_csv(rows: Iterable[Sequence[str | int | Decimal]]) -> bytes:
    """Rows as CSV in UTF-8, with the byte order mark by which Excel knows it."""
    out = io.StringIO()
    csv.writer(out).writerows(map(_escape_formula, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _escape_formula(value: str | int | Decimal) -> str:
    """A value as plain text: numbers as they are, texts so that they stay texts."""
    if not isinstance(value, str):
        return plain_digits(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def as_json(observations: Sequence[Observation]) -> bytes:
    """The table as a list of objects; amounts are strings, as numbers of JSON would lose their digits."""
    rows = [dict(zip(COLUMN_NAMES, row_values(observation), strict=True)) for observation in observations]
    return (json.dumps(rows, ensure_ascii=False, indent=1, default=plain_digits) + "\n").encode()


_PARQUET_DIGITS: Final = 38
"""As many as a decimal of Parquet has."""


def as_parquet(observations: Sequence[Observation]) -> bytes:
    """The table as Parquet, its values as exact decimals.

    Raises:
        MissingExtraError: pyarrow is not installed.
        WriteError: A number has more decimals than are kept.
    """
    with need_extra("parquet", "输出 Parquet 需要 pyarrow", Wording("改用 .csv", "write .csv")):
        import pyarrow as pa  # noqa: PLC0415 (an extra, and slow to load)
        from pyarrow import parquet  # noqa: PLC0415
    kinds = {"year": pa.int32(), "value": pa.decimal128(_PARQUET_DIGITS, MOST_DECIMALS)}
    columns = {name: _column_values(observations, name) for name in COLUMN_NAMES}
    out = io.BytesIO()
    try:
        arrays = {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()}
    except pa.ArrowInvalid as error:
        raise WriteError(
            "有的数超过 {most} 位小数，Parquet 放不下。请改用 .csv。", most=MOST_DECIMALS
        ) from error
    parquet.write_table(pa.table(arrays), out)
    return out.getvalue()


def _column_values(observations: Sequence[Observation], name: str) -> list[Any]:
    values = [getattr(observation, name) for observation in observations]
    return [Decimal(value) for value in values] if name == "value" else values


_WIDTHS: Final = (30, 20, 8, 8, 66, 100, 16)
_MOST_ROWS: Final = 1_048_576
_LONGEST_QUOTE: Final = 40


def as_xlsx(observations: Sequence[Observation]) -> bytes:
    """The table as a workbook of one sheet; the same table gives the same bytes.

    Raises:
        WriteError: It has more rows than a sheet, or a value that no cell holds.
    """
    _refuse_too_many(observations)
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**DEFAULT}})
    kind = edition_named(observations[0].edition).kind if observations else USUAL_KIND
    book.set_properties({"title": f"{kind.title}数据", "author": "gkxl", "created": CREATED})
    texts = SharedStrings()
    sheet = add_sheet(book, "数据", texts)
    _draw_headings(sheet, book.add_format({**DEFAULT, "bold": True, "bg_color": HEAD_COLOUR, "bottom": 1}))
    whole = book.add_format({**DEFAULT, "num_format": "0"})
    for line, observation in enumerate(observations, start=1):
        for column, value in enumerate(row_values(observation)):
            _write_value(sheet, (line, column), value, whole)
    sheet.autofilter(0, 0, len(observations), len(COLUMN_HEADINGS) - 1)
    book.close()
    return repack(packed.getvalue(), {STRINGS_PART: lambda xml: replace_texts(xml, texts)})


def _draw_headings(sheet: Worksheet, heading: Format) -> None:
    """The headings, frozen and on every printed page."""
    for column, (text, width) in enumerate(zip(COLUMN_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, heading)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _refuse_too_many(observations: Sequence[Observation]) -> None:
    if len(observations) >= _MOST_ROWS:
        template = "有 {rows:,} 行，一张工作表最多 {most:,} 行。请改用 .csv 或 .parquet。"
        raise WriteError(template, rows=len(observations), most=_MOST_ROWS - 1)


def _write_value(sheet: Worksheet, place: tuple[int, int], value: Any, whole: Format) -> None:  # noqa: ANN401 (text or number)
    fault = find_text_fault(value) if isinstance(value, str) else find_number_fault(value)
    if fault:
        shown = str(value)[:_LONGEST_QUOTE]
        raise WriteError("“{value}”{fault}，工作表放不下。请改用 .csv。", value=shown, fault=fault)
    if isinstance(value, str):
        sheet.write_string(*place, value)
    else:
        sheet.write_number(*place, value, whole if isinstance(value, int) else None)


WRITERS: Final[dict[str, Callable[[Sequence[Observation]], bytes]]] = {
    ".csv": as_csv,
    ".json": as_json,
    ".xlsx": as_xlsx,
    ".parquet": as_parquet,
}
"""How each format is written, by the extension of its files."""


@checked
def write_series(observations: Sequence[Observation], target: Target, *, suffix: str = "") -> None:
    """Write a tidy table in the format that the file's name asks for; no digit of a number is lost.

    Args:
        observations: What `series` gives.
        target: Where to write it, a path or a binary file: ``.csv`` (UTF-8 with a byte order mark, so that
            Excel shows Chinese; texts that a spreadsheet program would run as formulas get a ``'`` in front)
            and ``.xlsx`` (with a filter and frozen headings) have Chinese headings, for people; ``.json``
            (amounts are decimal strings) and ``.parquet`` have the names of the attributes of
            `Observation`, for programs.
        suffix: The format, such as ``".csv"``; needed where a binary file has no name that ends so.

    Raises:
        MissingExtraError: Parquet needs pyarrow, which comes with ``gkxl[parquet]``.
        WriteError: The format is not known, the table does not fit it, or the file cannot be written.
    """
    write = WRITERS[read_suffix(target, tuple(WRITERS), suffix)]
    write_file(target, write(observations))
