"""Files that are not what they say: each is named, with what to do about it."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from xlsx_files import by_hand, entries, parts, worksheet, zipped

from gkxl.errors import (
    ArgumentError,
    EncryptedFileError,
    LegacyWorkbookError,
    LimitError,
    UnreadableFileError,
    UnsafeFileError,
)
from gkxl.files.sniff import FileFormat, sniff
from gkxl.xlsx import Limits, read_book
from old_files import MIMETYPE, content, package

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
TEXT = "application/vnd.oasis.opendocument.text"
ROOT = f'<m:file-entry m:media-type="{MIMETYPE}" m:full-path="/"/>'
PART = f'<m:file-entry m:full-path="Object 1/" m:media-type="{MIMETYPE}"/>'
USUAL = zipped(parts(sheet=worksheet("<row><c><v>7</v></c></row>")))


def ole2(stream: str) -> bytes:
    return OLE2 + stream.encode("utf-16-le") + bytes(500)


def archive(*names: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", UnreadableFileError, "大小为 0"),
        (bytes(5000), UnreadableFileError, "全为零"),
        (ole2("EncryptionInfo"), EncryptedFileError, "文件已加密，请取消密码后再报送"),
        (ole2("EncryptedPackage"), EncryptedFileError, "取消密码"),
        (ole2("Workbook"), LegacyWorkbookError, "WPS .et"),
        (ole2("Book\0"), LegacyWorkbookError, ".xls"),
        (b"\x09\x08\x10\0\0\6\5\0", LegacyWorkbookError, ".xls"),
        (
            archive("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"),
            LegacyWorkbookError,
            ".ods",
        ),
        (package({"content.xml": "x", "mimetype": MIMETYPE}), LegacyWorkbookError, ".ods"),
        (package({"mimetype": MIMETYPE, "content.xml": "x"}, deflated=True), LegacyWorkbookError, ".ods"),
        (
            package({"a": "", "content.xml": "", "mimetype": f"{MIMETYPE}-template\n"}),
            LegacyWorkbookError,
            ".ods",
        ),
        (package({"content.xml": "", "META-INF/manifest.xml": ROOT}), LegacyWorkbookError, ".ods"),
        (
            package({"content.xml": "", "META-INF/manifest.xml": f"<a>{PART}"}),
            UnreadableFileError,
            "没有工作簿",
        ),
        (package({"mimetype": TEXT, "content.xml": ""}), UnreadableFileError, ".odt"),
        (
            package({"content.xml": "", "META-INF/manifest.xml": PART, "mimetype": TEXT}),
            UnreadableFileError,
            ".odt",
        ),
        (content("", root="document").encode(), LegacyWorkbookError, ".fods"),
        (("\ufeff" + content("", root="document", prefix="x")).encode(), LegacyWorkbookError, ".fods"),
        (content("", root="document").encode("utf-16"), LegacyWorkbookError, ".fods"),
        (
            b"<?xml version='1.0'?>" + b" " * 9000 + content("", root="document").encode(),
            LegacyWorkbookError,
            ".fods",
        ),
        (content("", root="document").replace(MIMETYPE, TEXT).encode(), UnreadableFileError, ".odt"),
        (f"<html><a type='{MIMETYPE}'>".encode(), UnreadableFileError, "html"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", LegacyWorkbookError, ".xls"),
        (b"\x09\x02\x06\x00\x03\x00\x10\x00", LegacyWorkbookError, ".xls"),
        (b"\x09\x04\x06\x00\x04\x00\x10\x00", LegacyWorkbookError, ".xls"),
        (b"\x09\x00 text", UnreadableFileError, "无法识别"),
        (ole2("WORKBOOK"), LegacyWorkbookError, ".xls"),
        (ole2("PowerPoint Document"), UnreadableFileError, ".ppt"),
        (ole2("WordDocument"), UnreadableFileError, ".doc"),
        (b"%PDF-1.7\n", UnreadableFileError, "PDF"),
        (b"{\\rtf1 x}", UnreadableFileError, "RTF"),
        (b"\x89PNG\r\n\x1a\n", UnreadableFileError, "图片"),
        (b"\xff\xd8\xff\xe0", UnreadableFileError, "图片"),
        (b"Rar!\x1a\7\0", UnreadableFileError, "rar"),
        (b"7z\xbc\xaf\x27\x1c", UnreadableFileError, "7z"),
        (b"\x1f\x8b\x08\0", UnreadableFileError, "压缩包"),
        (b"<html><table><tr><td>1", UnreadableFileError, "html"),
        ("\ufeff<!DOCTYPE html>".encode(), UnreadableFileError, "html"),
        (b"\r\n<table border=1>", UnreadableFileError, "html"),
        ("<html>".encode("utf-16"), UnreadableFileError, "html"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            UnreadableFileError,
            "2003",
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            UnreadableFileError,
            "2003",
        ),
        (b'<?xml version="1.0"?><a/>', UnreadableFileError, "XML"),
        (b"MIME-Version: 1.0\r\n", UnreadableFileError, "mht"),
        ("项目,数量\r\n甲,1\r\n".encode(), UnreadableFileError, "csv"),
        ("项目,数量\r\n甲,1\r\n".encode("gbk"), UnreadableFileError, "csv"),
        (b"\0\1\2\3binary\0", UnreadableFileError, "无法识别"),
        (archive("[Content_Types].xml", "word/document.xml"), UnreadableFileError, "内容不规范"),
        (archive("word/document.xml"), UnreadableFileError, "Word"),
        (archive("ppt/presentation.xml"), UnreadableFileError, "演示文稿"),
        (archive("OFD.xml"), UnreadableFileError, "OFD"),
        (archive("returns/a.xlsx"), UnreadableFileError, "压缩包"),
        (archive("a.txt"), UnreadableFileError, "没有工作簿"),
        (archive(), UnreadableFileError, "没有工作簿"),
        (USUAL[:-100], UnreadableFileError, "不完整"),
        (b"junk" + USUAL, UnsafeFileError, "前面"),
    ],
)
def test_each_kind_of_file_is_named(data: bytes, kind: type[UnreadableFileError], words: str) -> None:
    with pytest.raises(kind) as caught:
        read_book(data)
    assert words in caught.value.zh
    assert caught.value.zh.endswith("。")
    assert caught.value.en.isascii()


def test_docx_is_named_by_its_parts() -> None:
    made = parts(
        types=parts()["[Content_Types].xml"].replace("spreadsheetml.sheet", "wordprocessingml.document")
    )
    with pytest.raises(UnreadableFileError, match="Word"):
        read_book(zipped({**made, "word/document.xml": ""}))


def test_sniff_goes_by_content() -> None:
    assert sniff(USUAL) is FileFormat.ZIP
    assert sniff(ole2("Workbook")) is FileFormat.XLS


# Where a file comes from


def test_paths_bytes_and_binary_files_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "年报.xls"
    path.write_bytes(USUAL)
    with path.open("rb") as file:
        found = [read_book(source) for source in (path, str(path), USUAL, io.BytesIO(USUAL), file)]
    assert all(one == found[0] for one in found)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="不存在"):
        read_book(tmp_path / "x.xlsx")


@pytest.mark.parametrize("name", ["a\0b.xlsx", "x" * 5000])
def test_names_no_file_can_have(name: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_book(name)


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="是文件夹"):
        read_book(tmp_path)
    with pytest.raises(UnreadableFileError, match=r"“\.”是文件夹"):
        read_book(".")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(UnreadableFileError, match="管道"):
        read_book(tmp_path / "pipe.xlsx")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_device() -> None:
    with pytest.raises(UnreadableFileError, match="设备"):
        read_book("/dev/zero")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are otherwise on Windows")
def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed everything, so the system's refusal is played."""

    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.xlsx"
    path.write_bytes(USUAL)
    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(UnreadableFileError, match="没有读取权限"):
        read_book(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFileError, match="无法读取"):
        read_book(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["~$年报.xlsx", ".~年报.xlsx"])
