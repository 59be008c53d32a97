"""Lays what python-calamine reads beside what the file says of its cells; only what agrees is believed."""

from __future__ import annotations

import datetime as dt
import math
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import UnreadableFileError
from gkxl.xlsx import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.legacy.facts import Fact, Tab

UNKNOWN: Final = "…"
"""What stands for a formula that cannot be known."""

_START: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (cells know no time zones)
_DAY: Final = dt.timedelta(days=1)
_NUMBERS: Final = (Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.MASKED)


def sheets(data: bytes, tabs: list[Tab]) -> Iterator[tuple[Tab, list[Cell]]]:
    """Every sheet with its cells.

    Raises:
        UnreadableFileError: python-calamine fails, or finds other sheets or cells than the file has.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (an extra, and only for the child process)

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    if book.sheet_names != [tab.name for tab in tabs]:
        raise unclear()
    for index, tab in enumerate(tabs):
        sheet = book.get_sheet_by_index(index)
        values = _values(sheet)
        places = sorted(values.keys() | tab.cells.keys())
        yield tab, [_cell(place, values.get(place, ""), tab.cells.get(place)) for place in places]


def _values(sheet: Any) -> dict[tuple[int, int], Any]:  # noqa: ANN401 (calamine's sheet)
    rows = enumerate(sheet.to_python(skip_empty_area=False), start=1)
    return {(row, n): value for row, cells in rows for n, value in enumerate(cells, start=1) if value != ""}


def _cell(place: tuple[int, int], value: Any, fact: Fact | None) -> Cell:  # noqa: ANN401 (what calamine reads)
    if fact is None:
        raise unclear()
    if fact.kind is Kind.ERROR:
        return _made(place, Kind.ERROR, fact.text or "#?", fact)
    kind, text = _read(value, fact)
    if _agree(kind, fact.kind):
        return _made(place, fact.kind if kind is Kind.NUMBER else kind, text, fact)
    if fact.formula:
        return Cell(*place, Kind.BLANK, "", formula=UNKNOWN, cached=False)
    raise unclear()


def _made(place: tuple[int, int], kind: Kind, text: str, fact: Fact) -> Cell:
    formula = UNKNOWN if fact.formula else None
    return Cell(*place, kind, text, formula, cached=fact.formula and kind is not Kind.BLANK, mask=fact.mask)


def _agree(read: Kind, said: Kind) -> bool:
    return read is said or (read in _NUMBERS and said in _NUMBERS)


def _read(value: Any, fact: Fact) -> tuple[Kind, str]:  # noqa: ANN401 (what calamine reads)
    """What calamine reads, as kinds and texts of ours; texts that the file itself gave come first."""
    if isinstance(value, bool):
        return Kind.BOOLEAN, str(int(value))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        text = value if fact.text is None else fact.text
        return (Kind.TEXT, text) if text or fact.kind is Kind.TEXT else (Kind.BLANK, "")
    return Kind.DATE, _lexeme(_serial(value))


def _number(value: float) -> tuple[Kind, str]:
    return (Kind.NUMBER, _lexeme(value)) if math.isfinite(value) else (Kind.ERROR, "#NUM!")


def _lexeme(value: float) -> str:
    """The number as spreadsheet files spell it: whole ones without a decimal point."""
    return repr(value).removesuffix(".0")


def _serial(value: Any) -> float:  # noqa: ANN401 (a date, a time, both, or a length of time)
    """A date as the number of days that workbooks keep."""
    if isinstance(value, dt.timedelta):
        return value / _DAY
    if isinstance(value, dt.time):
        value = dt.datetime.combine(_START, value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return float((value - _START) / _DAY)


def unclear() -> UnreadableFileError:
    """Two ways of reading the file give different things."""
    return UnreadableFileError(
        "旧格式文件中有内容无法确切读出。请用 Excel 或 WPS 打开，另存为 .xlsx 后再报送。",
        "This old file holds content that cannot be read with certainty. Open it in Excel or WPS and save it "
        "as .xlsx.",
    )
