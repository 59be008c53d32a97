"""Cells: every way to write one value is read as that value, and every doubtful one is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsx_files import SHEET, book, cell, cells, parts, shared, workbook, worksheet, zipped

from gkxl.errors import UnsafeFileError
from gkxl.xlsx import Cell, Kind, read_book
from gkxl.xlsx.book import unshared
from gkxl.xlsx.rows import unescape
from gkxl.xlsx.sheet import is_number


def text_of(inside: str, attributes: str = "", *, strings: str | None = None) -> str:
    found = cell(inside, attributes, strings=strings)
    assert found is not None
    assert found.kind is Kind.TEXT
    return found.text


# Numbers


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "7",
        "-7",
        "+7",
        "007",
        "1.5",
        "1.",
        ".5",
        "1E5",
        "1e-5",
        "1.0000000000000002E-2",
        "0.30000000000000004",
        "1e308",
    ],
)
def test_numbers_are_kept_as_spelt(text: str) -> None:
    assert cell(f"<v>{text}</v>") == Cell(1, 1, Kind.NUMBER, text)


@pytest.mark.parametrize(
    "text",
    [
        "1_000",
        "０",
        "８",
        "1,000",
        "1 000",
        "0x1F",
        "1e",
        "e5",
        "--1",
        "+",
        ".",
        "NaN",
        "INF",
        "inf",
        "1e400",
        "1e9999999",
        "٣",
    ],
)
def test_other_spellings_are_never_numbers(text: str) -> None:
    assert cell(f"<v>{text}</v>") == Cell(1, 1, Kind.TEXT, text)


def test_endless_digits_are_no_number() -> None:
    """A million digits would take a converter forever."""
    assert cell(f"<v>{'1' * 100_000}</v>") == Cell(1, 1, Kind.TEXT, "1" * 100_000)


def test_white_space_around_a_number() -> None:
    assert cell("<v>\n  7 </v>") == Cell(1, 1, Kind.NUMBER, "7")
    assert cell("<v> </v>") == Cell(1, 1, Kind.TEXT, " ")
    assert cell("<v>\u00a07</v>") == Cell(1, 1, Kind.TEXT, "\u00a07")


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_every_number_python_writes_is_one(number: float) -> None:
    assert is_number(repr(number)) or abs(number) > 1e308


@given(st.text(alphabet="0123456789.+-eE_, \u0663\uff10", max_size=9))
def test_what_is_a_number_is_one_to_python_too(text: str) -> None:
    if is_number(text):
        assert float(text) is not None
        assert set(text) <= set("0123456789.+-eE")


# Kinds


@pytest.mark.parametrize(
    ("attributes", "text", "kind"),
    [
        ('t="n"', "7", Kind.NUMBER),
        ('t="b"', "1", Kind.BOOLEAN),
        ('t="b"', "0", Kind.BOOLEAN),
        ('t="e"', "#REF!", Kind.ERROR),
        ('t="e"', "#DIV/0!", Kind.ERROR),
        ('t="d"', "2024-01-02T00:00:00", Kind.DATE),
        ('t="str"', "7", Kind.TEXT),
        ('s=""', "7", Kind.NUMBER),
        ('cm="1" vm="1" ph="1"', "7", Kind.NUMBER),
    ],
)
def test_kinds(attributes: str, text: str, kind: Kind) -> None:
    assert cell(f"<v>{text}</v>", attributes) == Cell(1, 1, kind, text)


@pytest.mark.parametrize(
    "attributes", ["", 's="1"', 't="s"', 't="n"', 't="b"', 't="e"', 't="str"', 't="inlineStr"']
)
@pytest.mark.parametrize("inside", ["", "<v/>", "<v></v>"])
def test_cells_without_content_are_dropped(attributes: str, inside: str) -> None:
    """WPS leaves styled blank cells all over the sheet."""
    assert cell(inside, attributes) is None


def test_empty_texts_are_dropped() -> None:
    assert cell("<v>0</v>", 't="s"', strings=shared("")) is None
    assert cell("<is><t/></is>", 't="inlineStr"') is None


def test_unknown_types_are_refused() -> None:
    with pytest.raises(UnsafeFileError, match="A1"):
        cell("<v>7</v>", 't="x"')


# Formulas


def test_formula_with_its_result() -> None:
    assert cell("<f>SUM(B1:C1)</f><v>5</v>") == Cell(1, 1, Kind.NUMBER, "5", "SUM(B1:C1)", cached=True)


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_formula_without_its_result(value: str) -> None:
    assert cell(f"<f>B1</f>{value}") == Cell(1, 1, Kind.BLANK, "", "B1", cached=False)


def test_formula_whose_result_is_an_empty_text() -> None:
    assert cell("<f>B1</f><v></v>", 't="str"') == Cell(1, 1, Kind.TEXT, "", "B1", cached=True)
    assert cell("<f>B1</f>", 't="str"') == Cell(1, 1, Kind.BLANK, "", "B1", cached=False)


def test_shared_and_array_formulas() -> None:
    found = cells(
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:B1">C1</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c>'
        '<c r="D1"><f t="array" ref="D1">SUM(A1*1)</f><v>3</v></c></row>'
    )
    assert [(c.formula, c.text, c.cached) for c in found.values()] == [
        ("C1", "1", True),
        ("C1", "2", True),
        ("SUM(A1*1)", "3", True),
    ]
    assert [unshared(c) for c in found.values()] == ["C1", "D1", "SUM(A1*1)"]


def test_a_shared_formula_that_is_nowhere_written_is_not_made_up() -> None:
    assert cell('<f t="shared" si="7"/><v>1</v>') == Cell(1, 1, Kind.NUMBER, "1", "", cached=True)


def test_formulas_that_fill_a_range_are_told_with_it() -> None:
    """The other cells of the range hold nothing but results; ranges are not expanded."""
    data = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">[1]表!B1:B2</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="dataTable" ref="B2:XFD1048576"/><v>3</v></c></row>'
    )
    (sheet,) = book(sheet=worksheet(data)).sheets
    assert sheet.arrays == (("A1:A2", "[1]表!B1:B2"), ("B2:XFD1048576", ""))
    assert sheet.cells[2, 1] == Cell(2, 1, Kind.NUMBER, "2")


def test_formula_with_an_error() -> None:
    assert cell("<f>#REF!+1</f><v>#REF!</v>", 't="e"') == Cell(
        1, 1, Kind.ERROR, "#REF!", "#REF!+1", cached=True
    )


def test_formulas_keep_what_xml_escapes() -> None:
    found = cell("<f>IF(A2&lt;3,&quot;a&amp;b&quot;,&quot;&quot;)</f><v>1</v>")
    assert found is not None
    assert found.formula == 'IF(A2<3,"a&b","")'


# Texts


def test_shared_strings() -> None:
    assert text_of("<v>1</v>", 't="s"') == "乙"
    assert text_of("<v> 1 </v>", 't="s"') == "乙"


@pytest.mark.parametrize(
    "index", ["-1", "+1", "1.0", "2", "99999999999999999999", "x", "１", "1_0", "0x0", " "]
)
def test_shared_strings_that_are_not_there(index: str) -> None:
    with pytest.raises(UnsafeFileError, match="A1"):
        cell(f"<v>{index}</v>", 't="s"')


def test_counts_of_the_string_table_are_ignored() -> None:
    strings = shared("甲", "乙").replace("<sst ", '<sst count="1" uniqueCount="9999999999" ')
    assert text_of("<v>1</v>", 't="s"', strings=strings) == "乙"


RUNS = "<r><rPr><b/></rPr><t>政府</t></r><r><t xml:space='preserve'> 信息 </t></r>"
RICH = f"{RUNS}<rPh sb='0' eb='1'><t>zhengfu</t></rPh>"


def test_rich_runs_are_joined_without_phonetic_guides() -> None:
    assert text_of("<v>0</v>", 't="s"', strings=shared(RICH)) == "政府 信息 "
    assert text_of(f"<is>{RICH}<phoneticPr fontId='1'/></is>", 't="inlineStr"') == "政府 信息 "


@pytest.mark.parametrize("text", [" a ", "a\nb", "\t", "“”", "😀", "=1+1", "-"])
def test_texts_are_kept_exactly(text: str) -> None:
    """With or without ``xml:space``."""
    assert text_of(f"<is><t>{text}</t></is>", 't="inlineStr"') == text
    assert text_of(f"<v>{text}</v>", 't="str"') == text
    assert text_of("<v>0</v>", 't="s"', strings=shared(f"<t xml:space='preserve'>{text}</t>")) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x000d_", "\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005F_x005F_", "_x005F_"),
        ("_x00D_", "_x00D_"),
        ("x000D", "x000D"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "_xD83D_"),
        ("_x4E2D_", "中"),
    ],
)
def test_escapes_are_decoded_once(written: str, meant: str) -> None:
    assert unescape(written) == meant
    assert text_of(f"<v>{written}</v>", 't="str"') == meant
    assert text_of("<v>0</v>", 't="s"', strings=shared(written)) == meant


@given(st.text())
def test_unescaped_texts_can_be_written_again(text: str) -> None:
    unescape(text.encode("utf-8", "replace").decode()).encode()


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("<v>1</v><v>2</v>", ""),
        ("<f>1</f><f>2</f>", ""),
        ("<is><t>1</t></is><is><t>2</t></is>", 't="inlineStr"'),
        ("<v>1</v><is><t>2</t></is>", ""),
        ("<is><t>2</t></is>", 't="str"'),
    ],
)
def test_two_values_in_one_cell(inside: str, attributes: str) -> None:
    with pytest.raises(UnsafeFileError, match="A1 有两个值"):
        cell(inside, attributes)


@pytest.mark.parametrize(
    "inside", ["<v>1</v><is><t>2</t></is>", "<is><t>2</t></is><v>0</v>", "<is><r><t>2</t></r></is><v/>"]
)
def test_an_inline_text_counts_whatever_is_in_a_value_beside_it(inside: str) -> None:
    """As for every program: the value of such a cell means nothing."""
    assert text_of(inside, 't="inlineStr"') == "2"


STRUCK = "<r><rPr><strike/></rPr><t>12</t></r>"


@pytest.mark.parametrize(
    ("runs", "scripts"),
    [
        (f"{STRUCK}<r><t>15</t></r>", (("struck", "12"),)),
        ('<r><t>22</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', (("raised", "1"),)),
        ('<r><t>22</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t></r>', (("raised", "1"),)),
        ('<r><rPr><strike val="0"/></rPr><t>12</t></r>', ()),
        ('<r><rPr><strike val="false"/><vertAlign val="baseline"/></rPr><t>12</t></r>', ()),
        ("<r><rPr><strike/></rPr><t> </t></r><r><t>15</t></r>", ()),
        (f"<r><t>{'长' * 9}</t></r>{STRUCK}{STRUCK}", (("struck", "12"),) * 2),
        ("<r><rPr><b/><i/></rPr><t>12</t></r>", ()),
    ],
)
def test_runs_that_are_struck_through_or_raised_are_told(runs: str, scripts: object) -> None:
    for found in (cell(f"<is>{runs}</is>", 't="inlineStr"'), cell("<v>0</v>", 't="s"', strings=shared(runs))):
        assert found
        assert found.scripts == scripts


# Places


def test_cells_and_rows_without_places_follow_each_other() -> None:
    found = cells("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>")
    assert {where: c.text for where, c in found.items()} == {"A1": "1", "C1": "3", "A3": "4"}


def test_places_may_be_mixed() -> None:
    found = cells('<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    assert {where: c.text for where, c in found.items()} == {"C5": "1", "D5": "2", "A6": "3"}


def test_last_cell_of_the_grid() -> None:
    assert set(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == {"XFD1048576"}


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="15"><c r="A5"/></row>',
        '<row r="5"><c r="A15"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><c r="XFD1"/><c/></row>',
        '<row r="1"><c r="ZZZZZZZ2"/></row>',
        '<row r="1"><c r="ZZZZZZZ1"/></row>',
        '<row r="1"><c r="a1"/></row>',
        '<row r="1"><c r="A"/></row>',
        '<row r="1"><c r="1"/></row>',
        '<row r="1"><c r=""/></row>',
        '<row r="1"><c r="$A$1"/></row>',
        '<row r="1"><c r="A01"/></row>',
        '<row r="1"><c r="Ａ1"/></row>',
        '<row r="1048577"/>',
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r=""/>',
        '<row r="1.0"/>',
        '<row r="１"/>',
        '<row r="99999999999999999999"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1048576"/><row/>',
    ],
)
def test_cells_out_of_place_are_refused(data: str) -> None:
    """Out of the grid, in the wrong row, out of order or twice."""
    with pytest.raises(UnsafeFileError, match="工作表“表”"):
        cells(data)


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "bogus", ""])
def test_dimension_is_ignored(dimension: str) -> None:
    sheet = worksheet('<row r="9"><c r="C9"><v>1</v></c></row>')
    found = book(sheet=sheet.replace("<sheetData>", f'<dimension ref="{dimension}"/><sheetData>'))
    assert set(found.sheets[0].cells) == {(9, 3)}


# What else a sheet says


def test_facts_about_a_sheet() -> None:
    after = (
        '<sheetProtection password="CC1A" sheet="1" objects="1"/>'
        '<mergeCells count="9"><mergeCell ref="A1:B2"/><mergeCell ref="C4:XFD1048576"/></mergeCells>'
        '<conditionalFormatting sqref="A1"><cfRule><formula>0</formula></cfRule></conditionalFormatting>'
        '<dataValidations count="1"><dataValidation sqref="A1:XFD1048576"><formula1>0</formula1>'
        "</dataValidation><dataValidation/></dataValidations>"
    )
    sheet = book(sheet=worksheet(after=after)).sheets[0]
    assert (sheet.protected, sheet.merges, sheet.validations) == (True, ("A1:B2", "C4:XFD1048576"), 2)


def test_values_under_merges_are_kept() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert set(cells(data, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')) == {"A1", "B1"}


def test_links_invent_no_text() -> None:
    assert cells("", after='<hyperlinks><hyperlink ref="A1" display="x" location="A2"/></hyperlinks>') == {}


# What the workbook says


def test_sheet_states_names_and_locks() -> None:
    names = (
        '<workbookPr date1904="1"/><workbookProtection lockStructure="true"/><definedNames>'
        "<definedName name='gk.x'>'表'!$A$1</definedName>"
        '<definedName name="gk.x" localSheetId="0">表!$B$2</definedName></definedNames>'
    )
    found = book(workbook=workbook(names, '<sheet name="表" sheetId="1" state="veryHidden" r:id="s1"/>'))
    assert (found.date1904, found.structure_locked, found.sheets[0].state) == (True, True, "veryHidden")
    assert found.names == {"gk.x": "'表'!$A$1"}
    assert found.local_names == {("表", "gk.x"): "表!$B$2"}


@pytest.mark.parametrize(
    ("inside", "sheets"),
    [
        (
            "".join(f'<definedNames><definedName name="{n}">1</definedName></definedNames>' for n in "aA"),
            None,
        ),
        ("", '<sheet name="表" sheetId="1" r:id="s1"/><sheet name="表" sheetId="2" r:id="s2"/>'),
        ("", '<sheet name="a" sheetId="1" r:id="s1"/><sheet name="A" sheetId="2" r:id="s2"/>'),
        ("", '<sheet name="表" sheetId="1"/>'),
        ("", f'<sheet name="{"表" * 256}" sheetId="1" r:id="s1"/>'),
        ("", '<sheet name="表" sheetId="1" state="odd" r:id="s1"/>'),
        ('<sheets><sheet name="乙" sheetId="2" r:id="s1"/></sheets>', None),
    ],
)
def test_workbooks_that_could_be_read_in_two_ways(inside: str, sheets: str | None) -> None:
    with pytest.raises(UnsafeFileError):
        book(workbook=workbook(inside) if sheets is None else workbook(inside, sheets))


def test_filter_names_may_be_there_twice() -> None:
    """LibreOffice writes the hidden name of a filter more than once."""
    name = '<definedName name="_xlnm._FilterDatabase" localSheetId="0">表!$A$1:$B$2</definedName>'
    assert book(workbook=workbook(f"<definedNames>{name * 2}</definedNames>")).names == {}


# Formulas that are not needed

MIXED = """<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>2</v></c>
<c r="C1"><f>A1</f><v>3</v></c></row><row r="2"><c r="B2" t="str"><f>A1</f><v>a</v></c></row>"""


@pytest.mark.parametrize(
    ("column", "left"),
    [(1, ["A1", "B1", "C1", "B2"]), (2, ["A1", "B1", "C1", "B2"]), (3, ["A1", "C1"]), (4, ["A1"])],
)
def test_formulas_before_a_column_are_left_out(column: int, left: list[str]) -> None:
    """What is typed stays wherever it is, and other sheets keep their formulas."""
    content = zipped({**parts(), SHEET: worksheet(MIXED)})
    assert [one.address for one in read_book(content).sheets[0].cells.values()] == ["A1", "B1", "C1", "B2"]
    found = read_book(content, formulas_from={"表": column}).sheets[0].cells
    assert [one.address for one in found.values()] == left


def test_formulas_that_are_left_out_are_looked_at_all_the_same() -> None:
    """A cell that could be read in two ways is refused whether it is needed or not."""
    twice = zipped({**parts(), SHEET: worksheet('<row r="1"><c r="A1"><f>B1</f><v>1</v><v>2</v></c></row>')})
    with pytest.raises(UnsafeFileError):
        read_book(twice, formulas_from={"表": 2})
