"""Of a zip or mail within a zip or mail one level is opened, and the limits hold for all of it together."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hostile_returns import directory, overlapping
from hostile_returns import zipped as of_zeros
from mails import TEXT, attached, mail, zipped
from offices import book, collected, statuses, values

import gkxl
from gkxl.collection.intake.local_files import RefusedFile
from gkxl.collection.intake.packed import list_packed_files
from gkxl.collection.intake.sources import find_sources

if TYPE_CHECKING:
    from pathlib import Path

A1, A2 = book(values("A1", "某市财政局")), book(values("A2", "某市水务局"))


def lines(tmp_path: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Every file of these returns with its bytes, or with why it has none."""
    found = {}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for file in find_sources(tmp_path):
        try:
            found[file.name] = f"{len(file.load())} bytes"
        except gkxl.GkxlError as error:
            found[file.name] = error.zh
    return found


@pytest.mark.parametrize(
    ("outer", "name"),
    [
        (zipped({"县区.zip": zipped({"a.xlsx": b"x"})}), "外.zip/县区.zip/a.xlsx"),
        (zipped({"县/区.ZIP": zipped({"局/a.xlsx": b"x"})}), "外.zip/县/区.ZIP/局/a.xlsx"),
        (zipped({"局.eml": mail(TEXT, attached("a.xlsx", b"x"))}), "外.zip/局.eml/a.xlsx"),
    ],
)
def test_one_level_is_opened(outer: bytes, name: str, tmp_path: Path) -> None:
    assert lines(tmp_path, {"外.zip": outer}) == {name: "1 bytes"}


@pytest.mark.parametrize(
    "outer",
    [
        {"外.zip": zipped({"中.zip": zipped({"内.zip": zipped({"a.xlsx": b"x"}), "b.xlsx": b"y"})})},
        {
            "外.zip": zipped(
                {"中.eml": mail(attached("内.zip", zipped({"a": b""})), attached("b.xlsx", b"y"))}
            )
        },
        {"外.eml": mail(attached("中.zip", zipped({"内.eml": mail(TEXT), "b.xlsx": b"y"})))},
    ],
)
def test_a_deeper_level_is_named_with_what_to_do(outer: dict[str, bytes], tmp_path: Path) -> None:
    found = lines(tmp_path, outer)
    deep = next(name for name in found if "内" in name)
    assert "不止一层" in found.pop(deep)
    assert list(found.values()) == ["1 bytes"]


def test_what_is_within_is_found_by_its_names_and_counted(tmp_path: Path) -> None:
    inner = zipped({"年报.xlsx": A1})
    collection = collected(
        tmp_path, {"报回.zip": zipped({"某市财政局.zip": inner, "某市水务局.rar": b"Rar!\x1a\x07\0"})}
    )
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["通过", "无法读取"]


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        (overlapping(3, 9), "互相重叠"),
        (b"PK\3\4 cut short", "已损坏"),
        (zipped({}), "里面是空的"),
        (zipped({"__MACOSX/a": b"", ".DS_Store": b""}), "只有空文件夹或系统文件"),
        (b"Rar!\x1a\x07\0 rar", "rar 压缩包"),
        (directory([(b"a", 0, b"", n * 30) for n in range(20_001)], b""), "文件数为"),
    ],
)
def test_a_bad_zip_within_stops_nothing_and_is_named(inner: bytes, why: str, tmp_path: Path) -> None:
    found = lines(tmp_path, {"外.zip": zipped({"内.zip": inner, "b.xlsx": b"y"})})
    assert why in found.pop("外.zip/内.zip")
    assert found == {"外.zip/b.xlsx": "1 bytes"}


def test_the_limits_of_a_zip_hold_for_all_within_it_together(tmp_path: Path) -> None:
    """Each of these could be opened by itself; once the limit is passed, no more is opened."""
    many = of_zeros(7_000, 0)
    (tmp_path / "外.zip").write_bytes(zipped({f"{n}.zip": many for n in range(4)}))
    found = find_sources(tmp_path)
    refused = {file.name: file.reason.zh for file in found if isinstance(file, RefusedFile)}
    assert [*refused] == ["外.zip/2.zip", "外.zip/3.zip"]
    assert all("文件数为 21,00" in why for why in refused.values())
    assert len(found) == 2 + 2 * 7_000


