"""The parts of a workbook: found however they are named, and refused where they are doubtful."""

from __future__ import annotations

import pytest
from xlsx_files import (
    LINKS,
    OFFICE,
    ROW,
    SHEET,
    STRINGS,
    STYLES,
    TOP,
    USUAL,
    WORKBOOK,
    book,
    cells,
    parts,
    refused,
    relationships,
    shared,
    types,
    value,
    workbook,
    worksheet,
    zipped,
)

from gkxl.errors import UnreadableFileError
from gkxl.xlsx import read_book


def test_part_names_in_another_case() -> None:
    moved = dict(USUAL)
    moved["xl/Worksheets/Sheet1.XML"] = moved.pop(SHEET)
    assert value(read_book(zipped(moved))) == "7"


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet1.xml",
        r"worksheets\sheet1.xml",
        "./worksheets/sheet1.xml",
        "../xl/worksheets/sheet1.xml",
        "worksheets/../worksheets/sheet1.xml",
        "worksheets/sheet%31.xml",
    ],
)
def test_targets_spelt_otherwise(target: str) -> None:
    assert value(book(sheet=worksheet(ROW), links=relationships(("s1", "worksheet", target)))) == "7"


def test_parts_are_found_by_relationship_not_by_name() -> None:
    """Sheets called otherwise are found; a stray part with the usual name is not read."""
    contents = parts(
        sheet="not xml at all",
        links=relationships(("s1", "worksheet", "odd.bin"), ("t", "sharedStrings", "words")),
        top=relationships(("w", "officeDocument", "/main.xml")),
        types=types().replace("/xl/workbook.xml", "/main.xml"),
    )
    contents["main.xml"] = contents.pop(WORKBOOK)
    contents["_rels/main.xml.rels"] = contents.pop(LINKS)
    contents["odd.bin"] = worksheet('<row><c t="s"><v>0</v></c></row>')
    contents["words"] = shared("找到")
    contents[STRINGS] = shared("错误")
    assert value(read_book(zipped(contents))) == "找到"


def test_missing_strings_styles_theme_and_properties() -> None:
    contents = parts(sheet=worksheet(ROW), links=relationships(("s1", "worksheet", "worksheets/sheet1.xml")))
    del contents[STRINGS], contents["xl/styles.xml"]
    found = read_book(zipped(contents))
    assert (value(found), found.properties, found.application) == ("7", {}, None)


@pytest.mark.parametrize("name", [STRINGS, STYLES])
def test_tables_that_are_promised_but_missing(name: str) -> None:
    """Numbers need neither; a text that would need the missing table is refused."""
    contents = {key: text for key, text in USUAL.items() if key != name}
    assert value(read_book(zipped(contents))) == "7"
    if name == STRINGS:
        refused(zipped({**contents, SHEET: worksheet('<row><c t="s"><v>0</v></c></row>')}), "A1")


def test_parts_nobody_needs_are_not_read() -> None:
    assert (
        value(read_book(zipped({**USUAL, "xl/calcChain.xml": "<!DOCTYPE x>", "xl/theme/theme1.xml": "<"})))
        == "7"
    )


def test_strict_packages() -> None:
    """ISO Strict names every namespace and relationship otherwise."""
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    base = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    found = book(
        top=relationships(("w", "officeDocument", "xl/workbook.xml"), base=base),
        links=relationships(("s1", "worksheet", "worksheets/sheet1.xml"), base=base),
        workbook=workbook(main=strict),
        sheet=worksheet(ROW, main=strict),
    )
    assert value(found) == "7"


def test_external_hyperlinks_are_counted() -> None:
    links = relationships(
        ("a", "hyperlink", "https://example.org/ External"), ("b", "hyperlink", "file:///C:/x.xlsx External")
    )
    found = read_book(zipped({**USUAL, "xl/worksheets/_rels/sheet1.xml.rels": links}))
    assert found.sheets[0].hyperlinks == 2


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://example.org/logo.png External"),
        ("attachedTemplate", "file:///C:/模板.xltx External"),
        ("hyperlink", "mailto:a@example.org"),
        ("hyperlink", "#三、申请!A1"),
        ("drawing", "#a"),
    ],
)
def test_relationships_that_lead_outside_and_need_not_be_followed(kind: str, target: str) -> None:
    """Linked pictures and templates are marked as external; links to mail addresses need not be."""
    links = relationships(("s1", "worksheet", "worksheets/sheet1.xml"), ("x", kind, target))
    assert value(read_book(zipped({**USUAL, LINKS: links}))) == "7"


