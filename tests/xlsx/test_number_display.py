"""What number formats show: as LibreOffice does, one section after the other, and in other digits."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.xlsx import Kind
from gkxl.xlsx.number_display import show_number, show_text
from workbooks import saved

if TYPE_CHECKING:
    from office import Office

MASKS: Final = (
    '0"%"',
    "0\\%",
    '"约"0',
    '0"+"',
    '"≥"0',
    '0"萬"',
    '"８"0',
    "0,",
    "#,##0",
    "0_ ",
    "[Red]0",
    "0;-0;;@",
    "0.0",
    "0E+00",
    "0.00E+00",
    "##0.0E+0",
    "# ?/?",
    "# ??/??",
    "# ?/8",
    "?/?",
    '[>100]0"约";0',
    "[DBNum1][$-804]General",
    "[DBNum2][$-804]General",
    "[DBNum3][$-804]0",
    "[$-1E000804]0",
    "[$-D00041E]0",
    "[$-411]0",
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "000-0000",
    "General",
    'General"约"',
    "@",
    '"约"@',
    "0;[Red]-0",
    '[<0]"x"0;0',
    ".00",
    '[=0]"—";0',
    "0.00_);[Red]\\(0.00\\)",
    '[>=10000]0.0,"万";0',
    "0%",
    "0.00%",
    "[$¥-804]#,##0",
    "[$元-804]0",
    '0.0,,"百万"',
    '"第"0"号"',
    "0;;0",
    ";;0",
    ";;;",
    '[>=100]"多";[>=10]0"几";0',
    '0"a";"负"0;"零"',
    "#,##0.0#;(#,##0)",
    "00000",
    "#",
    "0.?",
    '0"."0',
    '[<>8]"x"0;0',
    '0.00"万元"',
    '0 "件"',
)
"""Formats that LibreOffice shows as Excel does."""

NUMBERS: Final = (8, 0, 10, 100, 1080, 10000, 100008, 123456, 1234567.5, 43.788, 0.08, -8)
CONDITIONS: Final = ("[>100]", "[=0]", "[>=", "[<>")
"""Without a minus for numbers below 0 in LibreOffice, with one in Excel."""

CSV: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,false,true,true"
"""UTF-8, with what is shown of each cell."""


def squeezed(text: str) -> str:
    """Without blanks, which LibreOffice sets elsewhere; full-width signs as half-width ones."""
    return text.replace(" ", "").replace("－", "-").replace("．", ".").replace("点", ".")


def test_what_is_shown_is_what_libreoffice_shows(office: Office) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, mask in enumerate(MASKS, start=1):
        for column, number in enumerate(NUMBERS, start=1):
            sheet.cell(row, column, number).number_format = mask
    shown = office.convert({"grid": saved(book)}, CSV)["grid"].decode()
    rows = list(csv.reader(io.StringIO(shown)))
    for mask, texts in zip(MASKS, rows, strict=True):
        for number, theirs in zip(NUMBERS, texts, strict=True):
            if number >= 0 or not mask.startswith(CONDITIONS):
                ours = show_number(mask, repr(number)).text
                assert squeezed(ours) == squeezed(theirs), (mask, number)


@pytest.mark.parametrize(
    ("mask", "number", "shown"),
    [
        ("0.######", "8", "8."),
        ("t0", "8", "๘"),
        ("t#,##0.0", "1234", "๑,๒๓๔.๐"),
        ("[DBNum1]General", "105", "一百〇五"),
        ("*-0", "8", "-8"),
        ('0"unterminated', "8", "8unterminated"),
        ("[$-0", "8", ""),
        ("0!+", "8", "8+"),
        ("0万", "8", "8万"),
        ("G/通用格式件", "8", "8件"),
        ("", "1E+20", "100000000000000000000"),
        ("# ?/8", "2.99", "3"),
        ("# ?/8", "2.25", "2 2/8"),
        ("", "1.3800138E10", "13800138000"),
        ("", "1E+300", "1E+300"),
        ("General", "-0.1", "-0.1"),
    ],
)
def test_what_only_other_programs_show(mask: str, number: str, shown: str) -> None:
    assert show_number(mask, number).text == shown


@pytest.mark.parametrize(
    ("mask", "number", "kind"),
    [
        ("yyyy-mm-dd", "8", Kind.DATE),
        ("0;yyyy", "8", Kind.NUMBER),
        ("0;yyyy", "-8", Kind.DATE),
        ("[h]:mm", "8", Kind.DATE),
        ("[>5]0%;0", "8", Kind.PERCENT),
        ("[>5]0%;0", "3", Kind.NUMBER),
        ('0"%"', "8", Kind.NUMBER),
        ("t0%", "8", Kind.PERCENT),
        ("d/m/bb", "8", Kind.DATE),
    ],
)
def test_the_section_of_a_number_says_what_it_is(mask: str, number: str, kind: Kind) -> None:
    assert show_number(mask, number).kind is kind


@pytest.mark.parametrize(
    ("mask", "shown"),
    [
        ("@", "八"),
        ("0.00", "八"),
        ('"约"@', "约八"),
        ('0;-0;;@"件"', "八件"),
        (";;;", ""),
        ("0;-0;0;", ""),
        ("_ @_ ", " 八 "),
        ('@"、"@', "八、八"),
        ('0;"x"', "八"),
    ],
)
def test_what_is_shown_of_a_text(mask: str, shown: str) -> None:
    assert show_text(mask, "八") == shown


@given(
    st.text(st.sampled_from('0#?.,%E+-/;@"\\!_*[]$<>=80gyd general约件 t'), max_size=40),
    st.floats(-1e12, 1e12),
)
def test_every_format_shows_something(mask: str, number: float) -> None:
    assert show_number(mask, repr(number)).kind in (Kind.NUMBER, Kind.DATE, Kind.PERCENT)
    assert isinstance(show_text(mask, "八"), str)
