"""XML: both namespaces and encodings are read; tricks are refused without opening anything."""

from __future__ import annotations

import pytest
from xlsx_files import (
    COMPATIBILITY,
    MAIN,
    SHEET,
    STRICT,
    book,
    cells,
    parts,
    shared,
    types,
    workbook,
    worksheet,
    zipped,
)

from gkxl.errors import LimitError, UnreadableFileError, UnsafeFileError
from gkxl.xlsx import Limits, read_book

ROW = '<row r="1"><c r="A1"><v>7</v></c></row>'


def value_of(sheet: str | bytes) -> str:
    contents: dict[str, str | bytes] = {**parts(), SHEET: sheet}
    return read_book(zipped(contents)).sheets[0].cells[1, 1].text


@pytest.mark.parametrize("space", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:", "main:"])
def test_any_prefix_under_both_namespaces(space: str, prefix: str) -> None:
    """Tencent Docs prefixes every element."""
    inner = f'<{prefix}row r="1"><{prefix}c r="A1"><{prefix}v>7</{prefix}v></{prefix}c></{prefix}row>'
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    data = f"<{prefix}sheetData>{inner}</{prefix}sheetData>"
    assert value_of(f'<{prefix}worksheet {declared}="{space}">{data}</{prefix}worksheet>') == "7"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_utf8_and_utf16(encoding: str, declared: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>' if declared else ""
    text = worksheet('<row r="1"><c r="A1" t="str"><v>中文😀</v></c></row>')
    assert value_of((head + text).encode(encoding)) == "中文😀"


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "iso-8859-1", "us-ascii", "windows-1252", "utf-7", "utf8x"]
)
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(UnsafeFileError, match="编码"):
        value_of(f'<?xml version="1.0" encoding="{encoding}"?>{worksheet(ROW)}'.encode())


def test_bytes_that_are_not_utf8() -> None:
    with pytest.raises(UnreadableFileError, match="第 1 行"):
        value_of(worksheet(ROW.replace("7", "七")).encode("gbk"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE worksheet>",
        '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE worksheet [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE worksheet [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>',
    ],
)
def test_any_doctype_is_refused_after_decoding(doctype: str, encoding: str) -> None:
    head = "\ufeff" if encoding == "utf-16-be" else ""
    with pytest.raises(UnsafeFileError, match="外来的定义"):
        value_of((head + doctype + worksheet(ROW)).encode(encoding))


@pytest.mark.parametrize("part", ["types", "top", "workbook", "links", "strings", "styles", "sheet"])
def test_doctype_is_refused_in_every_part(part: str) -> None:
    usual = dict(
        zip(
            ("types", "top", "workbook", "links", "strings", "styles", "sheet"), parts().values(), strict=True
        )
    )
    with pytest.raises(UnsafeFileError, match="外来的定义"):
        book(**{part: f"<!DOCTYPE x>{usual[part]}"})


