"""Cells of .ods and .fods files: what they hold, and how often, whoever wrote the XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import seen

from gkxl.errors import EncryptedFileError, LimitError, UnreadableFileError, UnsafeFileError
from gkxl.legacy import UNKNOWN_FORMULA
from gkxl.legacy.opendocument import read_opendocument
from gkxl.xlsx import Cell, Kind, Limits
from old_files import content, number, ods, row, words

if TYPE_CHECKING:
    from gkxl.legacy import OldSheet


def read(rows: str, *, styles: str = "", prefix: str = "") -> OldSheet:
    """The sheet with these rows, which a flat file holds as a package does."""
    (tab,) = read_opendocument(ods(content(rows, styles=styles, prefix=prefix)), Limits())
    flat = content(rows, styles=styles, prefix=prefix, root="document").encode()
    assert read_opendocument(flat, Limits(), flat=True) == [tab]
    return tab


def only(made: str, *, styles: str = "", prefix: str = "") -> tuple[Kind, str]:
    """What the one cell of a sheet holds."""
    found = read(row(made), styles=styles, prefix=prefix).cells.get((1, 1), Cell(1, 1, Kind.BLANK, ""))
    return seen(found), found.text


def other(kind: str, value: str, shown: str | None = None) -> str:
    text = "" if shown is None else f"<text:p>{shown}</text:p>"
    about = f'office:value-type="{kind}" office:{kind}-value="{value}"'
    return f"<table:table-cell {about}>{text}</table:table-cell>"


@pytest.mark.parametrize("prefix", ["", "x-"])
@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (number("8", "8"), (Kind.NUMBER, "8")),
        (number("8"), (Kind.NUMBER, "8")),
        (number(" 8 ", " 8 "), (Kind.NUMBER, "8")),
        (number("251000", "251,000.00"), (Kind.NUMBER, "251000")),
        (number("251000", "2.51E+05"), (Kind.NUMBER, "251000")),
        (number("43.787999999999997", "43.79"), (Kind.NUMBER, "43.787999999999997")),
        (number("8", "8件"), (Kind.NUMBER, "8")),
        (number("-8", "-8"), (Kind.NUMBER, "-8")),
        (number("0", "—"), (Kind.NUMBER, "0")),
        (number("8", "-8"), (Kind.MASKED, "8")),
        (number("8", "18"), (Kind.MASKED, "8")),
        (number("8", ""), (Kind.MASKED, "8")),
        (number("251000", "251.0"), (Kind.MASKED, "251000")),
        (number("8", "8万"), (Kind.MASKED, "8")),
        (number("0.08", "8%"), (Kind.PERCENT, "0.08")),
        (number("8", "800.0%"), (Kind.PERCENT, "8")),
        (number("8", "800%", kind="percentage"), (Kind.PERCENT, "8")),
        (number("8", kind="percentage"), (Kind.PERCENT, "8")),
        (number("43.79", "¥43.79", kind="currency"), (Kind.MASKED, "43.79")),
        (number("43.79", kind="currency"), (Kind.NUMBER, "43.79")),
        (number("45717", "2025-03-01"), (Kind.DATE, "45717")),
        (number("45717", "2025年3月1日"), (Kind.DATE, "45717")),
        (number("45717", "2025-03-02"), (Kind.MASKED, "45717")),
        (number("NaN", "8"), (Kind.ERROR, "8")),
        (number("1_000", "1000"), (Kind.ERROR, "1000")),
        (other("boolean", "true", "TRUE"), (Kind.BOOLEAN, "1")),
        (other("boolean", "false"), (Kind.BOOLEAN, "0")),
        (other("date", "2025-03-01", "2025年3月"), (Kind.DATE, "45717")),
        (other("date", "2025-03-01T12:00:00"), (Kind.DATE, "45717.5")),
        (other("date", "1900-03-01"), (Kind.DATE, "61")),
        (other("date", "1900-02-28"), (Kind.DATE, "59")),
        (other("date", "soon"), (Kind.DATE, "soon")),
        (other("time", "PT09H30M00S", "9:30"), (Kind.DATE, repr(9.5 / 24))),
        (other("time", "PT6024000H00M00S", "6024000:00"), (Kind.DATE, "251000")),
        (other("time", "PT1.5H"), (Kind.DATE, "PT1.5H")),
        (words("<text:p>约8</text:p>"), (Kind.TEXT, "约8")),
        (words("", 'office:string-value="约8"'), (Kind.TEXT, "约8")),
        (words("<text:p>8</text:p>", 'office:string-value="18"'), (Kind.TEXT, "8")),
        ("<table:table-cell><text:p>8</text:p></table:table-cell>", (Kind.TEXT, "8")),
        (words("<text:p/>"), (Kind.BLANK, "")),
        ("<table:table-cell/>", (Kind.BLANK, "")),
    ],
)
def test_what_a_cell_holds(made: str, expected: tuple[Kind, str], prefix: str) -> None:
    """Values come from attributes, and are believed as far as the text shows them."""
    assert only(made, prefix=prefix) == expected


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>一</text:p><text:p/><text:p>二</text:p>", "一\n\n二"),
        ("<text:p>一<text:line-break/>二</text:p>", "一\n二"),
        ('<text:p>一<text:s/>二<text:s text:c="3"/>三</text:p>', "一 二   三"),
        ("<text:p><text:tab/>一</text:p>", "\t一"),
        ("<text:p><text:s/>一<text:s/></text:p>", " 一 "),
        ("<text:p><text:span>一</text:span><text:a>二</text:a></text:p>", "一二"),
        ("<text:p>\n   一\n   二\n  </text:p>", "一 二"),
        ("\n  <text:p>一</text:p>\n  <text:p>二</text:p>\n", "一\n二"),
        ("<text:p>一  二 </text:p>", "一  二 "),
        ("<text:p>&lt;b&gt;&amp;amp;</text:p>", "<b>&amp;"),
        ("<text:p><![CDATA[<8>]]></text:p>", "<8>"),
        ("<!-- 9 --><text:p>8<!-- 9 --></text:p>", "8"),
        ("<office:annotation><text:p>批注9</text:p></office:annotation><text:p>8</text:p>", "8"),
        ("<text:p>8</text:p><office:annotation><text:p>9</text:p></office:annotation>", "8"),
        ("<text:p>8<office:annotation><text:p>9</text:p></office:annotation></text:p>", "8"),
        ("<text:p>8</text:p><draw:frame><text:p>9</text:p></draw:frame>", "8"),
        ("<draw:custom-shape><text:p>9</text:p></draw:custom-shape><text:p>8</text:p>", "8"),
        ("<text:p>8</text:p><table:table><table:table-row/></table:table>", "8"),
        (
            "<text:p><text:ruby><text:ruby-base>年</text:ruby-base><text:ruby-text>nian</text:ruby-text></text:ruby></text:p>",
            "年",
        ),
    ],
)
def test_the_text_of_a_cell_is_what_it_shows(inside: str, text: str) -> None:
    """Notes, shapes and tables within it are not of it; lines that only lay out the XML are none."""
    assert only(words(inside)) == (Kind.TEXT, text)


@pytest.mark.parametrize("between", ["", "\n", "\r\n   ", " \t\n\n", "<!-- x -->"])
def test_anything_may_lie_between_cells(between: str) -> None:
    rows = between.join(
        ["", row(between.join(["", number("1", "1"), number("2", "2"), ""])), row(number("3")), ""]
    )
    assert {place: made.text for place, made in read(rows).cells.items()} == {
        (1, 1): "1",
        (1, 2): "2",
        (2, 1): "3",
    }


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3), st.lists(st.tuples(st.integers(1, 3), st.sampled_from("08x")), max_size=4)
        ),
        max_size=4,
    )
)
def test_repeated_cells_and_rows_count_as_often_as_they_are_repeated(
    rows: list[tuple[int, list[tuple[int, str]]]],
) -> None:
    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    made, at = "", 0
    expected: dict[tuple[int, int], str] = {}
    for rows_repeated, cells in rows:
        spelt, column = "", 0
        for repeated, value in cells:
            attributes = f'table:number-columns-repeated="{repeated}"'
            spelt += blank.format(repeated) if value == "x" else number(value, value, attributes)
            for n in range(repeated * (value != "x")):
                expected |= {(at + down + 1, column + n + 1): value for down in range(rows_repeated)}
            column += repeated
        made += row(spelt, repeated=rows_repeated)
        at += rows_repeated
    assert {place: found.text for place, found in read(made).cells.items()} == expected


def test_blank_rows_and_columns_are_never_expanded() -> None:
    """What fills the rest of the grid costs nothing; what follows it keeps its place."""
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = (
        row(blank, number("8"), repeated=1)
        + row("<table:table-cell/>", repeated=(1 << 20) - 2)
        + row(number("9"))
    )
    assert {found.address: found.text for found in read(rows).cells.values()} == {
        "XFD1": "8",
        "A1048576": "9",
    }


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (row(number("8"), repeated=1_048_576), LimitError),
        (row(number("8", attributes='table:number-columns-repeated="300000"')), UnsafeFileError),
        (row(number("8"), repeated=10**12), UnsafeFileError),
        (row("<table:table-cell/>", repeated=1_048_576) + row(number("8")), UnsafeFileError),
        (row(words("<text:p>" + '<text:s text:c="999999"/>' * 9 + "</text:p>")), LimitError),
        (row(words("<text:p/>" * 1_100_000)), LimitError),
    ],
)
def test_what_is_repeated_without_end_is_refused(rows: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_opendocument(ods(content(rows)), Limits(ratio=10**6))


def test_formulas_are_known_with_their_result() -> None:
    made = (
        number("8", "8", 'table:formula="of:=3+5"'),
        number("46357", "46357", 'table:formula="of:=TODAY()"'),
        number("8", "8", "table:formula=\"of:=['file:///x.ods'#$一.A1]\""),
        words("<text:p>#DIV/0!</text:p>", 'table:formula="of:=1/0" office:string-value="#DIV/0!"'),
        words("<text:p>无</text:p>", 'table:formula="of:=A9"'),
    )
    found = read(row(*made)).cells
    assert [(cell.kind, cell.text, cell.cached) for cell in found.values()] == [
        (Kind.NUMBER, "8", True),
        (Kind.BLANK, "", False),
        (Kind.BLANK, "", False),
        (Kind.ERROR, "#DIV/0!", True),
        (Kind.TEXT, "无", True),
    ]
    assert {cell.formula for cell in found.values()} == {UNKNOWN_FORMULA}


def test_merged_cells_and_ranges_of_one_formula_are_known() -> None:
    merged = number("8", "8", 'table:number-columns-spanned="2" table:number-rows-spanned="3"')
    array = number("9", "9", 'table:number-matrix-columns-spanned="1" table:number-matrix-rows-spanned="2"')
    tab = read(row(merged, '<table:covered-table-cell office:value-type="float" office:value="7"/>', array))
    assert (tab.merges, tab.arrays) == (["A1:B3"], ["C1:C2"])
    assert [found.text for found in tab.cells.values()] == ["8", "7", "9"]


# Styles


def style(kind: str, inside: str, *, name: str = "N1") -> str:
    """A number format, and the style "c1" of cells that asks for it."""
    return (
        f'<number:{kind}-style style:name="{name}">{inside}</number:{kind}-style>'
        f'<style:style style:name="c1" style:family="table-cell" style:data-style-name="{name}"/>'
        '<style:style style:name="c2" style:family="table-cell" style:parent-style-name="c1"/>'
    )


DIGITS = "<number:number/>"


@pytest.mark.parametrize("asked", ["c1", "c2"])
@pytest.mark.parametrize(
    ("styles", "kind"),
    [
        (style("number", DIGITS), Kind.NUMBER),
        (style("number", f"{DIGITS}<number:text>件</number:text>"), Kind.NUMBER),
        (style("number", f"{DIGITS}<number:text>万</number:text>"), Kind.MASKED),
        (style("number", '<number:number number:display-factor="1000"/>'), Kind.MASKED),
        (style("number", "<number:text></number:text>"), Kind.MASKED),
        (style("number", ""), Kind.MASKED),
        (style("currency", f"<number:currency-symbol>¥</number:currency-symbol>{DIGITS}"), Kind.MASKED),
        (style("percentage", f"{DIGITS}<number:text>%</number:text>"), Kind.PERCENT),
        (style("date", "<number:year/>"), Kind.DATE),
        (style("time", "<number:hours/>"), Kind.DATE),
        (style("boolean", "<number:boolean/>"), Kind.MASKED),
        (
            style("number", DIGITS, name="P0")
            + style(
                "number", f'<number:text>-</number:text>{DIGITS}<style:map style:apply-style-name="P0"/>'
            ),
            Kind.NUMBER,
        ),
        (
            style("number", "<number:text>-</number:text>" + DIGITS, name="P0")
            + style("number", f'{DIGITS}<style:map style:apply-style-name="P0"/>'),
            Kind.MASKED,
        ),
    ],
)
def test_the_style_says_how_a_number_is_shown_that_has_no_text(styles: str, kind: Kind, asked: str) -> None:
    """One of its own, of its row or of its column; the text says it where there is one."""
    own = number("8", None, f'table:style-name="{asked}"')
    assert only(own, styles=styles) == (kind, "8")
    column = f'<table:table-column table:default-cell-style-name="{asked}"/>'
    rows = row(number("8")).replace(
        "<table:table-row", f'<table:table-row table:default-cell-style-name="{asked}"'
    )
    assert seen(read(rows, styles=styles).cells[1, 1]) is kind
    two = read(f"{column}<table:table-column/>" + row(number("8"), number("8")), styles=styles).cells
    assert [(seen(cell), cell.text) for cell in two.values()] == [(kind, "8"), (Kind.NUMBER, "8")]
    assert only(number("8", "8", f'table:style-name="{asked}"'), styles=styles) == (Kind.NUMBER, "8")


def test_styles_made_of_one_another_end() -> None:
    circle = "".join(
        f'<style:style style:name="{name}" style:parent-style-name="{other}"/>'
        for name, other in (("c1", "c2"), ("c2", "c1"))
    )
    assert only(number("8", None, 'table:style-name="c1"'), styles=circle) == (Kind.MASKED, "8")


# Sheets


def sheets(xml: str) -> list[tuple[str, str]]:
    return [(tab.name, tab.state) for tab in read_opendocument(ods(xml), Limits())]


def test_hidden_sheets_are_known() -> None:
    hidden = (
        '<style:style style:name="t1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    xml = content("", styles=hidden).replace('name="一">', 'name="一" table:style-name="t1">')
    assert sheets(xml) == [("一", "hidden")]
    assert sheets(content("", styles=hidden)) == [("一", "visible")]


@pytest.mark.parametrize(
    "other",
    [
        "<table:table table:name=\"'file:///x.ods'#$二\"><table:table-row/></table:table>",
        '<table:dde-links><table:table table:name="二"/></table:dde-links>',
        '<table:tracked-changes><table:table table:name="二"/></table:tracked-changes>',
        '<table:shapes><draw:frame><table:table table:name="二"/></draw:frame></table:shapes>',
    ],
)
def test_tables_that_are_no_sheets_are_left_out(other: str) -> None:
    xml = content("").replace("</office:spreadsheet>", f"{other}</office:spreadsheet>")
    assert sheets(xml) == [("一", "visible")]


# What is refused


@pytest.mark.parametrize(
    "manifest",
    [
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>',
        "<m><encryption-data xmlns='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/></m>",
        "<manifest:encryption-data manifest:checksum-type='SHA1/1K'/>",
    ],
)
def test_a_password_is_named(manifest: str) -> None:
    with pytest.raises(EncryptedFileError, match="文件已加密，请取消密码"):
        read_opendocument(ods("garbled", **{"META-INF/manifest.xml": manifest}), Limits())


@pytest.mark.parametrize("xml", ["", "<a>", "<a></b>", "<a/><b/>", "text", "<a b=1/>", "<a>&x;</a>"])
def test_xml_that_is_not_well_formed_is_named(xml: str) -> None:
    with pytest.raises(UnreadableFileError, match="存放工作表的部分内容不规范"):
        read_opendocument(ods(xml), Limits())


@pytest.mark.parametrize(
    "prolog", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>', '<?xml version="1.0" encoding="gbk"?>']
)
def test_what_xml_of_spreadsheets_never_has_is_refused(prolog: str) -> None:
    with pytest.raises(UnsafeFileError):
        read_opendocument(ods(prolog + content("")), Limits())


def test_a_package_without_content_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="缺少存放工作表的部分"):
        read_opendocument(ods("").replace(b"content.xml", b"kontent.xml"), Limits())
