"""Every file in a zip counts, whatever the zip says of it, and a damaged zip stops nothing."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from offices import book, collected, statuses, values

import gkxl
from gkxl.collection.intake.packed import list_packed_files
from gkxl.collection.intake.sources import find_sources

A1, A2 = book(values("A1", "某市财政局")), book(values("A2", "某市水务局"))
OTHER = book(values("A1", "某市财政局", "other"))
EARLY, LATE = (2025, 1, 9, 8, 0, 0), (2025, 1, 10, 8, 0, 0)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_there_however_often_it_runs(tmp_path: Path) -> None:
    packed = zipped(("A1.xlsx", A1), ("A1.xlsx", OTHER))
    for _ in range(2):
        collection = collected(tmp_path, {"某市.zip": packed})
        assert statuses(collection)["A1"] == "重复"
        assert len([file for file in collection.files if file.current]) == 2


@pytest.mark.parametrize(
    "damaged",
    [
        zipped(("A1.xlsx", A1)).replace(b"PK\1\2", b"XX\1\2"),
        zipped(("局.xlsx", A1)).replace("局".encode(), b"\xff\xfe\xfd"),
    ],
    ids=["directory", "name"],
)
def test_a_damaged_zip_is_one_bad_file(tmp_path: Path, damaged: bytes) -> None:
    collection = collected(tmp_path, {"某市财政局.zip": damaged, "A2.xlsx": A2})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["无法读取", "通过"]
    with pytest.raises(gkxl.errors.UnreadableFileError, match="打不开"):
        list_packed_files(tmp_path / "returns" / "某市财政局.zip", "")


def test_a_name_in_an_extra_field_is_no_obstacle(tmp_path: Path) -> None:
    """As WinRAR adds it; since Python 3.12 it goes before the name itself."""
    name = "某市财政局.xlsx".encode()
    extra = struct.pack("<BL", 1, zlib.crc32(b"x.xlsx")) + name
    entry = zipfile.ZipInfo("x.xlsx")
    entry.extra = struct.pack("<HH", 0x7075, len(extra)) + extra
    assert statuses(collected(tmp_path, {"某市.zip": zipped((entry, A1))}))["A1"] == "通过"


def test_a_name_that_leads_out_of_the_zip_is_only_a_name(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"某市.zip": zipped(("../../A1.xlsx", A1), (r"县\A2.xlsx", A2))})
    assert [file.path for file in collection.files] == ["某市.zip/../../A1.xlsx", "某市.zip/县/A2.xlsx"]
    assert not (tmp_path / "A1.xlsx").exists()


def test_of_two_files_of_one_moment_none_is_the_newest(tmp_path: Path) -> None:
    entries = [(zipfile.ZipInfo(name, EARLY), one) for name, one in (("1.xlsx", A1), ("2.xlsx", OTHER))]
    assert statuses(collected(tmp_path, {"某市.zip": zipped(*entries)}, prefer="newest"))["A1"] == "重复"
    later = (zipfile.ZipInfo("3.xlsx", LATE), A1)
    assert (
        statuses(collected(tmp_path, {"某市.zip": zipped(*entries, later)}, prefer="newest"))["A1"] == "通过"
    )


@pytest.mark.parametrize("moment", [(1980, 0, 0, 0, 0, 0), (2025, 13, 32, 25, 61, 62)])
def test_a_moment_that_never_was_is_borne(tmp_path: Path, moment: tuple[int, ...]) -> None:
    entry = zipfile.ZipInfo("A1.xlsx", moment)  # type: ignore[arg-type] # any numbers
    assert statuses(collected(tmp_path, {"某市.zip": zipped((entry, A1))}))["A1"] == "通过"


def test_a_zip_that_is_replaced_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    path = Path(tmp_path, "某市.zip")
    path.write_bytes(zipped(("A1.xlsx", A1)))
    (listed,) = find_sources(path)
    assert listed.load() == A1
    path.write_bytes(zipped(("A1.xlsx", OTHER)))
    with pytest.raises(gkxl.errors.UnreadableFileError, match="再运行一次"):
        listed.load()
    (listed,) = find_sources(path)
    assert listed.load() == OTHER


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "已损坏"),
        (bytes(500), "已损坏"),
        (zipped(("A1.xlsx", A1))[:-30], "已损坏"),
        (b"hello", "已损坏"),
        (zipped(), "里面是空的"),
        (zipped(("县/", b""), ("县/空/", b"")), "只有空文件夹或系统文件"),
        (
            zipped(("__MACOSX/._a.xlsx", b""), ("Thumbs.db", b""), ("a/.DS_Store", b"")),
            "只有空文件夹或系统文件",
        ),
        (b"Rar!\x1a\x07\x00 of version 4", "rar 压缩包"),
        (b"Rar!\x1a\x07\x01\x00 of version 5", "rar 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x1f\x8b\x08", "压缩包（gz、tar 等）"),
        (b"%PDF-1.7", "PDF 文件"),
    ],
)
def test_a_zip_that_gives_no_return_is_one_line_in_plain_words(
    tmp_path: Path, content: bytes, why: str
) -> None:
    """It names what is there and what to do, and nothing of Python; the unit of its name sent something."""
    collection = collected(tmp_path, {"某市财政局.zip": content, "A2.xlsx": A2})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["无法读取", "通过"]
    (issue,) = collection.issues("A1")
    assert why in issue.message
    assert "请" in issue.message
    assert not re.search(r"[A-Za-z]{4,}|\\x|Error|�", issue.message.replace(".xlsx", "").replace("Excel", ""))
