"""Zips: what is read however it is written, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from xlsx_files import (
    LINKS,
    ROW,
    SHEET,
    STYLES,
    TYPES,
    USUAL,
    WORKBOOK,
    Entry,
    by_hand,
    deflated,
    entries,
    limited,
    parts,
    refused,
    replaced,
    value,
    worksheet,
    zipped,
)

from gkxl.errors import EncryptedFileError, UnreadableFileError, UnsafeFileError
from gkxl.xlsx import read_book


def test_zip_written_by_hand_is_an_ordinary_one() -> None:
    """The builder of hostile zips writes honest ones, too."""
    assert value(read_book(by_hand(entries(USUAL)))) == "7"


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


def test_the_zip64_field_may_follow_others() -> None:
    """As a time-stamp of Unix, which Info-ZIP writes first."""
    full, sheet = 0xFFFFFFFF, worksheet(ROW).encode()
    stamp = struct.pack("<2HBI", 0x5455, 5, 1, 0)
    extra = stamp + struct.pack("<2H2Q", 1, 16, len(sheet), len(deflated(sheet)))
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
    refused(by_hand([*listed, twin]), "重叠")


@pytest.mark.parametrize("name", USUAL)
def test_parts_that_share_one_byte(name: str) -> None:
    """The last part may not share one with the directory, either."""
    packed = len(deflated(USUAL[name].encode()))
    refused(by_hand(replaced(name, packed=packed + 1)), "重叠")


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