@pytest.mark.parametrize(
    "text", ["", "<", "<worksheet>", "plain", f"{worksheet(ROW)}<x/>", worksheet("&undefined;")]
)
def test_malformed_parts_are_named(text: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        value_of(text)
    assert ("存放工作表的部分" in caught.value.zh, SHEET in caught.value.en) == (True, True)


@pytest.mark.parametrize(
    "root", ["<worksheet/>", '<worksheet xmlns="urn:x"/>', f'<chartsheet xmlns="{MAIN}"/>']
)
def test_parts_of_another_kind(root: str) -> None:
    with pytest.raises(UnreadableFileError, match="内容不对"):
        value_of(root)


def test_comments_cdata_and_instructions_lose_no_text() -> None:
    assert (
        value_of(worksheet('<row r="1"><c r="A1"><v>1<!--x-->2<![CDATA[3]]><?p i?>4</v></c></row>')) == "1234"
    )


def test_elements_inside_a_value_are_refused() -> None:
    with pytest.raises(UnsafeFileError, match="不该放"):
        value_of(worksheet('<row r="1"><c r="A1"><v>1<x/>2</v></c></row>'))


@pytest.mark.parametrize(
    "data",
    [
        '<mc:AlternateContent><mc:Choice Requires="x"><row r="1"/></mc:Choice></mc:AlternateContent>',
        '<row r="1"><mc:AlternateContent><mc:Fallback><c r="A1"/></mc:Fallback></mc:AlternateContent></row>',
        '<row r="1"><c r="A1"><mc:AlternateContent><mc:X><v/></mc:X></mc:AlternateContent></c></row>',
        '<row r="1"><row r="2"/></row>',
        '<c r="A1"/>',
        '<other><row r="1"/></other>',
        '<row r="1"><c r="A1"><is><v>1</v></is></c></row>',
    ],
)
def test_cells_where_none_belong(data: str) -> None:
    with pytest.raises(UnsafeFileError):
        value_of(worksheet(data).replace("<worksheet", f'<worksheet xmlns:mc="{COMPATIBILITY}"'))


def test_sheet_data_inside_alternate_content() -> None:
    inner = f"<mc:AlternateContent><mc:Choice><sheetData>{ROW}</sheetData></mc:Choice></mc:AlternateContent>"
    with pytest.raises(UnsafeFileError):
        value_of(f'<worksheet xmlns="{MAIN}" xmlns:mc="{COMPATIBILITY}">{inner}</worksheet>')


def test_alternate_content_without_cells_is_passed_over() -> None:
    extra = f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice/></mc:AlternateContent>'
    assert cells(ROW, after=extra)["A1"].text == "7"


def test_two_sheet_data() -> None:
    with pytest.raises(UnsafeFileError, match="两份"):
        value_of(worksheet(ROW, after=f"<sheetData>{ROW}</sheetData>"))


def test_shared_strings_where_none_belong() -> None:
    with pytest.raises(UnsafeFileError):
        book(strings=shared("甲").replace("<si>", "<other><si>").replace("</si>", "</si></other>"))


def test_foreign_elements_are_passed_over() -> None:
    after = '<extLst><ext uri="{x}"><a:b xmlns:a="urn:a"><a:c>1</a:c></a:b></ext></extLst>'
    assert cells('<x:y xmlns:x="urn:x"><x:z/>text</x:y>' + ROW, after=after)["A1"].text == "7"


def limited(sheet: str, words: str, **limits: int) -> None:
    with pytest.raises(LimitError, match=words):
        read_book(zipped(parts(sheet=sheet)), limits=Limits(**limits))


def test_limit_of_depth() -> None:
    """The root is level 1; the limit itself is allowed."""
    nested = worksheet(after="<x>" * 9 + "</x>" * 9)
    read_book(zipped(parts(sheet=nested)), limits=Limits(xml_depth=10))
    limited(nested, "嵌套层数", xml_depth=9)


def test_limit_of_one_text() -> None:
    text = worksheet(f'<row><c t="str"><v>{"x" * 5000}</v></c></row>')
    read_book(zipped(parts(sheet=text)), limits=Limits(text_length=5000))
    limited(text, "单段文字", text_length=4999)


@pytest.mark.parametrize("thing", ['<x a="{}"/>', "<!--{}-->", "<?p {}?>", "{}"])
def test_limit_of_one_tag(thing: str) -> None:
    limited(worksheet(after=thing.format("x" * 300_000)), "单段文字", text_length=100_000)


def test_limit_of_all_texts() -> None:
    limited(worksheet('<row><c t="str"><v>12345</v></c></row>' * 9), "文字总字数", total_text=40)
    with pytest.raises(LimitError, match="文字总字数"):
        read_book(zipped(parts(strings=shared("12345", "12345"))), limits=Limits(total_text=9))


def test_limit_of_cells() -> None:
    limited(worksheet("<row><c><v>1</v></c></row>" * 12), "单元格总数为 15，超过上限 13", cells=13)
    limited(
        worksheet(after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 12 + "</mergeCells>"), "总数", cells=13
    )


def test_limit_of_elements() -> None:
    limited(worksheet("<row/>" * 300), "元素总数", elements=200)


def test_limit_of_names() -> None:
    limited(worksheet(after="".join(f"<x{n}/>" for n in range(300))), "名称的种类", xml_names=200)


def test_limit_of_all_names_together() -> None:
    """However few they are."""
    limited(worksheet(after=f"<{'x' * 900}/><{'y' * 900}/>"), "名称的总字数", text_length=2000)


def test_limit_of_namespaces() -> None:
    """A namespace is copied into every name under it, so it may not be long."""
    limited(worksheet(after=f'<x xmlns="{"u" * 600}"/>'), "命名空间")


def test_workbook_inside_alternate_content() -> None:
    hidden = '<x><sheet name="乙" sheetId="2" r:id="s1"/></x>'
    with pytest.raises(UnsafeFileError):
        book(workbook=workbook(hidden))
    assert book(workbook=workbook("<extLst/>"), types=types()).sheets[0].name == "表"