def test_lock_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\5admin" + b" " * 159)
    with pytest.raises(UnreadableFileError, match="临时锁定文件"):
        read_book(path)


def test_files_that_fail_while_read() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError("disk")

    with pytest.raises(UnreadableFileError, match="无法读取"):
        read_book(Broken())


def test_endless_files_are_read_up_to_the_limit() -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return b"PK\3\4" * 100 if size is None or size > 400 else bytes(size)

    with pytest.raises(LimitError, match="文件的字节数"):
        read_book(Endless(), limits=Limits(file_bytes=100_000))


def test_large_files_are_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LimitError, match="文件的字节数"):
        read_book(path)


def test_files_that_are_open_otherwise_are_a_mistake_of_the_caller(tmp_path: Path) -> None:
    """For text, for writing only, or not any more."""
    with io.BytesIO(b"x") as closed, (tmp_path / "a.xlsx").open("wb") as written:
        closed.close()
        for file in (io.StringIO("x"), closed, written):
            with pytest.raises(ArgumentError, match=r"open\(…, 'rb'\)"):
                read_book(file)  # type: ignore[arg-type]


def test_errors_cross_processes() -> None:
    """Batches read in child processes; an error must survive the way back."""
    with pytest.raises(EncryptedFileError) as caught:
        read_book(ole2("EncryptionInfo"))
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own, made this moment
    assert (type(again), again.zh) == (EncryptedFileError, caught.value.zh)


