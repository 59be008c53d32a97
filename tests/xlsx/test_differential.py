"""Ordinary files hold what openpyxl finds in them, whoever wrote them."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.errors import LegacyWorkbookError
from gkxl.xlsx import Book, Cell, Kind, read_book

if TYPE_CHECKING:
    from office import Office

Values = dict[tuple[str, int, int], object]

ROWS: list[list[Any]] = [
    ["项目", "（一）本年新收", " 前后空格 ", "多\n行", "=不是公式", "_x000D_", "😀<&>\"'"],
    [0, 1, -1, 12345678901, 0.1, 43.788, 1e-9],
    [True, False, "", None, "8", "１", "1,234"],
    ["-", "无", "/", "　", "'8", "8件", "\ttab"],
]


def by_xlsxwriter(rows: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("三、申请")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write(row, column, value)
    other = made.add_worksheet("格式")
    other.write_datetime("A1", dt.datetime(2024, 1, 2), made.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    other.write_number("B1", 45293, made.add_format({"num_format": 57}))
    other.write_number("C1", 0.25, made.add_format({"num_format": "0.0%"}))
    other.write_formula("D1", "=B1+1", None, 45294)
    other.write_formula("E1", '="a"&"b"', None, "ab")
    other.write_formula("F1", "=1/0", None, "#DIV/0!")
    other.write_rich_string("G1", "政府", made.add_format({"bold": True}), "信息", "公开")
    other.write_blank("H1", None, made.add_format({"bg_color": "yellow"}))
    other.merge_range("A3:C4", "合并")
    other.protect("secret")
    other.hide()
    made.define_name("gk.x", "='三、申请'!$B$2")
    made.set_custom_property("gkxl.edition", "2021")
    made.close()
    return buffer.getvalue()


def by_openpyxl(rows: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "三、申请"
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value).data_type = "s" if isinstance(value, str) else "n"
            if isinstance(value, bool):
                sheet.cell(row, column).data_type = "b"
    sheet["J1"] = dt.date(2024, 1, 2)
    sheet["K1"] = "=SUM(A2:C2)"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def expected(data: bytes) -> Values:
    """What openpyxl finds, dates as it shows them; empty texts are nothing."""
    loaded = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    cells = (cell for sheet in loaded for row in sheet.iter_rows() for cell in row)
    return {
        (cell.parent.title, cell.row or 0, cell.column or 0): "date" if cell.is_date else cell.value
        for cell in cells
        if cell.value not in (None, "")
    }


def found(book: Book) -> Values:
    return {
        (sheet.name, *place): plain(cell)
        for sheet in book.sheets
        for place, cell in sheet.cells.items()
        if cell.text
    }


def plain(cell: Cell) -> object:
    if cell.kind in (Kind.NUMBER, Kind.PERCENT):
        return float(cell.text)
    if cell.kind is Kind.BOOLEAN:
        return cell.text == "1"
    return "date" if cell.kind is Kind.DATE else cell.text


def known_differences(values: Values) -> Values:
    """Openpyxl shows the number under built-in format 57, which is a date in Chinese, and not as one."""
    return {place: "date" if value == 45293 else value for place, value in values.items()}


def neither_escaped_nor_decoded(values: Values) -> Values:
    """Openpyxl writes and reads ``_x000D_`` as it stands, which to Excel is a carriage return."""
    return {place: "\r" if value == "_x000D_" else value for place, value in values.items()}


def test_xlsxwriter() -> None:
    data = by_xlsxwriter(ROWS)
    book = read_book(data)
    assert found(book) == known_differences(expected(data))
    assert (book.names, book.properties) == ({"gk.x": "'三、申请'!$B$2"}, {"gkxl.edition": "2021"})
    other = book.sheet("格式")
    assert other is not None
    assert (other.state, other.protected, other.merges) == ("hidden", True, ("A3:C4",))
    assert [other.cells[1, column].kind for column in range(1, 8)] == [
        Kind.DATE,
        Kind.DATE,
        Kind.PERCENT,
        Kind.NUMBER,
        Kind.TEXT,
        Kind.ERROR,
        Kind.TEXT,
    ]


def test_openpyxl() -> None:
    data = by_openpyxl(ROWS)
    book = read_book(data)
    assert found(book) == neither_escaped_nor_decoded(expected(data))
    assert book.sheets[0].cells[1, 11] == Cell(1, 11, Kind.BLANK, "", "SUM(A2:C2)", cached=False)


def test_libreoffice(office: Office) -> None:
    data = office.resave({"a": by_xlsxwriter(ROWS)})["a"]
    book = read_book(data)
    assert found(book) == known_differences(expected(data))
    assert book.names["gk.x"] == "'三、申请'!$B$2"
    assert book.properties["gkxl.edition"] == "2021"
    assert (book.application or "").startswith("LibreOffice")


@pytest.mark.parametrize("to", ["xls", "ods"])
def test_legacy_formats_of_libreoffice(office: Office, to: str) -> None:
    data = office.convert({"a": by_openpyxl([[1]])}, to)["a"]
    with pytest.raises(LegacyWorkbookError, match=to):
        read_book(data)


CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n")
CONTENT = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(CHARACTERS, max_size=20)


@settings(max_examples=50)
@given(st.lists(st.lists(CONTENT, max_size=6), max_size=6))
def test_whatever_is_written_is_read(rows: list[list[Any]]) -> None:
    """Against what was written, not against another reader."""
    written = {
        ("三、申请", row, column): value
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }
    for data in (by_xlsxwriter(rows), by_openpyxl(rows)):
        got = {
            place: value
            for place, value in found(read_book(data)).items()
            if place[0] != "格式" and place[2] < 10
        }
        assert got == written
