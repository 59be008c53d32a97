"""Numbers under formats of zeros are shown with these zeros, and under no other format otherwise."""

from __future__ import annotations

import openpyxl
import pytest

from gkxl.xlsx import read_book
from gkxl.xlsx.padding import is_padding
from workbooks import saved


@pytest.mark.parametrize(
    ("mask", "shown"), [("0000", "0012"), ("0000;-0000", "0012"), ('"A"00', "A12"), ("0000_ ", "0012")]
)
def test_a_book_knows_how_its_padded_numbers_are_shown(mask: str, shown: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = 12
    book.worksheets[0]["B2"].number_format = mask
    (sheet,) = read_book(saved(book)).sheets
    assert sheet.padded == {(2, 2): shown}
    assert sheet.cells[2, 2].text == "12"


@pytest.mark.parametrize("mask", ["General", "0", "@", "#,##0", "0.00", "0%", "yyyy", "", ";;;", "0" * 100])
def test_other_formats_pad_nothing(mask: str) -> None:
    assert not is_padding(mask)
