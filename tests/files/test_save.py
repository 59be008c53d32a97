"""Files get names that every system allows, and appear whole or not at all."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gkxl
from gkxl.errors import WriteError
from gkxl.files.save import is_file_name, open_new_file, read_suffix, to_safe_name, write_file

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("A/B:*?", "A_B___"),
        ("nul", "_nul"),
        ("COM1.某局", "_COM1.某局"),
        ("某局...", "某局"),
        ("...", "_"),
        ("a\nb\x1b\u202e", "a_b__"),
        ("长" * 80, "长" * 60),
        ('a\\b/c:d*e?f"g<h>i|j\n', "a_b_c_d_e_f_g_h_i_j_"),
        (" 某局 ", "某局"),
        ("长" * 59 + ". 局", "长" * 59),
        ("nul .某局", "_nul .某局"),
        ("nuls", "nuls"),
        ("", "_"),
        (".某局", "_.某局"),
        ("~$某局", "_~$某局"),
        ("cafe\u0301", "café"),
        *((name, f"_{name}") for name in ("con", "PRN", "aux", "conin$", "CONOUT$")),
        *((f"{port}{n}", f"_{port}{n}") for port in ("com", "LPT") for n in "0123456789¹²³"),
    ],
)
def test_names_that_windows_cannot_have_are_changed(name: str, safe: str) -> None:
    """Forbidden and invisible characters, names of devices, dots and spaces at an end, and long names."""
    assert to_safe_name(name) == safe
    assert is_file_name(safe)


@pytest.mark.parametrize(
    "name",
    [None, 7, "", ".", "..", "a.", "a ", " a", ".a", "a/b", "a\\b", "C:a", "a\nb", "a\u202eb", "a|b", "a?"],
)
def test_what_is_no_name_of_a_file(name: object) -> None:
    """Paths, hidden files, and what some system takes for something else."""
    assert not is_file_name(name)


def test_a_new_file_appears_and_an_older_one_is_replaced(tmp_path: Path) -> None:
    """Nothing else is left in the folder; paths may be strings."""
    target = tmp_path / "年报.xlsx"
    for content in (b"first", b"second"):
        write_file(str(target), content)
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nowhere/年报.xlsx", "文件夹不存在"),
        ("folder", "它是一个文件夹"),
        ("file/年报.xlsx", "上一级不是文件夹"),
        ("", "它是一个文件夹"),
    ],
)
def test_a_place_that_takes_no_file(tmp_path: Path, where: str, said: str) -> None:
    """One sentence says why, and the folder is as it was."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(gkxl.errors.WriteError, match=said) as refusal:
        gkxl.write_template(tmp_path / where, year=2024)
    assert str(tmp_path / where) in refusal.value.zh
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"old"


def failing(error: OSError) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("step", ["open", "replace"])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "denied"), "没有权限，或文件正被别的程序打开"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
    ],
    ids=["denied", "full"],
)
def test_an_older_file_stays_whole_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError, said: str
) -> None:
    """Also when the disk fills up, or a spreadsheet program holds the file open."""
    target = tmp_path / "年报.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, step, failing(error))
    with pytest.raises(gkxl.errors.WriteError, match=said):
        write_file(target, b"new")
    monkeypatch.undo()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("年报.xlsx", b"old")]


def test_a_disk_that_fills_up_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        def write(self, content: Any) -> int:  # noqa: ANN401 (bytes of any kind)
            super().write(content[:1])
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(path: Path, mode: str) -> Full:
        return Full(path, mode)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(gkxl.errors.WriteError, match="磁盘已满"):
        write_file(tmp_path / "年报.xlsx", b"content")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_piece_by_piece_appears_whole(tmp_path: Path) -> None:
    """Until then nothing of it is in the folder, for a program that is killed to leave behind."""
    target = tmp_path / "汇总.xlsx"
    target.write_bytes(b"old")
    with open_new_file(target) as file:
        file.write(b"first, ")
        file.flush()
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("汇总.xlsx", b"old")]
        file.write(b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("汇总.xlsx", b"first, second")
    ]


def test_pieces_that_do_not_come_leave_the_older_file(tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    target.write_bytes(b"old")
    full = failing(OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(WriteError, match="磁盘已满"), open_new_file(target):
        full()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("汇总.xlsx", b"old")]


def test_a_format_that_was_asked_for_by_name_and_is_none_is_named() -> None:
    with pytest.raises(WriteError, match=r"没有“\.doc”这种格式，可用的有：\.html、\.pdf。"):
        read_suffix(io.BytesIO(), (".html", ".pdf"), "doc")


def test_the_suffix_says_the_format_however_it_is_written() -> None:
    assert {read_suffix(name, (".html", ".pdf")) for name in ("年报.html", "年报.HTML", "年报.htm")} == {
        ".html"
    }


@pytest.mark.parametrize("name", ["年报", "年报.xls", ".html"])
def test_a_format_that_is_not_known_is_named_with_those_that_are(name: str) -> None:
    with pytest.raises(WriteError, match=r"\.html 或 \.pdf") as caught:
        read_suffix(name, (".html", ".pdf"))
    assert name in caught.value.zh
