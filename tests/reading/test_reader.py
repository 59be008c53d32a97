"""A returned workbook comes back as the values that were filed, or as issues that name sheet and cell."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

import gkxl
from gkxl.issues import Place
from gkxl.layout import places
from gkxl.model.outline import cells, report_from
from workbooks import (
    at,
    changed,
    different,
    every_edition,
    filled,
    found,
    named,
    opened,
    saved,
    template,
    with_cell,
    workbook,
    zeros,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition


def first(edition: Edition, kind: type) -> str:
    """The first cell of the tables that holds this kind, or of the cover."""
    return next(
        cell.path
        for cell in cells(edition.form)
        if cell.type is kind and not cell.computed and (cell.in_table or kind is str)
    )


def book(edition: Edition, **changed: Any) -> bytes:  # noqa: ANN401 (what cells hold)
    return workbook(report_from(edition.form, {**zeros(edition), **changed}))


# What a unit sends back


@every_edition
def test_a_template_filled_without_calculating_reads_with_its_totals(edition: Edition) -> None:
    """Filled by name by another program, saved without results: totals are computed, and one note says so."""
    values = different(edition)
    entered = {cell.path: values[cell.path] for cell in cells(edition.form) if not cell.computed}
    content = filled(template(edition), entered)
    reading = gkxl.read(content)
    totals = [cell for cell in cells(edition.form) if cell.computed]
    assert reading.report == report_from(edition.form, values)
    assert found(reading.issues) == [("total.computed", totals[0].path)]
    assert reading.issues[0].facts["count"] == len(totals)
    assert reading.ok


@every_edition
def test_paths_bytes_and_files_are_read_alike(edition: Edition, tmp_path: Path) -> None:
    report = report_from(edition.form, different(edition))
    path = tmp_path / "某市 财政局（终稿）.xlsx"
    gkxl.write_workbook(report, path)
    content = path.read_bytes()
    for source in (path, str(path), content, io.BytesIO(content)):
        assert gkxl.read(source).report == report


@every_edition
def test_every_cell_is_kept_as_it_was_filed(edition: Edition) -> None:
    """In printed order, with its place: the address survives into every issue."""
    reading = gkxl.read(book(edition))
    assert [cell.path for cell in reading.cells] == [cell.path for cell in cells(edition.form)]
    assert {cell.path: cell.place for cell in reading.cells} == places(edition)


@every_edition
def test_issues_stand_in_the_order_of_the_sheets(edition: Edition) -> None:
    """So that whoever corrects them walks through the workbook once."""
    reading = gkxl.read(template(edition))
    sheets = opened(template(edition)).sheetnames
    where = [(sheets.index(i.place.sheet), i.place.row, i.place.column) for i in reading.issues if i.place]
    assert len(where) == len(reading.issues)
    assert where == sorted(where)


def with_style(content: bytes, edition: Edition, path: str, mask: str, value: float) -> bytes:
    book, place = opened(content), places(edition)[path]
    cell = book[place.sheet].cell(place.row, place.column)
    cell.value, cell.number_format = value, mask
    return saved(book)


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize("mask", ["0!.0,", '0"万"', ";;;", '0"元"', "#,##0.0,"])
def test_a_number_that_is_shown_as_another_is_an_error(edition: Edition, mask: str) -> None:
    """251000 under ``0!.0,`` is seen as 25.1: nobody saw what is stored. 0 is 0 in any format."""
    for kind in (int, Decimal):
        path = first(edition, kind)
        reading = gkxl.read(with_style(book(edition), edition, path, mask, 251000))
        assert (reading.values[path], at(reading.issues, path)) == (None, ["cell.masked"])
        assert "251000" in next(issue.message for issue in reading.issues)
        assert gkxl.read(with_style(book(edition), edition, path, mask, 0)).values[path] == 0


CHANGED = {
    '0"%"': "8%",
    "0\\%": "8%",
    '"约"0': "约8",
    '0"+"': "8+",
    '"≥"0': "≥8",
    '0"萬"': "8萬",
    '"８"0': "８8",
    '0"年"': "8年",
    '0"days"': "8days",
    "[$¥-804]#,##0": "¥8",
    "[$-D00041E]0": "๘",
    "[DBNum1][$-804]General": "八",
    '[>5]0"余";0': "8余",
    "0!(!1!)": "8(1)",
    '0"²"': "8²",
    "*-0": "-8",
    "General左右": "8左右",
    '"1"0': "18",
}


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize("mask", CHANGED)
def test_a_format_that_changes_what_one_sees_is_an_error_that_shows_both(edition: Edition, mask: str) -> None:
    """Nobody can tell whether 8 was meant, or 约8, or 18."""
    for kind in (int, Decimal):
        path = first(edition, kind)
        reading = gkxl.read(with_style(book(edition), edition, path, mask, 8))
        assert (reading.values[path], at(reading.issues, path)) == (None, ["cell.masked"])
        (message,) = (issue.message for issue in reading.issues if issue.path == path)
        assert "里存的是 8，" in message
        assert f"“{CHANGED[mask]}”" in message


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize("number", range(67, 82))
def test_formats_of_thai_programs_are_no_plain_numbers(edition: Edition, number: int) -> None:
    path = first(edition, int)
    masked = with_style(book(edition), edition, path, "0.000", 8)
    own = re.compile(r'<numFmt [^>]*formatCode="0.000"[^>]*/>')

    def put(xml: str) -> str:
        return re.sub(rf'numFmtId="{own_id(xml)}"', f'numFmtId="{number}"', own.sub("", xml))

    def own_id(xml: str) -> str:
        match = own.search(xml)
        assert match
        return re.sub(r'.*numFmtId="(\d+)".*', r"\1", match[0])

    reading = gkxl.read(changed(masked, put, part="styles"))
    assert reading.values[path] is None
    assert at(reading.issues, path)[0] in ("cell.percent", "cell.date", "cell.masked")


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize(
    ("value", "mask", "codes"),
    [
        (43.788, '0.000"万元"', []),
        (43.788, "0.00", ["cell.rounded"]),
        (43.788, '0"万元"', ["cell.rounded"]),
        (43.5, "# ?/?", []),
        (43.788, "# ?/?", ["cell.rounded"]),
        (43.788, "0.000_);[Red]\\(0.000\\)", []),
        (1234567.5, "#,##0.0#", []),
        (0.5, ".0", []),
        (43.788, "0.0000E+00", []),
        (43.788, "0.0E+00", ["cell.rounded"]),
    ],
)
def test_an_amount_is_what_is_stored_and_what_is_rounded_is_said(
    edition: Edition, value: float, mask: str, codes: list[str]
) -> None:
    path = first(edition, Decimal)
    reading = gkxl.read(with_style(book(edition), edition, path, mask, value))
    assert (reading.values[path], at(reading.issues, path)) == (Decimal(str(value)), codes)


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize(
    ("text", "mask", "value", "codes"),
    [
        ("8", '@"件"', 8, ["cell.lenient"]),
        ("8", '"约"@', None, ["cell.masked"]),
        ("8", ";;;", None, ["cell.masked"]),
        ("8", '0;-0;0;"1"@', None, ["cell.masked"]),
        ("8", '0"约"', 8, ["cell.lenient"]),
        ("无", ";;;", None, ["cell.dash"]),
    ],
)
def test_a_format_may_change_a_text_too(
    edition: Edition, text: str, mask: str, value: int | None, codes: list[str]
) -> None:
    path = first(edition, int)
    made = opened(book(edition))
    named(made)[path].value, named(made)[path].number_format = text, mask
    named(made)[path].data_type = "s"
    reading = gkxl.read(saved(made))
    assert (reading.values[path], at(reading.issues, path)) == (value, codes)


RAISED_ONE = '<r><t>22</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
STRUCK = "<r><rPr><strike/></rPr><t>12</t></r><r><t>15</t></r>"


@every_edition
@pytest.mark.parametrize(
    ("runs", "told"),
    [
        (STRUCK, "“12”加了删除线"),
        (RAISED_ONE, "“1”是上标或下标"),
        ("<r><rPr><strike/></rPr><t>8</t></r>", "“8”加了删除线"),
        ("<r><t>8件</t></r><r><rPr><strike/></rPr><t>件</t></r>", None),
    ],
)
def test_a_number_of_which_a_part_is_struck_out_or_raised_is_an_error(
    edition: Edition, runs: str, told: str | None
) -> None:
    """12 was struck out and 15 written behind it; 1 is the mark of a footnote."""
    for kind in (int, Decimal):
        path = first(edition, kind)
        reading = gkxl.read(with_cell(book(edition), edition, path, f"<is>{runs}</is>", ' t="inlineStr"'))
        assert (reading.values[path], at(reading.issues, path)) == (
            None,
            ["cell.scripts" if told else "cell.text"],
        )
        assert not told or any(told in issue.message for issue in reading.issues)


@every_edition
def test_a_number_that_is_struck_through_as_a_whole_is_an_error(edition: Edition) -> None:
    made = opened(book(edition))
    cell = named(made)[first(edition, int)]
    cell.value, cell.font = 8, Font(strike=True)
    reading = gkxl.read(saved(made))
    assert at(reading.issues, first(edition, int)) == ["cell.scripts"]


@every_edition
def test_a_text_that_is_struck_through_is_read_and_told(edition: Edition) -> None:
    path = first(edition, str)
    reading = gkxl.read(with_cell(book(edition), edition, path, f"<is>{STRUCK}</is>", ' t="inlineStr"'))
    assert (reading.values[path], at(reading.issues, path)) == ("1215", ["cell.struck"])
    reading = gkxl.read(with_cell(book(edition), edition, path, f"<is>{RAISED_ONE}</is>", ' t="inlineStr"'))
    assert (reading.values[path], at(reading.issues, path)) == ("221", [])


@every_edition
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("一_x000B_二", "一\n二"),
        ("一_x000C_二", "一\n二"),
        ("一_x000D__x000B_二", "一\n二"),
        ("一_x0007_二", "一二"),
        ("一_x0000_二_x001F_", "一二"),
        ("一_xFFFE_二_xFFFF_", "一二"),
    ],
)
def test_characters_that_cannot_be_written_again_are_told_and_left_out(
    edition: Edition, written: str, kept: str
) -> None:
    path = first(edition, str)
    inside = f"<is><t>{written}</t></is>"
    reading = gkxl.read(with_cell(book(edition), edition, path, inside, ' t="inlineStr"'))
    assert (reading.values[path], at(reading.issues, path)) == (kept, ["cell.control"])
    again = gkxl.read(workbook(report_from(edition.form, {**different(edition), path: kept})))
    assert (again.values[path], again.issues) == (kept, ())


@every_edition
def test_an_escaped_half_of_a_character_stays_escaped(edition: Edition) -> None:
    path = first(edition, str)
    inside = "<is><t>_xD83D_</t></is>"
    reading = gkxl.read(with_cell(book(edition), edition, path, inside, ' t="inlineStr"'))
    assert (reading.values[path], at(reading.issues, path)) == ("_xD83D_", [])


@every_edition
def test_a_text_that_its_format_hides_is_not_read_in_silence(edition: Edition) -> None:
    path = first(edition, str)
    made = opened(book(edition))
    named(made)[path].value, named(made)[path].number_format = "某局", ";;;"
    reading = gkxl.read(saved(made))
    assert (reading.values[path], at(reading.issues, path)) == (None, ["cell.masked"])
    named(made)[path].number_format = "_ @_ "
    assert gkxl.read(saved(made)).values[path] == "某局"


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize(
    ("value", "mask", "text"),
    [
        (0.08, "0%", "8%"),
        (13800138000, "000-0000-0000", "138-0013-8000"),
        (8, '0"人"', "8人"),
        (1, "yyyy-mm-dd", "1900年1月1日"),
        (59, "yyyy-mm-dd", "1900年2月28日"),
        (60, "yyyy-mm-dd", "1900年2月29日"),
        (61, "m/d", "1900年3月1日"),
        (45293, "yyyy", "2024年1月2日"),
    ],
)
def test_a_number_in_a_text_cell_is_read_as_it_is_shown(
    edition: Edition, value: float, mask: str, text: str
) -> None:
    path = first(edition, str)
    reading = gkxl.read(with_style(book(edition), edition, path, mask, value))
    assert (reading.values[path], at(reading.issues, path)) == (text, ["cell.as_text"])


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize(
    "mask", ["#,##0", '0"件"', "0_ ", "0;-0;;@", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ']
)
def test_a_number_that_is_shown_as_it_is_needs_no_word(edition: Edition, mask: str) -> None:
    path = first(edition, int)
    reading = gkxl.read(with_style(book(edition), edition, path, mask, 8))
    assert (reading.values[path], at(reading.issues, path)) == (8, [])


@every_edition
def test_rows_and_columns_that_are_hidden_or_filtered_are_read_like_others(edition: Edition) -> None:
    report = report_from(edition.form, different(edition))
    made = opened(workbook(report))
    for sheet in made.worksheets:
        for row in range(6, 12):
            sheet.row_dimensions[row].hidden = True
        sheet.row_dimensions.group(14, 16, hidden=True)
        sheet.column_dimensions["E"].hidden = True
        sheet.auto_filter.ref = "A4:D20"
        sheet.auto_filter.add_filter_column(0, ["1"])
    reading = gkxl.read(saved(made))
    assert reading.report == report
    assert reading.ok


@every_edition
def test_what_a_merged_cell_hides_is_not_read(edition: Edition) -> None:
    """Of numbers and texts alike; what the merged cell shows is read, and a hidden blank stays a blank."""
    made = workbook(report_from(edition.form, different(edition)))
    changed = opened(made)
    here = places(edition)
    for path, (down, right) in {"requests.received.natural_person": (0, 1), "cover.unit": (1, 0)}.items():
        place = here[path]
        corner = Place(place.sheet, place.row + down, place.column + right)
        changed[place.sheet].merged_cells.add(f"{place.address}:{corner.address}")
    reading = gkxl.read(saved(changed))
    hidden = {path for path, place in here.items() if reading.values[path] is None and place}
    covered = [issue.path for issue in reading.issues if issue.code == "cell.covered"]
    assert {"requests.received.business", "cover.unit_code"} <= {*covered}
    assert {*covered} <= hidden
    assert (
        reading.values["requests.received.natural_person"]
        == different(edition)["requests.received.natural_person"]
    )


@every_edition
def test_results_of_a_formula_that_fills_a_range_are_not_plain_numbers(edition: Edition) -> None:
    """The file has the formula at the first cell only; the others look as if someone had typed them."""
    one, other = (f"requests.received.{column}" for column in ("natural_person", "business"))
    spot = places(edition)[one].address
    area = f"{spot}:{places(edition)[other].address}"
    for text, code in (("[1]台账!A1:B1", "cell.uncalculated"), ("Sheet2!A1:B1", "cell.formula")):
        inside = f'<f t="array" ref="{area}">{text}</f><v>0</v>'
        reading = gkxl.read(with_cell(book(edition), edition, one, inside))
        assert at(reading.issues, one) == at(reading.issues, other) == [code]


@every_edition
def test_a_shared_formula_is_judged_by_what_it_says_at_its_first_cell(edition: Edition) -> None:
    one, other = (f"requests.received.{column}" for column in ("natural_person", "business"))
    first_cell = with_cell(
        book(edition), edition, one, '<f t="shared" si="0" ref="A1">[1]台账!B4</f><v>0</v>'
    )
    reading = gkxl.read(with_cell(first_cell, edition, other, '<f t="shared" si="0"/><v>0</v>'))
    assert at(reading.issues, other) == ["cell.uncalculated"]
    assert "[1]台账!C4" in next(issue.message for issue in reading.issues if issue.path == other)


@every_edition
@pytest.mark.parametrize("name", ["外表", "wǒ.de", "another"])
def test_a_name_that_leads_out_of_the_workbook_is_as_good_as_the_link(edition: Edition, name: str) -> None:
    path = "requests.received.natural_person"
    content = with_cell(book(edition), edition, path, f"<f>{name.upper()}+1</f><v>8</v>")
    names = "".join(
        f'<definedName name="{one}">{text}</definedName>'
        for one, text in (("外表", "[1]年报!$B$4"), ("wǒ.de", "外表*2"), ("another", 'INDIRECT("A1")'))
    )
    reading = gkxl.read(
        changed(
            content, lambda xml: xml.replace("<definedNames>", f"<definedNames>{names}"), part="workbook.xml"
        )
    )
    assert at(reading.issues, path) == ["cell.uncalculated"]


@every_edition
def test_a_name_that_stays_in_the_workbook_is_read_with_a_warning(edition: Edition) -> None:
    path = "requests.received.natural_person"
    content = with_cell(book(edition), edition, path, "<f>台账</f><v>0</v>")
    own = '<definedNames><definedName name="台账">Sheet2!$B$4</definedName>'
    reading = gkxl.read(changed(content, lambda xml: xml.replace("<definedNames>", own), part="workbook.xml"))
    assert at(reading.issues, path) == ["cell.formula"]


# What may stand in a cell

Content = tuple[str, str, str, list[str], int | None]

CONTENTS: list[Content] = [
    ("text", "<is><t>约8</t></is>", ' t="inlineStr"', ["cell.text"], None),
    ("dash", "<is><t>——</t></is>", ' t="inlineStr"', ["cell.dash"], None),
    ("blank", "", "", ["cell.blank"], None),
    ("spaces", "<is><t>  </t></is>", ' t="inlineStr"', ["cell.blank"], None),
    ("negative", "<v>-1</v>", "", ["cell.negative"], None),
    ("huge", "<v>1e15</v>", "", ["cell.huge"], None),
    ("boolean", "<v>1</v>", ' t="b"', ["cell.boolean"], None),
    ("error", "<v>#REF!</v>", ' t="e"', ["cell.error"], None),
    ("error of a formula", "<f>#REF!+1</f><v>#REF!</v>", ' t="e"', ["cell.error"], None),
    ("formula", "<f>3+5</f><v>8</v>", "", ["cell.formula"], 8),
    ("formula elsewhere", "<f>Sheet2!B4</f><v>8</v>", "", ["cell.formula"], 8),
    ("formula of text", '<f>"约"&amp;8</f><v>约8</v>', ' t="str"', ["cell.text"], None),
    ("formula without result", "<f>3+5</f>", "", ["cell.uncalculated"], None),
    ("external link", "<f>[1]年报!B4</f><v>8</v>", "", ["cell.uncalculated"], None),
    ("volatile", "<f>ROUND(RAND()*10,0)</f><v>8</v>", "", ["cell.uncalculated"], None),
    ("spelt", "<is><t>８</t></is>", ' t="inlineStr"', ["cell.lenient"], 8),
    ("number", "<v>8</v>", "", [], 8),
    ("noise", "<v>7.9999999999999996</v>", "", [], 8),
]


@every_edition
@pytest.mark.parametrize("kind", [int, Decimal])
@pytest.mark.parametrize("content", CONTENTS, ids=[content[0] for content in CONTENTS])
def test_what_stands_in_a_number_cell(edition: Edition, kind: type, content: Content) -> None:
    """The value, or none; and one issue that names the cell unless a plain number stands there."""
    _, inside, attributes, codes, value = content
    path = first(edition, kind)
    reading = gkxl.read(with_cell(book(edition), edition, path, inside, attributes))
    assert reading.values[path] == value
    assert at(reading.issues, path) == codes
    assert (reading.report is None) == (value is None)
    for issue in reading.issues:
        if issue.path == path:
            names_its_cell(issue, edition)


def names_its_cell(issue: gkxl.Issue, edition: Edition) -> None:
    place = places(edition)[issue.path]
    assert (issue.sheet, issue.cell) == (place.sheet, place.address)
    assert f"“{place.sheet}”{place.address}" in issue.message
    assert "\n" not in issue.message
    assert issue.message.endswith("。")


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize(
    ("value", "mask", "code"),
    [
        (dt.date(2024, 1, 2), "yyyy-mm-dd", "cell.date"),
        (45293, "m月d日", "cell.date"),
        (0.08, "0%", "cell.percent"),
        (8, "0.00%", "cell.percent"),
        (8.5, "General", "cell.fraction"),
        (8.5, "0", "cell.fraction"),
    ],
)
def test_a_format_changes_what_a_count_is(
    edition: Edition, value: float | dt.date, mask: str, code: str
) -> None:
    """A date or a percentage was typed as something else; a fraction stays one however it is shown."""
    path = first(edition, int)
    changed = opened(book(edition))
    named(changed)[path].value = value
    named(changed)[path].number_format = mask
    reading = gkxl.read(saved(changed))
    assert (reading.values[path], at(reading.issues, path)) == (None, [code])


@every_edition
def test_a_fault_in_a_part_is_reported_once(edition: Edition) -> None:
    """Not again at every total and balance that it takes part in."""
    values = different(edition)
    content = workbook(report_from(edition.form, values))
    for cell in cells(edition.form):
        if cell.in_table and not cell.computed and cell.path.endswith("natural_person"):
            reading = gkxl.read(with_cell(content, edition, cell.path, "<v>-1</v>"))
            assert found(reading.issues) == [("cell.negative", cell.path)]
            break


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes", "text"),
    [
        ("<v>13800000000</v>", "", "13800000000"),
        ("<v>1</v>", ' t="b"', "TRUE"),
        ("<v>0</v>", ' t="b"', "FALSE"),
        ("<v>1.3800138E10</v>", "", "13800138000"),
        ("<v>43.787999999999997</v>", "", "43.788"),
        ("<v>0.10000000000000001</v>", "", "0.1"),
        ('<f>"某"&amp;"局"</f><v>某局</v>', ' t="str"', "某局"),
        ("<f>1+1</f><v>2</v>", "", "2"),
    ],
)
def test_what_is_no_text_in_a_text_cell_is_read_and_told(
    edition: Edition, inside: str, attributes: str, text: str
) -> None:
    path = first(edition, str)
    reading = gkxl.read(with_cell(book(edition), edition, path, inside, attributes))
    assert reading.values[path] == text
    assert at(reading.issues, path) == ["cell.as_text"]


@every_edition
@pytest.mark.parametrize("value", [dt.date(2025, 1, 20), dt.datetime(2025, 1, 20, 9, 30)])  # noqa: DTZ001 (cells know no zones)
def test_a_date_in_a_text_cell_is_written_out(edition: Edition, value: dt.date) -> None:
    reading = gkxl.read(filled(book(edition), {"cover.date": value}))
    assert reading.values["cover.date"] == "2025年1月20日"
    assert at(reading.issues, "cover.date") == ["cell.as_text"]


@every_edition
def test_a_date_counted_from_1904_is_written_out(edition: Edition) -> None:
    """Workbooks made on old Macs count days from 1 January 1904."""
    dated = filled(book(edition), {"cover.date": dt.date(2025, 1, 20)})
    other = changed(
        dated, lambda xml: xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>'), part="xl/workbook.xml"
    )
    assert other != dated
    reading = gkxl.read(other)
    assert reading.values["cover.date"] == "2029年1月21日"
    assert at(reading.issues, "cover.date") == ["cell.as_text"]


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes", "code"),
    [
        ("<f>1+1</f>", "", "cell.uncalculated"),
        ("<f>[1]Sheet1!A1</f><v>某局</v>", ' t="str"', "cell.uncalculated"),
        ('<f>WEBSERVICE("x")</f><v>某局</v>', ' t="str"', "cell.uncalculated"),
        ("<f>cmd|x!A1</f><v>某局</v>", ' t="str"', "cell.uncalculated"),
        ("<v>#REF!</v>", ' t="e"', "cell.error"),
    ],
)
def test_a_text_that_nobody_can_tell_is_not_read_as_none(
    edition: Edition, inside: str, attributes: str, code: str
) -> None:
    path = first(edition, str)
    reading = gkxl.read(with_cell(book(edition), edition, path, inside, attributes))
    assert (reading.values[path], reading.report) == (None, None)
    assert at(reading.issues, path) == [code]


@every_edition
@pytest.mark.parametrize("inside", ["", "<v>2023.5</v>", "<f>YEAR(TODAY())</f><v>2024</v>"])
def test_a_year_that_was_cleared_asks_for_the_form_as_issued(edition: Edition, inside: str) -> None:
    """The cell is locked: nobody is told to type a year."""
    reading = gkxl.read(with_cell(book(edition), edition, "cover.year", inside))
    assert (reading.values["cover.year"], at(reading.issues, "cover.year")) == (None, ["cover.year"])


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes", "what"),
    [
        ("<v>45657</v>", "", "里是日期（2024年12月31日，存为 45657）"),
        ("<v>45658</v>", "", "里是日期（2025年1月1日，存为 45658）"),
        ("<v>2025-01-01</v>", ' t="d"', "里是日期（"),
        ("<v>43831</v>", "", "里是日期（2020年1月1日，"),
        ("<v>20250101</v>", "", "填的是“20250101”"),
        ("<v>24</v>", "", "填的是“24”"),
        ("<is><t>二〇二五</t></is>", ' t="inlineStr"', "填的是“二〇二五”"),
        ("", "", "是空的"),
    ],
)
def test_what_stands_in_the_place_of_the_year_is_told(
    edition: Edition, inside: str, attributes: str, what: str
) -> None:
    """A date that was pasted over the year shows as 45657 once its format is lost."""
    reading = gkxl.read(with_cell(book(edition), edition, "cover.year", inside, attributes))
    (issue,) = (issue for issue in reading.issues if issue.path == "cover.year")
    assert f"（报告年度）{what}" in issue.message
    assert reading.values["cover.year"] is None


@every_edition
@pytest.mark.parametrize(
    ("inside", "attributes", "what"),
    [
        ("<v>13800138000</v>", "", "数字"),
        ("<v>2025-01-02</v>", ' t="d"', "日期"),
        ("<v>1</v>", ' t="b"', "逻辑值"),
        ("<f>1+1</f><v>2</v>", "", "公式"),
    ],
)
def test_what_stands_in_the_place_of_a_text_is_told(
    edition: Edition, inside: str, attributes: str, what: str
) -> None:
    reading = gkxl.read(with_cell(book(edition), edition, "cover.phone", inside, attributes))
    (issue,) = (issue for issue in reading.issues if issue.path == "cover.phone")
    assert f"应填文字，填的是{what}，" in issue.message


@every_edition
def test_a_choice_outside_the_list_is_kept_and_told(edition: Edition) -> None:
    path = next(cell.path for cell in cells(edition.form) if cell.item.choices)
    reading = gkxl.read(book(edition, **{path: "乡级"}))
    assert reading.values[path] == "乡级"
    assert at(reading.issues, path) == ["cover.choice"]


@every_edition
def test_blanks_are_zero_where_the_caller_says_so(edition: Edition) -> None:
    """With a note for each; a text or a wrong number is not a blank."""
    reading = gkxl.read(template(edition), blank="zero")
    assert {reading.values[cell.path] for cell in cells(edition.form) if cell.in_table} == {0}
    assert {issue.code for issue in reading.issues} == {"cell.zero", "cover.blank", "narrative.empty"}
    assert reading.ok
    path = first(edition, int)
    wrong = gkxl.read(with_cell(template(edition), edition, path, "<v>-1</v>"), blank="zero")
    assert wrong.report is None


@every_edition
def test_another_year_or_unit_than_awaited_is_an_error(edition: Edition) -> None:
    content = book(edition, **{"cover.unit_code": "007"})
    year = edition.first_year
    assert gkxl.read(content, year=year, unit_code="007").issues == ()
    other = gkxl.read(content, year=year + 1, unit_code="7")
    assert found(other.issues) == [
        ("identity.unit_code", "cover.unit_code"),
        ("identity.year", "cover.year"),
    ]
    assert not other.ok


# Files that are no returns


def blank_openpyxl() -> bytes:
    return saved(openpyxl.Workbook())


def blank_xlsxwriter() -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer)
    made.add_worksheet("封面").write("A1", "年报")
    made.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00" * 100,
        b"PK\x03\x04",
        "单位,件数\n".encode(),
        blank_openpyxl(),
        blank_xlsxwriter(),
    ],
    ids=["empty", "text", "zeros", "cut off", "csv", "openpyxl", "xlsxwriter"],
)
def test_a_file_that_is_no_return_is_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(content)
    for source in (content, path):
        with pytest.raises(gkxl.errors.UnreadableFileError) as refusal:
            gkxl.read(source)
        assert refusal.value.zh.endswith("。")
        assert "\n" not in refusal.value.zh
        assert refusal.value.en


@pytest.mark.parametrize("name", ["nowhere.xlsx", "."])
def test_a_path_that_is_no_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError) as refusal:
        gkxl.read(tmp_path / name)
    assert "\n" not in refusal.value.zh


@every_edition
def test_a_workbook_cut_short_anywhere_is_refused(edition: Edition) -> None:
    """At every sixteenth of the file: an error of ours, whatever is missing."""
    content = book(edition)
    for end in range(0, len(content), len(content) // 16):
        with pytest.raises(gkxl.GkxlError):
            gkxl.read(content[:end])
