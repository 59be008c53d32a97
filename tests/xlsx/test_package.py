"""The zip and its parts: what is read however it is written, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from xlsx_files import (
    LINKS,
    OFFICE,
    SHEET,
    STRINGS,
    STYLES,
    TOP,
    TYPES,
    WORKBOOK,
    Entry,
    book,
    by_hand,
    cells,
    deflated,
    entries,
    parts,
    relationships,
    shared,
    types,
    workbook,
    worksheet,
    zipped,
)

from gkxl.errors import EncryptedFileError, LimitError, UnreadableFileError, UnsafeFileError
from gkxl.xlsx import Book, Limits, read_book

ROW = '<row r="1"><c r="A1"><v>7</v></c></row>'
USUAL = parts(sheet=worksheet(ROW))


def value(found: Book) -> str:
    return found.sheets[0].cells[1, 1].text


def replaced(name: str, **changes: object) -> list[Entry]:
    """The usual entries, one of them described otherwise."""
    return [
        Entry(**{"name": entry.name, "data": entry.data, **(changes if entry.name == name.encode() else {})})  # type: ignore[arg-type]
        for entry in entries(USUAL)
    ]


def refused(data: bytes, *words: str) -> None:
    with pytest.raises(UnsafeFileError) as caught:
        read_book(data)
    for word in words:
        assert word in caught.value.zh
    assert caught.value.zh.endswith("。")
    assert caught.value.en.endswith(".")


def test_zip_written_by_hand_is_an_ordinary_one() -> None:
    """The builder of hostile zips writes honest ones, too."""
    assert value(read_book(by_hand(entries(USUAL)))) == "7"


# What must read the same


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_parts(method: int) -> None:
    assert value(read_book(zipped(USUAL, method))) == "7"


def test_directory_entries_are_passed_over() -> None:
    assert value(read_book(zipped({"xl/": "", "xl/worksheets/": "", **USUAL}))) == "7"


def test_backslash_part_names() -> None:
    names = [Entry(name=e.name.replace(b"/", b"\\"), data=e.data) for e in entries(USUAL)]
    assert value(read_book(by_hand(names))) == "7"


def test_data_descriptors() -> None:
    """Sizes may follow the data, as Tencent Docs writes them."""
    streamed = [Entry(name=e.name, data=e.data, flags=8, local_sizes=(0, 0, 0)) for e in entries(USUAL)]
    assert value(read_book(by_hand(streamed))) == "7"


def test_sizes_in_the_zip64_field() -> None:
    full = 0xFFFFFFFF
    sheet = worksheet(ROW).encode()
    extra = struct.pack("<2H2Q", 1, 16, len(sheet), len(deflated(sheet)))
    assert value(read_book(by_hand(replaced(SHEET, packed=full, unpacked=full, extra=extra)))) == "7"


def test_zip64_written_by_zipfile() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in USUAL.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content.encode())
    assert value(read_book(buffer.getvalue())) == "7"


def zip64(data: bytes, *, locator: int | None = None, disks: int = 1) -> bytes:
    """The same zip, with its directory described by the zip64 records alone."""
    at = data.rfind(b"PK\5\6")
    _, _, _, count, _, size, start, _ = struct.unpack("<4s4H2IH", data[at:])
    end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    where = struct.pack("<4sIQI", b"PK\6\7", 0, at if locator is None else locator, disks)
    short = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + end + where + short


def test_directory_in_zip64_records() -> None:
    assert value(read_book(zip64(by_hand(entries(USUAL))))) == "7"


@pytest.mark.parametrize("change", [{"locator": 5}, {"locator": 1 << 60}, {"disks": 2}])
def test_zip64_records_that_lie(change: dict[str, int]) -> None:
    refused(zip64(by_hand(entries(USUAL)), **change), "目录不对")


def test_zip64_sizes_that_are_not_there() -> None:
    refused(by_hand(replaced(SHEET, packed=0xFFFFFFFF)), "大小不明")


def test_archive_comment() -> None:
    assert value(read_book(by_hand(entries(USUAL), comment=b"note"))) == "7"


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


# What is refused


def test_something_before_the_zip() -> None:
    refused(b"MZ" + by_hand(entries(USUAL)), "前面")
    refused(by_hand(entries(USUAL), prefix=b"MZ"), "前面")
    refused(by_hand(entries(USUAL), prefix=b"PK\3\4" + bytes(40)), "前面")


def test_something_after_the_zip() -> None:
    refused(by_hand(entries(USUAL), tail=b"\r\n<html>"), "末尾")
    refused(by_hand(entries(USUAL), tail=b"x"), "末尾")


@pytest.mark.parametrize("tail", [b"\n", b"\r\n", bytes(4096), b" \t\r\n\0", bytes(200_000)])
@pytest.mark.parametrize("comment", [b"", b"x", b"\0\0"])
def test_blanks_after_the_zip_are_passed_over(tail: bytes, comment: bytes) -> None:
    """As mail programs and disks leave them; Excel opens such files."""
    read = read_book(by_hand(entries(USUAL), tail=tail, comment=comment))
    assert read == read_book(by_hand(entries(USUAL)))


def test_two_zips_in_one_file() -> None:
    """Which of two directories counts would depend on the reader."""
    first, second = (by_hand(entries(parts(sheet=worksheet(ROW.replace("7", n))))) for n in "89")
    refused(first + second, "前面")


@pytest.mark.parametrize("twin", [SHEET, SHEET.upper(), SHEET.replace("/", "\\"), "XL/worksheets/ſheet1.xml"])
def test_two_parts_of_one_name(twin: str) -> None:
    """Names that are equal, or differ in case or slashes only, are one name to some readers."""
    other = Entry(name=twin.encode(), data=worksheet(ROW.replace("7", "8")).encode(), flags=0x800)
    refused(by_hand([*entries(USUAL), other]), "两次")


@pytest.mark.parametrize(
    "name",
    [
        "../x.xml",
        "xl/../../x",
        "/etc/passwd",
        "C:/x",
        r"C:\x",
        r"\\server\x",
        "xl//x",
        "xl/./x",
        "a\0b",
        "a\nb",
    ],
)
def test_names_that_point_outside(name: str) -> None:
    refused(by_hand([*entries(USUAL), Entry(name=name.encode())]), "指向包外")


def test_names_in_messages_are_harmless() -> None:
    """A name cannot colour the terminal or turn the line around."""
    with pytest.raises(UnsafeFileError) as caught:
        read_book(
            by_hand([*entries(USUAL), Entry(name="../\x1b[31m\u202e".encode() + b"x" * 999, flags=0x800)])
        )
    assert "\x1b" not in caught.value.zh
    assert "\u202e" not in caught.value.zh
    assert len(caught.value.zh) < 300


def test_garbled_names() -> None:
    refused(by_hand([*entries(USUAL), Entry(name=b"\xff\xfe", flags=0x800)]), "乱码")


@pytest.mark.parametrize("flags", [0x1, 0x41, 0x2000])
def test_encrypted_parts(flags: int) -> None:
    with pytest.raises(EncryptedFileError, match="密码"):
        read_book(by_hand(replaced(SHEET, flags=flags)))


@pytest.mark.parametrize("method", [1, 6, 9, 12, 14, 93, 98, 99])
def test_exotic_compression(method: int) -> None:
    refused(by_hand(replaced(SHEET, method=method)), "压缩方式")


@pytest.mark.parametrize("part", [SHEET, WORKBOOK, STYLES, LINKS])
def test_checksums_that_differ(part: str) -> None:
    """Also of parts whose content is remembered from another file."""
    read_book(by_hand(entries(USUAL)))
    with pytest.raises(UnreadableFileError, match="校验"):
        read_book(by_hand(replaced(part, crc=1)))


@pytest.mark.parametrize("size", [0, 10, 10_000])
def test_sizes_that_lie(size: int) -> None:
    refused(by_hand(replaced(SHEET, unpacked=size)), "大小")


def test_packed_sizes_that_lie() -> None:
    packed = len(deflated(worksheet(ROW).encode()))
    with pytest.raises(UnreadableFileError):
        read_book(by_hand(replaced(SHEET, packed=packed - 5)))
    with pytest.raises(UnsafeFileError, match="重叠"):
        read_book(by_hand(replaced(SHEET, packed=packed + 5000)))


def test_something_hidden_after_the_data_of_a_part() -> None:
    data = worksheet(ROW).encode()
    refused(by_hand(replaced(SHEET, raw=deflated(data) + b"hidden")), "之后")


@pytest.mark.parametrize(
    "change",
    [
        {"local_name": b"xl/worksheets/sheet2.xml"},
        {"local_sizes": (1, 2, 3)},
        {"local_flags": 1},
        {"local_flags": 8},
        {"offset": 1},
    ],
)
def test_parts_described_in_two_ways(change: dict[str, object]) -> None:
    refused(by_hand(replaced(SHEET, **change)), "不一致")


def test_overlapping_parts() -> None:
    """Many entries may not share the same data."""
    listed = entries(USUAL)
    twin = Entry(name=TYPES.encode(), data=listed[0].data, offset=0)
    renamed = by_hand([*listed, twin]).replace(b"PK\5\6", b"PK\5\6")
    refused(renamed, "重叠")


def test_directory_with_another_number_of_entries() -> None:
    data = bytearray(by_hand(entries(USUAL)))
    at = data.rfind(b"PK\5\6")
    data[at + 8 : at + 12] = struct.pack("<2H", 6, 6)
    refused(bytes(data), "条目数")


def test_several_volumes() -> None:
    data = bytearray(by_hand(entries(USUAL)))
    at = data.rfind(b"PK\5\6")
    data[at + 4 : at + 6] = struct.pack("<H", 1)
    refused(bytes(data), "多卷")


@pytest.mark.parametrize("cut", [10, 100, -1, -30, -300])
def test_truncated_files(cut: int) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_book(by_hand(entries(USUAL))[:cut])
    assert "另存为 .xlsx" in caught.value.zh


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


# Limits


def limited(data: bytes, **limits: int) -> str:
    with pytest.raises(LimitError) as caught:
        read_book(data, limits=Limits(**limits))
    return caught.value.zh


def test_limit_of_the_file() -> None:
    assert "超过上限 100，" in limited(zipped(USUAL), file_bytes=100)


def test_limit_of_entries() -> None:
    """Entries are counted before anything is made of them."""
    many = USUAL | {f"x{n}": "" for n in range(50)}
    assert "条目数为 57，超过上限 50" in limited(zipped(many), entries=50)


def test_limit_of_one_part() -> None:
    assert "存放工作表的部分解压后" in limited(zipped(parts(sheet=worksheet(" " * 5000))), part_bytes=4000)


def test_limit_of_all_parts() -> None:
    assert "各部件" in limited(zipped(USUAL), total_bytes=1000)


def test_limit_of_the_ratio() -> None:
    """A flat ratio would refuse honest files, so it is asked of large parts only."""
    data = zipped(parts(sheet=worksheet(ROW + f"<!--{'x' * 900_000}-->")))
    assert value(read_book(data)) == "7"
    assert "压缩比" in limited(data, ratio_from=500_000)


def test_forged_size_is_not_believed() -> None:
    """A part that says it is small is still stopped where the limit is."""
    bomb = worksheet("<row/>" * 300_000).encode()
    data = by_hand(replaced(SHEET, data=bomb, unpacked=50, crc=zlib.crc32(bomb)))
    assert "解压后的字节数" in limited(data, part_bytes=100_000)


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
