"""Whatever lies among the returns is seen under a name of its own, and nothing stops the rest."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from offices import YEAR, book, collected, roster, statuses, values, write

import gkxl

if TYPE_CHECKING:
    from pathlib import Path

A1, A2 = book(values("A1", "某市财政局")), book(values("A2", "某市水务局"))

posix = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such files")


def seen(folder: Path) -> list[tuple[str, str]]:
    return [(file.path, file.status.value) for file in collected(folder, {"A2.xlsx": A2}).files]


def test_a_single_workbook_is_a_return_and_no_zip(tmp_path: Path) -> None:
    returns = write(tmp_path, {"A1.xlsx": A1}) / "A1.xlsx"
    collection = gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "out")
    assert [(file.path, file.status.value) for file in collection.files] == [("A1.xlsx", "通过")]


@posix
def test_a_name_in_gbk_is_read_as_one(tmp_path: Path) -> None:
    """As on Linux, where a zip made on Chinese Windows was unpacked."""
    write(tmp_path / "returns", {})
    for raw in ("财政局.xlsx".encode("gbk"), b"\xff\xff\xff.xlsx"):
        (tmp_path / "returns" / os.fsdecode(raw)).write_bytes(A1)
    assert seen(tmp_path) == [
        ("A2.xlsx", "通过"), (r"\xff\xff\xff.xlsx", "重复"), ("财政局.xlsx", "通过")
    ]  # fmt: skip


@posix
def test_two_names_that_read_the_same_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "returns", {"财政局.xlsx": A1})
    other = tmp_path / "returns" / os.fsdecode("财政局.xlsx".encode("gbk"))
    other.write_bytes(book(values("A1", "某市财政局", "other")))
    for _ in range(2):
        assert statuses(collected(tmp_path, {}))["A1"] == "重复"


@posix
def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "returns", {})
    os.mkfifo(tmp_path / "returns" / "某县.zip")
    assert ("某县.zip", "无法读取") in seen(tmp_path)


@pytest.mark.parametrize("place", [".", "退回", "退回/A1.xlsx"])
def test_results_are_no_returns(tmp_path: Path, place: str) -> None:
    returns = write(tmp_path, {"退回/A1.xlsx": A1}) / place
    with pytest.raises(gkxl.errors.WriteError, match="另选一个输出文件夹"):
        gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path)
    assert (tmp_path / "退回" / "A1.xlsx").read_bytes() == A1
