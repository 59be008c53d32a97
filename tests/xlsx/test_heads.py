"""Of a sheet of which only the first rows are wanted, those are read, however the rest is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_files import MAIN, SHEET, Entry, by_hand, entries, parts, worksheet, zipped

from gkxl.errors import GkxlError, UnreadableFileError, UnsafeFileError
from gkxl.xlsx import read_book
from seeds import EXAMPLES

ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 6))

PIECES = (
    *(
        '<row r="3"',
        '<row r="3">',
        "<row>",
        "</row>",
        "<row/>",
        '<x r="3"/>',
        "<x>",
        "</x>",
        "</sheetData>",
        "",
    ),
    *(
        "<sheetData>",
        "</worksheet>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<v>",
        "</v>",
        "7",
        "\r\n",
        " spans=''",
    ),
)


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


@settings(max_examples=EXAMPLES // 7)
@given(st.data())
def test_the_first_rows_are_those_of_the_whole_sheet(data: st.DataObject) -> None:
    """Whatever is changed in it, and wherever a row may seem to begin."""
    changed = bytearray(worksheet(ROWS).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed)))
        changed[at : at + data.draw(st.integers(0, 9))] = data.draw(st.sampled_from(PIECES)).encode()
    try:
        whole = read_book(zipped({**parts(), SHEET: bytes(changed)})).sheets[0].cells
    except GkxlError:
        return
    rows = data.draw(st.integers(1, 4))
    found = read_book(zipped({**parts(), SHEET: bytes(changed)}), heads={"表": rows}).sheets[0].cells
    assert found == {spot: cell for spot, cell in whole.items() if spot[0] <= rows}


def test_rows_where_none_belong_are_refused() -> None:
    with pytest.raises(UnsafeFileError):
        head(worksheet(f"<x>{ROWS}</x>"))
