"""Tidy tables as files for other programs: CSV, JSON, Excel workbooks and Parquet."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import fields
from xlsxwriter import Workbook

from gkxl.errors import MissingExtraError, WriteError
from gkxl.timeseries import Observation
from gkxl.write import strings
from gkxl.write.canvas import A4
from gkxl.write.content import DECIMALS
from gkxl.write.files import write_file
from gkxl.write.packing import repack
from gkxl.write.style import DEFAULT, HEAD_COLOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.write.files import Target

NAMES: Final = tuple(column.name for column in fields(Observation))

_row: Final = attrgetter(*NAMES)

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text may not begin with in CSV: spreadsheet programs would run it as a formula."""

_HEADINGS: Final = ("单位", "年度", "版本", "路径", "项目", "数值")
_WIDTHS: Final = (30, 8, 8, 52, 70, 16)
_MOST_ROWS: Final = 1_048_576
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DIGITS: Final = 38


def write_series(observations: Sequence[Observation], path: Target) -> None:
    """Write a tidy table in the format that the file's name asks for; no digit of a number is lost.

    Args:
        observations: What `series` gives.
        path: Where to write it: ``.csv`` (UTF-8 with a byte order mark, so that Excel shows Chinese; texts
            that a spreadsheet program would run as formulas get a ``'`` in front), ``.json`` (amounts are
            decimal strings), ``.xlsx`` (with a filter and frozen headings) or ``.parquet``.

    Raises:
        MissingExtraError: Parquet needs pyarrow, which comes with ``gkxl[parquet]``.
        WriteError: The format is not known, the table does not fit it, or the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in WRITERS:
        known = "、".join(WRITERS)
        raise WriteError(
            f"不知道“{Path(path).name}”是什么格式，请用 {known} 作扩展名。",
            f"{Path(path).name!r} should end in one of {', '.join(WRITERS)}",
        )
    write_file(path, WRITERS[suffix](observations))


def _csv(observations: Sequence[Observation]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(NAMES)
    rows.writerows([_harmless(value) for value in _row(row)] for row in observations)
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> str:
    """A value as plain text: numbers as they are, texts so that they stay texts."""
    if not isinstance(value, str):
        return _plain(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def _json(observations: Sequence[Observation]) -> bytes:
    rows = [dict(zip(NAMES, _row(row), strict=True)) for row in observations]
    return (json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(number: Any) -> str:  # noqa: ANN401 (int or Decimal)
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _xlsx(observations: Sequence[Observation]) -> bytes:
    _refuse_many(observations)
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**DEFAULT}})
    book.set_properties({"title": "政府信息公开工作年度报告数据", "author": "gkxl", "created": _CREATED})
    sheet = book.add_worksheet("数据")
    _set_up(sheet, book.add_format({**DEFAULT, "bold": True, "bg_color": HEAD_COLOUR, "bottom": 1}))
    whole = book.add_format({**DEFAULT, "num_format": "0"})
    for row, observation in enumerate(observations, start=1):
        for column, value in enumerate(_row(observation)):
            _put(sheet, row, column, value, whole)
    sheet.autofilter(0, 0, len(observations), len(NAMES) - 1)
    book.close()
    texts = strings.items(book.str_table.string_array)
    return repack(packed.getvalue(), {strings.PART: lambda xml: strings.with_items(xml, texts)})


def _set_up(sheet: Worksheet, heading: Format) -> None:
    """The headings, frozen and on every printed page."""
    for column, (text, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
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


def _put(sheet: Worksheet, row: int, column: int, value: Any, whole: Format) -> None:  # noqa: ANN401 (text or number)
    if isinstance(value, str):
        failed = sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value, whole if isinstance(value, int) else None)
        failed = Decimal(repr(float(value))) != value
    if failed:
        raise WriteError(
            f"工作表的单元格放不下“{str(value)[:40]}”。请改用 .csv。",
            f"no cell of a workbook holds {str(value)[:40]!r}; write .csv",
        )


def _parquet(observations: Sequence[Observation]) -> bytes:
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra, and slow to load)
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            '输出 Parquet 需要 pyarrow。请先运行 pip install "gkxl[parquet]"，或改用 .csv。',
            'Parquet needs pyarrow: run pip install "gkxl[parquet]", or write .csv',
        ) from error
    kinds = {"year": pa.int32(), "value": pa.decimal128(_DIGITS, DECIMALS)}
    columns = {name: _column(observations, name) for name in NAMES}
    out = io.BytesIO()
    try:
        arrays = {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()}
    except pa.ArrowInvalid as error:
        raise WriteError(
            f"有的数超过 {DECIMALS} 位小数，Parquet 放不下。请改用 .csv。",
            f"a number has more than {DECIMALS} decimals; write .csv",
        ) from error
    parquet.write_table(pa.table(arrays), out)
    return out.getvalue()


def _column(observations: Sequence[Observation], name: str) -> list[Any]:
    values = [getattr(row, name) for row in observations]
    return [Decimal(value) for value in values] if name == "value" else values


WRITERS: Final[dict[str, Callable[[Sequence[Observation]], bytes]]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
"""How each format is written, by the extension of its files."""
