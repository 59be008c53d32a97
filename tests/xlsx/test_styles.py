"""Number formats: which numbers are dates and percentages."""

from __future__ import annotations

import pytest
from xlsx_files import cells, styles

from gkxl.errors import UnsafeFileError
from gkxl.xlsx import Kind
from gkxl.xlsx.styles import to_kind

DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))


def kind_under(style: str, text: str) -> Kind:
    return cells(f'<row r="1"><c r="A1" s="{text}"><v>45293</v></c></row>', styles=style)["A1"].kind


@pytest.mark.parametrize("number", range(60))
def test_built_in_formats(number: int) -> None:
    """``1-2`` typed into a zh-CN Excel or WPS is 45293 under format 31, 57 or 58."""
    expected = Kind.DATE if number in DATES else Kind.PERCENT if number in (9, 10) else Kind.NUMBER
    assert kind_under(styles(0, number), "1") is expected


def test_own_formats_win_over_built_in_ones() -> None:
    style = styles(14, 1, 57, 9, own={14: "0", 1: "yyyy", 57: "0.0%", 9: "General"})
    found = [kind_under(style, str(index)) for index in range(4)]
    assert found == [Kind.NUMBER, Kind.DATE, Kind.PERCENT, Kind.NUMBER]


@pytest.mark.parametrize(
    "mask",
    [
        "yyyy-mm-dd",
        "m/d",
        "D",
        '[$-804]yyyy"年"m"月"d"日"',
        "[$-F800]dddd",
        "[h]:mm",
        "[mm]:ss",
        "[ss]",
        "h:mm AM/PM",
        "[$-804]aaaa",
        "上午/下午h:mm",
        "[DBNum1][$-804]yyyy年m月",
        "[红色]yyyy",
        "0;yyyy",
        "e年",
        "yyyy\\-mm;@",
        "mmm_)",
    ],
)
def test_date_masks(mask: str) -> None:
    assert to_kind(mask) is Kind.DATE


@pytest.mark.parametrize(
    "mask",
    [
        "General",
        "G/通用格式",
        "0",
        "#,##0.00",
        "0.00E+00",
        "##0.0e-0",
        '0"days"',
        '0"年"',
        '0"unterminated yyyy',
        "[Red]0",
        "[Blue][>=100]0;[Magenta]0",
        "[$¥-804]#,##0",
        "[$USD-409] 0",
        "0\\d",
        "0_d",
        "*d0",
        "@",
        "",
        "GENERAL;[Red]-GENERAL",
        '0"件"',
        '#,##0.00"万元"',
        "# ?/8",
        "0.00_);[Red]\\(0.00\\)",
        "0;-0;;@",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '_-"¥"* #,##0_-;-"¥"* #,##0_-;_-"¥"* "-"_-;_-@_-',
        "[>=100][Red]0;[<0]-0;0",
        "[DBNum1][$-804]General",
        '[=0]"—";0',
        "[<0]-0;0",
    ],
)
def test_plain_masks(mask: str) -> None:
    assert to_kind(mask) is Kind.NUMBER


@pytest.mark.parametrize(
    ("mask", "kind"),
    [
        ("0%", Kind.PERCENT),
        ('0.0%;[Red]-0.0"x"%', Kind.PERCENT),
        ('0"%"', Kind.NUMBER),
        ("0\\%", Kind.NUMBER),
    ],
)
def test_percent_masks(mask: str, kind: Kind) -> None:
    assert to_kind(mask) is kind


def test_a_cell_that_names_no_style_has_the_first() -> None:
    """Where someone made the normal style a percentage, every cell is one."""
    assert cells('<row r="1"><c r="A1"><v>8</v></c></row>', styles=styles(9))["A1"].kind is Kind.PERCENT


def test_a_style_that_is_not_there_is_plain() -> None:
    assert kind_under(styles(14), "99") is Kind.NUMBER


@pytest.mark.parametrize("style", ["013", " 13", "13 ", "0000000013", "\n13\t", "13"])
def test_a_style_is_a_number_however_it_is_spelt(style: str) -> None:
    """As XML schemas have it, and as Excel reads it: 45293 under a date style is a date."""
    assert kind_under(styles(*[0] * 13, 14), style) is Kind.DATE


@pytest.mark.parametrize("style", ["x", "-1", "+13", "13.0", "１３", "1_3", "0x0D", "13 13", "00000000013"])
def test_what_is_no_number_of_a_style_is_refused(style: str) -> None:
    with pytest.raises(UnsafeFileError, match="A1 的样式编号不对"):
        kind_under(styles(*[0] * 13, 14), style)


@pytest.mark.parametrize("number", ["014", " 14", "14\n"])
def test_a_format_is_a_number_however_it_is_spelt(number: str) -> None:
    style = styles(14).replace('numFmtId="14"', f'numFmtId="{number}"')
    assert kind_under(style, "0") is Kind.DATE
    own = styles(164, own={164: "yyyy"})
    assert (
        kind_under(own.replace('numFmtId="164"', f'numFmtId="{number}"', 1).replace("164", "14"), "0")
        is Kind.DATE
    )


@pytest.mark.parametrize("number", ["-1", "x", "１４", "1.4"])
def test_what_is_no_number_of_a_format_is_refused(number: str) -> None:
    with pytest.raises(UnsafeFileError, match="numFmtId"):
        kind_under(styles(14).replace('numFmtId="14"', f'numFmtId="{number}"'), "0")


def test_formats_of_conditional_rules_do_not_count() -> None:
    """``<dxf>`` has ``<numFmt>`` and ``<cellStyleXfs>`` has ``<xf>``; neither is the format of a cell."""
    other = (
        '<dxfs><dxf><numFmt numFmtId="1" formatCode="yyyy"/></dxf></dxfs>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    )
    style = styles(1).replace("<numFmts>", f"{other}<numFmts>")
    assert kind_under(style, "0") is Kind.NUMBER


@pytest.mark.parametrize(
    ("font", "struck"),
    [
        ("<strike/>", True),
        ('<b/><strike val="1"/>', True),
        ('<strike val=" true "/>', True),
        ('<strike val="0"/>', False),
        ("<b/>", False),
    ],
)
def test_a_font_that_strikes_through_is_told(font: str, struck: bool) -> None:  # noqa: FBT001 (a case)
    fonts = f"<fonts><font/><font>{font}</font></fonts>"
    style = (
        styles(0, 0)
        .replace("<numFmts>", f"{fonts}<numFmts>")
        .replace("</cellXfs>", '<xf fontId=" 01"/></cellXfs>')
    )
    (found,) = cells('<row r="1"><c r="A1" s="2"><v>12</v></c></row>', styles=style).values()
    assert found.scripts == ((("struck", "12"),) if struck else ())


def test_broken_fills_are_passed_over() -> None:
    style = styles(14).replace("<numFmts>", '<fills count="x"><fill><bogus/></fill></fills><numFmts>')
    assert kind_under(style, "0") is Kind.DATE


def test_only_numbers_become_dates() -> None:
    found = cells('<row r="1"><c r="A1" s="0" t="str"><v>45293</v></c></row>', styles=styles(14))
    assert found["A1"].kind is Kind.TEXT