def test_what_unpacks_to_gigabytes_within_is_refused(tmp_path: Path) -> None:
    found = lines(tmp_path, {"外.zip": zipped({"内.zip": of_zeros(100, 3_000_000), "b.xlsx": b"y"})})
    assert "解压后的字节数" in found["外.zip/内.zip"]
    assert "外.zip" in found["外.zip/内.zip"]


@pytest.mark.parametrize("name", ["A1.zip", "A1.ZIP"])
def test_a_workbook_that_is_called_a_zip_is_a_workbook(name: str, tmp_path: Path) -> None:
    """As mail servers rename what they take for a zip."""
    assert statuses(collected(tmp_path, {name: A1}))["A1"] == "通过"
    assert statuses(collected(tmp_path, {"b.zip": zipped({"A2.zip": A2})}))["A2"] == "通过"


def test_a_zip_whose_inner_zip_is_replaced_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "外.zip"
    path.write_bytes(zipped({"内.zip": zipped({"a.xlsx": A1})}))
    (listed,) = find_sources(path)
    assert listed.load() == A1
    path.write_bytes(zipped({"内.zip": zipped({"a.xlsx": A2 + b" "})}))
    with pytest.raises(gkxl.errors.UnreadableFileError, match="再运行一次"):
        listed.load()
    path.unlink()
    with pytest.raises(gkxl.errors.UnreadableFileError, match="再运行一次"):
        listed.load()


@pytest.mark.parametrize("content", [zipped({}), zipped({"a/": b""}), mail(TEXT), b"PK\3\4", b""])
def test_a_single_zip_or_mail_without_returns_is_refused_at_once(content: bytes, tmp_path: Path) -> None:
    name = "a.eml" if content.startswith(b"Received") else "a.zip"
    (tmp_path / name).write_bytes(content)
    with pytest.raises(gkxl.errors.UnreadableFileError, match="请"):
        list_packed_files(tmp_path / name, "")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 9, 93, 95, 98])
def test_what_is_compressed_in_an_unusual_way_is_named(method: int, tmp_path: Path) -> None:
    ordinary = zipped({"a.xlsx": b"x"})
    local, central = ordinary.index(b"PK\3\4"), ordinary.index(b"PK\1\2")
    raw = bytearray(ordinary)
    raw[local + 8 : local + 10] = raw[central + 10 : central + 12] = method.to_bytes(2, "little")
    found = lines(tmp_path, {"外.zip": bytes(raw)})
    assert "压缩方式不常见" in found["外.zip/a.xlsx"]
    assert "解压后放入文件夹" in found["外.zip/a.xlsx"]


def locked(content: bytes, flags: int, method: int, count: int) -> bytes:
    """A zip whose first entries bear these flags and are packed by this method, as both headers have it."""
    raw = bytearray(content)
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        for _ in range(count):
            at = raw.index(signature, at + 1)
            here = slice(at + offset, at + offset + 4)
            raw[here] = (flags | 0x800).to_bytes(2, "little") + method.to_bytes(2, "little")
    return bytes(raw)


@pytest.mark.parametrize(("flags", "method"), [(1, 8), (1, 99), (0x41, 8), (0x2041, 8), (9, 0)])
@pytest.mark.parametrize("count", [1, 2])
def test_a_locked_zip_gives_the_true_reason(flags: int, method: int, count: int, tmp_path: Path) -> None:
    """ZipCrypto, AES of WinZip, strong encryption; of one entry, or of all of them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("某市财政局.xlsx", A1)
        archive.writestr("某市水务局.xlsx", A2)
    collection = collected(tmp_path, {"外.zip": locked(packed.getvalue(), flags, method, count)})
    told = statuses(collection)
    assert (told["A1"], told["A2"]) == ("无法读取", "无法读取" if count > 1 else "通过")
    (issue,) = collection.issues("A1")
    assert "压缩包加了密码" in issue.message
    assert "解压后放入文件夹" in issue.message


@pytest.mark.parametrize("inner", [A1, zipped({"a.xlsx": b"x"})])
def test_of_a_cut_zip_the_last_in_it_is_not_taken_for_all_of_it(inner: bytes, tmp_path: Path) -> None:
    whole = zipped({"a.xlsx": b"x", "b.zip": inner})
    cut = whole[: whole.index(inner) + len(inner)]
    (why,) = lines(tmp_path, {"外.zip": cut}).values()
    assert "已损坏" in why