def test_comments_are_counted_by_their_authors() -> None:
    """One that names no author, or one that is not listed, counts all the same."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    comments = "".join(f'<comment ref="A1"{who}><text><t>看</t></text></comment>' for who in (
        ' authorId="1"', ' authorId="0"', ' authorId="7"', "",
    ))  # fmt: skip
    contents = {
        **USUAL,
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("c", "comments", "../comments1.xml")),
        "xl/comments1.xml": f'<comments xmlns="{space}"><authors><author>甲</author><author>乙</author>'
        f"</authors><commentList>{comments}</commentList></comments>",
    }
    assert read_book(zipped(contents)).sheets[0].comments == ("乙", "甲", "", "")


def test_external_workbooks_and_macros_are_noted() -> None:
    found = book(
        sheet=worksheet(ROW),
        types=types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        links=relationships(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("e", "externalLink", "externalLinks/externalLink1.xml"),
            ("m", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
    )
    assert (found.external_links, found.has_macros, value(found)) == (1, True, "7")


@pytest.mark.parametrize("name", [TOP, WORKBOOK, SHEET])
def test_missing_parts(name: str) -> None:
    """A part that is needed and missing is named, or the file is no workbook."""
    with pytest.raises(UnreadableFileError):
        read_book(zipped({key: text for key, text in USUAL.items() if key != name}))


@pytest.mark.parametrize(
    "target",
    [
        "../../etc/passwd",
        "/../x",
        "file:///etc/passwd",
        "http://example.org/x.xml",
        "//server/x",
        r"\\server\x",
        "C:/x",
    ],
)
@pytest.mark.parametrize("kind", ["worksheet", "drawing"])
def test_relationships_that_point_outside(target: str, kind: str) -> None:
    links = relationships(("s1", "worksheet", "worksheets/sheet1.xml"), ("x", kind, target))
    refused(zipped(parts(links=links)), "外部")


@pytest.mark.parametrize(
    "target", ["../customXml/item1.xml", "..\\\\customXml\\\\item1.xml", "%2E%2E/customXml/x.xml"]
)
def test_what_is_counted_from_the_folder_of_the_relationships_lies_inside(target: str) -> None:
    top = relationships(("w", "officeDocument", "xl/workbook.xml"), ("c", "customXml", target))
    assert read_book(zipped(parts(top=top))).sheets
    beyond = relationships(("w", "officeDocument", "xl/workbook.xml"), ("c", "customXml", f"../{target}"))
    refused(zipped(parts(top=beyond)), "外部")


@pytest.mark.parametrize(
    "broken", ["", "<Properties", "<a><b></a>", "<x/>", "\0", "<Properties xmlns='x'>&y;</Properties>"]
)
@pytest.mark.parametrize("kind", ["extended-properties", "custom-properties"])
def test_properties_that_are_damaged_are_passed_over(kind: str, broken: str) -> None:
    """No figure depends on them."""
    top = relationships(("w", "officeDocument", "xl/workbook.xml"), ("p", kind, "docProps/p.xml"))
    read = read_book(zipped({**parts(top=top), "docProps/p.xml": broken}))
    assert (read.application, read.properties) == (None, {})


def test_properties_that_are_unsafe_are_not() -> None:
    top = relationships(
        ("w", "officeDocument", "xl/workbook.xml"), ("p", "extended-properties", "docProps/p.xml")
    )
    refused(zipped({**parts(top=top), "docProps/p.xml": "<!DOCTYPE x><x/>"}), "外来的定义")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_without_a_part_is_no_sheet(state: str) -> None:
    """Macro protection leaves such sheets; names of one sheet still count it."""
    sheets = (
        f'<sheet name="宏1" sheetId="9" state="{state}" r:id=""/><sheet name="表" sheetId="1" r:id="s1"/>'
    )
    name = '<definedNames><definedName name="a" localSheetId="1">表!$A$1</definedName></definedNames>'
    read = book(workbook=workbook(name, sheets))
    assert [sheet.name for sheet in read.sheets] == ["表"]
    assert read.local_names == {("表", "a"): "表!$A$1"}


def test_a_visible_sheet_without_a_part_is_missing() -> None:
    with pytest.raises(UnreadableFileError, match="宏1"):
        book(workbook=workbook(sheets='<sheet name="宏1" sheetId="9" r:id=""/>'))


@pytest.mark.parametrize("kind", ["worksheet", "sharedStrings", "styles"])
def test_parts_taken_from_elsewhere(kind: str) -> None:
    links = relationships(("s1", kind, "http://example.org/x.xml External"))
    refused(zipped(parts(links=links)), "外部")


def test_two_sheets_on_one_part() -> None:
    sheets = '<sheet name="甲" sheetId="1" r:id="a"/><sheet name="乙" sheetId="2" r:id="b"/>'
    links = relationships(
        ("a", "worksheet", "worksheets/sheet1.xml"), ("b", "worksheet", "/XL/worksheets/sheet1.xml")
    )
    refused(zipped(parts(workbook=workbook(sheets=sheets), links=links)), "共用")


@pytest.mark.parametrize("kind", ["sharedStrings", "styles"])
def test_two_parts_where_one_belongs(kind: str) -> None:
    links = relationships(
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("a", kind, "sharedStrings.xml"),
        ("b", kind, "styles.xml"),
    )
    refused(zipped(parts(links=links)), "出现了几份")


def test_two_relationships_of_one_id() -> None:
    links = relationships(
        ("s1", "worksheet", "worksheets/sheet1.xml"), ("s1", "worksheet", "worksheets/sheet2.xml")
    )
    refused(zipped(parts(links=links)), "重复")


def test_sheet_without_its_relationship() -> None:
    with pytest.raises(UnreadableFileError, match="工作表“表”缺失"):
        book(links=relationships(("other", "worksheet", "worksheets/sheet1.xml")))


def test_chart_sheets_are_left_out() -> None:
    sheets = '<sheet name="图" sheetId="1" r:id="c"/><sheet name="表" sheetId="2" r:id="s1"/>'
    names = '<definedNames><definedName name="x" localSheetId="1">表!$A$1</definedName></definedNames>'
    links = relationships(("c", "chartsheet", "chart.xml"), ("s1", "worksheet", "worksheets/sheet1.xml"))
    found = book(workbook=workbook(names, sheets), links=links)
    assert [sheet.name for sheet in found.sheets] == ["表"]
    assert found.local_names == {("表", "x"): "表!$A$1"}


@pytest.mark.parametrize(
    ("main", "words"),
    [
        (f"{OFFICE}.wordprocessingml.document.main+xml", "没有工作簿"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", ".xlsb"),
    ],
)
def test_packages_of_other_programs(main: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        book(types=types(main))


def test_cells_helper_reports_addresses() -> None:
    assert set(cells(ROW)) == {"A1"}
