"""Of a sheet of which only the first rows are wanted, those are read, however the rest is written."""

from __future__ import annotations

import pytest
from xlsx_files import MAIN, SHEET, Entry, by_hand, entries, parts, worksheet, zipped

from gkxl.errors import UnreadableFileError, UnsafeFileError
from gkxl.xlsx import read_book

ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 6))


def head(sheet: str, rows: int = 2) -> list[str]:
    book = read_book(zipped({**parts(), SHEET: sheet}), heads={"表": rows})
    return [cell.text for cell in book.sheets[0].cells.values()]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS.replace('<row r="', '<row spans="1:1" r="'),
        ROWS.replace(' r="1"', "").replace(' r="2"', "").replace(' r="3"', ""),
        f'<!--<row r="3">-->{ROWS}',
        ROWS.replace("<v>2", '<v><![CDATA[2]]><!--<row r="3">-->'),
        ROWS.replace('<row r="4"', '<row r="40"><c r="B40" t="nonsense"/></row><row r="4"'),
    ],
)
def test_the_first_rows_and_no_more(rows: str) -> None:
    assert head(worksheet(rows)) == ["1", "2"]


def test_elements_with_a_prefix() -> None:
    inside = ROWS.replace("<", "<x:").replace("<x:/", "</x:")
    assert head(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{inside}</x:sheetData></x:worksheet>') == [
        "1",
        "2",
    ]


def test_all_rows_where_there_are_no_others() -> None:
    assert head(worksheet(ROWS), rows=5) == head(worksheet(ROWS), rows=9) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(("sheet", "crc"), [(worksheet(ROWS).encode(), 1), (b"", None)])
def test_a_damaged_part_is_refused(sheet: bytes, crc: int | None) -> None:
    """Though its first rows are whole, or there is nothing in it."""
    listed = [entry for entry in entries(parts()) if entry.name != SHEET.encode()]
    damaged = Entry(name=SHEET.encode(), data=sheet, method=0, crc=crc)
    with pytest.raises(UnreadableFileError):
        read_book(by_hand([*listed, damaged]), heads={"表": 2})


def test_rows_where_none_belong_are_refused() -> None:
    with pytest.raises(UnsafeFileError):
        head(worksheet(f"<x>{ROWS}</x>"))