def test_nothing_but_the_file_is_opened(tmp_path: Path) -> None:
    """Whatever the file refers to, no other file and no network is touched."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(by_hand(entries(parts(sheet='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><x/>'))))
    honest = tmp_path / "b.xlsx"
    honest.write_bytes(USUAL)
    watch = (
        "import sys; from gkxl.xlsx import read_book; from gkxl.errors import GkxlError; seen = []\n"
        "read_book(sys.argv[2])\n"  # so that Python has loaded its own codecs
        "watched = ('open', 'socket', 'subprocess', 'os')\n"
        "sys.addaudithook(lambda e, a: seen.append((e, str(a[0]))) if e.split('.')[0] in watched else None)\n"
        "try: read_book(sys.argv[1])\n"
        "except GkxlError: pass\n"
        "print({found for found in seen} - {('open', sys.argv[1])})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", watch, path, honest], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Rar!\x1a\x07\0x", "实际是 rar 压缩包.*请解压后放入文件夹"),
        (b"Rar!\x1a\x07\1\0x", "rar 压缩包.*请解压"),
        (b"RE~^x", "rar 压缩包.*请解压"),
        (b"7z\xbc\xaf\x27\x1cx", "7z 压缩包.*请解压"),
        (b"a" + bytes(256) + b"ustar\x0000", "压缩包（gz、tar 等）.*请解压"),
        (b"MSCFx", "压缩包.*请解压"),
        (b"MZ" + bytes(60) + b"PE\0\0" + b"Rar!\x1a\x07\0", "自解压的压缩包.*请解压"),
        (b"MZ" + bytes(60) + b"PE\0\0" + archive("a.xlsx"), "自解压的压缩包"),
        (b"MZ" + bytes(60) + b"PE\0\0", "程序（exe）"),
        (b"L\0\0\0\1\x14\2\0x", "快捷方式.*复制到这里"),
        (b"\x78\x9f\x3e\x22x", "winmail.dat"),
        (ole2("__properties_version1.0\0"), "Outlook 邮件.*附件另存"),
        (b"From: a\r\nTo: b\r\n\r\n", "实际是邮件.*附件另存"),
        (b"X-QQ-mid: a\nMessage-ID: <b>\n", "实际是邮件"),
        (
            b"Return-Path: <a>\nSubject: =?gbk?B?x?=\n y\nMIME-Version: 1.0\nTo: c\n",
            "实际是邮件",
        ),
        (
            b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1.0\n\n<html>",
            "单一网页文件（mht）.*浏览器",
        ),
        (b"%PDF-1.7", "PDF 文件.*先转成表格（导入）"),
    ],
)
def test_what_holds_returns_is_named_with_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told) as caught:
        read_book(data)
    assert "请" in caught.value.zh


@pytest.mark.parametrize("flags", [1, 0x41, 0x2041])
def test_a_locked_zip_wants_its_password_removed(flags: int) -> None:
    """Whatever it is called: no spreadsheet program opens it."""
    raw = bytearray(archive("a.xlsx"))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        here = raw.index(signature) + at
        raw[here : here + 2] = flags.to_bytes(2, "little")
    with pytest.raises(EncryptedFileError, match=r"压缩包加了密码.*取消密码"):
        read_book(bytes(raw))
