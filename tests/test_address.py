"""Addresses and what defined names refer to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.address import column_letters, column_number, find_areas, quote_sheet
from gkxl.xlsx import Reference, read_address, read_range, read_reference


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_addresses_round_trip(column: int, row: int) -> None:
    letters = column_letters(column)
    assert column_number(letters) == column
    assert read_address(f"{letters}{row}") == (row, column)
    assert read_reference(f"表!${letters}${row}") == Reference("表", row, column, row, column)


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "A01", "a1", "XFE1", "A1048577", "$A$1", "A1:B2", "Ａ1", "A１", "A1\n"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        read_address(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'三、申请'!$D$8", Reference("三、申请", 8, 4, 8, 4)),
        ("Sheet1!$B$2:$D$2", Reference("Sheet1", 2, 2, 2, 4)),
        ("'it''s'!$A$1", Reference("it's", 1, 1, 1, 1)),
        ("表!$A$1:$A$1", Reference("表", 1, 1, 1, 1)),
        ("'a!b'!$A$1", Reference("a!b", 1, 1, 1, 1)),
    ],
)
def test_references(text: str, expected: Reference) -> None:
    assert read_reference(text) == expected
    assert expected.single == (text != "Sheet1!$B$2:$D$2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#REF!",
        "Sheet1!#REF!",
        "#REF!$A$1",
        "[1]Sheet1!$A$1",
        "'[1]Sheet 1'!$A$1",
        "'C:\\[a.xlsx]Sheet1'!$A$1",
        "Sheet1!$A$1,Sheet1!$B$2",
        "Sheet1:Sheet3!$A$1",
        "'Sheet1:Sheet3'!$A$1",
        "Sheet1!$A:$A",
        "Sheet1!$1:$1",
        "Sheet1!A1",
        "$A$1",
        "Sheet1!$XFE$1",
        "Sheet1!$A$1048577",
        "Sheet1!$B$1:$A$1",
        "OFFSET(Sheet1!$A$1,0,0)",
        "7",
        '"x"',
        "Sheet1!$A$1 ",
    ],
)
def test_what_is_not_one_rectangle(text: str) -> None:
    assert read_reference(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C5:D6", Reference("", 5, 3, 6, 4)),
        ("C5", Reference("", 5, 3, 5, 3)),
        ("C4:XFD1048576", Reference("", 4, 3, 1_048_576, 16_384)),
        ("D6:C5", None),
        ("C5:", Reference("", 5, 3, 5, 3)),
        ("C5:D", None),
        ("$C$5:$D$6", None),
        ("C5:D6:E7", None),
        ("", None),
    ],
)
def test_areas(text: str, expected: Reference | None) -> None:
    assert read_range(text) == expected


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_areas_hold_every_place_once_and_no_other(wanted: list[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for area in find_areas(wanted)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
    assert sorted(covered) == sorted(set(wanted))


def test_a_rectangle_is_one_area() -> None:
    assert [a.address for a in find_areas((r, c) for r in (2, 3) for c in (2, 3, 4))] == ["B2:D3"]
    assert [a.address for a in find_areas([(27, 28)])] == ["AB27"]


@pytest.mark.parametrize(("sheet", "text"), [("三、申请办理", "'三、申请办理'"), ("甲'乙", "'甲''乙'")])
def test_names_of_sheets_are_quoted(sheet: str, text: str) -> None:
    assert quote_sheet(sheet) == text
